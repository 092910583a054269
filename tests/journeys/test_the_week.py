"""One week with Kernteam, from the installation to next week's form, as far as the rounds go."""

from tests.journeys.play import Play, berlin, inputs_of, offers, read

THURSDAY, FRIDAY, SUNDAY, NEXT_MONDAY = "2026-11-19", "2026-11-20", "2026-11-22", "2026-11-23"


async def test_both_events_of_an_installation_make_one_welcome_card(play: Play) -> None:
    await play.admin.install(play.team)
    await play.settle()
    [card] = play.posts()
    assert "Guten Tag, hier ist Kernteam" in read(card)
    assert "Anna Berger" in read(card)
    assert "Runde: Donnerstag, 10:00 Uhr bis Montag, 08:00 Uhr" in read(card)
    assert offers(card, "So übernehmen")


async def test_only_those_who_coordinate_set_up_and_others_are_told_so_kindly(play: Play) -> None:
    await play.admin.install(play.team)
    await play.settle()
    [card] = play.posts()
    refused = await play.press("bert", card, "people.set_up")
    assert refused.toast == "Das übernimmt die Koordination: Anna Berger."
    guest = await play.press("layla", card, "people.set_up")
    assert guest.toast == "The coordinators do this: Anna Berger."
    assert offers(card, "So übernehmen")
    done = await play.press("anna", card, "people.set_up")
    assert done.toast
    assert "Kernteam ist eingerichtet" in read(card)
    assert "Runde KW 48 öffnet" in read(card)
    assert play.posts() == [card]
    again = await play.press("anna", card, "people.settings")
    assert again.dialog


async def test_the_whole_week(working: Play) -> None:
    play = working
    await play.to(berlin(THURSDAY, "09:59"))
    assert len(play.posts()) == 1
    await play.to(berlin(THURSDAY, "10:00"))
    card = play.card()
    assert "Runde KW 48" in read(card)
    assert "Offen bis Montag, 23. November, 08:00 Uhr" in read(card)

    saved = await play.answers("bert", "Zwei Betriebe gewonnen.", "Einladung schreiben.", "Ansprechperson fehlt.")
    assert saved.toast == "Gespeichert. Ändern geht bis Montag, 23. November, 08:00 Uhr."
    await play.answers("ceyda", "Training mit *B2-Klasse* gehalten.", "Bögen auswerten.")
    assert "2 Antworten" in read(card)
    assert "Betriebe" not in read(card)

    form = await play.opens_form("bert")
    assert inputs_of(form.card)["answer_next"] == "Einladung schreiben."
    await play.who("bert").submits(form, {"answer_next": "Einladung verschicken."})
    await play.settle()
    assert "2 Antworten" in read(card)

    await play.asks("farid", "abwesend bis Freitag")
    await play.to(berlin(FRIDAY, "08:29"))
    assert all(not play.chat(one.key) for one in play.team.members if one.key != "farid")
    await play.to(berlin(FRIDAY, "08:30"))
    reminded = ("Runde KW 48", "Round of week 48")
    told = {one.key for one in play.team.members if any(it in read(m) for m in play.chat(one.key) for it in reminded)}
    assert told == {"anna", "dmytro", "eva", "greta", "layla", "mike"}

    [message] = play.chat("greta")
    inline = await play.press("greta", message, "standups.form")
    assert "Was sind die nächsten Schritte?" in read(inline)
    back = await play.press("greta", message, "standups.save", {"answer_review": "Raum reserviert."})
    assert "Für heute ist alles erledigt." in read(back)
    assert "3 Antworten" in read(card)
    assert len(play.chat("greta")) == 1

    late = await play.opens_form("eva")
    await play.to(berlin(SUNDAY, "20:00"))
    assert len(play.posts()) == 2
    await play.to(berlin(NEXT_MONDAY, "08:00"))
    assert "Geschlossen · 3 Antworten" in read(card)
    [report] = [one for one in play.posts() if one.root_id == card.id]
    lines = read(report).splitlines()
    assert lines.index("Hier hakt es") < lines.index("Bert Hoffmann") < lines.index("Ceyda Yılmaz (Gast)")
    assert "Ansprechperson fehlt." in read(report)
    assert "Training mit *B2-Klasse* gehalten." in read(report)
    assert "Farid" not in read(report)
    assert "Dmytro" not in read(report)

    kept = await play.who("eva").submits(late, {"answer_review": "Drei Verfahren abgeschlossen."})
    assert kept.dialog
    assert "Drei Verfahren abgeschlossen." in read(kept)
    assert "steht nicht im Bericht" in read(kept)
    assert "3 Antworten" in read(card)

    await play.to(berlin("2026-11-26", "10:00"))
    assert play.card() is not card
    form = await play.opens_form("bert")
    assert "Runde KW 49" in read(form)
    assert "Einladung verschicken." in " ".join([*inputs_of(form.card).values(), read(form)])
    assert offers_same(form.card)
    assert not offers_same((await play.opens_form("eva")).card)


def offers_same(card: object) -> bool:
    return "Wie letzte Woche" in str(card)
