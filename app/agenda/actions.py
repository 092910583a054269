"""Items on the agenda: looked at, moved, dealt with, set aside, brought back."""

from collections.abc import Mapping

from sqlalchemy import select

from app.agenda.actions_cards import item_changed, show_agenda_anew
from app.agenda.model import Item, ItemState, Meeting, Outcome, Treatment
from app.agenda.queries import item_for, last_position, read_made_id
from app.agenda.queries_card import meeting_card
from app.agenda.queries_lists import item_list, item_shown, next_planned, parked_list
from app.agenda.queries_meeting import OUTCOMES, meeting_for, next_item, running_meeting, treatment_of
from app.kit.answers import Answer, Button, Dialog
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Day, Text, _
from app.kit.unit import Unit
from app.people.queries import team_by_id


def show_items(unit: Unit, ask: Ask) -> Answer:
    """`/agenda`, and turning its pages."""
    return item_list(unit, unit.acting.team_id, _page(ask))


def open_items(unit: Unit, ask: Ask) -> Answer:
    return Dialog(_("Agenda"), show_items(unit, ask))


def show_parked(unit: Unit, ask: Ask) -> Answer:
    return parked_list(unit, unit.acting.team_id, _page(ask))


def _page(ask: Ask) -> int:
    return ask.number("page") if "page" in ask.values else 1


def show_item(unit: Unit, ask: Ask) -> Answer:
    item = item_for(unit.session, unit.acting, ask.number("item"))
    return item_shown(unit, item, ask.values.get("back", ""))


def after_press(
    unit: Unit, team_id: int, back: str, item: Item | None, told: Text, undo: Button | None = None
) -> Answer:
    """What stands where it was pressed: the list, the meeting's card, or the item alone."""
    kind, _colon, rest = back.partition(":")
    number = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 10 else 1
    if kind == "meeting":
        return meeting_card(unit, meeting_for(unit.session, unit.acting, number), told=told)
    if kind == "parked":
        return parked_list(unit, team_id, number, told=told, undo=undo)
    if kind in ("item", "") and item is not None:
        return item_shown(unit, item, "", told=told)
    return item_list(unit, team_id, number, told=told, undo=undo)


_TURNED: Mapping[Outcome, tuple[ItemState, str]] = {
    Outcome.DONE: (ItemState.DONE, "done"),
    Outcome.DEFERRED: (ItemState.OPEN, "deferred"),
    Outcome.PARKED: (ItemState.PARKED, "parked"),
    Outcome.DROPPED: (ItemState.DROPPED, "dropped"),
}


def finish(unit: Unit, ask: Ask) -> Answer:
    return _dealt(unit, ask, Outcome.DONE)


def defer(unit: Unit, ask: Ask) -> Answer:
    """*Vertagen*, only in a running meeting."""
    return _dealt(unit, ask, Outcome.DEFERRED)


def park(unit: Unit, ask: Ask) -> Answer:
    return _dealt(unit, ask, Outcome.PARKED)


def drop(unit: Unit, ask: Ask) -> Answer:
    return _dealt(unit, ask, Outcome.DROPPED)


def _dealt(unit: Unit, ask: Ask, outcome: Outcome) -> Answer:
    """Pressed twice it is done once. Where somebody else just did something different, that stands and is said."""
    item = item_for(unit.session, unit.acting, ask.number("item"), lock=True)
    meeting = running_meeting(unit.session, item.team_id, lock=True)
    if meeting is None and outcome is Outcome.DEFERRED:
        raise UserError(_("Vertagen geht, während ein Treffen läuft."))
    back = ask.values.get("back", "list:1")
    present = _outcome_now(unit, item, meeting)
    if (
        present is not None
        and present is not outcome
        and not (present is Outcome.PARKED and outcome is Outcome.DROPPED)
    ):
        told = _("Inzwischen anders: {title} {mark}. Es blieb dabei.", title=item.title, mark=OUTCOMES[present])
        return after_press(unit, item.team_id, back, item, told)
    if present is not outcome:
        _set(unit, item, meeting, outcome)
    undo = Button(_("Rückgängig"), "agenda.restore", {"item": item.id, "back": back})
    return after_press(unit, item.team_id, back, item, _told(outcome, item.title), undo)


def _outcome_now(unit: Unit, item: Item, meeting: Meeting | None) -> Outcome | None:
    by_state = {ItemState.DONE: Outcome.DONE, ItemState.PARKED: Outcome.PARKED, ItemState.DROPPED: Outcome.DROPPED}
    if item.state in by_state:
        return by_state[item.state]
    treatment = treatment_of(unit.session, meeting.id, item.id) if meeting else None
    return treatment.outcome if treatment else None


def _set(unit: Unit, item: Item, meeting: Meeting | None, outcome: Outcome) -> None:
    item.state = _TURNED[outcome][0]
    over = item.state in (ItemState.DONE, ItemState.DROPPED)
    item.ended_on = local_day(unit.now, team_by_id(unit.session, item.team_id).zone) if over else None
    if meeting:
        treatment = treatment_here(unit, meeting, item)
        treatment.outcome, treatment.version = outcome, treatment.version + 1
        unit.session.flush()
        if meeting.current_item_id == item.id:
            _go_on(unit, meeting, item)
    item_changed(unit, item)


