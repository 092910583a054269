"""`python -m tests.playground`: the bot in Microsoft's Agents Playground, which npx fetches (evaluation licence).

The Playground knows no authentication: the bot runs with KERNTEAM_LOCAL=1, on loopback, on a database thrown away at
the end. Never give it a real secret. Only messages that mention the bot reach it in channels; dialogs do not open.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
BOT_PORT = 3978
PAGE_PORT = 15150
FETCH_SECONDS = 180
"""The first start fetches the package."""

CONFIG = """\
version: "0.1.1"
tenantId: 00000000-0000-0000-0000-0000000000001
bot:
  id: kernteam-bot
  name: Kernteam
currentUser:
  id: user-anna
  name: Anna Berger
  userPrincipleName: anna@kernteam.example
  aadObjectId: 0f0f0f0f-1111-4222-8333-000000000001
  givenName: Anna
  surname: Berger
  email: anna@kernteam.example
users:
{users}
personalChat:
  id: personal-chat-anna
groupChat:
  id: group-chat-messe
  name: Vorbereitung Messe
team:
  id: team-kernteam
  name: Kernteam Integration
  aadGroupId: 8a1f6a52-0e2b-4c7d-9b5f-2c3d4e5f6a7b
  channels:
    - id: channel-treffen
      name: Netzwerktreffen
"""

PEOPLE = ("Bert Hoffmann", "Ceyda Yilmaz", "Dmytro Kovalenko", "Eva Lindner", "Farid Rahimi")
"""Exactly five beside the current user, as the Playground wants it."""


def config() -> str:
    users = []
    for number, name in enumerate(PEOPLE, 2):
        first, last = name.split()
        users.append(
            f"  - id: user-{first.lower()}\n    name: {name}\n"
            f"    userPrincipleName: {first.lower()}@kernteam.example\n"
            f"    aadObjectId: 0f0f0f0f-1111-4222-8333-00000000000{number}\n"
            f"    givenName: {first}\n    surname: {last}\n    email: {first.lower()}@kernteam.example"
        )
    return CONFIG.format(users="\n".join(users))


def bot_environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KERNTEAM_", "Microsoft"))}
    return kept | {
        "KERNTEAM_LOCAL": "1",
        "KERNTEAM_DATABASE_URL": f"sqlite:///{folder}/kernteam.sqlite3",
        "KERNTEAM_PORT": str(BOT_PORT),
        "KERNTEAM_PUBLIC_URL": f"http://127.0.0.1:{BOT_PORT}",
    }


def start(folder: Path) -> list[subprocess.Popen[bytes]]:
    """The bot first, then the Playground; each in a group of its own, because npx starts further processes."""
    environment = bot_environment(folder)
    subprocess.run([sys.executable, "-m", "app", "migrate"], env=environment, check=True)
    bot = subprocess.Popen([sys.executable, "-m", "app", "serve"], env=environment, start_new_session=True)
    (folder / ".m365agentsplayground.yml").write_text(config())
    command = ["npx", "-y", "-p", PACKAGE, "agentsplayground", "-e", f"http://127.0.0.1:{BOT_PORT}/api/messages"]
    page = subprocess.Popen(
        [*command, "-c", "msteams", "-p", str(PAGE_PORT), "--disable-telemetry"],
        cwd=folder,
        env={**os.environ, "APPLICATION_INSIGHTS_NO_STATSBEAT": "1", "TEAMSAPPTESTER_BROWSER": "none"},
        start_new_session=True,
    )
    return [bot, page]


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ends what `start` began, and nothing else."""
    for process in reversed(processes):
        for number, patience in ((signal.SIGTERM, 12), (signal.SIGKILL, 5)):
            try:
                os.killpg(process.pid, number)
                process.wait(patience)
                break
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue


def is_there() -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{PAGE_PORT}/", timeout=2):
            return True
    except (URLError, TimeoutError, ConnectionError):
        return False


def _reason(folder: Path) -> str:
    """What the Playground itself noted, if it came so far."""
    log = folder / "devTools" / "m365agentsplayground.log"
    told = [line for line in log.read_text().splitlines() if line.startswith("error Reason")] if log.exists() else []
    return "".join(f"\n{line[:300]}" for line in told[-1:])


def wait_for(processes: list[subprocess.Popen[bytes]], folder: Path) -> str:
    """Empty when the page is there, else what is wrong."""
    bot, page = processes
    deadline = time.monotonic() + FETCH_SECONDS
    while time.monotonic() < deadline:
        if bot.poll() is not None:
            return f"The bot did not start. Is port {BOT_PORT} taken?"
        if page.poll() is not None:
            said = "it needs the npm registry once, or its cache"
            return f"npx could not fetch or start {PACKAGE}: {said}.{_reason(folder)}"
        if is_there():
            return ""
        time.sleep(0.3)
    return f"The Playground did not start within {FETCH_SECONDS} seconds."


def main() -> int:
    if shutil.which("npx") is None:
        print("The Agents Playground needs Node 20 with npx. Without it: make demo shows Local Teams.")
        return 0
    # Ctrl-C and SIGTERM end the same way.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="kernteam-playground-") as folder:
        processes: list[subprocess.Popen[bytes]] = []
        try:
            processes = start(Path(folder))
            if problem := wait_for(processes, Path(folder)):
                print(problem)
                return 0
            print(f"\n  Agents Playground: http://127.0.0.1:{PAGE_PORT}\n  Ctrl-C stops everything.\n", flush=True)
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
        except KeyboardInterrupt:
            pass
        finally:
            stop(processes)
    print("Stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
