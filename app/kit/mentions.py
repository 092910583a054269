"""People named in typed text, by Teams' mention or by an `@` alone, and what remains of the sentence without them."""

import re
from collections.abc import Sequence

_MARK = "\ue000"
"""Stands where a name was, from the Unicode range nobody types."""
_WRITTEN = re.compile(r"(?<![\w.])@((?:[A-ZÄÖÜ][\w'’-]*(?: (?=[A-ZÄÖÜ]))?){1,3}|[\w'’-]+)")
_MARKS = rf"{_MARK}(?:\s*(?:,|&|\+|/|und|and)?\s*{_MARK})*"
_DOING = r"(?:bitte|soll(?:te)?|übernimmt|macht|kümmert sich um|muss|please|should|will|shall|to|needs to)(?!\w)"
_AT_START = re.compile(rf"^\s*(?:(?:an|für|for|to)\s+)?{_MARKS}\s*(?:[:,–-]|{_DOING})?\s*", re.IGNORECASE)
_INSIDE = re.compile(
    rf"(?:(?<!\w)(?:an|für|von|durch|mit|for|to|by|with|und|and|&|\+|,|→|->|\()\s*)?{_MARKS}\)?(?=\s*(?:$|[,.;:!)–-]|\n|\s))",
    re.IGNORECASE,
)


def without_mentions(typed: str, mentioned: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text without the names Teams mentioned and without `@Name`s; the latter are given back.

    The little word that led to a name goes with it: `Saal buchen, an @Bert`, `@Bert soll den Saal buchen`.
    """
    for name in mentioned:
        at = typed.find(name) if name else -1
        if at >= 0:
            typed = f"{typed[:at].rstrip('@')}{_MARK}{typed[at + len(name) :]}"
    people = tuple(found[1] for found in _WRITTEN.finditer(typed))
    typed = _WRITTEN.sub(_MARK, typed)
    typed = _INSIDE.sub(" ", _AT_START.sub("", typed))
    return typed.replace(_MARK, " "), people
