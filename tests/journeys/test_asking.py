"""What people type, where, and who sees the answer."""

import pytest

from tests.journeys.play import Play, offers, read


async def test_a_slash_command_is_answered_to_the_asker_alone(open_round: Play) -> None:
    play = open_round
    before = len(play.posts())
    outcome = await play.who("bert").slash(play.channel, "/runde")
    assert outcome.ok
    [answer] = play.whispers("bert")
    assert "Ihre Antwort steht noch aus." in read(answer)
    assert len(play.posts()) == before
    assert not play.whispers("anna")
    opened = await play.press("bert", answer, "standups.form")
    assert opened.dialog


async def test_a_mention_in_a_channel_is_answered_to_the_asker_alone(open_round: Play) -> None:
    before = len(open_round.posts())
    answer = await open_round.asks("ceyda", "runde", open_round.channel)
    assert "Runde KW 48" in read(answer)
    assert len(open_round.posts()) == before


async def test_a_mention_in_a_thread_is_answered_in_the_thread_for_the_asker(open_round: Play) -> None:
    card = open_round.card()
    await open_round.who("eva").says(open_round.channel, "hilfe", thread=card)
    [answer] = open_round.whispers("eva")
    assert answer.root_id == card.id


async def test_where_nobody_can_be_whispered_to_the_answer_comes_in_private(open_round: Play) -> None:
    play = open_round
    play.teams.faults.add("POST /emea/*/activities*", status=400, code="Bad argument", times=1)
    outcome = await play.who("greta").slash(play.channel, "/runde")
    assert outcome.ok
    assert not play.whispers("greta")
    assert "Ihre Antwort steht noch aus." in read(play.chat("greta")[-1])


async def test_what_changes_for_all_is_answered_for_all(open_round: Play) -> None:
    play = open_round
    await play.who("anna").says(play.channel, "runde pause")
    assert "Die Runden pausieren." in read(play.posts()[-1])
    assert not play.whispers("anna")


@pytest.mark.parametrize(("key", "typed", "expected"), [
    ("anna", "hilfe", ["Hilfe", "abwesend 12.–20.8.", "Zum Beispiel"]),
    ("mike", "help", ["Help", "away until Friday", "For example"]),
])  # fmt: skip
async def test_help_answers_everybody_in_their_language(
    working: Play, key: str, typed: str, expected: list[str]
) -> None:
    for place in (working.channel, None):
        answer = read(await working.asks(key, typed, place))
        assert [words for words in expected if words not in answer] == []


@pytest.mark.parametrize(("key", "typed", "expected"), [
    ("anna", "rnde", "Meinten Sie „runde“?"),
    ("anna", "abwesent 12.–20.8.", "Meinten Sie „abwesend 12.–20.8.“?"),
    ("mike", "setings", "Did you mean “settings”?"),
    ("mike", "qwertz", "“help” shows what it can do."),
])  # fmt: skip
async def test_a_mistyped_command_gets_a_kind_guess(working: Play, key: str, typed: str, expected: str) -> None:
    answer = await working.asks(key, typed)
    assert expected in read(answer)
    assert typed in read(answer)
    assert (await working.press(key, answer, "people.help")).ok


async def test_typed_nonsense_of_days_names_what_was_not_read_and_shows_an_example(working: Play) -> None:
    answer = read(await working.asks("anna", "abwesend bald mal"))
    assert "„bald mal“" in answer
    assert "abwesend 12.–20.8." in answer


async def test_an_english_member_reads_english_in_private_and_the_channel_stays_german(open_round: Play) -> None:
    play = open_round
    assert "Offen bis Montag" in read(play.card())
    form = await play.opens_form("mike")
    assert "Where are you stuck?" in read(form) or "What are the next steps?" in read(form)
    saved = await play.who("mike").submits(form, {"answer_review": "Talked to employers."})
    assert saved.toast
    assert saved.toast.startswith("Saved.")
    answer = await play.asks("mike", "runde")
    assert "Your answer is saved." in read(answer)
    await play.settle()
    assert "1 Antwort" in read(play.card())


@pytest.mark.parametrize("typed", ["runde", "einstellungen", "abwesend morgen", "vorschau", "team", "runde pause"])
async def test_a_stranger_is_refused_kindly_and_leaves_no_trace(working: Play, typed: str) -> None:
    play = working
    await play.who("nora").installs()
    await play.settle()
    before = await play.dump()
    answer = read(await play.asks("nora", typed))
    assert "Sie gehören hier noch zu keinem Kernteam." in answer
    assert await play.dump() == before


async def test_group_chats_and_private_channels_are_refused_kindly(working: Play) -> None:
    play = working
    group = play.teams.world.group_chat("Vorbereitung Messe")
    await play.admin.install_in_chat(group)
    await play.settle()
    assert not play.posts(group)
    before = await play.dump()
    await play.who("bert").says(group, "runde")
    assert "In Gruppenchats kann Kernteam nicht mitarbeiten" in read(play.posts(group)[-1])
    private = play.team.channel("Koordination")
    await play.who("anna").says(private, "runde jetzt")
    assert "In privaten und geteilten Kanälen" in read(play.posts(private)[-1])
    assert await play.dump() == before


async def test_a_person_in_two_teams_sees_which_one_is_meant_and_switches(working: Play) -> None:
    play = working
    await play.begins(play.other, by="jonas")
    choice = await play.asks("bert", "team")
    assert "Kernteam Integration (jetzt gemeint)" in read(choice)
    switched = await play.press("bert", choice, "people.switch_team")
    assert "Kernteam Ausbildung (jetzt gemeint)" in read(switched)
    shown = read(await play.asks("bert", "einstellungen"))
    assert "Team Kernteam Ausbildung" in shown
    assert "Jonas Weiß" in shown
    assert "Anna Berger" not in shown
    in_channel = read(await play.asks("bert", "einstellungen", play.channel))
    assert "Team Kernteam Integration" in in_channel


async def test_being_away_is_entered_changed_and_ended_in_one_card(open_round: Play) -> None:
    play = open_round
    entered = await play.asks("bert", "abwesend 23.–27.11.")
    assert "Notiert: abwesend von 23. November 2026 bis 27. November 2026." in read(entered)
    added = await play.press("bert", entered, "people.add_absence", {"first_day": "2026-11-19", "last_day": ""})
    assert "19. November 2026" in read(added)
    assert offers(entered, "people.back", play.who("bert"))
    back = await play.press("bert", entered, "people.back")
    assert "Schön, dass Sie wieder da sind." in read(back)
    refused = await play.press("bert", entered, "people.add_absence",
                               {"first_day": "2026-12-20", "last_day": "2026-12-10"})  # fmt: skip
    assert "liegt vor dem ersten" in read(refused)
    assert "2026-12-20" in read(refused)
    gone = await play.press("bert", entered, "people.cancel_absence")
    assert "Es ist keine Abwesenheit eingetragen." in read(gone)
