"""What is taken out of the agenda: a passage, a person, and what is not kept any more."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.agenda.model import Addendum, Attendance, Item, Meeting, Treatment
from app.agenda.queries_coming import day_lines
from app.agenda.room import AGENDA
from app.decisions.model import DecisionSettings
from app.kit.search import SearchDocument, find
from app.kit.unit import Units
from tests.agenda.makers import (
    NEXT_MORNING,
    has_arrived,
    items_of,
    meetings_of,
    pressed,
    said,
    tick,
    types,
)
from tests.agenda.test_minutes import held, lines, minutes
from tests.makers import MadeTeam
from tests.standups.makers import BERLIN, berlin, sent


async def test_a_passage_goes_out_of_everything(units: Units, team: MadeTeam) -> None:
    await held(units, team)
    await types(units, team, "Anna", "agenda Fall *Meyer* klären", at=NEXT_MORNING)
    await pressed(units, team, "Anna", "agenda.save_addendum", meeting=1, addendum="Frau  *yilmaz* ging früher.")
    assert AGENDA.redact is not None
    found = await units.run(lambda unit: AGENDA.redact(unit, team.id, "Fall *meyer*"))  # type: ignore[misc]
    assert found == 1
    assert (await items_of(units))[-1].title == "[geschwärzt] klären"
    found = await units.run(lambda unit: AGENDA.redact(unit, team.id, "Frau *Yilmaz*"))  # type: ignore[misc]
    assert found == 1
    whole = "\n".join(lines(await minutes(units)))
    assert "Yilmaz" not in whole
    assert "Bert Muster, [geschwärzt], Herr Abt" in whole
    assert "[geschwärzt] ging früher." in whole
    assert ("update", "agenda.minutes", "1") in await sent(units)

    def left(unit: Any) -> list[Any]:
        rows = [str(one.minutes) + str(one.note) for one in unit.session.scalars(select(Meeting))]
        rows += [one.name or "" for one in unit.session.scalars(select(Attendance))]
        rows += [one.text for one in unit.session.scalars(select(Addendum))]
        rows += [hit.title for hit in find(unit.session, [team.id], "yilmaz")]
        return [row for row in rows if "yilmaz" in row.casefold()]

    assert await units.run(left) == []
    await units.run(lambda unit: AGENDA.redact(unit, team.id, "done"))  # type: ignore[misc]
    assert "~ ✓ besprochen · Bert Muster" in lines(await minutes(units))


async def test_a_person_goes_out_and_the_minutes_stay(units: Units, team: MadeTeam) -> None:
    await held(units, team)
    await pressed(units, team, "Bert", "agenda.save_addendum", meeting=1, addendum="Nachtrag von mir")
    bert = team.people["Bert"].id
    personal = AGENDA.personal
    assert personal is not None
    held_lines = await units.run(lambda unit: said(one.text for one in personal.held(unit, bert)))
    assert held_lines == [
        "1 Punkt der Agenda, den Sie vorstellen",
        "1 Treffen, bei dem Sie dabei waren",
        "1 Treffen, das Sie begonnen haben",
        "1 Nachtrag zu einem Protokoll",
    ]
    exported = await units.run(lambda unit: personal.export(unit, bert))
    assert exported["meetings_attended"] == ["2026-11-23"]
    assert [one["text"] for one in exported["addenda"]] == ["Nachtrag von mir"]
    await units.run(lambda unit: personal.erase(unit, bert))
    written = lines(await minutes(units))
    assert "Anna Muster, eine frühere Person, Frau *Yilmaz*, Herr Abt" in written
    assert "~ ✓ besprochen · eine frühere Person" in written
    assert not [line for line in written if "Bert" in line]
    assert await units.run(lambda unit: personal.held(unit, bert)) == []
    marks = await units.run(
        lambda unit: [
            str(row.minutes) for row in unit.session.scalars(select(Meeting)) if f"[{bert}]" in str(row.minutes)
        ]
    )
    assert marks == []


async def keep_for(units: Units, team: MadeTeam, years: int | None) -> None:
    def work(unit: Any) -> None:
        found = unit.session.scalar(select(DecisionSettings).where(DecisionSettings.team_id == team.id))
        if found is None:
            found = DecisionSettings(team_id=team.id)
            unit.session.add(found)
        found.kept_years = years

    await units.run(work)


async def told_on(units: Units, team: MadeTeam, at: Any) -> list[str]:
    anna = team.people["Anna"].id

    def work(unit: Any) -> list[str]:
        return said(one.text for one in day_lines(unit, [anna], unit.now.astimezone(BERLIN).date()).get(anna, ()))

    return await units.run(work, now=at)


async def test_minutes_go_by_the_filing_plan_and_the_coordination_hears_of_it_a_month_before(
    units: Units, team: MadeTeam
) -> None:
    await held(units, team)
    await tick(units, berlin("2031-01-01", "04:00"))
    assert len(await meetings_of(units)) > 0
    await keep_for(units, team, 2)
    first = [meeting.id for meeting in await meetings_of(units) if meeting.minutes]
    assert first == [1]
    wednesday = berlin("2031-01-08", "06:00")
    await tick(units, wednesday)
    await tick(units, wednesday + timedelta(days=1))
    assert 1 in [meeting.id for meeting in await meetings_of(units)]
    assert await told_on(units, team, wednesday) == [
        "In 30 Tagen wird nach Ablageplan das Protokoll vom 23. November 2026 gelöscht."
    ]
    assert await told_on(units, team, wednesday + timedelta(days=1)) == []
    await tick(units, wednesday + timedelta(days=31))
    left = await meetings_of(units)
    assert 1 not in [meeting.id for meeting in left]
    assert [item.id for item in await items_of(units)] == [2, 3]
    for notice in ("agenda.meeting", "agenda.minutes"):
        assert ("delete", notice, "1") in await sent(units)
    kinds = await units.run(lambda unit: list(unit.session.scalars(select(SearchDocument.kind))))
    assert "agenda.minutes" not in kinds
    assert await units.run(lambda unit: list(unit.session.scalars(select(Treatment)))) == []


async def test_without_a_filing_plan_minutes_stay(units: Units, team: MadeTeam) -> None:
    await held(units, team)
    for day in ("2040-01-01", "2040-02-15"):
        await tick(units, berlin(day, "06:00"))
    assert 1 in [meeting.id for meeting in await meetings_of(units)]


async def test_dropped_items_go_after_two_years(units: Units, team: MadeTeam) -> None:
    await held(units, team)
    await pressed(units, team, "Anna", "agenda.drop", item=2, back="list:1")
    await has_arrived(units, "agenda.item", 2)
    await tick(units, berlin("2028-11-20", "06:00"))
    assert 2 in [item.id for item in await items_of(units)]
    await tick(units, berlin("2028-11-28", "06:00"))
    assert 2 not in [item.id for item in await items_of(units)]
    assert ("delete", "agenda.item", "2") in await sent(units)


def test_days_are_what_is_kept_about_people_and_nothing_finer() -> None:
    """Columns beside people hold days; moments are only what the clock needs."""
    moments = {column.name for table in (Item, Meeting, Attendance, Addendum, Treatment)
               for column in table.__table__.columns if "UtcDateTime" in type(column.type).__name__}  # fmt: skip
    assert moments == {"starts_at", "ends_itself_at"}
