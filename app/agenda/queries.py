"""Reads of the agenda. `item_for` is the only way from a button's id to an item."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.agenda.model import Item, ItemState
from app.agenda.rules import PAGE
from app.agenda.views import ItemLine, ItemList
from app.kit.actor import Actor
from app.kit.answers import Button
from app.kit.errors import NotAllowed
from app.kit.i18n import Text, _
from app.kit.origin import Origin, Trace
from app.kit.unit import Unit
from app.people.queries import teams_of


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


def count_open(session: Session, team_id: int) -> int:
    query = select(func.count()).select_from(Item).where(Item.team_id == team_id, Item.state == ItemState.OPEN)
    return session.scalar(query) or 0


def item_list(
    unit: Unit, team_id: int, page: int = 1, *, told: Text | None = None, undo: Button | None = None
) -> ItemList:
    """A page of the team's open items; a page that is not there is taken as the nearest one."""
    count = count_open(unit.session, team_id)
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    rows = unit.session.scalars(
        select(Item)
        .where(Item.team_id == team_id, Item.state == ItemState.OPEN)
        .order_by(Item.id)
        .offset(first)
        .limit(PAGE)
    )
    items = tuple(
        ItemLine(item.id, number, item.title, _comes_from(unit, item)) for number, item in enumerate(rows, first + 1)
    )
    return ItemList(items, count, page, pages, told, undo)


def _comes_from(unit: Unit, item: Item) -> Text | None:
    source = unit.house.find_origin_text(unit, item.origin)
    return _("{person}, {title}", person=source.person, title=source.title) if source else None


def traces(session: Session, team_id: int, kind: str, ids: Sequence[str]) -> Mapping[str, Trace]:
    """Items made of things of this kind. One that was removed leaves none, so that it can be put there again."""
    rows = session.execute(
        select(Item.origin_id, Item.state).where(
            Item.team_id == team_id, Item.origin_kind == kind, Item.origin_id.in_(ids), Item.state != ItemState.DROPPED
        )
    )
    return {str(origin_id): Trace(_trace(state)) for origin_id, state in rows}


def _trace(state: ItemState) -> Text:
    return _("→ auf der Agenda ✓ erledigt") if state == ItemState.DONE else _("→ auf der Agenda")
