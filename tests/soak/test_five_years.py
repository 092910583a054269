"""Five simulated years: every round opens, reminds, closes and reports exactly once, and the quiet is kept.

`make test` lives through the first fourteen months of them: week 53, two Easters, both changes of the clock.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.kit.clock import StandingClock
from app.kit.db import Database
from app.kit.outbox import OutboxRow, Post, RowState, forget_finished
from app.kit.unit import Unit, Units
from app.standups.model import Answer, Round, RoundState
from app.standups.rules_answers import ANSWERS_KEPT, WARNED_BEFORE
from scheduler.clockwork import Clockwork
from scheduler.delivery import Dispatcher
from tests.makers import MadeTeam
from tests.soak.years import ANSWERING_HOUSE, FULL, SHORT, Diary, Plan, settle_team

BEGIN = date(2026, 11, 20)
OVER = (RoundState.CLOSED, RoundState.FORGOTTEN)
FOURTEEN_MONTHS = date(2028, 1, 20)
FIVE_YEARS = date(2031, 11, 21)
MOST_CHANNEL_POSTS_A_WEEK = 3


@dataclass
class Past:
    """What five years left behind."""

    plans: Sequence[Plan]
    end: date
    teams: list[MadeTeam]
    rounds: list[Round]
    posts: dict[str, Post]
    """By thing."""
    diary: Diary
    drops: Counter[str]

    def of(self, plan: Plan) -> tuple[MadeTeam, list[Round]]:
        team = self.teams[self.plans.index(plan)]
        return team, [one for one in self.rounds if one.team_id == team.id]

    def sent_at(self, thing: str, plan: Plan) -> datetime:
        """On the team's wall clock."""
        return self.diary.sent_at[self.posts[thing].activity_id].astimezone(ZoneInfo(plan.zone))


