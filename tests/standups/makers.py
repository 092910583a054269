"""Series and presses for the tests of rounds."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.commands import Ask, read_arguments
from app.kit.incoming import Mention, Place, PlaceKind
from app.kit.outbox import OutboxRow
from app.kit.unit import Unit, Units
from app.standups.actions_settings import save_settings
from app.standups.due import rounds_closing_due, rounds_opening_due
from app.standups.model import Answer, Round, Series
from app.standups.queries_settings import settings_section
from tests.makers import TENANT, MadeTeam

BERLIN = ZoneInfo("Europe/Berlin")
OPENS = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
"""Thursday, 26 November 2026, 10:00 in Berlin: the first opening after the tests' Friday."""
CLOSES = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
"""Monday, 30 November 2026, 08:00 in Berlin: the report of week 49."""


def berlin(day: str, at: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=BERLIN).astimezone(UTC)


def values_of(unit: Unit, team_id: int, **changes: str) -> dict[str, str]:
    """The settings card's values as they stand, with changes."""
    shown = {field.name: field.value for field in settings_section(unit, team_id).fields}
    return {**shown, **{f"round_{name}": value for name, value in changes.items()}}


async def set_up(units: Units, team: MadeTeam, **changes: str) -> Series:
    """Save the settings card as it comes, with some fields changed."""

    def work(unit: Unit) -> Series:
        save_settings(unit, team.id, values_of(unit, team.id, **changes))
        return unit.session.scalars(select(Series).where(Series.team_id == team.id)).one()

    return await units.run(work)


async def tick(units: Units, at: datetime) -> None:
    """Both ticks at their planned time, as the scheduler runs them."""
    await units.run(rounds_closing_due, now=at)
    await units.run(rounds_opening_due, now=at)


async def rounds_of(units: Units) -> list[Round]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Round).order_by(Round.opens_at, Round.id))))


async def answers_of(units: Units) -> list[Answer]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Answer).order_by(Answer.id))))


async def sent(units: Units) -> list[tuple[str, str, str]]:
    """(operation, notice, subject) of all outbox rows."""

    def work(unit: Unit) -> list[tuple[str, str, str]]:
        rows = unit.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [(str(row.operation), row.notice, row.subject) for row in rows]

    return await units.run(work)


PERSONAL = Place(PlaceKind.PERSONAL, "chat", "http://127.0.0.1:9/", TENANT)
CHANNEL = Place(PlaceKind.CHANNEL, "19:x", "http://127.0.0.1:9/", TENANT, "19:x", "19:x")


async def press(
    units: Units,
    team: MadeTeam,
    name: str,
    verb: str,
    values: Mapping[str, str],
    *,
    at: datetime,
    place: Place = CHANNEL,
) -> Any:
    found = HOUSE.verb(verb)
    assert found is not None
    return await _act(units, team, name, lambda unit: found.run(unit, Ask(values=values, place=place)), at)


async def type_words(
    units: Units, team: MadeTeam, name: str, words: str, *, at: datetime, mentions: tuple[Mention, ...] = ()
) -> Any:
    """Type a command; the role is the door's business and tested there."""
    found = HOUSE.commands.find(words)
    assert found is not None
    today: date = at.astimezone(BERLIN).date()

    def work(unit: Unit) -> Any:
        arguments, rest = read_arguments(found.command, found.phrase, today)
        return found.command.run(
            unit, Ask(arguments=arguments, rest=rest, mentions=mentions, place=PERSONAL, today=today)
        )

    return await _act(units, team, name, work, at)


async def _act(units: Units, team: MadeTeam, name: str, work: Callable[[Unit], Any], at: datetime) -> Any:
    def with_actor(unit: Unit) -> Any:
        unit.actor = team.actor(name)
        return work(unit)

    return await units.run(with_actor, now=at)


async def answer(units: Units, team: MadeTeam, name: str, round_id: int, at: datetime, **texts: str) -> Any:
    typed = {f"answer_{slot}": text for slot, text in texts.items()}
    return await press(units, team, name, "standups.save", {"round": str(round_id), **typed}, at=at)


async def closed_round(units: Units, team: MadeTeam, **blockers: str) -> None:
    """Round 1, closed: each named person said where it is stuck, and Dilek, where there is one, that it is not."""
    await set_up(units, team)
    await tick(units, OPENS)
    for name, text in {**blockers, **({"Dilek": "nein"} if "Dilek" in team.people else {})}.items():
        await answer(units, team, name, 1, OPENS, review="x", blocker=text)
    await tick(units, CLOSES)


def blocker_of(team: MadeTeam, name: str, back: str = "1") -> dict[str, str]:
    """What a button below a person's blocker carries."""
    return {"kind": "standups.blocker", "id": f"1-{team.people[name].id}", "back": back}
