"""The connector's REST towards the bot."""

from typing import Any
from urllib.parse import quote

import pytest

from app.local.connector import LARGEST_MESSAGE_BYTES


def at(conversation_id: str, *rest: str) -> str:
    return "/".join(["conversations", quote(conversation_id, safe=""), *rest])


async def test_a_send_to_a_channel_begins_a_thread_and_a_send_to_the_thread_replies(bot, general):
    root = await bot.sends(general.id, "Guten Morgen")
    reply = await bot.sends(f"{general.id};messageid={root}", "Und noch etwas")
    assert [one.id for one in general.roots] == [root]
    assert [one.id for one in general.replies(general.messages[0])] == [reply]


async def test_a_reply_to_a_made_up_activity_is_taken_as_a_plain_send(bot, general):
    status, _ = await bot.call("POST", at(general.id, "activities", "no-such-id"), {"type": "message", "text": "x"})
    assert status == 201
    assert general.messages[-1].root_id is None


async def test_a_reply_to_a_reply_stays_in_the_thread(bot, general):
    root = await bot.sends(general.id, "eins")
    reply = await bot.sends(f"{general.id};messageid={root}", "zwei")
    await bot.call("POST", at(general.id, "activities", reply), {"type": "message", "text": "drei"})
    assert general.messages[-1].root_id == root


async def test_a_new_thread_can_be_made_through_conversations(bot, general):
    body = {
        "isGroup": True,
        "channelData": {"channel": {"id": general.id}},
        "activity": {"type": "message", "text": "x"},
    }
    status, made = await bot.call("POST", "conversations", body)
    assert status == 201
    assert made["id"] == f"{general.id};messageid={made['activityId']}"
    assert general.messages[-1].id == made["activityId"]


async def test_a_thread_without_a_first_activity_is_refused(bot, general):
    status, answer = await bot.call("POST", "conversations", {"channelData": {"channel": {"id": general.id}}})
    assert (status, answer["error"]["code"]) == (400, "BadArgument")


async def opening(person: Any, world: Any) -> dict[str, Any]:
    return {"isGroup": False, "members": [{"id": person.entra_id}], "tenantId": world.tenant_id}


async def test_a_chat_can_be_opened_with_somebody_whose_team_has_the_app(bot, world, team):
    anna = world.person("anna")
    status, made = await bot.call("POST", "conversations", await opening(anna, world))
    assert (status, made["id"]) == (201, world.chat_with(anna).id)
    again = await bot.call("POST", "conversations", await opening(anna, world))
    assert again[1]["id"] == made["id"]


async def test_a_chat_with_somebody_without_the_app_is_forbidden(bot, world, team):
    status, answer = await bot.call("POST", "conversations", await opening(world.person("nora"), world))
    assert (status, answer["error"]["code"]) == (403, "ForbiddenOperationException")


async def test_a_chat_of_another_tenant_is_refused(bot, world, team):
    body = await opening(world.person("anna"), world) | {"tenantId": "somewhere else"}
    assert (await bot.call("POST", "conversations", body))[0] == 400


async def test_an_update_shows_for_all_and_is_marked(bot, general):
    sent = await bot.sends(general.id, "alt")
    assert (await bot.call("PUT", at(general.id, "activities", sent), {"type": "message", "text": "neu"}))[0] == 200
    assert general.messages[0].text == "neu"
    assert general.messages[0].edited_at is not None


async def test_a_deleted_message_is_gone_for_later_updates(bot, general):
    sent = await bot.sends(general.id, "weg")
    assert (await bot.call("DELETE", at(general.id, "activities", sent)))[0] == 200
    status, answer = await bot.call("PUT", at(general.id, "activities", sent), {"type": "message", "text": "neu"})
    assert (status, answer["error"]["code"]) == (404, "ActivityNotFoundInConversation")
    assert general.messages[0].deleted


