"""The forms in which one day is written, each with how it is read: a table, tried in its order. Pure."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from app.kit.coming_days import coming, day_of, full_year
from app.kit.day_words import DISTANCES, MONTHS, WEEKDAYS, any_of
from app.kit.due_spans import SPANS, Reading, form, months_later
from app.kit.i18n import _
from app.kit.weeks import NUMBER, NoSuchDay, number_of

_WEEK, _DAY = timedelta(days=7), timedelta(days=1)


_MONTH = any_of(MONTHS)
_ORDINAL = r"(?:\.|st|nd|rd|th)"
_SHORT = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5}
"""Without a full stop words of their own; days only where a `bis` says so."""
_PART = r"(?:[ -]?(?:frueh|vormittag|mittag|nachmittag|abend|nacht|noch|morning|noon|afternoon|evening|night)(?!\w))?"
_NEXT_WEEK = r"(?:naechste[rn]?|kommende[rn]?|next) (?:woche|week)"


def _iso(match: re.Match[str], today: date, *, said: bool) -> Reading:
    return Reading(day_of(int(match["y"]), int(match["m"]), int(match["d"])))


def _dotted(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`15.12.`; without the second full stop it may be a room, a chapter or a time, so only where it is said."""
    day, month = int(match["d"]), int(match["m"])
    if not match["dot"] and (not said or month > 12):
        return None
    if not 1 <= month <= 12 or day < 1:
        raise NoSuchDay(_("Den Tag {day}.{month}. gibt es nicht.", day=day, month=month), example="12.8.")
    return Reading(coming(lambda year: day_of(year, month, day), full_year(match["y"]), today))


