"""What the app says about itself in Teams' app list, in both languages side by side.

The manifest is a file for Teams, not a page for a reader: its two languages are written here together, like the words
of a command, so that neither can be missing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class AppWords:
    """Limits are Teams': 80 characters for `short`, 4000 for `full`, 100 for `full_name`."""

    full_name: str
    short: str
    full: str
    search: str
    """Title of the search beside the text box, 32 characters at most."""
    searched: str
    """What is searched, 128 characters at most."""


NAME = "Kernteam"
"""The same in every language: it is what people type after the @."""

DE = AppWords(
    full_name="Kernteam: Runden und Treffen für Teams aus mehreren Organisationen",
    short="Wochenrunden und Absprachen für Teams aus mehreren Organisationen",
    full=(
        "Kernteam begleitet ein Team aus mehreren Organisationen von einem Wochentreffen zum nächsten, damit "
        "dazwischen nichts verloren geht.\n\n"
        "Was Kernteam tut: Es öffnet zur eingestellten Zeit die wöchentliche Runde mit einer einzigen Karte im Kanal. "
        "Die Antworten des Teams stehen am Ende gesammelt darunter, zuerst das, wo es hakt. Wer noch nicht "
        "geantwortet hat und nicht abwesend ist, wird einmal privat erinnert. Eine Liste, wer fehlt, gibt es nicht.\n\n"
        "So sprechen Sie mit Kernteam: mit /kernteam oder @Kernteam im Kanal, oder im Chat mit Kernteam. "
        "„hilfe“ zeigt alles, was geht.\n\n"
        "Was Kernteam liest: nur Nachrichten, die an Kernteam gerichtet sind, was in seine Karten und Formulare "
        "eingetragen wird, und die eine Nachricht, aus der jemand über ihr Menü etwas macht. "
        "Es liest nicht mit: Andere Nachrichten in Kanälen und Chats bekommt es nicht, und es "
        "bittet um keine Berechtigung dafür. Aus der Mitgliederliste des Teams übernimmt es Namen und Kennungen, "
        "keine E-Mail-Adressen, Fotos oder Anwesenheit. Es führt keine Statistik über einzelne Personen.\n\n"
        "Kernteam ist kein Ort für Fallakten: Bitte keine Namen oder Fälle von Ratsuchenden eintragen."
    ),
    search="Suchen",
    searched="Beschlüsse, Aufgaben, Agenda und Protokolle der eigenen Teams",
)

EN = AppWords(
    full_name="Kernteam: rounds and meetings for teams from several organisations",
    short="Weekly rounds and agreements for teams from several organisations",
    full=(
        "Kernteam accompanies a team from several organisations from one weekly meeting to the next, so that nothing "
        "gets lost in between.\n\n"
        "What Kernteam does: at the time you set, it opens the weekly round with a single card in the channel. At the "
        "end the team's answers stand together under it, blockers first. Whoever has not answered and is not away is "
        "reminded once, in private. There is no list of who is missing.\n\n"
        "How to talk to Kernteam: with /kernteam or @Kernteam in the channel, or in the chat with Kernteam. "
        "“help” shows all it can do.\n\n"
        "What Kernteam reads: only messages addressed to Kernteam, what is entered in its cards and forms, and the one "
        "message of which somebody makes something by its menu. It does not listen in: it gets no other messages in "
        "channels and chats and asks for no permission to do so. From the "
        "team's member list it takes names and ids, no e-mail addresses, photos or presence. It keeps no "
        "statistics about individual people.\n\n"
        "Kernteam is no place for case files: please enter no names or cases of people seeking advice."
    ),
    search="Search",
    searched="Decisions, tasks, agenda and minutes of one's own teams",
)

WORDS = {"de": DE, "en": EN}
