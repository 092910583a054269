"""The one day until which something is to be done, as people type it: where it stands, and how sure that is. Pure.

A word like `bis` or `by` before it makes a day of what is written there, wherever it stands. Without one only what can
hardly be anything else is taken, and only at the text's end, after a comma or dash, or as its first word (`morgen …`).
What stands in quotation marks is somebody's text, not a day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.kit.day_words import MONTHS, any_of
from app.kit.due_forms import BEGINS, FORMS
from app.kit.due_spans import Form, Reading
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
    r"(?:(?P<noun>deadline|frist|termin)(?P<colon>:)? ?|(?:faellig|due):? ?)?"
    r"(?:(?:spaetestens )?bis (?:spaetestens )?(?:einschliesslich |inklusive )?(?:zum |zur |am |den |in der )?"
    r"|spaetestens (?:am |bis |zum |in )?|(?P<zum>zum )|(?:noch )?(?P<before>vor (?:dem |der )?|before (?:the )?)"
    r"|(?:no|not) later than (?:the )?|at the latest (?:on |by )?|(?:until|till|by) (?:the )?"
    r"|(?<=faellig )(?:am |zum )?|(?<=due )(?:on )?|(?<=[a-z]: )(?:am |on )?)"
)
_SOFT = re.compile(r"(?:am |on |den |im |in der |noch )?(?:the )?")
_AND = re.compile(r",? (?:(?:den|dem|der|the|on) )?")
_OR = re.compile(r" (?:oder|or)(?: bis| am| by)? ")
_QUOTED = re.compile(
    r"\"[^\"\n]*\"|„[^„“”\"\n]*[“”\"]|“[^“”\n]*”|»[^»«\n]*«|«[^«»\n]*»"
    r"|‚[^‚‘’\n]*[‘’]|‘[^‘’\n]*’|(?<![\w.])'[^'\n]{2,}'(?!\w)"
)
_END = " \t\n,;:.!?)-–—"
_LOOK_BACK = 60
"""What makes a day more or less than one stands near it."""
_PAUSE = re.compile(r"(?:[,;:(]|(?:^| )-) ?$")
_CLOCK = re.compile(
    r",? ?(?:um |at |gegen )?(?:\d{1,2}(?:[:.]\d\d)? ?(?:uhr|h|am|pm|o'clock)|\d{1,2}:\d\d|noon|midnight)(?!\w)"
)
"""A time of day goes with the day; it is not kept, and stays where it stands."""
_NO_DAY_YET = re.compile(
    r"(?<!\w)(?:guten|am|jeden|every|vom|von|from|nach|after|seit|since|ab|fuer|for|of|ueber|about|zu|bei|with"
    r"|mit|an|at|to"
    r"|raum|zimmer|saal|kapitel|abschnitt|version|punkt|nr\.?|nummer|artikel|ziffer|teil|seite|room|chapter|section"
    r"|number|item|page|release) $"
)
"""Before a day without a `bis` these make it part of what is to be done: `Protokoll vom Montag`, `Raum 3.12.`"""
_A_VERB = re.compile(r" (?:ist|sind|wird|is|are|will|was)(?!\w)")
_WEEKDAY_BEFORE = re.compile(
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|[a-z]day|heute|morgen|today|tomorrow"
    r"|(?<!\w)(?:mo|di|mi|do|fr|sa|so)\.?) ?$"
)
_NUMBER_BEFORE = re.compile(rf"(?:\d\.?|(?<!\w)(?:{any_of(MONTHS)})\.?) ?$")
_SPAN = re.compile(r"(?:(?<!\w)(?:bis(?: zum)?|to|until|through)|-) ?$")
_ROW = re.compile(r"(?:,|/|&|\+|(?<!\w)(?:und|and|oder|or)) ?(?:am )?$")
_SINCE = re.compile(r"(?<!\w)(?:von|vom|from|between|zwischen)(?: \S+){1,3} ?$")


def find_day(text: str, today: date) -> DayRead | None:
    """The day something is due by. Raises NoSuchDay where a day was clearly meant that does not exist: `bis 31.2.`."""
    masked = _QUOTED.sub(lambda found: "x" * len(found.group()), text)
    line = Line(Phrase(masked))
    said: list[_Found] = []
    left: _Found | None = None
    for found in _candidates(line, masked, today):
        if found.said:
            said.append(found)
        elif left is None and _stands_apart(line, found) and not _names_it(line, masked, found):
            left = found
    best = said[-1] if said else left  # the last one counts: `nicht bis Montag, sondern bis Freitag`
    if best is None:
        return None
    start, end = line.place(best.start, best.end)
    on = best.reading.on
    others = dict.fromkeys((*best.reading.others, *(found.reading.on for found in said)))
    others.pop(on, None)
    return DayRead(on, start, end, not others, best.said, tuple(others))


def _candidates(line: Line, text: str, today: date) -> Iterator[_Found]:
    past = 0
    for start in line.starts():
        if (
            start >= past
            and BEGINS.match(line.text, start)
            and (found := _said(line, text, start, today) or _unsaid(line, start, today))
        ):
            past = found.end
            yield found


def _said(line: Line, text: str, start: int, today: date) -> _Found | None:
    lead = _SAID.match(line.text, start)
    if not lead or lead.end() == start:
        return None
    before = line.text[max(start - _LOOK_BACK, 0) : start]
    if lead["noun"] and not lead["colon"] and not _PAUSE.search(before):
        return None  # `die Frist bis Freitag verlängern`
    for form in FORMS:
        match = form.pattern.match(line.text, lead.end())
        if not match or not _ends(line, match.end()) or _goes_on_from(before, form):
            continue
        try:
            reading = form.read(match, today, said=True)
        except NoSuchDay:
            if _is_of_text(line, text, match, apart=lead["zum"] is not None):
                continue
            raise
        if reading and not _is_of_text(line, text, match, apart=reading.apart or lead["zum"] is not None):
            reading = reading.day_before() if lead["before"] else reading
            return _with_another(line, _Found(reading, start, match.end(), said=True), form, today)
    return None


def _goes_on_from(before: str, form: Form) -> bool:
    """A `bis` between two days makes a span (`von Montag bis Freitag`), which says what and not until when.

    Of two different kinds the second is the day: `Einladung für 15.12. bis Freitag schicken`.
    """
    if _SINCE.search(before):
        return True
    return bool((_WEEKDAY_BEFORE if form.kind == "weekday" else _NUMBER_BEFORE).search(before))


def _is_of_text(line: Line, text: str, match: re.Match[str], *, apart: bool) -> bool:
    """`bis zum 3. Treffen`: the number of what follows. `apart`: any word that follows is too much."""
    after = line.text[match.end() : match.end() + 2].lstrip(" ")
    if not after or line.text[match.end() - 1 : match.end() + 1].strip(" .") in (",", ";", ":", ")", "-", "!", "?"):
        return False
    if apart:
        return after[0] not in _END
    if "dot" not in match.re.groupindex or "m" in match.re.groupindex:
        return False
    _start, end = line.place(match.start(), match.end())
    return text[end : end + 2].lstrip()[:1].isupper()


def _with_another(line: Line, found: _Found, form: Form, today: date) -> _Found:
    """A weekday with its date, `Freitag, den 4.12.`, is one day; so are two to choose from, `Freitag oder Montag`."""
    if form.kind == "weekday" and (joined := _AND.match(line.text, found.end)):
        for other in (one for one in FORMS if one.kind == "date"):
            match = other.pattern.match(line.text, joined.end())
            if match and _ends(line, match.end()) and (reading := other.read(match, today, said=found.said)):
                apart = timedelta(days=(found.reading.on.weekday() - reading.on.weekday() + 3) % 7 - 3)
                meant = (reading.on + apart,) if apart else ()
                return replace(found, reading=Reading(reading.on, meant), end=match.end())
    if joined := _OR.match(line.text, found.end):
        for other in FORMS:
            match = other.pattern.match(line.text, joined.end())
            if match and _ends(line, match.end()) and (reading := other.read(match, today, said=True)):
                others = (*found.reading.others, reading.on)
                return replace(found, reading=replace(found.reading, others=others), end=match.end())
    return found


def _unsaid(line: Line, start: int, today: date) -> _Found | None:
    lead = _SOFT.match(line.text, start)
    assert lead
    for form in FORMS:
        match = form.pattern.match(line.text, lead.end())
        if not match or not _ends(line, match.end()):
            continue
        try:
            reading = form.read(match, today, said=False)
            if reading and (not reading.weak or lead.group().startswith(("am ", "on "))):
                return _with_another(line, _Found(reading, start, match.end(), said=False), form, today)
        except NoSuchDay:
            continue  # nobody said that it is one
    return None


def _ends(line: Line, position: int) -> bool:
    """A word ends here, and no clock time goes on: `bis 12.30 Uhr`."""
    if position > 0 and line.text[position - 1] == " ":
        position -= 1
    return line.ends_at(position) and not re.match(
        r"\.? ?(?:uhr|h\b|o'clock)|\.\d", line.text[position : position + 12]
    )


def _names_it(line: Line, text: str, found: _Found) -> bool:
    """`Raumplan KW 49` is that week's plan, `Saal buchen KW 49` is done by then: a noun begins with a capital."""
    if not found.reading.names:
        return False
    start, _end = line.place(found.start, found.end)
    word = re.search(r"(\w+)\W*$", text[max(start - _LOOK_BACK, 0) : start])
    return word is not None and word[1][0].isupper() and not word[1].isupper()


def _stands_apart(line: Line, found: _Found) -> bool:
    """Not in the middle of a sentence, which it would only be about."""
    before = line.text[max(found.start - _LOOK_BACK, 0) : found.start]
    after = line.text[found.end : found.end + _LOOK_BACK]
    if clock := _CLOCK.match(after):
        after = after[clock.end() :]
    if span := _SPAN.search(before) or _ROW.search(before):
        earlier = before[: span.start()]
        if _WEEKDAY_BEFORE.search(earlier) or _NUMBER_BEFORE.search(earlier):
            return False
    if not after.strip(_END):
        return not _NO_DAY_YET.search(before)
    if not before.strip(_END):
        if after.startswith((":", " - ")):
            return True
        return found.reading.at_start and not _A_VERB.match(after)
    return bool(_PAUSE.search(before)) and after[:1] in (",", ";", ")", "-")
