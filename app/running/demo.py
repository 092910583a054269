"""`make demo`: the bot with a small local Teams. Last week's round is history, this week's is open."""

import asyncio
import os
import shutil
import signal
import webbrowser
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.kit.calendar import WorkCalendar, moment_of
from app.kit.clock import MovableClock
from app.local.messages import Message
from app.local.seed import MAIN_TEAM
from app.running.stage import Stage, open_stage
from app.running.terminal import Terminal, read_line

FOLDER = Path(".demo")
RENDERER = Path(__file__).parent.parent / "local" / "page" / "node_modules" / "adaptivecards"
BERLIN = ZoneInfo("Europe/Berlin")

LAST_WEEK = {
    "bert": (
        "Zwei Betriebe für das Netzwerktreffen gewonnen.",
        "Einladung an die Berufsschule schreiben.",
        "Für die Hospitation fehlt noch ein Ansprechpartner im Werk.",
    ),
    "ceyda": ("Bewerbungstraining mit der B2-Klasse gehalten.", "Rückmeldebögen auswerten.", ""),
    "eva": ("Drei beschleunigte Verfahren abgeschlossen.", "Merkblatt „Wohnsitzauflage“ kürzen.", "nein"),
}
THIS_WEEK = {
    "greta": ("Raum im Kolpinghaus reserviert.", "Catering anfragen.", ""),
    "mike": ("Talked to two employers about German at the workplace.", "Draft the invitation.", "Who can interpret?"),
}


def a_good_friday(today: date) -> date:
    """The last Friday with an ordinary week before and after it: the demo begins on it."""
    friday = today - timedelta(days=(today.weekday() - 4) % 7)
    calendar = WorkCalendar()
    while not all(calendar.is_working_day(friday + timedelta(days=days)) for days in (-9, -8, -7, -4, -1, 0, 3)):
        friday -= timedelta(days=7)
    return friday


async def play_history(stage: Stage, friday: date, say: Callable[[str], None] = lambda _line: None) -> None:
    """Install, set up, and let two weeks happen through the same doors that Teams uses."""

    def at(days: int, hour: int, minute: int = 0) -> datetime:
        return moment_of(friday + timedelta(days=days), time(hour, minute), BERLIN)

    world = stage.teams.world
    team = world.team(MAIN_TEAM)
    await stage.to(at(-9, 10))
    await stage.teams.administration.install(team, by=world.person("anna"))
    await stage.settle()
    await stage.teams.person("anna").presses(newest_card(stage, "So übernehmen"), "So übernehmen")
    await stage.to(at(-8, 10, 30))
    say("Last week's round …")
    await answer(stage, LAST_WEEK)
    await stage.to(at(-1, 11))
    say("This week's round …")
    await answer(stage, THIS_WEEK)
    await stage.to(at(0, 9, 15))


async def answer(stage: Stage, answers: dict[str, tuple[str, str, str]]) -> None:
    for key, (review, next_steps, blocker) in answers.items():
        person = stage.teams.person(key)
        opened = await person.presses(newest_card(stage, "Antworten"), "Antworten")
        assert opened.dialog is not None, opened
        texts = {"answer_review": review, "answer_next": next_steps, "answer_blocker": blocker}
        await person.submits(opened.dialog, texts)
        await stage.settle()


def newest_card(stage: Stage, button: str) -> Message:
    """The newest message in the team's channels whose card offers this button."""
    found = [
        message
        for channel in stage.teams.world.team(MAIN_TEAM).channels
        for message in channel.messages
        if f'"{button}"' in str(message.attachments).replace("'", '"')
    ]
    return found[-1]


def _clean_start() -> date:
    """An empty folder for the database, and the newcomer's own day."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    return date.today()  # noqa: DTZ011


async def run_demo(*, port: int, open_browser: bool) -> None:
    """Starts, prints one address, and stops all with Ctrl-C."""
    friday = a_good_friday(_clean_start())
    clock = MovableClock(moment_of(friday - timedelta(days=10), time(9), BERLIN))
    print("Kernteam: a demo on this machine only. Setting the stage …", flush=True)
    stage = await open_stage(f"sqlite:///{FOLDER}/kernteam.sqlite3", clock, port=port)
    await play_history(stage, friday, lambda line: print(f"  {line}", flush=True))
    stage.bot.dispatcher.start()
    stage.bot.clockwork.start()
    address = f"{stage.teams.url}/?as=anna"
    print(f"\n  Local Teams: {address}\n  Ctrl-C stops everything.\n", flush=True)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if not RENDERER.exists():
        print("  Node was not there to fetch the page's card renderer: the demo goes on here.", flush=True)
        terminal = asyncio.create_task(Terminal(stage, read_line).run())
        await asyncio.wait([terminal, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
    else:
        if open_browser and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.name == "nt"):
            webbrowser.open(address)
        await stop.wait()
    await stage.close()
    print("Stopped.")
