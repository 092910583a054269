"""Decisions about people as pure functions: when the day's message goes out, whom it leaves alone, who coordinates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.kit.calendar import QUIET_FROM, WorkCalendar, local_day, moment_of

DAY_MESSAGE_EARLIEST, DAY_MESSAGE_LATEST = time(8, 0), time(12, 0)
ROSTER_CHECK = time(2, 0)
"""Local time from which rosters are checked at night."""
ROSTER_CHECK_SPREAD_MINUTES = 180
"""Teams are checked one after another over three hours, so that hundreds of them are no burst."""
REMOVED_KEPT = timedelta(days=30)
ABSENCES_KEPT = timedelta(days=7)
LEFT_KEPT = timedelta(weeks=12)
"""As long as the last answers of who left: then nothing names them any more but what stays without a name."""
DOWNLOADS_KEPT = timedelta(hours=12)
"""A link that is over is of no use; kept for the night's work."""
LONGEST_ABSENCE = timedelta(days=366)

T = TypeVar("T")


@dataclass(frozen=True)
class DayPlan:
    on: date | None
    """The day whose messages go out now; None where it is no working day, too early or too late."""
    useless_after: datetime
    """The quiet time's begin on that day."""
    next_at: datetime


def plan_day_message(now: datetime, at: time, zone: ZoneInfo, calendar: WorkCalendar) -> DayPlan:
    """After 18:00 on the wall clock nothing is sent for that day: it would only make noise in the evening."""
    today = local_day(now, zone)
    evening = moment_of(today, QUIET_FROM, zone)
    speaks = calendar.is_working_day(today) and moment_of(today, at, zone) <= now < evening
    return DayPlan(today if speaks else None, evening, next_day_message(now, at, zone, calendar))


def next_day_message(now: datetime, at: time, zone: ZoneInfo, calendar: WorkCalendar) -> datetime:
    """The next working day's hour after `now`."""
    day = calendar.working_day_from(local_day(now, zone))
    while (moment := moment_of(day, at, zone)) <= now:
        day = calendar.working_day_from(day + timedelta(days=1))
    return moment


def next_roster_check(now: datetime, zone: ZoneInfo, team_id: int) -> datetime:
    """Next night, at the team's own minute."""
    minutes = team_id * 7 % ROSTER_CHECK_SPREAD_MINUTES
    at = (datetime.combine(date.min, ROSTER_CHECK) + timedelta(minutes=minutes)).time()
    day = local_day(now, zone)
    while (moment := moment_of(day, at, zone)) <= now:
        day += timedelta(days=1)
    return moment


def merged(first: date, last: date, others: Iterable[tuple[T, date, date]]) -> tuple[date, date, list[T]]:
    """The absence together with all it overlaps or touches, and which of the others are in it now."""
    swallowed: list[T] = []
    waiting = list(others)
    while touching := [
        (other, start, end)
        for other, start, end in waiting
        if start <= last + timedelta(days=1) and end >= first - timedelta(days=1)
    ]:
        for other, start, end in touching:
            first, last = min(first, start), max(last, end)
            swallowed.append(other)
        waiting = [one for one in waiting if one not in touching]
    return first, last, swallowed


@dataclass(frozen=True)
class Candidate:
    member_id: int
    guest: bool
    joined_on: date
    coordinates: bool
    installed: bool
    """Installed the app and was not made coordinator yet."""


def new_coordinator(present: Sequence[Candidate]) -> int | None:
    """The member who begins to coordinate now, or None where nobody has to.

    Who installed the app coordinates as soon as the roster shows them. Otherwise a team is never left without: when
    nobody coordinates, the longest-standing member who is no guest does, and where all are guests the longest-standing
    of these. The settings change it at any time.
    """
    if not present:
        return None
    if installer := next((one for one in present if one.installed and not one.coordinates), None):
        return installer.member_id
    if any(one.coordinates for one in present):
        return None
    return min(present, key=lambda one: (one.guest, one.joined_on, one.member_id)).member_id
