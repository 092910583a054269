"""Rounds begin and end: opening, closing, and what an occurrence leaves behind that did not take place."""

from datetime import timedelta

from app.kit.answers import Answer as Shown
from app.kit.answers import Said
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Clocktime, Day, Text, _
from app.kit.outbox import channel_key
from app.kit.rhythm import Week, week_of
from app.kit.unit import Unit
from app.people.model import Channel, ChannelState, Team
from app.people.queries import team_by_id
from app.standups.model import Round, RoundState, Series, SeriesState
from app.standups.queries import (
    answer_of,
    channel_gone,
    count_answers,
    find_round,
    questions_of,
    rests,
    schedule_of,
    series_for,
)
from app.standups.queries_blockers import read_blocker_id
from app.standups.queries_form import answer_button, until
from app.standups.rules import (
    REPORT_USELESS_AFTER,
    Occurrence,
    Schedule,
    SkipReason,
    first_from,
    is_too_late,
    next_occurrence,
    occurrences,
)


def open_due_round(unit: Unit, series: Series) -> None:
    """Open the round that is planned next, or note that it is too late for it; then plan the one after it."""
    assert series.next_year is not None
    assert series.next_week is not None
    schedule = schedule_of(unit.session, series)
    due = first_from(schedule, Week(series.next_year, series.next_week))
    if due is None:
        series.plan(None, None)
        return
    if due.opens_at > unit.now:
        # The plan is older than a holiday, a skipped week or a zone that came in between.
        series.plan(due.week, due.opens_at)
        return
    team = team_by_id(unit.session, series.team_id)
    speaks_at = team.calendar.speaking_time(unit.now, team.zone)
    if find_round(unit.session, series.id, due.week) is None:
        if is_too_late(speaks_at, due.closes_at):
            _note_skipped(unit, series, due, SkipReason.OPENED_TOO_LATE)
        else:
            open_round(unit, series, due)
    plan_after(series, schedule, due.week)


def plan_after(series: Series, schedule: Schedule, week: Week) -> None:
    following = first_from(schedule, week.after())
    series.plan(following.week if following else None, following.opens_at if following else None)


def plan_anew(unit: Unit, series: Series, since: Week | None = None) -> None:
    """Plan after a change of the schedule, from the week that was planned (or from `since`, where that is earlier).

    A round that was planned stays planned, also where its new opening is over already: it opens late, so that none
    falls between two schedules. A series that begins or goes on starts with the next opening.
    """
    if series.state != SeriesState.ACTIVE:
        series.plan(None, None)
        return
    schedule = schedule_of(unit.session, series)
    starts = [Week(series.next_year, series.next_week)] if series.next_year and series.next_week else []
    if since:
        starts.append(since)
    found = first_from(schedule, min(starts)) if starts else next_occurrence(schedule, unit.now)
    while found and (
        is_too_late(max(unit.now, found.opens_at), found.closes_at) or find_round(unit.session, series.id, found.week)
    ):
        found = first_from(schedule, found.week.after())
    series.plan(found.week if found else None, found.opens_at if found else None)


def open_round(unit: Unit, series: Series, due: Occurrence) -> Round:
    """The round's row and its card in the channel; in quiet hours the card waits for the morning."""
    team = team_by_id(unit.session, series.team_id)
    channel = unit.session.get_one(Channel, series.channel_id)
    opened_on = local_day(unit.now, team.zone)
    opened = Round(
        series_id=series.id,
        team_id=series.team_id,
        channel_id=series.channel_id,
        iso_year=due.week.year,
        iso_week=due.week.number,
        report_on=due.report_on,
        opens_at=due.opens_at,
        remind_on=due.remind_on,
        closes_at=due.closes_at,
        state=RoundState.OPEN,
        questions=questions_of(unit.session, series.id),
        opened_on=opened_on,
    )
    unit.session.add(opened)
    unit.session.flush()
    unit.post(
        "standups.round",
        opened.id,
        channel_key(team.id, channel.teams_channel_id),
        useless_after=due.closes_at,
        send_after=team.calendar.speaking_time(unit.now, team.zone),
    )
    return opened


def _note_skipped(unit: Unit, series: Series, due: Occurrence, reason: SkipReason) -> None:
    unit.session.add(
        Round(
            series_id=series.id,
            team_id=series.team_id,
            channel_id=series.channel_id,
            iso_year=due.week.year,
            iso_week=due.week.number,
            report_on=due.report_on,
            opens_at=due.opens_at,
            remind_on=None,
            closes_at=due.closes_at,
            state=RoundState.SKIPPED,
            skip_reason=reason,
            questions=[],
        )
    )
    unit.session.flush()


