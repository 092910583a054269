"""Days and day ranges as people type them, in German and English at once. Pure: today is passed in.

A day without a year is the coming one; one of the last four weeks is read as past, so that a slip is answered with
"that is over" and does not land a year ahead. Written numbers are day before month, as Europe writes them.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.kit.coming_days import coming, day_of, full_year
from app.kit.day_words import DISTANCES, FROM, MONTHS, UNTIL, WEEKDAYS, any_of
from app.kit.due_days import DayRead as DayRead  # one due day is read here, too, for the rooms
from app.kit.due_days import find_day as find_day
from app.kit.weeks import NUMBER, WEEK, Line, monday_of, number_of, year_of_week
from app.kit.weeks import find_week as find_week  # weeks are read here, too, for the rooms
from app.kit.weeks import read_week as read_week
from app.kit.weeks import read_weeks as read_weeks
from app.kit.words import Phrase

LONGEST_ACROSS_NEW_YEAR = timedelta(days=183)
"""`20.12.–5.1.` ends next year; `20.8.–12.8.` is more likely turned round than a year long."""


@dataclass(frozen=True)
class Days:
    """What was read: from `first` to `last`, both included; `start` and `end` are its place in the phrase's text."""

    first: date
    last: date
    start: int
    end: int
    sure: bool = True
    """False where another reading is as good: `nächsten Freitag`, `Freitag` on a Friday, `3/4/2026`."""
    ends: bool = True
    """False for `ab Montag`: a beginning whose end was not said."""

    @property
    def reversed(self) -> bool:
        return self.last < self.first


@dataclass(frozen=True)
class _Piece:
    """One written day. Without month or year these come from the other end of the range, or from today."""

    day: int
    month: int | None = None
    year: int | None = None
    fixed: date | None = None
    sure: bool = True


_MONTH = any_of(MONTHS)
_ORDINAL = r"(?:\.|st|nd|rd|th)?"
_DAY_PATTERNS = (
    r"(?P<iso_y>\d{4})-(?P<iso_m>\d{1,2})-(?P<iso_d>\d{1,2})",
    r"(?P<sl_d>\d{1,2})/(?P<sl_m>\d{1,2})(?:/(?P<sl_y>\d{4}|\d{2}))?",
    r"(?P<num_d>\d{1,2})\.(?P<num_m>\d{1,2})(?P<num_dot>\.(?: ?(?P<num_y>\d{4}|'?\d{2}(?![\d.:])))?)?(?!\d)",
    r"(?P<gap_d>\d{1,2})\. (?P<gap_m>\d{1,2})\.(?: ?(?P<gap_y>\d{4}))?",
    rf"(?:the )?(?P<dm_d>\d{{1,2}}){_ORDINAL} ?(?:of )?(?P<dm_m>{_MONTH})\b\.?(?:,? (?P<dm_y>\d{{4}}))?",
    rf"(?P<md_m>{_MONTH})\.? (?:the )?(?P<md_d>\d{{1,2}}){_ORDINAL}(?!\d)(?:,? (?P<md_y>\d{{4}}))?",
    rf"(?:the )?(?P<word>{any_of(DISTANCES)})\b",
    rf"(?:am |on )?(?:(?P<next>naechste[nrm]?|next)|diese[nmr]?|this|kommende[nrm]?|coming)? ?"
    rf"(?P<weekday>{any_of(WEEKDAYS)})(?!\w)",
    r"(?:the )?(?P<bare_d>\d{1,2})(?:\.|st|nd|rd|th)?(?!\d)",
)
_DAY = re.compile("|".join(_DAY_PATTERNS))
_LENGTH = re.compile(rf" ?(?:fuer |for |,)? ?(?P<n>{NUMBER}) (?P<unit>tage?|days?|wochen?|weeks?)(?!\w)")
_WHOLE_WEEK = re.compile(
    r"(?:in der |in )?(?P<which>naechste[rn]?|kommende[rn]?|next|diese[rn]?|this) (?:woche|week)(?!\w)"
)
_JOIN = re.compile(rf" ?(?:-|(?:{UNTIL})(?!\w)) ?(?:zum |the |einschliesslich |inklusive )?")
_BEFORE = re.compile(rf"(?:(?P<until>{UNTIL})|(?P<from>{FROM})|am|on|den) (?:zum |dem |einschliesslich )?")


def find_days(phrase: Phrase, today: date) -> Days | None:
    """The first day or range of days in the phrase; None where there is none. Raises NoSuchDay."""
    line = Line(phrase)
    for start in line.starts():
        for read in (_whole_week, _calendar_week, _range, _length_from_today):
            if (found := read(line, start, today)) is not None and line.ends_at(found.end):
                first, last = line.place(found.start, found.end)
                return replace(found, start=first, end=last)
    return None


def read_days(phrase: Phrase, today: date) -> Days | None:
    """`find_days` as an argument of a command: what it read is taken out of the phrase."""
    found = find_days(phrase, today)
    if found:
        phrase.take(found.start, found.end)
    return found


def _whole_week(line: Line, start: int, today: date) -> Days | None:
    match = _WHOLE_WEEK.match(line.text, start)
    if not match:
        return None
    monday = today - timedelta(days=today.weekday())
    if match["which"].startswith(("diese", "this")):
        return Days(today, monday + timedelta(days=6), match.start(), match.end())
    return Days(monday + timedelta(days=7), monday + timedelta(days=13), match.start(), match.end())


