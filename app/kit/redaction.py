"""A passage is taken out of what people typed: found in any case and across line breaks, replaced by a mark.

Spelling counts as typed: `Müller` does not find `Mueller`. What is taken out is gone for good, so it is found narrowly.
"""

import re
import unicodedata
from typing import Any

REDACTED = "[geschwärzt]"
"""Stands for the passage, in every language: it is stored in the text itself."""

SHORTEST_PASSAGE, LONGEST_PASSAGE = 4, 200
"""Shorter ones would be in half of all words."""


def passage_pattern(passage: str) -> re.Pattern[str] | None:
    """What finds the passage; None where too little was typed."""
    words = unicodedata.normalize("NFC", passage).split()
    if len("".join(words)) < SHORTEST_PASSAGE:
        return None
    composed = r"\s+".join(map(re.escape, words))
    decomposed = r"\s+".join(re.escape(unicodedata.normalize("NFD", word)) for word in words)
    return re.compile(f"{composed}|{decomposed}", re.IGNORECASE)


def blacked_out(text: str, pattern: re.Pattern[str], longest: int = 0) -> str:
    """The text with the mark in the passage's place, cut where the mark made it longer than its column."""
    found = pattern.sub(REDACTED, text)
    return found[:longest] if longest else found


def texts_in(value: Any) -> list[str]:
    """All texts inside a JSON value; the names of its fields are ours."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in texts_in(one)]
