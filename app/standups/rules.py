"""When rounds open, remind and close: pure functions of a schedule and a week.

Decided here:

- A round has the name of the ISO week of its planned report day. A report moved by a holiday keeps that name, also
  where it moves into the next week.
- The opening counts back from the planned report day, not from the moved one, so that a moved report never turns a
  window of days into one of hours.
- The opening on a day off moves to the working day before; the reminder to the next working day, unless that is too
  late: then to the working day before, and where that is not after the opening, there is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.kit.calendar import WorkCalendar, local_day, moment_of
from app.kit.rhythm import HolidayRule, Rhythm, Week, is_in_rhythm, week_of

SHORTEST_WINDOW = timedelta(hours=2)
"""A round that could be answered for less than this is not opened."""

REPORT_USELESS_AFTER = timedelta(days=3)

_WEEKS_LOOKED_THROUGH = 60


class Slot(StrEnum):
    REVIEW = "review"
    NEXT = "next"
    BLOCKER = "blocker"
    EXTRA = "extra"


class SkipReason(StrEnum):
    HOLIDAY = "holiday"
    SET = "set"
    """A coordinator said so."""
    OPENED_TOO_LATE = "opened_too_late"


@dataclass(frozen=True)
class Schedule:
    opens_weekday: int
    opens_time: time
    reminder_weekday: int | None
    closes_weekday: int
    closes_time: time
    zone: ZoneInfo
    calendar: WorkCalendar
    rhythm: Rhythm = Rhythm.WEEKLY
    nth: int = 1
    anchor_on: date = date(2026, 1, 5)
    holiday_rule: HolidayRule = HolidayRule.SKIP
    message_time: time = time(8, 30)
    """When the private message of the day goes out: a reminder after the close would be useless."""
    skipped: frozenset[Week] = frozenset()


@dataclass(frozen=True)
class Occurrence:
    week: Week
    report_on: date
    opens_at: datetime
    remind_on: date | None
    closes_at: datetime


@dataclass(frozen=True)
class Skipped:
    week: Week
    reason: SkipReason
    on: date
    """The report day as it was planned."""


def occurrence(schedule: Schedule, week: Week) -> Occurrence | Skipped | None:
    """The week's round, why it is left out, or None where the rhythm has none."""
    planned = week.day(schedule.closes_weekday)
    if not is_in_rhythm(schedule.rhythm, schedule.nth, schedule.anchor_on, planned):
        return None
    if week in schedule.skipped:
        return Skipped(week, SkipReason.SET, planned)
    report_on = planned
    if schedule.calendar.holiday(planned):
        if schedule.holiday_rule is HolidayRule.SKIP:
            return Skipped(week, SkipReason.HOLIDAY, planned)
        report_on = schedule.calendar.working_day_from(planned)
    first_choice = opening_day(schedule, planned)
    opens_on = schedule.calendar.working_day_until(first_choice)
    return Occurrence(
        week,
        report_on,
        moment_of(opens_on, schedule.opens_time, schedule.zone),
        reminder_day(schedule, first_choice, opens_on, report_on),
        moment_of(report_on, schedule.closes_time, schedule.zone),
    )


def opening_day(schedule: Schedule, report_on: date) -> date:
    """The last opening weekday before the report; the report's own day only where the opening time is earlier."""
    back = (report_on.weekday() - schedule.opens_weekday) % 7
    if back == 0 and schedule.opens_time >= schedule.closes_time:
        back = 7
    return report_on - timedelta(days=back)


def reminder_day(schedule: Schedule, first_choice: date, opens_on: date, report_on: date) -> date | None:
    """`first_choice` is the opening day before holidays moved it."""
    if schedule.reminder_weekday is None:
        return None
    last = report_on if schedule.message_time < schedule.closes_time else report_on - timedelta(days=1)
    wished = first_choice + timedelta(days=(schedule.reminder_weekday - first_choice.weekday() - 1) % 7 + 1)
    if wished > last:
        return None
    calendar = schedule.calendar
    later, earlier = calendar.working_day_from(wished), calendar.working_day_until(wished)
    if later <= last:
        return later
    return earlier if earlier > opens_on else None


def occurrences(schedule: Schedule, since: Week) -> Iterator[Occurrence | Skipped]:
    """The rounds of this week and the coming ones, left out ones among them; about a year's worth."""
    for ahead in range(_WEEKS_LOOKED_THROUGH):
        if found := occurrence(schedule, since.after(ahead)):
            yield found


def next_occurrence(schedule: Schedule, after: datetime) -> Occurrence | None:
    """The first round that opens later than `after`. None where a year's rounds are all left out."""
    # No round opens later than its planned report day: earlier weeks need not be looked at.
    since = week_of(local_day(after, schedule.zone))
    return next((it for it in occurrences(schedule, since) if isinstance(it, Occurrence) and it.opens_at > after), None)


def first_from(schedule: Schedule, week: Week) -> Occurrence | None:
    """The round of this week or the next one that takes place."""
    return next((it for it in occurrences(schedule, week) if isinstance(it, Occurrence)), None)


def is_too_late(opens_at: datetime, closes_at: datetime) -> bool:
    """Whether opening at this moment leaves too little time to answer."""
    return closes_at - opens_at < SHORTEST_WINDOW
