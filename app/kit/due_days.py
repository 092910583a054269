"""The one day until which something is to be done, as people type it: where it stands, and how sure that is. Pure.

A word like `bis` or `by` before it makes a day of what is written there, wherever it stands. Without one only what can
hardly be anything else is taken, and only at the text's end, after a comma or dash, or as its first word (`morgen …`).
What stands in quotation marks is somebody's text, not a day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.kit.due_forms import FORMS, Reading
from app.kit.weeks import Line, NoSuchDay
from app.kit.words import Phrase


@dataclass(frozen=True)
class DayRead:
    """The one day a text says something is due; `start` and `end` are its place, with a `bis` before it."""

    on: date
    start: int
    end: int
    sure: bool
    """False where another reading is as good; the other days are in `others`, to be offered with one button."""
    said: bool
    """A word like `bis` or `by` stood before it."""
    others: tuple[date, ...] = ()


@dataclass(frozen=True)
class _Found:
    """A reading and its place in the folded line."""

    reading: Reading
    start: int
    end: int
    said: bool


_SAID = re.compile(
    r"(?:(?:faellig|due|deadline|frist|termin)(?: ist)?:? ?)?"
    r"(?:(?:spaetestens )?bis (?:spaetestens )?(?:einschliesslich |inklusive )?(?:zum |zur |am |den |in der )?"
    r"|spaetestens (?:am |bis |zum |in )?|zum |(?P<before>vor (?:dem |der )?|before (?:the )?)"
    r"|(?:no|not) later than (?:the )?|at the latest (?:on |by )?|(?:until|till|by) (?:the )?"
    r"|(?<=faellig )(?:am |zum )?|(?<=due )(?:on )?)"
    r"|(?:faellig|due|deadline|frist)(?: ist)?:? (?:am |on |zum )?"
)
_SOFT = re.compile(r"(?:am |on |den |im |in der |the )?")
_QUOTED = re.compile(r"\"[^\"]*\"|„[^“”\"]*[“”\"]|“[^”]*”|»[^«]*«|«[^»]*»")
_END = " \t\n,;:.!)-–—"
_PAUSE = re.compile(r"(?:[,;:(]|(?:^| )[-–—]) ?$")
_DAY_BEFORE = re.compile(
    r"(?:\d\.?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|day|heute|morgen|today|tomorrow) ?-? ?$"
)
"""Before a `bis` it makes a span (`von Montag bis Freitag`, `Seite 3 bis 5`), which says what and not until when."""


def find_day(text: str, today: date) -> DayRead | None:
    """The day something is due by. Raises NoSuchDay where a day was clearly meant that does not exist: `bis 31.2.`."""
    masked = _QUOTED.sub(lambda found: "x" * len(found.group()), text)
    line = Line(Phrase(masked))
    said: _Found | None = None
    left: _Found | None = None
    for found in _candidates(line, today):
        if found.said:
            said = found  # the last one said counts: `nicht bis Montag, sondern bis Freitag`
        elif left is None and _stands_apart(line, found):
            left = found
    best = said or left
    if best is None:
        return None
    start, end = line.place(best.start, best.end)
    reading = best.reading
    return DayRead(reading.on, start, end, not reading.others, best.said, reading.others)


def _candidates(line: Line, today: date) -> Iterator[_Found]:
    past = 0
    for start in line.starts():
        if start >= past and (found := _said(line, start, today) or _unsaid(line, start, today)):
            past = found.end
            yield found


def _said(line: Line, start: int, today: date) -> _Found | None:
    lead = _SAID.match(line.text, start)
    if not lead or lead.end() == start or _DAY_BEFORE.search(line.text[:start]):
        return None
    for form in FORMS:
        match = form.pattern.match(line.text, lead.end())
        if match and _ends(line, match.end()) and (reading := form.read(match, today, said=True)):
            return _Found(reading.day_before() if lead["before"] else reading, start, match.end(), said=True)
    return None


def _unsaid(line: Line, start: int, today: date) -> _Found | None:
    lead = _SOFT.match(line.text, start)
    assert lead
    for form in FORMS:
        match = form.pattern.match(line.text, lead.end())
        if not match or not _ends(line, match.end()) or (form.needs_article and lead.end() == start):
            continue
        try:
            reading = form.read(match, today, said=False)
        except NoSuchDay:
            continue  # nobody said that it is one
        if reading:
            return _Found(reading, start, match.end(), said=False)
    return None


def _ends(line: Line, position: int) -> bool:
    """A word ends here, and no clock time goes on: `bis 12.30 Uhr`."""
    if position > 0 and line.text[position - 1] == " ":
        position -= 1
    return line.ends_at(position) and not re.match(r"\.? ?(?:uhr|h\b|o'clock)", line.text[position:])


def _stands_apart(line: Line, found: _Found) -> bool:
    """Not in the middle of a sentence, which it would only be about."""
    before, after = line.text[: found.start], line.text[found.end :].strip(_END)
    if span := re.search(r"(?: bis(?: zum)?| to| until| through| ?-) ?$", before):
        return not _DAY_BEFORE.search(before[: span.start()] + " ") and not after
    if not after:
        return not re.search(r"(?:guten|am|jeden|every|vom|von|from|nach|after|seit|since|ab) $", before)
    if not before.strip(_END):
        return found.reading.at_start
    return bool(_PAUSE.search(before)) and line.text[found.end : found.end + 1] in (",", ";", ")", "-")
