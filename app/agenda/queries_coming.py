"""Reads of what is coming: the forecast, and lines for the private message of the day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, select

from app.agenda.model import Meeting, MeetingSeries, SeriesState
from app.agenda.queries_kept import told_of
from app.agenda.queries_meeting import channel_gone, find_series, schedule_of
from app.agenda.rules_schedule import Occurrence, Skipped, SkipReason, occurrences
from app.kit.answers import DayLine, Planned
from app.kit.calendar import local_day, moment_of
from app.kit.i18n import Clocktime, Day, Text, _, _many, verbatim
from app.kit.rhythm import week_of
from app.kit.unit import Unit
from app.people.model import Channel, ChannelState, Member, Team, TeamState
from app.people.queries import coordinators_of, team_by_id
from app.standups.queries_overview import SETTINGS_BUTTON

_FIRST = 1


def forecast(unit: Unit, team_id: int, until: datetime) -> Iterator[Planned]:
    """What would be posted from now on: agendas, and meetings left out with their reason."""
    series = find_series(unit.session, team_id)
    team = team_by_id(unit.session, team_id)
    if series is None or team.state != TeamState.ACTIVE or series.next_post_at is None:
        return
    channel = unit.session.get_one(Channel, series.channel_id)
    if channel.state != ChannelState.ALIVE:
        return
    schedule = schedule_of(unit.session, series)
    today, last = local_day(unit.now, team.zone), local_day(until, team.zone)
    done = set(
        unit.session.scalars(select(Meeting.planned_on).where(Meeting.team_id == team_id, Meeting.planned_on >= today))
    )
    for it in occurrences(schedule, week_of(today)):
        if it.planned_on > last:
            return
        if it.planned_on in done:
            continue
        if isinstance(it, Skipped):
            at = moment_of(it.planned_on, schedule.starts_time, team.zone)
            if unit.now < at <= until:
                yield Planned(at, _left_out(it, team), verbatim(channel.name))
        elif isinstance(it, Occurrence) and it.posts_at >= series.next_post_at and unit.now < it.posts_at <= until:
            starts = it.starts_at.astimezone(team.zone)
            what = _(
                "Agenda für das Treffen am {day}, {time}", day=Day(it.on, "d. MMMM"), time=Clocktime(starts.time())
            )
            yield Planned(it.posts_at, what, verbatim(channel.name))


def _left_out(skipped: Skipped, team: Team) -> Text:
    day = Day(skipped.planned_on, "d. MMMM")
    if skipped.reason is SkipReason.HOLIDAY:
        name = team.calendar.holiday(skipped.planned_on, team.language) or ""
        return _("Treffen am {day} fällt aus: {holiday}", day=day, holiday=verbatim(name))
    return _("Treffen am {day} fällt aus: ausgesetzt", day=day)


def day_lines(unit: Unit, person_ids: Sequence[int], on: date) -> Mapping[int, Sequence[DayLine]]:
    """For coordinators: a deleted channel on the day it matters, and minutes that will be deleted in a month."""
    found: dict[int, list[DayLine]] = {}
    asked = set(person_ids)
    for person_id, line in [*_resting_lines(unit, asked, on), *_kept_lines(unit, asked, on)]:
        found.setdefault(person_id, []).append(line)
    return found


def _teams_of(person_ids: Iterable[int]) -> Select[int]:
    return select(Member.team_id).where(Member.person_id.in_(person_ids), Member.left_on.is_(None))


def _resting_lines(unit: Unit, person_ids: set[int], on: date) -> Iterator[tuple[int, DayLine]]:
    """Told on one day only: the one on which the next agenda would have been posted."""
    rows = unit.session.execute(
        select(MeetingSeries, Channel, Team)
        .join(Channel, Channel.id == MeetingSeries.channel_id)
        .join(Team, Team.id == MeetingSeries.team_id)
        .where(
            MeetingSeries.team_id.in_(_teams_of(person_ids)),
            MeetingSeries.state == SeriesState.ACTIVE,
            MeetingSeries.next_post_at.is_not(None),
            Channel.state == ChannelState.DELETED,
            Team.state == TeamState.ACTIVE,
        )
    ).all()
    for series, channel, team in rows:
        assert series.next_post_at is not None
        if local_day(series.next_post_at, team.zone) == on:
            yield from _to_coordinators(
                unit, team.id, person_ids, DayLine(channel_gone(channel.name), team.id, (SETTINGS_BUTTON,), _FIRST)
            )


def _kept_lines(unit: Unit, person_ids: set[int], on: date) -> Iterator[tuple[int, DayLine]]:
    teams = unit.session.scalars(
        select(Team).where(Team.id.in_(_teams_of(person_ids)), Team.state == TeamState.ACTIVE).order_by(Team.id)
    )
    for team in teams.all():
        if days := told_of(unit.session, team.id, on):
            first, last = Day(days[0], "d. MMMM y"), Day(days[-1], "d. MMMM y")
            text = _many(
                "In 30 Tagen wird nach Ablageplan das Protokoll vom {first} gelöscht.",
                "In 30 Tagen werden nach Ablageplan {n} Protokolle gelöscht, vom {first} bis zum {last}.",
                len(days),
                first=first,
                last=last,
            )
            yield from _to_coordinators(unit, team.id, person_ids, DayLine(text, team.id, urgency=8))


def _to_coordinators(unit: Unit, team_id: int, person_ids: set[int], line: DayLine) -> Iterator[tuple[int, DayLine]]:
    for person in coordinators_of(unit.session, team_id):
        if person.id in person_ids:
            yield person.id, line
