"""How a typed agenda item is read: `Raumplan Januar (10 min) @Bert`. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.kit.mentions import without_mentions

_LENGTH = r"(?P<n>\d{1,3}(?:[.,]5)?) ?(?:(?P<h>h|Std\.?|Stunden?|hours?)|min(?:uten|utes|s|\.)?|m|')(?!\w)"
_IN_BRACKETS = re.compile(rf"\(\s*(?:ca\.? |etwa |about )?{_LENGTH}\s*\)", re.IGNORECASE)
_AT_END = re.compile(rf"(?:^|(?<=[\s,;–-])){_LENGTH}\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class ItemRead:
    """What was read of `/agenda Raumplan Januar (10 min) @Bert`."""

    title: str
    people: tuple[str, ...]
    """Names after an `@` that Teams did not turn into a mention."""
    minutes: int | None


def read_item(typed: str, mentioned: Sequence[str]) -> ItemRead:
    """What is not understood stays in the title. A length counts in brackets, and at the end."""
    text, people = without_mentions(typed, mentioned)
    text = text.strip()
    minutes = None
    if found := _IN_BRACKETS.search(text) or _AT_END.search(text):
        minutes = round(float(found["n"].replace(",", ".")) * (60 if found["h"] else 1))
        text = text[: found.start()] + text[found.end() :]
    return ItemRead(" ".join(text.strip(" \t\n,;:-–").split()), people, minutes)
