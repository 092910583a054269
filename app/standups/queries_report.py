"""Reads of a round's card and report, in the channel and for one reader."""

import json
from collections.abc import Iterator, Mapping, Sequence
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
from app.kit.origin import IN_DIALOG, Making, Origin, Trace
from app.kit.rhythm import Week
from app.kit.room import House
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
from app.standups.queries_blockers import (
    BLOCKER,
    back_to_page,
    blocker_id,
    blocker_of,
    read_blocker_id,
)
from app.standups.rules import Slot
from app.standups.rules_answers import is_blocker, plan_pages
from app.standups.views import Line, Passage, Report, RoundCard

_WEEKS_NAMED = 8
_LABEL_BYTES = 60
"""What a default question takes at most, in any language."""
_FRAME_BYTES = 220
"""What a card needs around one labelled text; another one for the name above a person's first."""
_BUTTON_BYTES = 560
"""A button with its fallback for old clients, in any language."""

_Became = Mapping[int, Sequence[tuple[Making, Trace | None]]]


def round_card(session: Session, round_: Round) -> RoundCard:
    closes_on, closes_time = closes(session, round_)
    return RoundCard(
        round_.id,
        round_.iso_week,
        closes_on,
        closes_time,
        closed=round_.state != RoundState.OPEN,
        answers=count_answers(session, round_.id),
        forgotten=round_.state == RoundState.FORGOTTEN,
    )


def load_round(session: Session, subject: str, now: datetime) -> RoundCard | Skip:
    found = session.get(Round, int(subject))
    if found is None:
        return Skip("round_gone")
    return round_card(session, found)


def load_report(house: House, session: Session, subject: str, now: datetime) -> Report | Skip:
    found = session.get(Round, int(subject))
    if found is None:
        return Skip("round_gone")
    if not count_answers(session, found.id):
        return Skip("no_answers")
    return report_of(house, session, found)


@dataclass(frozen=True)
class _Piece:
    """What never falls apart over two pages: one text of one person."""

    place: int
    """Of the person in the alphabet of this round."""
    name: str
    quiet: bool
    is_blocker: bool
    line: Line | None
    marks: tuple[Text, ...] = ()
    makings: tuple[Making, ...] = ()
    """What can still be made of a blocker; the buttons say which page they stand on."""
    person_id: int = 0

    def bytes_taken(self) -> int:
        if self.line is None:
            return _FRAME_BYTES
        return self._text_bytes() + _BUTTON_BYTES * len(self.makings) + sum(map(_mark_bytes, self.marks))

    def _text_bytes(self) -> int:
        assert self.line is not None
        own_label = self.line.label.params.get("typed", "")
        typed = len(json.dumps([self.line.text, own_label], ensure_ascii=False).encode())
        return typed + _LABEL_BYTES + 2 * _FRAME_BYTES


def _mark_bytes(mark: Text) -> int:
    params = {name: mark.params[name] for name in mark.params if not isinstance(mark.params[name], Day)}
    inner = sum(_mark_bytes(one) for one in params.values() if isinstance(one, Text))
    own = [one for one in params.values() if isinstance(one, str)]
    return len(json.dumps(own, ensure_ascii=False).encode()) + _FRAME_BYTES + inner


def report_of(house: House, session: Session, round_: Round, page: int = 1, *, in_dialog: bool = False) -> Report:
    """A page of the report; a page that is not there is taken as the nearest one."""
    rows = session.execute(
        select(Answer, Person).join(Person, Person.id == Answer.person_id).where(Answer.round_id == round_.id)
    )
    answers = sorted(((person.name, answer) for answer, person in rows), key=lambda one: normalise(one[0]))
    pieces = list(_pieces(round_, answers, _became(house, session, round_, answers)))
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
        tuple(_blockers(round_.id, [piece for piece in shown if piece.is_blocker], page, in_dialog=in_dialog)),
        tuple(_passages([piece for piece in shown if not piece.is_blocker], before)),
        page,
        len(pages),
        in_dialog,
    )


def _became(house: House, session: Session, round_: Round, answers: Sequence[tuple[str, Answer]]) -> _Became:
    """By person: what other rooms made of their blocker, and what they still can."""
    ids = {
        blocker_id(round_.id, answer.person_id): answer.person_id
        for _name, answer in answers
        if blocker_of(round_, answer)
    }
    traces = house.traces(session, round_.team_id, BLOCKER, list(ids))
    return {ids[origin_id]: made for origin_id, made in traces.items()}


