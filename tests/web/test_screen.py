"""The personal form in a real browser: on a small phone, at 400 % zoom, by keyboard alone and without script."""

import shutil
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, async_playwright

from app.kit.unit import Units
from tests.web.makers import CODE, MadeRound, make_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
async def page(units: Units, made: MadeRound) -> AsyncIterator[Page]:
    """The form on a screen 320 px wide, which is also what 400 % zoom leaves of 1280 px."""
    server = TestServer(make_app(units))
    await server.start_server()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        context = await browser.new_context(viewport={"width": 320, "height": 256}, java_script_enabled=False)
        opened = await context.new_page()
        await opened.goto(str(server.make_url(f"/f/{CODE}")))
        yield opened
        await browser.close()
    await server.close()


async def test_nothing_sticks_out_of_a_small_screen(page: Page) -> None:
    boxes = [await element.bounding_box() for element in await page.locator("main *, .top *, .bottom a").all()]
    assert max(box["x"] + box["width"] for box in boxes if box) <= 320


async def test_presses_are_large_enough_for_a_thumb(page: Page) -> None:
    for button in await page.locator("button:visible").all():
        box = await button.bounding_box()
        assert box
        assert box["height"] >= 40


async def test_form_is_answered_by_keyboard_alone(page: Page) -> None:
    await page.keyboard.press("Tab")
    assert await page.locator(".skip").evaluate("e => e === document.activeElement")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Zwei Betriebe besucht. ")
    for _field in range(3):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/f/*saved=1*")
    assert (await page.title()).startswith("Gespeichert")
    assert "Zwei Betriebe besucht." in await page.input_value("#answer_review")
