"""People named in typed text by an `@`, whether Teams made a mention of it or not."""

import re
from collections.abc import Sequence

_WRITTEN = re.compile(r"(?<![\w.])@([\w'’-]+)")


def without_mentions(typed: str, mentioned: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text without the names Teams mentioned and without `@Name`s; the latter are given back."""
    for name in mentioned:
        at = typed.find(name)
        if name and at >= 0:
            typed = f"{typed[:at].rstrip('@ ')} {typed[at + len(name) :]}"
    people = tuple(found[1] for found in _WRITTEN.finditer(typed))
    return _WRITTEN.sub("", typed), people