def _slashed(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    """`3/12`: day before month, as Europe writes; the other way round where that is a day, too."""
    day, month, year = int(match["d"]), int(match["m"]), full_year(match["y"])
    if month > 12 and match["y"]:
        day, month = month, day  # `12/24/2026` can only be meant the American way
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
    return Reading(date(year, month, day), weak=True, apart=match["dot"] != ".")


def _weekday(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    written = match["day"]
    weekday = WEEKDAYS.get(written, _SHORT.get(written))
    if weekday is None or (written in _SHORT and not said):
        return None
    reading = _which_weekday(match, weekday, today)
    short = not written.endswith(("tag", "day", "mittwoch", "abend"))
    return replace(reading, weak=short and match["which"] is None, apart=written == "fr.")


def _which_weekday(match: re.Match[str], weekday: int, today: date) -> Reading:
    ahead = timedelta(days=(weekday - today.weekday()) % 7)
    on = today + ahead
    monday = today - timedelta(days=today.weekday())
    if match["after"]:
        return Reading(on + _WEEK)
    if match["week"] or match["week_first"]:
        return Reading(monday + _WEEK + timedelta(days=weekday))
    if match["over"]:
        return Reading(monday + 2 * _WEEK + timedelta(days=weekday))
    if match["which"]:
        if not ahead:
            return Reading(on + _WEEK)
        # In a week that has begun, `nächsten Freitag` is this week's for some and the next one's for others.
        return Reading(on, () if on >= monday + _WEEK else (on + _WEEK,))
    return Reading(*_coming_weekday(weekday, today))


def _coming_weekday(weekday: int, today: date) -> tuple[date, tuple[date, ...]]:
    """On its own day it is today; as good is the one in a week."""
    on = today + timedelta(days=(weekday - today.weekday()) % 7)
    return on, () if on > today else (on + _WEEK,)


def _distance(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    distance = DISTANCES[match["word"]]
    return Reading(today + timedelta(days=distance), at_start=distance >= 0, weak=distance < 0)


def _length(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    if match["fortnight"]:
        return Reading(today + 2 * _WEEK, at_start=True)
    number = number_of(match["n"])
    unit = match["unit"]
    if match["half"]:
        return Reading(months_later(today, 6), at_start=True)
    if unit.startswith(("tag", "day")):
        return Reading(today + number * _DAY, at_start=True)
    if unit.startswith(("woche", "week")):
        return Reading(today + number * _WEEK, at_start=True)
    months = number if unit.startswith(("monat", "month")) else 12 * number
    return Reading(months_later(today, months), at_start=True)


_FEASTS = {
    "heiligabend": (12, 24), "weihnachten": (12, 24), "christmas": (12, 24), "silvester": (12, 31),
    "new year's eve": (12, 31), "neujahr": (1, 1), "new year": (1, 1), "nikolaus": (12, 6),
}  # fmt: skip


def _feast(match: re.Match[str], today: date, *, said: bool) -> Reading | None:
    if not said:
        return None
    month, day = _FEASTS[match["word"]]
    return Reading(coming(lambda year: day_of(year, month, day), None, today))


FORMS = (
    form(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", _iso, "date"),
    form(
        r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})(?P<dot>\.)?(?(dot)(?: ?(?P<y>\d{4}|'?\d{2}(?![\d.:])))?)(?![\d%€])",
        _dotted,
        "date",
    ),
    form(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\d/])", _slashed),
    form(rf"(?P<d>\d{{1,2}}){_ORDINAL}? ?(?:of )?(?P<m>{_MONTH})\b\.?(?:,? (?P<y>\d{{4}}))?", _named, "date"),
    form(rf"(?P<m>{_MONTH})\.? (?:the )?(?P<d>\d{{1,2}}){_ORDINAL}?(?!\d)(?:,? (?P<y>\d{{4}}))?", _named, "date"),
    form(
        rf"(?P<week_first>{_NEXT_WEEK},? (?:am |on )?)?"
        rf"(?:(?P<over>uebernaechste[nrms]? )|(?P<which>naechste[nrms]? |next )|(?:kommende[nrms]?|coming|diese[nmrs]?|"
        rf"this) )?(?P<day>{any_of(WEEKDAYS)}|{any_of(_SHORT)})(?:[ -]?morgen)?{_PART}(?!\w)"
        rf"(?P<after> in (?:einer|a) (?:woche|week)| week(?! \d))?"
        rf"(?P<week> (?:der |of )?{_NEXT_WEEK})?",
        _weekday,
        "weekday",
    ),
    form(rf"(?P<word>{any_of(DISTANCES)})\b{_PART}", _distance),
    form(
        rf"(?:in|innerhalb von|innerhalb|binnen|within) (?:(?:the )?(?:naechsten |next ))?"
        rf"(?:(?P<fortnight>(?:a )?fortnight(?:'s time)?)|(?P<n>{NUMBER}) (?P<half>halben (?=jahr)|half (?=year))?"
        rf"(?P<unit>tag(?:en|e)?|days?|wochen?|weeks?|monat(?:en|e)?|months?|jahr(?:en|e)?|years?)(?:'s? time)?)"
        rf"(?!\w)",
        _length,
    ),
    *SPANS,
    form(rf"(?P<word>{any_of(dict.fromkeys(_FEASTS, 0))})(?![\w-])", _feast),
    form(rf"(?P<d>\d{{1,2}})(?P<dot>{_ORDINAL})(?: (?:des monats|of the month))?(?![\w.])", _ordinal),
)
BEGINS = re.compile(
    rf"\d|{any_of(WEEKDAYS)}|(?:{any_of(_SHORT)})(?!\w)|{any_of(MONTHS)}|{any_of(DISTANCES)}"
    rf"|{any_of(dict.fromkeys(_FEASTS, 0))}"
    r"|(?:in|innerhalb|binnen|within|an?fang|mitte|mid|middle|early|ende?|start|beginning|naechste|next|kommende|coming"
    r"|diese|this|uebernaechste|der|des|of|the|woche|week|kw|kalenderwoche|calendar|monat|month|quart|jahr|year|q[1-4]"
    r"|eow|eom|eoy|bis|spaetestens|faellig|due|deadline|frist|termin|zum|noch|vor|before|no|not|at|until|till|by|am|on"
    r"|den|im|[a-z]*ende)"
)
"""What a day or the word before it begins with: elsewhere none is looked for."""
