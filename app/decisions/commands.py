"""What people can type about decisions."""

from app.decisions.actions import EXAMPLES, add_typed, search_decisions, show_decisions
from app.kit.commands import Command
from app.kit.i18n import _

ADD = Command(
    "decisions.add",
    {"de": ("beschluss", "entscheidung"), "en": ("decision",)},
    _("Einen Beschluss festhalten; ohne Text, was gilt; mit Nummer diesen einen"),
    add_typed,
    examples={
        "de": (EXAMPLES["de"], "beschluss Abstimmung: Wir treffen uns dienstags", "beschluss 2026-14"),
        "en": (EXAMPLES["en"], "decision vote: we meet on Tuesdays", "decision 2026-14"),
    },
    writes=True,
    menu=True,
)
LIST = Command(
    "decisions.list",
    {"de": ("beschlüsse", "entscheidungen"), "en": ("decisions",)},
    _("Was beschlossen ist und gilt, das Neueste zuerst"),
    show_decisions,
)
FIND = Command(
    "decisions.find",
    {
        "de": ("beschluss suche", "beschlüsse suche", "beschluss finden", "entscheidung suche"),
        "en": ("decision search", "decisions search", "decision find"),
    },
    _("Beschlüsse nach Wörtern suchen"),
    search_decisions,
    examples={"de": ("beschluss suche Saal",), "en": ("decision search hall",)},
)
