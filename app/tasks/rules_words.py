"""How a typed task is read: its title, its people, its day. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kit.dates import DayRead, find_day
from app.kit.mentions import without_mentions

_EDGES = " \t\n,;:-–."
_IMPORTANT = re.compile(r"(?:^|\s)(?:wichtig|dringend|important|urgent|!+)$", re.IGNORECASE)


@dataclass(frozen=True)
class TaskRead:
    """What was read of `/aufgabe Saal buchen @Bert bis Freitag wichtig`."""

    title: str
    people: tuple[str, ...]
    """Names after an `@` that Teams did not turn into a mention."""
    due: DayRead | None
    important: bool


def read_task(typed: str, mentioned: Sequence[str], today: date) -> TaskRead:
    """What is not understood stays in the title. Raises NoSuchDay for a day clearly meant: `bis 31.2.`."""
    text, people = without_mentions(typed, mentioned)
    plain = _IMPORTANT.sub("", text.strip(_EDGES))
    due = find_day(plain, today)
    title = plain[: due.start] + plain[due.end :] if due else plain
    return TaskRead(" ".join(title.strip(_EDGES).split()), people, due, plain != text.strip(_EDGES))
