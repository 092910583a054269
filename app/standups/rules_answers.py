"""What an answer says, and how a long report falls into pages: pure functions."""

from collections.abc import Sequence
from datetime import timedelta

from app.kit.words import normalise

LONGEST_ANSWER = 1500
MEMORY_WEEKS = 5
"""How far back "last week" reaches: an older answer is not taken over."""
ANSWERS_KEPT = timedelta(weeks=12)
"""From the report on."""
WARNED_BEFORE = timedelta(days=30)
"""Coordinators hear of a deletion so long ahead."""

PAGE_BYTES = 14_000
"""One page of a report, so that the card stays under 20 KB in every language."""

_NOTHING_WORDS = "- -- --- . / x 0 nein ne nee nope no nichts nix none nothing n/a na kein keine keiner keines passt"
_NOTHING_PHRASES = (
    "alles gut",
    "alles ok",
    "alles in ordnung",
    "all good",
    "aktuell nichts",
    "derzeit nichts",
    "zurzeit nichts",
    "gerade nichts",
    "momentan nichts",
    "im moment nichts",
    "nein danke",
    "nein nichts",
    "keine blocker",
    "kein blocker",
    "keine hindernisse",
    "no blocker",
    "no blockers",
    "nothing right now",
)
_NOTHING = frozenset([*_NOTHING_WORDS.split(), *_NOTHING_PHRASES, ""])


def is_blocker(text: str) -> bool:
    """Whether the answer to "Wo hakt es?" names something. "Nein", "nichts" and a dash do not."""
    plain = " ".join(normalise(text).replace(",", " ").split())
    return plain not in _NOTHING and plain.strip(".!?;: ") not in _NOTHING


def task_lines(titles: Sequence[str], longest: int) -> str:
    """Open tasks as lines to begin with, as many as leave half of the room to type."""
    lines: list[str] = []
    for title in titles:
        if len("\n".join([*lines, f"– {title}"])) > longest // 2:
            break
        lines.append(f"– {title}")
    return "\n".join(lines)


def plan_pages(sizes: Sequence[int], limit: int = PAGE_BYTES) -> list[range]:
    """Which pieces (by their size in bytes) stand on which page, in order. At least one page, each with a piece."""
    pages: list[range] = []
    start = filled = 0
    for index, size in enumerate(sizes):
        if index > start and filled + size > limit:
            pages.append(range(start, index))
            start, filled = index, 0
        filled += size
    return [*pages, range(start, len(sizes))]
