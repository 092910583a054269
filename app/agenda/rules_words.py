"""How a typed agenda item is read: `Raumplan Januar (10 min) @Bert`. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.kit.mentions import without_mentions
from app.kit.titles import one_line

_HOURS = r"(?:h|Std\.?|Stunden?|hours?|hrs?\.?)"
_MINUTES = r"(?:min(?:uten|ute|utes|s|\.)?|['′’])"
_ABOUT = r"(?:(?:ca\.?|etwa|circa|about|approx\.?|max\.?|~) ?)?"
_LENGTH = (
    rf"{_ABOUT}(?:(?:\d{{1,3}} ?[-–] ?)?(?P<n>\d{{1,3}}(?:[.,]\d)?) ?(?:(?P<h>{_HOURS})|{_MINUTES})"
    rf"|(?P<h2>\d) ?(?:{_HOURS}|:(?=\d\d ?h))(?: ?(?:und|and))? ?(?P<m2>\d{{1,2}}) ?(?:{_MINUTES}|{_HOURS})?"
    r"|(?P<word>eine halbe Stunde|halbe Stunde|half an hour|(?:eine )?Viertelstunde|quarter of an hour"
    r"|(?:eine )?Dreiviertelstunde|eine Stunde|an hour|one hour|zwei Stunden|two hours))(?!\w)"
)
_WORDS = {"halb": 30, "half": 30, "viertel": 15, "quarter": 15, "dreiviertel": 45, "zwei": 120, "two": 120}
_IN_BRACKETS = re.compile(rf"[(\[]\s*(?P<all>{_LENGTH}|(?P<short>\d{{1,3}}) ?m)\s*(?:,\s*)?[)\]]", re.IGNORECASE)
_AT_END = re.compile(rf"(?:^|(?<=[\s,;–-])){_LENGTH}[\s,;.–-]*$", re.IGNORECASE)
_AT_START = re.compile(rf"^{_LENGTH}\s*[:–-]\s*", re.IGNORECASE)
_LONGEST = 8 * 60
"""What is longer is no length of an item, unless in brackets, where nothing else is meant."""


@dataclass(frozen=True)
class ItemRead:
    """What was read of `/agenda Raumplan Januar (10 min) @Bert`."""

    title: str
    people: tuple[str, ...]
    """Names after an `@` that Teams did not turn into a mention."""
    minutes: int | None


def read_item(typed: str, mentioned: Sequence[str], members: Sequence[str] = ()) -> ItemRead:
    """What is not understood stays in the title. A length counts in brackets, and at the end.

    `members`: the team's names, to know where a typed `@Bert Muster` ends.
    """
    text, people = without_mentions(typed, mentioned, members)
    text = re.sub(r"[\s,]+(?=[)\]])", "", text.strip())
    minutes = None
    found = _IN_BRACKETS.search(text) or _AT_END.search(text) or _AT_START.search(text)
    if found and (found.re is _IN_BRACKETS or 0 < _minutes(found) <= _LONGEST):
        minutes = _minutes(found)
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return ItemRead(one_line(text), people, minutes)


def _minutes(found: re.Match[str]) -> int:
    got = found.groupdict()
    if got.get("short"):
        return int(got["short"])
    if written := got["word"]:
        first = written.casefold().removeprefix("eine ")
        return next((minutes for word, minutes in _WORDS.items() if first.startswith(word)), 60)
    if got["h2"]:
        return int(got["h2"]) * 60 + int(got["m2"])
    return round(float(got["n"].replace(",", ".")) * (60 if got["h"] else 1))
