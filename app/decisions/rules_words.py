"""How a typed decision is read: its wording, its reason, its days. Pure functions."""

import re
from dataclasses import dataclass
from datetime import date

from app.kit.dates import DayRead, find_day

_WAYS = {
    "consent": re.compile(r"^(?:einwandrunde|consent(?: round)?)\s*:\s*", re.IGNORECASE),
    "vote": re.compile(r"^(?:abstimmung|vote)\s*:\s*", re.IGNORECASE),
}
_REASON = re.compile(r"(?:^|[\s,;–-])(?:begründung|reason)\s*:\s*(?P<reason>.+)$", re.IGNORECASE | re.DOTALL)
_SUPERSEDES = re.compile(r"[,;(]?\s*\b(?:ersetzt|supersedes)\s+(?P<year>\d{4})-(?P<number>\d{1,6})\b\)?", re.IGNORECASE)
_REVIEW = re.compile(r"[,;]?\s*\b(?:wiedervorlage|review):?\s+(?P<day>.+?)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class DecisionRead:
    """What was read of `/beschluss Wir mieten den Saal. Begründung: er ist barrierefrei`."""

    wording: str
    reason: str | None
    review: DayRead | None
    valid_from: DayRead | None
    supersedes: tuple[int, int] | None
    """Year and number of the decision that is replaced."""
    way: str | None
    """`consent` or `vote` where the words say so."""


def read_decision(typed: str, today: date) -> DecisionRead:
    """What is not understood stays in the wording. Raises NoSuchDay for a day clearly meant."""
    text, way, reason, supersedes, review = typed.strip(), None, None, None, None
    for name, words in _WAYS.items():
        if found := words.match(text):
            text, way = text[found.end() :], name
    if found := _SUPERSEDES.search(text):
        supersedes = (int(found["year"]), int(found["number"]))
        text = text[: found.start()] + text[found.end() :]
    if (found := _REVIEW.search(text)) and (review := find_day("bis " + found["day"], today)):
        text = text[: found.start()]
    if found := _REASON.search(text):
        text, reason = text[: found.start()], found["reason"].strip()
    return DecisionRead(text.strip(" \t\n,;–-"), reason or None, review, None, supersedes, way)
