"""Answers are taken out: a person's, a passage's, and all of a round after twelve weeks."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.kit.origin import forget_origin
from app.kit.redaction import blacked_out, passage_pattern
from app.kit.unit import Unit
from app.people.actions_shown import take_card_away, update_card
from app.standups.model import Answer, Asked, PersonalLink, Question, Round, RoundState, SeriesPerson
from app.standups.queries import count_answers, find_series
from app.standups.queries_blockers import BLOCKER, blocker_id
from app.standups.rules_answers import ANSWERS_KEPT, LONGEST_ANSWER
from app.standups.rules_settings import LONGEST_QUESTION

CARD, REPORT = "standups.round", "standups.report"

_AT_ONCE = 20


def erase(unit: Unit, person_id: int) -> None:
    """The answers go, also out of reports that stand in channels; a report of nobody is deleted."""
    session = unit.session
    answered = select(Round.id, Round.team_id).join(Answer, Answer.round_id == Round.id)
    rounds = {row.id: row.team_id for row in session.execute(answered.where(Answer.person_id == person_id))}
    session.execute(delete(Answer).where(Answer.person_id == person_id))
    session.execute(delete(PersonalLink).where(PersonalLink.person_id == person_id))
    session.execute(delete(SeriesPerson).where(SeriesPerson.person_id == person_id))
    for round_id, team_id in rounds.items():
        forget_origin(session, team_id, BLOCKER, [blocker_id(round_id, person_id)])
    for round_id in sorted(rounds):
        _show_anew(unit, round_id)


def _show_anew(unit: Unit, round_id: int) -> None:
    update_card(unit, CARD, round_id)
    if count_answers(unit.session, round_id):
        update_card(unit, REPORT, round_id)
    else:
        take_card_away(unit, REPORT, round_id)


def redact(unit: Unit, team_id: int, passage: str) -> int:
    """Answers and the team's own questions; in how many of them it stood."""
    pattern = passage_pattern(passage)
    if pattern is None:
        return 0
    session, found = unit.session, 0

    def shorter(text: str, longest: int) -> str:
        nonlocal found
        if not pattern.search(text):
            return text
        found += 1
        return blacked_out(text, pattern, longest)

    series = find_series(session, team_id)
    own = select(Question).where(Question.series_id == series.id) if series else None
    for question in session.scalars(own.with_for_update()) if own is not None else ():
        question.text = shorter(question.text, LONGEST_QUESTION) if question.text else None
    rounds = session.scalars(select(Round).where(Round.team_id == team_id).order_by(Round.id).with_for_update())
    changed: set[int] = set()
    by_id: dict[int, Round] = {round_.id: round_ for round_ in rounds}
    for round_ in by_id.values():
        questions: list[Asked] = [
            {"slot": asked["slot"], "text": blacked_out(asked["text"], pattern, LONGEST_QUESTION)}
            if asked["text"]
            else asked
            for asked in round_.questions
        ]
        if questions != round_.questions:
            round_.questions = questions
            found += 1
            changed.add(round_.id)
    answers = select(Answer).join(Round, Round.id == Answer.round_id).where(Round.team_id == team_id)
    for answer in session.scalars(answers.order_by(Answer.id).with_for_update(of=Answer)):
        texts = {slot: shorter(text, LONGEST_ANSWER) for slot, text in answer.texts.items()}
        if texts != answer.texts:
            answer.texts, answer.version = texts, answer.version + 1
            changed.add(answer.round_id)
    session.flush()
    for round_id in sorted(changed):
        update_card(unit, REPORT, round_id)
    return found


def old_answers_due(unit: Unit) -> int:
    """Twelve weeks after the report its answers and links go, the report is deleted in Teams, and the card says so."""
    old = unit.session.scalars(
        select(Round)
        .where(Round.state == RoundState.CLOSED, Round.closes_at < unit.now - ANSWERS_KEPT)
        .order_by(Round.closes_at, Round.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    forgotten: list[tuple[int, list[str]]] = []
    for round_ in old:
        round_.state = RoundState.FORGOTTEN
        people = unit.session.scalars(select(Answer.person_id).where(Answer.round_id == round_.id))
        forgotten.append((round_.team_id, [blocker_id(round_.id, person_id) for person_id in people]))
        unit.session.execute(delete(Answer).where(Answer.round_id == round_.id))
        unit.session.execute(delete(PersonalLink).where(PersonalLink.round_id == round_.id))
        unit.session.flush()
        take_card_away(unit, REPORT, round_.id)
        update_card(unit, CARD, round_.id)
    for team_id, ids in forgotten:
        forget_origin(unit.session, team_id, BLOCKER, ids)
    return len(old)


def next_old_answers_due(session: Session) -> datetime | None:
    first = session.scalar(select(func.min(Round.closes_at)).where(Round.state == RoundState.CLOSED))
    return first + ANSWERS_KEPT + timedelta(seconds=1) if first else None
