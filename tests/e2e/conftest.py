"""Local Teams' page in a real Chromium, with the whole bot behind it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Playwright, async_playwright

from app import main
from app.kit.clock import StandingClock
from app.local.page_door import LIBRARIES
from app.running.stage import Stage, open_stage
from tests.journeys.play import MONDAY, berlin

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    missing = None
    if CHROMIUM is None:
        missing = "no Chromium on this machine"
    elif not all(path.exists() for path in LIBRARIES.values()):
        missing = "the page's npm parts are not installed: make setup"
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(main, "Pacing", lambda: None)  # Teams' limits count in real time; Local Teams sets none here
    opened = await open_stage(f"sqlite:///{tmp_path}/e2e.sqlite3", StandingClock(berlin(MONDAY, "09:00")))
    opened.bot.dispatcher.start()
    yield opened
    await opened.close()


@pytest.fixture
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as started:
        yield started


@pytest.fixture
async def page(playwright: Playwright, stage: Stage) -> AsyncIterator[Page]:
    """A wide window; the test fails when the page's console or its scripts complain."""
    browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
    opened = await browser.new_page(viewport={"width": 1280, "height": 900}, locale="de-DE")
    opened.set_default_timeout(10_000)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    yield opened
    await browser.close()
    assert wrong == []
