"""A whole round on the page: install, set up, answer as two people, edit, close, report."""

from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from app.local.seed import MAIN_TEAM
from app.running.stage import Stage
from tests.e2e.clicks import Clicks
from tests.journeys.play import berlin


@dataclass(frozen=True)
class Words:
    language: str
    people: tuple[str, str, str]
    accept: str
    answer: str
    review: str
    next_steps: str
    blocker: str
    save: str
    saved: str
    close: str
    two: str
    closed: str
    report: str


GERMAN = Words(
    "de", ("anna", "bert", "ceyda"), "So übernehmen", "Antworten",
    "Was ist seit letzter Woche passiert?", "Was sind die nächsten Schritte?", "Wo hakt es?", "Speichern",
    "Gespeichert.", "Schließen", "2 Antworten", "Geschlossen · 2 Antworten", "Bericht zur",
)  # fmt: skip
ENGLISH = Words(
    "en", ("anna", "mike", "layla"), "Accept", "Answer",
    "What has happened since last week?", "What are the next steps?", "Where are you stuck?", "Save",
    "Saved.", "Close", "2 answers", "Closed · 2 answers", "Report on",
)  # fmt: skip
BOTH = pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["German", "English"])


@BOTH
async def test_a_round_from_the_installation_to_its_report(page: Page, stage: Stage, words: Words) -> None:
    clicks = Clicks(page, stage.teams.url)
    coordinator, one, two = words.people
    for key in words.people:
        stage.teams.world.person(key).locale = {"de": "de-DE", "en": "en-GB"}[words.language]
    await clicks.looks(coordinator, language=words.language)
    await page.get_by_test_id("team-menu").first.click()
    await page.get_by_role("menuitem").first.click()
    await clicks.presses(words.accept)
    await clicks.waits_for_event(clicks.button(words.answer))

    await clicks.becomes(one)
    await clicks.presses(words.answer)
    await clicks.fills({words.review: "Viel *geschafft*.", words.next_steps: "Weiter.", words.blocker: "Raum fehlt."})
    await clicks.saves(words.save, words.saved, words.close)
    await clicks.becomes(two)
    await clicks.presses(words.answer)
    await clicks.fills({words.review: "Erster Versuch."})
    await clicks.saves(words.save, words.saved, words.close)
    await expect(clicks.message(words.two)).to_be_visible()

    await clicks.presses(words.answer)
    await expect(clicks.dialog.get_by_label(words.review)).to_have_value("Erster Versuch.")
    await clicks.fills({words.review: "Zweiter Versuch."})
    await clicks.saves(words.save, words.saved, words.close)

    await clicks.waits_for_event(clicks.message(words.report))
    await expect(clicks.message(words.closed)).to_be_visible()
    report = clicks.message(words.report)
    await expect(report).to_contain_text("Viel *geschafft*.")
    await expect(report).to_contain_text("Zweiter Versuch.")
    await expect(page.get_by_text("Erster Versuch.")).to_have_count(0)


async def started(stage: Stage) -> None:
    """The team is set up, and it is Thursday, 10:00."""
    world = stage.teams.world
    await stage.teams.administration.install(world.team(MAIN_TEAM), by=world.person("anna"))
    await stage.settle()
    [card] = world.team(MAIN_TEAM).general.messages
    await stage.teams.person("anna").presses(card, "So übernehmen")
    await stage.to(berlin("2026-11-19", "10:00"))


async def test_on_a_phone_everything_fits_and_can_be_answered(page: Page, stage: Stage) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await started(stage)
    clicks = Clicks(page, stage.teams.url)
    await clicks.looks("bert")
    assert await clicks.width_needed() <= 360
    await clicks.presses("Antworten")
    await expect(clicks.dialog).to_be_visible()
    assert await clicks.width_needed() <= 360
    await clicks.fills({"Wo hakt es?": "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung " * 2})
    await clicks.saves("Speichern", "Gespeichert.", "Schließen")
    await stage.to(berlin("2026-11-23", "08:00"))
    await expect(clicks.message("Bericht zur")).to_be_visible()
    assert await clicks.width_needed() <= 360
    await clicks.presses("Bericht ansehen")
    await expect(clicks.dialog).to_contain_text("Donaudampf")


async def test_a_round_is_answered_with_the_keyboard_alone(page: Page, stage: Stage) -> None:
    await started(stage)
    clicks = Clicks(page, stage.teams.url)
    await clicks.looks("bert")
    answer = clicks.button("Antworten").first
    await expect(answer).to_be_visible()
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await answer.evaluate("one => one === document.activeElement"):
            break
    await expect(answer).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(clicks.dialog.get_by_label("Was ist seit letzter Woche passiert?")).to_be_focused()
    await page.keyboard.type("Nur mit Tasten.")
    for _ in range(3):
        await page.keyboard.press("Tab")
    await expect(clicks.dialog.get_by_role("button", name="Speichern")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(clicks.dialog.get_by_test_id("toast")).to_contain_text("Gespeichert.")
    await page.keyboard.press("Enter")
    await expect(clicks.dialog).to_have_count(0)
    await expect(clicks.message("1 Antwort")).to_be_visible()


async def test_a_command_typed_with_a_slash_is_answered_to_the_asker_alone(page: Page, stage: Stage) -> None:
    await started(stage)
    clicks = Clicks(page, stage.teams.url)
    await clicks.looks("bert")
    await page.get_by_test_id("composer").press_sequentially("/run")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(clicks.message("Ihre Antwort steht noch aus.")).to_be_visible()
    await clicks.becomes("anna")
    await expect(clicks.message("Runde KW 48").first).to_be_visible()
    await expect(clicks.message("Ihre Antwort steht noch aus.")).to_have_count(0)


async def test_the_private_message_of_the_day_is_answered_in_its_place(page: Page, stage: Stage) -> None:
    await started(stage)
    await stage.to(berlin("2026-11-20", "08:30"))
    clicks = Clicks(page, stage.teams.url)
    await clicks.looks("greta", "bot")
    await clicks.presses("Antworten")
    await page.get_by_label("Was ist seit letzter Woche passiert?").fill("Raum reserviert.")
    await clicks.presses("Speichern")
    await expect(page.get_by_text("Für heute ist alles erledigt.")).to_be_visible()


async def test_settings_refused_keep_what_was_typed(page: Page, stage: Stage) -> None:
    await started(stage)
    clicks = Clicks(page, stage.teams.url)
    await clicks.looks("anna")
    await page.get_by_role("button", name="Einstellungen", exact=True).first.click()
    await clicks.presses("Runde ändern", clicks.dialog)
    await clicks.fills({"Runde öffnet um": "06:00", "Eigene Frage": "Wen hat niemand gefragt?"})
    await clicks.presses("Speichern", clicks.dialog)
    await expect(clicks.dialog).to_contain_text("bleibt es still")
    await expect(clicks.dialog.get_by_label("Eigene Frage")).to_have_value("Wen hat niemand gefragt?")
    await clicks.fills({"Runde öffnet um": "11:00"})
    await clicks.saves("Speichern", "Gespeichert.", "Schließen")
    await expect(clicks.message("11:00").first).to_be_visible()
