"""What the bot is told: every kind of activity has the shape Teams sends."""

from pathlib import Path

import orjson
import pytest
from jsonschema import Draft4Validator

API = Path(__file__).parents[2].parent / "shared/data/bot-connector/ConnectorAPI.json"


async def everything(local, team, bot, make_card) -> None:
    """One of each kind of activity."""
    anna, bert = local.person("anna"), local.person("bert")
    general, other = team.general, team.channel("Netzwerktreffen")
    said = await anna.says(general, "hilfe", mentions=[bert.person])
    await bert.says(general, "runde", thread=said.message)
    await anna.slash(general, "/runde 2026-W31")
    await anna.says_in_chat("hilfe")
    group = local.world.group_chat("Vorbereitung Messe")
    await local.administration.install_in_chat(group)
    await anna.says(group, "aufgabe Saal buchen")
    await anna.edits(said.message, said.message.text + " bitte")
    await anna.deletes(said.message)
    await anna.restores(said.message)
    sent = await bot.sends(general.id, make_card(actions=[
        {"type": "Action.Execute", "title": "Los", "verb": "a.b", "data": {"id": 1}},
        {"type": "Action.Submit", "title": "Alt", "data": {"id": 2}},
        {"type": "Action.Submit", "title": "Dialog", "data": {"msteams": {"type": "task/fetch"}}},
    ]))  # fmt: skip
    message = local.world.message(sent)
    inner = {"type": "AdaptiveCard", "version": "1.5", "actions": [{"type": "Action.Submit", "title": "Fertig"}]}
    bot.answers["task/fetch"] = {"task": {"type": "continue", "value": {"title": "T", "card": {"content": inner}}}}
    bot.answers["composeExtension/fetchTask"] = bot.answers["task/fetch"]
    await anna.presses(message, "Los")
    await anna.presses(message, "Alt")
    await anna.submits((await anna.presses(message, "Dialog")).dialog)
    await anna.submits((await anna.uses_on(said.message, "task")).dialog)
    await anna.searches(general, "find", q="Wohnen")
    await anna.reacts(message)
    admin = local.administration
    await admin.add_members(team, [local.world.person("nora")])
    await admin.remove_members(team, [local.world.person("nora")])
    await admin.create_channel(team, "Neu")
    await admin.rename_channel(other, "Treffen")
    await admin.delete_channel(other)
    await admin.restore_channel(other)
    await admin.rename_team(team, "Neuer Name")
    await admin.archive(team)
    await admin.unarchive(team)
    await admin.upgrade(team)
    await admin.uninstall(team)
    await anna.uninstalls()


async def test_all_kinds_come_and_each_fits_the_published_schema(local, team, bot, make_card):
    await everything(local, team, bot, make_card)
    kinds = {
        (one["type"], one.get("name") or one.get("action") or one["channelData"].get("eventType")) for one in bot.told
    }
    assert kinds >= {
        ("message", None), ("messageUpdate", "editMessage"), ("messageUpdate", "undeleteMessage"),
        ("messageDelete", "softDeleteMessage"), ("messageReaction", None), ("installationUpdate", "add"),
        ("installationUpdate", "add-upgrade"), ("installationUpdate", "remove"), ("invoke", "adaptiveCard/action"),
        ("invoke", "task/fetch"), ("invoke", "task/submit"), ("invoke", "composeExtension/fetchTask"),
        ("invoke", "composeExtension/submitAction"), ("invoke", "composeExtension/query"),
    }  # fmt: skip
    events = {one["channelData"].get("eventType") for one in bot.told if one["type"] == "conversationUpdate"}
    assert events >= {
        "teamMemberAdded", "teamMemberRemoved", "channelCreated", "channelRenamed", "channelDeleted", "channelRestored",
        "teamRenamed", "teamArchived", "teamUnarchived",
    }  # fmt: skip
    assert not bot.refused
    if not API.exists():
        pytest.skip("the published schema is not on this machine")
    api = orjson.loads(API.read_bytes())
    check = Draft4Validator({"$ref": "#/definitions/Activity", "definitions": api["definitions"]})
    for activity in bot.told:
        # The document knows objects as an attachment's content; Teams sends the HTML copy of a text as a string.
        wrong = [one.message for one in check.iter_errors(activity) if list(one.path)[-1:] != ["content"]]
        assert not wrong


