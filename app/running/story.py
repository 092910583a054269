"""What the demo's invented team has been up to: two weeks with a meeting, played through the doors Teams uses."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.kit.calendar import moment_of
from app.local.messages import Message
from app.local.seed import MAIN_TEAM
from app.running.stage import Stage

BERLIN = ZoneInfo("Europe/Berlin")

LAST_WEEK = {
    "bert": (
        "Zwei Betriebe für das Netzwerktreffen gewonnen.",
        "Einladung an die Berufsschule schreiben.",
        "Für die Hospitation fehlt noch ein Ansprechpartner im Werk.",
    ),
    "ceyda": ("Bewerbungstraining mit der B2-Klasse gehalten.", "Rückmeldebögen auswerten.", ""),
    "eva": ("Drei beschleunigte Verfahren abgeschlossen.", "Merkblatt „Wohnsitzauflage“ kürzen.", "nein"),
}
THIS_WEEK = {
    "greta": ("Raum im Kolpinghaus reserviert.", "Catering anfragen.", ""),
    "mike": ("Talked to two employers about German at the workplace.", "Draft the invitation.", "Who can interpret?"),
}


async def play_history(stage: Stage, friday: date, say: Callable[[str], None] = lambda _line: None) -> None:
    """Install, set up, and let two weeks happen: a round, the meeting after it, and this week's round is open."""

    def at(days: int, hour: int, minute: int = 0) -> datetime:
        return moment_of(friday + timedelta(days=days), time(hour, minute), BERLIN)

    world = stage.teams.world
    await stage.to(at(-9, 10))
    await stage.teams.administration.install(world.team(MAIN_TEAM), by=world.person("anna"))
    await stage.settle()
    await _presses(stage, "anna", "So übernehmen")
    await stage.to(at(-8, 10, 30))
    say("Last week's round …")
    await answer(stage, LAST_WEEK)
    await _types(stage, "greta", "agenda Raumplan für Januar (10 min)")
    await _types(stage, "bert", "agenda Wer dolmetscht beim Netzwerktreffen? (15 min)")
    await stage.to(at(-4, 9, 2))
    say("Monday's meeting …")
    await _meeting(stage, friday)
    await stage.to(at(-1, 11))
    say("This week's round …")
    await answer(stage, THIS_WEEK)
    await _types(stage, "ceyda", "beschluss Einwandrunde: Das Netzwerktreffen beginnt künftig um 17 Uhr")
    await _types(stage, "mike", "agenda Erste Zahlen zum Sprachcafé (5 min)")
    await stage.to(at(0, 9, 15))


async def _meeting(stage: Stage, friday: date) -> None:
    """Two items, an action each for this week, a decision, and the minutes."""
    thursday = friday - timedelta(days=1)
    await _presses(stage, "anna", "Treffen beginnen")
    await _types(stage, "anna", f"aufgabe Saal im Kolpinghaus buchen bis {friday:%d.%m.}", "bert")
    await _types(stage, "anna", "beschluss Wir mieten den Saal im Kolpinghaus. Begründung: Er ist barrierefrei.")
    await _presses(stage, "anna", "Besprochen")
    await _types(stage, "eva", f"aufgabe Merkblatt „Wohnsitzauflage“ kürzen bis {thursday:%d.%m.}")
    await _types(stage, "greta", "aufgabe Catering für 40 Personen anfragen in 2 Wochen wichtig")
    await _presses(stage, "anna", "Vertagen")
    opened = await _presses(stage, "anna", "Treffen schließen")
    assert opened.dialog is not None, opened
    await stage.teams.person("anna").submits(opened.dialog, {})
    await stage.settle()


async def answer(stage: Stage, answers: Mapping[str, tuple[str, str, str]]) -> None:
    for key, (review, next_steps, blocker) in answers.items():
        person = stage.teams.person(key)
        opened = await person.presses(newest_card(stage, "Antworten"), "Antworten")
        assert opened.dialog is not None, opened
        texts = {"answer_review": review, "answer_next": next_steps, "answer_blocker": blocker}
        await person.submits(opened.dialog, texts)
        await stage.settle()


async def _types(stage: Stage, key: str, words: str, *mentioned: str) -> None:
    """In the team's channel, so that all see what comes of it."""
    channel = stage.teams.world.team(MAIN_TEAM).general
    people = [stage.teams.world.person(one) for one in mentioned]
    outcome = await stage.teams.person(key).says(channel, words, mentions=people)
    assert outcome.ok, outcome
    await stage.settle()


async def _presses(stage: Stage, key: str, button: str) -> Any:
    outcome = await stage.teams.person(key).presses(newest_card(stage, button), button)
    assert outcome.ok, outcome
    await stage.settle()
    return outcome


def newest_card(stage: Stage, button: str) -> Message:
    """The newest message in the team's channels whose card offers this button."""
    found = [
        message
        for channel in stage.teams.world.team(MAIN_TEAM).channels
        for message in channel.messages
        if f'"{button}"' in str(message.attachments).replace("'", '"')
    ]
    return found[-1]
