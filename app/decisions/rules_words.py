"""How a typed decision is read: its wording, its reason, its days, and how it is to be decided. Pure functions."""

import re
from dataclasses import dataclass, replace
from datetime import date

from app.kit.dates import DayRead, find_day
from app.kit.day_words import MONTHS, any_of

_WAYS = {
    "consent": re.compile(r"^(?:einwandrunde|konsent(?:runde)?|consent(?: round)?)\s*:\s*", re.IGNORECASE),
    "vote": re.compile(r"^(?:abstimmung|vote)\s*:\s*", re.IGNORECASE),
}
_CLAUSE = r"(?:^|[.,;(\n–-]\s*|\s+(?=\())\(?"
"""A part of its own begins here: `…, gilt ab 1.1.`, and not `Die Regel gilt ab 1.1.`"""
_REASON = re.compile(rf"{_CLAUSE}(?:begründung|grund|reason)\s*:\s*(?P<reason>.+)$", re.IGNORECASE | re.DOTALL)
_SUPERSEDES = re.compile(
    r"[,;(]?\s*\b(?:(?:er |es |it )?(?:ersetzt|löst|supersedes|replaces)|statt|anstelle von|instead of)\s+"
    r"(?:(?:(?:den|des) )?beschluss(?:es)? |(?:the )?decision )?(?:nr\.? ?|no\.? ?|#)?"
    r"(?P<year>\d{4})-(?P<number>\d{1,6})\b(?: ab)?\)?",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    rf"{_CLAUSE}(?:wiedervorlage|wv|review(?: date)?)(?:\s*:)?"
    rf"(?:\s+(?:am|zum|bis|by|on|im|(?P<later>nach|after)|in(?= (?:{any_of(MONTHS)})\b))\b)?\s+",
    re.IGNORECASE,
)
_VALID = re.compile(
    rf"{_CLAUSE}(?:(?:(?:er |es |sie |das |dies )?(?:gilt|ist gültig) ab|gültig ab|in kraft ab|valid from|in force from"
    rf"|effective from|(?P<tritt>(?:er |es |sie |das )?tritt (?:am|zum)))(?:\s*:)?(?: dem| the)?|effective)\s+",
    re.IGNORECASE,
)
_NOW = re.compile(r"(?:sofort|immediately|now)(?!\w)", re.IGNORECASE)
_IN_FORCE = re.compile(r"\s+in kraft(?!\w)", re.IGNORECASE)
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
    if valid_from and valid_from.others:  # `gilt ab Januar` begins when January begins
        first, *later = sorted((valid_from.on, *valid_from.others))
        valid_from = replace(valid_from, on=first, others=tuple(later))
    reason = None
    if found := _REASON.search(text):
        text, reason = _kept(text, found), found["reason"].strip(" \t\n)")
    return DecisionRead(_tidy(text), reason or None, review, valid_from, supersedes, way)


def _day_of(clause: re.Pattern[str], text: str, today: date) -> tuple[str, DayRead | None]:
    """The clause's day, and the text without the clause; the same text where no day stands right behind its words."""
    for found in clause.finditer(text):
        lead = "bis in " if found.groupdict().get("later") else "bis "
        rest = text[found.end() :]
        now = _NOW.match(rest)
        day = DayRead(today, 0, len(lead) + now.end(), sure=True, said=True) if now else find_day(lead + rest, today)
        if day is None or day.start != 0:
            continue
        after = rest[day.end - len(lead) :]
        if found.groupdict().get("tritt"):
            if not (in_force := _IN_FORCE.match(after)):
                continue
            after = after[in_force.end() :]
        if re.match(r"\s*(?:bis|until|to)(?!\w)", after):
            continue  # from when until when stays together in the wording
        return f"{_kept(text, found)} {after.lstrip(' .)')}".strip(), day
    return text, None


def _kept(text: str, found: re.Match[str]) -> str:
    """What stands before the clause, with the full stop that ends its sentence."""
    return text[: found.start()] + ("." if found.group().startswith(".") else "")


def _tidy(text: str) -> str:
    """Without the marks that stood between the parts that were taken out; lines are kept."""
    text = re.sub(r"[ \t]+([,;.])", r"\1", text.strip(_EDGES))
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", re.sub(r"[,;](?=[.,;])", "", text)).strip(_EDGES)
