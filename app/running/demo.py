"""`make demo`: the bot with a small local Teams. A round and a meeting are history, this week's round is open."""

import asyncio
import os
import shutil
import signal
import webbrowser
from datetime import date, time, timedelta
from pathlib import Path

from app.kit.calendar import WorkCalendar, moment_of
from app.kit.clock import MovableClock
from app.running.stage import open_stage
from app.running.story import BERLIN, play_history
from app.running.terminal import Terminal, read_line

FOLDER = Path(".demo")
RENDERER = Path(__file__).parent.parent / "local" / "page" / "node_modules" / "adaptivecards"


def a_good_friday(today: date) -> date:
    """The last Friday with an ordinary week before and after it: the demo begins on it."""
    friday = today - timedelta(days=(today.weekday() - 4) % 7)
    calendar = WorkCalendar()
    while not all(calendar.is_working_day(friday + timedelta(days=days)) for days in (-9, -8, -7, -4, -1, 0, 3)):
        friday -= timedelta(days=7)
    return friday


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
