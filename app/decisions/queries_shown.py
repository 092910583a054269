"""A decision as it is shown: its card in the channel, and with its history for one reader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.decisions.model import Choice, Decision, DecisionState, EntryKind, Participation, Way
from app.decisions.queries import DECISION, decision_for, today_of
from app.decisions.queries_history import history_of, last_content
from app.decisions.rules import Why, outcome_of
from app.decisions.views import DecisionShown, ResultShown, RoundShown, Voice
from app.kit.answers import Button, Skip
from app.kit.errors import NotAllowed
from app.kit.i18n import Text, _
from app.kit.origin import Origin, OriginText
from app.kit.room import House
from app.kit.unit import Unit
from app.kit.words import normalise
from app.people.model import Person
from app.people.queries import team_by_id

OWN_MAKING = "decisions.add_from"
"""A decision is not made of a decision by this button: *Ersetzen* and *Überarbeiten* do that."""

CHOICES = {
    Choice.CONSENT: _("einverstanden"),
    Choice.CONCERN: _("einverstanden mit Bedenken"),
    Choice.OBJECTION: _("Einwand"),
    Choice.YES: _("Ja"),
    Choice.NO: _("Nein"),
    Choice.ABSTAIN: _("Enthaltung"),
}


def load_card(house: House, session: Session, subject: str, now: datetime) -> Any | Skip:
    found = session.get(Decision, int(subject))
    if found is None:
        return Skip("decision_gone")
    return decision_shown(Unit(session, now, house), found)


def decision_shown(
    unit: Unit,
    decision: Decision,
    *,
    detailed: bool = False,
    back: str = "",
    told: Text | None = None,
    kept: str = "",
) -> DecisionShown:
    """As it is now. `back` travels in the buttons and says what stands there after a press."""
    session = unit.session
    superseded_by = None
    if decision.state is DecisionState.SUPERSEDED:
        superseded_by = session.scalar(
            select(Decision).where(Decision.supersedes_id == decision.id, Decision.number.is_not(None)).limit(1)
        )
    supersedes = session.get(Decision, decision.supersedes_id) if decision.supersedes_id else None
    marks, makings = _became(unit, decision, back)
    history, earlier = history_of(session, decision) if detailed else ((), 0)
    revoked = last_content(session, decision, EntryKind.REVOKED) if decision.state is DecisionState.REVOKED else {}
    return DecisionShown(
        decision.id,
        decision.reference,
        decision.state.value,
        decision.way.value,
        decision.wording,
        decision.reason or "",
        decision.decided_by or "",
        decision.decided_on,
        decision.valid_from,
        decision.review_on if decision.state in (DecisionState.IN_FORCE, DecisionState.OPEN) else None,
        decision.effect.value if decision.effect else None,
        decision.effect_note or "",
        supersedes.reference if supersedes and decision.state is not DecisionState.NOT_ADOPTED else "",
        superseded_by.reference if superseded_by else "",
        str(revoked.get("reason", "")),
        decision.link or "",
        _origin_line(unit, decision) if detailed else None,
        _round(session, decision) if decision.state is DecisionState.OPEN else None,
        result_of(decision, voices_of(session, [decision.id]).get(decision.id, []))
        if decision.way is not Way.NOTED and decision.state is not DecisionState.OPEN
        else None,
        marks,
        tuple(_buttons(unit, decision, makings, back, detailed=detailed)),
        history,
        earlier,
        told,
        kept,
    )


def review_origin_id(decision: Decision) -> str:
    """Each review is a matter of its own on an agenda: `7-20261120`; the decision itself is `7`."""
    return f"{decision.id}-{decision.review_on:%Y%m%d}" if decision.review_on else str(decision.id)


def read_origin_id(written: str) -> int:
    number = written.partition("-")[0]
    if not number.isdecimal() or len(number) > 9:
        raise NotAllowed(_("Diesen Beschluss gibt es nicht mehr."))
    return int(number)


def review_settled(unit: Unit, origin_id: str) -> bool:
    """Of a review: it was looked at, or the decision is not in force any more. A decision itself stays a matter."""
    number, dash, _day = origin_id.partition("-")
    if not dash:
        return False
    decision = unit.session.get(Decision, read_origin_id(number))
    return decision is None or decision.state != DecisionState.IN_FORCE or review_origin_id(decision) != origin_id


def decision_text(unit: Unit, origin_id: str) -> OriginText:
    """What other rooms take of it: its wording."""
    decision = decision_for(unit.session, unit.acting, read_origin_id(origin_id))
    title = _("Beschluss {reference}", reference=decision.reference) if decision.reference else _("Vorschlag")
    return OriginText(decision.team_id, decision.wording, title)


def _became(unit: Unit, decision: Decision, back: str) -> tuple[tuple[Text, ...], list[Button]]:
    ids = list(dict.fromkeys((str(decision.id), review_origin_id(decision))))
    found = unit.house.traces(unit.session, decision.team_id, DECISION, ids)
    marks = tuple(trace.text for one in ids for _making, trace in found.get(one, []) if trace)
    live = decision.state in (DecisionState.IN_FORCE, DecisionState.NOT_ADOPTED)
    makings = [
        making.button(Origin(DECISION, str(decision.id)), back)
        for making, trace in found.get(str(decision.id), [])
        if live and trace is None and making.verb != OWN_MAKING
    ]
    return marks, makings


def _buttons(unit: Unit, decision: Decision, makings: Sequence[Button], back: str, *, detailed: bool) -> list[Button]:
    data: dict[str, str | int] = {"decision": decision.id, "back": back}
    found: list[Button] = []
    match decision.state:
        case DecisionState.OPEN:
            found += _choices(decision, data)
            found.append(Button(_("Jetzt schließen"), "decisions.close", data))
        case DecisionState.IN_FORCE:
            found.append(Button(_("Ergänzen"), "decisions.edit", data, dialog=True))
            if detailed or (decision.review_on and decision.review_on <= today_of(unit, decision.team_id)):
                found.append(Button(_("Wirkung prüfen"), "decisions.review", data, dialog=True))
            found += makings
            if detailed:
                found.append(Button(_("Ersetzen"), "decisions.replace", data, dialog=True))
                found.append(Button(_("Widerrufen"), "decisions.revoke", data, dialog=True))
        case DecisionState.NOT_ADOPTED:
            why = outcome_of(decision.way.value, decision.tally or {}, decision.quorum)
            label = _("Noch einmal") if why is Why.QUORUM else _("Vorschlag überarbeiten")
            found.append(Button(label, "decisions.revise", data, dialog=True))
            found += makings
        case _ended:
            pass
    if detailed:
        found.append(Button(_("Exportieren"), "decisions.export", {**data, "one": decision.id}, dialog=True))
        if back.startswith("list:"):
            page = back.removeprefix("list:")
            found.append(Button(_("Zur Liste"), "decisions.list", {"page": page or "1"}))
    else:
        found.append(Button(_("Verlauf"), "decisions.show", {"decision": decision.id, "back": "dialog:"}, dialog=True))
    return found


def _choices(decision: Decision, data: dict[str, str | int]) -> list[Button]:
    if decision.way is Way.CONSENT:
        return [
            Button(_("Einverstanden"), "decisions.choose", {**data, "choice": Choice.CONSENT.value}, primary=True),
            Button(_("Bedenken"), "decisions.speak", {**data, "choice": Choice.CONCERN.value}, dialog=True),
            Button(_("Einwand"), "decisions.speak", {**data, "choice": Choice.OBJECTION.value}, dialog=True),
        ]
    return [
        Button(CHOICES[choice], "decisions.choose", {**data, "choice": choice.value})
        for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN)
    ]


def _origin_line(unit: Unit, decision: Decision) -> Text | None:
    if unit.actor is None:
        return None
    source = unit.house.find_origin_text(unit, decision.origin)
    if source is None:
        return None
    if source.person:
        return _("Aus: {title}, {person}", title=source.title, person=source.person)
    return _("Aus: {title}", title=source.title)


def _round(session: Session, decision: Decision) -> RoundShown:
    assert decision.closes_at is not None, "an open round has an end"
    local = decision.closes_at.astimezone(team_by_id(session, decision.team_id).zone)
    return RoundShown(
        local.date(), local.time(), count_voices(session, decision.id), decision.quorum or 0, decision.open_voting
    )


def count_voices(session: Session, decision_id: int) -> int:
    query = select(func.count()).select_from(Participation).where(Participation.decision_id == decision_id)
    return session.scalar(query) or 0


def result_of(decision: Decision, voices: Sequence[tuple[str, Participation]]) -> ResultShown:
    """`voices`: who took part, with their names; an empty one where the person is gone."""
    voices = sorted(voices, key=lambda pair: normalise(pair[0]))
    tally = decision.tally or {}
    order = (
        (Choice.CONSENT, Choice.CONCERN, Choice.OBJECTION)
        if decision.way is Way.CONSENT
        else (Choice.YES, Choice.NO, Choice.ABSTAIN)
    )
    shows_choices = decision.way is Way.VOTE and decision.open_voting
    by_choice = [
        (choice.value, tuple(name for name, one in voices if one.choice is choice and name)) for choice in order
    ]
    return ResultShown(
        outcome_of(decision.way.value, tally, decision.quorum).value,
        tuple((choice.value, tally.get(choice.value, 0)) for choice in order),
        decision.quorum or 0,
        tuple(name for name, _one in voices if name),
        sum(1 for name, _one in voices if not name),
        tuple(by_choice) if shows_choices else (),
        tuple(Voice(name, one.reason or "") for name, one in voices if one.choice is Choice.OBJECTION),
        tuple(Voice(name, one.reason) for name, one in voices if one.choice is Choice.CONCERN and one.reason),
    )


def voices_of(session: Session, decision_ids: Sequence[int]) -> dict[int, list[tuple[str, Participation]]]:
    """By decision: who took part in its round."""
    rows = session.execute(
        select(Participation, Person.name)
        .outerjoin(Person, Person.id == Participation.person_id)
        .where(Participation.decision_id.in_(list(decision_ids)))
    )
    found: dict[int, list[tuple[str, Participation]]] = {}
    for one, name in rows:
        found.setdefault(one.decision_id, []).append((name or "", one))
    return found
