"""A passage is taken out of all that is written of a team's decisions; the history says so without the passage."""

import re
from typing import Any

from sqlalchemy import select

from app.decisions.actions_recording import add_entry, changed
from app.decisions.model import Decision, EntryKind, Participation
from app.decisions.queries import entries_of, links_of
from app.decisions.rules import REDACTED, passage_pattern
from app.decisions.rules_history import rechained
from app.kit.unit import Unit

_COLUMNS = ("wording", "reason", "decided_by", "effect_note")


def redact(unit: Unit, team_id: int, passage: str) -> int:
    """In how many decisions it stood. All of the team's are read: what was typed is compared, not its search words."""
    pattern = passage_pattern(passage)
    if pattern is None:
        return 0
    ids = unit.session.scalars(select(Decision.id).where(Decision.team_id == team_id).order_by(Decision.id)).all()
    return sum(_redact_one(unit, decision_id, pattern) for decision_id in ids)


def _redact_one(unit: Unit, decision_id: int, pattern: re.Pattern[str]) -> bool:
    session = unit.session
    decision = session.get_one(Decision, decision_id, with_for_update=True)
    found = False
    for column in _COLUMNS:
        text = getattr(decision, column)
        if text and pattern.search(text):
            setattr(decision, column, _without(text, pattern))
            found = True
    for voice in session.scalars(select(Participation).where(Participation.decision_id == decision.id)):
        if voice.reason and pattern.search(voice.reason):
            voice.reason = _without(voice.reason, pattern)
            found = True
    entries = list(entries_of(session, decision.id))
    before = entries[-1].sha256 if entries else ""
    touched = []
    for entry in entries:
        content = _cleaned(entry.content, pattern)
        if content != entry.content:
            entry.content = content
            touched.append(entry.position)
    if not (found or touched):
        return False
    # The chain begins anew: what the entries say now is what counts from here on, and the next entry says why.
    for entry, sha256 in zip(entries, rechained(decision.id, links_of(entries)), strict=True):
        entry.sha256 = sha256
    session.flush()
    by = unit.actor.person_id if unit.actor else None
    add_entry(unit, decision, EntryKind.REDACTED, {"entries": touched, "before": before}, by=by)
    changed(unit, decision)
    return True


def _without(text: str, pattern: re.Pattern[str]) -> str:
    # Longer than the passage it may be: cut to what the column holds.
    return pattern.sub(REDACTED, text)[:2000]


def _cleaned(value: Any, pattern: re.Pattern[str]) -> Any:
    """Through lists and mappings; keys are ours and stay."""
    if isinstance(value, str):
        return pattern.sub(REDACTED, value)
    if isinstance(value, list):
        return [_cleaned(one, pattern) for one in value]
    if isinstance(value, dict):
        return {name: _cleaned(one, pattern) for name, one in value.items()}
    return value
