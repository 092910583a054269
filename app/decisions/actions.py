"""Decisions are typed, listed, shown and changed."""

import re
from collections.abc import Mapping
from datetime import date

from app.decisions.actions_adding import add_decision
from app.decisions.actions_recording import complete, review, revoke
from app.decisions.model import Decision, DecisionState
from app.decisions.queries import (
    decision_for,
    decision_list,
    decision_numbered,
    found_list,
    title_of,
    today_of,
)
from app.decisions.queries_form import (
    REASON,
    REPLACED,
    REVIEW,
    TITLE,
    VALID,
    WAY,
    WORDING,
    day_of,
    decision_form,
    edit_form,
    proposed_review,
    read_decision_form,
    read_effect,
    read_facts,
    review_form,
    revoke_form,
    text_of,
    values_of,
)
from app.decisions.queries_shown import decision_shown
from app.decisions.rules import LONGEST_REASON, read_reference
from app.decisions.rules_words import DecisionRead, read_decision
from app.kit.answers import Answer, Button, Closed, Dialog, Said
from app.kit.commands import Ask
from app.kit.dates import DayRead
from app.kit.errors import UserError
from app.kit.forms import Form
from app.kit.i18n import Day, Text, _
from app.kit.incoming import PlaceKind
from app.kit.origin import IN_DIALOG, day_pressed
from app.kit.unit import Unit
from app.kit.weeks import NoSuchDay
from app.people.queries_day import day_view

EXAMPLES = {
    "de": "beschluss Wir mieten den Saal im Bürgerhaus. Begründung: Er ist barrierefrei.",
    "en": "decision We rent the hall in the community centre. Reason: it is accessible.",
}
_SEARCH = re.compile(r"(?:suche|suchen|finde|finden|search|find)\b\s*", re.IGNORECASE)


def show_decisions(unit: Unit, ask: Ask) -> Answer:
    """`/beschlüsse`, and turning its pages; words after it search."""
    if ask.rest:
        return _looked_up(unit, ask, ask.rest) or found_list(unit, _SEARCH.sub("", ask.rest, count=1), ask.place)
    return decision_list(unit, ask.number("page") if "page" in ask.values else 1)


def search_decisions(unit: Unit, ask: Ask) -> Answer:
    """`/beschluss suche Saal`."""
    return found_list(unit, ask.rest, ask.place) if ask.rest else decision_list(unit)


def _looked_up(unit: Unit, ask: Ask, typed: str) -> Answer:
    reference = read_reference(typed)
    if reference is None:
        return None
    found = decision_numbered(unit.session, unit.acting.team_id, reference)
    if found is None:
        written = f"{reference[0]}-{reference[1]}"
        raise UserError(_("Einen Beschluss mit der Nummer {typed} gibt es nicht.", typed=written), example="2026-14")
    return decision_shown(unit, found, detailed=True)


def add_typed(unit: Unit, ask: Ask) -> Answer:
    """`/beschluss Wir mieten den Saal. Begründung: …`; a number alone shows that decision."""
    if not ask.rest.strip():
        return decision_list(unit)
    if found := _looked_up(unit, ask, ask.rest):
        return found
    team_id = unit.acting.team_id
    today = today_of(unit, team_id)
    try:
        read = read_decision(ask.rest, today)
    except NoSuchDay as error:
        values = {WORDING: ask.rest.strip()}
        form = decision_form(unit, team_id, today, values)
        return form.refused(values, [UserError(_example(unit, [error]))])
    values = _values_read(unit, team_id, read, today)
    typed, errors = read_decision_form(unit, team_id, values, today)
    if typed is None:
        form = decision_form(unit, team_id, today, values)
        return form.refused(values, [*errors, UserError(_example(unit, errors))])
    decision = add_decision(unit, team_id, typed, None, ask.place)
    doubt = _doubt(read, today)
    if ask.place is not None and ask.place.kind is PlaceKind.CHANNEL:
        return _asked_back(decision, doubt) if doubt else None
    return decision_shown(unit, decision, detailed=True, told=doubt)


def _example(unit: Unit, errors: list[UserError]) -> Text:
    return _("{sentence} Ein Beispiel: {example}", sentence=errors[0].sentence, example=EXAMPLES[unit.acting.language])


def _values_read(unit: Unit, team_id: int, read: DecisionRead, today: date) -> dict[str, str]:
    """What was read, as the form would send it: so that both ways are checked by the same lines."""
    review = _review_day(read.review, today) if read.review else proposed_review(unit, team_id, today)
    values = {WORDING: read.wording, REASON: read.reason or "", REVIEW: review.isoformat() if review else ""}
    values[VALID] = read.valid_from.on.isoformat() if read.valid_from else ""
    values[WAY] = read.way or "noted"
    values[REPLACED] = f"{read.supersedes[0]}-{read.supersedes[1]}" if read.supersedes else ""
    return values


def _review_day(read: DayRead, today: date) -> date:
    """A review lies ahead: of two readings the later one, where the first has come already."""
    return next((on for on in (read.on, *read.others) if on > today), read.on)


def _doubt(read: DecisionRead, today: date) -> Text | None:
    """A word on a day that may mean another one, shown back to be corrected."""
    if read.review and (not read.review.sure or read.review.others):
        return _("Als Wiedervorlage gelesen: {day}.", day=Day(_review_day(read.review, today), "EEEE, d. MMMM y"))
    if read.valid_from and (not read.valid_from.sure or read.valid_from.others):
        return _("Gelesen: gilt ab {day}.", day=Day(read.valid_from.on, "EEEE, d. MMMM y"))
    return None


