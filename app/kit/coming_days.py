"""The year a day is meant in that was written without one, and days that do not exist. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from app.kit.i18n import _
from app.kit.weeks import YEARS, NoSuchDay

LATELY = timedelta(days=28)


def day_of(year: int, month: int, day: int) -> date:
    """Raises NoSuchDay."""
    try:
        return date(year if year in YEARS else 0, month, day)
    except ValueError:
        raise NoSuchDay(_("Den Tag {day}.{month}. gibt es nicht.", day=day, month=month), example="12.8.") from None


def full_year(written: str | None) -> int | None:
    """`26`, `'26` and `2026` alike."""
    if not written:
        return None
    year = int(written.lstrip("'"))
    return year if year > 99 else 2000 + year


def coming(on: Callable[[int], date], year: int | None, today: date) -> date:
    """The year said, or the first in which the day is not over for longer than lately. Raises NoSuchDay."""
    if year is not None:
        return on(year)
    tried = range(today.year - 1, today.year + 9)  # the 29th of February may be eight years away
    for candidate in tried:
        try:
            day = on(candidate)
        except NoSuchDay:
            if candidate == tried[-1]:
                raise
            continue
        if day >= today - LATELY:
            return day
    raise AssertionError("unreachable: one of the next years has the day")
