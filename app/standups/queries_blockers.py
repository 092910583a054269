"""A blocker, as other rooms make theirs of it."""

from datetime import date, timedelta

from sqlalchemy import select

from app.kit.answers import Button
from app.kit.contributions import AgendaLine, AgendaPart
from app.kit.i18n import _
from app.kit.origin import IN_DIALOG, Origin, OriginText, gone
from app.kit.unit import Unit
from app.people.model import Person
from app.standups.model import Answer, Round, RoundState
from app.standups.queries import answer_of, round_for, round_title
from app.standups.rules import Slot
from app.standups.rules_answers import is_blocker

BLOCKER = "standups.blocker"
"""The kind of origin; its id is `<round id>-<person id>`."""

FRESH = timedelta(days=7)
"""Blockers of an older round stood on an agenda already."""


def blocker_id(round_id: int, person_id: int) -> str:
    return f"{round_id}-{person_id}"


def read_blocker_id(origin_id: str) -> tuple[int, int]:
    """Round and person. Raises NotAllowed for nonsense."""
    round_id, dash, person_id = origin_id.partition("-")
    if not (dash and _is_id(round_id) and _is_id(person_id)):
        raise gone()
    return int(round_id), int(person_id)


def _is_id(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) < 10


def blocker_of(round_: Round, answer: Answer) -> str | None:
    """The text of a blocker, where the round asks for one and the answer names one."""
    text = answer.texts.get(Slot.BLOCKER, "")
    asked = any(question["slot"] == Slot.BLOCKER for question in round_.questions)
    return text if asked and is_blocker(text) else None


def blocker_text(unit: Unit, origin_id: str) -> OriginText:
    """Only of a closed round of one's own team: until the close answers are read by nobody."""
    round_id, person_id = read_blocker_id(origin_id)
    round_ = round_for(unit.session, unit.acting, round_id)
    answer = answer_of(unit.session, round_.id, person_id)
    text = blocker_of(round_, answer) if answer and round_.state == RoundState.CLOSED else None
    if text is None:
        raise gone()
    person = unit.session.get_one(Person, person_id)
    return OriginText(round_.team_id, text, round_title(round_), person_id, person.name)


def agenda_part(unit: Unit, team_id: int, on: date) -> AgendaPart | None:
    """Where people are stuck, as the round that closed last before the meeting says, by name."""
    last = unit.session.scalar(
        select(Round)
        .where(
            Round.team_id == team_id,
            Round.state == RoundState.CLOSED,
            Round.report_on <= on,
            Round.report_on > on - FRESH,
        )
        .order_by(Round.report_on.desc(), Round.id.desc())
        .limit(1)
    )
    if last is None:
        return None
    answers = unit.session.execute(
        select(Person.name, Answer)
        .join(Answer, Answer.person_id == Person.id)
        .where(Answer.round_id == last.id)
        .order_by(Person.name, Person.id)
    ).all()
    lines = tuple(
        AgendaLine(_("{name}: {text}", name=name, text=text), Origin(BLOCKER, blocker_id(last.id, answer.person_id)))
        for name, answer in answers
        if (text := blocker_of(last, answer))
    )
    report = Button(_("Bericht"), "standups.open_report", {"round": last.id, "page": 1}, dialog=True)
    return AgendaPart(_("Hier hakt es"), lines, report)


def back_to_page(page: int, *, in_dialog: bool) -> str:
    return f"{IN_DIALOG if in_dialog else ''}{page}"