async def test_a_persons_message_cannot_be_changed_by_the_bot(bot, general, anna):
    said = await anna.says(general, "meins", mention_bot=False)
    status, _ = await bot.call("DELETE", at(general.id, "activities", said.message.id))
    assert status == 403


async def test_a_targeted_message_is_seen_by_one_person_for_one_day(bot, world, general):
    anna, bert = world.person("anna"), world.person("bert")
    to_anna = {"text": "nur du", "recipient": {"id": anna.teams_id, "isTargeted": True}}
    await bot.sends(general.id, to_anna, isTargetedActivity="true")
    message = general.messages[-1]
    now = world.now()
    assert message.visible_to(anna, now)
    assert not message.visible_to(bert, now)
    assert not message.visible_to(anna, now.replace(year=now.year + 1))


async def test_a_targeted_message_needs_a_recipient_on_send_and_none_on_update(bot, world, general):
    send = await bot.call(
        "POST", at(general.id, "activities"), {"type": "message", "text": "x"}, isTargetedActivity="true"
    )
    assert (send[0], send[1]["error"]["code"]) == (400, "Bad argument")
    recipient = {"id": world.person("anna").teams_id, "isTargeted": True}
    sent = await bot.sends(general.id, {"text": "x", "recipient": recipient}, isTargetedActivity="true")
    path = at(general.id, "activities", sent)
    wrong = {"type": "message", "text": "y", "recipient": recipient}
    assert (await bot.call("PUT", path, wrong, isTargetedActivity="true"))[0] == 400
    assert (await bot.call("PUT", path, {"type": "message", "text": "y"}))[0] == 404
    assert (await bot.call("PUT", path, {"type": "message", "text": "y"}, isTargetedActivity="true"))[0] == 200
    assert (await bot.call("DELETE", path, isTargetedActivity="true"))[0] == 200


async def test_a_targeted_message_for_somebody_outside_is_refused(bot, world, general):
    body = {"type": "message", "text": "x", "recipient": {"id": world.person("nora").teams_id}}
    status, answer = await bot.call("POST", at(general.id, "activities"), body, isTargetedActivity="true")
    assert (status, answer["error"]["code"]) == (403, "BotNotInConversationRoster")


@pytest.mark.parametrize("letter", ["a", "ü", "€"])
async def test_size_is_counted_as_utf_16(bot, general, letter):
    fits = LARGEST_MESSAGE_BYTES // 2 - 100
    await bot.sends(general.id, letter * fits)
    status, answer = await bot.call(
        "POST", at(general.id, "activities"), {"type": "message", "text": letter * (fits + 100)}
    )
    assert (status, answer["error"]["code"]) == (413, "MessageSizeTooBig")


async def test_a_mention_must_be_in_the_text(bot, world, general):
    anna = world.person("anna")
    mention = {
        "type": "mention",
        "text": f"<at>{anna.name}</at>",
        "mentioned": {"id": anna.teams_id, "name": anna.name},
    }
    await bot.sends(general.id, {"text": f"Hallo <at>{anna.name}</at>", "entities": [mention]})
    wrong = {"type": "message", "text": "Hallo", "entities": [mention]}
    assert (await bot.call("POST", at(general.id, "activities"), wrong))[0] == 400


async def test_reactions_are_kept(bot, world, general, anna):
    said = await anna.says(general, "schön", mention_bot=False)
    path = at(general.id, "activities", said.message.id, "reactions", "like")
    assert (await bot.call("PUT", path))[0] == 200
    assert said.message.reactions == {"like": [world.bot]}
    await bot.call("DELETE", path)
    assert said.message.reactions == {"like": []}


async def test_members_come_in_pages(bot, local, world, team):
    for number in range(120):
        team.members.append(world.add_person(f"p{number}", f"P{number}", "Test"))
    seen, token = [], ""
    while True:
        query = {"pageSize": "1", **({"continuationToken": token} if token else {})}
        _, page = await bot.call("GET", at(team.id, "pagedMembers"), **query)
        # Teams lifts a page size below 50 to 50.
        assert len(page["members"]) <= 50
        seen += [one["aadObjectId"] for one in page["members"]]
        token = page.get("continuationToken", "")
        if not token:
            break
    assert seen == [one.entra_id for one in team.members]


