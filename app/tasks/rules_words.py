"""How a typed task is read: its title, its people, its day. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kit.dates import DayRead, find_day
from app.kit.mentions import without_mentions
from app.kit.titles import EDGES, one_line

_URGENT = r"(?:sehr |ganz |very )?(?:wichtig|dringend|eilt|important|urgent|asap|high priority|hohe Priorität|prio 1)"
_MARKS = r"[!‼❗][!‼❗\ufe0f]*"
_NOT_ABOUT_IT = "".join(
    f"(?<!{word} )" for word in ("ist", "sind", "war", "is", "are", "was", "nicht", "not", "uns", "zu", "too")
)
"""`klären, was wichtig ist` and `what is important` are the task itself."""
_AT_END = re.compile(
    rf"(?:(?:^|(?<=[\s,;(–-])){_NOT_ABOUT_IT}\(?{_URGENT}\)?[\s!‼❗\ufe0f.)]*|\s*{_MARKS}\s*)$",
    re.IGNORECASE,
)
_AT_START = re.compile(
    rf"^\s*(?:{_MARKS}\s*|\(?{_URGENT}\)?\s*[:!–-]+\s*|(?:wichtig|dringend) (?!ist|sind|für|,))",
    re.IGNORECASE,
)
_POLITE = re.compile(r"^[\s,]*(?:bitte|please|danke|thanks|thank you)[\s.!]*$", re.IGNORECASE)
_CLOCK = re.compile(r",?\s*\d{1,2}(?:(?:[:.]\d\d)?\s?(?:Uhr|h|am|pm|o'clock)|:\d\d)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class TaskRead:
    """What was read of `/aufgabe Saal buchen @Bert bis Freitag wichtig`."""

    title: str
    people: tuple[str, ...]
    """Names after an `@` that Teams did not turn into a mention."""
    due: DayRead | None
    important: bool


def read_task(typed: str, mentioned: Sequence[str], today: date, members: Sequence[str] = ()) -> TaskRead:
    """What is not understood stays in the title. Raises NoSuchDay for a day clearly meant: `bis 31.2.`.

    `members`: the team's names, to know where a typed `@Bert Muster` ends. The place of the day is the one in the text
    without mentions.
    """
    text, people = without_mentions(typed, mentioned, members)
    plain, important = _without_urgent(text)
    due = find_day(plain, today)
    if due:
        plain, more = _without_urgent(_without_day(plain, due))
        important = important or more
    return TaskRead(one_line(plain), people, due, important)


def _without_day(text: str, due: DayRead) -> str:
    """A time of day is kept with its word: of `bis Freitag 12 Uhr` remains `bis 12 Uhr`."""
    before, day, after = text[: due.start], text[due.start : due.end], text[due.end :]
    if _POLITE.match(after):
        return before
    if due.said and _CLOCK.match(after):
        return f"{before} {day.split()[0].lstrip('(')} {after.lstrip(', ')}"
    return f"{before} {after}"


def _without_urgent(text: str) -> tuple[str, bool]:
    """`!` and words like `wichtig` at either edge are taken out; alone they are the text."""
    plain = _AT_START.sub("", _AT_END.sub("", text))
    return (plain, plain != text) if plain.strip(EDGES) else (text, False)
