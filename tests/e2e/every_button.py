"""Somebody who presses whatever stands on the page and was not pressed before, and fills in what a form asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Locator, Page, Request, TimeoutError, expect

from app.local.seed import MAIN_TEAM
from app.running.stage import Stage
from tests.e2e.clicks import Clicks

NAMES_BUTTONS = """
let drawing;
Object.defineProperty(window, "AdaptiveCards", {
  configurable: true,
  get: () => drawing,
  set: (library) => {
    drawing = library;
    const kind = library.Action.prototype, render = kind.render;
    kind.render = function (...given) {
      render.apply(this, given);
      const json = this.toJSON(), verb = json.verb ?? json.data?.verb;
      if (verb) this.renderedElement?.setAttribute("data-verb", verb);
    };
  },
});
"""
"""The renderer's buttons do not say what they do; with this they carry their verb."""

TYPED = "Saal für das Netzwerktreffen"
FILLS = """
(card, [typed, given]) => {
  const set = (input, value) => {
    const kind = { TEXTAREA: HTMLTextAreaElement, SELECT: HTMLSelectElement }[input.tagName] ?? HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(input, value);
    for (const name of ["input", "change", "blur"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  };
  for (const input of card.querySelectorAll("input, textarea, select")) {
    const said = document.getElementById((input.getAttribute("aria-labelledby") ?? "").split(" ")[0])?.textContent;
    const label = input.getAttribute("aria-label") ?? said ?? "";
    const named = Object.entries(given).find(([start]) => label.startsWith(start));
    if (named && (input.tagName === "TEXTAREA" || input.type === "text")) { set(input, named[1]); continue; }
    if (input.type === "radio") {
      const group = [...card.querySelectorAll('input[type="radio"]')].filter((one) => one.name === input.name);
      if (!group.some((one) => one.checked)) input.click();
      continue;
    }
    if (input.tagName === "SELECT" && !input.value) {
      const choice = [...input.options].find((one) => one.value && !one.disabled);
      if (choice) set(input, choice.value);
      continue;
    }
    const asked = input.required || input.getAttribute("aria-required") === "true" || label.includes("*");
    if (!asked || input.value) continue;
    if (input.type === "checkbox") input.click();
    else set(input, { date: "2026-12-14", time: "10:00", number: "5" }[input.type] ?? typed);
  }
}
"""


