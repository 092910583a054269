"""What comes every week, every two weeks or once a month: shared by rounds and meetings."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Week(NamedTuple):
    """An ISO week."""

    year: int
    number: int

    def day(self, weekday: int) -> date:
        """0 is Monday, as everywhere here."""
        return date.fromisocalendar(self.year, self.number, weekday + 1)

    def after(self, weeks: int = 1) -> "Week":
        return week_of(self.day(0) + timedelta(weeks=weeks))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


def week_of(day: date) -> Week:
    year, number, _weekday = day.isocalendar()
    return Week(year, number)


class Rhythm(StrEnum):
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    """The nth weekday of a month."""


class HolidayRule(StrEnum):
    SKIP = "skip"
    MOVE = "move"


RHYTHMS: Mapping[str, tuple[Rhythm, int]] = {
    "weekly": (Rhythm.WEEKLY, 1),
    "biweekly": (Rhythm.BIWEEKLY, 1),
    "month_1": (Rhythm.MONTHLY, 1),
    "month_2": (Rhythm.MONTHLY, 2),
    "month_3": (Rhythm.MONTHLY, 3),
    "month_4": (Rhythm.MONTHLY, 4),
    "month_last": (Rhythm.MONTHLY, -1),
}
"""The choices on a form, with n of "the nth weekday"; -1 is the last."""


def rhythm_name(rhythm: Rhythm, nth: int) -> str:
    """The choice on a form that means this."""
    return next(
        name
        for name, (known, its_nth) in RHYTHMS.items()
        if known == rhythm and (known is not Rhythm.MONTHLY or its_nth == nth)
    )


def is_in_rhythm(rhythm: Rhythm, nth: int, anchor_on: date, day: date) -> bool:
    """Whether this day, on its weekday, is one of the rhythm. `anchor_on` is a day of a week that counts."""
    match rhythm:
        case Rhythm.WEEKLY:
            return True
        case Rhythm.BIWEEKLY:
            # Counted in days, not in week numbers: week 53 is followed by week 1.
            return (week_of(day).day(0) - week_of(anchor_on).day(0)).days % 14 == 0
        case Rhythm.MONTHLY if nth == -1:
            return (day + timedelta(weeks=1)).month != day.month
        case Rhythm.MONTHLY:
            return (day.day - 1) // 7 + 1 == nth
