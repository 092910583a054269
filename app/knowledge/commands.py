"""What people can type to find something."""

from app.kit.commands import Command
from app.kit.i18n import _
from app.knowledge.queries import find_typed

COMMANDS = (
    Command(
        "knowledge.find",
        {"de": ("wissen", "suche", "suchen", "wissensspeicher", "wissensboard"), "en": ("board", "search", "find")},
        _("Suchen in Beschlüssen, Aufgaben, Agenda und Protokollen"),
        find_typed,
        examples={"de": ("wissen Wohnraum",), "en": ("board housing",)},
        menu=True,
    ),
)
