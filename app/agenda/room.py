"""What the agenda offers to the doors and to the other rooms."""

from app.agenda.actions import add_from, drop, finish, open_items, restore, show_items
from app.agenda.commands import ADD, LIST
from app.agenda.queries import traces
from app.kit.commands import Verb
from app.kit.i18n import _
from app.kit.origin import Making
from app.kit.room import Room

AGENDA = Room(
    name="agenda",
    title=_("Agenda"),
    commands=(ADD, LIST),
    bare={"agenda": LIST, "tagesordnung": LIST},
    verbs=(
        Verb("agenda.list", show_items),
        Verb("agenda.open", open_items),
        Verb("agenda.add_from", add_from, writes=True),
        Verb("agenda.finish", finish, writes=True),
        Verb("agenda.drop", drop, writes=True),
        Verb("agenda.restore", restore, writes=True),
    ),
    making=Making(_("Auf die Agenda"), "agenda.add_from", traces),
)
