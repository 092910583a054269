"""What the search offers to the doors."""

from app.kit.commands import Verb
from app.kit.i18n import _
from app.kit.room import Room
from app.knowledge.commands import COMMANDS
from app.knowledge.queries import open_record, search, turn_page

KNOWLEDGE = Room(
    name="knowledge",
    title=_("Wissen"),
    commands=COMMANDS,
    verbs=(Verb("knowledge.page", turn_page), Verb("knowledge.open", open_record)),
    search=search,
)
