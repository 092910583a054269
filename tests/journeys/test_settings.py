"""Settings: a form for each room, refused as a whole or saved as a whole, and what the team sees of it."""

from typing import Any

import pytest

from tests.journeys.play import Play, berlin, inputs_of, offers, read


async def opened(play: Play, part: str = "Runde", key: str = "anna") -> Any:
    """The form of that part: from the card in the channel to the overview, and from there on in the same dialog."""
    shown = await play.press(key, play.posts()[0], "people.settings")
    assert shown.dialog
    asked = await play.who(key).submits(shown.dialog, button=f"{part} ändern")
    assert asked.dialog, read(asked)
    return asked.dialog


async def test_wrong_values_are_refused_with_all_that_was_typed_and_then_saved(working: Play) -> None:
    play = working
    form = await opened(play)
    before = await play.dump()
    typed = {"round_opens_time": "06:00", "round_question_extra": "Wen hat *niemand* gefragt?"}
    refused = await play.who("anna").submits(form, typed)
    assert refused.dialog
    assert "Von 18:00 bis 08:00 Uhr bleibt es still." in read(refused)
    shown = inputs_of(refused.dialog.card)
    assert {name: shown[name] for name in typed} == typed
    assert await play.dump() == before
    saved = await play.who("anna").submits(refused.dialog, {"round_opens_time": "11:00"})
    assert saved.toast == "Gespeichert. Die Karte im Kanal zeigt, was jetzt gilt."
    await play.who("anna").submits(await opened(play, "Team"), {"day_message_time": "09:00"})
    await play.settle()
    card = read(play.posts()[0])
    assert "11:00" in card
    assert "09:00" in card
    assert "Geändert am 16. November 2026" in card
    await play.to(berlin("2026-11-19", "11:00"))
    assert "Wen hat *niemand* gefragt?" in read(await play.opens_form("bert"))
    await play.to(berlin("2026-11-20", "09:00"))
    assert play.chat("bert")


async def test_members_see_the_settings_and_change_nothing(working: Play) -> None:
    play = working
    shown = await play.press("bert", play.posts()[0], "people.settings")
    assert shown.dialog
    assert "Ändern kann sie die Koordination: Anna Berger" in read(shown)
    assert not inputs_of(shown.dialog.card)
    assert not offers_change(shown.dialog.card)


def offers_change(card: Any) -> bool:
    return "people.settings_section" in str(card)


async def test_the_forms_work_in_private_as_well(working: Play) -> None:
    play = working
    overview = await play.asks("anna", "einstellungen")
    assert not inputs_of(overview.card)
    await play.who("anna").presses(overview, "Runde ändern")
    refused = await play.press("anna", overview, "people.save_settings", {"round_closes_time": "22:00"})
    assert "bleibt es still" in read(refused)
    saved = await play.press("anna", overview, "people.save_settings", {"round_closes_time": "09:00"})
    assert "Gespeichert" in read(saved)
    assert "Montag, 09:00 Uhr" in read(saved), "the form gives way to the overview"
    assert "09:00" in read(play.posts()[0])
    assert offers(overview, "Team ändern")


async def test_of_two_who_change_the_same_part_the_second_is_told(working: Play) -> None:
    play = working
    await play.who("anna").submits(await opened(play, "Team"), {"team_coordinators": ["Anna Berger", "Greta Schulze"]})
    hers = await opened(play, key="greta")
    await play.who("anna").submits(await opened(play), {"round_closes_time": "09:00"})
    refused = await play.who("greta").submits(hers, {"round_opens_time": "11:00"})
    assert "hat inzwischen jemand geändert" in read(refused)
    assert refused.dialog
    assert inputs_of(refused.dialog.card)["round_opens_time"] == "11:00"
    await play.settle()
    assert "Montag, 09:00 Uhr" in read(play.posts()[0])


async def test_adjusting_instead_of_accepting_sets_the_team_up(play: Play) -> None:
    await play.admin.install(play.team)
    await play.settle()
    form = await opened(play)
    done = await play.who("anna").submits(form, {"round_opens_weekday": "Mittwoch"})
    assert done.ok, read(done)
    await play.settle()
    assert "Kernteam ist eingerichtet" in read(play.posts()[0])
    await play.to(berlin("2026-11-18", "10:00"))
    assert len(play.posts()) == 2


async def test_the_team_speaks_english_from_the_moment_it_is_chosen(working: Play) -> None:
    play = working
    await play.who("anna").submits(await opened(play, "Team"), {"team_language": "Englisch"})
    await play.to(berlin("2026-11-19", "10:00"))
    assert "Kernteam is set up" in read(play.posts()[0])
    assert "Open until" in read(play.card())
    assert "Was sind die nächsten Schritte?" in read(await play.opens_form("bert"))


async def test_who_is_handed_the_coordination_can_change_the_settings(working: Play) -> None:
    play = working
    await play.who("anna").submits(await opened(play, "Team"), {"team_coordinators": ["Greta Schulze"]})
    await play.settle()
    assert "Koordination: Greta Schulze" in read(play.posts()[0])
    shown = await play.press("anna", play.posts()[0], "people.settings")
    assert not inputs_of(shown.dialog.card if shown.dialog else None)
    assert not offers_change(shown.dialog.card if shown.dialog else None)
    assert inputs_of((await opened(play, key="greta")).card)


@pytest.mark.parametrize(("typed", "expected"), [
    ("runde jetzt", "Die Runde KW 48 ist offen bis"),
    ("runde pause", "Die Runden pausieren."),
    ("runde aussetzen KW 49", "Die Runde KW 49/2026 fällt aus."),
])  # fmt: skip
async def test_coordinators_steer_the_rounds_by_a_word_and_members_cannot(
    working: Play, typed: str, expected: str
) -> None:
    play = working
    before = await play.dump()
    refused = read(await play.asks("bert", typed, play.channel))
    assert "Das können nur Personen, die dieses Kernteam koordinieren." in refused
    after = await play.dump()
    assert {name for name in before if before[name] != after[name]} <= {"kit_conversation", "people_person"}
    await play.who("anna").says(play.channel, typed)
    said = [read(it) for it in [*play.posts(), *play.whispers("anna")]]
    assert any(expected in it for it in said)


async def test_a_pause_lets_the_open_round_end_and_opens_no_other(open_round: Play) -> None:
    play = open_round
    await play.answers("bert", "Etwas.")
    await play.who("anna").says(play.channel, "runde pause")
    await play.to(berlin("2026-12-04", "12:00"))
    assert "Geschlossen · 1 Antwort" in read(play.card("standups.open_report"))
    assert "KW 49" not in "".join(read(it) for it in play.posts()[1:])
    await play.who("anna").says(play.channel, "runde weiter")
    await play.to(berlin("2026-12-10", "10:00"))
    assert "Runde KW 51" in read(play.card("standups.form"))


async def test_the_preview_says_what_comes_and_it_comes(working: Play) -> None:
    play = working
    preview = read(await play.asks("anna", "vorschau 2 Wochen"))
    for words in ("10:00 Uhr: Runde KW 48 öffnet (Allgemein)", "08:00 Uhr: Runde KW 48 schließt, Bericht (Allgemein)"):
        assert words in preview
