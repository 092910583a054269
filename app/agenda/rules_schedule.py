"""When a team meets and when the agenda is posted: pure functions of a schedule and a week.

A meeting has the name of its planned day and keeps it where a holiday moves it to the next working day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.kit.calendar import QUIET_UNTIL, WorkCalendar, local_day, moment_of
from app.kit.rhythm import HolidayRule, Rhythm, Week, is_in_rhythm, week_of

_WEEKS_LOOKED_THROUGH = 60


class SkipReason(StrEnum):
    HOLIDAY = "holiday"
    SET = "set"
    """A coordinator said so."""
    POSTED_TOO_LATE = "posted_too_late"
    """When its agenda could be posted, the meeting was over."""


@dataclass(frozen=True)
class Schedule:
    weekday: int
    starts_time: time
    length_minutes: int
    posted_before_minutes: int
    zone: ZoneInfo
    calendar: WorkCalendar
    rhythm: Rhythm = Rhythm.WEEKLY
    nth: int = 1
    anchor_on: date = date(2026, 1, 5)
    holiday_rule: HolidayRule = HolidayRule.SKIP
    skipped: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Occurrence:
    planned_on: date
    on: date
    posts_at: datetime
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Skipped:
    planned_on: date
    reason: SkipReason


def occurrence(schedule: Schedule, week: Week) -> Occurrence | Skipped | None:
    """The week's meeting, why it is left out, or None where the rhythm has none."""
    planned = week.day(schedule.weekday)
    if not is_in_rhythm(schedule.rhythm, schedule.nth, schedule.anchor_on, planned):
        return None
    if planned in schedule.skipped:
        return Skipped(planned, SkipReason.SET)
    on = planned
    if schedule.calendar.holiday(planned):
        if schedule.holiday_rule is HolidayRule.SKIP:
            return Skipped(planned, SkipReason.HOLIDAY)
        on = schedule.calendar.working_day_from(planned)
    starts_at = moment_of(on, schedule.starts_time, schedule.zone)
    earliest = moment_of(on, QUIET_UNTIL, schedule.zone)
    posts_at = max(earliest, starts_at - timedelta(minutes=schedule.posted_before_minutes))
    return Occurrence(planned, on, posts_at, starts_at, starts_at + timedelta(minutes=schedule.length_minutes))


def occurrences(schedule: Schedule, since: Week) -> Iterator[Occurrence | Skipped]:
    """The meetings of this week and the coming ones, left out ones among them; about a year's worth."""
    for ahead in range(_WEEKS_LOOKED_THROUGH):
        if found := occurrence(schedule, since.after(ahead)):
            yield found


def first_from(schedule: Schedule, planned_on: date) -> Occurrence | None:
    """The meeting planned for this day or the next one that takes place."""
    return next(
        (
            it
            for it in occurrences(schedule, week_of(planned_on))
            if isinstance(it, Occurrence) and it.planned_on >= planned_on
        ),
        None,
    )


def next_posting(schedule: Schedule, after: datetime) -> Occurrence | None:
    """The first meeting whose agenda is posted later than `after`. None where a year's meetings are all left out."""
    # A meeting moved by a holiday may be planned in the week before.
    since = week_of(local_day(after, schedule.zone) - timedelta(weeks=1))
    return next((it for it in occurrences(schedule, since) if isinstance(it, Occurrence) and it.posts_at > after), None)


def on_day(schedule: Schedule, on: date) -> Occurrence | None:
    """The planned meeting that takes place on this day, also where a holiday moved it there."""
    for it in occurrences(schedule, week_of(on - timedelta(weeks=1))):
        if isinstance(it, Occurrence) and it.on >= on:
            return it if it.on == on else None
    return None


def next_morning(on: date, zone: ZoneInfo) -> datetime:
    """When a meeting of this day ends by itself."""
    return moment_of(on + timedelta(days=1), QUIET_UNTIL, zone)


def next_night(now: datetime, zone: ZoneInfo, team_id: int) -> datetime:
    """At the team's own minute, so that hundreds of teams are no burst."""
    minutes = team_id * 11 % 120
    return moment_of(local_day(now, zone) + timedelta(days=1), time(3 + minutes // 60, minutes % 60), zone)
