"""Items come onto the agenda: typed, from another room's thing, from a message, from a form; and they are changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.agenda.actions import after_press
from app.agenda.actions_cards import item_changed, make_item_findable, show_agenda_anew
from app.agenda.model import MESSAGE, Item, ItemState
from app.agenda.queries import ITEM, item_for, item_of, last_position
from app.agenda.queries_form import (
    MINUTES,
    PRESENTER,
    TITLE,
    ItemTyped,
    item_form,
    read_item_form,
    wrong_minutes,
    wrong_title,
)
from app.agenda.queries_lists import item_shown
from app.agenda.queries_meeting import day_and_time, live_meetings
from app.agenda.rules import LONGEST_TITLE
from app.agenda.rules_words import read_item
from app.kit.answers import Answer, Button, Closed, Dialog, Said, Toast
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.forms import Form
from app.kit.i18n import Text, _
from app.kit.incoming import PlaceKind
from app.kit.origin import Origin, origin_pressed, shortened
from app.kit.unit import Unit
from app.people.actions_shown import show_card
from app.people.queries import find_member, find_person, members_of, team_by_id
from app.people.rules_names import who_is_meant

EXAMPLES = {
    "de": "agenda Saal für das Netzwerktreffen (10 min) @Bert",
    "en": "agenda hall for the network meeting (10 min) @Bert",
}
_NEW = _("Neuer Punkt")
_LONGEST_LINK = 1000


def add_typed(unit: Unit, ask: Ask) -> Answer:
    """`/agenda Saal für das Netzwerktreffen (10 min) @Bert`."""
    actor = unit.acting
    read = read_item(ask.rest, [one.who.name for one in ask.mentions])
    for wrong in (wrong_title(read.title), wrong_minutes(read.minutes)):
        if wrong:
            raise UserError(wrong.sentence, example=EXAMPLES[actor.language])
    presenter = _presenter(unit, ask, read.people)
    item = add_item(unit, actor.team_id, ItemTyped(read.title, presenter.person_id, read.minutes))
    return _added(unit, ask, item, presenter.doubt)


@dataclass(frozen=True)
class _Presenter:
    person_id: int | None = None
    doubt: Text | None = None


def _presenter(unit: Unit, ask: Ask, written: tuple[str, ...]) -> _Presenter:
    """Who is named to present it. What is not clear is asked afterwards: the item stands already."""
    team = team_by_id(unit.session, unit.acting.team_id)
    entra_ids = list(dict.fromkeys(one.who.entra_id for one in ask.mentions))
    if len(entra_ids) + len(written) > 1:
        return _Presenter(doubt=_("Mehrere Namen stehen da; vorstellen kann es eine Person."))
    if entra_ids:
        person = find_person(unit.session, team.tenant_id, entra_ids[0])
        if person and find_member(unit.session, team, person):
            return _Presenter(person.id)
        return _Presenter(doubt=_("{name} gehört nicht zu diesem Team.", name=ask.mentions[0].who.name))
    if not written:
        return _Presenter()
    members = [(person.id, person.name) for person, _member in members_of(unit.session, team.id)]
    found = who_is_meant(written[0], members)
    if len(found) == 1:
        return _Presenter(found[0])
    if found:
        return _Presenter(doubt=_("Mit „{name}“ kann mehr als eine Person gemeint sein.", name=written[0]))
    return _Presenter(doubt=_("„{name}“ gehört nicht zu diesem Team.", name=written[0]))


def _added(unit: Unit, ask: Ask, item: Item, doubt: Text | None) -> Answer:
    """A posted agenda shows it already, and the asker gets a word; else it shows as a card of its own for all."""
    in_chat = ask.place is not None and ask.place.kind is PlaceKind.PERSONAL
    told = told_on_agenda(unit, item, ask)
    if doubt:
        sentence = _("Steht auf der Agenda: {title}. {doubt}", title=item.title, doubt=doubt)
        return Said(sentence, buttons=(Button(_("Wer stellt es vor?"), "agenda.edit", {"item": item.id}, dialog=True),))
    if in_chat:
        return item_shown(unit, item, "", told=told)
    return Said(told, buttons=(Button(_("Agenda ansehen"), "agenda.open", dialog=True),)) if told else None


def told_on_agenda(unit: Unit, item: Item, ask: Ask) -> Text | None:
    """Where the item shows now. None: on a card of its own."""
    for meeting in live_meetings(unit.session, item.team_id):
        show_agenda_anew(unit, item.team_id)
        return _("Steht auf der Agenda für {day}, {time}.", **day_and_time(unit.session, meeting))
    show_card(unit, item.team_id, ITEM, item.id, ask.place)
    return None


def add_from(unit: Unit, ask: Ask) -> Answer:
    """*Auf die Agenda*: one press, without a form. The mark on the source says that it is there."""
    origin = origin_pressed(ask.values)
    source = unit.house.origin_text(unit, origin)
    put_on_agenda(unit, source.team_id, origin, source.text)
    back = ask.values.get("back", "")
    if back.startswith("meeting:"):
        return after_press(unit, source.team_id, back, None, _("Steht auf der Agenda."))
    told = Toast(_("Steht auf der Agenda."))
    return unit.house.source(origin).come_back(unit, origin.id, back) or told


def put_on_agenda(unit: Unit, team_id: int, origin: Origin, text: str, *, again: bool = False) -> Item:
    """The one item of an origin. One that was dropped stands there again; `again`: one that was done, too."""
    item = item_of(unit.session, team_id, origin)
    over = (ItemState.DROPPED, ItemState.DONE) if again else (ItemState.DROPPED,)
    if item is None:
        item = add_item(unit, team_id, ItemTyped(shortened(text, LONGEST_TITLE), None, None), origin=origin)
        show_agenda_anew(unit, team_id)
    elif item.state in over:
        item.state, item.ended_on, item.times_carried = ItemState.OPEN, None, 0
        item.position = last_position(unit.session, team_id) + 1
        item_changed(unit, item)
    return item


def add_item(
    unit: Unit, team_id: int, typed: ItemTyped, *, origin: Origin | None = None, link: str | None = None
) -> Item:
    item = Item(
        team_id=team_id,
        title=typed.title,
        presenter_id=typed.presenter_id,
        minutes=typed.minutes,
        position=last_position(unit.session, team_id) + 1,
        origin_kind=origin.kind if origin else None,
        origin_id=origin.id if origin else None,
        link=link,
        created_by=unit.actor.person_id if unit.actor else None,
        created_on=local_day(unit.now, team_by_id(unit.session, team_id).zone),
    )
    unit.session.add(item)
    unit.session.flush()
    make_item_findable(unit, item)
    unit.house.show_anew(unit, origin)
    return item


def open_new(unit: Unit, ask: Ask) -> Answer:
    """*Punkt hinzufügen*."""
    hidden = {"back": ask.values.get("back", "")}
    return Dialog(_NEW, _new_form(unit, ItemTyped("", None, None), hidden))


def open_message(unit: Unit, ask: Ask) -> Answer:
    """*Auf die Agenda* on any message: its text to begin with, and its link kept."""
    title = shortened(ask.values.get("text", ""), LONGEST_TITLE)
    hidden = {"link": _link(ask.values), "back": ""}
    return Dialog(_("Auf die Agenda"), _new_form(unit, ItemTyped(title, None, None), hidden))


def _new_form(unit: Unit, typed: ItemTyped, hidden: Mapping[str, str]) -> Form:
    return item_form(unit.session, unit.acting.team_id, typed, title=_NEW, verb="agenda.save_new", hidden=hidden)


def _link(values: Mapping[str, str]) -> str:
    """Only an address of the web: it becomes a button for everybody."""
    link = values.get("link", "")
    return link if link.startswith("https://") and len(link) <= _LONGEST_LINK else ""


def save_new(unit: Unit, ask: Ask) -> Answer:
    """One item for each message, however often it is sent."""
    team_id, back = unit.acting.team_id, ask.values.get("back", "")
    typed, errors = read_item_form(unit.session, team_id, ask.values)
    link = _link(ask.values)
    if typed is None:
        form = _new_form(unit, ItemTyped("", None, None), {"link": link, "back": back})
        return Dialog(_NEW, form.refused(dict(ask.values), errors))
    origin = Origin(MESSAGE, hashlib.sha256(link.encode()).hexdigest()[:40]) if link else None
    if origin and (known := item_of(unit.session, team_id, origin)) and known.state != ItemState.DROPPED:
        return Closed(_("Aus dieser Nachricht gibt es schon einen Punkt: {title}", title=known.title))
    if origin and known:
        known.title, known.presenter_id, known.minutes = typed.title, typed.presenter_id, typed.minutes
        item = put_on_agenda(unit, team_id, origin, typed.title)
    else:
        item = add_item(unit, team_id, typed, origin=origin, link=link or None)
    told = told_on_agenda(unit, item, ask) or _("Steht auf der Agenda.")
    return _after_form(unit, ask, team_id, item, told)


def _after_form(unit: Unit, ask: Ask, team_id: int, item: Item, told: Text) -> Answer:
    """In a channel the dialog closes, unless it was opened from a list in a dialog, which goes on."""
    back = ask.values.get("back", "")
    in_chat = ask.place is not None and ask.place.kind is PlaceKind.PERSONAL
    if in_chat or back.startswith(("list:", "parked:")):
        return after_press(unit, team_id, back, item, told)
    return Closed(told)


def open_edit(unit: Unit, ask: Ask) -> Answer:
    item = item_for(unit.session, unit.acting, ask.number("item"))
    return Dialog(_("Punkt bearbeiten"), _edit_form(unit, item, ask.values.get("back", "")))


def _edit_form(unit: Unit, item: Item, back: str, notice: Text | None = None) -> Form:
    """What the fields held when the form was opened travels along, so that changes of different fields merge."""
    hidden = {
        "item": str(item.id),
        "back": back,
        f"was_{TITLE}": item.title,
        f"was_{PRESENTER}": str(item.presenter_id or 0),
        f"was_{MINUTES}": str(item.minutes or ""),
    }
    typed = ItemTyped(item.title, item.presenter_id, item.minutes)
    return item_form(
        unit.session, item.team_id, typed, title=_("Punkt bearbeiten"), verb="agenda.save", hidden=hidden, notice=notice
    )


def save_edit(unit: Unit, ask: Ask) -> Answer:
    """What somebody else changed meanwhile stays, where this form did not change the same field to something else."""
    item = item_for(unit.session, unit.acting, ask.number("item"), lock=True)
    back = ask.values.get("back", "")
    values = dict(ask.values)
    now = {TITLE: item.title, PRESENTER: str(item.presenter_id or 0), MINUTES: str(item.minutes or "")}
    clashing = []
    for field, present in now.items():
        was, typed = values.get(f"was_{field}", present), values.get(field, present).strip()
        if typed == was:
            values[field] = present
        elif present not in (was, typed):
            clashing.append(field)
    if clashing:
        form = _edit_form(unit, item, back, _changed_meanwhile(item))
        return Dialog(_("Punkt bearbeiten"), form.refused(values, []))
    typed_item, errors = read_item_form(unit.session, item.team_id, values)
    if typed_item is None:
        return Dialog(_("Punkt bearbeiten"), _edit_form(unit, item, back).refused(values, errors))
    item.title, item.presenter_id, item.minutes = typed_item.title, typed_item.presenter_id, typed_item.minutes
    item_changed(unit, item)
    return _after_form(unit, ask, item.team_id, item, _("Gespeichert: {title}", title=item.title))


def _changed_meanwhile(item: Item) -> Text:
    return _(
        "Inzwischen hat jemand anderes diesen Punkt geändert: „{title}“, {minutes} Minuten. "
        "Mit „Speichern“ gilt, was hier steht.",
        title=item.title,
        minutes=item.minutes or 0,
    )
