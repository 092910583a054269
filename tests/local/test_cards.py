"""Buttons, forms and dialogs as a person meets them."""

from typing import Any

import pytest

from app.local import cards
from app.local.cards import NoSuchButton, NoSuchInput
from app.local.writing import NotAllowedHere

CARD = "application/vnd.microsoft.card.adaptive"
EXECUTE = "adaptiveCard/action"
FORM: list[dict[str, Any]] = [
    {"type": "Input.Text", "id": "done", "isRequired": True, "errorMessage": "Bitte ein paar Worte."},
    {"type": "Input.Text", "id": "next", "value": "Saal buchen"},
    {"type": "Input.Number", "id": "minutes", "value": 10, "min": 1, "max": 60},
    {"type": "Input.Toggle", "id": "stuck", "title": "Hier hakt es", "valueOn": "ja", "valueOff": "nein"},
    {"type": "Input.ChoiceSet", "id": "topics", "isMultiSelect": True,
     "choices": [{"title": "Wohnen", "value": "w"}, {"title": "Deutsch", "value": "d"}]},
    {"type": "Input.ChoiceSet", "id": "who",
     "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users?scope=currentContext"}},
]  # fmt: skip
SAVE = {"type": "Action.Execute", "title": "Speichern", "id": "save", "verb": "standup.save", "data": {"round": 7}}


@pytest.fixture
async def form(bot, general, local, make_card):
    sent = await bot.sends(general.id, make_card(*FORM, actions=[SAVE]))
    bot.answers[EXECUTE] = {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Gespeichert",
    }
    return local.world.message(sent)


async def test_a_form_sends_strings_defaults_included_and_leaves_out_what_is_empty(bot, anna, form, world):
    bert = world.person("bert")
    typed = {"done": "viel", "topics": ["Wohnen", "d"], "stuck": True, "who": bert}
    outcome = await anna.presses(form, "Speichern", typed)
    activity = bot.told[-1]
    assert activity["replyToId"] == form.id
    assert activity["value"] == {
        "action": {
            "type": "Action.Execute", "id": "save", "verb": "standup.save", "title": "Speichern",
            "data": {"round": 7, "done": "viel", "next": "Saal buchen", "minutes": "10", "stuck": "ja", "topics": "w,d",
                     "who": bert.entra_id},
        },
        "trigger": "manual",
    }  # fmt: skip
    assert (outcome.ok, outcome.toast) == (True, "Gespeichert")
    assert form.notices["anna"].text == "Gespeichert"


async def test_a_form_that_is_not_complete_is_not_sent(bot, anna, form):
    outcome = await anna.presses(form, "Speichern", {"minutes": 99})
    assert outcome.refused == {"done": "Bitte ein paar Worte.", "minutes": "invalid"}
    assert not outcome.ok
    assert not [one for one in bot.told if one["type"] == "invoke"]


async def test_a_button_or_field_that_is_not_there_is_a_mistake_of_the_test(anna, form):
    with pytest.raises(NoSuchButton, match="Speichern"):
        await anna.presses(form, "Löschen")
    with pytest.raises(NoSuchInput, match="done"):
        await anna.presses(form, "Speichern", {"typo": "x"})


async def test_a_card_in_the_answer_is_seen_by_the_caller_alone_until_the_next_update(bot, anna, bert, form, general):
    mine = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Danke, Anna"}]}
    bot.answers[EXECUTE] = {"statusCode": 200, "type": CARD, "value": mine}
    outcome = await anna.presses(form, "Speichern", {"done": "x"})
    assert outcome.card == mine == form.card_for(anna.person)
    assert form.card_for(bert.person) == form.card
    for_all = {"type": "message", "attachments": [{"contentType": CARD, "content": {"type": "AdaptiveCard"}}]}
    await bot.call("PUT", f"conversations/{general.id}/activities/{form.id}", for_all)
    assert form.card_for(anna.person) == {"type": "AdaptiveCard"}


async def test_an_error_in_the_answer_is_shown_as_such(bot, anna, form):
    wrong = {
        "statusCode": 400,
        "type": "application/vnd.microsoft.error",
        "value": {"code": "X", "message": "Schon zu."},
    }
    bot.answers[EXECUTE] = wrong
    outcome = await anna.presses(form, "Speichern", {"done": "x"})
    assert (outcome.error, outcome.ok, form.notices["anna"].kind) == ("Schon zu.", False, "error")


async def test_a_bot_that_fails_leaves_a_kind_word_under_the_card(bot, anna, form):
    bot.fails_with = 500
    outcome = await anna.presses(form, "Speichern", {"done": "x"})
    assert (outcome.status, form.notices["anna"].kind) == (500, "unreachable")


async def test_an_answer_that_is_no_answer_is_an_error(bot, anna, form):
    bot.answers[EXECUTE] = {}
    assert not (await anna.presses(form, "Speichern", {"done": "x"})).ok


async def test_submit_comes_as_a_message_with_a_value(bot, anna, general, local, make_card):
    sent = await bot.sends(
        general.id, make_card(actions=[{"type": "Action.Submit", "title": "Ja", "data": {"poll": 3}}])
    )
    await anna.presses(local.world.message(sent), "Ja")
    activity = bot.told[-1]
    assert (activity["type"], activity["value"], activity["replyToId"]) == ("message", {"poll": 3}, sent)
    assert "text" not in activity


