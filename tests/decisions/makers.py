"""Words, presses and ticks for the tests of decisions."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, text

from app.decisions.due import filing_due, rounds_closing_due
from app.decisions.model import Decision, Entry, Participation
from app.decisions.queries_settings import settings_values
from app.decisions.views import DecisionShown
from app.kit.incoming import Place, PlaceKind
from app.kit.outbox import Conversation, OutboxRow, Post
from app.kit.unit import Unit, Units
from tests.makers import TENANT, MadeTeam
from tests.standups.makers import PERSONAL, press, type_words

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""Friday, 20 November 2026, 10:00 in Berlin."""
ENDS = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
"""Wednesday 16:00 in Berlin: three working days later."""
HOME = Place(PlaceKind.CHANNEL, "19:team1@thread.tacv2", "http://127.0.0.1:9/", TENANT, "19:team1@thread.tacv2",
             "19:team1@thread.tacv2")  # fmt: skip


async def says(units: Units, team: MadeTeam, name: str, words: str, at: datetime = NOW, place: Place = PERSONAL) -> Any:
    if place is PERSONAL:
        return await type_words(units, team, name, words, at=at)
    from app.capabilities import HOUSE
    from app.kit.commands import Ask

    found = HOUSE.commands.find(words)
    assert found is not None

    def work(unit: Unit) -> Any:
        unit.actor = team.actor(name)
        return found.command.run(unit, Ask(rest=found.phrase.rest(), place=place, today=at.date()))

    return await units.run(work, now=at)


async def presses(
    units: Units, team: MadeTeam, name: str, verb: str, at: datetime = NOW, place: Place = PERSONAL, **values: str
) -> Any:
    return await press(units, team, name, f"decisions.{verb}", values, at=at, place=place)


async def decisions(units: Units) -> list[Decision]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Decision).order_by(Decision.id))))


async def entries(units: Units, decision_id: int = 1) -> list[Entry]:
    query = select(Entry).where(Entry.decision_id == decision_id).order_by(Entry.position)
    return await units.run(lambda unit: list(unit.session.scalars(query)))


async def voices(units: Units) -> list[Participation]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Participation).order_by(Participation.id))))


async def waiting(units: Units) -> list[tuple[str, str, str]]:
    def work(unit: Unit) -> list[tuple[str, str, str]]:
        rows = unit.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [(str(row.operation), row.notice, row.subject) for row in rows]

    return await units.run(work)


async def posted(units: Units, *subjects: int) -> None:
    """The dispatcher has sent these cards."""

    def work(unit: Unit) -> None:
        home = unit.session.scalars(select(Conversation).where(Conversation.key.like("channel:%"))).first()
        assert home is not None
        unit.session.execute(text("DELETE FROM kit_outbox"))
        for subject in subjects:
            unit.session.add(
                Post(thing=f"decisions.card:{subject}", conversation_id=home.id, activity_id=f"a{subject}",
                     posted_at=unit.now)
            )  # fmt: skip

    await units.run(work)


async def card(units: Units, decision_id: int = 1, at: datetime = NOW) -> DecisionShown:
    """The card as the channel gets it."""
    return await units.run(
        lambda unit: unit.house.notice("decisions.card").load(unit.session, str(decision_id), unit.now), now=at
    )


async def tick(units: Units, at: datetime) -> None:
    await units.run(rounds_closing_due, now=at)
    await units.run(filing_due, now=at)


async def set_up(units: Units, team: MadeTeam, at: datetime = NOW, **changes: str) -> None:
    from app.decisions.actions_settings import save_settings

    def work(unit: Unit) -> None:
        typed = {f"decision_{name}": value for name, value in changes.items()}
        save_settings(unit, team.id, {**settings_values(unit, team.id), **typed})

    await units.run(work, now=at)


def form_values(form: Any, **typed: str) -> dict[str, str]:
    """What a form would send, with some fields typed anew."""
    values = {field.name: field.value for section in form.sections for field in section.fields}
    return {**values, **dict(form.hidden), **typed}


def day(written: str) -> date:
    return date.fromisoformat(written)
