"""Who is meant by a typed name: a pure function."""

import re
from collections.abc import Sequence

from app.kit.words import normalise

_TITLES = {"herr", "herrn", "frau", "dr", "prof", "mr", "mrs", "ms"}


def who_is_meant(written: str, members: Sequence[tuple[int, str]]) -> list[int]:
    """Ids of the members whose full name, first name or surname this is; several where it must be asked."""
    wanted = _words(written)
    if not wanted:
        return []
    names = [(member_id, _words(name)) for member_id, name in members]
    exact = [member_id for member_id, words in names if words == wanted]
    return exact or [member_id for member_id, words in names if set(wanted) <= set(words)]


def _words(name: str) -> list[str]:
    """Without titles and without what stands in brackets: a workplace, mostly."""
    return [word for word in re.findall(r"\w+", re.sub(r"\(.*?\)", "", normalise(name))) if word not in _TITLES]
