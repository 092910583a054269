"""What a tick calls: rounds whose end has come, and decisions whose years in the filing plan are over."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.decisions.actions_rounds import close_round
from app.decisions.model import Decision, DecisionSettings, DecisionState
from app.decisions.queries import DECISION, NOTICE, today_of
from app.decisions.rules import filed_until, months_later, next_filing
from app.kit.search import forget_findable
from app.kit.unit import Unit
from app.people.actions_shown import take_card_away
from app.people.queries import team_by_id

_BATCH = 20
_DELETED_AT_ONCE = 50


def rounds_closing_due(unit: Unit) -> int:
    """Closes rounds whose time is over, also those of resting teams: what was said is kept."""
    due = unit.session.scalars(
        select(Decision)
        .where(Decision.state == DecisionState.OPEN, Decision.closes_at <= unit.now)
        .order_by(Decision.closes_at, Decision.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for decision in due:
        close_round(unit, decision)
    return len(due)


def next_closing_at(session: Session) -> datetime | None:
    return session.scalar(select(func.min(Decision.closes_at)).where(Decision.state == DecisionState.OPEN))


def filing_due(unit: Unit) -> int:
    """Looks through the teams whose night has come, and deletes what the filing plan says, with its card in Teams."""
    teams = unit.session.scalars(
        select(DecisionSettings)
        .where(DecisionSettings.next_filing_at <= unit.now)
        .order_by(DecisionSettings.next_filing_at, DecisionSettings.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for chosen in teams:
        done = _file(unit, chosen)
        if done < _DELETED_AT_ONCE:  # otherwise the next tick goes on
            zone = team_by_id(unit.session, chosen.team_id).zone
            chosen.next_filing_at = next_filing(unit.now, zone, chosen.team_id) if chosen.kept_years else None
    return len(teams)


def _file(unit: Unit, chosen: DecisionSettings) -> int:
    today = today_of(unit, chosen.team_id)
    if not chosen.kept_years or chosen.kept_since is None:
        return 0
    over = unit.session.scalars(
        select(Decision)
        .where(
            Decision.team_id == chosen.team_id,
            Decision.filed_from <= months_later(today, -12 * chosen.kept_years),
            Decision.state != DecisionState.OPEN,
        )
        .order_by(Decision.filed_from, Decision.id)
        .limit(_DELETED_AT_ONCE)
    ).all()
    done = 0
    for decision in over:
        assert decision.filed_from is not None, "asked for by it"
        if filed_until(decision.filed_from, chosen.kept_years, chosen.kept_since) > today:
            continue
        take_card_away(unit, NOTICE, decision.id)
        forget_findable(unit.session, DECISION, decision.id)
        unit.session.execute(delete(Decision).where(Decision.id == decision.id))
        done += 1
    return done


def next_filing_at(session: Session) -> datetime | None:
    return session.scalar(select(func.min(DecisionSettings.next_filing_at)))
