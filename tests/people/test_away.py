from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.answers import Answer
from app.kit.clock import StandingClock
from app.kit.commands import Ask, read_arguments
from app.kit.errors import NotAllowed, UserError
from app.kit.unit import Unit, Units
from app.people.due import next_old_absence_due, old_absences_due
from app.people.model import Absence
from app.people.queries import away_on
from app.people.rules import merged
from app.people.views import Absences
from tests.makers import MadeTeam

FRIDAY = date(2026, 11, 20)


def typing(team: MadeTeam, words: str, name: str = "Bert", today: date = FRIDAY) -> Callable[[Unit], Answer]:
    def work(unit: Unit) -> Answer:
        unit.actor = team.actor(name)
        found = HOUSE.commands.find(words)
        assert found
        arguments, rest = read_arguments(found.command, found.phrase, today)
        return found.command.run(unit, Ask(arguments, rest, today=today))

    return work


def pressing(team: MadeTeam, verb: str, name: str = "Bert", **values: str) -> Callable[[Unit], Answer]:
    def work(unit: Unit) -> Answer:
        unit.actor = team.actor(name)
        found = HOUSE.verb(verb)
        assert found
        return found.run(unit, Ask(values=values, today=FRIDAY))

    return work


async def kept(units: Units) -> list[tuple[date, date]]:
    return await units.run(
        lambda unit: [
            (one.first_day, one.last_day) for one in unit.session.scalars(select(Absence).order_by(Absence.first_day))
        ]
    )


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("/abwesend 12.–20.8.", date(2027, 8, 12), date(2027, 8, 20)),
        ("abwesend bis Freitag", FRIDAY, FRIDAY),
        ("/abwesend morgen", date(2026, 11, 21), date(2026, 11, 21)),
        ("abwesend 20.12.–5.1.", date(2026, 12, 20), date(2027, 1, 5)),
        ("/away 12-20 Aug", date(2027, 8, 12), date(2027, 8, 20)),
        ("away until Monday", FRIDAY, date(2026, 11, 23)),
        ("abwesend KW 50", date(2026, 12, 7), date(2026, 12, 13)),
        ("abwesend 1.12. Zahnarzt", date(2026, 12, 1), date(2026, 12, 1)),  # the reason is not kept
    ],
)
async def test_being_away_is_typed_in_one_line(
    units: Units, team: MadeTeam, typed: str, first: date, last: date
) -> None:
    view = await units.run(typing(team, typed))
    assert isinstance(view, Absences)
    assert view.told
    assert [(line.first_day, line.last_day) for line in view.coming] == [(first, last)]
    assert await kept(units) == [(first, last)]


@pytest.mark.parametrize(
    "typed",
    [
        "abwesend 20.8.–12.8.",
        "abwesend gestern",
        "abwesend 12.8.2020",
        "abwesend 31.2.",
        "abwesend ab Montag",
        "abwesend vielleicht",
        "abwesend 1.12. und 3.12.",
        "abwesend 12. und 13.12.",
        "away 1.1.2027 to 1.1.2029",
    ],
)
async def test_what_cannot_be_right_is_answered_with_an_example(units: Units, team: MadeTeam, typed: str) -> None:
    with pytest.raises(UserError) as caught:
        await units.run(typing(team, typed))
    assert caught.value.example
    assert await kept(units) == []


async def test_typed_twice_is_noted_once_and_what_touches_is_joined(units: Units, team: MadeTeam) -> None:
    for typed in ("1.–5.12.", "1.–5.12.", "8.12.", "6.-7.12."):
        await units.run(typing(team, f"abwesend {typed}"))
    assert await kept(units) == [(date(2026, 12, 1), date(2026, 12, 8))]


async def test_the_bare_word_lists_only_ones_own(units: Units, team: MadeTeam) -> None:
    await units.run(typing(team, "abwesend 1.–5.12.", "Anna"))
    view = await units.run(typing(team, "abwesend"))
    assert view.coming == ()
    assert not view.away_now


