"""The history as a chain: each entry's checksum covers its content and the checksum before it. Pure functions.

An entry's checksum is the SHA-256, in hexadecimal, of the UTF-8 bytes of this JSON: keys sorted, no blanks, letters as
they are: `{"content":…,"decision":7,"kind":"recorded","on":"2026-11-20","position":1,"previous":"…"}`. `previous`
is the checksum of the entry before, empty for the first. The last one stands for the whole history. Persons are not in
it, so that they can be taken out.

A redaction changes what earlier entries say, so their checksums are made anew and its own entry says so: which entries
it touched, and the checksum that stood for the history before it. Who holds an older export finds that there.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Link:
    """An entry as the chain knows it."""

    position: int
    kind: str
    on: date
    content: Mapping[str, Any]
    sha256: str


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found."""

    checksum: str
    """Over the history as it is now; equal to the last entry's where nothing was changed."""
    first_wrong: int | None = None
    """The first entry that is not what was written, or is missing."""
    differs: tuple[str, ...] = ()
    """Facts of the decision that its history tells otherwise."""
    redacted_on: tuple[date, ...] = ()
    before_redaction: tuple[str, ...] = ()
    """The checksums that stood for the history before each redaction, for comparing with an older export."""

    @property
    def intact(self) -> bool:
        return self.first_wrong is None and not self.differs


def checksum(decision_id: int, position: int, kind: str, on: date, content: Mapping[str, Any], previous: str) -> str:
    told = {
        "decision": decision_id,
        "position": position,
        "kind": str(kind),
        "on": on.isoformat(),
        "content": content,
        "previous": previous,
    }
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def rechained(decision_id: int, links: Iterable[Link]) -> list[str]:
    """The checksums of the history as it stands, one for each entry."""
    found: list[str] = []
    for link in links:
        previous = found[-1] if found else ""
        found.append(checksum(decision_id, link.position, link.kind, link.on, link.content, previous))
    return found


def verify(decision_id: int, links: Sequence[Link], facts: Mapping[str, Any]) -> Verdict:
    """Whether the history is what was written, and the decision what its history tells. `facts` as in `told_by`."""
    anew = rechained(decision_id, links)
    wrong = (
        place
        for place, (link, made) in enumerate(zip(links, anew, strict=True), start=1)
        if link.sha256 != made or link.position != place
    )
    told = told_by(links)
    redactions = [link for link in links if link.kind == "redacted"]
    return Verdict(
        anew[-1] if anew else "",
        next(wrong, None if links else 1),
        tuple(sorted(name for name in facts if facts[name] != told.get(name))),
        tuple(link.on for link in redactions),
        tuple(str(link.content.get("before", "")) for link in redactions),
    )


FACTS = (
    "wording", "reason", "decided_by", "decided_on", "valid_from", "review_on", "effect", "effect_note", "reference",
)  # fmt: skip


def told_by(links: Iterable[Link]) -> dict[str, Any]:
    """The facts of the decision as its entries tell them, the last one counting."""
    told: dict[str, Any] = dict.fromkeys(FACTS)
    for link in links:
        if link.kind in ("proposed", "recorded", "changed", "reviewed"):
            told.update({name: value for name, value in link.content.items() if name in FACTS})
    return told


def book_checksum(lines: Iterable[tuple[str, str]]) -> str:
    """Over several decisions: SHA-256 of the lines `reference checksum`, joined by line feeds, as they are listed."""
    return hashlib.sha256("\n".join(f"{reference} {sha}" for reference, sha in lines).encode()).hexdigest()
