"""What decisions offer to the doors, to the clock and to the other rooms."""

from app.decisions import model as model
from app.kit.i18n import _
from app.kit.room import Room

DECISIONS = Room(name="decisions", title=_("Beschlüsse"))
