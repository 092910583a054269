"""The outline of a team's first minutes in Microsoft's Agents Playground: `make playground-journey`.

Not part of `make test`: the Playground is fetched by npx under an evaluation licence, and no test that must pass may
hang on it. It knows no authentication, no dialogs and no slash menu; the page speaks English, and so does the bot.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, Playwright

from tests.e2e.conftest import CHROMIUM, QUIET
from tests.playground import PAGE_PORT, start, stop, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.playground]


@pytest.fixture
async def playground(playwright: Playwright, tmp_path: Path) -> AsyncIterator[Page]:
    if shutil.which("npx") is None:
        pytest.skip("the Playground needs npx")
    processes = start(tmp_path)
    try:
        if problem := wait_for(processes, tmp_path):
            pytest.skip(problem)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        page = await browser.new_page(viewport={"width": 1400, "height": 1000})
        await page.goto(f"http://127.0.0.1:{PAGE_PORT}/", wait_until="domcontentloaded")
        yield page
        await browser.close()
    finally:
        stop(processes)


async def opens(page: Page, place: str) -> None:
    await page.get_by_role("treeitem", name=place).last.click()


async def says(page: Page, text: str) -> None:
    await page.get_by_role("textbox").last.click()
    await page.keyboard.type(text)
    await page.get_by_role("button", name="Send Message").last.click()


def card(page: Page, text: str) -> Locator:
    return page.locator(".ac-adaptiveCard", has_text=text).last


async def test_a_team_is_set_up_and_asks_its_first_questions(playground: Page) -> None:
    page = playground
    await opens(page, "General")
    welcome = card(page, "Hello, this is Kernteam")
    await welcome.get_by_role("button", name="Accept").click()
    await card(page, "Kernteam is set up").wait_for()
    await opens(page, "Personal Chat")
    await says(page, "hilfe")
    await card(page, "The essentials").wait_for()
    await says(page, "task Book the hall by Friday")
    await card(page, "Book the hall").wait_for()
    await says(page, "tasks")
    await card(page, "Open tasks").get_by_role("button", name="Done").first.click()
    await says(page, "away 12–20 Dec")
    await card(page, "Noted").wait_for()
    await says(page, "rnde")
    await card(page, "did not understand").wait_for()
