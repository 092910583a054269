"""Who is meant by a typed name: a pure function."""

import re
import unicodedata
from collections.abc import Sequence

from app.kit.words import normalise

_TITLES = {
    "herr", "herrn", "hr", "frau", "fr", "dr", "prof", "professor", "mr", "mrs", "ms", "mx", "dipl", "ing", "mag",
}  # fmt: skip


def who_is_meant(written: str, members: Sequence[tuple[int, str]]) -> list[int]:
    """Ids of the members whose full name, first name or surname this is; several where it must be asked.

    The whole name counts more than a part of it, a whole part (`Müller`) more than half of a double name
    (`Müller-Groß`). A single letter is an initial: `Anna B.`. Nothing is guessed from the beginning of a name.
    """
    wanted = _words(written)
    names = [(member_id, _words(name)) for member_id, name in members]
    for fits in (_is_whole, _has_parts, _has_halves, _has_initials):
        if found := [member_id for member_id, name in names if wanted and fits(wanted, name)]:
            return found
    return []


def _is_whole(wanted: list[str], name: list[str]) -> bool:
    return _match(sorted(_halves(wanted)), sorted(_halves(name)))


def _match(wanted: list[str], name: list[str]) -> bool:
    return len(wanted) == len(name) and all(_alike(one, other) for one, other in zip(wanted, name, strict=True))


def _has_parts(wanted: list[str], name: list[str]) -> bool:
    return all(any(_alike(one, part) for part in name) for one in wanted)


def _has_halves(wanted: list[str], name: list[str]) -> bool:
    return _has_parts(_halves(wanted), _halves(name))


def _has_initials(wanted: list[str], name: list[str]) -> bool:
    """At least one word written out, and each initial that of a part which is not written out."""
    whole = [one for one in wanted if len(one) > 1]
    initials = [one for one in wanted if len(one) == 1]
    left = [part for part in name if not any(_alike(one, part) for one in whole)]
    return bool(whole and initials) and _has_parts(whole, name) and all(_begins(one, left) for one in initials)


def _begins(initial: str, parts: list[str]) -> bool:
    return any(part.startswith(initial) for part in parts)


def _alike(written: str, part: str) -> bool:
    """`Mueller` and `Müller` fold to one; `Muller` is that name, too, as some keyboards write it."""
    return normalise(written) == normalise(part) or _bare(written) == _bare(part)


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _halves(words: list[str]) -> list[str]:
    return [half for word in words for half in word.split("-") if half]


def _words(name: str) -> list[str]:
    """Without titles and without what stands in brackets: a workplace, mostly."""
    plain = re.sub(r"\(.*?\)|\[.*?\]", "", unicodedata.normalize("NFC", name)).replace("_", " ").replace("‑", "-")
    return [word for word in re.findall(r"\w+(?:-\w+)*", plain) if normalise(word) not in _TITLES]
