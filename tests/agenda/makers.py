"""Meetings and presses for the tests of the agenda."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from app.agenda.actions_settings import save_settings
from app.agenda.due import agendas_due, filing_due, meetings_ending_due
from app.agenda.model import Item, Meeting, MeetingSeries
from app.agenda.queries_card import meeting_card
from app.agenda.queries_settings import settings_section
from app.agenda.views import MeetingCard
from app.capabilities import HOUSE
from app.kit.commands import Ask, read_arguments
from app.kit.i18n import Text, translator
from app.kit.incoming import Mention, Place
from app.kit.outbox import Conversation, Post, thing_of
from app.kit.unit import Unit, Units
from tests.makers import MadeTeam
from tests.standups.makers import BERLIN, CHANNEL, PERSONAL, press

POSTS = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Monday, 23 November 2026, 08:00 in Berlin: the first agenda after the tests' Friday."""
BEGINS = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
GERMAN = translator("de")


def values_of(unit: Unit, team_id: int, **changes: str) -> dict[str, str]:
    shown = {field.name: field.value for field in settings_section(unit, team_id).fields}
    return {**shown, **{f"meeting_{name}": value for name, value in changes.items()}}


async def set_up(units: Units, team: MadeTeam, **changes: str) -> MeetingSeries:
    """Save the settings as they come, with some fields changed."""

    def work(unit: Unit) -> MeetingSeries:
        save_settings(unit, team.id, values_of(unit, team.id, **changes))
        return unit.session.scalars(select(MeetingSeries).where(MeetingSeries.team_id == team.id)).one()

    return await units.run(work)


async def tick(units: Units, at: datetime) -> None:
    """All ticks of the agenda at their planned time, in their order."""
    for work in (meetings_ending_due, agendas_due, filing_due):
        await units.run(work, now=at)


async def meetings_of(units: Units) -> list[Meeting]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Meeting).order_by(Meeting.id))))


async def items_of(units: Units) -> list[Item]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Item).order_by(Item.position, Item.id))))


async def types(
    units: Units,
    team: MadeTeam,
    name: str,
    words: str,
    *,
    at: datetime,
    place: Place = PERSONAL,
    mentions: tuple[Mention, ...] = (),
) -> Any:
    found = HOUSE.commands.find(words)
    assert found is not None
    today = at.astimezone(BERLIN).date()

    def work(unit: Unit) -> Any:
        unit.actor = team.actor(name)
        arguments, rest = read_arguments(found.command, found.phrase, today)
        ask = Ask(arguments=arguments, rest=rest, mentions=mentions, place=place, today=today)
        return found.command.run(unit, ask)

    return await units.run(work, now=at)


async def posted(units: Units, team: MadeTeam, *titles: str) -> int:
    """The first agenda in the channel, with these items; the meeting's id."""
    await set_up(units, team)
    for title in titles:
        await types(units, team, "Anna", f"agenda {title}", at=POSTS)
    await tick(units, POSTS)
    await has_arrived(units, "agenda.meeting", 1)
    return 1


async def has_arrived(units: Units, notice: str, subject: int) -> None:
    """What the dispatcher would note: the message stands in Teams."""

    def work(unit: Unit) -> None:
        conversation = unit.session.scalars(select(Conversation).where(Conversation.key.like("channel:%"))).first()
        assert conversation is not None
        unit.session.add(
            Post(
                thing=thing_of(notice, subject),
                conversation_id=conversation.id,
                activity_id=f"{notice}-{subject}",
                posted_at=unit.now,
            )
        )

    await units.run(work)


async def running(units: Units, team: MadeTeam, *titles: str) -> int:
    """The same, begun."""
    meeting = await posted(units, team, *titles)
    await pressed(units, team, "Bert", "agenda.begin", meeting=meeting)
    return meeting


async def pressed(
    units: Units, team: MadeTeam, name: str, verb: str, *, at: datetime = BEGINS, place: Place = CHANNEL, **values: Any
) -> Any:
    return await press(units, team, name, verb, {key: str(value) for key, value in values.items()}, at=at, place=place)


async def card(units: Units, meeting_id: int = 1) -> MeetingCard:
    """The meeting's card as everybody sees it."""
    return await units.run(lambda unit: meeting_card(unit, unit.session.get_one(Meeting, meeting_id)))


def said(texts: Any) -> list[str]:
    return [GERMAN(text) for text in texts]


def titles(view: Any) -> list[str]:
    return [line.title for line in view.items]


def told(view: Any) -> str:
    assert isinstance(view.told, Text)
    return GERMAN(view.told)
