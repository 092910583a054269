"""What changes a decision: each change is an entry of its history, and the card and the search say so at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.decisions.model import Decision, DecisionState, Effect, Entry, EntryKind, LastNumber
from app.decisions.queries import DECISION, NOTICE, locked, today_of, written
from app.decisions.rules_history import checksum
from app.kit.search import make_findable
from app.kit.unit import Unit
from app.people.actions_shown import update_card


def record(unit: Unit, decision: Decision, *, by: int | None) -> None:
    """It is decided: gets its number, is in force, and takes the place of the one it supersedes."""
    today = today_of(unit, decision.team_id)
    old = locked(unit.session, decision.supersedes_id) if decision.supersedes_id else None
    if old is not None and old.state is not DecisionState.IN_FORCE:
        old, decision.supersedes_id = None, None  # ended while the round went on
    decision.state = DecisionState.IN_FORCE
    decision.decided_on = decision.filed_from = today
    decision.year, decision.number = today.year, next_number(unit, decision.team_id, today.year)
    decision.meeting_id = unit.house.meeting_now(unit, decision.team_id) or decision.meeting_id
    unit.session.flush()
    content = {"reference": decision.reference, "way": decision.way.value, **written(decision)}
    if decision.tally is not None:
        content |= {"tally": decision.tally, "quorum": decision.quorum}
    add_entry(unit, decision, EntryKind.RECORDED, content, by=by)
    if old is not None:
        old.state, old.filed_from, old.version = DecisionState.SUPERSEDED, today, old.version + 1
        add_entry(unit, decision, EntryKind.SUPERSEDES, {"reference": old.reference}, by=by)
        add_entry(unit, old, EntryKind.SUPERSEDED, {"reference": decision.reference}, by=by)
        update_card(unit, NOTICE, old.id)


def next_number(unit: Unit, team_id: int, year: int) -> int:
    """Locked until the unit commits: who fails gives the number back, so that none is missing."""
    query = select(LastNumber).where(LastNumber.team_id == team_id, LastNumber.year == year)
    last = unit.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if last is None:
        last = LastNumber(team_id=team_id, year=year, number=0)
        unit.session.add(last)
        # Who comes at the same moment runs into the unique key here and is run again by the edge.
        unit.session.flush()
    last.number += 1
    unit.session.flush()
    return last.number


def add_entry(unit: Unit, decision: Decision, kind: EntryKind, content: Mapping[str, Any], *, by: int | None) -> None:
    """Appends to the history, chained to the entry before. The decision's row is locked, or new in this unit."""
    last = unit.session.execute(
        select(Entry.position, Entry.sha256)
        .where(Entry.decision_id == decision.id)
        .order_by(Entry.position.desc())
        .limit(1)
    ).first()
    position, previous = (last.position + 1, last.sha256) if last else (1, "")
    on = today_of(unit, decision.team_id)
    unit.session.add(
        Entry(
            decision_id=decision.id,
            position=position,
            kind=kind,
            content=dict(content),
            person_id=by,
            on=on,
            sha256=checksum(decision.id, position, kind.value, on, content, previous),
        )
    )
    unit.session.flush()


def keep_findable(unit: Unit, decision: Decision) -> None:
    title = f"{decision.reference} {decision.wording}" if decision.reference else decision.wording
    more = [text for text in (decision.reason, decision.decided_by, decision.effect_note) if text]
    on = decision.decided_on or decision.created_on
    make_findable(unit.session, decision.team_id, DECISION, decision.id, title, on, *more)


def changed(unit: Unit, decision: Decision) -> None:
    """After a change: the next version, found by its new words, shown anew wherever it stands."""
    decision.version += 1
    unit.session.flush()
    keep_findable(unit, decision)
    update_card(unit, NOTICE, decision.id)


def complete(unit: Unit, decision: Decision, facts: Mapping[str, Any]) -> bool:
    """*Ergänzen*: reason, who decided, days. Only what differs is written; False where nothing does."""
    different = {name: value for name, value in facts.items() if getattr(decision, name) != value}
    if not different:
        return False
    for name, value in different.items():
        setattr(decision, name, value)
    unit.session.flush()
    content = {name: value for name, value in written(decision).items() if name in different}
    add_entry(unit, decision, EntryKind.CHANGED, content, by=unit.acting.person_id)
    changed(unit, decision)
    return True


def review(unit: Unit, decision: Decision, effect: Effect, note: str | None, next_on: date | None) -> None:
    decision.effect, decision.effect_note, decision.review_on = effect, note, next_on
    decision.filed_from = today_of(unit, decision.team_id)
    content = {"effect": effect.value, "effect_note": note, "review_on": next_on.isoformat() if next_on else None}
    add_entry(unit, decision, EntryKind.REVIEWED, content, by=unit.acting.person_id)
    changed(unit, decision)


def revoke(unit: Unit, decision: Decision, reason: str) -> None:
    decision.state, decision.filed_from = DecisionState.REVOKED, today_of(unit, decision.team_id)
    add_entry(unit, decision, EntryKind.REVOKED, {"reason": reason}, by=unit.acting.person_id)
    changed(unit, decision)
