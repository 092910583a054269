"""The connector's REST on the real wire: what is sent, and what each answer means for the message."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from jsonschema import Draft4Validator

from app.kit.sender import ConversationGone, Message, Refused, Rejected, Unknown
from app.teams.auth import ServiceHosts
from app.teams.connector import Connector, open_session
from app.teams.sending import activity_of
from app.teams.tokens import ConnectorTokens, PostedCredentials
from tests.teams.stand_ins import APP_ID, CHANNEL, TENANT, Answer, ConnectorStandIn, FakeTime, TokenStandIn

LOOPBACK = ServiceHosts(["127.0.0.1:*"])
THREAD = f"{CHANNEL};messageid=17"
CARD = {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": {}}]}
SWAGGER = Path(__file__).parents[3] / "shared" / "data" / "bot-connector" / "ConnectorAPI.json"


@pytest.fixture
def tokens(session: aiohttp.ClientSession, token_address: TokenStandIn, time_now: FakeTime) -> ConnectorTokens:
    source = PostedCredentials(session, token_url=token_address.token_url, app_id=APP_ID, password="secret")
    return ConnectorTokens(source, monotonic=time_now)


@pytest.fixture
def connector(session: aiohttp.ClientSession, tokens: ConnectorTokens) -> Connector:
    return Connector(session, tokens, LOOPBACK)


def every_call(connector: Connector, url: str) -> dict[str, Callable[[], Awaitable[Any]]]:
    """All methods with the swagger path each must match; those the swagger does not know are marked `-`."""
    swagger = "/v3/conversations/{conversationId}/"
    return {
        f"POST {swagger}activities": lambda: connector.send_to_conversation(url, THREAD, CARD),
        f"POST {swagger}activities/{{activityId}}": lambda: connector.reply_to_activity(url, THREAD, "17", CARD),
        f"PUT {swagger}activities/{{activityId}}": lambda: connector.update_activity(url, THREAD, "17", CARD),
        f"DELETE {swagger}activities/{{activityId}}": lambda: connector.delete_activity(url, THREAD, "17"),
        "POST /v3/conversations": lambda: connector.create_conversation(
            url, {"isGroup": True, "tenantId": TENANT, "channelData": {"channel": {"id": CHANNEL}}, "activity": CARD}
        ),
        f"GET {swagger}pagedmembers": lambda: connector.members_page(url, CHANNEL, continuation_token="a b&c"),
        "- GET member": lambda: connector.member(url, CHANNEL, "29:1 ä/?x"),
        "- GET team": lambda: connector.team(url, "19:team@thread.tacv2"),
        "- GET channels": lambda: connector.channels(url, "19:team@thread.tacv2"),
    }


async def test_each_call_has_the_path_and_body_the_connector_knows(
    connector: Connector, service: ConnectorStandIn
) -> None:
    for call in every_call(connector, service.url + "emea/").values():
        await call()
    channel = "19%3Akernteam%40thread.tacv2"
    thread = channel + "%3Bmessageid%3D17"
    team = "19%3Ateam%40thread.tacv2"
    assert service.paths == [
        f"POST /emea/v3/conversations/{thread}/activities",
        f"POST /emea/v3/conversations/{thread}/activities/17",
        f"PUT /emea/v3/conversations/{thread}/activities/17",
        f"DELETE /emea/v3/conversations/{thread}/activities/17",
        "POST /emea/v3/conversations",
        f"GET /emea/v3/conversations/{channel}/pagedMembers?pageSize=200&continuationToken=a+b%26c",
        f"GET /emea/v3/conversations/{channel}/members/29%3A1%20%C3%A4%2F%3Fx",
        f"GET /emea/v3/teams/{team}",
        f"GET /emea/v3/teams/{team}/conversations",
    ]
    assert service.calls[0].body == CARD
    assert service.calls[3].body is None


@pytest.mark.skipif(not SWAGGER.exists(), reason="Microsoft's ConnectorAPI.json is not next to the repository")
async def test_paths_and_bodies_keep_the_contract_of_microsofts_swagger(
    connector: Connector, service: ConnectorStandIn
) -> None:
    contract = orjson.loads(SWAGGER.read_bytes())
    for name, call in every_call(connector, service.url).items():
        await call()
        if name.startswith("-"):
            continue
        method, path = name.split(" ")
        sent = service.calls[-1]
        pattern = re.sub(r"\{\w+\}", "[^/]+", path)
        assert re.fullmatch(pattern, sent.raw_path.partition("?")[0], re.IGNORECASE)
        operation = contract["paths"][path][method.lower()]
        names = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
        asked = set(re.findall(r"[?&](\w+)=", sent.raw_path))
        assert asked <= names
        for parameter in operation["parameters"]:
            if parameter["in"] == "body":
                Draft4Validator(parameter["schema"] | {"definitions": contract["definitions"]}).validate(sent.body)
                known = contract["definitions"][parameter["schema"]["$ref"].rpartition("/")[2]]["properties"]
                assert set(sent.body) <= set(known)
    message = Message("s", card={}, text="t", mentions=({"type": "mention", "text": "<at>A</at>"},), alert=True)
    definitions = {"definitions": contract["definitions"]}
    Draft4Validator(contract["definitions"]["Activity"] | definitions).validate(activity_of(message))
    assert set(activity_of(message)) <= set(contract["definitions"]["Activity"]["properties"])


async def test_targeted_messages_are_sent_updated_and_deleted_with_their_flag(
    connector: Connector, service: ConnectorStandIn
) -> None:
    await connector.send_to_conversation(service.url, "c", CARD, targeted=True)
    await connector.update_activity(service.url, "c", "1", CARD, targeted=True)
    await connector.delete_activity(service.url, "c", "1", targeted=True)
    assert [path.partition("?")[2] for path in service.paths] == ["isTargetedActivity=true"] * 3


async def test_a_hundred_calls_cost_one_token_and_one_connection(
    connector: Connector, service: ConnectorStandIn, token_address: TokenStandIn
) -> None:
    for _ in range(100):
        await connector.send_to_conversation(service.url, "c", CARD)
    assert (token_address.fetches, len(service.connections)) == (1, 1)
    assert {call.authorization for call in service.calls} == {"Bearer t1"}


def error(code: str, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": "…"}, **more}


NESTED = rb'{"errorCode":209,"message":"{\r\n \"subCode\": \"MessageWritesBlocked\",\r\n \"details\": \"x\"}"}'
TABLE = [
    (400, error("BadArgument"), Rejected, "BadArgument"),
    (400, b"<html>", Rejected, "http_400"),
    (413, error("MessageSizeTooBig"), Rejected, "MessageSizeTooBig"),
    (302, None, Rejected, "http_302"),
    (403, error("BotDisabledByAdmin"), ConversationGone, "BotDisabledByAdmin"),
    (403, error("ConversationBlockedByUser"), ConversationGone, "ConversationBlockedByUser"),
    (403, error("BotNotInConversationRoster"), ConversationGone, "BotNotInConversationRoster"),
    (403, error("Forbidden", subCode="MessageWritesBlocked"), ConversationGone, "MessageWritesBlocked"),
    (403, NESTED, ConversationGone, "MessageWritesBlocked"),
    (403, None, ConversationGone, "http_403"),
    (403, error("InvalidBotApiHost"), Rejected, "InvalidBotApiHost"),
    (404, error("ConversationNotFound"), ConversationGone, "ConversationNotFound"),
    (404, [1], ConversationGone, "http_404"),
    (408, None, Unknown, "http_408"),
    (412, error("PreconditionFailed"), Refused, "PreconditionFailed"),
    (429, error("Throttled"), Refused, "Throttled"),
    (500, error("ServiceError"), Rejected, "ServiceError"),
    (502, None, Refused, "http_502"),
    (503, None, Refused, "http_503"),
    (504, None, Unknown, "http_504"),
    (524, None, Unknown, "http_524"),
]


@pytest.mark.parametrize(("status", "body", "kind", "reason"), TABLE)
async def test_each_status_has_its_meaning_and_a_send_is_tried_once(
    connector: Connector, service: ConnectorStandIn, status: int, body: Any, kind: type[Exception], reason: str
) -> None:
    service.plan(Answer(status, body))
    with pytest.raises(kind) as caught:
        await connector.send_to_conversation(service.url, "c", CARD)
    assert caught.value.reason == reason  # type: ignore[attr-defined]
    assert getattr(caught.value, "message_only", False) is False
    assert len(service.calls) == 1


async def test_a_message_that_is_gone_is_told_from_a_conversation_that_is_gone(
    connector: Connector, service: ConnectorStandIn
) -> None:
    service.plan(Answer(404, error("ActivityNotFoundInConversation")), Answer(404), Answer(404, error("NotFound")))
    service.plan(Answer(404, error("ConversationNotFound")))
    seen = []
    for _ in range(4):
        with pytest.raises(ConversationGone) as caught:
            await connector.update_activity(service.url, "c", "1", CARD)
        seen.append(caught.value.message_only)
    assert seen == [True, True, False, False]


async def test_retry_after_is_read_as_seconds_and_as_a_date(connector: Connector, service: ConnectorStandIn) -> None:
    service.plan(Answer(429, headers={"Retry-After": "7"}))
    service.plan(Answer(429, headers={"Retry-After": formatdate(time.time() + 30, usegmt=True)}))
    waits = []
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            await connector.send_to_conversation(service.url, "c", CARD)
        waits.append(caught.value.retry_after_seconds)
    assert waits[0] == 7.0
    assert waits[1] is not None
    assert 25 < waits[1] <= 30


async def test_a_refused_token_is_fetched_anew_once_and_then_the_message_is_rejected(
    connector: Connector, service: ConnectorStandIn, token_address: TokenStandIn
) -> None:
    service.plan(Answer(401))
    assert await connector.send_to_conversation(service.url, "c", CARD) == {"id": "m2"}
    assert [call.authorization for call in service.calls] == ["Bearer t1", "Bearer t2"]
    service.plan(Answer(401, error("BotNotRegistered")), Answer(401), Answer(401))
    with pytest.raises(Rejected, match="BotNotRegistered"):
        await connector.send_to_conversation(service.url, "c", CARD)
    assert (len(service.calls), token_address.fetches) == (3, 2)


async def test_no_token_means_refused_and_nothing_is_sent(
    connector: Connector, service: ConnectorStandIn, token_address: TokenStandIn
) -> None:
    token_address.status = 500
    with pytest.raises(Refused, match="token_unavailable"):
        await connector.send_to_conversation(service.url, "c", CARD)
    assert service.calls == []


async def test_no_connection_means_refused(session: aiohttp.ClientSession) -> None:
    with pytest.raises(Refused, match="no_connection"):
        await Connector(session, None, LOOPBACK).send_to_conversation("http://127.0.0.1:1/", "c", CARD)


async def test_a_connection_lost_after_sending_means_unknown(connector: Connector, service: ConnectorStandIn) -> None:
    service.plan(Answer(hang_up=True))
    with pytest.raises(Unknown, match="connection_lost"):
        await connector.send_to_conversation(service.url, "c", CARD)
    assert len(service.calls) == 1


async def test_no_answer_in_time_means_unknown(session: aiohttp.ClientSession) -> None:
    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    quick = Connector(session, None, LOOPBACK, timeout=aiohttp.ClientTimeout(total=0.05))
    with pytest.raises(Unknown, match="timeout"):
        await quick.send_to_conversation(url, "c", CARD)
    server.close()


async def test_a_full_connection_pool_means_refused_for_nothing_was_sent(service: ConnectorStandIn) -> None:
    gate = asyncio.Event()
    service.gate = gate.wait
    async with open_session(connections=1) as session:
        quick = Connector(session, None, LOOPBACK, timeout=aiohttp.ClientTimeout(connect=0.05))
        first = asyncio.create_task(quick.send_to_conversation(service.url, "c", CARD))
        await service.reached.wait()
        with pytest.raises(Refused, match="no_connection"):
            await quick.send_to_conversation(service.url, "c", CARD)
        gate.set()
        assert await first == {"id": "m1"}


async def test_reads_are_tried_twice_but_not_after_being_told_to_wait(
    connector: Connector, service: ConnectorStandIn
) -> None:
    service.plan(Answer(502), Answer(200, {"id": "29:1"}))
    assert await connector.member(service.url, "c", "29:1") == {"id": "29:1"}
    service.plan(Answer(hang_up=True), Answer(200, {"conversations": [{"id": CHANNEL}]}))
    assert await connector.channels(service.url, "t") == [{"id": CHANNEL}]
    before = len(service.calls)
    service.plan(Answer(429, headers={"Retry-After": "3"}))
    with pytest.raises(Refused):
        await connector.team(service.url, "t")
    assert len(service.calls) == before + 1
    service.plan(Answer(503), Answer(503))
    with pytest.raises(Refused):
        await connector.team(service.url, "t")
    assert len(service.calls) == before + 3


async def test_the_token_goes_to_no_host_outside_the_list_and_follows_no_redirect(
    session: aiohttp.ClientSession, tokens: ConnectorTokens, service: ConnectorStandIn, token_address: TokenStandIn
) -> None:
    strict = Connector(session, tokens, ServiceHosts())
    for url in (service.url, "https://evil.example/", "https://smba.trafficmanager.net?x=", "", "x"):
        with pytest.raises(Rejected, match="service_host_not_allowed"):
            await strict.send_to_conversation(url, "c", CARD)
    assert (service.calls, token_address.fetches) == ([], 0)
    async with ConnectorStandIn() as elsewhere:
        service.plan(Answer(307, headers={"Location": elsewhere.url}))
        with pytest.raises(Rejected, match="http_307"):
            await Connector(session, tokens, LOOPBACK).send_to_conversation(service.url, "c", CARD)
        assert elsewhere.calls == []


@pytest.mark.parametrize("bad", ["", ".", "..", "\ud800"])
async def test_an_id_that_is_no_path_segment_is_rejected(
    connector: Connector, service: ConnectorStandIn, bad: str
) -> None:
    with pytest.raises(Rejected, match="bad_id"):
        await connector.send_to_conversation(service.url, bad, CARD)
    await connector.send_to_conversation(service.url, "../../admin?x=1#", CARD)
    assert service.paths == ["POST /v3/conversations/..%2F..%2Fadmin%3Fx%3D1%23/activities"]


async def test_a_success_without_json_is_a_success(connector: Connector, service: ConnectorStandIn) -> None:
    service.plan(Answer(200, b"OK"), Answer(202, b""), Answer(201, [1]))
    for _ in range(3):
        assert await connector.send_to_conversation(service.url, "c", CARD) == {}
