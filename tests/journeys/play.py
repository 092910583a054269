"""How a journey is told: who does what, and what each person sees then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.local.acting import Actor
from app.local.cards import Button, buttons, drawn
from app.local.messages import Message
from app.local.outcomes import Dialog, Outcome
from app.local.seed import MAIN_TEAM, SECOND_TEAM
from app.local.world import Channel, Chat, Conversation, Team
from app.migrations import metadata
from app.running.stage import Stage

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = "2026-11-16"
"""The week in which the journeys begin; the first round opens on its Thursday and is that of week 48."""


def berlin(day: str | date, at: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=BERLIN).astimezone(UTC)


def words_in(node: Any) -> Iterator[str]:
    """Everything of a card that a person reads."""
    if isinstance(node, list):
        for part in node:
            yield from words_in(part)
    elif isinstance(node, Mapping):
        for name, value in node.items():
            if name in ("text", "title", "label", "value", "errorMessage", "placeholder") and isinstance(value, str):
                yield value
            elif name not in ("data", "fallback", "msteams", "refresh"):
                yield from words_in(value)


def read(seen: Message | Dialog | Outcome | Mapping[str, Any] | None, by: Actor | None = None) -> str:
    """What stands there, as one text; a message as this person sees it."""
    match seen:
        case Message():
            cards = [one["content"] for one in (seen.attachments_for(by.person) if by else seen.attachments)]
            return "\n".join([seen.text, *(line for card in cards for line in words_in(drawn(card)))])
        case Dialog():
            return "\n".join([seen.title, *words_in(drawn(seen.card or {}))])
        case Outcome():
            parts = [seen.toast or "", seen.error or "", read(seen.dialog) if seen.dialog else ""]
            return "\n".join([*parts, read(seen.card) if seen.card else ""])
        case None:
            return ""
        case card:
            return "\n".join(words_in(drawn(card)))


def shown_buttons(message: Message, by: Actor | None = None) -> list[Button]:
    shown = message.attachments_for(by.person) if by else message.attachments
    return [one for card in shown for one in buttons(drawn(card["content"]))]


def verb_of(button: Button) -> str:
    data = button.action.get("data")
    return str(data.get("verb", "")) if isinstance(data, Mapping) else ""


def offers(message: Message, button: str, by: Actor | None = None) -> bool:
    """Whether a button with this title or verb is there."""
    return any(button in (one.title, verb_of(one)) for one in shown_buttons(message, by))


def inputs_of(card: Any) -> dict[str, str]:
    """The values that a form shows, by input id."""
    found: dict[str, str] = {}
    if isinstance(card, list):
        for part in card:
            found |= inputs_of(part)
    elif isinstance(card, Mapping):
        if str(card.get("type")).startswith("Input."):
            found[str(card["id"])] = str(card.get("value") or "")
        for value in card.values():
            found |= inputs_of(value)
    return found


@dataclass
class Play:
    """A stage with the seeded people; `team` is the first team, `other` the one that must see nothing of it."""

    stage: Stage
    team: Team = field(init=False)
    other: Team = field(init=False)

    def __post_init__(self) -> None:
        self.team, self.other = self.teams.world.team(MAIN_TEAM), self.teams.world.team(SECOND_TEAM)

    @property
    def teams(self) -> Any:
        return self.stage.teams

    @property
    def admin(self) -> Any:
        return self.stage.teams.administration

    @property
    def channel(self) -> Channel:
        return self.team.general

    def who(self, key: str) -> Actor:
        actor: Actor = self.stage.teams.person(key)
        return actor

    # --- time ---

    async def to(self, moment: datetime) -> None:
        await self.stage.to(moment)

    async def settle(self) -> None:
        await self.stage.settle()

    async def insist(self) -> None:
        """What Teams refused pauses in real time: the pauses are over now, until nothing is refused any more."""
        for _ in range(40):
            if not await self.insist_once():
                return
        raise AssertionError("refused without end")

    async def insist_once(self) -> int:
        """End the pauses once; how many messages were waiting in one."""
        statement = "UPDATE kit_outbox SET retry_at = NULL WHERE state = 'waiting' AND retry_at IS NOT NULL"
        waiting: int = await self.stage.bot.database.run(lambda session: session.execute(text(statement)).rowcount)
        await self.settle()
        return waiting

    # --- the usual beginning ---

    async def begins(self, team: Team | None = None, by: str = "anna", selected: Channel | None = None) -> None:
        """Install and set up as proposed."""
        team = team or self.team
        await self.admin.install(team, by=self.who(by).person, selected=selected)
        await self.settle()
        [card] = [one for one in (selected or team.general).messages if one.from_bot]
        outcome = await self.press(by, card, "people.set_up")
        assert outcome.ok, outcome

    # --- seeing ---

    def posts(self, place: Conversation | None = None) -> list[Message]:
        """What the bot posted for all, oldest first."""
        return [one for one in (place or self.channel).messages if one.from_bot and one.only_for is None]

    def whispers(self, to: str, place: Conversation | None = None) -> list[Message]:
        """What the bot told this person alone in a channel."""
        person = self.who(to).person
        return [one for one in (place or self.channel).messages if one.from_bot and one.only_for is person]

    def chat(self, key: str) -> list[Message]:
        """What the bot wrote to this person in private, without its greeting."""
        told = self.posts(self.who(key).chat)
        return [one for one in told if not read(one).startswith(("\nGuten Tag", "\nGood day", "\nHello"))]

    def card(self, button: str = "standups.form", team: Team | None = None) -> Message:
        """The newest card of the team's channels with this button (title or verb)."""
        channels = (team or self.team).channels
        found = [one for channel in channels for one in self.posts(channel) if offers(one, button)]
        return max(found, key=lambda one: int(one.id))

    def newest(self, words: str, place: Conversation | None = None) -> str:
        """What stands in the newest post for all in which these words stand; empty where there is none."""
        return next((told for one in reversed(self.posts(place)) if words in (told := read(one))), "")

    async def dump(self, *, without: tuple[str, ...] = ("kit_inbox",)) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables but `without`."""

        def work(session: Any) -> dict[str, list[tuple[Any, ...]]]:
            return {
                name: sorted((tuple(row) for row in session.execute(table.select())), key=repr)
                for name, table in metadata().tables.items()
                if name not in without
            }

        rows: dict[str, list[tuple[Any, ...]]] = await self.stage.bot.database.run(work)
        return rows

    # --- doing ---

    async def press(self, key: str, message: Message, verb: str, inputs: Mapping[str, Any] | None = None,
                    **where: Any) -> Outcome:  # fmt: skip
        """Press the button of this verb, whatever it is called in the reader's language; what follows goes out."""
        actor = self.who(key)
        wanted = {"verb": verb, **where}
        fits = [
            one for one in shown_buttons(message, actor) if wanted.items() <= (one.action.get("data") or {}).items()
        ]
        assert fits, f"no button {wanted} in {read(message, actor)}"
        outcome = await actor.presses(message, fits[0].title, inputs, where=wanted)
        await self.settle()
        return outcome

    async def opens_form(self, key: str, team: Team | None = None) -> Dialog:
        opened = await self.press(key, self.card(team=team), "standups.form")
        assert opened.dialog is not None, read(opened)
        return opened.dialog

    async def answers(self, key: str, review: str = "", next_steps: str = "", blocker: str = "",
                      team: Team | None = None) -> Outcome:  # fmt: skip
        """In the dialog of the round's card."""
        typed = {"answer_review": review, "answer_next": next_steps, "answer_blocker": blocker}
        outcome = await self.who(key).submits(await self.opens_form(key, team), typed)
        await self.settle()
        return outcome

    async def asks(self, key: str, words: str, place: Conversation | None = None) -> Message:
        """Typed in 1:1 (or mentioned in a channel); what the bot answered, the newest message."""
        place = place or self.who(key).chat
        outcome = await self.who(key).says(place, words)
        assert outcome.ok, outcome
        told = self.posts(place) if isinstance(place, Chat) else self.whispers(key, place)
        return told[-1]
