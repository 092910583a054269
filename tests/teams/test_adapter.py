"""Botbuilder's turn over our authentication and connector: nothing made per turn, nothing lost on the way."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from botbuilder import schema
from botbuilder.core import InvokeResponse, MessageFactory, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
    Mention,
    ResourceResponse,
)
from hypothesis import given
from hypothesis import strategies as st
from msrest import Deserializer

from app.teams.adapter import KernteamAdapter, KernteamConnectorFactory, MalformedActivity, read_activity, write_model
from app.teams.auth import (
    Authenticator,
    Forbidden,
    KernteamBotFrameworkAuthentication,
    OpenDoor,
    ServiceHosts,
    Unauthorised,
)
from app.teams.connector import Connector
from app.teams.keys import SigningKeys
from app.teams.tokens import ConnectorTokens, PostedCredentials
from tests.teams.stand_ins import (
    APP_ID,
    TENANT,
    Answer,
    ConnectorStandIn,
    OpenIdStandIn,
    Signer,
    TokenStandIn,
    channel_message,
)

LOOPBACK = ServiceHosts(["127.0.0.1:*"])
errors: list[Exception] = []


async def note(context: TurnContext, error: Exception) -> None:
    errors.append(error)


@pytest.fixture
def adapter(session: aiohttp.ClientSession, openid: OpenIdStandIn, token_address: TokenStandIn) -> KernteamAdapter:
    errors.clear()
    keys = SigningKeys(session, openid_url=openid.openid_url)
    source = PostedCredentials(session, token_url=token_address.token_url, app_id=APP_ID, password="secret")
    connector = Connector(session, ConnectorTokens(source), LOOPBACK)
    door = Authenticator(keys, app_id=APP_ID, hosts=LOOPBACK, tenants=[TENANT])
    return KernteamAdapter(KernteamBotFrameworkAuthentication(door, KernteamConnectorFactory(connector)), note)


async def echo(context: TurnContext) -> None:
    await context.send_activity(f"Echo: {context.activity.text}")


async def test_four_turns_cost_one_token_one_key_set_and_one_connection(
    adapter: KernteamAdapter,
    service: ConnectorStandIn,
    signer: Signer,
    token_address: TokenStandIn,
    openid: OpenIdStandIn,
) -> None:
    clients = []

    async def logic(context: TurnContext) -> None:
        clients.append(context.turn_state[adapter.BOT_CONNECTOR_CLIENT_KEY])
        await echo(context)

    for number in range(4):
        message = channel_message(service.url, text=str(number))
        assert await adapter.run(message, signer.bearer(service.url), logic) is None
    assert (token_address.fetches, openid.fetches, len(service.connections)) == (1, 1, 1)
    assert len({id(client) for client in clients}) == 1
    assert [call.body["text"] for call in service.calls] == [f"Echo: {number}" for number in range(4)]
    assert service.paths[0] == (
        "POST /v3/conversations/19%3Akernteam%40thread.tacv2%3Bmessageid%3D1763799999000/activities/1763800000123"
    )
    assert errors == []


async def test_a_refused_request_never_reaches_the_turn(
    adapter: KernteamAdapter, service: ConnectorStandIn, signer: Signer
) -> None:
    async def logic(context: TurnContext) -> None:
        raise AssertionError

    with pytest.raises(Unauthorised):
        await adapter.run(channel_message(service.url), None, logic)
    with pytest.raises(Unauthorised):
        await adapter.run(channel_message(service.url), signer.bearer("https://elsewhere/"), logic)
    other = channel_message(service.url, conversation={"id": "c", "tenantId": "other"})
    with pytest.raises(Forbidden):
        await adapter.run(other, signer.bearer(service.url), logic)
    with pytest.raises(MalformedActivity):
        await adapter.run(channel_message(service.url, type=None), signer.bearer(service.url), logic)
    assert errors == []


async def test_an_error_in_the_turn_goes_to_on_turn_error(
    adapter: KernteamAdapter, service: ConnectorStandIn, signer: Signer
) -> None:
    async def logic(context: TurnContext) -> None:
        raise RuntimeError("broken")

    assert await adapter.run(channel_message(service.url), signer.bearer(service.url), logic) is None
    assert [str(error) for error in errors] == ["broken"]


async def test_a_connector_failure_reaches_the_turn_as_the_kits_exception(
    adapter: KernteamAdapter, service: ConnectorStandIn, signer: Signer
) -> None:
    service.plan(Answer(403, {"error": {"code": "BotDisabledByAdmin"}}))
    await adapter.run(channel_message(service.url), signer.bearer(service.url), echo)
    assert [type(error).__name__ for error in errors] == ["ConversationGone"]


TOAST = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Gespeichert."}


async def test_a_plain_dict_answers_an_invoke_toasts_included(
    adapter: KernteamAdapter, service: ConnectorStandIn, signer: Signer
) -> None:
    class Handler(TeamsActivityHandler):  # type: ignore[misc]
        async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
            assert turn_context.activity.value["trigger"] == "manual"
            return InvokeResponse(status=200, body=TOAST)

    async def direct(context: TurnContext) -> None:
        KernteamAdapter.answer_invoke(context, 200, TOAST)

    async def silent(context: TurnContext) -> None: ...

    click = channel_message(
        service.url, type="invoke", name="adaptiveCard/action", value={"action": {"verb": "x"}, "trigger": "manual"}
    )
    for logic in (Handler().on_turn, direct):
        answer = await adapter.run(click, signer.bearer(service.url), logic)
        assert answer is not None
        assert (answer.status, answer.body) == (200, TOAST)
    unanswered = await adapter.run(click, signer.bearer(service.url), silent)
    assert unanswered is not None
    assert unanswered.status == 501
    assert service.calls == []


async def test_what_msrest_hides_is_visible_inbound(
    adapter: KernteamAdapter, service: ConnectorStandIn, signer: Signer
) -> None:
    seen: list[Activity] = []

    async def logic(context: TurnContext) -> None:
        seen.append(context.activity)

    recipient = {"id": f"28:{APP_ID}", "isTargeted": True}
    await adapter.run(channel_message(service.url, recipient=recipient), signer.bearer(service.url), logic)
    activity = seen[0]
    assert activity.conversation.additional_properties["tenantId"] == TENANT
    assert activity.channel_data["tenant"]["id"] == TENANT
    assert activity.recipient.additional_properties["isTargeted"] is True
    assert activity.entities[1].additional_properties["country"] == "DE"
    assert activity.timestamp == datetime(2026, 11, 22, 9, 0, 0, 123456, UTC)
    assert activity.local_timestamp.utcoffset() == timedelta(hours=1)
    assert TurnContext.remove_recipient_mention(activity).strip() == "aufgabe neu Angebot prüfen"


async def test_a_targeted_recipient_and_unknown_entity_fields_survive_outbound(
    adapter: KernteamAdapter, service: ConnectorStandIn, signer: Signer
) -> None:
    async def logic(context: TurnContext) -> None:
        reply = MessageFactory.text("Nur für dich")
        label = read_activity(channel_message("x", entities=[{"type": "x", "additionalType": ["AIGeneratedContent"]}]))
        reply.entities = label.entities

        async def target(_: TurnContext, activities: list[Activity], send: Any) -> None:
            activities[0].recipient.additional_properties["isTargeted"] = True
            await send()

        context.on_send_activities(target)
        await context.send_activity(reply)
        client = context.turn_state[adapter.BOT_CONNECTOR_CLIENT_KEY].conversations
        reply.recipient = ChannelAccount(id="29:1abc")
        reply.recipient.additional_properties["isTargeted"] = True
        await client.update_activity("c", "m1", reply)

    await adapter.run(channel_message(service.url), signer.bearer(service.url), logic)
    assert errors == []
    sent, updated = service.calls
    assert sent.raw_path.endswith("/activities?isTargetedActivity=true"), "there are no targeted replies"
    assert sent.body["recipient"]["isTargeted"] is True
    assert sent.body["recipient"]["id"] == "29:1abc"
    assert sent.body["conversation"]["tenantId"] == TENANT
    assert sent.body["entities"] == [{"type": "x", "additionalType": ["AIGeneratedContent"]}]
    assert updated.raw_path.endswith("/activities/m1?isTargetedActivity=true")
    assert "recipient" not in updated.body, "forbidden on update"


async def test_botbuilders_own_calls_to_the_connector_work(
    adapter: KernteamAdapter, service: ConnectorStandIn, signer: Signer
) -> None:
    async def logic(context: TurnContext) -> None:
        client = context.turn_state[adapter.BOT_CONNECTOR_CLIENT_KEY].conversations
        sent = await context.send_activity(MessageFactory.text("eins"))
        changed = MessageFactory.text("zwei")
        changed.id = sent.id
        assert isinstance(await context.update_activity(changed), ResourceResponse)
        await context.delete_activity(sent.id)
        service.plan(Answer(200, {"members": [{"id": "29:1", "objectId": "o"}], "continuationToken": "n"}))
        service.plan(Answer(200, {"members": [{"id": "29:2"}]}))
        members = await client.get_conversation_members("c")
        assert [member.id for member in members] == ["29:1", "29:2"]
        assert members[0].additional_properties["objectId"] == "o"
        service.plan(Answer(200, {"id": "29:1", "aadObjectId": "a"}), Answer(201, {"id": "c2", "activityId": "r"}))
        assert (await client.get_conversation_member("c", "29:1")).aad_object_id == "a"
        parameters = ConversationParameters(is_group=False, members=[ChannelAccount(id="29:1")], tenant_id=TENANT)
        assert (await client.create_conversation(parameters)).id == "c2"

    await adapter.run(channel_message(service.url), signer.bearer(service.url), logic)
    assert errors == []
    assert [path.split(" ")[0] for path in service.paths] == ["POST", "PUT", "DELETE", "GET", "GET", "GET", "POST"]


async def test_a_proactive_turn_works_without_a_request(adapter: KernteamAdapter, service: ConnectorStandIn) -> None:
    reference = TurnContext.get_conversation_reference(read_activity(channel_message(service.url)))
    await adapter.continue_conversation(reference, echo, APP_ID)
    assert len(service.calls) == 1


async def test_local_mode_takes_requests_without_a_token(
    session: aiohttp.ClientSession, service: ConnectorStandIn
) -> None:
    factory = KernteamConnectorFactory(Connector(session, None, LOOPBACK))
    adapter = KernteamAdapter(KernteamBotFrameworkAuthentication(OpenDoor(APP_ID), factory), note)
    await adapter.run(channel_message(service.url), None, echo)
    assert service.calls[0].authorization is None


async def test_botbuilders_own_entry_checks_the_token_too(
    adapter: KernteamAdapter, service: ConnectorStandIn, signer: Signer
) -> None:
    activity = read_activity(channel_message(service.url))
    await adapter.process_activity(signer.bearer(service.url), activity, echo)
    assert len(service.calls) == 1
    with pytest.raises(Unauthorised):
        await adapter.process_activity("Bearer x", activity, echo)


def test_reading_gives_what_msrests_deserialiser_gives() -> None:
    known = {name: kind for name, kind in vars(schema).items() if isinstance(kind, type)}
    source = channel_message(
        "https://x/",
        membersAdded=[{"id": "29:2", "name": "B", "givenName": "Bo"}],
        reactionsAdded=[{"type": "like"}],
        suggestedActions={"to": ["29:1"], "actions": [{"type": "imBack", "title": "a", "value": "a"}]},
        relatesTo={"activityId": "1", "conversation": {"id": "c"}},
        timestamp="2026-11-22T09:00:00.123Z",
        value={"a": [1, {"b": None}]},
        replyToId="7",
    )
    ours, theirs = read_activity(source), Deserializer(known)("Activity", source)
    assert ours == theirs


def test_writing_gives_what_msrest_serialises_and_the_rest_as_well() -> None:
    activity = MessageFactory.attachment(Attachment(content_type="x", content={"a": [1]}), text="t")
    activity.entities = [Mention(text="<at>A</at>", type="mention", mentioned=ChannelAccount(id="29:1"))]
    activity.conversation = ConversationAccount(id="c", is_group=True, tenant_id=TENANT)
    activity.value_type = ""
    assert write_model(activity) == activity.serialize()
    activity.conversation.additional_properties["tenantId"] = TENANT
    assert write_model(activity)["conversation"]["tenantId"] == TENANT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(meta["key"] for meta in Activity._attribute_map.values())), JSON) | JSON)
def test_malformed_json_is_malformed_and_nothing_else(data: Any) -> None:
    try:
        read_activity(data)
    except MalformedActivity:
        return
