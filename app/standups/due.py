"""What a tick calls: rounds whose time has come."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.kit.unit import Unit
from app.people.model import Channel, ChannelState, Team, TeamState
from app.standups.actions_rounds import close_round, open_due_round
from app.standups.model import Round, RoundState, Series, SeriesState

_BATCH = 50


def _working_series() -> Select[Series]:
    """Only series that can speak. A resting team or a deleted channel simply does not match, and does again later."""
    return (
        select(Series)
        .join(Team, Team.id == Series.team_id)
        .join(Channel, Channel.id == Series.channel_id)
        .where(
            Series.state == SeriesState.ACTIVE,
            Series.next_opens_at.is_not(None),
            Team.state == TeamState.ACTIVE,
            Channel.state == ChannelState.ALIVE,
        )
    )


def rounds_opening_due(unit: Unit) -> int:
    """Opens rounds whose opening has come. Another tick's rows are left to it."""
    due: Sequence[Series] = unit.session.scalars(
        _working_series()
        .where(Series.next_opens_at <= unit.now)
        .order_by(Series.next_opens_at, Series.id)
        .limit(_BATCH)
        .with_for_update(of=Series, skip_locked=True)
    ).all()
    for series in due:
        open_due_round(unit, series)
    return len(due)


def next_opening_at(session: Session) -> datetime | None:
    planned = _working_series().with_only_columns(func.min(Series.next_opens_at))
    found: datetime | None = session.scalar(planned)
    return found


def rounds_closing_due(unit: Unit) -> int:
    """Closes rounds whose time is over, also those of resting teams: their answers are kept."""
    due = unit.session.scalars(
        select(Round)
        .where(Round.state == RoundState.OPEN, Round.closes_at <= unit.now)
        .order_by(Round.closes_at, Round.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for round_ in due:
        close_round(unit, round_)
    return len(due)


def next_closing_at(session: Session) -> datetime | None:
    found: datetime | None = session.scalar(select(func.min(Round.closes_at)).where(Round.state == RoundState.OPEN))
    return found
