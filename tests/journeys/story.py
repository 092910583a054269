"""Four weeks of a core team, told from day to day: what they type, press and answer, each through the HTTP door."""

from collections.abc import Sequence
from typing import Any

from app.local.cards import buttons, drawn
from app.local.messages import Message
from app.local.outcomes import Outcome
from tests.journeys.play import Play, berlin, offers, read, verb_of

Answers = dict[str, tuple[str, str, str]]

ROUNDS: dict[str, Answers] = {
    "2026-11-19": {
        "bert": ("Zwei Betriebe gewonnen.", "Einladung schreiben.", "Für die Hospitation fehlt ein Ansprechpartner."),
        "ceyda": ("Bewerbungstraining mit der B2-Klasse.", "Rückmeldungen lesen.", ""),
        "mike": ("Talked to two employers.", "Draft the invitation.", "Who can interpret?"),
    },
    "2026-11-26": {
        "bert": ("Einladung verschickt.", "Nachfassen.", "Drei Betriebe antworten nicht."),
        "eva": ("Merkblatt gekürzt.", "Übersetzung anstoßen.", ""),
    },
    # Nobody is stuck this week.
    "2026-12-03": {
        "ceyda": ("Training geplant.", "Räume prüfen.", "nein"),
        "greta": ("Kolpinghaus besichtigt.", "Vertrag unterschreiben.", ""),
    },
    "2026-12-10": {"dmytro": ("Dolmetschen geklärt.", "Texte lesen.", ""), "bert": ("Alles gebucht.", "Begrüßen.", "")},
}
"""Opening day -> who answers what."""

TASKS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "2026-11-17": (
        ("anna", "aufgabe Raum im Kolpinghaus reservieren bis Freitag", ("greta",)),
        ("bert", "aufgabe Catering für 60 Gäste anfragen bis 25.11.", ()),
        ("ceyda", "aufgabe Bewerbungstraining mit der B2-Klasse vorbereiten bis 1.12.", ()),
        ("eva", "aufgabe Merkblatt Wohnsitzauflage kürzen bis 20.11.", ()),
        ("mike", "task draft the invitation in English by 25 Nov", ()),
        ("anna", "aufgabe Dolmetschen am Infoabend klären bis 27.11. wichtig", ("dmytro",)),
    ),
    "2026-11-24": (
        ("greta", "aufgabe Namensschilder drucken bis 4.12.", ()),
        ("farid", "aufgabe Fragen aus der Integrationsklasse sammeln bis 3.12.", ()),
        ("eva", "aufgabe Termin mit der Ausländerbehörde abstimmen bis 2.12.", ()),
    ),
    "2026-12-01": (
        ("mike", "task translate the leaflet by 11 Dec", ()),
        ("layla", "task ask the interpreters for a quote by 8 Dec", ()),
        ("dmytro", "aufgabe Texte in Einfacher Sprache prüfen bis 18.12.", ()),
    ),
    "2026-12-08": (("anna", "aufgabe Schlüssel abholen bis 9.12. @Frau Sommer", ()),),
}
"""Day -> who types what and mentions whom, in the channel."""

ITEMS = {
    "2026-11-17": (("anna", "agenda Raum im Kolpinghaus (10 min)"), ("greta", "agenda Catering"),
                   ("ceyda", "agenda Bewerbungstraining: wer kommt mit? (5 min)")),
    "2026-11-24": (("bert", "agenda Wer begrüßt die Gäste?"), ("eva", "agenda Merkblatt Wohnsitzauflage (15 min)")),
    "2026-12-01": (("mike", "agenda invitation in English"),),
    "2026-12-08": (("greta", "agenda Rückblick auf das Jahr (20 min)"),
                   ("bert", "agenda Wir öffnen ab Januar auch dienstags (10 min)")),
}  # fmt: skip