async def live(database: Database, clock: StandingClock, plans: Sequence[Plan], end: date) -> Past:
    units = Units(database, ANSWERING_HOUSE, clock)
    diary = Diary(clock)
    dispatcher = Dispatcher(units, diary)
    clockwork = Clockwork(units, dispatcher, ())
    teams = await units.run(lambda unit: [settle_team(unit, plan, number) for number, plan in enumerate(plans, 1)])
    posts: dict[str, Post] = {}
    drops: Counter[str] = Counter()

    def note(unit: Unit) -> None:
        rows = unit.session.scalars(select(OutboxRow)).all()
        drops.update(f"{row.notice}: {row.reason}" for row in rows if row.state == RowState.DROPPED)
        assert {row.state for row in rows} <= {RowState.SENT, RowState.DROPPED}, "nothing waits for ever"
        for post in unit.session.scalars(select(Post)):
            posts[post.thing] = post

    # Often enough to see each message before it is taken back, twelve weeks later.
    stops = [BEGIN + timedelta(weeks=weeks) for weeks in range(8, (end - BEGIN).days // 7, 8)]
    for stop in (*stops, end):
        await clockwork.advance(datetime.combine(stop, time(), UTC))
        await units.run(note)
        # The nightly job: what is forgotten must not be sent again.
        await units.run(lambda unit: forget_finished(unit.session, unit.now))
    rounds = await units.run(lambda unit: list(unit.session.scalars(select(Round).order_by(Round.opens_at))))
    answered = await units.run(lambda unit: set(unit.session.scalars(select(Answer.round_id))))
    kept = (RoundState.OPEN, RoundState.CLOSED)  # answers are forgotten after twelve weeks
    assert answered == {one.id for one in rounds if one.state in kept}
    return Past(plans, end, teams, rounds, posts, diary, drops)


def check(past: Past) -> None:
    stands = {post.activity_id: thing for thing, post in past.posts.items()}
    assert set(stands) == set(past.diary.sent_at), "every message that ever left is the one message of its record"
    assert not past.drops, past.drops
    for plan in past.plans:
        check_rounds(past, plan)
        check_quiet(past, plan)
        check_budget(past, plan)
    check_day_messages(past)


def check_rounds(past: Past, plan: Plan) -> None:
    _team, rounds = past.of(plan)
    assert {one.state for one in rounds} <= {RoundState.OPEN, *OVER}, plan.name
    first = rounds[0].report_on
    done = [one for one in rounds if one.state in OVER]
    assert [one.report_on for one in done] == [
        day for day in plan.report_days(BEGIN, past.end) if first <= day <= done[-1].report_on
    ], plan.name
    assert (first - BEGIN).days <= 62, plan.name
    assert (past.end - done[-1].report_on).days <= 62, plan.name
    for one in rounds:
        card = past.sent_at(f"standups.round:{one.id}", plan)
        assert card == one.opens_at, (plan.name, one.report_on)
        if one.state in OVER:
            report = past.sent_at(f"standups.report:{one.id}", plan)
            assert report == one.closes_at
            assert report.date() == one.report_on
            closing = plan.value("closes_time", "08:00")
            assert f"{report:%H:%M}" == closing, "on the wall clock, in summer and winter"
            root = past.posts[f"standups.round:{one.id}"].activity_id
            reply = past.diary.standing.get(past.posts[f"standups.report:{one.id}"].activity_id)
            assert (reply is None) == (one.state == RoundState.FORGOTTEN), "taken back after twelve weeks, not before"
            assert reply is None or reply.root == root
            assert past.diary.standing[root].versions, "the card says that the round is over"


def messages(past: Past, plan: Plan, *, channel: bool) -> Iterator[tuple[str, datetime]]:
    team, _rounds = past.of(plan)
    chats = {team.channel.teams_channel_id} if channel else {f"a:{p.teams_user_id}" for p in team.people.values()}
    for activity_id, standing in past.diary.standing.items():
        if standing.conversation_id in chats:
            yield activity_id, past.diary.sent_at[activity_id].astimezone(ZoneInfo(plan.zone))


def check_quiet(past: Past, plan: Plan) -> None:
    for channel in (True, False):
        for activity_id, at in messages(past, plan, channel=channel):
            assert plan.works(at.date()), (plan.name, at, activity_id)
            assert time(8) <= at.time() < time(18), (plan.name, at, activity_id)


def check_budget(past: Past, plan: Plan) -> None:
    roots = [
        at.isocalendar()[:2] for one, at in messages(past, plan, channel=True) if past.diary.standing[one].root is None
    ]
    assert max(Counter(roots).values()) <= MOST_CHANNEL_POSTS_A_WEEK
    days = [(past.diary.standing[one].conversation_id, at.date()) for one, at in messages(past, plan, channel=False)]
    assert not days or max(Counter(days).values()) == 1, "one private message a day, at most"


def check_day_messages(past: Past) -> None:
    """Exactly who has not answered and is not away is reminded, once a round, at the team's own hour.

    Who coordinates hears once of each round whose answers are going to be deleted.
    """
    expected = set()
    for plan in past.plans:
        team, rounds = past.of(plan)
        (_name, coordinates), *others = team.people.items()
        for one in rounds:
            warned_on = one.report_on + ANSWERS_KEPT - WARNED_BEFORE
            while not plan.works(warned_on):
                warned_on += timedelta(days=1)
            if one.state in OVER and warned_on < past.end:
                moment = datetime.combine(warned_on, plan.day_message, ZoneInfo(plan.zone))
                expected.add((f"people.day:{coordinates.id}-{warned_on}", moment))
            if one.remind_on is None or one.remind_on >= past.end:
                continue
            moment = datetime.combine(one.remind_on, plan.day_message, ZoneInfo(plan.zone))
            for name, person in others:
                away = name.startswith("Chiara") and one.remind_on.month == 8 and one.remind_on.day <= 14
                if not away:
                    expected.add((f"people.day:{person.id}-{one.remind_on}", moment))
    zone_of = {f"{p.id}": plan for plan, t in zip(past.plans, past.teams, strict=True) for p in t.people.values()}
    found = {
        (thing, past.sent_at(thing, zone_of[thing.split(":")[1].split("-")[0]]))
        for thing in past.posts
        if thing.startswith("people.day:")
    }
    assert found == expected
    for plan in past.plans:
        _team, rounds = past.of(plan)
        for one in rounds:
            window = (one.report_on - timedelta(days=n) for n in range((one.report_on - one.opens_at.date()).days + 1))
            free = [day for day in window if plan.is_holiday(day)]
            left_out = one.remind_on is None and plan.value("reminder_weekday", "4") != "none"
            assert free or not left_out, (plan.name, one.report_on, "only a holiday leaves a round without a reminder")


@pytest.mark.parametrize(
    ("plans", "end"),
    [
        pytest.param(SHORT, FOURTEEN_MONTHS, id="fourteen months"),
        pytest.param(FULL, FIVE_YEARS, id="five years", marks=pytest.mark.soak),
    ],
)
async def test_time_passes_and_everything_happens_exactly_once(
    database: Database, clock: StandingClock, plans: Sequence[Plan], end: date
) -> None:
    check(await live(database, clock, plans, end))


def test_the_short_time_covers_what_can_go_wrong() -> None:
    """Holidays on report days of both rules, and week 53, lie within."""
    days = [BEGIN + timedelta(days=n) for n in range((FOURTEEN_MONTHS - BEGIN).days)]
    assert {plan.value("holidays", "skip") for plan in SHORT} == {"move", "skip"}
    assert any(day.isocalendar()[1] == 53 for day in days)
    for plan in SHORT:
        weekday = int(plan.value("closes_weekday", "0"))
        assert any(day.weekday() == weekday and plan.is_holiday(day) for day in days), plan.name
