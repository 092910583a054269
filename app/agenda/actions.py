"""Items come onto the agenda and leave it."""

from app.agenda.model import Item, ItemState
from app.agenda.queries import count_open, item_for, item_list, item_of
from app.agenda.rules import LONGEST_TITLE
from app.agenda.views import ItemShown
from app.kit.answers import Answer, Button, Dialog, Toast
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Text, _
from app.kit.origin import Origin, origin_pressed, shortened
from app.kit.unit import Unit
from app.people.queries import team_by_id

EXAMPLES = {"de": "agenda Saal für das Netzwerktreffen", "en": "agenda hall for the network meeting"}


def show_items(unit: Unit, ask: Ask) -> Answer:
    """`/agenda`, and turning its pages."""
    return item_list(unit, unit.acting.team_id, ask.number("page") if "page" in ask.values else 1)


def open_items(unit: Unit, ask: Ask) -> Answer:
    return Dialog(_("Agenda"), show_items(unit, ask))


def add_typed(unit: Unit, ask: Ask) -> Answer:
    """`/agenda Saal für das Netzwerktreffen`."""
    actor = unit.acting
    title = " ".join(ask.rest.split())
    if len(title) > LONGEST_TITLE:
        raise UserError(
            _(
                "Das sind {n} Zeichen, höchstens {longest} sind möglich. Bitte kürzen.",
                n=len(title),
                longest=LONGEST_TITLE,
            ),
            example=EXAMPLES[actor.language],
        )
    if not title:
        raise UserError(_("Bitte schreiben, worum es gehen soll."), example=EXAMPLES[actor.language])
    _add(unit, actor.team_id, title, None)
    return ItemShown(title, count_open(unit.session, actor.team_id))


def add_from(unit: Unit, ask: Ask) -> Answer:
    """*Auf die Agenda*: one press, without a form. The mark on the source says that it is there."""
    origin = origin_pressed(ask.values)
    source = unit.house.origin_text(unit, origin)
    item = item_of(unit.session, source.team_id, origin)
    if item is None:
        _add(unit, source.team_id, shortened(source.text, LONGEST_TITLE), origin)
    elif item.state == ItemState.DROPPED:
        _turn(unit, item, ItemState.OPEN)
    told = Toast(_("Steht auf der Agenda."))
    return unit.house.source(origin).come_back(unit, origin.id, ask.values.get("back", "")) or told


def _add(unit: Unit, team_id: int, title: str, origin: Origin | None) -> None:
    unit.session.add(
        Item(
            team_id=team_id,
            title=title,
            origin_kind=origin.kind if origin else None,
            origin_id=origin.id if origin else None,
            created_by=unit.acting.person_id,
            created_on=local_day(unit.now, team_by_id(unit.session, team_id).zone),
        )
    )
    unit.session.flush()
    unit.house.show_anew(unit, origin)


def finish(unit: Unit, ask: Ask) -> Answer:
    return _pressed(unit, ask, ItemState.DONE)


def drop(unit: Unit, ask: Ask) -> Answer:
    return _pressed(unit, ask, ItemState.DROPPED)


def restore(unit: Unit, ask: Ask) -> Answer:
    return _pressed(unit, ask, ItemState.OPEN)


def _pressed(unit: Unit, ask: Ask, state: ItemState) -> Answer:
    """The list as it is now stands where it was pressed, with a word on what happened and a way back."""
    item = item_for(unit.session, unit.acting, ask.number("item"), lock=True)
    _turn(unit, item, state)
    page = ask.number("page") if "page" in ask.values else 1
    data: dict[str, str | int] = {"item": item.id, "page": page}
    undo = None if state is ItemState.OPEN else Button(_("Rückgängig"), "agenda.restore", data)
    return item_list(unit, item.team_id, page, told=_told(state, item.title), undo=undo)


def _told(state: ItemState, title: str) -> Text:
    match state:
        case ItemState.DONE:
            return _("Erledigt: {title}", title=title)
        case ItemState.DROPPED:
            return _("Entfernt: {title}", title=title)
        case _state:
            return _("Wieder auf der Agenda: {title}", title=title)


def _turn(unit: Unit, item: Item, state: ItemState) -> None:
    if item.state != state:
        item.state = state
        unit.session.flush()
        unit.house.show_anew(unit, item.origin)
