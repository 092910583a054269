"""What people press in a round, and its early close."""

from app.decisions.actions import after
from app.decisions.actions_rounds import choose, close_round, is_over
from app.decisions.model import Choice, Decision, DecisionState
from app.decisions.queries import decision_for
from app.decisions.queries_form import text_of, voice_form
from app.decisions.queries_shown import decision_shown
from app.decisions.rules import LONGEST_REASON
from app.kit.answers import Answer, Dialog
from app.kit.commands import Ask
from app.kit.errors import NotAllowed, UserError
from app.kit.i18n import Text, _
from app.kit.incoming import PlaceKind
from app.kit.origin import day_pressed
from app.kit.unit import Unit
from app.people.model import Person
from app.people.queries import find_member, team_by_id
from app.people.queries_day import day_view

_LATE = _("Die Runde ist schon geschlossen.")


def press_choice(unit: Unit, ask: Ask) -> Answer:
    """*Einverstanden*, *Ja*, *Nein*, *Enthaltung*: one press, and the card says that it is counted."""
    decision = decision_for(unit.session, unit.acting, ask.number("decision"), lock=True)
    if is_over(unit, decision):
        return _in_place(unit, ask, decision, _LATE)
    choice = _choice(ask)
    if choice is Choice.OBJECTION:
        return _voice_form(decision, choice, ask)
    return _in_place(unit, ask, decision, choose(unit, decision, choice, None))


def open_voice(unit: Unit, ask: Ask) -> Answer:
    """*Bedenken* and *Einwand*: asks for the reason."""
    decision = decision_for(unit.session, unit.acting, ask.number("decision"))
    if is_over(unit, decision):
        return Dialog(_("Schon geschlossen"), decision_shown(unit, decision, detailed=True, told=_LATE))
    return _voice_form(decision, _choice(ask), ask)


def _voice_form(decision: Decision, choice: Choice, ask: Ask) -> Dialog:
    form = voice_form(decision, choice, ask.values.get("back", ""))
    return Dialog(form.title, form)


def save_voice(unit: Unit, ask: Ask) -> Answer:
    """Too late: what was typed stands there to be copied."""
    decision = decision_for(unit.session, unit.acting, ask.number("decision"), lock=True)
    errors: list[UserError] = []
    choice = _choice(ask)
    reason = text_of(ask.values, "decision_reason", LONGEST_REASON, errors)
    if is_over(unit, decision):
        shown = decision_shown(unit, decision, detailed=True, told=_LATE, kept=reason)
        return Dialog(_("Schon geschlossen"), shown)
    if choice is Choice.OBJECTION and not reason:
        sentence = _("Ein Einwand braucht einen Grund, damit der Vorschlag besser werden kann.")
        errors.append(UserError(sentence, field="decision_reason"))
    if errors:
        form = voice_form(decision, choice, ask.values.get("back", ""))
        return Dialog(form.title, form.refused(dict(ask.values), errors))
    return after(unit, ask, decision, choose(unit, decision, choice, reason or None))


def close_now(unit: Unit, ask: Ask) -> Answer:
    """*Jetzt schließen*: who opened the round, or who coordinates."""
    decision = decision_for(unit.session, unit.acting, ask.number("decision"), lock=True)
    if not _may_close(unit, decision):
        raise NotAllowed(_("Schließen kann die Runde, wer sie geöffnet hat oder das Team koordiniert."))
    if decision.state is not DecisionState.OPEN:
        return _in_place(unit, ask, decision, _LATE)
    close_round(unit, decision, by=unit.acting.person_id)
    return _in_place(unit, ask, decision, _("Geschlossen."))


def _may_close(unit: Unit, decision: Decision) -> bool:
    """The role in the decision's own team: in 1:1 another one may be meant."""
    if decision.created_by == unit.acting.person_id:
        return True
    team = team_by_id(unit.session, decision.team_id)
    member = find_member(unit.session, team, unit.session.get_one(Person, unit.acting.person_id))
    return member is not None and member.role.coordinates


def _choice(ask: Ask) -> Choice:
    try:
        return Choice(ask.values.get("choice", ""))
    except ValueError:
        raise UserError(_("Diese Schaltfläche passt zu nichts mehr, was es gibt.")) from None


def _in_place(unit: Unit, ask: Ask, decision: Decision, told: Text) -> Answer:
    """The card as it stands now, where it was pressed."""
    back = ask.values.get("back", "")
    if day := day_pressed(back):
        return day_view(unit, unit.acting.person_id, day)
    in_channel = ask.place is not None and ask.place.kind is PlaceKind.CHANNEL
    return decision_shown(unit, decision, detailed=bool(back) or not in_channel, back=back, told=told)