async def test_guests_have_no_mail_address_in_rosters(bot, world, team):
    ceyda = world.person("ceyda")
    status, member = await bot.call("GET", at(team.id, "members", ceyda.teams_id))
    assert status == 200
    assert "email" not in member
    assert member["objectId"] == ceyda.entra_id


async def test_a_private_channel_has_its_own_roster(bot, team):
    _, page = await bot.call("GET", at(team.channel("Koordination").id, "pagedMembers"))
    assert [one["givenName"] for one in page["members"]] == ["Anna", "Bert"]


async def test_somebody_who_is_not_there_is_not_found(bot, world, team):
    status, _ = await bot.call("GET", at(team.id, "members", world.person("nora").teams_id))
    assert status == 404


async def test_a_team_tells_its_group_and_its_channels(bot, team):
    _, found = await bot.call("GET", f"teams/{quote(team.id, safe='')}")
    assert (found["aadGroupId"], found["name"]) == (team.entra_group_id, team.name)
    _, channels = await bot.call("GET", f"teams/{quote(team.id, safe='')}/conversations")
    assert [one.get("name") for one in channels["conversations"]] == [None, "Netzwerktreffen", "Koordination"]


async def test_where_the_app_is_not_the_bot_is_not_in_the_roster(bot, world):
    other = world.team("Kernteam Ausbildung").general
    status, answer = await bot.call("POST", at(other.id, "activities"), {"type": "message", "text": "x"})
    assert (status, answer["error"]["code"]) == (403, "BotNotInConversationRoster")


async def test_a_deleted_channel_is_not_found_until_it_is_restored(bot, local, team):
    channel = team.channel("Netzwerktreffen")
    await local.administration.delete_channel(channel)
    status, answer = await bot.call("POST", at(channel.id, "activities"), {"type": "message", "text": "x"})
    assert (status, answer["error"]["code"]) == (404, "ConversationNotFound")
    await local.administration.restore_channel(channel)
    await bot.sends(channel.id, "wieder da")


async def test_an_archived_team_and_a_blocked_chat_refuse_messages(bot, local, team, anna):
    await local.administration.archive(team)
    status, answer = await bot.call("POST", at(team.id, "activities"), {"type": "message", "text": "x"})
    assert (status, answer["error"]["subCode"]) == (403, "MessageWritesBlocked")
    await anna.says_in_chat("hilfe")
    anna.chat.blocked = True
    status, answer = await bot.call("POST", at(anna.chat.id, "activities"), {"type": "message", "text": "x"})
    assert (status, answer["error"]["code"]) == (403, "ConversationBlockedByUser")


async def test_without_a_token_of_ours_nothing_is_answered(bot, local, general):
    bot.token = "made up"
    assert (await bot.call("POST", at(general.id, "activities"), {"type": "message", "text": "x"}))[0] == 401
    await bot.fetch_token()
    await bot.sends(general.id, "x")
    local.entra.withdraw_tokens()
    assert (await bot.call("POST", at(general.id, "activities"), {"type": "message", "text": "x"}))[0] == 401
    assert local.entra.tokens_fetched == 1


async def test_every_call_is_remembered(bot, local, general):
    await bot.sends(general.id, "gemerkt")
    last = local.calls[-1]
    assert (last.method, last.status, last.body["text"]) == ("POST", 201, "gemerkt")


async def test_pictures_inside_a_card_do_not_count_towards_its_size(bot, general, make_card):
    picture = {"type": "Image", "url": "data:image/png;base64," + "A" * LARGEST_MESSAGE_BYTES}
    await bot.sends(general.id, make_card(picture))
