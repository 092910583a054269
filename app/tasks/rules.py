"""How a typed task is read, and on which days its owner hears of it: pure functions."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from app.kit.calendar import WorkCalendar
from app.kit.dates import Days, find_days
from app.kit.weeks import NoSuchDay
from app.kit.words import Phrase, normalise

LONGEST_TITLE = 200
LONGEST_REASON = 500
LOOK_AROUND = timedelta(days=14)
"""Between a due day and the working day on which it is told lie no more days than this."""

_FRIDAY = 4
_MOST_DAY_WORDS = 8
"""`bis zum 4. Dezember 2026` has five."""
_SAID = re.compile(r"(?:bis|until|till|by|am|on|due|faellig)(?!\w)")
_EDGES = " \t\n,;:-–."


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


def read_typed(typed: str, names: Iterable[str], today: date) -> tuple[str, date | None]:
    """Title and due day of `Saal buchen @Bert bis Freitag`: the mentioned names and a day at the end are taken out.

    What is not understood stays in the title. Raises NoSuchDay for a day that was clearly meant as one: `bis 31.2.`.
    """
    for name in names:
        typed = _without(typed, name)
    found = _day_at_end(typed, today)
    if found is None:
        return " ".join(typed.split()), None
    start, days = found
    return " ".join(typed[:start].strip(_EDGES).split()), _due_of(days)


def _without(typed: str, name: str) -> str:
    at = typed.find(name)
    if at < 0 or not name:
        return typed
    return f"{typed[:at].rstrip('@ ')} {typed[at + len(name) :]}"


def _day_at_end(typed: str, today: date) -> tuple[int, Days] | None:
    """Where the day begins that the text ends with. A number that only looks like a day needs a `bis` before it."""
    tokens = Phrase(typed).tokens[-_MOST_DAY_WORDS:]
    for before, token in zip([None, *tokens], tokens, strict=False):
        if any(_SAID.fullmatch(later.normal) for later in tokens if later.start > token.start):
            continue  # the word before the day is still to come
        rest = typed[token.start :]
        said = before if before and _SAID.fullmatch(before.normal) else None
        clear = said is not None or _SAID.match(normalise(rest)) is not None
        days = _read(rest, today, clear=clear)
        if days and days.start == 0 and not rest[days.end :].strip(_EDGES + "!"):
            return ((said or token).start, days) if clear or days.sure else None
    return None


def _read(rest: str, today: date, *, clear: bool) -> Days | None:
    try:
        return find_days(Phrase(rest), today)
    except NoSuchDay:
        if clear:
            raise
        return None


def _due_of(days: Days) -> date:
    """The last day; of a whole week its Friday."""
    whole_week = days.first.weekday() == 0 and days.last - days.first == timedelta(days=6)
    return days.first + timedelta(days=_FRIDAY) if whole_week else days.last
