"""Answers: saved, changed, taken over from last week, by card and by personal link."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from app.kit.answers import Answer as Shown
from app.kit.answers import Button, Closed, Dialog, Said
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Text, _
from app.kit.incoming import PlaceKind
from app.kit.origin import day_pressed
from app.kit.unit import Unit
from app.people.queries import team_by_id
from app.people.queries_day import day_view
from app.standups.actions_rounds import update_card
from app.standups.model import Answer, PersonalLink, Round, RoundState
from app.standups.queries import answer_of, closes, earlier_answer, open_round, round_for, round_title
from app.standups.queries_form import (
    answer_button,
    answer_form,
    closed_sentence,
    code_hash,
    field_of,
    link_target,
    too_late,
    typed_lines,
    typed_texts,
    until,
    wrong_texts,
)
from app.standups.queries_overview import overview_of
from app.standups.queries_report import round_card
from app.standups.rules import Slot
from app.standups.views import AnswerForm, LinkPage, LinkShown, TooLate

_CHANGED_ELSEWHERE = _(
    "Diese Antwort wurde inzwischen an anderer Stelle geändert. Mit „Speichern“ gilt, was hier steht."
)


def open_form(unit: Unit, ask: Ask) -> Shown:
    """The form in a dialog; after the close the round as it stands."""
    round_ = round_for(unit.session, unit.acting, ask.number("round"))
    if round_.state != RoundState.OPEN:
        return Dialog(round_title(round_), TooLate(round_card(unit.session, round_), ()))
    back = ask.values.get("back", "")
    return Dialog(round_title(round_), answer_form(unit.session, round_, unit.acting.person_id, back))


def save_answer(unit: Unit, ask: Ask) -> Shown:
    """Save the form. A second save of the same is the same answer; too late, what was typed is shown back."""
    actor = unit.acting
    round_ = round_for(unit.session, actor, ask.number("round"), lock=True)
    texts = typed_texts(round_, ask.values)
    if round_.state != RoundState.OPEN:
        return _in_form(ask, round_, too_late(unit.session, round_, texts))
    if refused := _refusal(unit, round_, actor.person_id, ask.values, texts, ask.values.get("back", "")):
        return _in_form(ask, round_, refused)
    _store(unit, round_, actor.person_id, texts, quiet=False)
    return _answered(unit, ask, round_, in_form=True)


def save_same(unit: Unit, ask: Ask) -> Shown:
    """*Wie letzte Woche*: last week's next steps go on, nothing is stuck. An answer that stands is not overwritten."""
    actor = unit.acting
    in_form = ask.values.get("asked") == "form"
    round_ = round_for(unit.session, actor, ask.number("round"), lock=True)
    if round_.state != RoundState.OPEN:
        late = too_late(unit.session, round_, {})
        return _in_form(ask, round_, late) if in_form else late
    if answer_of(unit.session, round_.id, actor.person_id) is None:
        earlier = earlier_answer(unit.session, round_, actor.person_id)
        if earlier is None:
            raise UserError(_("Es gibt keine Antwort aus den letzten Wochen, die sich übernehmen ließe."))
        asked = {question["slot"] for question in round_.questions}
        steps = {slot: text for slot, text in earlier[0].texts.items() if slot == Slot.NEXT and slot in asked}
        _store(unit, round_, actor.person_id, steps, quiet=True)
    return _answered(unit, ask, round_, in_form=in_form)


def _refusal(
    unit: Unit, round_: Round, person_id: int, values: Mapping[str, str], texts: Mapping[str, str], back: str
) -> AnswerForm | None:
    """The form again with what was typed, where something is wrong or the answer changed in between."""
    errors = wrong_texts(texts)
    own = answer_of(unit.session, round_.id, person_id)
    seen = values.get("version", "")
    if not errors and own and seen.isdecimal() and len(seen) < 10 and int(seen) != own.version and own.texts != texts:
        errors = [UserError(_CHANGED_ELSEWHERE)]
    if not errors:
        return None
    shown = answer_form(unit.session, round_, person_id, back)
    typed = {field_of(asked["slot"]): values.get(field_of(asked["slot"]), "") for asked in round_.questions}
    return replace(shown, form=shown.form.refused(typed, errors))


def _in_form(ask: Ask, round_: Round, view: AnswerForm | TooLate) -> Shown:
    return Dialog(round_title(round_), view)


def _store(unit: Unit, round_: Round, person_id: int, texts: dict[str, str], *, quiet: bool) -> None:
    own = answer_of(unit.session, round_.id, person_id)
    if own is None:
        day = local_day(unit.now, team_by_id(unit.session, round_.team_id).zone)
        unit.session.add(
            Answer(round_id=round_.id, person_id=person_id, texts=texts, quiet=quiet, version=1, saved_on=day)
        )
        unit.session.flush()
        update_card(unit, round_)  # only its count shows in the channel: a changed answer changes nothing there
    elif own.texts != texts or own.quiet != quiet:
        own.texts, own.quiet, own.version = texts, quiet, own.version + 1
        own.saved_on = local_day(unit.now, team_by_id(unit.session, round_.team_id).zone)
        unit.session.flush()


def _answered(unit: Unit, ask: Ask, round_: Round, *, in_form: bool) -> Shown:
    """What stands there after saving: where the press came from, or a word of confirmation."""
    sentence = _("Gespeichert. Ändern geht bis {day}, {time}.", **until(unit.session, round_))
    personal = ask.place is not None and ask.place.kind is PlaceKind.PERSONAL
    if in_form and not personal:
        return Closed(sentence)
    back = ask.values.get("back", "")
    if back == "overview":
        return overview_of(unit, unit.acting, round_)
    if day := day_pressed(back):
        return day_view(unit, unit.acting.person_id, day)
    return Said(sentence, round_title(round_), (_change_button(round_),))


def _change_button(round_: Round) -> Button:
    return answer_button(round_, _("Ändern"), primary=False)


def make_link(unit: Unit, ask: Ask) -> Shown:
    """A new personal link to the open round's form; an older one of the same person and round ends with it."""
    actor = unit.acting
    round_ = open_round(unit.session, actor.team_id)
    if round_ is None:
        raise UserError(_("Zurzeit ist keine Runde offen. Einen Link gibt es, sobald die nächste geöffnet ist."))
    code = secrets.token_urlsafe(16)
    own = unit.session.scalar(
        select(PersonalLink).where(PersonalLink.round_id == round_.id, PersonalLink.person_id == actor.person_id)
    )
    if own is None:
        own = PersonalLink(round_id=round_.id, person_id=actor.person_id)
        unit.session.add(own)
    own.code_sha256 = code_hash(code)
    unit.session.flush()
    return LinkShown(code, round_.iso_week, *closes(unit.session, round_))


def save_by_link(unit: Unit, code: str, values: Mapping[str, str]) -> LinkPage:
    """Save from the page behind a personal link: the same rules as the card's form."""
    round_, person = link_target(unit.session, code, lock=True)
    language = person.language or team_by_id(unit.session, round_.team_id).language
    texts, title = typed_texts(round_, values), round_title(round_)
    if round_.state != RoundState.OPEN:
        sentence: Text = closed_sentence(round_)
        return LinkPage(title, language, sentence=sentence, typed=typed_lines(round_, texts))
    if refused := _refusal(unit, round_, person.id, values, texts, ""):
        return LinkPage(title, language, refused.form)
    _store(unit, round_, person.id, texts, quiet=False)
    sentence = _("Gespeichert. Ändern geht bis {day}, {time}.", **until(unit.session, round_))
    return LinkPage(title, language, answer_form(unit.session, round_, person.id).form, sentence, saved=True)
