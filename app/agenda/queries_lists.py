"""Items for who asks: a page of the agenda or of what is parked, and one item with all that can be done with it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.agenda.model import Item, ItemState, Meeting, Outcome
from app.agenda.queries import (
    asks,
    comes_from,
    count_items,
    facts_of,
    item_for,
    made_marks,
    names_of,
    on_agenda,
)
from app.agenda.queries_card import LONGEST_NOTE_SHOWN, asking_buttons, making_button, makings
from app.agenda.queries_meeting import OUTCOMES, find_series, live_meetings, running_meeting, treatment_of
from app.agenda.rules import LONGEST_IN_LIST, PAGE
from app.agenda.views import ItemLine, ItemList, ItemShown
from app.kit.answers import Button, Link, Skip
from app.kit.i18n import Day, Text, _, _many
from app.kit.origin import read_id, shortened
from app.kit.unit import Unit

_HINT = _("Ein neuer Punkt: „{words}“", words=_("agenda Saal für das Netzwerktreffen (10 min)"))
_STATES = {
    ItemState.DONE: _("Punkt ✓ besprochen"),
    ItemState.DROPPED: _("Punkt, gestrichen"),
    ItemState.PARKED: _("Punkt, geparkt"),
}


def item_list(
    unit: Unit, team_id: int, page: int = 1, *, told: Text | None = None, undo: Button | None = None
) -> ItemList:
    """A page of the team's open items; a page that is not there is taken as the nearest one."""
    where = on_agenda(team_id, None)
    count = count_items(unit.session, *where)
    page, pages, rows = _page(unit.session, where, count, page)
    first = (page - 1) * PAGE
    back = f"list:{page}"
    names = names_of(unit.session, [item.presenter_id for item in rows])
    next_on = next_planned(unit.session, team_id)
    items = []
    for number, item in enumerate(rows, first + 1):
        data: dict[str, str | int] = {"item": item.id, "version": item.version, "back": back}
        buttons = [Button(_("Mehr"), "agenda.item", {"item": item.id, "back": back})]
        if number < count:
            buttons.insert(0, Button(_("Nach unten"), "agenda.down", data))
        if number > 1:
            buttons.insert(0, Button(_("Nach oben"), "agenda.up", data))
        facts = facts_of(item, names, comes_from(unit, item))
        if item.skips_on and item.skips_on == next_on:
            facts = (*facts, _("diesmal nicht"))
        items.append(ItemLine(item.id, number, shortened(item.title, LONGEST_IN_LIST), facts, tuple(buttons)))
    parked = count_items(unit.session, *_parked(team_id))
    buttons = [Button(_("Punkt hinzufügen"), "agenda.new", {"back": back}, dialog=True)]
    if parked:
        buttons.append(Button(_("Geparkt ({n})", n=parked), "agenda.parked"))
    return ItemList(
        _("Auf der Agenda"),
        _("Zurzeit steht nichts auf der Agenda."),
        tuple(items),
        _many("{n} Punkt auf der Agenda", "{n} Punkte auf der Agenda", count),
        page,
        pages,
        told,
        undo,
        hint=_HINT,
        buttons=tuple(buttons),
    )


def parked_list(
    unit: Unit, team_id: int, page: int = 1, *, told: Text | None = None, undo: Button | None = None
) -> ItemList:
    """What was set aside, with the way back."""
    where = _parked(team_id)
    count = count_items(unit.session, *where)
    page, pages, rows = _page(unit.session, where, count, page)
    names = names_of(unit.session, [item.presenter_id for item in rows])
    items = []
    for number, item in enumerate(rows, (page - 1) * PAGE + 1):
        data: dict[str, str | int] = {"item": item.id, "back": f"parked:{page}"}
        buttons = (Button(_("Auf die Agenda"), "agenda.restore", data), Button(_("Streichen"), "agenda.drop", data))
        facts = facts_of(item, names, comes_from(unit, item))
        items.append(ItemLine(item.id, number, shortened(item.title, LONGEST_IN_LIST), facts, buttons))
    return ItemList(
        _("Geparkt"),
        _("Zurzeit ist nichts geparkt."),
        tuple(items),
        _many("{n} geparkter Punkt", "{n} geparkte Punkte", count),
        page,
        pages,
        told,
        undo,
        "agenda.parked",
        buttons=(Button(_("Zur Agenda"), "agenda.list"),),
    )


def _parked(team_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Item.team_id == team_id, Item.state == ItemState.PARKED)


def _page(
    session: Session, where: Sequence[ColumnElement[bool]], count: int, page: int
) -> tuple[int, int, Sequence[Item]]:
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    rows = session.scalars(
        select(Item).where(*where).order_by(Item.position, Item.id).offset((page - 1) * PAGE).limit(PAGE)
    ).all()
    return page, pages, rows


