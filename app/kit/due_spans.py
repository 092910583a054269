"""Weeks, months, quarters and years as the time until which something is due, and which day of them counts. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.kit.coming_days import coming, day_of, full_year
from app.kit.day_words import MONTHS, any_of
from app.kit.weeks import monday_of, year_of_week

FRIDAY = 4
_WEEK, _DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    on: date
    others: tuple[date, ...] = ()
    """Other days it may mean as well."""
    at_start: bool = False
    """Also a day as the first word of a text: `morgen Saal buchen`."""
    names: bool = False
    """It may belong to the noun before it: `Raumplan KW 49`."""
    weak: bool = False
    """Without a `bis` only after `am` or `on`: `sun` and `so.` are words of their own."""
    apart: bool = False
    """Even with a `bis` only where no word follows: `bis August kommt`, `bis Fr. Muster antwortet`."""

    def day_before(self) -> "Reading":
        """`vor dem 3.12.`"""
        return replace(self, on=self.on - _DAY, others=tuple(other - _DAY for other in self.others))


@dataclass(frozen=True)
class Form:
    pattern: re.Pattern[str]
    """Over a folded line (`weeks.Line`)."""
    read: Callable[..., Reading | None]
    """`read(match, today, said=…)`; None where it is no day after all. Raises NoSuchDay."""
    kind: str = ""
    """`weekday` and `date` may stand side by side: `Freitag, den 4.12.`"""


_MONTH = any_of(MONTHS)
_OF = r"(?: (?:des|der|dieses|dieser|vom|von|of|of the|of this|the|this))?"
_NEXT = r"(?P<next>(?:(?:des|der|of)? ?(?:naechste[nrms]?|kommende[nrms]?|next|coming) ))?"

_FULL_MONTHS = [word for word in MONTHS if len(word) > 4 or word in ("juni", "june", "juli", "july", "mai", "may")]
_PARTS = {"anfang": 0, "beginning": 0, "early": 0, "start": 0, "mitte": 1, "mid": 1, "middle": 1, "ende": 2, "end": 2}


def _part_of_month(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`Ende Januar` is its last day; the beginning and the middle are nobody's one day."""
    month = MONTHS[match["m"]]
    part = _PARTS[match["part"]] if match["part"] else 2
    if not match["part"] and not said:
        return None

    def on(year: int) -> date:
        return _in_month(year, month, part)

    day = coming(on, full_year(match["y"]), today)
    if not match["part"]:
        if match["m"] not in _FULL_MONTHS:
            return None  # `bis Jan zusagt`
        return Reading(day, (day.replace(day=1),), apart=True)  # `bis Januar`: with it, or until it begins
    return Reading(day, () if part == 2 else (_other_part(day),))


def _in_month(year: int, month: int, part: int) -> date:
    return day_of(year, month, (5, 15, monthrange(year, month)[1])[part])


def _other_part(day: date) -> date:
    return day.replace(day=10 if day.day == 5 else 20)


def _part_of_week(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    monday = today - timedelta(days=today.weekday()) + (_WEEK if match["next"] else timedelta())
    part = _PARTS[match["part"]] if match["part"] else 2
    if not match["next"] and today.weekday() > FRIDAY:
        monday += _WEEK
    day = monday + timedelta(days=(0, 2, FRIDAY)[part])
    return Reading(day, () if match["part"] or not match["next"] else (monday,))


def _part_of_long(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """Of a month, a quarter or a year without a name."""
    part = _PARTS[match["part"]] if match["part"] else 2
    if not match["part"] and not match["next"]:
        return None
    year, month = today.year, today.month
    if match["unit"].startswith(("jahr", "year")):
        year += 1 if match["next"] else 0
        return Reading(date(year, (1, 6, 12)[part], (31, 30, 31)[part]))
    if match["unit"].startswith("quart"):
        first = (month - 1) // 3 * 3 + (3 if match["next"] else 0)
        last = months_later(date(year, 1, 1), first + 2)
        return Reading(_in_month(last.year, last.month, 2))
    later = months_later(date(year, month, 1), 1 if match["next"] else 0)
    day = _in_month(later.year, later.month, part)
    return Reading(day, () if match["part"] == "ende" or match["part"] == "end" else (later,))


def _closing(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`Monatsende`, `Wochenende`, `eow`: one word for the end of what runs now."""
    word = match["word"]
    if word.startswith(("wochenende", "weekend", "eow")):
        return Reading(today + timedelta(days=(FRIDAY - today.weekday()) % 7))
    if word.startswith(("quartals",)):
        last = months_later(date(today.year, 1, 1), (today.month - 1) // 3 * 3 + 2)
        return Reading(_in_month(last.year, last.month, 2))
    if word.startswith(("jahres", "eoy")):
        return Reading(date(today.year, 12, 31))
    return Reading(_in_month(today.year, today.month, 2))


def _calendar_week(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    number = int(match["n"])
    year = int(match["y"]) if match["y"] else year_of_week(number, today, past=False)
    part = _PARTS[match["part"]] if match["part"] else 2
    return Reading(monday_of(year, number) + (0, 2, FRIDAY)[part] * _DAY, names=True)


def _end_of_year(match: re.Match[str], today: date, *, said: bool) -> Reading:
    return Reading(day_of(int(match["y"]), 12, 31))


def _quarter(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`bis Q1`, `Ende Q1 2027`: its last day."""
    if not said and not match["part"]:
        return None
    month = int(match["n"]) * 3
    return Reading(coming(lambda year: _in_month(year, month, 2), full_year(match["y"]), today))


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def form(pattern: str, read: Callable[..., Reading | None], kind: str = "") -> Form:
    return Form(re.compile(pattern), read, kind)


SPANS = (
    form(
        rf"(?:(?P<part>{any_of(_PARTS)})[ -](?:of |im |des |in )?)?(?P<m>{_MONTH})(?![\w-])(?: (?P<y>\d{{4}}))?",
        _part_of_month,
    ),
    form(
        rf"(?:(?P<part>{any_of(_PARTS)}){_OF} )?{_NEXT}(?:der |diese[rn]? |the |this )?(?:woche|week)(?![\w-])(?! \d)",
        _part_of_week,
    ),
    form(
        rf"(?:(?P<part>{any_of(_PARTS)}){_OF} )?{_NEXT}(?:diese[sn]? |des |the |this )?"
        rf"(?P<unit>monats?|month|quartals?|quarter|jahres|jahr|year)(?![\w-])",
        _part_of_long,
    ),
    form(r"(?P<word>wochenende|weekend|monatsende|quartalsende|jahresende|eow|eom|eoy)(?![\w-])", _closing),
    form(
        rf"(?:(?P<part>{any_of(_PARTS)}){_OF} )?(?:in )?(?:der )?(?:kw|kalenderwoche|calendar week|week) ?"
        rf"(?P<n>\d{{1,2}})(?!\d)(?:[ /-](?P<y>\d{{4}}))?",
        _calendar_week,
    ),
    form(r"(?:ende|end)(?: of)? (?P<y>20\d\d)(?!\d)", _end_of_year),
    form(r"(?P<part>(?:ende|end)(?: von| of)? )?q(?P<n>[1-4])(?!\d)(?:[ /](?P<y>20\d\d))?", _quarter),
)
