"""The page in a real browser: what only a browser can show."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from app.local import page_door

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not page_door.LIBRARIES["adaptivecards.js"].exists(), reason="npm ci has not run"),
]
FORM = {"type": "Input.Text", "id": "done", "label": "Geschafft", "isRequired": True, "errorMessage": "Bitte Worte."}
SAVE = {"type": "Action.Execute", "title": "Speichern", "verb": "save", "data": {"round": 7}}
TOAST = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Gespeichert"}


@pytest.fixture
async def page(local) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="de-DE")
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        yield page
        await browser.close()
        assert wrong == []


async def looking(page, local, who, place="General", lang="de"):
    await page.goto(f"{local.url}/?as={who}&open={place}&lang={lang}")
    await page.wait_for_selector("body[data-ready=true]")


async def test_typed_words_survive_other_messages_and_a_press_sends_them(page, local, bot, general, bert, make_card):
    sent = await bot.sends(general.id, make_card(FORM, actions=[SAVE]))
    await looking(page, local, "anna")
    await page.get_by_label("Geschafft").fill("viel *und* mehr")
    await bert.says(general, "Zwischenruf", mention_bot=False)
    await expect(page.get_by_text("Zwischenruf", exact=True)).to_be_visible()
    await expect(page.get_by_label("Geschafft")).to_have_value("viel *und* mehr")
    bot.answers["adaptiveCard/action"] = TOAST
    await page.get_by_role("button", name="Speichern").click()
    await expect(page.get_by_test_id("toast")).to_have_text("Gespeichert")
    assert bot.told[-1]["value"]["action"]["data"] == {"round": 7, "done": "viel *und* mehr"}
    await bot.call("PUT", f"conversations/{general.id}/activities/{sent}", {"type": "message", **make_card(FORM)})
    await expect(page.get_by_label("Geschafft")).to_have_value("")
    await expect(page.get_by_text("Bearbeitet")).to_be_visible()


async def test_the_renderer_refuses_an_empty_required_field(page, local, bot, general, make_card):
    await bot.sends(general.id, make_card(FORM, actions=[SAVE]))
    await looking(page, local, "anna")
    await page.get_by_role("button", name="Speichern").click()
    await expect(page.get_by_text("Bitte Worte.")).to_be_visible()
    assert bot.told == []


async def test_commands_and_mentions_can_be_typed_with_the_keyboard_alone(page, local, bot, general):
    await looking(page, local, "anna")
    await page.get_by_test_id("composer").press_sequentially("@Ker")
    await page.keyboard.press("Enter")
    await page.keyboard.type("hilfe @Bert")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("message")).to_have_count(1)
    assert bot.told[-1]["text"] == "<at>Kernteam</at> hilfe <at>Bert Hoffmann</at>"


async def test_a_dialog_keeps_the_focus_closes_on_escape_and_gives_it_back(page, local, bot, general, make_card):
    button = {"type": "Action.Submit", "title": "Antworten ...", "data": {"msteams": {"type": "task/fetch"}}}
    await bot.sends(general.id, make_card(actions=[button]))
    inner = make_card(FORM, actions=[{"type": "Action.Submit", "title": "Senden"}])["attachments"][0]
    bot.answers["task/fetch"] = {"task": {"type": "continue", "value": {"title": "Runde", "card": inner}}}
    bot.answers["task/submit"] = {"task": {"type": "message", "value": "Danke"}}
    await looking(page, local, "anna")
    await page.get_by_role("button", name="Antworten ...").click()
    await expect(page.get_by_label("Geschafft")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Antworten ...")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_label("Geschafft").fill("viel")
    await page.get_by_test_id("dialog").get_by_role("button", name="Senden").click()
    await expect(page.get_by_test_id("toast")).to_have_text("Danke")


async def test_html_in_words_stays_words(page, local, bot, general, bert, make_card):
    evil = "<img src=x onerror=alert(1)> <b>x</b>"
    await bert.says(general, evil, mention_bot=False)
    text_run = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "*kein* Markdown"}]}
    await bot.sends(general.id, make_card({"type": "TextBlock", "text": evil}, text_run))
    await looking(page, local, "anna")
    await expect(page.get_by_test_id("message").first).to_contain_text(evil)
    await expect(page.get_by_text("*kein* Markdown")).to_be_visible()
    assert await page.locator(".message img").count() == 0


async def test_a_phone_shows_list_or_conversation_and_never_scrolls_sideways(page, local, bot, general, make_card):
    await bot.sends(general.id, make_card({"type": "TextBlock", "text": "Wort " * 60, "wrap": True}))
    await page.set_viewport_size({"width": 360, "height": 740})
    await looking(page, local, "anna", "")
    await expect(page.get_by_test_id("person-switch")).to_be_visible()
    await page.get_by_test_id("place").filter(has_text="Allgemein").click()
    await expect(page.get_by_test_id("person-switch")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_test_id("back").click()
    await expect(page.get_by_test_id("person-switch")).to_be_visible()


async def test_everything_that_can_be_pressed_has_a_name(page, local, bot, general, anna):
    await anna.says(general, "hallo", mention_bot=False)
    await looking(page, local, "anna", lang="en")
    nameless = await page.evaluate(
        """[...document.querySelectorAll("button, textarea, select, input")].filter((one) => !(one.innerText.trim()
        || one.getAttribute("aria-label") || one.labels?.length)).map((one) => one.outerHTML)"""
    )
    assert nameless == []
    assert await page.evaluate("document.documentElement.lang") == "en"
