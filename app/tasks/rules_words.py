"""How a typed task is read: its title, its people, its day. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kit.dates import DayRead, find_day
from app.kit.mentions import without_mentions

_EDGES = " \t\n\u00a0,;:-–—."
_URGENT = r"(?:sehr |ganz |very )?(?:wichtig|dringend|eilt|important|urgent|asap|high priority|prio 1)"
_AT_END = re.compile(rf"(?:(?:^|[\s,;(–-])\(?{_URGENT}\)?[\s!.)]*|\s*!+\s*)$", re.IGNORECASE)
_AT_START = re.compile(rf"^\s*(?:!+\s*|\(?{_URGENT}\)?\s*[:!–-]+\s*)", re.IGNORECASE)


@dataclass(frozen=True)
class TaskRead:
    """What was read of `/aufgabe Saal buchen @Bert bis Freitag wichtig`."""

    title: str
    people: tuple[str, ...]
    """Names after an `@` that Teams did not turn into a mention."""
    due: DayRead | None
    important: bool


def read_task(typed: str, mentioned: Sequence[str], today: date) -> TaskRead:
    """What is not understood stays in the title. Raises NoSuchDay for a day clearly meant: `bis 31.2.`.

    The place of the day is the one in the text without mentions.
    """
    text, people = without_mentions(typed, mentioned)
    plain, important = _without_urgent(text)
    due = find_day(plain, today)
    if due:
        plain, more = _without_urgent(f"{plain[: due.start]} {plain[due.end :]}")
        important = important or more
    return TaskRead(_tidy(plain), people, due, important)


def _without_urgent(text: str) -> tuple[str, bool]:
    """`!` and words like `wichtig` at either edge are taken out; alone they are the text."""
    plain = _AT_START.sub("", _AT_END.sub("", text))
    return (plain, plain != text) if plain.strip(_EDGES) else (text, False)


def _tidy(text: str) -> str:
    """One line, without what stood between the parts that were taken out."""
    return re.sub(r"\s+([,;.:])", r"\1", " ".join(text.split())).strip(_EDGES)
