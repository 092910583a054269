"""The agenda comes into the channel: planned, filled with what other rooms bring, posted once."""

from datetime import date

from sqlalchemy import select

from app.agenda.actions_cards import item_changed
from app.agenda.actions_items import put_on_agenda
from app.agenda.model import Item, ItemState, Meeting, MeetingSeries, MeetingState, SeriesState
from app.agenda.queries import item_of
from app.agenda.queries_card import MEETING
from app.agenda.queries_meeting import find_meeting, schedule_of
from app.agenda.rules_schedule import Occurrence, Schedule, SkipReason, first_from, next_morning, next_posting
from app.kit.i18n import translator
from app.kit.outbox import channel_key
from app.kit.unit import Unit
from app.people.model import Channel, Team
from app.people.queries import team_by_id


def post_due_agenda(unit: Unit, series: MeetingSeries) -> None:
    """Post the agenda that is planned next, or note that it is too late for it; then plan the one after it."""
    assert series.next_on is not None
    schedule = schedule_of(unit.session, series)
    due = first_from(schedule, series.next_on)
    if due is None:
        series.plan(None, None)
        return
    if due.posts_at > unit.now:
        # The plan is older than a holiday, a skipped meeting or a zone that came in between.
        series.plan(due.planned_on, due.posts_at)
        return
    team = team_by_id(unit.session, series.team_id)
    if find_meeting(unit.session, team.id, due.planned_on) is None:
        late = team.calendar.speaking_time(unit.now, team.zone) >= due.ends_at
        meeting = make_meeting(unit, team, series.channel_id, due, series.length_minutes, late=late)
        if not late:
            post_card(unit, team, meeting)
    plan_after(series, schedule, due)


def plan_after(series: MeetingSeries, schedule: Schedule, done: Occurrence) -> None:
    # The day after: a schedule that changed meanwhile may have another weekday in the same week.
    following = next_posting(schedule, done.posts_at)
    while following and following.planned_on <= done.planned_on:
        following = next_posting(schedule, following.posts_at)
    series.plan(following.planned_on if following else None, following.posts_at if following else None)


def plan_anew(unit: Unit, series: MeetingSeries, since: date | None = None) -> None:
    """Plan after a change of the schedule, from the day that was planned (or from `since`, where that is earlier).

    A meeting that was planned stays planned, also where its agenda would have been posted already: it comes late, as
    long as the meeting is not over. A series that begins or goes on starts with the next posting.
    """
    if series.state != SeriesState.ACTIVE:
        series.plan(None, None)
        return
    schedule = schedule_of(unit.session, series)
    starts = [day for day in (series.next_on, since) if day]
    found = first_from(schedule, min(starts)) if starts else next_posting(schedule, unit.now)
    while found and (found.ends_at <= unit.now or find_meeting(unit.session, series.team_id, found.planned_on)):
        found = next_posting(schedule, found.posts_at)
    series.plan(found.planned_on if found else None, found.posts_at if found else None)


def make_meeting(
    unit: Unit, team: Team, channel_id: int, due: Occurrence, length_minutes: int, *, late: bool = False
) -> Meeting:
    """The meeting's row, and items of what other rooms say needs to be talked about."""
    meeting = Meeting(
        team_id=team.id,
        channel_id=channel_id,
        planned_on=due.planned_on,
        on=due.on,
        starts_at=due.starts_at,
        length_minutes=length_minutes,
        ends_itself_at=next_morning(due.on, team.zone),
        state=MeetingState.LEFT_OUT if late else MeetingState.PLANNED,
        skip_reason=SkipReason.POSTED_TOO_LATE if late else None,
    )
    unit.session.add(meeting)
    unit.session.flush()
    if not late:
        _fill(unit, team, meeting)
    return meeting


def _fill(unit: Unit, team: Team, meeting: Meeting) -> None:
    """Once for each origin: not again while its item is open or parked. What has settled itself meanwhile is over."""
    open_ones = select(Item).where(Item.team_id == team.id, Item.state == ItemState.OPEN, Item.origin_kind.is_not(None))
    for item in unit.session.scalars(open_ones.order_by(Item.id).with_for_update()).all():
        if unit.house.is_settled(unit, item.origin):
            item.state, item.ended_on = ItemState.DONE, meeting.on
            item_changed(unit, item)
    t = translator(team.language)
    for part in unit.house.agenda_parts(unit, team.id, meeting.on):
        for line in part.lines:
            if line.as_item and line.origin:
                known = item_of(unit.session, team.id, line.origin)
                if known is None or known.state in (ItemState.DONE, ItemState.DROPPED):
                    put_on_agenda(unit, team.id, line.origin, t(line.text), again=True)


def post_card(unit: Unit, team: Team, meeting: Meeting, *, at_once: bool = False) -> None:
    """The meeting's card in its channel; in quiet hours it waits for the morning."""
    channel = unit.session.get_one(Channel, meeting.channel_id)
    speaks_at = unit.now if at_once else team.calendar.speaking_time(unit.now, team.zone)
    unit.post(
        MEETING,
        meeting.id,
        channel_key(team.id, channel.teams_channel_id),
        useless_after=meeting.ends_itself_at,
        send_after=speaks_at,
    )
