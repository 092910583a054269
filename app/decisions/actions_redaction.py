"""A passage is taken out of all that is written of a team's decisions; the history says so without the passage."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.decisions.actions_recording import add_entry, changed
from app.decisions.model import Decision, Entry, EntryKind, Participation
from app.decisions.queries import links_of
from app.decisions.rules import LONGEST_DECIDED_BY, LONGEST_REASON, LONGEST_WORDING
from app.decisions.rules_history import rechained
from app.kit.redaction import blacked_out, passage_pattern
from app.kit.unit import Unit

_COLUMNS = {
    "wording": LONGEST_WORDING,
    "reason": LONGEST_REASON,
    "decided_by": LONGEST_DECIDED_BY,
    "effect_note": LONGEST_REASON,
}


def redact(unit: Unit, team_id: int, passage: str) -> int:
    """In how many decisions it stood. All of the team's are read: what was typed is compared, not its search words."""
    pattern = passage_pattern(passage)
    if pattern is None:
        return 0
    session = unit.session
    here = Decision.team_id == team_id
    decisions = session.scalars(select(Decision).where(here).order_by(Decision.id).with_for_update()).all()
    entries: dict[int, list[Entry]] = {}
    for entry in session.scalars(select(Entry).join(Decision).where(here).order_by(Entry.decision_id, Entry.position)):
        entries.setdefault(entry.decision_id, []).append(entry)
    voices: dict[int, list[Participation]] = {}
    for voice in session.scalars(select(Participation).join(Decision).where(here, Participation.reason.is_not(None))):
        voices.setdefault(voice.decision_id, []).append(voice)
    return sum(_redact_one(unit, one, entries.get(one.id, []), voices.get(one.id, []), pattern) for one in decisions)


def _redact_one(
    unit: Unit,
    decision: Decision,
    entries: Sequence[Entry],
    voices: Sequence[Participation],
    pattern: re.Pattern[str],
) -> bool:
    found = False
    for column in _COLUMNS:
        text = getattr(decision, column)
        if text and pattern.search(text):
            setattr(decision, column, blacked_out(text, pattern, _COLUMNS[column]))
            found = True
    for voice in voices:
        if voice.reason and pattern.search(voice.reason):
            voice.reason = blacked_out(voice.reason, pattern, LONGEST_REASON)
            found = True
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
    unit.session.flush()
    by = unit.actor.person_id if unit.actor else None
    add_entry(unit, decision, EntryKind.REDACTED, {"entries": touched, "before": before}, by=by)
    changed(unit, decision)
    return True


def _cleaned(value: Any, pattern: re.Pattern[str]) -> Any:
    """Through lists and mappings; keys are ours and stay."""
    if isinstance(value, str):
        return blacked_out(value, pattern)
    if isinstance(value, list):
        return [_cleaned(one, pattern) for one in value]
    if isinstance(value, dict):
        # Cut as the column is, so that the history and the decision go on saying the same.
        return {
            name: blacked_out(one, pattern, _COLUMNS[name])
            if name in _COLUMNS and isinstance(one, str)
            else _cleaned(one, pattern)
            for name, one in value.items()
        }
    return value
