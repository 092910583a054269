"""When rounds open, remind and close."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kit.calendar import WorkCalendar, local_day
from app.kit.rhythm import HolidayRule, Rhythm, Week, week_of
from app.standups.rules import Occurrence, Schedule, Skipped, SkipReason, is_too_late, next_occurrence, occurrence

BERLIN = ZoneInfo("Europe/Berlin")
BAVARIA = WorkCalendar("DE", "BY")


def schedule(**changes: object) -> Schedule:
    usual: dict[str, object] = {
        "opens_weekday": 3,
        "opens_time": time(10),
        "reminder_weekday": 4,
        "closes_weekday": 0,
        "closes_time": time(8),
        "zone": BERLIN,
        "calendar": BAVARIA,
    }
    return Schedule(**{**usual, **changes})  # type: ignore[arg-type]


def local(it: Occurrence | Skipped | None) -> tuple[str, str | None, str]:
    assert isinstance(it, Occurrence)
    return (
        f"{it.opens_at.astimezone(BERLIN):%a %Y-%m-%d %H:%M}",
        f"{it.remind_on:%a %Y-%m-%d}" if it.remind_on else None,
        f"{it.closes_at.astimezone(BERLIN):%a %Y-%m-%d %H:%M}",
    )


def test_a_round_belongs_to_the_week_of_its_report() -> None:
    assert local(occurrence(schedule(), Week(2026, 48))) == (
        "Thu 2026-11-19 10:00",
        "Fri 2026-11-20",
        "Mon 2026-11-23 08:00",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"opens_weekday": 0, "opens_time": time(9)},
            ("Mon 2026-11-16 09:00", "Fri 2026-11-20", "Mon 2026-11-23 08:00"),
        ),
        (
            {"opens_weekday": 0, "opens_time": time(8), "closes_time": time(16), "reminder_weekday": None},
            ("Mon 2026-11-23 08:00", None, "Mon 2026-11-23 16:00"),
        ),
        # A reminder at 08:30 on the day of the close is useful only where the close comes later.
        ({"reminder_weekday": 0, "closes_time": time(8)}, ("Thu 2026-11-19 10:00", None, "Mon 2026-11-23 08:00")),
        (
            {"reminder_weekday": 0, "closes_time": time(16)},
            ("Thu 2026-11-19 10:00", "Mon 2026-11-23", "Mon 2026-11-23 16:00"),
        ),
    ],
)
def test_the_opening_is_the_last_such_day_before_the_report(
    changes: dict[str, object], expected: tuple[str, str | None, str]
) -> None:
    assert local(occurrence(schedule(**changes), Week(2026, 48))) == expected


def test_a_report_on_a_holiday_is_left_out_or_moves_and_keeps_its_week() -> None:
    # Easter Monday, 6 April 2026, is in week 15.
    assert occurrence(schedule(), Week(2026, 15)) == Skipped(Week(2026, 15), SkipReason.HOLIDAY, date(2026, 4, 6))
    moved = occurrence(schedule(holiday_rule=HolidayRule.MOVE), Week(2026, 15))
    # The reminder's Good Friday moves to the next working day, which is the day of the close: too late, so the
    # working day before counts; that is the opening's own day, so that there is none.
    assert local(moved) == ("Thu 2026-04-02 10:00", None, "Tue 2026-04-07 08:00")


def test_a_report_moved_out_of_its_week_keeps_the_weeks_name() -> None:
    good_friday = schedule(opens_weekday=0, reminder_weekday=2, closes_weekday=4, holiday_rule=HolidayRule.MOVE)
    moved = occurrence(good_friday, Week(2026, 14))
    assert isinstance(moved, Occurrence)
    assert moved.week == Week(2026, 14)
    assert moved.report_on == date(2026, 4, 7)


def test_an_opening_on_a_holiday_moves_to_the_working_day_before() -> None:
    # Epiphany, Wednesday 6 January 2027, is a holiday in Bavaria.
    opens_wednesday = schedule(opens_weekday=2)
    assert local(occurrence(opens_wednesday, Week(2027, 2)))[0] == "Tue 2027-01-05 10:00"


def test_the_same_day_is_no_holiday_in_another_land() -> None:
    opens_wednesday = schedule(opens_weekday=2, calendar=WorkCalendar("DE", "NW"))
    assert local(occurrence(opens_wednesday, Week(2027, 2)))[0] == "Wed 2027-01-06 10:00"


def test_a_skipped_week_has_no_round() -> None:
    left_out = schedule(skipped=frozenset({Week(2026, 50)}))
    assert occurrence(left_out, Week(2026, 50)) == Skipped(Week(2026, 50), SkipReason.SET, date(2026, 12, 7))
    found = next_occurrence(left_out, datetime(2026, 12, 1, tzinfo=UTC))
    assert found is not None
    assert found.week == Week(2026, 51)


def test_every_second_week_goes_on_through_a_year_of_53_weeks() -> None:
    fortnightly = schedule(rhythm=Rhythm.BIWEEKLY, anchor_on=date(2026, 12, 16), calendar=WorkCalendar("DE", None))
    reports = [it.report_on for it in rounds(fortnightly, date(2026, 12, 8), weeks=10)]
    assert reports == [date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 11), date(2027, 1, 25), date(2027, 2, 8)]


@pytest.mark.parametrize(
    ("nth", "expected"),
    [
        (1, [date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 2)]),
        (3, [date(2026, 9, 21), date(2026, 10, 19), date(2026, 11, 16)]),
        (-1, [date(2026, 9, 28), date(2026, 10, 26), date(2026, 11, 30)]),
    ],
)
def test_the_nth_weekday_of_a_month(nth: int, expected: list[date]) -> None:
    monthly = schedule(rhythm=Rhythm.MONTHLY, nth=nth)
    assert [it.report_on for it in rounds(monthly, date(2026, 9, 7), weeks=14)][:3] == expected


def test_the_opening_keeps_its_wall_time_when_clocks_change() -> None:
    # Clocks go back on 25 October 2026 and forward on 28 March 2027, both between opening and close.
    for week in (Week(2026, 44), Week(2027, 13)):
        it = occurrence(schedule(holiday_rule=HolidayRule.MOVE), week)
        assert isinstance(it, Occurrence)
        assert it.opens_at.astimezone(BERLIN).time() == time(10)
        assert it.closes_at.astimezone(BERLIN).time() == time(8)


def test_a_doubled_hour_counts_once_and_a_missing_one_is_not_skipped() -> None:
    at_night = schedule(
        opens_weekday=6,
        opens_time=time(2, 30),
        closes_weekday=6,
        closes_time=time(2, 15),
        reminder_weekday=None,
        calendar=NoHolidays(),
    )
    back = occurrence(at_night, Week(2026, 43))
    assert isinstance(back, Occurrence)
    assert back.closes_at == datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    forward = occurrence(at_night, Week(2027, 12))
    assert isinstance(forward, Occurrence)
    assert forward.closes_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


class NoHolidays(WorkCalendar):
    def holiday(self, day: date, language: str = "de") -> str | None:
        return None

    def is_working_day(self, day: date) -> bool:
        return True


def rounds(plan: Schedule, since: date, weeks: int) -> Iterator[Occurrence]:
    for ahead in range(weeks):
        if isinstance(it := occurrence(plan, week_of(since).after(ahead)), Occurrence):
            yield it


EUROPE = sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))
SPEAKING = st.times(time(8), time(17, 59)).map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """What the settings accept."""
    return Schedule(
        opens_weekday=draw(st.integers(0, 4)),
        opens_time=draw(SPEAKING),
        reminder_weekday=draw(st.none() | st.integers(0, 4)),
        closes_weekday=draw(st.integers(0, 4)),
        closes_time=draw(SPEAKING),
        zone=ZoneInfo(draw(st.sampled_from(EUROPE))),
        calendar=WorkCalendar("DE", draw(st.sampled_from([None, "BY", "NW", "SN", "BE"]))),
        rhythm=draw(st.sampled_from(Rhythm)),
        nth=draw(st.sampled_from([1, 2, 3, 4, -1])),
        anchor_on=draw(st.dates(date(2025, 1, 1), date(2027, 1, 1))),
        holiday_rule=draw(st.sampled_from(HolidayRule)),
        message_time=draw(st.sampled_from([time(8), time(8, 30), time(12)])),
    )


@given(schedules(), st.integers(2024, 2030))
@settings(max_examples=200, deadline=None)
def test_five_years_of_rounds_have_none_missing_and_none_doubled(plan: Schedule, year: int) -> None:
    weeks = [Week(year, 2).after(ahead) for ahead in range(5 * 52)]
    by_week = {week: occurrence(plan, week) for week in weeks}
    expected = [it for it in by_week.values() if isinstance(it, Occurrence)]
    walked = []
    found = next_occurrence(plan, expected[0].opens_at - timedelta(seconds=1))
    while found and len(walked) < len(expected):
        walked.append(found)
        found = next_occurrence(plan, found.opens_at)
    assert walked == expected
    assert [it.opens_at for it in walked] == sorted({it.opens_at for it in walked})
    for week, it in by_week.items():
        if it is None:
            continue
        planned = week.day(plan.closes_weekday)
        assert week_of(planned) == it.week
        if isinstance(it, Skipped):
            assert plan.calendar.holiday(planned)
            continue
        opens_on = local_day(it.opens_at, plan.zone)
        assert it.opens_at < it.closes_at
        assert plan.calendar.is_working_day(opens_on)
        assert plan.calendar.is_working_day(it.report_on)
        assert planned <= it.report_on
        assert plan.calendar.speaking_time(it.opens_at, plan.zone) == it.opens_at
        assert plan.calendar.speaking_time(it.closes_at, plan.zone) == it.closes_at
        if it.remind_on:
            assert opens_on < it.remind_on <= it.report_on
            assert plan.calendar.is_working_day(it.remind_on)
            assert it.remind_on < it.report_on or plan.message_time < plan.closes_time
    if plan.rhythm is Rhythm.WEEKLY:
        assert all(by_week.values())
    if plan.rhythm is Rhythm.BIWEEKLY:
        held = [it is not None for it in by_week.values()]
        assert all(one != other for one, other in pairwise(held))
    if plan.rhythm is Rhythm.MONTHLY:
        months = [week.day(plan.closes_weekday).replace(day=1) for week, it in by_week.items() if it]
        assert len(months) == len(set(months))
        assert len(months) in range(58, 62)


@pytest.mark.parametrize(("minutes", "late"), [(119, True), (120, False), (121, False)])
def test_less_than_two_hours_to_answer_is_too_late(minutes: int, late: bool) -> None:
    closes = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert is_too_late(closes - timedelta(minutes=minutes), closes) is late
