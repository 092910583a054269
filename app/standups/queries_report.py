"""Reads of a round's card and report, in the channel and for one reader."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.answers import Answer as Shown
from app.kit.answers import Button, Dialog, Said, Skip
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Clocktime, Day, Text, _, verbatim
from app.kit.unit import Unit
from app.kit.words import normalise
from app.people.model import Person
from app.standups.model import Answer, Round, RoundState
from app.standups.queries import (
    closes,
    count_answers,
    find_round,
    past_rounds,
    question_text,
    round_for,
    series_for,
)
from app.standups.rules import Slot, Week
from app.standups.rules_answers import is_blocker, plan_pages
from app.standups.views import Line, Passage, Report, RoundCard

_WEEKS_NAMED = 8
_LABEL_BYTES = 60
"""What a default question takes at most, in any language."""
_FRAME_BYTES = 220
"""What a card needs around one labelled text; another one for the name above a person's first."""


def round_card(session: Session, round_: Round) -> RoundCard:
    closes_on, closes_time = closes(session, round_)
    return RoundCard(
        round_.id,
        round_.iso_week,
        closes_on,
        closes_time,
        closed=round_.state != RoundState.OPEN,
        answers=count_answers(session, round_.id),
    )


def load_round(session: Session, subject: str, now: datetime) -> RoundCard | Skip:
    found = session.get(Round, int(subject))
    if found is None:
        return Skip("round_gone")
    return round_card(session, found)


def load_report(session: Session, subject: str, now: datetime) -> Report | Skip:
    found = session.get(Round, int(subject))
    if found is None:
        return Skip("round_gone")
    if not count_answers(session, found.id):
        return Skip("no_answers")
    return report_of(session, found)


@dataclass(frozen=True)
class _Piece:
    """What never falls apart over two pages: one text of one person."""

    place: int
    """Of the person in the alphabet of this round."""
    name: str
    quiet: bool
    is_blocker: bool
    line: Line | None

    def bytes_taken(self) -> int:
        if self.line is None:
            return _FRAME_BYTES
        own_label = self.line.label.params.get("typed", "")
        typed = len(json.dumps([self.line.text, own_label], ensure_ascii=False).encode())
        return typed + _LABEL_BYTES + 2 * _FRAME_BYTES


def report_of(session: Session, round_: Round, page: int = 1, *, in_dialog: bool = False) -> Report:
    """A page of the report; a page that is not there is taken as the nearest one."""
    rows = session.execute(
        select(Answer, Person).join(Person, Person.id == Answer.person_id).where(Answer.round_id == round_.id)
    )
    answers = sorted(((person.name, answer) for answer, person in rows), key=lambda one: normalise(one[0]))
    pieces = list(_pieces(round_, answers))
    pages = plan_pages([piece.bytes_taken() for piece in pieces])
    page = min(max(page, 1), len(pages))
    here = pages[page - 1]
    before = {(piece.is_blocker, piece.place) for piece in pieces[: here.start]}
    shown = [pieces[index] for index in here]
    return Report(
        round_.id,
        round_.iso_week,
        round_.report_on,
        len(answers),
        tuple(_passages([piece for piece in shown if piece.is_blocker], before)),
        tuple(_passages([piece for piece in shown if not piece.is_blocker], before)),
        page,
        len(pages),
        in_dialog,
    )


def _pieces(round_: Round, answers: Sequence[tuple[str, Answer]]) -> Iterator[_Piece]:
    labels = {asked["slot"]: question_text(asked) for asked in round_.questions}
    for place, (name, answer) in enumerate(answers):
        text = answer.texts.get(Slot.BLOCKER, "")
        if Slot.BLOCKER in labels and is_blocker(text):
            yield _Piece(place, name, False, True, Line(labels[Slot.BLOCKER], text))
    for place, (name, answer) in enumerate(answers):
        told = [slot for slot in labels if slot != Slot.BLOCKER and answer.texts.get(slot)]
        stuck = answer.texts.get(Slot.BLOCKER, "") if Slot.BLOCKER in labels else ""
        if not told and is_blocker(stuck):
            continue  # stands above already
        if not told and stuck:
            told = [Slot.BLOCKER.value]  # "nothing" need not be read, unless it is all that was said
        for slot in told:
            yield _Piece(place, name, answer.quiet, False, Line(labels[slot], answer.texts[slot]))
        if not told:
            yield _Piece(place, name, answer.quiet, False, None)


def _passages(pieces: Sequence[_Piece], before: set[tuple[bool, int]]) -> Iterator[Passage]:
    for place, group in groupby(pieces, key=lambda piece: piece.place):
        own = list(group)
        lines = tuple(piece.line for piece in own if piece.line)
        yield Passage(own[0].name, lines, own[0].quiet, continued=(own[0].is_blocker, place) in before)


def show_report(unit: Unit, ask: Ask) -> Shown:
    """A page in the place of the card that was pressed, for the one who pressed."""
    return _report_asked(unit, ask, in_dialog=False)


def open_report(unit: Unit, ask: Ask) -> Shown:
    """A page in a dialog."""
    view = _report_asked(unit, ask, in_dialog=True)
    week = view.week if isinstance(view, Report) else None
    return Dialog(_("Bericht KW {week}", week=week) if week else _("Bericht"), view)


def _report_asked(unit: Unit, ask: Ask, *, in_dialog: bool) -> Report | Said:
    round_ = round_for(unit.session, unit.acting, ask.number("round"))
    page = ask.number("page") if "page" in ask.values else 1
    if round_.state == RoundState.OPEN:
        # Answers are read together, at the close: until then each may still change.
        return Said(_still_open(unit.session, round_))
    if not count_answers(unit.session, round_.id):
        return Said(_("Auf die Runde KW {week} kamen keine Antworten.", week=round_.iso_week))
    return report_of(unit.session, round_, page, in_dialog=in_dialog)


def _still_open(session: Session, round_: Round) -> Text:
    closes_on, closes_time = closes(session, round_)
    return _(
        "Die Runde KW {week} ist noch offen. Der Bericht steht am {day}, {time} im Kanal.",
        week=round_.iso_week,
        day=Day(closes_on),
        time=Clocktime(closes_time),
    )


def report_button(round_: Round) -> Button:
    return Button(
        _("KW {week}", week=round_.iso_week), "standups.open_report", {"round": round_.id, "page": 1}, dialog=True
    )


def last_report(unit: Unit, ask: Ask) -> Shown:
    latest = past_rounds(unit.session, unit.acting.team_id, 1)
    if not latest:
        return Said(_("Es gibt noch keinen Bericht. Der erste kommt mit dem Schluss der ersten Runde."))
    return report_of(unit.session, latest[0])


def report_of_week(unit: Unit, week: Week) -> Shown:
    """`/runde 2026-W31`. Raises UserError that names the weeks there are."""
    series = series_for(unit.session, unit.acting)
    found = find_round(unit.session, series.id, week)
    if found and found.state == RoundState.OPEN:
        return Said(_still_open(unit.session, found))
    if found and count_answers(unit.session, found.id):
        return report_of(unit.session, found)
    known = past_rounds(unit.session, series.team_id, _WEEKS_NAMED)
    if not known:
        raise UserError(_("Zu KW {week}/{year} gibt es keinen Bericht.", week=week.number, year=week.year))
    listed = ", ".join(str(one.week) for one in known)
    raise UserError(
        _(
            "Zu KW {week}/{year} gibt es keinen Bericht. Die letzten Berichte: {weeks}.",
            week=week.number,
            year=week.year,
            weeks=verbatim(listed),
        ),
        example=f"runde {known[0].week}",
    )
