"""What people can type about themselves and their team."""

from app.kit.actor import Role
from app.kit.commands import Argument, Command
from app.kit.dates import read_days
from app.kit.i18n import _
from app.kit.weeks import read_weeks
from app.people.actions_away import be_away, be_back
from app.people.actions_privacy import show_my_data
from app.people.actions_redaction import show_redact
from app.people.actions_settings import show_preview, show_settings, show_teams
from app.people.queries_help import show_help

COMMANDS = (
    Command(
        "people.away",
        {"de": ("abwesend", "abwesenheit"), "en": ("away",)},
        _("Abwesenheit eintragen; so lange kommt nichts Privates"),
        be_away,
        examples={
            "de": ("abwesend 12.–20.8.", "abwesend bis Freitag", "abwesend morgen"),
            "en": ("away 12–20 Aug", "away until Friday", "away tomorrow"),
        },
        takes=(Argument("days", read_days),),
        writes=True,
        menu=True,
    ),
    Command(
        "people.settings",
        {"de": ("einstellungen", "einstellung"), "en": ("settings",)},
        _("Zeiten, Sprache, Feiertage und Koordination des Teams"),
        show_settings,
        menu=True,
    ),
    Command(
        "people.help",
        {"de": ("hilfe",), "en": ("help",)},
        _("Was Kernteam kann, mit Beispielen"),
        show_help,
        menu=True,
        needs_records=False,
    ),
    Command(
        "people.back",
        {"de": ("wieder da", "zurück"), "en": ("back", "i'm back")},
        _("Abwesenheit heute beenden"),
        be_back,
        writes=True,
    ),
    Command(
        "people.preview",
        {"de": ("vorschau",), "en": ("preview",)},
        _("Was Kernteam in den nächsten Wochen schreibt, wann und wohin"),
        show_preview,
        examples={"de": ("vorschau 4 Wochen",), "en": ("preview 4 weeks",)},
        takes=(Argument("weeks", read_weeks),),
    ),
    Command(
        "people.team",
        {"de": ("team",), "en": ("team",)},
        _("Welches Team im Einzelchat gemeint ist"),
        show_teams,
    ),
    Command(
        "people.my_data",
        {"de": ("daten", "meine daten"), "en": ("mydata", "my data")},
        _("Was über Sie gespeichert ist, als Datei oder zum Löschen"),
        show_my_data,
    ),
    Command(
        "people.redact",
        {"de": ("schwärzen",), "en": ("redact",)},
        _("Einen Namen oder Fall aus allem herausnehmen, was beim Team steht"),
        show_redact,
        role=Role.COORDINATOR,
    ),
)
