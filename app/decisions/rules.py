"""What a decision may be: limits, when a round ends, and how it comes out. Pure functions."""

import calendar
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.kit.calendar import WorkCalendar, local_day, moment_of

LONGEST_WORDING = 2000
LONGEST_REASON = 2000
LONGEST_DECIDED_BY = 300
LONGEST_LINK = 1000

ROUND_ENDS = time(16, 0)
"""On the team's wall clock: there is time to read the result before the evening."""

WARNED_BEFORE = timedelta(days=30)

_REFERENCE = re.compile(r"(?:nr\.?|no\.?|nummer|number)?\s*(\d{4})\s*[-/–]\s*(\d{1,6})", re.IGNORECASE)


class Why(StrEnum):
    """How a round came out."""

    ADOPTED = "adopted"
    OBJECTION = "objection"
    QUORUM = "quorum"
    """Too few took part."""
    MAJORITY = "majority"
    """No more yes than no."""


@dataclass(frozen=True)
class RoundPlan:
    closes_at: datetime
    remind_on: date


def plan_round(now: datetime, days: int, zone: ZoneInfo, working: WorkCalendar) -> RoundPlan:
    """Ends on the nth working day after today; reminds on the working day before that, or on the last day itself."""
    opened = last = local_day(now, zone)
    for _number in range(max(days, 1)):
        last = working.working_day_from(last + timedelta(days=1))
    before = working.working_day_until(last - timedelta(days=1))
    return RoundPlan(moment_of(last, ROUND_ENDS, zone), before if before > opened else last)


def quorum_of(members: int, percent: int) -> int:
    """How many of the members must take part."""
    return math.ceil(members * percent / 100)


def outcome_of(way: str, tally: Mapping[str, int], quorum: int | None) -> Why:
    """Consent is reached where nobody objects, also by silence; a vote needs its quorum and more yes than no."""
    if way == "consent":
        return Why.OBJECTION if tally.get("objection") else Why.ADOPTED
    if sum(tally.values()) < (quorum or 0):
        return Why.QUORUM
    return Why.ADOPTED if tally.get("yes", 0) > tally.get("no", 0) else Why.MAJORITY


def read_reference(typed: str) -> tuple[int, int] | None:
    """`2026-14` alone, also as people quote it: `Nr. 2026/14`."""
    found = _REFERENCE.fullmatch(typed.strip(" .#"))
    return (int(found[1]), int(found[2])) if found else None


def months_later(on: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def filed_until(filed_from: date, years: int, kept_since: date) -> date:
    """The day on which the filing plan deletes a decision; never within 30 days of the plan's own change."""
    return max(months_later(filed_from, 12 * years), kept_since + WARNED_BEFORE)


def next_filing(now: datetime, zone: ZoneInfo, team_id: int) -> datetime:
    """Next night, at the team's own minute, so that hundreds of teams are no burst."""
    minutes = team_id * 11 % 120
    return moment_of(local_day(now, zone) + timedelta(days=1), time(3 + minutes // 60, minutes % 60), zone)
