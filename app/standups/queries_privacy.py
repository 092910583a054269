"""What rounds keep about a person: in words, as a file, and the warning before answers are forgotten."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app.kit.actor import Role
from app.kit.answers import DayLine
from app.kit.i18n import Day, _, _many
from app.kit.personal import Held, Kept
from app.kit.unit import Unit
from app.people.model import Member, Team, TeamState
from app.standups.model import Answer, PersonalLink, Round, RoundState, Series, SeriesPerson
from app.standups.queries_report import report_button
from app.standups.rules_answers import ANSWERS_KEPT, WARNED_BEFORE

KEPT = (
    Kept(
        _("Antworten auf Runden: Texte, Woche, Tag des Speicherns ohne Uhrzeit, ob „Wie letzte Woche“ gedrückt wurde"),
        _("Damit das Team vor dem Treffen weiß, was ansteht und wo es hakt"),
        _("12 Wochen nach dem Bericht; dann wird auch der Bericht im Kanal gelöscht"),
        _("Alle im Team, nach dem Schluss der Runde. Wer nicht geantwortet hat, steht nirgends"),
    ),
    Kept(
        _("Ob jemand an Runden teilnimmt"),
        _("Damit nur erinnert wird, wer teilnimmt"),
        _("Bis es geändert oder die Person gelöscht wird"),
        _("Ausgewählt hat die Koordination; dass jemand ausgestiegen ist, sieht nur die Person selbst"),
    ),
    Kept(
        _("Zum persönlichen Link: eine Prüfsumme, aus der er sich nicht wiederherstellen lässt"),
        _("Damit Antworten auch im Browser möglich sind"),
        _("So lange wie die Antworten der Runde"),
        _("Niemand sonst"),
    ),
)

_LATEST_SHIFT = timedelta(days=14)
"""A day off moves the warning to the next working day; more days off in a row there are not."""


def held(unit: Unit, person_id: int) -> list[Held]:
    def count(row: type[Answer | SeriesPerson | PersonalLink]) -> int:
        return unit.session.scalar(select(func.count(row.id)).where(row.person_id == person_id)) or 0

    found = []
    if n := count(Answer):
        found.append(_many("{n} Antwort auf eine Runde", "{n} Antworten auf Runden", n))
    if count(SeriesPerson):
        found.append(_("Ob Sie an Runden teilnehmen"))
    if n := count(PersonalLink):
        found.append(_many("{n} persönlicher Link", "{n} persönliche Links", n))
    return [Held(text) for text in found]


def export(unit: Unit, person_id: int) -> dict[str, Any]:
    answers = unit.session.execute(
        select(Answer, Round, Team.name)
        .join(Round, Round.id == Answer.round_id)
        .join(Team, Team.id == Round.team_id)
        .where(Answer.person_id == person_id)
        .order_by(Round.report_on, Answer.id)
    )
    links = unit.session.execute(
        select(Round, Team.name)
        .join(PersonalLink, PersonalLink.round_id == Round.id)
        .join(Team, Team.id == Round.team_id)
        .where(PersonalLink.person_id == person_id)
        .order_by(Round.report_on, Round.id)
    )
    choices = unit.session.execute(
        select(SeriesPerson, Team.name)
        .join(Series, Series.id == SeriesPerson.series_id)
        .join(Team, Team.id == Series.team_id)
        .where(SeriesPerson.person_id == person_id)
    )
    return {
        "answers": [
            {
                "team": team,
                "week": str(round_.week),
                "texts": dict(answer.texts),
                "quiet": answer.quiet,
                "saved_on": answer.saved_on.isoformat(),
            }
            for answer, round_, team in answers
        ],
        "taking_part": [{"team": team, "chosen": row.chosen, "left": row.left} for row, team in choices],
        "links": [{"team": team, "week": str(round_.week)} for round_, team in links],
    }


def warning_lines(unit: Unit, person_ids: Collection[int], on: date) -> Iterator[tuple[int, DayLine]]:
    """For coordinators, 30 days ahead and on one working day: which report is going to be deleted."""
    warned = on - ANSWERS_KEPT + WARNED_BEFORE
    rows = unit.session.execute(
        select(Member.person_id, Round, Team)
        .join(Round, Round.team_id == Member.team_id)
        .join(Team, Team.id == Member.team_id)
        .where(
            Member.person_id.in_(person_ids),
            Member.left_on.is_(None),
            Member.role == Role.COORDINATOR,
            Team.state == TeamState.ACTIVE,
            Round.state == RoundState.CLOSED,
            Round.report_on > warned - _LATEST_SHIFT,
            Round.report_on <= warned,
            select(Answer.id).where(Answer.round_id == Round.id).exists(),
        )
        .order_by(Round.report_on, Round.id)
    )
    for person_id, round_, team in rows:
        goes_on = round_.report_on + ANSWERS_KEPT
        if team.calendar.working_day_from(goes_on - WARNED_BEFORE) == on:
            told = _(
                "Am {day} werden die Antworten der Runde KW {week} gelöscht, auch im Kanal.",
                day=Day(goes_on, "d. MMMM y"),
                week=round_.iso_week,
            )
            yield person_id, DayLine(told, team.id, (report_button(round_),), urgency=9)