def next_planned(session: Session, team_id: int) -> date | None:
    """The planned day of the meeting that comes next: the posted one, else the one the series plans."""
    for meeting in live_meetings(session, team_id):
        return meeting.planned_on
    series = find_series(session, team_id)
    return series.next_on if series else None


def load_item(session: Session, subject: str, now: datetime) -> ItemShown | Skip:
    """The item's card in the channel."""
    item = session.get(Item, int(subject))
    if item is None:
        return Skip("item_gone")
    facts = facts_of(item, names_of(session, [item.presenter_id]))
    rows: tuple[tuple[Button | Link, ...], ...] = ()
    if item.state == ItemState.OPEN:
        data: dict[str, str | int] = {"item": item.id}
        rows = (
            (
                Button(_("Bearbeiten"), "agenda.edit", data, dialog=True),
                Button(_("Agenda ansehen"), "agenda.open", dialog=True),
                *_link(item),
            ),
        )
    return ItemShown(_label(item), item.title, facts, rows=rows)


def _label(item: Item) -> Text:
    return _STATES.get(item.state, _("Auf der Agenda"))


def _link(item: Item) -> tuple[Link, ...]:
    return (Link(_("Nachricht ansehen"), item.link),) if item.link else ()


def item_shown(unit: Unit, item: Item, back: str, *, told: Text | None = None) -> ItemShown:
    """One item with everything that can be done with it."""
    session = unit.session
    meeting = running_meeting(session, item.team_id)
    treatment = treatment_of(session, meeting.id, item.id) if meeting else None
    facts = [*facts_of(item, names_of(session, [item.presenter_id]), comes_from(unit, item)), *made_marks(unit, item)]
    if treatment and treatment.outcome:
        facts.append(OUTCOMES[treatment.outcome])
    if item.skips_on and item.skips_on == next_planned(session, item.team_id):
        facts.append(_("nicht beim Treffen am {day}", day=Day(item.skips_on)))
    note = shortened(treatment.note, LONGEST_NOTE_SHOWN) if treatment and treatment.note else None
    deferred = treatment is not None and treatment.outcome == Outcome.DEFERRED
    rows = (*_rows(unit, item, meeting, back, deferred=deferred), _ways_back(item, back))
    return ItemShown(_label(item), item.title, tuple(facts), note, tuple(row for row in rows if row), told)


def find_item(unit: Unit, record_id: str) -> ItemShown:
    """From the search. Raises NotAllowed."""
    return item_shown(unit, item_for(unit.session, unit.acting, read_id(record_id)), "")


def _rows(
    unit: Unit, item: Item, meeting: Meeting | None, back: str, *, deferred: bool
) -> tuple[tuple[Button | Link, ...], ...]:
    own = back or f"item:{item.id}"
    data: dict[str, str | int] = {"item": item.id, "back": own}
    edit = Button(_("Bearbeiten"), "agenda.edit", data, dialog=True)
    if item.state != ItemState.OPEN or deferred:
        return ((Button(_("Wieder auf die Agenda"), "agenda.restore", data), edit),)
    lead: tuple[Button, ...] = ()
    if meeting and meeting.current_item_id != item.id:
        lead = (Button(_("Jetzt besprechen"), "agenda.discuss", {**data, "meeting": meeting.id}, primary=True),)
    if meeting:
        note = Button(_("Notiz"), "agenda.note", {**data, "meeting": meeting.id}, dialog=True)
        lead = (*lead, note)
    skipped = item.skips_on and item.skips_on == next_planned(unit.session, item.team_id)
    skip = (
        Button(_("Diesmal doch"), "agenda.unskip_item", data)
        if skipped
        else Button(_("Diesmal nicht"), "agenda.skip_item", data)
    )
    decide = next(asking_buttons(item, own)) if asks(item) else None
    made = [making_button(making, data) for making in makings(unit.house)]
    if decide and not any(one.data["making"] == "decisions" for one in made):
        decide = None
    return (
        lead,
        (edit, skip, *((decide,) if decide else ())),
        tuple(made),
        (
            Button(_("Besprochen"), "agenda.finish", data),
            Button(_("Parken"), "agenda.park", data),
            Button(_("Streichen"), "agenda.drop", data),
        ),
    )


def _ways_back(item: Item, back: str) -> tuple[Button | Link, ...]:
    kind, _colon, rest = back.partition(":")
    page = int(rest) if rest.isdecimal() and len(rest) < 6 else 1
    verb = {"list": "agenda.list", "parked": "agenda.parked"}.get(kind)
    return (*((Button(_("Zurück"), verb, {"page": page}),) if verb else ()), *_link(item))
