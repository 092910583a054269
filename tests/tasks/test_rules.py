"""When people hear of a task, when the team talks about it, and when it is forgotten."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.kit.calendar import WorkCalendar
from app.tasks.rules import (
    WARNED_BEFORE,
    default_due,
    forgotten_before,
    is_asked_day,
    is_due_day,
    is_overdue_day,
    overdue_times,
    plan_warning,
    snoozed_until,
)

BAVARIA = WorkCalendar("DE", "BY")


@pytest.mark.parametrize(
    ("today", "due_on"),
    [
        (date(2026, 11, 23), date(2026, 11, 27)),
        (date(2026, 11, 26), date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 12, 21), date(2026, 12, 24)),  # Friday is Christmas Day
        (date(2026, 12, 24), date(2026, 12, 31)),  # and the Friday after it New Year's Day
    ],
)
def test_next_friday_is_a_working_day(today: date, due_on: date) -> None:
    assert default_due(today, BAVARIA) == due_on


@pytest.mark.parametrize(
    ("due_on", "told_on", "overdue_on"),
    [
        (date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 26)),
        (date(2026, 11, 27), date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 11, 28), date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 12, 25), date(2026, 12, 24), date(2026, 12, 28)),
    ],
)
def test_a_day_off_is_told_before_it_and_overdue_once_after_it(due_on: date, told_on: date, overdue_on: date) -> None:
    days = [date.fromordinal(day) for day in range(date(2026, 11, 1).toordinal(), date(2027, 2, 1).toordinal())]
    assert [day for day in days if is_due_day(day, due_on, BAVARIA) and BAVARIA.is_working_day(day)] == [told_on]
    assert [day for day in days if is_overdue_day(day, due_on, BAVARIA)] == [overdue_on]


def _days(first: date, count: int) -> list[date]:
    return [day for day in (first + timedelta(days=n) for n in range(count)) if BAVARIA.is_working_day(day)]


@pytest.mark.parametrize(
    ("since", "asked"),
    [
        (date(2026, 11, 30), [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]),
        (date(2026, 11, 27), [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]),
        (date(2026, 12, 17), [date(2026, 12, 18), date(2026, 12, 28), date(2027, 1, 4)]),  # Christmas Day moves it
    ],
)
def test_who_was_given_a_task_is_asked_the_next_working_day_and_weekly(since: date, asked: list[date]) -> None:
    found = [day for day in _days(since, 40) if is_asked_day(day, since, BAVARIA)]
    assert found[:3] == asked


def test_each_task_is_warned_of_once_and_thirty_days_before_it_is_deleted() -> None:
    windows = [(on, plan) for on in _days(date(2026, 1, 1), 800) if (plan := plan_warning(on, BAVARIA))]
    assert all(one[1][1] == other[1][0] for one, other in pairwise(windows))
    assert len({on.replace(day=1) for on, _plan in windows}) == len(windows)
    for on, (first, _last) in windows:
        assert forgotten_before(on + WARNED_BEFORE - timedelta(days=1)) <= first, "nothing of it is deleted before"


@pytest.mark.parametrize(
    ("counted", "due_on", "times"),
    [(0, None, 0), (0, date(2026, 11, 30), 0), (0, date(2026, 11, 29), 1), (1, date(2026, 11, 29), 2), (1, None, 1)],
)
def test_a_due_day_counts_once_it_is_over(counted: int, due_on: date | None, times: int) -> None:
    assert overdue_times(counted, due_on, date(2026, 11, 30)) == times


def test_a_reminder_is_put_off_to_a_working_day() -> None:
    assert snoozed_until(date(2026, 12, 4), 1, BAVARIA) == date(2026, 12, 7)
    assert snoozed_until(date(2026, 12, 18), 7, BAVARIA) == date(2026, 12, 28)


def test_29_february_is_forgotten_like_the_28th() -> None:
    assert forgotten_before(date(2028, 2, 29)) == date(2026, 2, 28)
