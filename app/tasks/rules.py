"""On which days people hear of a task, when the team talks about it and when it is forgotten: pure functions."""

from datetime import date, timedelta

from app.kit.calendar import WorkCalendar

LONGEST_TITLE = 200
LONGEST_REASON = 500
LOOK_AROUND = timedelta(days=14)
"""Between a due day and the working day on which it is told lie no more days than this."""

LONGEST_NAME = 100
"""Of somebody without an account."""
MOST_HELPERS = 10
TALKED_ABOUT_AT = 2
"""Overdue so many times it needs to be talked about."""
KEPT_YEARS = 2
WARNED_BEFORE = timedelta(days=30)
ASKED_AGAIN = timedelta(days=7)
"""Who was given a task and does not answer hears of it again after this."""

_FRIDAY = 4


def default_due(today: date, calendar: WorkCalendar) -> date:
    """Next Friday, or the working day before it."""
    friday = today + timedelta(days=(_FRIDAY - today.weekday()) % 7 or 7)
    while (due := calendar.working_day_until(friday)) <= today:
        friday += timedelta(days=7)
    return due


def is_due_day(on: date, due_on: date, calendar: WorkCalendar) -> bool:
    """The due day; where nobody works then, the working day before it."""
    return on == calendar.working_day_until(due_on)


def is_overdue_day(on: date, due_on: date, calendar: WorkCalendar) -> bool:
    """The first working day after the due day, and no other one."""
    return on == calendar.working_day_from(due_on + timedelta(days=1))


def is_asked_day(on: date, since: date, calendar: WorkCalendar) -> bool:
    """The working day after a task was given to somebody, and every week until they answer."""
    first = calendar.working_day_from(since + timedelta(days=1))
    weeks = max(0, (on - first) // ASKED_AGAIN)
    return on >= first and on == calendar.working_day_from(first + weeks * ASKED_AGAIN)


def snoozed_until(on: date, days: int, calendar: WorkCalendar) -> date:
    return calendar.working_day_from(on + timedelta(days=days))


def overdue_times(counted: int, due_on: date | None, today: date) -> int:
    """How many due days went by: the earlier ones, and the present one once it is over."""
    return counted + (due_on is not None and due_on < today)


def years_before(day: date, years: int) -> date:
    """The same day in an earlier year; 29 February becomes 28."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def forgotten_before(today: date) -> date:
    """What was done earlier than this is deleted."""
    return years_before(today, KEPT_YEARS)


def plan_warning(on: date, calendar: WorkCalendar) -> tuple[date, date] | None:
    """On the first working day of a month: from when until when (exclusive) the tasks were done it warns of.

    The windows of two months touch, so that each task is warned of once, at least thirty days before it is deleted.
    """
    if on != _warned_on(on, calendar):
        return None
    following = _warned_on((on.replace(day=1) + timedelta(days=32)), calendar)
    first, last = forgotten_before(on + WARNED_BEFORE), forgotten_before(following + WARNED_BEFORE)
    return first, last


def _warned_on(day: date, calendar: WorkCalendar) -> date:
    return calendar.working_day_from(day.replace(day=1))
