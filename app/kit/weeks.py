"""ISO weeks and numbers of weeks as people type them, and a phrase in one spelling with the way back to its text."""

import re
from dataclasses import dataclass
from datetime import date

from app.kit.day_words import NUMBERS, any_of
from app.kit.errors import UserError
from app.kit.i18n import _
from app.kit.words import Phrase, normalise

YEARS = range(1900, 2200)
NUMBER = rf"\d{{1,2}}|{any_of(NUMBERS)}"
WEEK = re.compile(
    r"(?P<y1>\d{4})-?w(?P<n1>\d{1,2})"
    r"|(?:in )?(?:der )?(?:kw|kalenderwoche|calendar week|week|woche) ?(?P<n2>\d{1,2})(?!\d)"
    r"(?:(?:[ /-]| of )(?P<y2>\d{4}))?"
)
_WEEKS = re.compile(rf"(?:fuer |for |die |the |naechsten? |next )*(?P<n>{NUMBER}|) ?(?:wochen?|weeks?)(?!\w)")
_EDGES_BEFORE, _EDGES_AFTER = " (\"'„“‚»[:,", " .,;:!?)\"'“”«]"


class NoSuchDay(UserError):
    """A day like 31.2., or the 53rd week of a year that has 52."""


@dataclass(frozen=True)
class Week:
    """An ISO week and its place in the phrase's text."""

    year: int
    number: int
    start: int
    end: int
    sure: bool = True

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)


class Line:
    """A phrase in folded spelling, with the way back to places in its text."""

    def __init__(self, phrase: Phrase) -> None:
        self.text, self._tokens = "", []
        for token in phrase.tokens:
            folded = normalise(token.text).replace("\u2212", "-").replace("\u2012", "-").replace("\u2010", "-")
            self.text += " " if self.text else ""
            self._tokens.append((len(self.text), token))
            self.text += folded

    def starts(self) -> list[int]:
        """Where something may begin: at a token, or after an opening mark."""
        return [i for i in range(len(self.text)) if i == 0 or self.text[i - 1] in _EDGES_BEFORE]

    def ends_at(self, position: int) -> bool:
        return position == len(self.text) or self.text[position] in _EDGES_AFTER

    def place(self, start: int, end: int) -> tuple[int, int]:
        inside = [token for at, token in self._tokens if at < end and at + len(normalise(token.text)) > start]
        return inside[0].start, inside[-1].end


def find_week(phrase: Phrase, today: date, *, past: bool = False) -> Week | None:
    """An ISO week: `2026-W31`, `KW 31`, `week 31`, `kw31/2026`. Without a year the coming one, `past`: the last one."""
    line = Line(phrase)
    for start in line.starts():
        match = WEEK.match(line.text, start)
        if match and line.ends_at(match.end()):
            number, year = int(match["n1"] or match["n2"]), match["y1"] or match["y2"]
            first, last = line.place(match.start(), match.end())
            chosen = int(year) if year else year_of_week(number, today, past)
            monday_of(chosen, number)
            return Week(chosen, number, first, last, sure=year is not None)
    return None


def read_week(phrase: Phrase, today: date) -> Week | None:
    """The week of a past report, as an argument of a command."""
    found = find_week(phrase, today, past=True)
    if found:
        phrase.take(found.start, found.end)
    return found


def read_weeks(phrase: Phrase, today: date) -> int | None:
    """A number of weeks: `4 Wochen`, `two weeks`, `eine Woche`; as an argument of a command."""
    line = Line(phrase)
    for start in line.starts():
        match = _WEEKS.match(line.text, start)
        if match and match["n"] and line.ends_at(match.end()):
            phrase.take(*line.place(match.start(), match.end()))
            return number_of(match["n"])
    return None


def number_of(written: str) -> int:
    return int(written) if written.isdigit() else NUMBERS[written]


def monday_of(year: int, number: int) -> date:
    try:
        return date.fromisocalendar(year if year in YEARS else 0, number, 1)
    except ValueError:
        raise NoSuchDay(
            _("Das Jahr {year} hat keine Kalenderwoche {week}.", year=year, week=number), example="2026-W31"
        ) from None


def year_of_week(number: int, today: date, past: bool) -> int:
    year, this_week, _weekday = today.isocalendar()
    if past:
        return year if number <= this_week else year - 1
    return year if number >= this_week else year + 1
