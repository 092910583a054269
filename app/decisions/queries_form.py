"""The forms about decisions, and what was typed into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.decisions.model import Choice, Decision, DecisionState, Effect, Way
from app.decisions.queries import decision_numbered, settings_of
from app.decisions.queries_history import EFFECTS
from app.decisions.rules import (
    LONGEST_DECIDED_BY,
    LONGEST_LINK,
    LONGEST_REASON,
    LONGEST_WORDING,
    months_later,
    read_reference,
)
from app.kit.errors import UserError
from app.kit.forms import NO_CASES, Field, Form, Kind, Section
from app.kit.forms import Choice as Option
from app.kit.i18n import Text, _
from app.kit.unit import Unit

TITLE = _("Neuer Beschluss")
_SAVE = _("Speichern")

WORDING, REASON, BY = "decision_wording", "decision_reason", "decision_decided_by"
VALID, REVIEW, REPLACED, WAY = "decision_valid_from", "decision_review_on", "decision_supersedes", "decision_way"
TRAVELLING = ("kind", "id", "back", "link", "decision", "version", "choice")
"""What a form carries along from the button that opened it."""

WAYS = {
    Way.NOTED: _("Notieren: es ist so vereinbart"),
    Way.CONSENT: _("Einwandrunde: gilt, wenn niemand einen begründeten Einwand hat"),
    Way.VOTE: _("Abstimmung: Ja, Nein, Enthaltung, mit Mindestbeteiligung"),
}


@dataclass(frozen=True)
class DecisionTyped:
    wording: str
    way: Way = Way.NOTED
    reason: str | None = None
    decided_by: str | None = None
    valid_from: date | None = None
    review_on: date | None = None
    supersedes: Decision | None = None
    link: str | None = None


def proposed_review(unit: Unit, team_id: int, today: date) -> date | None:
    months = settings_of(unit.session, team_id).review_months
    return months_later(today, months) if months else None


def decision_form(unit: Unit, team_id: int, today: date, values: Mapping[str, str]) -> Form:
    """A new decision. `values`: what is known of it already, by field, and what travels along."""
    review = proposed_review(unit, team_id, today)
    filled = {WAY: Way.NOTED.value, REVIEW: review.isoformat() if review else "", **values}
    options = tuple(Option(way.value, text) for way, text in WAYS.items())
    fields = (
        Field(WORDING, _("Was wird beschlossen?"), Kind.LONG_TEXT, required=True, longest=LONGEST_WORDING,
              hint=_("Der Wortlaut bleibt, wie er ist. Später kann ein neuer Beschluss ihn ersetzen.")),
        Field(WAY, _("Wie?"), Kind.CHOICE, choices=options, required=True),
        *_facts(),
        Field(REPLACED, _("Ersetzt den Beschluss mit der Nummer (leer: keinen)"), Kind.TEXT, longest=20),
    )  # fmt: skip
    return _form(TITLE, fields, "decisions.save", filled)


def _facts() -> tuple[Field, ...]:
    return (
        Field(REASON, _("Begründung"), Kind.LONG_TEXT, longest=LONGEST_REASON),
        Field(BY, _("Wer hat entschieden? (zum Beispiel: alle Anwesenden)"), Kind.TEXT, longest=LONGEST_DECIDED_BY),
        Field(VALID, _("Gilt ab (leer: sofort)"), Kind.DAY),
        Field(REVIEW, _("Wiedervorlage am (leer: keine)"), Kind.DAY),
    )


def edit_form(decision: Decision, back: str) -> Form:
    """*Ergänzen*: all but the wording."""
    values = {**values_of(decision), "back": back, "decision": str(decision.id), "version": str(decision.version)}
    title = _("Beschluss {reference} ergänzen", reference=decision.reference)
    return _form(title, _facts(), "decisions.save_edit", values)


def values_of(decision: Decision) -> dict[str, str]:
    return {
        REASON: decision.reason or "",
        BY: decision.decided_by or "",
        VALID: decision.valid_from.isoformat() if decision.valid_from else "",
        REVIEW: decision.review_on.isoformat() if decision.review_on else "",
    }


def review_form(unit: Unit, decision: Decision, today: date, back: str) -> Form:
    following = proposed_review(unit, decision.team_id, today)
    fields = (
        Field("decision_effect", _("Was hat der Beschluss bewirkt?"), Kind.CHOICE, required=True,
              choices=tuple(Option(effect.value, text) for effect, text in EFFECTS.items())),
        Field("decision_note", _("Woran ist das zu sehen?"), Kind.LONG_TEXT, longest=LONGEST_REASON),
        Field(REVIEW, _("Nächste Wiedervorlage am (leer: keine)"), Kind.DAY),
    )  # fmt: skip
    values = {REVIEW: following.isoformat() if following else "", "decision": str(decision.id), "back": back}
    return _form(
        _("Wirkung von {reference} prüfen", reference=decision.reference), fields, "decisions.save_review", values
    )


def revoke_form(decision: Decision, back: str) -> Form:
    fields = (Field("decision_reason", _("Warum gilt er nicht mehr?"), Kind.LONG_TEXT, required=True,
                    longest=LONGEST_REASON),)  # fmt: skip
    values = {"decision": str(decision.id), "back": back}
    title = _("Beschluss {reference} widerrufen", reference=decision.reference)
    return _form(title, fields, "decisions.save_revoke", values, save=_("Widerrufen"))


def voice_form(decision: Decision, choice: Choice, back: str) -> Form:
    """A concern may have a reason, an objection must."""
    objects = choice is Choice.OBJECTION
    label = _("Was spricht dagegen?") if objects else _("Welche Bedenken? (darf leer bleiben)")
    fields = (Field("decision_reason", label, Kind.LONG_TEXT, required=objects, longest=LONGEST_REASON,
                    hint=_("Steht nach dem Schluss mit Namen auf der Karte.")),)  # fmt: skip
    values = {"decision": str(decision.id), "choice": choice.value, "back": back}
    title = _("Einwand") if objects else _("Bedenken")
    return _form(title, fields, "decisions.save_voice", values)


def _form(title: Text, fields: tuple[Field, ...], verb: str, values: Mapping[str, str], save: Text = _SAVE) -> Form:
    hidden = tuple((name, values[name]) for name in TRAVELLING if values.get(name))
    filled = tuple(Field(**{**one.__dict__, "value": values.get(one.name, "")}) for one in fields)
    return Form(title, (Section(Text(""), filled),), verb, save, hidden, intro=NO_CASES)


def read_decision_form(
    unit: Unit, team_id: int, values: Mapping[str, str], today: date
) -> tuple[DecisionTyped | None, list[UserError]]:
    """What was typed, or all that is wrong with it."""
    errors: list[UserError] = []
    wording = text_of(values, WORDING, LONGEST_WORDING, errors)
    if not wording:
        errors.append(UserError(_("Bitte schreiben, was beschlossen wird."), field=WORDING))
    try:
        way = Way(values.get(WAY, "") or Way.NOTED)
    except ValueError:
        way = Way.NOTED
        errors.append(UserError(_("Bitte eine der Möglichkeiten wählen."), field=WAY))
    reason, decided_by, valid_from, review_on = read_facts(values, today, errors)
    supersedes = _superseded(unit, team_id, values.get(REPLACED, ""), errors)
    link = values.get("link", "")
    if errors:
        return None, errors
    good_link = link if link.startswith("https://") and len(link) <= LONGEST_LINK else None
    return DecisionTyped(wording, way, reason, decided_by, valid_from, review_on, supersedes, good_link), []


def read_facts(
    values: Mapping[str, str], today: date, errors: list[UserError], *, present: date | None = None
) -> tuple[str | None, str | None, date | None, date | None]:
    """Reason, who decided, valid from, review date. The `present` review date may stay, also where it has come."""
    untouched = present is not None and values.get(REVIEW, "") == present.isoformat()
    reason = text_of(values, REASON, LONGEST_REASON, errors)
    decided_by = text_of(values, BY, LONGEST_DECIDED_BY, errors)
    return (
        reason or None,
        decided_by or None,
        day_of(values, VALID, errors),
        (present if untouched else day_of(values, REVIEW, errors, today)),
    )


def text_of(values: Mapping[str, str], field: str, longest: int, errors: list[UserError]) -> str:
    text = values.get(field, "").strip()
    if len(text) > longest:
        sentence = _(
            "Das sind {n} Zeichen, höchstens {longest} sind möglich. Bitte kürzen.", n=len(text), longest=longest
        )
        errors.append(UserError(sentence, field=field))
    return text


def day_of(values: Mapping[str, str], field: str, errors: list[UserError], after: date | None = None) -> date | None:
    """`after`: the day must lie later, as a review does."""
    typed = values.get(field, "").strip()
    if not typed:
        return None
    try:
        on = date.fromisoformat(typed)
    except ValueError:
        errors.append(UserError(_("Das ist kein Tag."), field=field))
        return None
    if after and on <= after:
        errors.append(UserError(_("Dieser Tag ist schon vorbei. Bitte einen späteren wählen."), field=field))
    return on


def _superseded(unit: Unit, team_id: int, typed: str, errors: list[UserError]) -> Decision | None:
    if not typed.strip():
        return None
    reference = read_reference(typed)
    if reference is None:
        errors.append(UserError(_("Bitte eine Nummer wie 2026-14 angeben."), field=REPLACED))
        return None
    found = decision_numbered(unit.session, team_id, reference)
    if found is None:
        sentence = _("Einen Beschluss mit der Nummer {typed} gibt es nicht.", typed=typed.strip())
        errors.append(UserError(sentence, field=REPLACED))
    elif found.state is not DecisionState.IN_FORCE:
        sentence = _("Der Beschluss {reference} gilt schon nicht mehr.", reference=found.reference)
        errors.append(UserError(sentence, field=REPLACED))
    return found


def read_effect(values: Mapping[str, str], errors: list[UserError]) -> Effect:
    try:
        return Effect(values.get("decision_effect", ""))
    except ValueError:
        errors.append(UserError(_("Bitte eine der Möglichkeiten wählen."), field="decision_effect"))
        return Effect.NOT_MEASURED
