"""Reads of items. `item_for` is the only way from a button's id to an item."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.agenda.model import Item, ItemState
from app.agenda.rules import ASKS_FROM
from app.kit.actor import Actor
from app.kit.errors import NotAllowed
from app.kit.i18n import Text, _, _many, verbatim
from app.kit.origin import Origin, OriginText, Trace, gone
from app.kit.unit import Unit
from app.people.model import Person
from app.people.queries import teams_of

ITEM = "agenda.item"
"""The kind of origin of what is made of an item; its id is `<item id>.<number>`."""


def item_for(session: Session, actor: Actor, item_id: int, *, lock: bool = False) -> Item:
    """An item of a team the actor belongs to now."""
    mine = [team.id for team, _member in teams_of(session, actor.person_id)]
    query = select(Item).where(Item.id == item_id, Item.team_id.in_(mine))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotAllowed(_("Diesen Punkt gibt es nicht mehr."))
    return found


def item_of(session: Session, team_id: int, origin: Origin) -> Item | None:
    return session.scalar(
        select(Item).where(Item.team_id == team_id, Item.origin_kind == origin.kind, Item.origin_id == origin.id)
    )


def on_agenda(team_id: int, planned_on: date | None) -> tuple[ColumnElement[bool], ...]:
    """What stands on the agenda of this planned day; None: of whichever comes next."""
    here = (Item.team_id == team_id, Item.state == ItemState.OPEN)
    return here if planned_on is None else (*here, (Item.skips_on.is_(None)) | (Item.skips_on != planned_on))


def count_items(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Item).where(*where)) or 0


def last_position(session: Session, team_id: int) -> int:
    """Where the team's items end: a new one comes after all, also after those that were dealt with a moment ago."""
    query = select(func.max(Item.position)).where(Item.team_id == team_id, Item.state.in_(list(ItemState)))
    return session.scalar(query) or 0


def names_of(session: Session, person_ids: Sequence[int | None]) -> dict[int, str]:
    wanted = {one for one in person_ids if one}
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def facts_of(item: Item, names: Mapping[int, str], comes_from: Text | None = None) -> tuple[Text, ...]:
    """What is to be known of an item beside its title."""
    facts: list[Text] = []
    if item.presenter_id and item.presenter_id in names:
        facts.append(verbatim(names[item.presenter_id]))
    if item.minutes:
        facts.append(_many("{n} Minute", "{n} Minuten", item.minutes))
    if item.times_carried:
        facts.append(_("zum {n}. Mal", n=item.times_carried + 1))
    if comes_from:
        facts.append(comes_from)
    return tuple(facts)


def asks(item: Item) -> bool:
    """It stands there for the third time or more: what should become of it?"""
    return item.times_carried >= ASKS_FROM


def comes_from(unit: Unit, item: Item) -> Text | None:
    """Where it was made of another room's thing, where the actor may read that."""
    if unit.actor is None:
        return None
    source = unit.house.find_origin_text(unit, item.origin)
    if source is None:
        return None
    return _("{person}, {title}", person=source.person, title=source.title) if source.person else source.title


def traces(session: Session, team_id: int, kind: str, ids: Sequence[str]) -> Mapping[str, Trace]:
    """Items made of things of this kind. One that was removed leaves none, so that it can be put there again."""
    rows = session.execute(
        select(Item.origin_id, Item.state).where(
            Item.team_id == team_id, Item.origin_kind == kind, Item.origin_id.in_(ids), Item.state != ItemState.DROPPED
        )
    )
    return {str(origin_id): Trace(_trace(state)) for origin_id, state in rows}


def _trace(state: ItemState) -> Text:
    match state:
        case ItemState.DONE:
            return _("→ auf der Agenda ✓ erledigt")
        case ItemState.PARKED:
            return _("→ auf der Agenda, geparkt")
        case _state:
            return _("→ auf der Agenda")


def read_made_id(origin_id: str) -> tuple[int, int]:
    """The item and the number of what was made of it. Raises NotAllowed for nonsense."""
    item_id, dot, number = origin_id.partition(".")
    if not (dot and all(one.isascii() and one.isdecimal() and len(one) < 10 for one in (item_id, number))):
        raise gone()
    return int(item_id), int(number)


def item_text(unit: Unit, origin_id: str) -> OriginText:
    """An item as other rooms make theirs of it."""
    item = item_for(unit.session, unit.acting, read_made_id(origin_id)[0])
    names = names_of(unit.session, [item.presenter_id])
    presenter = item.presenter_id if item.presenter_id in names else None
    return OriginText(item.team_id, item.title, _("Agenda"), presenter, names.get(presenter or 0, ""))


def made_marks(unit: Unit, item: Item) -> tuple[Text, ...]:
    """What came out of the item so far, in the order in which it was made."""
    ids = [f"{item.id}.{number}" for number in range(1, item.made + 1)]
    by_id = unit.house.traces(unit.session, item.team_id, ITEM, ids)
    return tuple(trace.text for one in ids for _making, trace in by_id[one] if trace)
