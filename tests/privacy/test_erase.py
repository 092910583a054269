"""Erasing reads every column of every table afterwards and finds the person nowhere."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.agenda.model import Addendum, Item, Meeting
from app.agenda.queries_minutes import minutes_of
from app.agenda.rules_minutes import people_in
from app.capabilities import HOUSE
from app.decisions.model import Decision, Entry
from app.kit.db import Row
from app.kit.i18n import translator
from app.kit.outbox import OutboxRow, Post
from app.kit.unit import Unit, Units
from app.people.actions_privacy import left_people_due
from app.people.model import Member, Person
from app.standups.model import Answer
from app.tasks.model import Task
from tests.makers import MadeTeam
from tests.privacy.makers import MAKERS, MARKS, NAME, REFERENCES, ROSTER, kit, marked_person
from tests.standups.makers import press

ROOMS = [room.name for room, _personal in HOUSE.personal]


def references(unit: Unit, person_id: int) -> set[tuple[str, str]]:
    """Columns with a foreign key to the person's row in which the person stands."""
    return {
        (table.name, column.name)
        for table, column in person_columns()
        if unit.session.execute(select(column).where(column == person_id).limit(1)).first()
    }


def person_columns() -> Iterator[tuple[Any, Any]]:
    for table in Row.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "people_person" for key in column.foreign_keys):
                yield table, column


def marked(unit: Unit, marks: tuple[str, ...] = MARKS) -> dict[tuple[str, str], set[str]]:
    """Every column of every table that holds one of the marks, JSON included."""
    found: dict[tuple[str, str], set[str]] = {}
    for table in Row.metadata.sorted_tables:
        for row in unit.session.execute(select(table)).mappings():
            for name, value in row.items():
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
                if here := {mark for mark in marks if mark.casefold() in text.casefold()}:
                    found.setdefault((table.name, name), set()).update(here)
    return found


def make_all(unit: Unit, team: MadeTeam) -> int:
    person = marked_person(unit, team)
    for name in ROOMS:
        MAKERS[name](unit, team, person)
    kit(unit, team, person)
    unit.session.flush()
    return person.id


def test_each_room_that_keeps_something_of_people_has_its_maker_here() -> None:
    assert set(ROOMS) == set(MAKERS)


async def test_the_marks_stand_in_each_column_that_names_a_person(units: Units, team: MadeTeam) -> None:
    """So that a new table with a person in it can't be left out below."""

    def work(unit: Unit) -> None:
        person_id = make_all(unit, team)
        wanted = {(t.name, c.name) for t, c in person_columns() if t.name.split("_")[0] in ROOMS}
        assert references(unit, person_id) == wanted

    await units.run(work)


async def test_a_member_is_found_nowhere_but_in_the_roster(units: Units, team: MadeTeam) -> None:
    person_id = await units.run(lambda unit: make_all(unit, team))
    before = await units.run(marked)
    assert set(before) > ROSTER
    await press(units, team, "Bert", "people.erase", {}, at=units.clock.now())

    def work(unit: Unit) -> None:
        assert set(marked(unit)) == ROSTER
        assert references(unit, person_id) == REFERENCES
        assert len(unit.session.scalars(select(Answer)).all()) == 2, "what others wrote stays"
        kept = [len(unit.session.scalars(select(row)).all()) for row in (Task, Decision, Item, Addendum)]
        assert kept == [5, 2, 2, 1], "the team's records stay"

    await units.run(work)


async def test_frozen_minutes_then_tell_of_a_former_person(units: Units, team: MadeTeam) -> None:
    """In the minutes persons are numbers inside a JSON value, where no foreign key finds them."""
    person_id = await units.run(lambda unit: make_all(unit, team))

    def told(unit: Unit) -> tuple[list[int], str, list[str]]:
        meeting = unit.session.scalars(select(Meeting)).one()
        assert meeting.minutes is not None
        view = minutes_of(unit.session, meeting)
        names = [*view.attendance, view.items[0].presenter, *view.sections[0].lines[0].people, view.addenda[0].person]
        return people_in(meeting.minutes), repr(view), [translator("de")(name) for name in names if name]

    ids, whole, names = await units.run(told)
    assert ids.count(person_id) == 3
    assert NAME in whole
    await press(units, team, "Bert", "people.erase", {}, at=units.clock.now())
    ids, whole, names = await units.run(told)
    assert person_id not in ids
    assert NAME not in whole
    former, anna = "eine frühere Person", "Anna Muster"
    assert names == [former, anna, former, former, anna, former]


async def test_decisions_stay_unchanged_when_a_person_goes(units: Units, team: MadeTeam) -> None:
    await units.run(lambda unit: make_all(unit, team))

    def shown(unit: Unit) -> tuple[list[str], list[bool]]:
        entries = unit.session.scalars(select(Entry).order_by(Entry.id)).all()
        return [one.sha256 for one in entries], [one.person_id is None for one in entries]

    before, _named = await units.run(shown)
    await press(units, team, "Bert", "people.erase", {}, at=units.clock.now())
    assert await units.run(shown) == (before, [True] * len(before))


async def test_a_leaver_is_found_nowhere_at_all_after_twelve_weeks(units: Units, team: MadeTeam) -> None:
    def make(unit: Unit) -> int:
        person_id = make_all(unit, team)
        for member in unit.session.scalars(select(Member).where(Member.person_id == person_id)):
            member.left_on = date(2026, 11, 20)
        return person_id

    person_id = await units.run(make)
    at = units.clock.now() + timedelta(weeks=12)
    assert await units.run(left_people_due, now=at) == 0, "not a day early"
    while await units.run(left_people_due, now=at + timedelta(days=1)):
        pass

    def work(unit: Unit) -> None:
        assert set(marked(unit)) <= {("kit_inbox", "key")}, "which goes after three days"
        assert references(unit, person_id) == set()
        assert unit.session.get(Person, person_id) is None

    await units.run(work)


async def test_who_left_one_of_two_teams_stays_known_to_the_other(units: Units, team: MadeTeam) -> None:
    person_id = await units.run(lambda unit: make_all(unit, team))
    while await units.run(left_people_due, now=units.clock.now() + timedelta(weeks=13)):
        pass

    def work(unit: Unit) -> None:
        (member,) = unit.session.scalars(select(Member).where(Member.person_id == person_id)).all()
        assert member.team_id == team.id
        assert unit.session.scalars(select(Answer).where(Answer.person_id == person_id)).all()

    await units.run(work)


async def test_what_the_bot_wrote_in_the_chat_is_deleted_in_teams(units: Units, team: MadeTeam) -> None:
    person_id = await units.run(lambda unit: make_all(unit, team))
    await press(units, team, "Bert", "people.erase", {}, at=units.clock.now())

    def work(unit: Unit) -> None:
        rows = unit.session.scalars(select(OutboxRow).where(OutboxRow.operation == "delete"))
        assert [(row.notice, row.subject) for row in rows] == [("people.day", f"{person_id}-2026-11-20")]
        assert unit.session.scalars(select(Post)).all(), "known until the message is gone"

    await units.run(work)


async def test_erasing_twice_is_erasing_once(units: Units, team: MadeTeam) -> None:
    await units.run(lambda unit: make_all(unit, team))
    for _time in range(2):
        await press(units, team, "Bert", "people.erase", {}, at=units.clock.now())
    assert set(await units.run(marked)) == ROSTER