async def test_a_dialog_opens_goes_on_and_closes(bot, anna, general, local, make_card):
    button = {"type": "Action.Submit", "title": "Antworten", "data": {"msteams": {"type": "task/fetch"}, "round": 7}}
    sent = await bot.sends(general.id, make_card(actions=[button]))
    inner = {"type": "AdaptiveCard", "version": "1.5", "body": FORM[:2], "actions": [
        {"type": "Action.Submit", "title": "Senden", "data": {"step": 1}}]}  # fmt: skip
    task = {"task": {"type": "continue", "value": {"title": "Runde", "card": {"contentType": CARD, "content": inner}}}}
    bot.answers["task/fetch"] = bot.answers["task/submit"] = task
    opened = await anna.presses(local.world.message(sent), "Antworten")
    assert bot.told[-1]["value"]["data"]["round"] == 7
    assert opened.dialog.title == "Runde"
    assert (await anna.submits(opened.dialog)).refused == {"done": "Bitte ein paar Worte."}
    again = await anna.submits(opened.dialog, {"done": "viel"})
    assert bot.told[-1]["value"]["data"] == {"step": 1, "done": "viel", "next": "Saal buchen"}
    assert again.dialog is not None
    bot.answers["task/submit"] = {"task": {"type": "message", "value": "Gespeichert"}}
    last = await anna.submits(again.dialog, {"done": "mehr"})
    assert (last.closed, last.toast) == (True, "Gespeichert")
    bot.answers["task/submit"] = {}
    assert (await anna.submits(again.dialog, {"done": "mehr"})).closed


async def test_an_action_on_a_message_carries_the_message(bot, anna, bert, general):
    said = await bert.says(general, "Der Drucker klemmt", mention_bot=False)
    bot.answers["composeExtension/fetchTask"] = {"task": {"type": "message", "value": "Notiert"}}
    outcome = await anna.uses_on(said.message, "aufgabeAusNachricht")
    value = bot.told[-1]["value"]
    assert value["commandId"] == "aufgabeAusNachricht"
    assert value["messagePayload"]["from"]["user"]["displayName"] == "Bert Hoffmann"
    assert "Der Drucker klemmt" in value["messagePayload"]["body"]["content"]
    assert outcome.toast == "Notiert"


async def test_a_card_refreshes_when_its_person_opens_the_conversation(bot, anna, bert, general, make_card, world):
    refresh = {"action": {"type": "Action.Execute", "verb": "r", "data": {"id": 1}}, "userIds": [anna.person.teams_id]}
    await bot.sends(general.id, make_card(refresh=refresh))
    bot.answers[EXECUTE] = {"statusCode": 200, "type": CARD, "value": {"type": "AdaptiveCard", "body": []}}
    assert len(await anna.opens(general)) == 1
    assert bot.told[-1]["value"]["trigger"] == "automatic"
    assert await anna.opens(general) == []
    assert await bert.opens(general) == []


async def test_only_members_and_only_who_sees_a_message_can_press(bot, local, general, form, anna, make_card):
    with pytest.raises(NotAllowedHere):
        await local.person("nora").presses(form, "Speichern", {"done": "x"})
    secret = make_card(actions=[SAVE]) | {"recipient": {"id": anna.person.teams_id, "isTargeted": True}}
    sent = await bot.sends(general.id, secret, isTargetedActivity="true")
    with pytest.raises(NotAllowedHere):
        await local.person("bert").presses(local.world.message(sent), "Speichern")


def test_teams_own_elements_give_way_to_their_fallback():
    card = {"type": "AdaptiveCard", "body": [
        {"type": "Badge", "text": "neu", "fallback": {"type": "TextBlock", "text": "neu"}},
        {"type": "Chart.Pie", "data": []},
        {"type": "Input.Rating", "id": "r", "fallback": {"type": "Input.Number", "id": "r", "value": 3}},
    ], "actions": [{"type": "Action.Popover", "fallback": {"type": "Action.Submit", "title": "Ja"}}]}  # fmt: skip
    shown = cards.drawn(card)
    assert [one["type"] for one in shown["body"]] == ["TextBlock", "Input.Number"]
    assert cards.filled_form(cards.find_button(card, "Ja"), {}) == ({"r": "3"}, {})


def test_the_same_title_twice_is_told_apart_by_data_or_place():
    rows = [{"type": "Container", "selectAction": {"type": "Action.Execute", "title": "Erledigt", "data": {"task": n}}}
            for n in (1, 2)]  # fmt: skip
    card = {"type": "AdaptiveCard", "body": rows}
    assert cards.find_button(card, "Erledigt", where={"task": 2}).action["data"] == {"task": 2}
    assert cards.find_button(card, "Erledigt", which=1).action["data"] == {"task": 2}


def test_a_form_behind_a_show_card_sends_its_own_fields_and_those_around_it():
    inner = {"type": "AdaptiveCard", "body": [{"type": "Input.Text", "id": "inside", "value": "b"}],
             "actions": [{"type": "Action.Submit", "title": "Innen"}]}  # fmt: skip
    card = {"type": "AdaptiveCard", "body": [{"type": "Input.Text", "id": "outside", "value": "a"}], "actions": [
        {"type": "Action.ShowCard", "title": "Mehr", "card": inner}, {"type": "Action.Submit", "title": "Außen"},
        {"type": "Action.Submit", "title": "Ohne", "associatedInputs": "none"}]}  # fmt: skip
    assert cards.filled_form(cards.find_button(card, "Innen"), {})[0] == {"outside": "a", "inside": "b"}
    assert cards.filled_form(cards.find_button(card, "Außen"), {})[0] == {"outside": "a"}
    assert cards.filled_form(cards.find_button(card, "Ohne"), {})[0] == {}
