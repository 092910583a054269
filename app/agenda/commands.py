"""What people can type about the agenda."""

from app.agenda.actions import add_typed, show_items
from app.kit.commands import Command
from app.kit.i18n import _

ADD = Command(
    "agenda.add",
    {"de": ("agenda", "tagesordnung"), "en": ("agenda",)},
    _("Einen Punkt auf die Agenda setzen; ohne Text, was dort steht"),
    add_typed,
    examples={"de": ("agenda Saal für das Netzwerktreffen",), "en": ("agenda hall for the network meeting",)},
    writes=True,
    menu=True,
    shared=True,
)
LIST = Command(
    "agenda.list",
    {"de": ("punkte",), "en": ("items",)},
    _("Was auf der Agenda steht"),
    show_items,
)
