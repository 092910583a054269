"""Typed text, read as people write it: any case, umlauts or ae/oe/ue, with or without a slash."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_TOKEN = re.compile(r"\S+")
_EDGES = "/.,;:!?\"'„“‚‘»«()[]"


def normalise(word: str) -> str:
    """One spelling for all: case, umlauts, ß, other accents and typographic dashes folded; inner punctuation stays."""
    folded = unicodedata.normalize("NFC", word).casefold().translate(_FOLDED)
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return plain.replace("–", "-").replace("—", "-").replace("\u2011", "-")


@dataclass(frozen=True)
class Token:
    text: str
    normal: str
    start: int
    end: int


@dataclass
class Phrase:
    """Typed words with their places. Readers take what they understand; `rest` is what nobody took, as typed."""

    text: str
    tokens: list[Token] = field(default_factory=list)
    _taken: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.tokens:
            self.tokens = [
                Token(m.group(), normalise(m.group()).strip(_EDGES), m.start(), m.end())
                for m in _TOKEN.finditer(self.text)
            ]
            self.tokens = [token for token in self.tokens if token.normal]

    def without_first(self, count: int) -> "Phrase":
        """The words after the command's own."""
        start = self.tokens[count - 1].end if count else 0
        return Phrase(self.text[start:])

    def take(self, start: int, end: int) -> None:
        self._taken.append((start, end))

    def rest(self) -> str:
        """What is left, with line breaks kept and no doubled blanks where something was taken."""
        if not self._taken:
            return self.text.strip()
        kept, position = [], 0
        for start, end in sorted(self._taken):
            kept.append(self.text[position:start])
            position = end
        kept.append(self.text[position:])
        return re.sub(r"[ \t]+", " ", " ".join(part.strip(" \t") for part in kept)).strip()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word a mistyped one most likely meant: at least two thirds alike."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.66)
    return found[0] if found else None
