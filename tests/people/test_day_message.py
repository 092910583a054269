from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.kit.answers import Button, DayLine, Skip
from app.kit.clock import StandingClock
from app.kit.db import Database
from app.kit.i18n import verbatim
from app.kit.outbox import OutboxRow, channel_key, find_conversation, person_key
from app.kit.room import House, Room
from app.kit.unit import Unit, Units
from app.people import actions_roster as people
from app.people.due import day_messages_due, next_day_message_due
from app.people.model import Absence, TeamState
from app.people.queries import members_of, team_by_id
from app.people.queries_day import day_view
from app.people.room import PEOPLE
from app.people.views import DayMessage
from tests.makers import TENANT, MadeTeam, make_member, make_team

FRIDAY_0830 = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)

SAYING: dict[int, list[DayLine]] = {}
"""What the made-up room has to say, by team: to all who ask."""


def says(unit: Unit, person_ids: Sequence[int], on: date) -> Mapping[int, Sequence[DayLine]]:
    found: dict[int, list[DayLine]] = {}
    for team_id, lines in SAYING.items():
        for person, _member in members_of(unit.session, team_id):
            if person.id in person_ids:
                found.setdefault(person.id, []).extend(lines)
    return found


@pytest.fixture(autouse=True)
def _silence() -> None:
    SAYING.clear()


@pytest.fixture
def units(database: Database, clock: StandingClock) -> Units:
    return Units(database, House([PEOPLE, Room("talk", day_lines=says)]), clock)


def line(team: MadeTeam, text: str = "Die Runde schließt Montag.", urgency: int = 5) -> DayLine:
    return DayLine(verbatim(text), team.id, (Button(verbatim("Ja"), "people.help", {"x": 1}),), urgency)


async def plan(units: Units, team: MadeTeam, at: datetime = FRIDAY_0830) -> None:
    def work(unit: Unit) -> None:
        team_by_id(unit.session, team.id).next_day_message_at = at

    await units.run(work)


async def subjects(units: Units) -> list[str]:
    return await units.run(
        lambda unit: sorted(unit.session.scalars(select(OutboxRow.subject).where(OutboxRow.notice == "people.day")))
    )


def subject(team: MadeTeam, name: str, on: date = FRIDAY) -> str:
    return f"{team.people[name].id}-{on.isoformat()}"


async def test_each_person_with_something_to_hear_gets_one_message_a_day(units: Units, team: MadeTeam) -> None:
    SAYING[team.id] = [line(team), line(team, "Noch eines.")]
    await plan(units, team)
    assert await units.run(day_messages_due, now=FRIDAY_0830) == 1
    assert await subjects(units) == sorted(subject(team, name) for name in team.people)
    assert await units.run(day_messages_due, now=FRIDAY_0830) == 0
    await plan(units, team)  # a restart in the wrong moment asks again
    await units.run(day_messages_due, now=FRIDAY_0830 + timedelta(minutes=3))
    assert len(await subjects(units)) == 4
    row = await units.run(lambda unit: unit.session.scalars(select(OutboxRow)).first())
    assert row
    assert row.useless_after == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


async def test_with_nothing_to_say_there_is_no_message(units: Units, team: MadeTeam) -> None:
    await plan(units, team)
    await units.run(day_messages_due, now=FRIDAY_0830)
    assert await subjects(units) == []
    after_the_weekend = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert await units.run(lambda unit: next_day_message_due(unit.session)) == after_the_weekend


async def test_who_is_away_is_spared_even_if_entered_after_the_message_was_asked_for(
    units: Units, team: MadeTeam
) -> None:
    SAYING[team.id] = [line(team)]
    await plan(units, team)
    bert, chiara = team.people["Bert"].id, team.people["Chiara"].id

    def away(unit: Unit, person_id: int) -> None:
        unit.session.add(Absence(person_id=person_id, first_day=FRIDAY, last_day=FRIDAY))

    await units.run(lambda unit: away(unit, bert))
    await units.run(day_messages_due, now=FRIDAY_0830)
    assert subject(team, "Bert") not in await subjects(units)
    assert subject(team, "Chiara") in await subjects(units)
    await units.run(lambda unit: away(unit, chiara))
    loaded = await units.run(
        lambda unit: unit.house.notice("people.day").load(unit.session, subject(team, "Chiara"), unit.now)
    )
    assert loaded == Skip("away")


async def test_the_message_shows_things_as_they_are_when_it_leaves(units: Units, team: MadeTeam) -> None:
    def load(unit: Unit) -> object:
        return unit.house.notice("people.day").load(unit.session, subject(team, "Anna"), unit.now)

    SAYING[team.id] = [line(team, "später"), line(team, "zuerst", urgency=1)]
    view = await units.run(load)
    assert isinstance(view, DayMessage)
    assert [entry.text for entry in view.entries] == [verbatim("zuerst"), verbatim("später")]
    assert [entry.team for entry in view.entries] == [None, None]
    assert view.entries[0].buttons[0].data == {"x": 1, "back": "day:2026-11-20"}
    SAYING.clear()
    assert await units.run(load) == Skip("nothing_to_say")
    drawn_again = await units.run(lambda unit: day_view(unit, team.people["Anna"].id, FRIDAY))
    assert drawn_again == DayMessage(FRIDAY, ())


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), 4),  # 17:59: late, but still of use
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), 0),  # 18:00: quiet
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), 0),  # found again on Saturday
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), 0),  # Monday before the hour
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), 4),  # Monday's own message
    ],
)
async def test_after_the_quiet_time_began_nothing_is_sent_for_that_day(
    units: Units, team: MadeTeam, now: datetime, expected: int
) -> None:
    SAYING[team.id] = [line(team)]
    await plan(units, team)
    await units.run(day_messages_due, now=now)
    assert len(await subjects(units)) == expected
    next_at = await units.run(lambda unit: next_day_message_due(unit.session))
    assert next_at
    assert next_at > now