def _pieces(round_: Round, answers: Sequence[tuple[str, Answer]], became: _Became) -> Iterator[_Piece]:
    labels = {asked["slot"]: question_text(asked) for asked in round_.questions}
    for place, (name, answer) in enumerate(answers):
        if text := blocker_of(round_, answer):
            made = became[answer.person_id]
            yield _Piece(
                place,
                name,
                False,
                True,
                Line(labels[Slot.BLOCKER], text),
                tuple(trace.text for _making, trace in made if trace),
                tuple(making for making, trace in made if trace is None),
                answer.person_id,
            )
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


def _blockers(round_id: int, pieces: Sequence[_Piece], page: int, *, in_dialog: bool) -> Iterator[Passage]:
    back = back_to_page(page, in_dialog=in_dialog)
    for piece in pieces:
        assert piece.line is not None
        origin = Origin(BLOCKER, blocker_id(round_id, piece.person_id))
        buttons = tuple(making.button(origin, back) for making in piece.makings)
        yield Passage(piece.name, (piece.line,), marks=piece.marks, buttons=buttons)


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
    if round_.state == RoundState.FORGOTTEN:
        return Said(_forgotten(round_))
    if not count_answers(unit.session, round_.id):
        return Said(_("Auf die Runde KW {week} kamen keine Antworten.", week=round_.iso_week))
    return report_of(unit.house, unit.session, round_, page, in_dialog=in_dialog)


def page_again(unit: Unit, origin_id: str, back: str) -> Shown:
    """After something was made of a blocker: the page on which it was pressed, with the mark."""
    round_id, _person_id = read_blocker_id(origin_id)
    round_ = round_for(unit.session, unit.acting, round_id)
    in_dialog = back.startswith(IN_DIALOG)
    written = back.removeprefix(IN_DIALOG)
    page = int(written) if written.isdecimal() and len(written) < 6 else 1
    view = report_of(unit.house, unit.session, round_, page, in_dialog=in_dialog)
    return Dialog(_("Bericht KW {week}", week=round_.iso_week), view) if in_dialog else view


def _still_open(session: Session, round_: Round) -> Text:
    closes_on, closes_time = closes(session, round_)
    return _(
        "Die Runde KW {week} ist noch offen. Der Bericht steht am {day}, {time} im Kanal.",
        week=round_.iso_week,
        day=Day(closes_on),
        time=Clocktime(closes_time),
    )


def _forgotten(round_: Round) -> Text:
    return _("Die Antworten der Runde KW {week} sind gelöscht, wie alle nach 12 Wochen.", week=round_.iso_week)


def report_button(round_: Round) -> Button:
    return Button(
        _("KW {week}", week=round_.iso_week), "standups.open_report", {"round": round_.id, "page": 1}, dialog=True
    )


def last_report(unit: Unit, ask: Ask) -> Shown:
    latest = past_rounds(unit.session, unit.acting.team_id, 1)
    if not latest:
        return Said(_("Es gibt noch keinen Bericht. Der erste kommt mit dem Schluss der ersten Runde."))
    return report_of(unit.house, unit.session, latest[0])


def report_of_week(unit: Unit, week: Week) -> Shown:
    """`/runde 2026-W31`. Raises UserError that names the weeks there are."""
    series = series_for(unit.session, unit.acting)
    found = find_round(unit.session, series.id, week)
    if found and found.state == RoundState.OPEN:
        return Said(_still_open(unit.session, found))
    if found and found.state == RoundState.FORGOTTEN:
        return Said(_forgotten(found))
    if found and count_answers(unit.session, found.id):
        return report_of(unit.house, unit.session, found)
    known = past_rounds(unit.session, series.team_id, _WEEKS_NAMED)
    if not known:
        raise UserError(_("Zu KW {week}/{year} gibt es keinen Bericht.", week=week.number, year=week.year))
    english = unit.acting.language == "en"
    listed = ", ".join(f"week {one.week.number}" if english else f"KW {one.week.number}" for one in known)
    raise UserError(
        _(
            "Zu KW {week}/{year} gibt es keinen Bericht. Die letzten Berichte: {weeks}.",
            week=week.number,
            year=week.year,
            weeks=verbatim(listed),
        ),
        example=f"round week {known[0].week.number}" if english else f"runde KW {known[0].week.number}",
    )
