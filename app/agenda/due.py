"""What a tick calls: agendas to post, meetings that end by themselves, and what is not kept any more."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.agenda.actions_closing import end_by_itself
from app.agenda.actions_personal import forget_items, forget_meeting
from app.agenda.actions_posting import post_due_agenda
from app.agenda.model import Meeting, MeetingSeries, SeriesState
from app.agenda.queries_kept import old_items, over, to_warn_of
from app.agenda.queries_meeting import LIVE
from app.agenda.rules_schedule import next_night
from app.kit.calendar import local_day
from app.kit.unit import Unit
from app.people.model import Channel, ChannelState, Team, TeamState
from app.people.queries import team_by_id

_BATCH = 50
_DELETED_AT_ONCE = 20


def _working_series() -> Select[MeetingSeries]:
    """Only series that can speak. A resting team or a deleted channel simply does not match, and does again later."""
    return (
        select(MeetingSeries)
        .join(Team, Team.id == MeetingSeries.team_id)
        .join(Channel, Channel.id == MeetingSeries.channel_id)
        .where(
            MeetingSeries.state == SeriesState.ACTIVE,
            MeetingSeries.next_post_at.is_not(None),
            Team.state == TeamState.ACTIVE,
            Channel.state == ChannelState.ALIVE,
        )
    )


def agendas_due(unit: Unit) -> int:
    """Posts agendas whose time has come. Another tick's rows are left to it."""
    due = unit.session.scalars(
        _working_series()
        .where(MeetingSeries.next_post_at <= unit.now)
        .order_by(MeetingSeries.next_post_at, MeetingSeries.id)
        .limit(_BATCH)
        .with_for_update(of=MeetingSeries, skip_locked=True)
    ).all()
    for series in due:
        post_due_agenda(unit, series)
    return len(due)


def next_agenda_at(session: Session) -> datetime | None:
    planned = _working_series().with_only_columns(func.min(MeetingSeries.next_post_at))
    found: datetime | None = session.scalar(planned)
    return found


def meetings_ending_due(unit: Unit) -> int:
    """Ends meetings of yesterday, also those of resting teams: what was said is kept."""
    due = unit.session.scalars(
        select(Meeting)
        .where(Meeting.state.in_(LIVE), Meeting.ends_itself_at <= unit.now)
        .order_by(Meeting.ends_itself_at, Meeting.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for meeting in due:
        end_by_itself(unit, meeting)
    return len(due)


def next_ending_at(session: Session) -> datetime | None:
    found: datetime | None = session.scalar(select(func.min(Meeting.ends_itself_at)).where(Meeting.state.in_(LIVE)))
    return found


def filing_due(unit: Unit) -> int:
    """Looks through the teams whose night has come: notes what goes in 30 days, and deletes what is over."""
    due = unit.session.scalars(
        select(MeetingSeries)
        .where(MeetingSeries.next_filing_at <= unit.now)
        .order_by(MeetingSeries.next_filing_at, MeetingSeries.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for series in due:
        if _file(unit, series) < _DELETED_AT_ONCE:  # otherwise the next tick goes on
            zone = team_by_id(unit.session, series.team_id).zone
            series.next_filing_at = next_night(unit.now, zone, series.team_id)
    return len(due)


def _file(unit: Unit, series: MeetingSeries) -> int:
    session, team_id = unit.session, series.team_id
    today = local_day(unit.now, team_by_id(session, team_id).zone)
    for meeting in to_warn_of(session, team_id, today, 10 * _DELETED_AT_ONCE):
        meeting.warned_on = today
    session.flush()
    meetings = over(session, team_id, today, _DELETED_AT_ONCE)
    for meeting in meetings:
        forget_meeting(unit, meeting)
    items = list(old_items(session, team_id, today, _DELETED_AT_ONCE))
    forget_items(unit, items)
    return max(len(meetings), len(items))


def next_filing_at(session: Session) -> datetime | None:
    found: datetime | None = session.scalar(select(func.min(MeetingSeries.next_filing_at)))
    return found
