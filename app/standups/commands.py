"""What people can type about rounds."""

from app.kit.actor import Role
from app.kit.commands import Argument, Command
from app.kit.i18n import _
from app.standups.actions_answers import make_link
from app.standups.actions_rounds import open_now
from app.standups.actions_series import join, leave, pause, resume, skip_week, unskip_week
from app.standups.queries_overview import show_rounds
from app.standups.queries_report import last_report
from app.standups.rules_words import read_coming_week, read_past_week

_NOUNS = {"de": ("runde", "runden", "stand-up", "standup"), "en": ("round", "rounds", "stand-up", "standup")}


def _words(de: tuple[str, ...], en: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Each of the words after each of the nouns: `runde jetzt`, `standup now`; the first one is shown."""
    after = {"de": de, "en": en}
    return {
        language: tuple(f"{noun} {word}" for word in after[language] for noun in nouns)
        for language, nouns in _NOUNS.items()
    }


_COMING_WEEK = Argument(
    "week",
    read_coming_week,
    required=True,
    missing=_("Welche Woche ist gemeint?"),
    example="runde aussetzen KW 50",
)

COMMANDS = (
    Command(
        "standups.rounds",
        _NOUNS,
        _("Die laufende Runde: antworten, Berichte lesen"),
        show_rounds,
        examples={"de": ("runde", "runde KW 31"), "en": ("round", "round week 31")},
        takes=(Argument("week", read_past_week, example="2026-W31"),),
        menu=True,
    ),
    Command(
        "standups.last",
        _words(("letzte", "letzter", "bericht"), ("last", "report")),
        _("Den letzten Bericht zeigen"),
        last_report,
        examples={"de": ("runde letzte",), "en": ("round last",)},
    ),
    Command(
        "standups.now",
        _words(("jetzt", "starten"), ("now", "start")),
        _("Die Runde dieser Woche sofort öffnen"),
        open_now,
        examples={"de": ("runde jetzt",), "en": ("round now",)},
        role=Role.COORDINATOR,
        writes=True,
    ),
    Command(
        "standups.pause",
        _words(("pause", "pausieren", "stopp"), ("pause", "stop")),
        _("Die Runden pausieren"),
        pause,
        examples={"de": ("runde pause",), "en": ("round pause",)},
        role=Role.COORDINATOR,
        writes=True,
        shared=True,
    ),
    Command(
        "standups.resume",
        _words(("weiter", "fortsetzen"), ("resume", "continue")),
        _("Nach einer Pause weitermachen"),
        resume,
        examples={"de": ("runde weiter",), "en": ("round resume",)},
        role=Role.COORDINATOR,
        writes=True,
        shared=True,
    ),
    Command(
        "standups.skip",
        _words(("aussetzen", "auslassen"), ("skip",)),
        _("Eine einzelne Woche aussetzen"),
        skip_week,
        examples={"de": ("runde aussetzen KW 50",), "en": ("round skip week 50",)},
        takes=(_COMING_WEEK,),
        role=Role.COORDINATOR,
        writes=True,
        shared=True,
    ),
    Command(
        "standups.unskip",
        _words(("stattfinden", "doch"), ("unskip", "hold")),
        _("Eine ausgesetzte Woche doch stattfinden lassen"),
        unskip_week,
        examples={"de": ("runde stattfinden KW 50",), "en": ("round unskip week 50",)},
        takes=(_COMING_WEEK,),
        role=Role.COORDINATOR,
        writes=True,
        shared=True,
    ),
    Command(
        "standups.leave",
        _words(("verlassen", "ohne mich"), ("leave",)),
        _("An keine Runde mehr erinnert werden"),
        leave,
        examples={"de": ("runde verlassen",), "en": ("round leave",)},
        writes=True,
    ),
    Command(
        "standups.join",
        _words(("teilnehmen", "mitmachen"), ("join",)),
        _("Wieder an den Runden teilnehmen"),
        join,
        examples={"de": ("runde teilnehmen",), "en": ("round join",)},
        writes=True,
    ),
    Command(
        "standups.link",
        _words(("link",), ("link",)),
        _("Ein persönlicher Link, um im Browser zu antworten"),
        make_link,
        examples={"de": ("runde link",), "en": ("round link",)},
        # Not noted in the inbox, which would keep the link's code; asked twice, the later link counts.
        writes=False,
    ),
)
