"""Every button of every card is pressed once with the mouse, in the page, by somebody who may."""

from playwright.async_api import Page

from app.capabilities import HOUSE
from app.running.stage import Stage
from tests.e2e.every_button import Presser
from tests.journeys.play import Play, berlin

ELSEWHERE: dict[str, str] = {}
"""Verbs no card in Teams offers as a button, each with its reason."""

AT_THE_END = ("people.erase", "agenda.skip")


async def test_every_button_is_pressed_once_and_none_fails(page: Page, stage: Stage) -> None:
    play = Play(stage)
    presser = Presser(page, stage, later=AT_THE_END)
    await presser.begins()
    await play.admin.install(play.team, by=play.who("anna").person)
    await play.settle()
    await presser.looks("anna")
    await presser.presses_all()

    print(sorted(verb.name for verb in HOUSE.verbs if verb.name not in presser.pressed))
    print(*presser.wrong, sep="\n")
    await play.admin.install(play.other, by=play.who("jonas").person)
    await play.to(berlin("2026-11-19", "10:00"))
    await play.answers("bert", "Viel geschafft.", "Weiter.", "Raum fehlt.")
    await presser.looks("bert")
    await presser.presses_all()
    await play.to(berlin("2026-11-20", "08:30"))
    await presser.looks("greta", "bot")
    await presser.presses_all()

    await play.to(berlin("2026-11-23", "08:00"))
    await presser.looks("anna")
    await presser.presses_all()
    print("A", sorted(verb.name for verb in HOUSE.verbs if verb.name not in presser.pressed))
    print(*presser.wrong, sep="\n")

    await presser.looks("anna")
    await presser.types(
        "@Kernteam beschluss Wir treffen uns im Kolpinghaus",
        "@Kernteam beschluss Einwandrunde: Wir treffen uns dienstags",
        "@Kernteam aufgabe Catering anfragen bis Freitag",
        "@Kernteam agenda Wer begrüßt die Gäste? (10 min)",
        "@Kernteam treffen", "@Kernteam agenda", "@Kernteam punkte", "@Kernteam protokoll", "@Kernteam beschlüsse",
    )  # fmt: skip
    print("B", sorted(verb.name for verb in HOUSE.verbs if verb.name not in presser.pressed))
    print(*presser.wrong, sep="\n")
    await presser.looks("anna", "bot")
    for _ in range(2):
        await presser.types(
            "aufgabe Saal buchen bis Freitag", "aufgaben", "aufgaben team", "agenda Was kostet der Saal?", "agenda",
            "punkte", "geparkt", "treffen", "protokoll", "beschlüsse", "beschluss 2026-1", "runde", "runde letzte",
            "runde pause", "runde weiter", "runde aussetzen KW 50", "runde stattfinden KW 50", "runde verlassen",
            "wissen Saal", "abwesend 12.–20.12.", "abwesend", "daten", "schwärzen Kolpinghaus", "einstellungen",
            "hilfe", "treffen aussetzen 7.12.", "treffen", "abwesend bis Freitag",
        )  # fmt: skip
    await presser.looks("bert", "bot")
    await presser.types("team", "aufgaben", "daten")
    await presser.looks("anna")
    await play.who("bert").says(play.channel, "Der Saal kostet 200 Euro.")
    await presser.looks("anna")
    for command in ("Aufgabe aus Nachricht", "Als Beschluss festhalten", "Auf die Agenda"):
        await presser.uses_on("Der Saal kostet", command)

    print("C", sorted(verb.name for verb in HOUSE.verbs if verb.name not in presser.pressed))
    print(*presser.wrong, sep="\n")
    presser.later = ()
    await presser.looks("greta", "bot")
    await presser.types("daten", "treffen")
    missing = {verb.name for verb in HOUSE.verbs} - presser.pressed - ELSEWHERE.keys()
    assert (sorted(missing), presser.wrong) == ([], [])
