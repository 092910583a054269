"""The settings about decisions are saved."""

from collections.abc import Mapping

from sqlalchemy import select

from app.decisions.model import DecisionSettings
from app.decisions.queries import today_of
from app.decisions.queries_settings import read_settings
from app.decisions.rules import WARNED_BEFORE, next_filing
from app.kit.unit import Unit
from app.people.queries import team_by_id


def save_settings(unit: Unit, team_id: int, values: Mapping[str, str]) -> None:
    """Save what `check_settings` found right. A new filing plan deletes nothing for 30 days."""
    wish, errors = read_settings(unit, team_id, values)
    if errors:
        raise errors[0]
    chosen = unit.session.scalar(select(DecisionSettings).where(DecisionSettings.team_id == team_id))
    if chosen is None:
        chosen = DecisionSettings(team_id=team_id)
        unit.session.add(chosen)
    before = chosen.kept_years
    for name, value in wish.items():
        setattr(chosen, name, value)
    if chosen.kept_years != before:
        zone = team_by_id(unit.session, team_id).zone
        chosen.kept_since = today_of(unit, team_id) if chosen.kept_years else None
        chosen.next_filing_at = next_filing(unit.now + WARNED_BEFORE, zone, team_id) if chosen.kept_years else None
    unit.session.flush()
