"""New decisions by a form: of nothing, of another room's thing, of a message in Teams, of an earlier decision."""

from collections.abc import Mapping

from app.decisions.actions import after, in_force
from app.decisions.actions_adding import add_decision
from app.decisions.model import Decision, DecisionState
from app.decisions.queries import DECISION, NOTICE, decision_for, decision_of, title_of, today_of
from app.decisions.queries_form import (
    BY,
    REASON,
    REPLACED,
    TITLE,
    WAY,
    WORDING,
    decision_form,
    read_decision_form,
)
from app.decisions.queries_shown import decision_shown, read_origin_id
from app.decisions.rules import LONGEST_LINK, LONGEST_WORDING
from app.kit.answers import Answer, Closed, Dialog
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Text, _
from app.kit.incoming import PlaceKind
from app.kit.origin import IN_DIALOG, Origin, day_pressed, origin_pressed
from app.kit.unit import Unit
from app.people.actions_shown import update_card
from app.people.queries_day import day_view


def add_from(unit: Unit, ask: Ask) -> Answer:
    """*Als Beschluss*: the form; where there is a decision of this origin already, that one."""
    origin = origin_pressed(ask.values)
    source = unit.house.origin_text(unit, origin)
    if made := decision_of(unit.session, source.team_id, origin):
        return _made(unit, made)
    values = {WORDING: source.text[:LONGEST_WORDING], "back": ask.values.get("back", ""), **_in_form(origin)}
    return _form(unit, source.team_id, values)


def from_message(unit: Unit, ask: Ask) -> Answer:
    """*Als Beschluss festhalten* on a message: its text, and its link is kept."""
    link = ask.values.get("link", "")
    values = {WORDING: ask.values.get("text", "").strip()[:LONGEST_WORDING]}
    if link.startswith("https://") and len(link) <= LONGEST_LINK:
        values["link"] = link
    return _form(unit, unit.acting.team_id, values)


def open_replace(unit: Unit, ask: Ask) -> Answer:
    """*Ersetzen*: a new decision, its form filled with the old one's words."""
    old = in_force(unit, ask)
    return _form(unit, old.team_id, {**_like(old, ask), REPLACED: old.reference, "decision": str(old.id)})


def open_revise(unit: Unit, ask: Ask) -> Answer:
    """*Noch einmal* and *Vorschlag überarbeiten*: the proposal's words in a new form, once for each proposal."""
    old = decision_for(unit.session, unit.acting, ask.number("decision"))
    origin = Origin(DECISION, str(old.id))
    if made := decision_of(unit.session, old.team_id, origin):
        return _made(unit, made)
    if old.state is not DecisionState.NOT_ADOPTED:
        raise UserError(_("Überarbeiten lässt sich nur, was nicht angenommen wurde."))
    replaced = unit.session.get(Decision, old.supersedes_id) if old.supersedes_id else None
    return _form(
        unit,
        old.team_id,
        {**_like(old, ask), **_in_form(origin), REPLACED: replaced.reference if replaced else ""},
    )


def _like(old: Decision, ask: Ask) -> dict[str, str]:
    return {
        WORDING: old.wording,
        REASON: old.reason or "",
        BY: old.decided_by or "",
        WAY: old.way.value,
        "back": ask.values.get("back", ""),
    }


def _in_form(origin: Origin) -> dict[str, str]:
    return {name: str(value) for name, value in origin.in_button.items()}


def _form(unit: Unit, team_id: int, values: Mapping[str, str]) -> Dialog:
    return Dialog(TITLE, decision_form(unit, team_id, today_of(unit, team_id), values))


def _made(unit: Unit, made: Decision, told: Text | None = None) -> Dialog:
    return Dialog(title_of(made), decision_shown(unit, made, detailed=True, told=told))


def save_decision(unit: Unit, ask: Ask) -> Answer:
    """Saved once: who saves second sees the decision that is there."""
    origin, team_id = _meant(unit, ask)
    if origin and (made := decision_of(unit.session, team_id, origin)):
        return _made(unit, made)
    today = today_of(unit, team_id)
    typed, errors = read_decision_form(unit, team_id, ask.values, today)
    if typed is None:
        form = decision_form(unit, team_id, today, ask.values)
        return Dialog(TITLE, form.refused(dict(ask.values), errors))
    made = add_decision(unit, team_id, typed, origin, ask.place)
    told = _told(made)
    back = ask.values.get("back", "")
    if origin is None or origin.kind == DECISION:
        # Begun on an earlier decision or on nothing: what stands there now is the new one.
        return _made(unit, made, told) if back.startswith((IN_DIALOG, "list:")) else after(unit, ask, made, told)
    if ask.place and ask.place.kind is PlaceKind.CHANNEL and not back.startswith(IN_DIALOG):
        return Closed(told)
    return unit.house.source(origin).come_back(unit, origin.id, back) or Closed(told)


def _meant(unit: Unit, ask: Ask) -> tuple[Origin | None, int]:
    """Where it comes from and whose it is. In 1:1 another team may have been chosen since the form was opened."""
    if ask.values.get("kind"):
        origin = origin_pressed(ask.values)
        return origin, unit.house.origin_text(unit, origin).team_id
    if ask.values.get("decision"):
        return None, decision_for(unit.session, unit.acting, ask.number("decision")).team_id
    return None, unit.acting.team_id


def _told(made: Decision) -> Text:
    if made.reference:
        return _("Festgehalten als {reference}", reference=made.reference)
    return _("Die Runde ist offen; ihre Karte steht im Kanal.")


def show_anew(unit: Unit, origin_id: str) -> None:
    """The card says what has just become of the decision."""
    update_card(unit, NOTICE, read_origin_id(origin_id))


def come_back(unit: Unit, origin_id: str, back: str) -> Answer:
    """What stands where a button below a decision was pressed."""
    decision = decision_for(unit.session, unit.acting, read_origin_id(origin_id))
    if day := day_pressed(back):
        return day_view(unit, unit.acting.person_id, day)
    if back.startswith(IN_DIALOG):
        return Dialog(title_of(decision), decision_shown(unit, decision, detailed=True, back=back))
    return decision_shown(unit, decision, detailed=bool(back), back=back)
