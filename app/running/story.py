"""What the demo's invented team has been up to: two weeks with a meeting, played through the doors Teams uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.kit.calendar import moment_of
from app.local.cards import buttons, drawn
from app.local.outcomes import Outcome
from app.local.seed import MAIN_TEAM
from app.running.stage import Stage

BERLIN = ZoneInfo("Europe/Berlin")

Answers = Mapping[str, tuple[str, str, str]]
"""By person: what happened, the next steps, where it is stuck."""


@dataclass(frozen=True)
class Script:
    """What the team says, in the language of who installs the app."""

    locale: str
    last_week: Answers
    this_week: Answers
    items: tuple[str, str]
    meeting: tuple[str, str, str, str]
    """A task for Bert, a decision, a task that will be late by the end of the week, and one for later."""
    proposal: str
    later_item: str


GERMAN = Script(
    "de-DE",
    {
        "bert": (
            "Zwei Betriebe für das Netzwerktreffen gewonnen.",
            "Einladung an die Berufsschule schreiben.",
            "Für die Hospitation fehlt noch ein Ansprechpartner im Werk.",
        ),
        "ceyda": ("Bewerbungstraining mit der B2-Klasse gehalten.", "Rückmeldebögen auswerten.", ""),
        "eva": ("Drei beschleunigte Verfahren abgeschlossen.", "Merkblatt „Wohnsitzauflage“ kürzen.", "nein"),
    },
    {
        "greta": ("Raum im Kolpinghaus reserviert.", "Catering anfragen.", ""),
        "mike": (
            "Talked to two employers about German at the workplace.",
            "Draft the invitation.",
            "Who can interpret?",
        ),
    },
    ("agenda Raumplan für Januar (10 min)", "agenda Wer dolmetscht beim Netzwerktreffen? (15 min)"),
    (
        "aufgabe Saal im Kolpinghaus buchen bis {friday:%d.%m.}",
        "beschluss Wir mieten den Saal im Kolpinghaus. Begründung: Er ist barrierefrei.",
        "aufgabe Merkblatt „Wohnsitzauflage“ kürzen bis {thursday:%d.%m.}",
        "aufgabe Catering für 40 Personen anfragen in 2 Wochen wichtig",
    ),
    "beschluss Einwandrunde: Das Netzwerktreffen beginnt künftig um 17 Uhr",
    "agenda Erste Zahlen zum Sprachcafé (5 min)",
)
ENGLISH = Script(
    "en-GB",
    {
        "bert": (
            "Won two employers for the network meeting.",
            "Write the invitation to the vocational school.",
            "We still lack a contact at the plant for the work shadowing.",
        ),
        "ceyda": ("Held the application training with the B2 class.", "Evaluate the feedback forms.", ""),
        "eva": ("Finished three fast-track procedures.", "Shorten the leaflet on residence rules.", "no"),
    },
    {
        "greta": ("Reserved the room in the community centre.", "Ask for catering.", ""),
        "mike": (
            "Talked to two employers about German at the workplace.",
            "Draft the invitation.",
            "Who can interpret?",
        ),
    },
    ("agenda Room plan for January (10 min)", "agenda Who interprets at the network meeting? (15 min)"),
    (
        "task book the hall in the community centre by {friday:%d.%m.}",
        "decision We rent the hall in the community centre. Reason: it has no steps.",
        "task shorten the leaflet on residence rules by {thursday:%d.%m.}",
        "task ask for catering for 40 people in 2 weeks important",
    ),
    "decision consent: From now on the network meeting begins at 5 pm",
    "agenda First figures of the language café (5 min)",
)


async def play_history(
    stage: Stage, friday: date, say: Callable[[str], None] = lambda _line: None, script: Script = GERMAN
) -> None:
    """Install, set up, and let two weeks happen: a round, the meeting after it, and this week's round is open."""

    def at(days: int, hour: int, minute: int = 0) -> datetime:
        return moment_of(friday + timedelta(days=days), time(hour, minute), BERLIN)

    world = stage.teams.world
    if script is not GERMAN:
        for person in world.people:
            person.locale = script.locale
    await stage.to(at(-9, 10))
    await stage.teams.administration.install(world.team(MAIN_TEAM), by=world.person("anna"))
    await stage.settle()
    await presses(stage, "anna", "people.set_up")
    await stage.to(at(-8, 10, 30))
    say("Last week's round …")
    await _answer(stage, script.last_week)
    for key, words in zip(("greta", "bert"), script.items, strict=True):
        await _types(stage, key, words)
    await stage.to(at(-4, 9, 2))
    say("Monday's meeting …")
    await _meeting(stage, friday, script)
    await stage.to(at(-1, 11))
    say("This week's round …")
    await _answer(stage, script.this_week)
    await _types(stage, "ceyda", script.proposal)
    await _types(stage, "mike", script.later_item)
    await stage.to(at(0, 9, 15))


async def _meeting(stage: Stage, friday: date, script: Script) -> None:
    """Two items, tasks for this week, a decision, and the minutes."""
    days = {"friday": friday, "thursday": friday - timedelta(days=1)}
    booking, decision, leaflet, catering = (words.format(**days) for words in script.meeting)
    await presses(stage, "anna", "agenda.begin")
    await _types(stage, "anna", booking, "bert")
    await _types(stage, "anna", decision)
    await presses(stage, "anna", "agenda.finish")
    await _types(stage, "eva", leaflet)
    await _types(stage, "greta", catering)
    await presses(stage, "anna", "agenda.defer")
    await _submits(stage, "anna", await presses(stage, "anna", "agenda.close"), {})


async def _answer(stage: Stage, answers: Answers) -> None:
    for key, texts in answers.items():
        opened = await presses(stage, key, "standups.form")
        fields = dict(zip(("answer_review", "answer_next", "answer_blocker"), texts, strict=True))
        await _submits(stage, key, opened, fields)


async def _submits(stage: Stage, key: str, opened: Outcome, fields: Mapping[str, str]) -> None:
    assert opened.dialog is not None, opened
    await stage.teams.person(key).submits(opened.dialog, fields)
    await stage.settle()


async def _types(stage: Stage, key: str, words: str, *mentioned: str) -> None:
    """In the team's channel, so that all see what comes of it."""
    channel = stage.teams.world.team(MAIN_TEAM).general
    people = [stage.teams.world.person(one) for one in mentioned]
    outcome = await stage.teams.person(key).says(channel, words, mentions=people)
    assert outcome.ok, outcome
    await stage.settle()


async def presses(stage: Stage, key: str, verb: str) -> Outcome:
    """The button of this verb on the newest card of the team's channels that has one, in any language."""
    offered = [
        (message, button.title)
        for channel in stage.teams.world.team(MAIN_TEAM).channels
        for message in channel.messages
        for attachment in message.attachments
        for button in buttons(drawn(attachment["content"]))
        if verb == (button.action.get("data") or {}).get("verb")
    ]
    message, title = offered[-1]
    outcome = await stage.teams.person(key).presses(message, title)
    assert outcome.ok, outcome
    await stage.settle()
    return outcome