@pytest.mark.parametrize("state", [TeamState.NEW, TeamState.ARCHIVED, TeamState.REMOVED])
async def test_a_team_that_rests_is_silent(units: Units, team: MadeTeam, state: TeamState) -> None:
    SAYING[team.id] = [line(team)]
    await plan(units, team)

    def rest(unit: Unit) -> None:
        team_by_id(unit.session, team.id).state = state

    await units.run(rest)
    assert await units.run(day_messages_due, now=FRIDAY_0830) == 0
    view = await units.run(lambda unit: day_view(unit, team.people["Anna"].id, FRIDAY))
    assert view.entries == ()


async def test_a_person_in_two_teams_gets_one_message_of_both_at_the_earlier_hour(units: Units, team: MadeTeam) -> None:
    def other(unit: Unit) -> MadeTeam:
        made = make_team(unit, "Kernteam Ost", "Carl", number=2)
        make_member(unit, made.team, team.people["Anna"])
        made.team.day_message_time = time(10)
        made.team.next_day_message_at = FRIDAY_0830 + timedelta(minutes=90)
        return made

    east = await units.run(other)
    SAYING[east.id] = [line(east, "Aus dem Osten.")]
    await plan(units, team)
    await units.run(day_messages_due, now=FRIDAY_0830)
    assert await subjects(units) == [subject(team, "Anna")]
    view = await units.run(lambda unit: day_view(unit, team.people["Anna"].id, FRIDAY))
    assert [entry.team for entry in view.entries] == ["Kernteam Ost"]
    await units.run(day_messages_due, now=FRIDAY_0830 + timedelta(minutes=90))
    assert await subjects(units) == sorted([subject(team, "Anna"), f"{east.people['Carl'].id}-2026-11-20"])


async def test_a_team_is_silent_on_its_own_holiday_towards_people_of_two_teams(units: Units, team: MadeTeam) -> None:
    reformation = date(2025, 10, 31)  # a holiday in Saxony, not in Bavaria; a Friday

    def other(unit: Unit) -> MadeTeam:
        made = make_team(unit, "Kernteam Sachsen", "Carl", number=2)
        make_member(unit, made.team, team.people["Anna"])
        made.team.subdivision = "SN"
        return made

    saxony = await units.run(other)
    SAYING[saxony.id] = [line(saxony, "Sachsen")]
    SAYING[team.id] = [line(team, "Bayern")]
    now = datetime(2025, 10, 31, 7, 30, tzinfo=UTC)
    await plan(units, team, now)
    await plan(units, saxony, now)
    await units.run(day_messages_due, now=now)
    assert await subjects(units) == sorted(subject(team, name, reformation) for name in team.people)
    view = await units.run(lambda unit: day_view(unit, team.people["Anna"].id, reformation))
    assert [entry.text for entry in view.entries] == [verbatim("Bayern")]


async def test_the_hour_stays_the_same_on_the_wall_when_clocks_change(units: Units, team: MadeTeam) -> None:
    summer = datetime(2026, 10, 23, 6, 30, tzinfo=UTC)  # the Friday before clocks are put back
    await plan(units, team, summer)
    await units.run(day_messages_due, now=summer)
    assert await units.run(lambda unit: next_day_message_due(unit.session)) == datetime(2026, 10, 26, 7, 30, tzinfo=UTC)


async def test_the_coordination_is_told_once_of_people_and_channels_out_of_reach(units: Units, team: MadeTeam) -> None:
    home = channel_key(team.id, team.team.teams_team_id)

    def kill(unit: Unit) -> None:
        for key in (home, person_key(team.people["Bert"].id)):
            found = find_conversation(unit.session, key)
            assert found
            found.dead_reason, found.died_at = "403 BotNotInConversationRoster", unit.now
        people.personal_removed(unit, TENANT, "entra-chiara")  # her own choice: nobody is told

    async def told(on: date) -> list[str]:
        view = await units.run(lambda unit: day_view(unit, team.people["Anna"].id, on))
        return sorted(str(entry.text.params["name"]) for entry in view.entries)

    await units.run(kill)
    await plan(units, team)
    await units.run(day_messages_due, now=FRIDAY_0830)
    assert await subjects(units) == [subject(team, "Anna")]
    assert await told(FRIDAY) == ["Allgemein", "Bert Muster"]
    monday = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    await units.run(day_messages_due, now=monday)
    assert await subjects(units) == [subject(team, "Anna")]
    assert await told(monday.date()) == []


async def test_a_coordinator_who_is_away_is_told_after_the_return(units: Units, team: MadeTeam) -> None:
    def prepare(unit: Unit) -> None:
        found = find_conversation(unit.session, person_key(team.people["Bert"].id))
        assert found
        found.dead_reason = "403"
        unit.session.add(Absence(person_id=team.people["Anna"].id, first_day=FRIDAY, last_day=FRIDAY))

    await units.run(prepare)
    await plan(units, team)
    await units.run(day_messages_due, now=FRIDAY_0830)
    assert await subjects(units) == []
    await units.run(day_messages_due, now=datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    assert await subjects(units) == [subject(team, "Anna", date(2026, 11, 23))]