async def test_headers_tell_conversation_and_tenant(bot, local, general, anna):
    await anna.says(general, "hilfe")
    headers, activity = bot.headers[-1], bot.told[-1]
    assert headers["x-ms-conversation-id"] == activity["conversation"]["id"]
    assert headers["x-ms-tenant-id"] == local.world.tenant_id


async def test_a_channel_message_carries_mention_team_and_thread(bot, team, general, anna, world):
    said = await anna.says(general, "aufgabe Saal buchen", mentions=[world.person("bert")])
    activity = bot.told[-1]
    assert activity["text"] == "<at>Kernteam</at> aufgabe Saal buchen <at>Bert Hoffmann</at>"
    assert activity["conversation"]["id"] == f"{general.id};messageid={said.message.id}"
    assert activity["conversation"]["conversationType"] == "channel"
    assert activity["channelData"]["team"]["aadGroupId"] == team.entra_group_id
    named = [one["mentioned"]["id"] for one in activity["entities"] if one["type"] == "mention"]
    assert named == [world.bot.teams_id, world.person("bert").teams_id]
    assert activity["from"]["aadObjectId"] == anna.person.entra_id


async def test_without_a_mention_the_bot_hears_nothing_in_a_channel(bot, general, anna):
    assert (await anna.says(general, "nur so", mention_bot=False)).sent is None
    assert bot.told == []


async def test_a_slash_command_is_a_targeted_message_seen_by_its_author_alone(bot, general, anna, bert, world):
    said = await anna.slash(general, "/aufgabe Saal buchen")
    activity = bot.told[-1]
    assert activity["recipient"]["isTargeted"] is True
    assert activity["text"] == "aufgabe Saal buchen"
    assert not [one for one in activity["entities"] if one["type"] == "mention"]
    assert not said.message.visible_to(bert.person, world.now())


async def test_an_installation_comes_as_two_activities_with_the_chosen_channel(bot, local, world):
    team = world.team("Kernteam Integration")
    chosen = team.channel("Netzwerktreffen")
    await local.administration.install(team, selected=chosen, by=world.person("bert"))
    assert [one["type"] for one in bot.told] == ["conversationUpdate", "installationUpdate"]
    assert bot.told[0]["membersAdded"] == [{"id": world.bot.teams_id}]
    assert bot.told[1]["channelData"]["settings"]["selectedChannel"]["id"] == chosen.id
    assert bot.told[1]["from"]["name"] == "Bert Hoffmann"


async def test_the_first_word_in_a_chat_installs_the_app_there(bot, local, anna):
    await anna.says_in_chat("hilfe")
    await anna.says_in_chat("noch einmal")
    assert [one["type"] for one in bot.told] == ["conversationUpdate", "installationUpdate", "message", "message"]
    assert bot.told[-1]["conversation"] == {
        "id": anna.chat.id, "tenantId": local.world.tenant_id, "conversationType": "personal",
    }  # fmt: skip


async def test_the_persons_language_and_zone_come_along(bot, local, general):
    await local.person("layla").says(general, "help")
    activity = bot.told[-1]
    assert (activity["locale"], activity["localTimezone"]) == ("en-GB", "Europe/Berlin")


async def test_a_bot_that_is_not_there_or_fails_is_told_as_such(bot, local, general, anna):
    bot.fails_with = 500
    assert (await anna.says(general, "hilfe")).status == 500
    local.bot_url = "http://127.0.0.1:9/api/messages"
    gone = await anna.says(general, "hilfe")
    assert (gone.status, gone.ok) == (0, False)
