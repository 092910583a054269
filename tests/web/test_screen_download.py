"""The page of a file in a real browser: on a small phone, without script, saved under its own name."""

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import async_playwright

from app.kit.clock import StandingClock
from app.kit.db import Database
from app.kit.unit import Units
from tests.makers import MadeTeam
from tests.web.makers import make_app
from tests.web.test_downloads import ask, with_papers
from tests.web.test_screen import CHROMIUM, QUIETLY

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def units(database: Database, clock: StandingClock) -> Units:
    return with_papers(database, clock)


async def test_file_is_saved_on_a_small_phone_by_keyboard(units: Units, team: MadeTeam) -> None:
    path = await ask(units, team, paper="trial.html")
    server = TestServer(make_app(units))
    await server.start_server()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        context = await browser.new_context(
            viewport={"width": 320, "height": 568}, java_script_enabled=False, locale="de-DE"
        )
        page = await context.new_page()
        await page.goto(str(server.make_url(path)))
        boxes = [await element.bounding_box() for element in await page.locator("main *, .top *").all()]
        assert max(box["x"] + box["width"] for box in boxes if box) <= 320
        await page.get_by_role("button", name="Herunterladen").focus()
        async with page.expect_download() as waiting:
            await page.keyboard.press("Enter")
        assert (await waiting.value).suggested_filename == "Meine Daten in Kernteam 2026-11-20.html"
        await browser.close()
    await server.close()
