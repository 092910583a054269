"""Reads of meetings. `meeting_for` is the only way from a button's id to a meeting."""

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.agenda.model import Item, ItemState, Meeting, MeetingSeries, MeetingState, Outcome, SkippedMeeting, Treatment
from app.agenda.queries import count_items, on_agenda
from app.agenda.rules_schedule import Schedule
from app.kit.actor import Actor
from app.kit.errors import NotAllowed, UserError
from app.kit.i18n import Clocktime, Day, Text, _
from app.kit.unit import Unit
from app.people.model import Channel, ChannelState, Team, TeamState
from app.people.queries import team_by_id, teams_of

LIVE = (MeetingState.PLANNED, MeetingState.RUNNING)
PAST = (MeetingState.CLOSED,)


def find_series(session: Session, team_id: int) -> MeetingSeries | None:
    return session.scalar(select(MeetingSeries).where(MeetingSeries.team_id == team_id))


def series_for(session: Session, actor: Actor) -> MeetingSeries:
    """The actor's team's series. Raises UserError where none was set up."""
    series = find_series(session, actor.team_id)
    if series is None:
        raise UserError(_("Für dieses Team ist noch kein Treffen eingerichtet. Das geht in den Einstellungen."))
    return series


def schedule_of(session: Session, series: MeetingSeries) -> Schedule:
    team = team_by_id(session, series.team_id)
    skipped = session.scalars(select(SkippedMeeting.on).where(SkippedMeeting.series_id == series.id))
    return Schedule(
        weekday=series.weekday,
        starts_time=series.starts_time,
        length_minutes=series.length_minutes,
        posted_before_minutes=series.posted_before_minutes,
        zone=team.zone,
        calendar=team.calendar,
        rhythm=series.rhythm,
        nth=series.nth,
        anchor_on=series.anchor_on,
        holiday_rule=series.holiday_rule,
        skipped=frozenset(skipped),
    )


def rests(team: Team, channel: Channel) -> bool:
    """Nothing can be posted: the team or the channel is not there at the moment."""
    return team.state != TeamState.ACTIVE or channel.state != ChannelState.ALIVE


def channel_gone(name: str) -> Text:
    return _("Der Kanal „{channel}“ wurde gelöscht. Die Agenda ruht, bis ein Kanal gewählt ist.", channel=name)


def meeting_for(session: Session, actor: Actor, meeting_id: int, *, lock: bool = False) -> Meeting:
    """A meeting of a team the actor belongs to now. `lock` keeps it as it is until the unit commits."""
    mine = [team.id for team, _member in teams_of(session, actor.person_id)]
    query = select(Meeting).where(
        Meeting.id == meeting_id, Meeting.team_id.in_(mine), Meeting.state != MeetingState.LEFT_OUT
    )
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotAllowed(_("Dieses Treffen gibt es nicht mehr."))
    return found


def find_meeting(session: Session, team_id: int, planned_on: date) -> Meeting | None:
    return session.scalar(select(Meeting).where(Meeting.team_id == team_id, Meeting.planned_on == planned_on))


def live_meetings(session: Session, team_id: int) -> Sequence[Meeting]:
    """The running meeting and those whose agenda is posted, the running one first, then by day."""
    found = session.scalars(
        select(Meeting).where(Meeting.team_id == team_id, Meeting.state.in_(LIVE)).order_by(Meeting.on, Meeting.id)
    ).all()
    return sorted(found, key=lambda one: one.state != MeetingState.RUNNING)


def running_meeting(session: Session, team_id: int, *, lock: bool = False) -> Meeting | None:
    query = select(Meeting).where(Meeting.team_id == team_id, Meeting.state == MeetingState.RUNNING)
    return session.scalar(query.with_for_update() if lock else query)


def meeting_now(unit: Unit, team_id: int) -> int | None:
    return unit.session.scalar(
        select(Meeting.id).where(Meeting.team_id == team_id, Meeting.state == MeetingState.RUNNING)
    )


def starts(session: Session, meeting: Meeting) -> tuple[date, time]:
    """The beginning on the team's wall clock."""
    local = meeting.starts_at.astimezone(team_by_id(session, meeting.team_id).zone)
    return local.date(), local.time()


def day_and_time(session: Session, meeting: Meeting) -> dict[str, Day | Clocktime]:
    """For sentences: `{day}, {time}`."""
    on, at = starts(session, meeting)
    return {"day": Day(on), "time": Clocktime(at)}


def treatment_of(session: Session, meeting_id: int, item_id: int) -> Treatment | None:
    return session.scalar(select(Treatment).where(Treatment.meeting_id == meeting_id, Treatment.item_id == item_id))


def treated(session: Session, meeting_id: int) -> list[tuple[Item, Treatment]]:
    """The items something was said about at this meeting, in the agenda's order."""
    rows = session.execute(
        select(Item, Treatment)
        .join(Item, Item.id == Treatment.item_id)
        .where(Treatment.meeting_id == meeting_id)
        .order_by(Item.position, Item.id)
    )
    return [(item, treatment) for item, treatment in rows]


def dealt_with(session: Session, meeting_id: int) -> set[int]:
    """Ids of the items that need no more talking at this meeting."""
    return set(
        session.scalars(
            select(Treatment.item_id).where(Treatment.meeting_id == meeting_id, Treatment.outcome.is_not(None))
        )
    )


def count_deferred(session: Session, meeting: Meeting) -> int:
    """Open items that need no more talking at this meeting."""
    dealt = dealt_with(session, meeting.id)
    where = (*on_agenda(meeting.team_id, meeting.planned_on), Item.id.in_(dealt))
    return count_items(session, *where) if dealt else 0


def next_item(session: Session, meeting: Meeting, after: Item | None) -> Item | None:
    """The next item nobody dealt with yet, in order; behind the last one those that were passed over."""
    done = dealt_with(session, meeting.id)
    waiting = [
        item
        for item in session.scalars(
            select(Item).where(*on_agenda(meeting.team_id, meeting.planned_on)).order_by(Item.position, Item.id)
        )
        if item.id not in done and (after is None or item.id != after.id)
    ]
    if after is not None:
        later = [item for item in waiting if (item.position, item.id) > (after.position, after.id)]
        return next(iter([*later, *waiting]), None)
    return next(iter(waiting), None)


def planned_minutes(session: Session, meeting: Meeting) -> int:
    """The sum of what people set for the items on the agenda."""
    where = on_agenda(meeting.team_id, meeting.planned_on)
    query = select(func.coalesce(func.sum(Item.minutes), 0)).select_from(Item).where(*where)
    talked = (
        select(func.coalesce(func.sum(Item.minutes), 0))
        .select_from(Treatment)
        .join(Item, Item.id == Treatment.item_id)
        .where(Treatment.meeting_id == meeting.id, Treatment.outcome.is_not(None), Item.state != ItemState.OPEN)
    )
    return int(session.scalar(query) or 0) + int(session.scalar(talked) or 0)


OUTCOMES: dict[Outcome, Text] = {
    Outcome.DONE: _("✓ besprochen"),
    Outcome.DEFERRED: _("→ vertagt"),
    Outcome.PARKED: _("geparkt"),
    Outcome.DROPPED: _("gestrichen"),
}


def outcome_text(outcome: str | None) -> Text:
    return OUTCOMES[Outcome(outcome)] if outcome else _("nicht besprochen, kommt wieder")