@dataclass
class Presser:
    """Presses each verb once; `wrong` says which button had no effect or was answered with an error."""

    page: Page
    stage: Stage
    later: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)
    opened_by: Mapping[str, str] = field(default_factory=dict)
    """The verb of each command in a message's menu."""
    pressed: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    who: str = ""

    async def begins(self) -> None:
        await self.page.add_init_script(NAMES_BUTTONS)
        self.page.on("request", self._sees)

    def _sees(self, request: Request) -> None:
        """What the page sends is what counts as pressed, not what was aimed at."""
        if request.url.endswith("/api/extension"):
            self.pressed |= {self.opened_by[request.post_data_json["command"]]}
        if not request.url.endswith(("/api/press", "/api/submit")):
            return
        action: Any = request.post_data_json["action"]
        data = action.get("data") or {}
        if verb := action.get("verb") or data.get("verb"):
            self.pressed.add(verb)

    async def looks(self, who: str, place: str = f"{MAIN_TEAM}/General") -> None:
        self.who = who
        await Clicks(self.page, self.stage.teams.url).looks(who, place)
        await self._calms()

    async def types(self, *words: str, then: str = "") -> None:
        """Each typed to the bot, then `then` pressed (again), then all new buttons."""
        for one in words:
            box = self.page.get_by_test_id("composer")
            await box.fill(one)
            await box.press("Escape")
            async with self.page.expect_response("**/api/say"):
                await self.page.get_by_test_id("send").click()
            await self._calms()
            if then:
                await self.presses(*then.split())
            await self.presses_all()

    async def presses(self, *verbs: str) -> None:
        """The newest buttons of these verbs in turn, pressed before or not; then all new ones of a dialog."""
        for verb in verbs:
            inside = self._dialog if await self._dialog.count() else self.page.locator("#conversation")
            button = inside.locator(f'[data-verb="{verb}"]:visible').last
            try:
                await button.wait_for(timeout=4000)
            except TimeoutError:
                self.wrong.append(f"{self.who}: no button {verb} in {(await inside.inner_text())[-300:]!r}")
                break
            await self._presses(button)
        await self._goes_through_dialog()

    async def presses_all(self) -> None:
        for _ in range(60):
            button = await self._next(self.page.locator("#conversation"))
            if button is None:
                return
            await self._presses(button)
            await self._goes_through_dialog()
        raise AssertionError("new buttons without end")

    async def uses_on(self, words: str, command: str) -> None:
        """Choose this from the menu of the newest message with these words, and go through its dialog."""
        message = self.page.get_by_test_id("message").filter(has_text=words).last
        await message.hover()
        await message.get_by_test_id("message-menu").last.click()
        async with self.page.expect_response("**/api/extension"):
            await self.page.get_by_role("menuitem", name=command, exact=True).click()
        await self._calms()
        if not await self._dialog.count():
            self.wrong.append(f"{command}: no dialog")
        await self._goes_through_dialog()

    @property
    def _dialog(self) -> Locator:
        return self.page.get_by_test_id("dialog")

    async def _calms(self) -> None:
        """What was set going is out and drawn."""
        await self.stage.settle()
        await self.page.evaluate("import('/page/store.js').then((store) => store.refresh())")
        # The page opens and shuts its dialogs before it lets go of the card that was pressed.
        await self.page.wait_for_function("!document.querySelector('.card[aria-busy=true]')")
        shown = await self.page.locator("body").inner_text()
        for bad in ("schiefgegangen", "went wrong", "Diese Karte ist leer", "This card is empty"):
            if bad in shown:
                self.wrong.append(f"{self.who} reads “{bad}”")

    async def _next(self, where: Locator) -> Locator | None:
        """The newest visible button whose verb was not pressed yet."""
        verbs = await where.evaluate(
            "node => [...node.querySelectorAll('[data-verb]')].filter(one => one.offsetWidth && !one.disabled)"
            ".map(one => one.dataset.verb)"
        )
        for verb in reversed(verbs):
            if verb not in self.pressed and verb not in self.later:
                return where.locator(f'[data-verb="{verb}"]:visible').last
        return None

    async def _presses(self, button: Locator) -> None:
        verb = str(await button.get_attribute("data-verb"))
        card = button.locator("xpath=ancestor::*[@data-testid='card'][1]")
        await card.evaluate(FILLS, [TYPED, dict(self.typed)])
        try:
            async with self.page.expect_response(
                lambda one: one.url.endswith(("/api/press", "/api/submit")), timeout=4000
            ) as waiting:
                await button.click()
        except TimeoutError:
            self.pressed.add(verb)
            self.wrong.append(f"{self.who}, {verb}: nothing was sent; {(await card.inner_text())[-300:]!r}")
            return
        outcome = await (await waiting.value).json()
        if not outcome.get("ok") or outcome.get("error"):
            self.wrong.append(f"{self.who}, {verb}: {outcome}"[:400])
        if outcome.get("dialog"):
            await self._dialog.wait_for()
        await self._calms()

    async def _goes_through_dialog(self) -> None:
        for _ in range(30):
            if not await self._dialog.count():
                return
            button = await self._next(self._dialog)
            if button is None:
                break
            await self._presses(button)
        refused = self._dialog.get_by_text("Noch nicht gespeichert:")
        if await refused.count():
            self.wrong.append(f"{self.who}: {(await self._dialog.inner_text())[-400:]!r}")
        if await self._dialog.count():
            await self._dialog.get_by_test_id("dialog-close").click()
        await expect(self._dialog).to_have_count(0)