def _asked_back(decision: Decision, doubt: Text) -> Said:
    if decision.state is DecisionState.OPEN:
        return Said(doubt)
    button = Button(_("Ergänzen"), "decisions.edit", {"decision": decision.id}, dialog=True)
    return Said(doubt, buttons=(button,))


def open_new(unit: Unit, ask: Ask) -> Answer:
    """*Neuer Beschluss*: the form."""
    return Dialog(TITLE, decision_form(unit, unit.acting.team_id, today_of(unit, unit.acting.team_id), {}))


def show(unit: Unit, ask: Ask) -> Answer:
    decision = decision_for(unit.session, unit.acting, ask.number("decision"))
    shown = decision_shown(unit, decision, detailed=True, back=ask.values.get("back", ""))
    return Dialog(title_of(decision), shown)


def edit(unit: Unit, ask: Ask) -> Answer:
    decision = in_force(unit, ask)
    form = edit_form(decision, ask.values.get("back", ""))
    return Dialog(form.title, form)


def save_edit(unit: Unit, ask: Ask) -> Answer:
    """Two people at once: who comes second sees what the first wrote, beside what they typed themselves."""
    decision = in_force(unit, ask, lock=True)
    errors: list[UserError] = []
    today = today_of(unit, decision.team_id)
    reason, decided_by, valid_from, review_on = read_facts(ask.values, today, errors, present=decision.review_on)
    form = edit_form(decision, ask.values.get("back", ""))
    if errors:
        return Dialog(form.title, form.refused(dict(ask.values), errors))
    facts = {"reason": reason, "decided_by": decided_by, "valid_from": valid_from, "review_on": review_on}
    if ask.values.get("version") != str(decision.version):
        return Dialog(form.title, _beside(form, values_of(decision), ask.values))
    complete(unit, decision, facts)
    return after(unit, ask, decision, _("Gespeichert: {reference}", reference=decision.reference))


def _beside(form: Form, now: Mapping[str, str], typed: Mapping[str, str]) -> Form:
    errors = [
        UserError(_("Inzwischen steht hier: {text}", text=text or _("nichts")), field=name)
        for name, text in now.items()
        if typed.get(name, "") != text
    ]
    told = UserError(_("Inzwischen hat jemand anderes etwas geändert. Bitte prüfen und noch einmal speichern."))
    return form.refused(dict(typed), [told, *errors])


def open_review(unit: Unit, ask: Ask) -> Answer:
    decision = in_force(unit, ask)
    form = review_form(unit, decision, today_of(unit, decision.team_id), ask.values.get("back", ""))
    return Dialog(form.title, form)


def save_review(unit: Unit, ask: Ask) -> Answer:
    decision = in_force(unit, ask, lock=True)
    today = today_of(unit, decision.team_id)
    errors: list[UserError] = []
    effect = read_effect(ask.values, errors)
    note = text_of(ask.values, "decision_note", LONGEST_REASON, errors)
    next_on = day_of(ask.values, REVIEW, errors, today)
    if errors:
        form = review_form(unit, decision, today, ask.values.get("back", ""))
        return Dialog(form.title, form.refused(dict(ask.values), errors))
    review(unit, decision, effect, note or None, next_on)
    return after(unit, ask, decision, _("Wirkung festgehalten: {reference}", reference=decision.reference))


def open_revoke(unit: Unit, ask: Ask) -> Answer:
    form = revoke_form(in_force(unit, ask), ask.values.get("back", ""))
    return Dialog(form.title, form)


def save_revoke(unit: Unit, ask: Ask) -> Answer:
    decision = in_force(unit, ask, lock=True)
    errors: list[UserError] = []
    reason = text_of(ask.values, "decision_reason", LONGEST_REASON, errors)
    if not reason:
        errors.append(UserError(_("Bitte schreiben, warum der Beschluss nicht mehr gilt."), field="decision_reason"))
    if errors:
        form = revoke_form(decision, ask.values.get("back", ""))
        return Dialog(form.title, form.refused(dict(ask.values), errors))
    revoke(unit, decision, reason)
    return after(unit, ask, decision, _("Widerrufen: {reference}", reference=decision.reference))


def in_force(unit: Unit, ask: Ask, *, lock: bool = False) -> Decision:
    decision = decision_for(unit.session, unit.acting, ask.number("decision"), lock=lock)
    if decision.state is not DecisionState.IN_FORCE:
        raise UserError(_("Dieser Beschluss gilt nicht mehr; sein Verlauf sagt, warum."))
    return decision


def after(unit: Unit, ask: Ask, decision: Decision, told: Text) -> Answer:
    """What stands where a form was saved: a closed dialog, or the decision with its history and what was done."""
    back = ask.values.get("back", "")
    if day := day_pressed(back):
        return day_view(unit, unit.acting.person_id, day)
    in_channel = ask.place is not None and ask.place.kind is PlaceKind.CHANNEL
    if in_channel and not back.startswith((IN_DIALOG, "list:")):
        return Closed(told)
    return Dialog(title_of(decision), decision_shown(unit, decision, detailed=True, back=back, told=told))
