"""Without Node the demo goes on in the terminal."""

import re
from collections.abc import AsyncIterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from app.kit.calendar import WorkCalendar, moment_of
from app.kit.clock import StandingClock
from app.running.demo import a_good_friday
from app.running.stage import Stage, open_stage
from app.running.story import BERLIN, play_history
from app.running.terminal import Terminal

FRIDAY = date(2026, 11, 20)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    clock = StandingClock(moment_of(FRIDAY - timedelta(days=10), time(9), BERLIN))
    opened = await open_stage(f"sqlite:///{tmp_path}/demo.sqlite3", clock)
    await play_history(opened, FRIDAY)
    yield opened
    await opened.close()


class Keyboard:
    """Types the given lines, then the input ends."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)

    async def __call__(self, prompt: str) -> str:
        if not self._lines:
            raise EOFError
        return self._lines.pop(0)


async def play(stage: Stage, *lines: str) -> str:
    said: list[str] = []
    await Terminal(stage, Keyboard(*lines), said.append).run()
    return "\n".join(said)


async def test_the_terminal_shows_the_round_and_its_history(stage: Stage) -> None:
    shown = await play(stage)
    assert "Runde KW 48" in shown
    assert "Bericht zur Runde KW 47" in shown
    assert "Für die Hospitation fehlt noch ein Ansprechpartner im Werk." in shown


async def test_a_round_is_answered_and_closed_by_typing(stage: Stage) -> None:
    number = re.findall(r"\[(\d+)\] Antworten", await play(stage, "bin bert"))[0]
    shown = await play(stage, "bin bert", number, "Messe vorbereitet", "Plakate", "", ">", "ende")
    assert "Messe vorbereitet" in shown
    assert "Bericht zur Runde KW 48" in shown
    assert "Eine Runde schließt · A round closes" in shown


async def test_the_terminal_hears_typing_in_both_languages_and_places(stage: Stage) -> None:
    shown = await play(stage, "hilfe", "# vorschau", "bin mike", "help", "bin niemand", "99", "+1h")
    assert "Das Wichtigste" in shown
    assert "Runde KW 49 öffnet" in shown
    assert "nur für Sie / only you" in shown
    assert "For example" in shown
    assert "anna, bert" in shown


@pytest.mark.parametrize("today", [date(2026, 12, 24) + timedelta(days=days) for days in range(0, 380, 7)])
def test_the_demo_begins_in_two_ordinary_weeks(today: date) -> None:
    friday = a_good_friday(today)
    assert friday <= today
    assert friday.weekday() == 4
    assert all(WorkCalendar().is_working_day(friday + timedelta(days=days)) for days in (-9, -8, -7, -4, -1, 0, 3))
