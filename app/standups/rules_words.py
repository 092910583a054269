"""Weeks as people type them about rounds: readers of typed arguments."""

from datetime import date, timedelta

from app.kit.rhythm import Week
from app.kit.weeks import find_week
from app.kit.words import Phrase

_OPENS_AHEAD = timedelta(days=10)
"""A round opens in the week before its own: "KW 49" typed in week 48 means the one that is open."""


def read_coming_week(phrase: Phrase, today: date) -> Week | None:
    """`KW 50`, `week 50`, `2026-W50`; without a year the coming one."""
    return _read(phrase, today, past=False)


def read_past_week(phrase: Phrase, today: date) -> Week | None:
    """The week of a report; without a year the last one, or that of the open round."""
    return _read(phrase, today + _OPENS_AHEAD, past=True)


def _read(phrase: Phrase, today: date, *, past: bool) -> Week | None:
    found = find_week(phrase, today, past=past)
    if found is None:
        return None
    phrase.take(found.start, found.end)
    return Week(found.year, found.number)
