"""What stands in the channel says what is true now: the meeting's card, the item's card, and what can be found."""

from app.agenda.model import Item, ItemState, Meeting
from app.agenda.queries import ITEM
from app.agenda.queries_card import MEETING
from app.agenda.queries_meeting import live_meetings
from app.kit.search import forget_findable, make_findable
from app.kit.unit import Unit
from app.people.actions_shown import update_card


def show_agenda_anew(unit: Unit, team_id: int) -> None:
    for meeting in live_meetings(unit.session, team_id):
        update_card(unit, MEETING, meeting.id)


def show_meeting_anew(unit: Unit, meeting: Meeting) -> None:
    update_card(unit, MEETING, meeting.id)


def item_changed(unit: Unit, item: Item) -> None:
    """After every change of an item: its version, its cards, its row in the search, and where it came from."""
    item.version += 1
    unit.session.flush()
    make_item_findable(unit, item)
    update_card(unit, ITEM, item.id)
    show_agenda_anew(unit, item.team_id)
    unit.house.show_anew(unit, item.origin)


def make_item_findable(unit: Unit, item: Item) -> None:
    """A dropped item is not found any more: it is on its way out."""
    if item.state == ItemState.DROPPED:
        forget_findable(unit.session, ITEM, item.id)
    else:
        make_findable(unit.session, item.team_id, ITEM, item.id, item.title, item.created_on)
