"""Every button of every card is pressed once with the mouse, in the page, by somebody who may."""

from playwright.async_api import Page

from app.capabilities import HOUSE
from app.running.stage import Stage
from tests.e2e.every_button import Presser
from tests.journeys.play import Play, berlin

INSIDE = {"decisions.add_from"}
"""Asked for by the agenda's own *Als Beschluss* (`agenda.make`), and by no button of its own."""
VERBS = {verb.name for verb in HOUSE.verbs} - INSIDE
ENDING = frozenset(
    {
        "agenda.begin", "agenda.close", "agenda.drop", "agenda.park", "decisions.close", "decisions.revoke",
        "people.erase", "people.redact", "tasks.set_aside", "tasks.decline",
    }
)  # fmt: skip
"""What ends a thing is pressed last: its other buttons go with it."""

LONG = "Wir haben mit den Betrieben gesprochen, und es geht weiter. " * 25


async def test_every_button_is_pressed_once_and_none_fails(page: Page, stage: Stage) -> None:
    play = Play(stage)
    opened_by = {one.name: one.verb for room in HOUSE.rooms if (one := room.from_message)}
    presser = Presser(page, stage, opened_by=opened_by, typed={"Was": "Viel geschafft"})
    await presser.begins()
    await the_team_is_set_up(play, presser)
    await the_first_round(play, presser)
    await before_the_meeting(play, presser)
    await the_meeting(play, presser)
    await decisions_are_taken(play, presser)
    await in_private(play, presser)
    await the_days_after(play, presser)
    await presser_leaves(presser)
    assert presser.wrong == []
    assert presser.pressed - INSIDE == VERBS


async def the_team_is_set_up(play: Play, presser: Presser) -> None:
    await play.admin.install(play.team, by=play.who("anna").person)
    await play.admin.install(play.other, by=play.who("jonas").person)
    await play.settle()
    await presser.looks("anna")
    await presser.presses("people.set_up")
    await presser.presses_all()
    presser.later = ENDING


async def the_first_round(play: Play, presser: Presser) -> None:
    await play.to(berlin("2026-11-19", "10:00"))
    for key in ("ceyda", "eva", "farid", "greta"):
        await play.answers(key, LONG, LONG, "Raum fehlt.")
    await presser.looks("bert")
    await presser.presses_all()
    for words in (
        "beschluss Wir treffen uns im Kolpinghaus, Wiedervorlage 23.11.",
        "aufgabe Saal buchen bis Montag",
        "aufgabe Saal schmücken bis Dienstag",
        *(f"aufgabe Saal {number} ansehen bis Montag" for number in range(8)),
        *(f"agenda Was kostet der {name}?" for name in ("Saal", "Kaffee", "Kuchen", "Bus", "Druck", "Strom")),
    ):
        await play.asks("anna", words)


async def before_the_meeting(play: Play, presser: Presser) -> None:
    await play.to(berlin("2026-11-23", "08:00"))
    await presser.looks("anna")
    await presser.presses_all()
    await presser.types("@Kernteam punkte", then="agenda.item")
    await play.to(berlin("2026-11-23", "08:30"))
    await presser.looks("anna", "bot")
    await presser.presses_all()


async def the_meeting(play: Play, presser: Presser) -> None:
    await play.to(berlin("2026-11-23", "09:00"))
    await presser.looks("anna")
    await presser.presses("agenda.begin")
    await presser.presses_all()
    await presser.types("@Kernteam punkte", then="agenda.item")
    for verb in ("agenda.park", "agenda.drop", "agenda.close", "agenda.open_minutes"):
        await presser.presses(verb)
    await presser.presses_all()


async def decisions_are_taken(play: Play, presser: Presser) -> None:
    await presser.types("@Kernteam beschluss Einwandrunde: Wir treffen uns dienstags")
    await presser.presses("decisions.speak", "decisions.save_voice")
    await presser.presses("decisions.close")
    await presser.presses_all()
    await presser.types("@Kernteam aufgabe Catering anfragen @Bert Hoffmann bis Freitag")
    await presser.looks("bert")
    await presser.presses_all()
    await presser.looks("anna")
    await presser.presses("tasks.more")
    await play.who("bert").says(play.channel, "Der Saal kostet 200 Euro.")
    await presser.looks("anna")
    for command in ("Aufgabe aus Nachricht", "Als Beschluss festhalten", "Auf die Agenda"):
        await presser.uses_on("Der Saal kostet", command)


async def in_private(play: Play, presser: Presser) -> None:
    await presser.looks("anna", "bot")
    await presser.types(
        "aufgaben", "aufgaben team", "agenda", "punkte", "geparkt", "treffen", "protokoll", "beschlüsse", "runde",
        "runde letzte", "runde pause", "runde", "runde weiter", "runde aussetzen KW 50", "runde stattfinden KW 50",
        "runde verlassen", "wissen Saal", "abwesend 12.–20.12.", "abwesend", "abwesend bis Freitag", "daten",
        "einstellungen", "hilfe", "treffen aussetzen 7.12.", "treffen",
    )  # fmt: skip
    await presser.types("aufgabe Saal fegen bis nächsten Freitag", then="tasks.set_due tasks.more")
    await presser.types("aufgaben", then="tasks.more tasks.offer tasks.save_offer")
    await presser.types("aufgaben", then="tasks.more tasks.decline")
    await presser.types("punkte", then="agenda.item agenda.skip_item agenda.unskip_item")
    await presser.types("beschlüsse", then="decisions.show decisions.list")
    await presser.types("beschluss 2026-1", then="decisions.show")
    await presser.looks("bert", "bot")
    await presser.types("team", "daten")


async def the_days_after(play: Play, presser: Presser) -> None:
    await play.to(berlin("2026-11-24", "08:30"))
    await presser.looks("anna", "bot")
    await presser.presses_all()
    await play.to(berlin("2026-11-26", "10:00"))
    await presser.looks("greta", "bot")
    await presser.types("runde")


async def presser_leaves(presser: Presser) -> None:
    presser.later = frozenset()
    await presser.looks("anna", "bot")
    await presser.types("aufgaben team", then="tasks.more")
    await presser.types("schwärzen Kolpinghaus", "beschluss 2026-1")
    await presser.types("daten", then="people.erase_ask people.erase")