def _go_on(unit: Unit, meeting: Meeting, item: Item) -> None:
    following = next_item(unit.session, meeting, item)
    meeting.current_item_id = following.id if following else None
    meeting.version += 1
    unit.session.flush()


def treatment_here(unit: Unit, meeting: Meeting, item: Item) -> Treatment:
    """The item's row at this meeting; the meeting is locked, so that there is one."""
    found = treatment_of(unit.session, meeting.id, item.id)
    if found is None:
        found = Treatment(meeting_id=meeting.id, item_id=item.id, version=0)
        unit.session.add(found)
        unit.session.flush()
    return found


def _told(outcome: Outcome, title: str) -> Text:
    match outcome:
        case Outcome.DONE:
            return _("Besprochen: {title}", title=title)
        case Outcome.DEFERRED:
            return _("Vertagt: {title}", title=title)
        case Outcome.PARKED:
            return _("Geparkt: {title}", title=title)
        case Outcome.DROPPED:
            return _("Gestrichen: {title}", title=title)


def restore(unit: Unit, ask: Ask) -> Answer:
    """Back on the agenda: takes back what was pressed, or brings a parked item back."""
    item = item_for(unit.session, unit.acting, ask.number("item"), lock=True)
    meeting = running_meeting(unit.session, item.team_id, lock=True)
    treatment = treatment_of(unit.session, meeting.id, item.id) if meeting else None
    if item.state != ItemState.OPEN or (treatment and treatment.outcome):
        if item.state == ItemState.PARKED and not treatment:
            item.position, item.times_carried = last_position(unit.session, item.team_id) + 1, 0
        item.state, item.ended_on = ItemState.OPEN, None
        if treatment:
            treatment.outcome, treatment.version = None, treatment.version + 1
        if meeting and meeting.current_item_id is None:
            meeting.current_item_id = item.id
        item_changed(unit, item)
    told = _("Wieder auf der Agenda: {title}", title=item.title)
    return after_press(unit, item.team_id, ask.values.get("back", "list:1"), item, told)


def move_up(unit: Unit, ask: Ask) -> Answer:
    return _move(unit, ask, up=True)


def move_down(unit: Unit, ask: Ask) -> Answer:
    return _move(unit, ask, up=False)


def _move(unit: Unit, ask: Ask, *, up: bool) -> Answer:
    """Changes places with its neighbour. A press on a list that is not true any more moves nothing."""
    item = item_for(unit.session, unit.acting, ask.number("item"))
    rows = list(
        unit.session.scalars(
            select(Item)
            .where(Item.team_id == item.team_id, Item.state == ItemState.OPEN)
            .order_by(Item.position, Item.id)
            .with_for_update()
        )
    )
    back = ask.values.get("back", "list:1")
    place = next((index for index, one in enumerate(rows) if one.id == item.id), None)
    if place is None or str(rows[place].version) != ask.values.get("version"):
        told = _("Inzwischen hat sich die Agenda geändert. So steht sie jetzt.")
        return after_press(unit, item.team_id, back, item, told)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for position, one in enumerate(rows, 1):
            if one.position != position:
                one.position = position
        item_changed(unit, item)
    return after_press(unit, item.team_id, back, item, _("Verschoben: {title}", title=item.title))


def skip_item(unit: Unit, ask: Ask) -> Answer:
    """*Diesmal nicht*: not at the next meeting, and then again, without counting as carried over."""
    item = item_for(unit.session, unit.acting, ask.number("item"), lock=True)
    on = next_planned(unit.session, item.team_id)
    if on is None:
        raise UserError(_("Es ist kein Treffen geplant, bei dem der Punkt fehlen könnte."))
    if item.skips_on != on:
        item.skips_on = on
        meeting = running_meeting(unit.session, item.team_id, lock=True)
        if meeting and meeting.current_item_id == item.id:
            _go_on(unit, meeting, item)
        item_changed(unit, item)
    told = _("Nicht beim Treffen am {day}: {title}", day=Day(on), title=item.title)
    undo = Button(_("Rückgängig"), "agenda.unskip_item", {"item": item.id, "back": ask.values.get("back", "list:1")})
    return after_press(unit, item.team_id, ask.values.get("back", "list:1"), item, told, undo)


def unskip_item(unit: Unit, ask: Ask) -> Answer:
    item = item_for(unit.session, unit.acting, ask.number("item"), lock=True)
    if item.skips_on is not None:
        item.skips_on = None
        item_changed(unit, item)
    told = _("Wieder auf der Agenda: {title}", title=item.title)
    return after_press(unit, item.team_id, ask.values.get("back", "list:1"), item, told)


def show_item_anew(unit: Unit, origin_id: str) -> None:
    """What was made of an item stands with it on the meeting's card. Nobody's right is asked: nothing is handed out."""
    if item := unit.session.get(Item, read_made_id(origin_id)[0]):
        show_agenda_anew(unit, item.team_id)


def item_again(unit: Unit, origin_id: str, back: str) -> Answer:
    """After something was made of an item: what stood there, with the mark."""
    item = item_for(unit.session, unit.acting, read_made_id(origin_id)[0])
    return after_press(unit, item.team_id, back or "item:", item, _("Gespeichert."))
