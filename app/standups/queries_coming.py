"""Reads of what is coming: lines for the private message of the day, and the forecast."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, select

from app.kit.answers import DayLine, Planned
from app.kit.calendar import local_day, moment_of
from app.kit.i18n import Text, _, verbatim
from app.kit.rhythm import Week, week_of
from app.kit.unit import Unit
from app.people.model import Channel, ChannelState, Member, Team, TeamState
from app.people.queries import away_on, coordinators_of, team_by_id
from app.standups.model import Answer, Round, RoundState, Series, SeriesState
from app.standups.queries import channel_gone, earlier_answer, find_series, participants, schedule_of
from app.standups.queries_form import answer_button, same_button, until
from app.standups.queries_overview import SETTINGS_BUTTON
from app.standups.queries_privacy import warning_lines
from app.standups.rules import Occurrence, Skipped, SkipReason, occurrences

_FIRST = 1
_SOON = 2


def day_lines(unit: Unit, person_ids: Sequence[int], on: date) -> Mapping[int, Sequence[DayLine]]:
    """Open rounds for those who take part, have not answered and are not away; for coordinators a deleted channel
    and what is deleted soon."""
    found: dict[int, list[DayLine]] = {}
    asked = set(person_ids)
    for person_id, line in (
        *_resting_lines(unit, asked, on),
        *_open_lines(unit, asked, on),
        *warning_lines(unit, asked, on),
    ):
        found.setdefault(person_id, []).append(line)
    return found


def _teams_of(person_ids: Iterable[int]) -> Select[int]:
    """Only these teams are looked at: hundreds of others have open rounds at the same hour."""
    return select(Member.team_id).where(Member.person_id.in_(person_ids), Member.left_on.is_(None))


def _open_lines(unit: Unit, person_ids: set[int], on: date) -> Iterator[tuple[int, DayLine]]:
    rounds = unit.session.execute(
        select(Round, Series)
        .join(Series, Series.id == Round.series_id)
        .join(Team, Team.id == Round.team_id)
        .where(
            Round.team_id.in_(_teams_of(person_ids)),
            Round.remind_on == on,
            Round.state == RoundState.OPEN,
            Round.closes_at > unit.now,
            Team.state == TeamState.ACTIVE,
        )
        .order_by(Round.closes_at, Round.id)
    ).all()
    for round_, series in rounds:
        waiting = participants(unit.session, series, person_ids)
        waiting -= set(unit.session.scalars(select(Answer.person_id).where(Answer.round_id == round_.id)))
        waiting -= away_on(unit.session, waiting, on)
        text = _(
            "Runde KW {week}: noch offen bis {day}, {time}",
            week=round_.iso_week,
            **until(unit.session, round_),
        )
        for person_id in sorted(waiting):
            buttons = [answer_button(round_, _("Antworten"))]
            if earlier_answer(unit.session, round_, person_id):
                buttons.append(same_button(round_))
            yield person_id, DayLine(text, round_.team_id, tuple(buttons), _SOON)


def _resting_lines(unit: Unit, person_ids: set[int], on: date) -> Iterator[tuple[int, DayLine]]:
    """Told on one day only: the one on which the next round would have opened. Until then nobody misses it."""
    rows = unit.session.execute(
        select(Series, Channel, Team)
        .join(Channel, Channel.id == Series.channel_id)
        .join(Team, Team.id == Series.team_id)
        .where(
            Series.team_id.in_(_teams_of(person_ids)),
            Series.state == SeriesState.ACTIVE,
            Series.next_opens_at.is_not(None),
            Channel.state == ChannelState.DELETED,
            Team.state == TeamState.ACTIVE,
        )
    ).all()
    for series, channel, team in rows:
        assert series.next_opens_at is not None
        if local_day(series.next_opens_at, team.zone) != on:
            continue
        for person in coordinators_of(unit.session, team.id):
            if person.id in person_ids:
                yield person.id, DayLine(channel_gone(channel.name), team.id, (SETTINGS_BUTTON,), _FIRST)


def forecast(unit: Unit, team_id: int, until: datetime) -> Iterator[Planned]:
    """What would be posted from now on: openings, reminders, reports, and rounds left out with their reason."""
    series = find_series(unit.session, team_id)
    team = team_by_id(unit.session, team_id)
    if series is None or team.state != TeamState.ACTIVE:
        return
    planned = [*_open_rounds(unit, team)]
    channel = unit.session.get_one(Channel, series.channel_id)
    if series.next_opens_at and channel.state == ChannelState.ALIVE:
        planned.extend(_coming_rounds(unit, series, team, verbatim(channel.name), until))
    yield from sorted((one for one in planned if unit.now < one.at <= until), key=lambda one: one.at)


def _open_rounds(unit: Unit, team: Team) -> Iterator[Planned]:
    rows = unit.session.execute(
        select(Round, Channel)
        .join(Channel, Channel.id == Round.channel_id)
        .where(Round.team_id == team.id, Round.state == RoundState.OPEN, Channel.state == ChannelState.ALIVE)
    )
    for round_, channel in rows:
        yield from _rest_of_round(round_.iso_week, round_.remind_on, round_.closes_at, team, verbatim(channel.name))


def _rest_of_round(
    week: int, remind_on: date | None, closes_at: datetime, team: Team, channel: Text
) -> Iterator[Planned]:
    if remind_on:
        yield Planned(
            moment_of(remind_on, team.day_message_time, team.zone),
            _("Erinnerung an die Runde KW {week} in der Tagesnachricht", week=week),
            _("alle, die noch nicht geantwortet haben"),
        )
    yield Planned(closes_at, _("Runde KW {week} schließt, Bericht", week=week), channel)


def _coming_rounds(unit: Unit, series: Series, team: Team, channel: Text, until: datetime) -> Iterator[Planned]:
    assert series.next_year is not None
    assert series.next_week is not None
    assert series.next_opens_at is not None
    schedule = schedule_of(unit.session, series)
    # Weeks left out before the next opening are told, too: nobody should wait for them.
    since = min(Week(series.next_year, series.next_week), week_of(local_day(unit.now, team.zone)))
    done = {
        one.week for one in unit.session.scalars(select(Round).where(Round.series_id == series.id)) if one.week >= since
    }
    last = week_of(local_day(until, team.zone)).after(2)
    for it in occurrences(schedule, since):
        if it.week > last:
            return
        if it.week in done:
            continue
        if isinstance(it, Skipped):
            yield _left_out(it, team, moment_of(it.on, schedule.closes_time, team.zone), channel)
        elif isinstance(it, Occurrence) and it.opens_at >= series.next_opens_at:
            yield Planned(it.opens_at, _("Runde KW {week} öffnet", week=it.week.number), channel)
            yield from _rest_of_round(it.week.number, it.remind_on, it.closes_at, team, channel)


def _left_out(skipped: Skipped, team: Team, at: datetime, channel: Text) -> Planned:
    if skipped.reason is SkipReason.HOLIDAY:
        name = team.calendar.holiday(skipped.on, team.language) or ""
        what = _("Runde KW {week} fällt aus: {holiday}", week=skipped.week.number, holiday=verbatim(name))
    else:
        what = _("Runde KW {week} fällt aus: ausgesetzt", week=skipped.week.number)
    return Planned(at, what, channel)