DECISIONS = {
    "2026-11-17": (("anna", "beschluss Das Treffen beginnt um neun Uhr. Wiedervorlage: 7.12."),),
    "2026-11-24": (("bert", "beschluss Einwandrunde: Das Netzwerktreffen findet im Kolpinghaus statt."),
                   ("greta", "beschluss Abstimmung: Das Catering kommt vom Inklusionsbetrieb")),
    "2026-12-01": (("eva", "beschluss Einwandrunde: Das Merkblatt erscheint nur noch im Netz."),
                   ("ceyda", "beschluss Abstimmung: Das Training findet dienstags statt")),
    "2026-12-08": (("anna", "beschluss Das Treffen beginnt um halb zehn. Ersetzt 2026-1."),),
}  # fmt: skip

MESSAGES = {
    "2026-11-18": ("ceyda", "Die Schule fragt, ob wir im Januar wiederkommen."),
    "2026-12-02": ("layla", "The printer needs the logo as a vector file."),
    "2026-12-09": ("greta", "Im Kolpinghaus fehlt noch ein Beamer."),
}
"""Day -> who writes a message to the team from which another makes a task."""

MEETINGS = ("2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14")
DAYS = sorted({*ROUNDS, *TASKS, *ITEMS, *DECISIONS, *MESSAGES, *MEETINGS})
BLOCKERS = {"2026-11-23": ("Ansprechpartner im Werk suchen", "find an interpreter"),
            "2026-11-30": ("Drei Betriebe anrufen",)}  # fmt: skip
"""Meeting -> what is to be done about those who are stuck, in the order of the report."""
GUESTS = {"2026-11-23": "Frau Sommer (Handwerkskammer)", "2026-12-14": "Herr Krause (Berufsschule)"}


