"""The forms in which one day is written, each with how it is read: a table, tried in its order. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.kit.coming_days import coming, day_of, full_year
from app.kit.day_words import DISTANCES, MONTHS, WEEKDAYS, any_of
from app.kit.weeks import NUMBER, monday_of, number_of, year_of_week

FRIDAY = 4
_WEEK, _DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    on: date
    others: tuple[date, ...] = ()
    """Other days it may mean as well."""
    at_start: bool = False
    """Also a day as the first word of a text: `morgen Saal buchen`."""

    def day_before(self) -> "Reading":
        """`vor dem 3.12.`"""
        return replace(self, on=self.on - _DAY, others=tuple(other - _DAY for other in self.others))


@dataclass(frozen=True)
class Form:
    pattern: re.Pattern[str]
    """Over a folded line (`weeks.Line`)."""
    read: Callable[..., Reading | None]
    """`read(match, today, said=…)`; None where it is no day after all. Raises NoSuchDay."""
    needs_article: bool = False
    """Without `bis` only after `am`, `on` and the like: `am 31.`."""


_MONTH = any_of(MONTHS)
_ORDINAL = r"(?:\.|st|nd|rd|th)"
_SHORT = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5}
"""Without a full stop words of their own; days only where a `bis` says so."""
_PART = r"(?: (?:frueh|vormittag|mittag|nachmittag|abend|morning|noon|afternoon|evening|night))?"
_OF = r"(?: (?:des|der|dieses|dieser|vom|von|of|of the|of this|the|this))?"
_NEXT = r"(?P<next>(?:(?:des|der|of)? ?(?:naechste[nrms]?|kommende[nrms]?|next|coming) ))?"


def _iso(match: re.Match[str], today: date, *, said: bool) -> Reading:
    return Reading(day_of(int(match["y"]), int(match["m"]), int(match["d"])))


def _dotted(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`15.12.`; without the second full stop it may be a room, a chapter or a time, so only where it is said."""
    day, month = int(match["d"]), int(match["m"])
    if (not match["dot"] and not said) or month > 12 or not day >= 1 or month < 1:
        return None
    return Reading(coming(lambda year: day_of(year, month, day), full_year(match["y"]), today))


