"""How a typed agenda item is read: `Raumplan Januar (10 min) @Bert`. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.kit.mentions import without_mentions

_MINUTES = re.compile(r"\(?(?<!\w)(?P<n>\d{1,3}) ?(?:(?P<h>h|Std\.?)|min(?:uten|utes|\.)?|')(?!\w)\)?", re.IGNORECASE)


@dataclass(frozen=True)
class ItemRead:
    """What was read of `/agenda Raumplan Januar (10 min) @Bert`."""

    title: str
    people: tuple[str, ...]
    """Names after an `@` that Teams did not turn into a mention."""
    minutes: int | None


def read_item(typed: str, mentioned: Sequence[str]) -> ItemRead:
    """What is not understood stays in the title."""
    text, people = without_mentions(typed, mentioned)
    minutes = None
    if found := _MINUTES.search(text):
        minutes = int(found["n"]) * (60 if found["h"] else 1)
        text = text[: found.start()] + text[found.end() :]
    return ItemRead(" ".join(text.strip(" \t\n,;:-–").split()), people, minutes)