def _calendar_week(line: Line, start: int, today: date) -> Days | None:
    match = WEEK.match(line.text, start)
    if not match:
        return None
    number, year = int(match["n1"] or match["n2"]), match["y1"] or match["y2"]
    monday = monday_of(int(year) if year else year_of_week(number, today, past=False), number)
    return Days(monday, monday + timedelta(days=6), match.start(), match.end(), sure=year is not None)


def _length_from_today(line: Line, start: int, today: date) -> Days | None:
    match = _LENGTH.match(line.text, start)
    if not match or match.start() == match.end():
        return None
    return Days(today, today + _length(match) - timedelta(days=1), match.start(), match.end(), sure=False)


def _length(match: re.Match[str]) -> timedelta:
    number = number_of(match["n"])
    return timedelta(days=number) if match["unit"].startswith(("tag", "day")) else timedelta(weeks=number)


def _range(line: Line, start: int, today: date) -> Days | None:
    """`12.–20.8.`, `vom 12. bis 20. August`, `Aug 12 to 20`, `bis Freitag`, `ab Montag 2 Wochen`, `morgen`."""
    before = _BEFORE.match(line.text, start)
    here = before.end() if before else start
    match = _DAY.match(line.text, here)
    if not match:
        return None
    one = _piece(match, today)
    if not (before and before["until"]):
        join = _JOIN.match(line.text, match.end())
        other = _DAY.match(line.text, join.end()) if join else None
        # `Aug 12-20, 2027`: the second day has no month of its own, and its year stands at the very end.
        if other and line.ends_at(other.end()):
            two = _piece(other, today)
            end, year = _year_after(line.text, other.end(), one, two)
            first, last = _resolve(one, replace(two, year=year), today)
            return Days(first, last, start, end, one.sure and two.sure)
    if one.fixed is None and one.month is None:
        return None  # a bare number is no day
    day = _resolve_one(one, today)
    if before and before["until"]:
        return Days(today, day, start, match.end(), one.sure)
    if length := _LENGTH.match(line.text, match.end()):
        return Days(day, day + _length(length) - timedelta(days=1), start, length.end(), one.sure)
    return Days(day, day, start, match.end(), one.sure, ends=not (before and before["from"]))


def _year_after(text: str, end: int, one: _Piece, two: _Piece) -> tuple[int, int | None]:
    year = re.compile(r",? (\d{4})(?!\d)").match(text, end)
    if year and one.month and two.month is None and two.fixed is None:
        return year.end(), int(year[1])
    return end, two.year


def _piece(match: re.Match[str], today: date) -> _Piece:
    got = match.groupdict()
    for kind in ("iso", "sl", "num", "gap"):
        if got[f"{kind}_d"]:
            day, month, year = int(got[f"{kind}_d"]), int(got[f"{kind}_m"]), got[f"{kind}_y"]
            # `3/4` may be the fourth of March, `3.5` half past three or a sum of hours.
            sure = day > 12 if kind == "sl" else kind != "num" or got["num_dot"] is not None
            return _Piece(day, month, full_year(year), sure=sure)
    for kind in ("dm", "md"):
        if got[f"{kind}_d"]:
            written = got[f"{kind}_m"]
            return _Piece(int(got[f"{kind}_d"]), MONTHS[written], full_year(got[f"{kind}_y"]), sure=written != "may")
    if got["word"]:
        return _Piece(0, fixed=today + timedelta(days=DISTANCES[got["word"]]))
    if got["weekday"]:
        ahead = (WEEKDAYS[got["weekday"]] - today.weekday()) % 7
        if got["next"] and ahead == 0:
            ahead = 7
        return _Piece(0, fixed=today + timedelta(days=ahead), sure=ahead > 0 and not got["next"])
    return _Piece(int(got["bare_d"]))


def _resolve_one(piece: _Piece, today: date) -> date:
    if piece.fixed:
        return piece.fixed
    assert piece.month is not None
    return coming(lambda year: _on(year, piece), piece.year, today)


def _resolve(one: _Piece, two: _Piece, today: date) -> tuple[date, date]:
    """Both ends; month and year are said once for both, and the range may cross the turn of the year."""
    if one.fixed and two.fixed:
        # `Donnerstag bis Dienstag`: the second weekday is the one after the first.
        return one.fixed, two.fixed + timedelta(days=7 if two.fixed < one.fixed and two.fixed >= today else 0)
    if one.fixed or two.fixed:
        return (
            _beside(one, two, today)
            if one.fixed
            else (_resolve_one(_with_month(one, today), today), two.fixed or today)
        )
    month = one.month or two.month or _with_month(two, today).month
    one, two = replace(one, month=one.month or month), replace(two, month=two.month or month)
    year = two.year or one.year
    last = coming(lambda y: _on(y, two), year, today)
    first = _on(one.year or last.year, one)
    if first > last:
        if one.year is None and last - _on(last.year - 1, one) <= LONGEST_ACROSS_NEW_YEAR:
            first = _on(last.year - 1, one)
        elif two.year is None and one.year is not None and _on(one.year + 1, two) - first <= LONGEST_ACROSS_NEW_YEAR:
            last = _on(one.year + 1, two)
    return first, last


def _beside(one: _Piece, two: _Piece, today: date) -> tuple[date, date]:
    """`heute bis 20.`: the second end follows the first, which is fixed."""
    assert one.fixed
    last = coming(lambda year: _on(year, _with_month(two, one.fixed or today)), two.year, one.fixed)
    return one.fixed, last


def _with_month(piece: _Piece, near: date) -> _Piece:
    if piece.month is not None:
        return piece
    month = near.month if piece.day >= near.day else near.month % 12 + 1
    return replace(piece, month=month)


def _on(year: int, piece: _Piece) -> date:
    return day_of(year, piece.month or 1, piece.day)
