"""How long minutes are kept: by the team's filing plan, and what goes soon."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.agenda.model import Item, ItemState, Meeting
from app.agenda.rules import DROPPED_KEPT, WARNED_BEFORE
from app.decisions.queries import kept_years


def kept_since(session: Session, team_id: int, today: date) -> date | None:
    """The first day of which minutes are kept. None: the team's filing plan deletes nothing."""
    years = kept_years(session, team_id)
    if not years:
        return None
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def to_warn_of(session: Session, team_id: int, today: date, most: int) -> Sequence[Meeting]:
    """Meetings that will be over in 30 days and of which nobody was told yet."""
    return _before(
        session, team_id, kept_since(session, team_id, today + WARNED_BEFORE), most, Meeting.warned_on.is_(None)
    )


def over(session: Session, team_id: int, today: date, most: int) -> Sequence[Meeting]:
    """Meetings that are not kept any more, the oldest first; the coordination was told 30 days ago, also where the
    filing plan changed meanwhile."""
    return _before(
        session, team_id, kept_since(session, team_id, today), most, Meeting.warned_on <= today - WARNED_BEFORE
    )


def _before(
    session: Session, team_id: int, since: date | None, most: int, where: ColumnElement[bool]
) -> Sequence[Meeting]:
    if since is None:
        return []
    query = select(Meeting).where(Meeting.team_id == team_id, Meeting.planned_on < since, where)
    return session.scalars(query.order_by(Meeting.planned_on).limit(most)).all()


def told_of(session: Session, team_id: int, on: date) -> Sequence[date]:
    """The days of minutes of which the coordination hears that day. After a weekend it looks back over it."""
    back = timedelta(days=2 if on.weekday() == 0 else 0)
    query = select(Meeting.on).where(
        Meeting.team_id == team_id,
        Meeting.warned_on >= on - back,
        Meeting.warned_on <= on,
        Meeting.minutes.is_not(None),
    )
    return sorted(session.scalars(query))


def old_items(session: Session, team_id: int, today: date, most: int) -> Sequence[int]:
    """Ids of items dropped long ago, and of those done at no meeting; the others go with their meetings."""
    ended = Item.state.in_((ItemState.DROPPED, ItemState.DONE))
    query = select(Item.id).where(Item.team_id == team_id, ended, Item.ended_on < today - DROPPED_KEPT)
    return session.scalars(query.order_by(Item.ended_on).limit(most)).all()