async def test_taking_back_works_for_ones_own_absence_only(units: Units, team: MadeTeam) -> None:
    view = await units.run(typing(team, "abwesend 1.–5.12."))
    number = str(view.coming[0].absence_id)
    with pytest.raises(NotAllowed):
        await units.run(pressing(team, "people.cancel_absence", "Chiara", absence_id=number))
    for _press in range(2):
        after = await units.run(pressing(team, "people.cancel_absence", absence_id=number))
        assert after.coming == ()
    assert await kept(units) == []


async def test_back_ends_today_and_keeps_what_is_to_come(units: Units, team: MadeTeam) -> None:
    def begun(unit: Unit) -> None:
        person_id = team.people["Bert"].id
        unit.session.add(Absence(person_id=person_id, first_day=date(2026, 11, 16), last_day=date(2026, 11, 27)))
        unit.session.add(Absence(person_id=person_id, first_day=date(2026, 12, 21), last_day=date(2026, 12, 23)))

    await units.run(begun)
    view = await units.run(typing(team, "wieder da"))
    assert not view.away_now
    assert await kept(units) == [
        (date(2026, 11, 16), date(2026, 11, 19)),
        (date(2026, 12, 21), date(2026, 12, 23)),
    ]
    assert await units.run(lambda unit: away_on(unit.session, [team.people["Bert"].id], FRIDAY)) == set()
    await units.run(typing(team, "back"))
    assert len(await kept(units)) == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first_day": "", "last_day": ""}, "first_day"),
        ({"first_day": "Dienstag", "last_day": ""}, "first_day"),
        ({"first_day": "2026-12-05", "last_day": "2026-12-01"}, "last_day"),
        ({"first_day": "2026-11-01", "last_day": "2026-11-02"}, "first_day"),
    ],
)
async def test_a_wrong_form_keeps_what_was_typed_and_says_why(
    units: Units, team: MadeTeam, values: dict[str, Any], field: str
) -> None:
    view = await units.run(pressing(team, "people.add_absence", **values))
    fields = {one.name: one for section in view.form.sections for one in section.fields}
    assert fields[field].error
    assert {name: one.value for name, one in fields.items()} == values
    assert await kept(units) == []


async def test_the_form_takes_one_day_or_two(units: Units, team: MadeTeam) -> None:
    await units.run(pressing(team, "people.add_absence", first_day="2026-12-01", last_day=""))
    view = await units.run(pressing(team, "people.add_absence", first_day="2026-12-05", last_day="2026-12-06"))
    assert len(view.coming) == 2


async def test_absences_are_forgotten_a_week_after_the_return(
    units: Units, team: MadeTeam, clock: StandingClock
) -> None:
    await units.run(typing(team, "abwesend heute"))
    assert await units.run(old_absences_due) == 0
    due_at = await units.run(lambda unit: next_old_absence_due(unit.session))
    assert due_at
    assert await units.run(old_absences_due, now=due_at - timedelta(seconds=1)) == 0
    assert await units.run(old_absences_due, now=due_at) == 1
    assert await kept(units) == []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10)), max_size=8))
def test_joined_absences_cover_the_same_days_and_never_touch(spans: list[tuple[int, int]]) -> None:
    stored: dict[int, tuple[date, date]] = {}
    days: set[date] = set()
    for number, (offset, length) in enumerate(spans):
        first = FRIDAY + timedelta(days=offset)
        last = first + timedelta(days=length)
        days |= {first + timedelta(days=n) for n in range(length + 1)}
        first, last, swallowed = merged(first, last, [(key, *span) for key, span in stored.items()])
        for key in swallowed:
            del stored[key]
        stored[number] = (first, last)
    ordered = sorted(stored.values())
    assert days == {a + timedelta(days=n) for a, b in ordered for n in range((b - a).days + 1)}
    assert all(after[0] - before[1] > timedelta(days=1) for before, after in pairwise(ordered))
