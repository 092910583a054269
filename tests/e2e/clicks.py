"""What a person does with the page: open, switch person, install, fill in, move the clock."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from app.local.seed import MAIN_TEAM


@dataclass
class Clicks:
    page: Page
    url: str

    async def looks(self, who: str, place: str = f"{MAIN_TEAM}/General", language: str = "de") -> None:
        await self.page.goto(f"{self.url}/?as={who}&open={place}&lang={language}")
        await self.page.wait_for_selector("body[data-ready=true]")

    async def becomes(self, who: str) -> None:
        """Switch the person with the page's own switch; the conversation stays open."""
        await self.page.get_by_test_id("person-switch").select_option(who)
        await expect(self.page.get_by_test_id("person-switch")).to_have_value(who)

    def message(self, words: str) -> Locator:
        return self.page.get_by_test_id("message").filter(has_text=words)

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_test_id("dialog")

    async def presses(self, words: str, inside: Locator | None = None) -> None:
        place = inside or self.page
        await place.get_by_role("button", name=words, exact=True).last.click()

    async def fills(self, values: dict[str, str]) -> None:
        for label, value in values.items():
            await self.dialog.get_by_label(label).fill(value)

    async def saves(self, button: str, told: str, close: str) -> None:
        await self.presses(button, self.dialog)
        await expect(self.dialog.get_by_test_id("toast")).to_contain_text(told)
        await self.presses(close, self.dialog)
        await expect(self.dialog).to_have_count(0)

    async def waits_for_event(self, awaited: Locator) -> None:
        """Press the clock's *next event* until it is there."""
        event = self.page.get_by_test_id("clock-event")
        for _ in range(12):
            if await awaited.count():
                return
            await event.click()
            await expect(event).to_be_enabled()
        await expect(awaited).to_be_visible()

    async def width_needed(self) -> int:
        found: int = await self.page.evaluate("document.documentElement.scrollWidth")
        return found
