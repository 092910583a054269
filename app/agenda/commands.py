"""What people can type about the agenda, the meeting and its minutes."""

from app.agenda.actions import show_items, show_parked
from app.agenda.actions_items import add_typed
from app.agenda.actions_meeting import begin_now
from app.agenda.actions_series import hold_meeting, skip_meeting
from app.agenda.queries_overview import show_coming, show_last_minutes
from app.kit.actor import Role
from app.kit.commands import Command
from app.kit.i18n import _

_MEETING = {"de": ("treffen", "sitzung", "besprechung"), "en": ("meeting",)}


def _words(de: tuple[str, ...], en: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Each of the words after each of the nouns: `treffen jetzt`, `meeting now`; the first one is shown."""
    after = {"de": de, "en": en}
    return {
        language: tuple(f"{noun} {word}" for word in after[language] for noun in nouns)
        for language, nouns in _MEETING.items()
    }


ADD = Command(
    "agenda.add",
    {"de": ("agenda", "tagesordnung"), "en": ("agenda",)},
    _("Einen Punkt auf die Agenda setzen; ohne Text, was dort steht"),
    add_typed,
    examples={
        "de": ("agenda Saal für das Netzwerktreffen (10 min) @Bert",),
        "en": ("agenda hall for the network meeting (10 min) @Bert",),
    },
    writes=True,
    menu=True,
)
LIST = Command(
    "agenda.list",
    {"de": ("punkte",), "en": ("items",)},
    _("Was auf der Agenda steht"),
    show_items,
)
COMMANDS = (
    ADD,
    LIST,
    Command(
        "agenda.parked",
        {"de": ("agenda geparkt", "geparkt"), "en": ("agenda parked", "parked")},
        _("Geparkte Punkte"),
        show_parked,
    ),
    Command(
        "agenda.coming",
        _MEETING,
        _("Das nächste oder laufende Treffen"),
        show_coming,
        examples={"de": ("treffen",), "en": ("meeting",)},
        menu=True,
    ),
    Command(
        "agenda.begin_now",
        _words(("jetzt", "starten", "beginnen"), ("now", "start")),
        _("Das Treffen sofort beginnen"),
        begin_now,
        examples={"de": ("treffen jetzt",), "en": ("meeting now",)},
        writes=True,
    ),
    Command(
        "agenda.skip",
        _words(("aussetzen", "auslassen"), ("skip",)),
        _("Ein einzelnes Treffen aussetzen"),
        skip_meeting,
        examples={"de": ("treffen aussetzen", "treffen aussetzen 7.12."), "en": ("meeting skip",)},
        role=Role.COORDINATOR,
        writes=True,
        shared=True,
    ),
    Command(
        "agenda.hold",
        _words(("stattfinden", "doch"), ("unskip", "hold")),
        _("Ein ausgesetztes Treffen doch stattfinden lassen"),
        hold_meeting,
        examples={"de": ("treffen stattfinden",), "en": ("meeting unskip",)},
        role=Role.COORDINATOR,
        writes=True,
        shared=True,
    ),
    Command(
        "agenda.minutes",
        {"de": ("protokoll", "protokolle"), "en": ("minutes",)},
        _("Das letzte Protokoll, oder das eines Tages"),
        show_last_minutes,
        examples={"de": ("protokoll", "protokoll 23.11."), "en": ("minutes", "minutes 2026-11-23")},
    ),
)
