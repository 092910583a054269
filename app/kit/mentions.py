"""People named in typed text, by Teams' mention or by an `@` alone, and what remains of the sentence without them."""

import re
from collections.abc import Sequence

from app.kit.words import normalise

_MARK = "\ue000"
"""Stands where a name was, from the Unicode range nobody types."""
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u200b": None, "\u2060": None, "\ufeff": None})
_WORD = r"[^\W\d_][\w'’.-]*(?<![.'’-])"
_CAPITAL = r"[A-ZÄÖÜÉÈÇŠŽŁ][\w'’-]*"
_WRITTEN = re.compile(rf"(?<![\w.])@(?=(?P<words>(?:{_WORD} ?)+))(?P<first>{_WORD})")
_TITLE = re.compile(
    rf"(?:(?:Frau|Herrn?|Dr\.?|Prof\.?|Mrs?\.?|Ms\.?) )+{_CAPITAL}(?: {_CAPITAL}(?=$|[,.;:!)]| [a-zäöü]))?"
)
_FULL = re.compile(rf"{_CAPITAL}(?: {_CAPITAL}){{1,2}}")
_LEAD = re.compile(r"(?:(?:(?:zusammen|gemeinsam|together) )?(?:an|für|mit|for|with))?", re.IGNORECASE)
_MARKS = rf"{_MARK}(?:\s*(?:,|&|\+|/|und\s|and\s|sowie\s)?\s*{_MARK})*"
_DOING = (
    r"(?:bitte|soll(?:te|en|ten)?|übernimmt|übernehmen|macht|machen|kümmer(?:t|n) sich um|muss|müssen|kann|können"
    r"|(?:kannst|könntest|magst) du|please|should|will|shall|to|must|needs? to|(?:can|could) you)(?!\w)"
)
_AT_START = re.compile(
    rf"^\s*(?:(?:an|für|for|to)\s+)?{_MARKS}(?:\s*[:,–-](?!\w))?(?:\s*{_DOING})*\s*[:,–-]?\s*", re.IGNORECASE
)
_INSIDE = re.compile(
    rf"\(\s*{_MARKS}\s*\)|(?:(?<!\w)(?:(?:zusammen|gemeinsam|together)\s+)?"
    rf"(?:an|für|von|durch|mit|bei|for|to|by|with|und|and)\s+|(?:&|\+|,|→|->)\s*)?{_MARKS}(?!\w)",
    re.IGNORECASE,
)


def without_mentions(typed: str, mentioned: Sequence[str], members: Sequence[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The text without the names Teams mentioned and without `@Name`s; the latter are given back.

    The little word that led to a name goes with it: `Saal buchen, an @Bert`, `@Bert soll den Saal buchen`. `members`:
    the team's names, to know where a typed one ends: `@Bert Muster Saal buchen`. Where they are not known, what is
    written with capitals after the `@` is the name; at the text's start, where the task follows, only its first word.
    """
    typed = typed.translate(_BLANKS)
    for name in sorted((name.translate(_BLANKS) for name in mentioned), key=len, reverse=True):
        if found := re.search(rf"@?(?<!\w){re.escape(name)}(?!\w)", typed) if name.strip() else None:
            typed = f"{typed[: found.start()]}{_MARK}{typed[found.end() :]}"
    known = [normalise(" ".join(_in_order(name))) for name in members]
    people: list[str] = []
    while found := _WRITTEN.search(typed):
        name = _name_at(typed, found, known)
        people.append(name)
        typed = f"{typed[: found.start()]}{_MARK}{typed[found.start() + 1 + len(name) :]}"
    typed = _INSIDE.sub(" ", _AT_START.sub("", typed))
    return typed.replace(_MARK, " "), tuple(people)


def _name_at(typed: str, found: re.Match[str], known: Sequence[str]) -> str:
    written = found["words"].split(" ")
    for count in range(min(len(written), 4), 1, -1):
        name = " ".join(written[:count])
        if normalise(name).rstrip(".") in known:
            return name
    if titled := _TITLE.match(typed, found.start("first")):
        return titled.group()
    first, before = found["first"], typed[: found.start()].strip(" \t\n" + _MARK)
    if any(normalise(first) in name.split() for name in known):
        return first
    if full := _FULL.match(typed, found.start("first")):
        after = typed[full.end() :].lstrip(" ")
        if not _LEAD.fullmatch(before) or not after or after.startswith((":", ",")):
            return full.group()
    return first


def _in_order(name: str) -> list[str]:
    """`Muster, Bert (Jobcenter)` as it is said: `Bert Muster`."""
    surname, comma, first = re.sub(r"\(.*?\)", "", name).partition(",")
    return [*first.split(), *surname.split()] if comma else surname.split()