def close_round(unit: Unit, round_: Round) -> None:
    """Answers stand from now on. The card says so, and the report stands under it where anybody answered."""
    team = team_by_id(unit.session, round_.team_id)
    round_.state = RoundState.CLOSED
    round_.closed_on = local_day(unit.now, team.zone)
    unit.session.flush()
    if rests(team, unit.session.get_one(Channel, round_.channel_id)):
        return  # the answers are kept, and `/runde` shows them
    update_card(unit, round_)
    if count_answers(unit.session, round_.id):
        unit.reply(
            "standups.report",
            round_.id,
            _channel_key(unit, round_),
            under=("standups.round", round_.id),
            useless_after=round_.closes_at + REPORT_USELESS_AFTER,
            send_after=team.calendar.speaking_time(unit.now, team.zone),
        )


def update_card(unit: Unit, round_: Round) -> None:
    unit.update("standups.round", round_.id, _channel_key(unit, round_))


def show_report_anew(unit: Unit, origin_id: str) -> None:
    """What became of a blocker stands under it for everybody."""
    round_id, _person_id = read_blocker_id(origin_id)
    round_ = unit.session.get(Round, round_id)
    if round_ and not rests(team_by_id(unit.session, round_.team_id), unit.session.get_one(Channel, round_.channel_id)):
        unit.update("standups.report", round_.id, _channel_key(unit, round_))


def _channel_key(unit: Unit, round_: Round) -> str:
    return channel_key(round_.team_id, unit.session.get_one(Channel, round_.channel_id).teams_channel_id)


def open_now(unit: Unit, ask: Ask) -> Shown:
    """`/runde jetzt`: the round whose report comes next opens now, if it is not open already."""
    actor = unit.acting
    series = series_for(unit.session, actor)
    team = team_by_id(unit.session, actor.team_id)
    channel = unit.session.get_one(Channel, series.channel_id)
    if channel.state != ChannelState.ALIVE:
        raise UserError(channel_gone(channel.name))
    if rests(team, channel):
        raise UserError(_("Das Team ruht zurzeit."))
    # Locked, so that the clock's own opening and this one don't meet.
    unit.session.refresh(series, with_for_update=True)
    due = _next_report(unit, series, team)
    if due is None:
        raise UserError(_("Im kommenden Jahr findet keine Runde statt. Der Rhythmus steht in den Einstellungen."))
    opened = find_round(unit.session, series.id, due.week)
    if opened is None:
        if is_too_late(team.calendar.speaking_time(unit.now, team.zone), due.closes_at):
            raise UserError(_too_late(team, due))
        opened = open_round(unit, series, due)
        if (series.next_year, series.next_week) == due.week:
            plan_after(series, schedule_of(unit.session, series), due.week)
        sentence = _opened_sentence(unit, opened, team)
    else:
        sentence = _(
            "Die Runde KW {week} ist schon offen, bis {day}, {time}.",
            week=opened.iso_week,
            **until(unit.session, opened),
        )
    has_answer = answer_of(unit.session, opened.id, actor.person_id) is not None
    label = _("Antwort ändern") if has_answer else _("Antworten")
    return Said(sentence, buttons=(answer_button(opened, label),))


def _next_report(unit: Unit, series: Series, team: Team) -> Occurrence | None:
    """The occurrence whose report comes next: open already, or not opened yet."""
    since = week_of(local_day(unit.now - timedelta(weeks=1), team.zone))
    for candidate in occurrences(schedule_of(unit.session, series), since):
        if isinstance(candidate, Occurrence) and candidate.closes_at > unit.now:
            found = find_round(unit.session, series.id, candidate.week)
            if found is None or found.state == RoundState.OPEN:
                return candidate
    return None


def _opened_sentence(unit: Unit, opened: Round, team: Team) -> Text:
    ends = until(unit.session, opened)
    starts = team.calendar.speaking_time(unit.now, team.zone).astimezone(team.zone)
    if starts > unit.now:
        return _(
            "Die Runde KW {week} ist offen bis {day}, {time}. Außerhalb der Arbeitszeit bleibt der Kanal still: Dort "
            "steht die Karte ab {start_day}, {start_time}.",
            week=opened.iso_week,
            start_day=Day(starts.date()),
            start_time=Clocktime(starts.time()),
            **ends,
        )
    return _("Die Runde KW {week} ist offen bis {day}, {time}.", week=opened.iso_week, **ends)


def _too_late(team: Team, due: Occurrence) -> Text:
    ends = due.closes_at.astimezone(team.zone)
    return _(
        "Bis zum Bericht am {day}, {time} blieben weniger als zwei Stunden zum Antworten. Die nächste Runde öffnet von "
        "selbst.",
        day=Day(ends.date()),
        time=Clocktime(ends.time()),
    )
