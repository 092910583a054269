"""Reads of series and rounds. `round_for` is the only way from a button's id to a round."""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kit.actor import Actor
from app.kit.errors import NotAllowed, UserError
from app.kit.i18n import Text, _, verbatim
from app.kit.rhythm import Week
from app.people.model import Channel, ChannelState, Team, TeamState
from app.people.queries import members_of, team_by_id, teams_of
from app.standups.model import Answer, Asked, Question, Round, RoundState, Series, SeriesPerson, SkippedWeek
from app.standups.rules import Schedule, Slot
from app.standups.rules_answers import MEMORY_WEEKS

QUESTIONS = {
    Slot.REVIEW: _("Was ist seit letzter Woche passiert?"),
    Slot.NEXT: _("Was sind die nächsten Schritte?"),
    Slot.BLOCKER: _("Wo hakt es?"),
}
"""The default wording."""


def question_text(asked: Asked) -> Text:
    return verbatim(asked["text"]) if asked["text"] else QUESTIONS[Slot(asked["slot"])]


def find_series(session: Session, team_id: int) -> Series | None:
    return session.scalar(select(Series).where(Series.team_id == team_id))


def series_for(session: Session, actor: Actor) -> Series:
    """The actor's team's series. Raises UserError where none was set up."""
    series = find_series(session, actor.team_id)
    if series is None:
        raise UserError(_("Für dieses Team ist noch keine Runde eingerichtet. Das geht in den Einstellungen."))
    return series


def schedule_of(session: Session, series: Series) -> Schedule:
    team = team_by_id(session, series.team_id)
    skipped = session.execute(
        select(SkippedWeek.iso_year, SkippedWeek.iso_week).where(SkippedWeek.series_id == series.id)
    )
    return Schedule(
        opens_weekday=series.opens_weekday,
        opens_time=series.opens_time,
        reminder_weekday=series.reminder_weekday,
        closes_weekday=series.closes_weekday,
        closes_time=series.closes_time,
        zone=team.zone,
        calendar=team.calendar,
        rhythm=series.rhythm,
        nth=series.nth,
        anchor_on=series.anchor_on,
        holiday_rule=series.holiday_rule,
        message_time=team.day_message_time,
        skipped=frozenset(Week(year, week) for year, week in skipped),
    )


def questions_of(session: Session, series_id: int) -> list[Asked]:
    """In the order of the slots, as a new round keeps them."""
    texts = {
        question.slot: question.text
        for question in session.scalars(select(Question).where(Question.series_id == series_id))
    }
    return [{"slot": slot.value, "text": texts[slot]} for slot in Slot if slot in texts]


def rests(team: Team, channel: Channel) -> bool:
    """Nothing can be posted: the team or the channel is not there at the moment."""
    return team.state != TeamState.ACTIVE or channel.state != ChannelState.ALIVE


def round_for(session: Session, actor: Actor, round_id: int, *, lock: bool = False) -> Round:
    """A round of a team the actor belongs to now. `lock` keeps it from being closed until the unit commits.

    Not only of the team that is meant: the private message of the day has buttons of all of a person's teams.
    """
    mine = [team.id for team, _member in teams_of(session, actor.person_id)]
    query = select(Round).where(Round.id == round_id, Round.team_id.in_(mine), Round.state != RoundState.SKIPPED)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotAllowed(_("Diese Runde gibt es nicht mehr."))
    return found


def open_round(session: Session, team_id: int) -> Round | None:
    """The open round; where a holiday lets two overlap, the one that closes first."""
    return session.scalar(
        select(Round)
        .where(Round.team_id == team_id, Round.state == RoundState.OPEN)
        .order_by(Round.closes_at, Round.id)
        .limit(1)
    )


def find_round(session: Session, series_id: int, week: Week) -> Round | None:
    return session.scalar(
        select(Round).where(Round.series_id == series_id, Round.iso_year == week.year, Round.iso_week == week.number)
    )


def past_rounds(session: Session, team_id: int, limit: int) -> Sequence[Round]:
    """Closed rounds that somebody answered, the latest first."""
    answered = select(Answer.id).where(Answer.round_id == Round.id).exists()
    return session.scalars(
        select(Round)
        .where(Round.team_id == team_id, Round.state == RoundState.CLOSED, answered)
        .order_by(Round.iso_year.desc(), Round.iso_week.desc())
        .limit(limit)
    ).all()


def answer_of(session: Session, round_id: int, person_id: int) -> Answer | None:
    return session.scalar(select(Answer).where(Answer.round_id == round_id, Answer.person_id == person_id))


def count_answers(session: Session, round_id: int) -> int:
    return session.scalar(select(func.count()).select_from(Answer).where(Answer.round_id == round_id)) or 0


def earlier_answer(session: Session, round_: Round, person_id: int) -> tuple[Answer, Round] | None:
    """The person's last answer before this round, where it is not too old to be taken over."""
    found = session.execute(
        select(Answer, Round)
        .join(Round, Round.id == Answer.round_id)
        .where(
            Answer.person_id == person_id,
            Round.series_id == round_.series_id,
            Round.report_on < round_.report_on,
            Round.report_on >= round_.report_on - timedelta(weeks=MEMORY_WEEKS),
        )
        .order_by(Round.report_on.desc())
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else None


def participants(session: Session, series: Series, among: Collection[int] | None = None) -> set[int]:
    """Present members who take part. Only reminders ask for this: everybody in the team may answer."""
    set_by = {
        row.person_id: row for row in session.scalars(select(SeriesPerson).where(SeriesPerson.series_id == series.id))
    }
    found = set()
    for person, _member in members_of(session, series.team_id):
        row = set_by.get(person.id)
        if among is not None and person.id not in among:
            continue
        if not (row and row.left) and (series.everyone or (row and row.chosen)):
            found.add(person.id)
    return found


def takes_part(session: Session, series: Series, person_id: int) -> bool:
    return person_id in participants(session, series, {person_id})


def round_title(round_: Round) -> Text:
    return _("Runde KW {week}", week=round_.iso_week)


def closes(session: Session, round_: Round) -> tuple[date, time]:
    """The close on the team's wall clock."""
    local = round_.closes_at.astimezone(team_by_id(session, round_.team_id).zone)
    return local.date(), local.time()


def channel_gone(name: str) -> Text:
    return _("Der Kanal „{channel}“ wurde gelöscht. Die Runde ruht, bis ein Kanal gewählt ist.", channel=name)
