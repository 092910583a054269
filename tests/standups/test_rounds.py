"""Rounds open and close at their time, once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.kit.outbox import OutboxRow
from app.kit.rhythm import Week
from app.kit.unit import Unit, Units
from app.people.model import Channel, ChannelState, Team, TeamState
from app.standups.due import next_closing_at, next_opening_at, rounds_closing_due, rounds_opening_due
from app.standups.model import Round, RoundState, Series
from app.standups.queries_report import load_round
from app.standups.rules import SkipReason
from tests.makers import MadeTeam, make_team
from tests.standups.makers import CLOSES, OPENS, answer, answers_of, berlin, rounds_of, sent, set_up, tick

ROUND = ("post", "standups.round", "1")


async def test_a_round_opens_on_thursday_and_closes_on_monday(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS - timedelta(seconds=1))
    assert await rounds_of(units) == []
    await tick(units, OPENS)
    (opened,) = await rounds_of(units)
    assert (opened.week, opened.state, opened.closes_at) == (Week(2026, 49), RoundState.OPEN, CLOSES)
    assert await sent(units) == [ROUND]
    await answer(units, team, "Bert", opened.id, OPENS, review="Messe geplant")
    await tick(units, CLOSES)
    (closed,) = await rounds_of(units)
    assert closed.state is RoundState.CLOSED
    assert await sent(units) == [ROUND, ("update", "standups.round", "1"), ("reply", "standups.report", "1")]


async def test_a_round_without_answers_has_no_report(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await tick(units, CLOSES)
    assert await sent(units) == [ROUND, ("update", "standups.round", "1")]


async def test_the_ticks_know_when_they_are_needed_next(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    assert await units.run(lambda unit: next_opening_at(unit.session)) == OPENS
    await tick(units, OPENS)
    assert await units.run(lambda unit: next_closing_at(unit.session)) == CLOSES
    assert await units.run(lambda unit: next_opening_at(unit.session)) == OPENS + timedelta(weeks=1)


async def test_each_opening_and_close_happens_once_however_often_the_clock_ticks(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    now = OPENS
    for _step in range(24):
        await tick(units, now)
        await tick(units, now)
        now = await units.run(
            lambda unit: min(
                at for at in (next_opening_at(unit.session), next_closing_at(unit.session)) if at is not None
            )
        )
    weeks = [one.week for one in await rounds_of(units)]
    assert weeks == sorted(set(weeks))
    assert len(weeks) == 12


async def test_two_ticks_at_once_open_one_round(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await asyncio.gather(*(units.run(rounds_opening_due, now=OPENS) for _ in range(2)))
    assert len(await rounds_of(units)) == 1
    await asyncio.gather(*(units.run(rounds_closing_due, now=CLOSES) for _ in range(2)))
    assert await sent(units) == [ROUND, ("update", "standups.round", "1")]


async def test_after_a_short_downtime_the_round_opens_late(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    late = berlin("2026-11-27", "14:00")
    await tick(units, late)
    (opened,) = await rounds_of(units)
    assert opened.state is RoundState.OPEN
    assert opened.closes_at == CLOSES


async def test_a_card_that_is_late_waits_for_the_end_of_the_quiet_hours(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, berlin("2026-11-26", "22:00"))
    row = await units.run(lambda unit: unit.session.scalars(select(OutboxRow)).one())
    assert row.send_after == berlin("2026-11-27", "08:00")
    assert row.useless_after == CLOSES


async def test_after_a_downtime_until_the_close_the_week_is_left_out_and_the_next_one_comes(
    units: Units, team: MadeTeam
) -> None:
    await set_up(units, team)
    # Saturday: in the quiet time until Monday, 08:00, nothing can be posted, and then the round is over.
    await tick(units, berlin("2026-11-28", "09:00"))
    (skipped,) = await rounds_of(units)
    assert (skipped.state, skipped.skip_reason) == (RoundState.SKIPPED, SkipReason.OPENED_TOO_LATE)
    assert await sent(units) == []
    await tick(units, OPENS + timedelta(weeks=1))
    assert [one.week.number for one in await rounds_of(units)] == [49, 50]


async def test_weeks_of_downtime_are_each_noted_and_nothing_is_posted_for_them(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    for _ in range(4):
        await tick(units, berlin("2026-12-15", "09:00"))
    assert [(one.week.number, one.state) for one in await rounds_of(units)] == [
        (49, RoundState.SKIPPED),
        (50, RoundState.SKIPPED),
        (51, RoundState.SKIPPED),
    ]
    assert await sent(units) == []


async def test_a_close_that_comes_late_closes_late(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, next="Saal buchen")
    await tick(units, berlin("2026-11-30", "21:00"))

    def report_row(unit: Unit) -> OutboxRow:
        return unit.session.scalars(select(OutboxRow).where(OutboxRow.notice == "standups.report")).one()

    row = await units.run(report_row)
    assert row.send_after == berlin("2026-12-01", "08:00")
    assert row.useless_after == CLOSES + timedelta(days=3)


async def test_a_changed_schedule_leaves_the_open_round_as_it_is(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    units.clock.move_to(OPENS)  # type: ignore[attr-defined]
    await set_up(units, team, closes_weekday="1", closes_time="09:00", question_review="Was war?", question_blocker="")
    (opened,) = await rounds_of(units)
    assert opened.closes_at == CLOSES
    assert [asked["slot"] for asked in opened.questions] == ["review", "next", "blocker"]
    await tick(units, CLOSES)
    await tick(units, OPENS + timedelta(weeks=1))
    coming = (await rounds_of(units))[-1]
    assert coming.closes_at == berlin("2026-12-08", "09:00")
    assert coming.questions == [{"slot": "review", "text": "Was war?"}, {"slot": "next", "text": None}]


async def test_a_change_of_the_opening_loses_no_week(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    units.clock.move_to(berlin("2026-11-26", "09:30"))  # type: ignore[attr-defined]
    # The new opening, 08:00, is over already this week: the round opens late instead of never.
    await set_up(units, team, opens_time="08:00")
    await tick(units, berlin("2026-11-26", "09:31"))
    assert [one.week.number for one in await rounds_of(units)] == [49]


async def test_a_changed_zone_counts_from_the_next_round(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)

    def move(unit: Unit) -> None:
        unit.session.get_one(Team, team.id).time_zone = "Europe/Lisbon"

    await units.run(move)
    await tick(units, OPENS)
    assert await rounds_of(units) == [], "10:00 in Lisbon is an hour later"
    await tick(units, OPENS + timedelta(hours=1))
    (opened,) = await rounds_of(units)
    assert opened.closes_at == CLOSES + timedelta(hours=1)


@pytest.mark.parametrize("state", [TeamState.ARCHIVED, TeamState.REMOVED, TeamState.NEW])
async def test_a_resting_team_opens_no_round_and_goes_on_afterwards(
    units: Units, team: MadeTeam, state: TeamState
) -> None:
    await set_up(units, team)
    await units.run(lambda unit: setattr(unit.session.get_one(Team, team.id), "state", state))
    await tick(units, OPENS)
    assert await rounds_of(units) == []
    assert await units.run(lambda unit: next_opening_at(unit.session)) is None
    await units.run(lambda unit: setattr(unit.session.get_one(Team, team.id), "state", TeamState.ACTIVE))
    await tick(units, OPENS + timedelta(weeks=1))
    await tick(units, OPENS + timedelta(weeks=1))
    assert [(one.week.number, one.state) for one in await rounds_of(units)] == [
        (49, RoundState.SKIPPED),
        (50, RoundState.OPEN),
    ]


async def test_a_deleted_channel_rests_and_a_restored_one_goes_on(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)

    def turn(unit: Unit, state: ChannelState) -> None:
        unit.session.get_one(Channel, team.channel.id).state = state

    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="Gesagt ist gesagt")
    await units.run(lambda unit: turn(unit, ChannelState.DELETED))
    await tick(units, CLOSES)
    assert (await rounds_of(units))[0].state is RoundState.CLOSED
    assert len(await answers_of(units)) == 1
    await tick(units, OPENS + timedelta(weeks=1))
    assert len(await rounds_of(units)) == 1, "nothing moves to another channel by itself"
    await units.run(lambda unit: turn(unit, ChannelState.ALIVE))
    await tick(units, OPENS + timedelta(weeks=2))
    await tick(units, OPENS + timedelta(weeks=2))
    assert [(one.week.number, one.state.value) for one in await rounds_of(units)] == [
        (49, "closed"),
        (50, "skipped"),
        (51, "open"),
    ]


async def test_another_channel_is_used_from_the_next_round_on(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)

    def add(unit: Unit) -> int:
        channel = Channel(team_id=team.id, teams_channel_id="19:other", name="Runden")
        unit.session.add(channel)
        unit.session.flush()
        return channel.id

    other = await units.run(add)
    await set_up(units, team, channel=str(other))
    await tick(units, CLOSES)
    await tick(units, OPENS + timedelta(weeks=1))
    assert [one.channel_id for one in await rounds_of(units)] == [team.channel.id, other]


async def test_a_removed_team_takes_its_rounds_with_it_and_starts_anew(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    await units.run(lambda unit: unit.session.delete(unit.session.get_one(Team, team.id)))
    assert await rounds_of(units) == []
    assert await answers_of(units) == []
    assert await units.run(lambda unit: list(unit.session.scalars(select(Series)))) == []


async def test_teams_do_not_wait_for_each_other(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await set_up(units, team)
    await set_up(units, other, opens_time="11:00")
    await tick(units, OPENS)
    assert [one.team_id for one in await rounds_of(units)] == [team.id]
    await tick(units, OPENS + timedelta(hours=1))
    assert [one.team_id for one in await rounds_of(units)] == [team.id, other.id]


async def test_the_card_counts_and_never_names(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    card = await units.run(lambda unit: load_round(unit.session, "1", unit.now))
    assert "Bert" not in repr(card)
    assert card.answers == 1  # type: ignore[union-attr]


async def test_a_holiday_leaves_the_week_out(units: Units, team: MadeTeam) -> None:
    units.clock.move_to(datetime(2026, 3, 31, 9, tzinfo=UTC))  # type: ignore[attr-defined]
    series = await set_up(units, team)
    assert series.next_opens_at is not None
    assert (series.next_year, series.next_week) == (2026, 16), "Easter Monday is the report day of week 15"


async def test_a_round_is_unique_in_its_series_and_week(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)

    def rewind(unit: Unit) -> None:
        series = unit.session.scalars(select(Series)).one()
        series.plan(Week(2026, 49), OPENS)

    await units.run(rewind)
    await tick(units, OPENS + timedelta(minutes=5))
    assert len(await units.run(lambda unit: list(unit.session.scalars(select(Round))))) == 1
    assert await sent(units) == [ROUND]
