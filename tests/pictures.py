"""`make pictures`: plays the demo's two weeks and photographs them for the handbook and the README."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, async_playwright

from app.kit.calendar import moment_of
from app.kit.clock import MovableClock
from app.local.seed import SECOND_TEAM
from app.running.demo import a_good_friday
from app.running.stage import Stage, open_stage
from app.running.story import BERLIN, ENGLISH, GERMAN, play_history, presses

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
LARGEST = 150_000
SOME_DAY = date(2026, 11, 21)
"""The pictures show the same weeks whenever they are taken."""

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

AS_READERS_SEE_IT = """empty => document.querySelectorAll('input[type=time], input[type=date]').forEach(field => {
    if (field.type === 'date') field.placeholder = empty;
    field.type = 'text';
})"""
"""A Chromium without language packs shows American times and days, which no reader of these pages will see."""

TASKS = {
    "de": ("aufgabe Catering anfragen bis Dienstag", "agenda Wer begrüßt die Gäste?", "aufgabe Namensschilder drucken"),
    "en": ("task ask for catering by Tuesday", "agenda Who welcomes the guests?", "task print name tags"),
}


POSTS = {
    "de": {
        "minutes": "Protokoll vom",
        "decision": "Beschluss 2026-1",
        "consent": "Einwandrunde",
        "task": "aufgabe Catering",
    },
    "en": {
        "minutes": "Minutes of",
        "decision": "Decision 2026-1",
        "consent": "Consent round",
        "task": "task ask for catering",
    },
}
"""Pictures of posts by words that stand in them."""


@dataclass
class Camera:
    """Pictures of one stage in one language."""

    stage: Stage
    browser: Browser
    language: str

    async def look(self, who: str, place: str, *, width: int = 940, height: int = 900, dark: bool = False) -> Page:
        """Local Teams as this person sees the place, everything drawn."""
        page = await self.browser.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=1.5 if width < 500 else 1,
        )
        theme = "dark" if dark else "light"
        await page.goto(f"{self.stage.teams.url}/?as={who}&open={place}&lang={self.language}&theme={theme}")
        await page.wait_for_selector("body[data-ready=true]")
        await page.wait_for_timeout(400)
        return page

    async def keep(self, name: str, seen: Page | Locator, part: dict[str, float] | None = None) -> None:
        path = FOLDER / self.language / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page = seen if isinstance(seen, Page) else seen.page
        await page.evaluate(AS_READERS_SEE_IT, "TT.MM.JJJJ" if self.language == "de" else "dd/mm/yyyy")
        await seen.screenshot(path=path, **({"clip": part} if part else {}))
        await page.close()
        size = path.stat().st_size
        print(f"{self.language}/{path.name}  {size // 1000} KB{'  TOO LARGE' if size > LARGEST else ''}")

    async def chat(self, who: str, **kind: Any) -> Page:
        world = self.stage.teams.world
        return await self.look(who, world.chat_with(world.person(who)).id, **kind)

    async def hears(self, name: str, who: str, words: str, **kind: Any) -> None:
        """What the bot answers to words in the 1:1 chat, as one picture."""
        # The first word of all is also answered by the greeting, which would be the newest card.
        await self.stage.teams.person(who).says_in_chat("hilfe")
        await self.stage.settle()
        await self.stage.teams.person(who).says_in_chat(words)
        await self.stage.settle()
        page = await self.chat(who, **kind)
        await self.keep(name, page.get_by_test_id("message").last)


async def take(camera: Camera) -> None:
    """All pictures of one language; those that only look come first, those that change something after them."""
    stage = camera.stage
    page = await camera.look("anna", "General", width=1100, height=1500)
    await camera.keep("report", page.locator("article.post").filter(has=page.locator(".replies li")).first)
    page = await camera.look("anna", "General", width=1100)
    await camera.keep("channel", page)

    german = camera.language == "de"
    for name, words in POSTS[camera.language].items():
        page = await camera.look("anna", "General", width=760, height=3000)
        await camera.keep(name, page.locator("article.post").filter(has_text=words).first)
    for name, kind in (("form", {}), ("form-phone", {"width": 360, "height": 700, "dark": True})):
        page = await camera.look("bert", "General", **kind)
        await page.get_by_role("button", name="Antworten" if german else "Answer", exact=True).last.click()
        dialog = page.get_by_test_id("dialog")
        await dialog.wait_for()
        await page.wait_for_timeout(400)
        await camera.keep(name, page if kind else dialog)

    await camera.keep("day", await camera.chat("farid", width=360, height=520, dark=True))
    await camera.hears("away", "eva", "abwesend nächste Woche" if german else "away next week")
    await camera.hears("rounds", "ceyda", "runde" if german else "round")
    for words in TASKS[camera.language]:
        await stage.teams.person("greta").says_in_chat(words)
        await stage.settle()
    await camera.hears("tasks", "greta", "aufgaben" if german else "tasks")
    await camera.hears("preview", "anna", "vorschau 2 Wochen" if german else "preview 2 weeks")
    await camera.hears("help", "anna", "hilfe" if german else "help", height=1600)
    parts = ("Team ändern", "Runde ändern") if german else ("Change: Team", "Change: Round")
    await camera.hears("data", "bert", "daten" if german else "mydata")
    await the_settings(camera, "einstellungen" if german else "settings", parts)

    friday = a_good_friday(SOME_DAY)
    await stage.to(moment_of(friday + timedelta(days=3), time(9, 1), BERLIN))
    agenda = "Agenda für Montag" if german else "Agenda for Monday"
    page = await camera.look("anna", "General", width=760, height=3000)
    await camera.keep("agenda", page.locator("article.post").filter(has_text=agenda).last)
    await presses(stage, "anna", "agenda.begin")
    page = await camera.look("anna", "General", width=400, height=3000)
    await camera.keep("meeting", page.locator("article.post").last)

    second = stage.teams.world.team(SECOND_TEAM)
    await stage.teams.administration.install(second, by=stage.teams.world.person("jonas"))
    await stage.settle()
    await stage.to(stage.time.now() + timedelta(minutes=1))
    page = await camera.look("jonas", second.general.id)
    await camera.keep("set-up", page.get_by_test_id("message").last)


async def the_settings(camera: Camera, words: str, parts: tuple[str, str]) -> None:
    """The overview, and the forms of the team and of the round, which take its place one after the other."""
    for name, button in (("settings", None), ("settings-team", parts[0]), ("settings-round", parts[1])):
        await camera.stage.teams.person("anna").says_in_chat(words)
        await camera.stage.settle()
        page = await camera.chat("anna", width=760, height=2400)
        shown = page.get_by_test_id("message").last
        if button:
            await shown.get_by_role("button", name=button, exact=True).click()
            await shown.get_by_role("textbox").first.wait_for()
        await camera.keep(name, shown)


@asynccontextmanager
async def opened_stage(friday: date) -> AsyncIterator[Stage]:
    clock = MovableClock(moment_of(friday - timedelta(days=10), time(9), BERLIN))
    with tempfile.TemporaryDirectory() as folder:
        stage = await open_stage(f"sqlite:///{folder}/pictures.sqlite3", clock)
        try:
            yield stage
        finally:
            await stage.close()


async def take_pictures() -> None:
    friday = a_good_friday(SOME_DAY)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("The pictures need a Chromium on this machine.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET.split())
        for language, script in (("de", GERMAN), ("en", ENGLISH)):
            async with opened_stage(friday) as stage:
                await play_history(stage, friday, script=script)
                await take(Camera(stage, browser, language))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take_pictures())
