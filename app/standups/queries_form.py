"""Reads for the answer's form: what is asked, what is filled in already, what is behind a personal link."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.answers import Button
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import NO_CASES, Field, Form, Kind, Section
from app.kit.i18n import Clocktime, Day, Text, _
from app.people.model import Member, Person, Team, TeamState
from app.people.queries import team_by_id
from app.standups.model import PersonalLink, Round, RoundState
from app.standups.queries import answer_of, closes, earlier_answer, question_text, round_title
from app.standups.queries_report import round_card
from app.standups.rules import Slot
from app.standups.rules_answers import LONGEST_ANSWER, task_lines
from app.standups.views import AnswerForm, Line, LinkPage, TooLate
from app.tasks.queries import open_titles


def field_of(slot: str) -> str:
    return f"answer_{slot}"


def answer_form(session: Session, round_: Round, person_id: int, back: str = "") -> AnswerForm:
    """The round's questions with the person's answer; where there is none yet, with last week's next steps and the
    person's open tasks.

    `back` travels along: where the press came from and what stands there again after saving.
    """
    own = answer_of(session, round_.id, person_id)
    earlier = earlier_answer(session, round_, person_id)
    texts: Mapping[str, str] = own.texts if own else {}
    hints: dict[str, Text] = {}
    if own is None and earlier and (steps := earlier[0].texts.get(Slot.NEXT)):
        texts = {Slot.REVIEW: steps}
        hints[Slot.REVIEW] = _("Übernommen aus den nächsten Schritten von KW {week}", week=earlier[1].iso_week)
    if own is None and (tasks := task_lines(open_titles(session, round_.team_id, person_id), LONGEST_ANSWER)):
        texts = {**texts, Slot.NEXT: tasks}
        hints[Slot.NEXT] = _("Übernommen aus den eigenen offenen Aufgaben")
    fields = tuple(
        Field(
            field_of(asked["slot"]),
            question_text(asked),
            Kind.LONG_TEXT,
            texts.get(asked["slot"], ""),
            hint=hints.get(asked["slot"]),
            longest=LONGEST_ANSWER,
        )
        for asked in round_.questions
    )
    hidden = {"round": str(round_.id), "version": str(own.version if own else 0)}
    if back:
        hidden["back"] = back
    form = Form(
        round_title(round_),
        (Section(Text(""), fields),),
        "standups.save",
        _("Speichern"),
        tuple(hidden.items()),
        intro=NO_CASES,
    )
    same = None
    if own is None and earlier:
        same = same_button(round_, {"back": back, "asked": "form"} if back else {"asked": "form"})
    return AnswerForm(form, same)


def answer_button(round_: Round, label: Text, *, primary: bool = True, back: str = "") -> Button:
    data: dict[str, str | int] = {"round": round_.id}
    if back:
        data["back"] = back
    return Button(label, "standups.form", data, primary=primary, dialog=True)


def same_button(round_: Round, data: Mapping[str, str] | None = None) -> Button:
    return Button(_("Wie letzte Woche"), "standups.same", {"round": round_.id, **(data or {})})


def typed_texts(round_: Round, values: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by slot. Blanks around it say nothing; empty ones are left out."""
    typed = {asked["slot"]: values.get(field_of(asked["slot"]), "").strip() for asked in round_.questions}
    return {slot: text for slot, text in typed.items() if text}


def wrong_texts(texts: Mapping[str, str]) -> list[UserError]:
    if not texts:
        return [UserError(_("Noch steht nichts da. Mindestens eine Antwort ist nötig."))]
    return [
        UserError(
            _(
                "Das sind {n} Zeichen, höchstens {longest} sind möglich. Bitte kürzen.",
                n=len(text),
                longest=LONGEST_ANSWER,
            ),
            field=field_of(slot),
        )
        for slot, text in texts.items()
        if len(text) > LONGEST_ANSWER
    ]


def typed_lines(round_: Round, texts: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(
        Line(question_text(asked), texts[asked["slot"]]) for asked in round_.questions if asked["slot"] in texts
    )


def too_late(session: Session, round_: Round, texts: Mapping[str, str]) -> TooLate:
    return TooLate(round_card(session, round_), typed_lines(round_, texts))


def until(session: Session, round_: Round) -> dict[str, Day | Clocktime]:
    """When the round closes, as a sentence's parameters `day` and `time`."""
    closes_on, closes_time = closes(session, round_)
    return {"day": Day(closes_on), "time": Clocktime(closes_time)}


def code_hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def link_target(session: Session, code: str, *, lock: bool = False) -> tuple[Round, Person]:
    """Whose form a link opens. Raises NotAllowed where the code is unknown or its person left the team."""
    query = (
        select(Round, Person)
        .join(PersonalLink, PersonalLink.round_id == Round.id)
        .join(Person, Person.id == PersonalLink.person_id)
        .join(Member, (Member.team_id == Round.team_id) & (Member.person_id == Person.id))
        .join(Team, Team.id == Round.team_id)
        .where(
            PersonalLink.code_sha256 == code_hash(code),
            Member.left_on.is_(None),
            Team.state != TeamState.REMOVED,
        )
    )
    found = session.execute(query.with_for_update(of=Round) if lock else query).first()
    if found is None:
        raise NotAllowed(_("Dieser Link gilt nicht (mehr). Einen neuen gibt es im Chat mit „runde link“."))
    return found[0], found[1]


def round_by_link(session: Session, code: str, now: datetime) -> LinkPage:
    """The page behind a personal link: the form while the round is open, a sentence afterwards."""
    round_, person = link_target(session, code)
    language = person.language or team_by_id(session, round_.team_id).language
    if round_.state != RoundState.OPEN:
        return LinkPage(round_title(round_), language, sentence=closed_sentence(round_))
    return LinkPage(round_title(round_), language, answer_form(session, round_, person.id).form)


def closed_sentence(round_: Round) -> Text:
    return _("Die Runde KW {week} ist geschlossen.", week=round_.iso_week)