class Story:
    """Tells the month on a play; `agendas` are what stood on them before they began."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.agendas: dict[str, str] = {}

    async def told(self) -> None:
        for day in DAYS:
            if day in MEETINGS:
                await self.meets(day)
                continue
            await self.play.to(berlin(day, "10:30"))
            if day in ROUNDS:
                for key, answers in ROUNDS[day].items():
                    await self.play.answers(key, *answers)
            await self.works(day)
        await self.play.to(berlin("2026-12-15", "10:00"))

    async def works(self, day: str) -> None:
        """What people type on an ordinary day, and what they press on it."""
        if day == "2026-12-01":
            await self.votes_are_open_now()
        if day == "2026-12-08":
            effect = {"decision_effect": "partly", "decision_note": "Drei kommen später."}
            await self.acts("anna", "decisions.review", "beginnt um neun", effect)
        for key, words, mentioned in TASKS.get(day, ()):
            await self.types(key, words, mentioned)
        for key, words in (*ITEMS.get(day, ()), *DECISIONS.get(day, ())):
            await self.types(key, words)
        if day in MESSAGES:
            key, words = MESSAGES[day]
            said = await self.play.who(key).says(self.play.channel, words, mention_bot=False)
            assert said.message is not None
            opened = await self.play.who("bert").uses_on(said.message, "aufgabeAusNachricht")
            await self.sends("bert", opened, {})
        match day:
            case "2026-11-18":
                await self.acts("bert", "tasks.finish", "Catering für 60 Gäste")
                await self.acts("dmytro", "tasks.accept", "Dolmetschen")
            case "2026-11-24":
                await self.further(
                    "eva", "tasks.change", "Merkblatt Wohnsitzauflage kürzen", {"task_due": "2026-11-27"}
                )
                await self.acts("greta", "tasks.finish", "Raum im Kolpinghaus")
                for key in ("anna", "ceyda", "eva", "mike", "dmytro"):
                    await self.chooses(key, "im Kolpinghaus statt", "consent")
                for key, voice in (("anna", "yes"), ("bert", "yes"), ("ceyda", "no"), ("eva", "yes"), ("mike", "yes")):
                    await self.chooses(key, "Inklusionsbetrieb", voice)
            case "2026-12-01":
                await self.further("greta", "tasks.offer", "Namensschilder", {"task_to": "Farid Rahimi"})
                await self.acts("farid", "tasks.accept", "Namensschilder")
                for key in ("anna", "bert", "greta", "mike"):
                    await self.chooses(key, "nur noch im Netz", "consent")
                reason = {"decision_reason": "Viele Betriebe brauchen das Blatt auf Papier."}
                await self.acts("farid", "decisions.speak", "nur noch im Netz", reason, choice="objection")
                for key, voice in (
                    ("anna", "yes"),
                    ("bert", "no"),
                    ("eva", "abstain"),
                    ("greta", "yes"),
                    ("mike", "yes"),
                ):
                    await self.chooses(key, "Training findet dienstags", voice)

            case "2026-12-02":
                reason = {"task_reason": "Das Amt hat erst im Januar Zeit."}
                await self.further("eva", "tasks.block", "Termin mit der Ausländerbehörde", reason)

    async def votes_are_open_now(self) -> None:
        shown = await self.play.press("anna", self.play.posts()[0], "people.settings")
        assert shown.dialog
        asked = await self.play.who("anna").submits(shown.dialog, button="Beschlüsse ändern")
        await self.sends("anna", asked, {"decision_open_voting": "true"}, stays=True)

    async def meets(self, day: str) -> None:
        """The agenda posted itself before nine; the items are gone through one by one, and the meeting is closed."""
        play = self.play
        await play.to(berlin(day, "09:02"))
        card = play.card("agenda.begin")
        self.agendas[day] = read(card)
        await play.press("anna", card, "agenda.begin")
        for blocker in BLOCKERS.get(day, ()):
            report = self.card("tasks.add_from", "Bericht zur Runde")
            await self.sends("anna", await play.press("anna", report, "tasks.add_from"), {"task_title": blocker})
        made = 0
        for number in range(12):
            if not offers(card, "agenda.finish", play.who("anna")):
                break
            if made < 3:
                await self.makes(card, "tasks", {"task_due": "2026-12-18"})
                made += 1
            if number == 0:
                if day in (MEETINGS[0], MEETINGS[3]):
                    await self.makes(card, "decisions", {})
                await self.sends("anna", await play.press("anna", card, "agenda.note"), {"note": "Alle sind dafür."})
            ends = ("agenda.finish", "agenda.finish", "agenda.defer", "agenda.park")
            await play.press("anna", card, ends[min(number, 3)])
        closing = await play.press("anna", card, "agenda.close")
        await self.sends("anna", closing, {"names": GUESTS.get(day, ""), "meeting_note": "Es gab Tee."})

    async def makes(self, card: Message, room: str, typed: dict[str, Any]) -> None:
        await self.sends("anna", await self.play.press("anna", card, "agenda.make", making=room), typed)

    async def types(self, key: str, words: str, mentioned: Sequence[str] = ()) -> None:
        people = [self.play.who(one).person for one in mentioned]
        outcome = await self.play.who(key).says(self.play.channel, words, mentions=people)
        assert outcome.ok, read(outcome)
        await self.play.settle()

    async def chooses(self, key: str, words: str, choice: str) -> None:
        outcome = await self.play.press(key, self.card("decisions.choose", words), "decisions.choose", choice=choice)
        assert outcome.ok, read(outcome)

    async def acts(self, key: str, verb: str, words: str, typed: dict[str, Any] | None = None, **where: Any) -> None:
        """Press a button on the card that says these words, and fill in its dialog, where it opens one."""
        outcome = await self.play.press(key, self.card(verb, words), verb, **where)
        assert outcome.ok, read(outcome)
        if typed is not None:
            await self.sends(key, outcome, typed)

    async def further(self, key: str, verb: str, words: str, typed: dict[str, Any]) -> None:
        """A button that stands behind *Mehr*."""
        more = await self.play.press(key, self.card("tasks.more", words), "tasks.more")
        assert more.dialog is not None, read(more)
        [title] = [one.title for one in buttons(drawn(more.dialog.card or {})) if verb_of(one) == verb]
        await self.sends(key, await self.play.who(key).submits(more.dialog, button=title), typed)

    async def sends(self, key: str, opened: Outcome, typed: dict[str, Any], *, stays: bool = False) -> None:
        assert opened.dialog is not None, read(opened)
        sent = await self.play.who(key).submits(opened.dialog, typed)
        assert sent.ok, (sent.refused, read(sent))
        assert stays or sent.dialog is None, read(sent)
        await self.play.settle()

    def card(self, verb: str, words: str) -> Message:
        return next(one for one in reversed(self.play.posts()) if offers(one, verb) and words in read(one))
