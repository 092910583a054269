"""The demo without a page: what the bot posts is printed as text, and a person answers by typing. For machines without
Node, where Microsoft's card renderer can't be fetched."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.local.cards import Button, buttons, drawn
from app.local.messages import Message
from app.local.outcomes import Dialog, Outcome
from app.local.seed import MAIN_TEAM
from app.local.world import Conversation
from app.running.stage import Stage

INTRODUCTION = """
  Sie sind Anna. Einfach schreiben, zum Beispiel:  hilfe      You are Anna. Just type, for instance:  help
    3            Schaltfläche 3 drücken                       press button 3
    # runde      im Kanal schreiben                           write in the channel
    +1h  +1d  >  Zeit vergehen lassen; zum nächsten Ereignis  let time pass; on to the next event
    bin bert     eine andere Person sein                      be somebody else
    ende         Schluss                                      stop
"""


BERLIN = ZoneInfo("Europe/Berlin")


class Terminal:
    def __init__(self, stage: Stage, read: Callable[[str], Awaitable[str]], say: Callable[[str], None] = print) -> None:
        self._stage = stage
        self._read = read
        self._say = say
        self._person = stage.teams.person("anna")
        self._shown: dict[str, tuple[int, str]] = {}
        self._buttons: list[tuple[Message, Button]] = []

    async def run(self) -> None:
        """Until somebody types `ende` or the input ends."""
        self._say(INTRODUCTION)
        while True:
            self.show_news()
            moment = self._stage.time.now().astimezone(BERLIN).strftime("%d.%m. %H:%M")
            try:
                typed = (await self._read(f"{moment} {self._person.person.given_name}> ")).strip()
            except EOFError:
                return
            if typed.casefold() in ("ende", "quit", "exit"):
                return
            if typed:
                await self.take(typed)
                await self._stage.settle()

    async def take(self, typed: str) -> None:
        """One line: time, another person, a button's number, or a message."""
        word, _, rest = typed.partition(" ")
        match word:
            case "+1h" | "+1d":
                await self._stage.time.forward(timedelta(hours=1) if word == "+1h" else timedelta(days=1))
            case ">":
                self._say(f"  … {await self._stage.time.to_next_event()}")
            case "bin" | "am" if rest:
                self._become(rest.strip().casefold())
            case "#" if rest:
                await self._person.says(self._channel, rest)
            case _ if word.isdigit() and not rest:
                await self._press(int(word))
            case _:
                await self._person.says_in_chat(typed)

    @property
    def _channel(self) -> Conversation:
        return self._stage.teams.world.team(MAIN_TEAM).general

    def _become(self, key: str) -> None:
        known = [person.key for person in self._stage.teams.world.people]
        if key not in known:
            self._say("  " + ", ".join(known))
            return
        self._person = self._stage.teams.person(key)
        self._shown.clear()

    async def _press(self, number: int) -> None:
        if not 1 <= number <= len(self._buttons):
            self._say(f"  1–{len(self._buttons)}")
            return
        message, button = self._buttons[number - 1]
        typed = {name: await self._ask(one) for name, one in button.inputs.items()}
        outcome = await self._person.performs(message, button.action, typed)
        await self._tell(outcome)

    async def _tell(self, outcome: Outcome) -> None:
        for line in (outcome.toast, outcome.error, outcome.url):
            if line:
                self._say(f"  » {line}")
        if outcome.dialog is not None:
            await self._fill_in(outcome.dialog)

    async def _fill_in(self, dialog: Dialog) -> None:
        self._say(f"\n  ┌ {dialog.title}")
        card = drawn(dialog.card or {})
        for line in lines_of(card):
            self._say(f"  │ {line}")
        sending = next(iter(buttons(card)), None)
        if sending is None:
            return
        typed = {name: await self._ask(one) for name, one in sending.inputs.items()}
        await self._tell(await self._person.sends_dialog(dialog, sending.action, typed))

    async def _ask(self, one: dict[str, Any]) -> str:
        """One input; an empty line keeps what the form has already."""
        present = str(one.get("value") or "")
        choices = [f"{choice['value']}={choice['title']}" for choice in one.get("choices", [])]
        label = str(one.get("label") or one.get("title") or one["id"])
        hint = f" ({', '.join(choices)})" if choices else ""
        kept = f" [{present}]" if present else ""
        return (await self._read(f"  │ {label}{hint}{kept}: ")).strip() or present

    def show_news(self) -> None:
        """Print what is new or changed for this person, with the buttons numbered."""
        fresh = False
        self._buttons = []
        for place, message in self._visible():
            card = message.card_for(self._person.person)
            state = (message.times_updated, str(card))
            own = list(buttons(drawn(card))) if card else []
            first = len(self._buttons) + 1
            self._buttons += [(message, button) for button in own]
            if self._shown.get(message.id) == state:
                continue
            self._shown[message.id] = state
            fresh = True
            alone = " (nur für Sie / only you)" if message.only_for else ""
            self._say(f"\n  {place.name} · {message.author.name}{alone}")
            for line in [message.text] if message.text else []:
                self._say(f"    {line}")
            for line in lines_of(drawn(card)) if card else []:
                self._say(f"    {line}")
            if own:
                named = (f"[{number}] {button.title}" for number, button in enumerate(own, first))
                self._say("    " + "   ".join(named))
        if fresh:
            self._say("")

    def _visible(self) -> Iterator[tuple[Conversation, Message]]:
        world, me = self._stage.teams.world, self._person.person
        team = world.team(MAIN_TEAM)
        places: list[Conversation] = [channel for channel in team.channels if me in channel.members]
        if me not in team.members:
            places = []
        for place in [*places, world.chat_with(me)]:
            for message in place.messages:
                if not message.deleted and message.visible_to(me, world.now()):
                    yield place, message


def lines_of(node: Any) -> Iterator[str]:
    """A card as lines of text, in reading order."""
    if isinstance(node, list):
        for part in node:
            yield from lines_of(part)
    elif isinstance(node, dict):
        match node.get("type"):
            case "TextBlock":
                yield str(node.get("text", ""))
            case "RichTextBlock":
                yield "".join(
                    str(run.get("text", "")) if isinstance(run, dict) else str(run) for run in node["inlines"]
                )
            case "Input.Text" | "Input.Time" | "Input.Date" | "Input.Toggle" | "Input.ChoiceSet":
                yield f"{node.get('label') or node.get('title')}: {node.get('value') or '…'}"
            case _:
                for name in ("body", "items", "columns", "rows", "cells"):
                    yield from lines_of(node.get(name, []))


async def read_line(prompt: str) -> str:
    """A line from the keyboard, without holding up the loop."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line: str = await asyncio.to_thread(sys.stdin.readline)
    if not line:
        raise EOFError
    return line