def _slashed(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`3/12`: day before month, as Europe writes; the other way round where that is a day, too."""
    day, month, year = int(match["d"]), int(match["m"]), full_year(match["y"])
    if not (said or match["y"]) or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    on = coming(lambda found: day_of(found, month, day), year, today)
    swapped = day != month and day <= 12
    others = (coming(lambda found: day_of(found, day, month), year, today),) if swapped else ()
    return Reading(on, others)


def _named(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    month, day = MONTHS[match["m"]], int(match["d"])
    return Reading(coming(lambda year: day_of(year, month, day), full_year(match["y"]), today))


def _ordinal(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`am 31.`: of this month, or of the next one that has such a day."""
    day = int(match["d"])
    if not 1 <= day <= 31:
        return None
    year, month = today.year, today.month
    while day > monthrange(year, month)[1] or date(year, month, day) < today:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return Reading(date(year, month, day))


def _weekday(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    written = match["day"]
    weekday = WEEKDAYS.get(written, _SHORT.get(written))
    if weekday is None or (written in _SHORT and not said):
        return None
    ahead = timedelta(days=(weekday - today.weekday()) % 7)
    on = today + ahead
    monday = today - timedelta(days=today.weekday())
    if match["after"]:
        return Reading(on + _WEEK)
    if match["week"]:
        return Reading(monday + _WEEK + timedelta(days=weekday))
    if match["over"]:
        return Reading(monday + 2 * _WEEK + timedelta(days=weekday))
    if match["which"]:
        if not ahead:
            return Reading(on + _WEEK)
        # In a week that has begun, `nächsten Freitag` is this week's for some and the next one's for others.
        return Reading(on, () if on >= monday + _WEEK else (on + _WEEK,))
    return Reading(on, () if ahead else (on + _WEEK,), at_start=True)


def _distance(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    return Reading(today + timedelta(days=DISTANCES[match["word"]]), at_start=True)


def _length(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    if match["fortnight"]:
        return Reading(today + 2 * _WEEK, at_start=True)
    number = number_of(match["n"])
    unit = match["unit"]
    if unit.startswith(("tag", "day")):
        return Reading(today + number * _DAY, at_start=True)
    if unit.startswith(("woche", "week")):
        return Reading(today + number * _WEEK, at_start=True)
    months = number if unit.startswith(("monat", "month")) else 12 * number
    return Reading(_months_later(today, months), at_start=True)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
        return Reading(day, (day.replace(day=1),))  # `bis Januar`: with it, or until it begins
    return Reading(day, () if part == 2 else (_other_part(day),))


def _in_month(year: int, month: int, part: int) -> date:
    return date(year, month, (5, 15, monthrange(year, month)[1])[part])


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
        last = _months_later(date(year, 1, 1), first + 2)
        return Reading(_in_month(last.year, last.month, 2))
    later = _months_later(date(year, month, 1), 1 if match["next"] else 0)
    day = _in_month(later.year, later.month, part)
    return Reading(day, () if match["part"] == "ende" or match["part"] == "end" else (later,))


def _closing(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`Monatsende`, `Wochenende`, `eow`: one word for the end of what runs now."""
    word = match["word"]
    if word.startswith(("wochenende", "weekend", "eow")):
        return Reading(today + timedelta(days=(FRIDAY - today.weekday()) % 7))
    if word.startswith(("quartals",)):
        last = _months_later(date(today.year, 1, 1), (today.month - 1) // 3 * 3 + 2)
        return Reading(_in_month(last.year, last.month, 2))
    if word.startswith(("jahres", "eoy")):
        return Reading(date(today.year, 12, 31))
    return Reading(_in_month(today.year, today.month, 2))


def _calendar_week(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    number = int(match["n"])
    year = int(match["y"]) if match["y"] else year_of_week(number, today, past=False)
    return Reading(monday_of(year, number) + FRIDAY * _DAY)


_FEASTS = {
    "heiligabend": (12, 24), "weihnachten": (12, 24), "christmas": (12, 24), "silvester": (12, 31),
    "new year's eve": (12, 31), "neujahr": (1, 1), "new year": (1, 1), "nikolaus": (12, 6),
}  # fmt: skip


def _feast(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    if not said:
        return None
    month, day = _FEASTS[match["word"]]
    return Reading(coming(lambda year: day_of(year, month, day), None, today))


def _form(pattern: str, read: Callable[..., Reading | None], *, needs_article: bool = False) -> Form:
    return Form(re.compile(pattern), read, needs_article)


FORMS = (
    _form(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", _iso),
    _form(
        r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})(?P<dot>\.)?(?(dot)(?: ?(?P<y>\d{4}|'?\d{2}(?![\d.:])))?)(?![\d%€])", _dotted
    ),
    _form(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\d/])", _slashed),
    _form(rf"(?P<d>\d{{1,2}}){_ORDINAL}? ?(?:of )?(?P<m>{_MONTH})\b\.?(?:,? (?P<y>\d{{4}}))?", _named),
    _form(rf"(?P<m>{_MONTH})\.? (?:the )?(?P<d>\d{{1,2}}){_ORDINAL}?(?!\d)(?:,? (?P<y>\d{{4}}))?", _named),
    _form(
        rf"(?:(?P<over>uebernaechste[nrms]? )|(?P<which>naechste[nrms]? |next )|(?:kommende[nrms]?|coming|diese[nmrs]?|"
        rf"this) )?(?P<day>{any_of(WEEKDAYS)}|{any_of(_SHORT)})(?!\w){_PART}"
        rf"(?P<after> in (?:einer|a) (?:woche|week)| week(?! \d))?"
        rf"(?P<week> (?:der |of )?(?:naechste[rn]?|kommende[rn]?|next) (?:woche|week))?",
        _weekday,
    ),
    _form(rf"(?P<word>{any_of(DISTANCES)})\b{_PART}", _distance),
    _form(
        rf"(?:in|innerhalb von|innerhalb|binnen|within) (?:(?:the )?(?:naechsten |next ))?"
        rf"(?:(?P<fortnight>(?:a )?fortnight)|(?P<n>{NUMBER}) "
        rf"(?P<unit>tag(?:en|e)?|days?|wochen?|weeks?|monat(?:en|e)?|months?|jahr(?:en|e)?|years?))(?!\w)",
        _length,
    ),
    _form(
        rf"(?:(?P<part>{any_of(_PARTS)})[ -](?:of |im |des |in )?)?(?P<m>{_MONTH})(?![\w-])(?: (?P<y>\d{{4}}))?",
        _part_of_month,
    ),
    _form(
        rf"(?:(?P<part>{any_of(_PARTS)}){_OF} )?{_NEXT}(?:der |diese[rn]? |the |this )?(?:woche|week)(?![\w-])(?! \d)",
        _part_of_week,
    ),
    _form(
        rf"(?:(?P<part>{any_of(_PARTS)}){_OF} )?{_NEXT}(?:diese[sn]? |des |the |this )?"
        rf"(?P<unit>monats?|month|quartals?|quarter|jahres|jahr|year)(?![\w-])",
        _part_of_long,
    ),
    _form(r"(?P<word>wochenende|weekend|monatsende|quartalsende|jahresende|eow|eom|eoy)(?![\w-])", _closing),
    _form(
        r"(?:(?:in )?(?:der )?(?:kw|kalenderwoche|calendar week|week)) ?(?P<n>\d{1,2})(?!\d)(?:[ /-](?P<y>\d{4}))?",
        _calendar_week,
    ),
    _form(rf"(?P<word>{any_of(dict.fromkeys(_FEASTS, 0))})(?![\w-])", _feast),
    _form(rf"(?P<d>\d{{1,2}}){_ORDINAL}(?![\w.])", _ordinal, needs_article=True),
)
