"""How a typed decision is read: its wording, its reason, its days, and how it is to be decided. Pure functions."""

import re
from dataclasses import dataclass
from datetime import date

from app.kit.dates import DayRead, find_day

_WAYS = {
    "consent": re.compile(r"^(?:einwandrunde|konsent(?:runde)?|consent(?: round)?)\s*:\s*", re.IGNORECASE),
    "vote": re.compile(r"^(?:abstimmung|vote)\s*:\s*", re.IGNORECASE),
}
_CLAUSE = r"(?:^|[.,;(\n–-]\s*|\s+(?=\())\(?"
"""A part of its own begins here: `…, gilt ab 1.1.`, and not `Die Regel gilt ab 1.1.`"""
_REASON = re.compile(rf"{_CLAUSE}(?:begründung|grund|reason)\s*:\s*(?P<reason>.+)$", re.IGNORECASE | re.DOTALL)
_SUPERSEDES = re.compile(
    r"[,;(]?\s*\b(?:ersetzt|supersedes|replaces|statt|anstelle von|instead of)\s+(?:(?:den )?beschluss |decision )?"
    r"(?P<year>\d{4})-(?P<number>\d{1,6})\b\)?",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    rf"{_CLAUSE}(?:wiedervorlage|review(?: date)?)(?:\s*:|\s+(?:am|zum|bis|by|on)\b)?\s+", re.IGNORECASE
)
_VALID = re.compile(
    rf"{_CLAUSE}(?:(?:es |sie )?gilt ab|gültig ab|in kraft ab|valid from|in force from)(?:\s*:)?\s+", re.IGNORECASE
)
_EDGES = " \t\n,;–-("


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
    """What is not understood stays in the wording. Raises NoSuchDay for a day clearly meant.

    The places of the days are those in the text as it was when they were read; they serve no one afterwards.
    """
    text, way, supersedes = typed.strip(), None, None
    for name, words in _WAYS.items():
        if found := words.match(text):
            text, way = text[found.end() :], name
    if found := _SUPERSEDES.search(text):
        supersedes = (int(found["year"]), int(found["number"]))
        text = text[: found.start()] + text[found.end() :]
    text, review = _day_of(_REVIEW, text, today)
    text, valid_from = _day_of(_VALID, text, today)
    reason = None
    if found := _REASON.search(text):
        text, reason = _kept(text, found), found["reason"].strip(" \t\n)")
    return DecisionRead(text.strip(_EDGES), reason or None, review, valid_from, supersedes, way)


def _day_of(clause: re.Pattern[str], text: str, today: date) -> tuple[str, DayRead | None]:
    """The clause's day, and the text without the clause; the same text where no day stands right behind its words."""
    for found in clause.finditer(text):
        day = find_day("bis " + text[found.end() :], today)
        if day and day.start == 0:
            after = text[found.end() + day.end - len("bis ") :].lstrip(" .)")
            return f"{_kept(text, found)} {after}".strip(), day
    return text, None


def _kept(text: str, found: re.Match[str]) -> str:
    """What stands before the clause, with the full stop that ends its sentence."""
    return text[: found.start()] + ("." if found.group().startswith(".") else "")
