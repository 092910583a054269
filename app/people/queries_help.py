"""Help out of the command table alone: it needs no database and works when nothing else does."""

from app.kit.commands import Ask, Command
from app.kit.i18n import _
from app.kit.room import House
from app.people.views import Help, HelpGroup, HelpLine


def show_help(house: House, ask: Ask) -> Help:
    """`/hilfe`, or `/hilfe runde` for one thing."""
    return help_view(house, ask.rest)


def help_view(house: House, topic: str = "") -> Help:
    """The words of the menu first, then everything else by room; for a topic that is a command, its room's only."""
    found = house.commands.find(topic) if topic else None
    if found:
        for room in house.rooms:
            if found.command in (*room.commands, *room.bare.values()):
                return Help((HelpGroup(room.title or _("Befehle"), _lines(room.commands)),))
    groups = [HelpGroup(_("Das Wichtigste"), _lines(house.menu))]
    for room in house.rooms:
        # What a bare word of the menu does already needs no line of its own.
        known = {one.name for one in room.bare.values()}
        if others := tuple(one for one in room.commands if not one.menu and one.name not in known):
            groups.append(HelpGroup(room.title or _("Außerdem"), _lines(others)))
    return Help(tuple(group for group in groups if group.lines))


def _lines(commands: tuple[Command, ...]) -> tuple[HelpLine, ...]:
    return tuple(
        HelpLine(command.words, command.summary, command.examples, command.role.coordinates) for command in commands
    )
