"""What a tick looks for: the private message of the day, and what has rested long enough to be deleted."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.kit.outbox import Conversation, channel_key, find_conversation, person_key
from app.kit.search import forget_team
from app.kit.unit import Unit
from app.people.actions_conversations import forget_if_alone, mark_told
from app.people.model import Absence, Channel, Download, Member, Person, Team, TeamState
from app.people.queries import away_on, lost_of, members_of
from app.people.queries_day import day_subject, lines_of_day
from app.people.rules import ABSENCES_KEPT, DOWNLOADS_KEPT, REMOVED_KEPT, plan_day_message

TEAMS_AT_ONCE = 10
DELETED_AT_ONCE = 3
ROSTERS_AT_ONCE = 50
UNREAD_ROSTER_PAUSE = timedelta(hours=1)


def day_messages_due(unit: Unit) -> int:
    """Looks through the teams whose hour has come; how many teams that were."""
    teams = unit.session.scalars(
        select(Team)
        .where(Team.next_day_message_at <= unit.now, Team.state == TeamState.ACTIVE)
        .order_by(Team.next_day_message_at, Team.id)
        .limit(TEAMS_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for team in teams:
        plan = plan_day_message(unit.now, team.day_message_time, team.zone, team.calendar)
        if plan.on:
            _ask_day_messages(unit, team, plan.on, plan.useless_after)
        team.next_day_message_at = plan.next_at
    return len(teams)


def _ask_day_messages(unit: Unit, team: Team, on: date, useless_after: datetime) -> None:
    people = members_of(unit.session, team.id)
    away = away_on(unit.session, [person.id for person, _ in people], on)
    here = [person.id for person, _ in people if person.id not in away]
    lines = lines_of_day(unit, here, on)
    for person_id in here:
        if lines.get(person_id):
            unit.post("people.day", day_subject(person_id, on), person_key(person_id), useless_after=useless_after)
    hearing = [p for p, member in people if member.role.coordinates and lines.get(p.id) and _is_reachable(unit, p)]
    if hearing:
        mark_told(unit, [lost for lost, _name in lost_of(unit.session, team, on)], on)


def _is_reachable(unit: Unit, person: Person) -> bool:
    chat = find_conversation(unit.session, person_key(person.id))
    return chat is not None and chat.dead_reason is None


def next_day_message_due(session: Session) -> datetime | None:
    return session.scalar(select(func.min(Team.next_day_message_at)).where(Team.state == TeamState.ACTIVE))


def teams_to_check(session: Session, now: datetime, *, most: int = ROSTERS_AT_ONCE) -> list[int]:
    """Ids of teams whose roster should be read now, the longest waiting first."""
    return list(
        session.scalars(
            select(Team.id)
            .where(Team.next_roster_check_at <= now, Team.state.not_in((TeamState.REMOVED, TeamState.ARCHIVED)))
            .order_by(Team.next_roster_check_at, Team.id)
            .limit(most)
        )
    )


def put_off_roster_check(unit: Unit, team_id: int) -> None:
    """Teams could not say who is in the team: asked again in an hour, so that others get their turn."""
    if team := unit.session.get(Team, team_id):
        team.next_roster_check_at = unit.now + UNREAD_ROSTER_PAUSE


def removed_teams_due(unit: Unit) -> int:
    """Deletes teams that rested for 30 days, with all their records, and people who belong to no other team."""
    teams = unit.session.scalars(
        select(Team)
        .where(Team.state == TeamState.REMOVED, Team.removed_at <= unit.now - REMOVED_KEPT)
        .order_by(Team.removed_at, Team.id)
        .limit(DELETED_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for team in teams:
        channels = unit.session.scalars(select(Channel.teams_channel_id).where(Channel.team_id == team.id))
        keys = [channel_key(team.id, teams_channel_id) for teams_channel_id in channels]
        person_ids = list(unit.session.scalars(select(Member.person_id).where(Member.team_id == team.id)))
        unit.session.execute(delete(Conversation).where(Conversation.key.in_(keys)))
        forget_team(unit.session, team.id)
        unit.session.execute(delete(Team).where(Team.id == team.id))  # all that is the team's goes with its row
        forget_if_alone(unit, person_ids)
    return len(teams)


def next_removed_team_due(session: Session) -> datetime | None:
    first = session.scalar(select(func.min(Team.removed_at)).where(Team.state == TeamState.REMOVED))
    return first + REMOVED_KEPT if first else None


def old_absences_due(unit: Unit) -> int:
    """Forgets absences a week after the return. Nobody's zone is needed: a day more or less makes no difference."""
    oldest_kept = unit.now.date() - ABSENCES_KEPT
    old = list(unit.session.scalars(select(Absence.id).where(Absence.last_day < oldest_kept).limit(500)))
    unit.session.execute(delete(Absence).where(Absence.id.in_(old)))
    return len(old)


def next_old_absence_due(session: Session) -> datetime | None:
    first = session.scalar(select(func.min(Absence.last_day)))
    return datetime.combine(first + ABSENCES_KEPT + timedelta(days=1), time(), UTC) if first else None


def old_downloads_due(unit: Unit) -> int:
    """Forgets links to files that nobody can fetch any more: who asked for what is nobody's business."""
    old = list(
        unit.session.scalars(select(Download.id).where(Download.useless_after <= unit.now - DOWNLOADS_KEPT).limit(500))
    )
    unit.session.execute(delete(Download).where(Download.id.in_(old)))
    return len(old)


def next_old_download_due(session: Session) -> datetime | None:
    first = session.scalar(select(func.min(Download.useless_after)))
    return first + DOWNLOADS_KEPT if first else None
