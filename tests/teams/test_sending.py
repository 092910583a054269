"""Sending: Teams' limits hold for all who send, a pause it asks for is kept, bodies say what the message says."""

import asyncio
from typing import Any

import aiohttp
import pytest

from app.kit.sender import Destination, Message, Refused, Rejected, Sender
from app.teams.auth import ServiceHosts
from app.teams.connector import Connector
from app.teams.limits import SendLimits
from app.teams.sending import Pacing, TeamsSender, activity_of
from tests.teams.stand_ins import APP_ID, CHANNEL, TENANT, Answer, ConnectorStandIn, FakeTime

MESSAGE = Message(summary="Erinnerung", card={"type": "AdaptiveCard", "version": "1.5"})


@pytest.fixture
def pacing(time_now: FakeTime) -> Pacing:
    return Pacing(monotonic=time_now, sleep=time_now.sleep)


@pytest.fixture
def connector(session: aiohttp.ClientSession, pacing: Pacing) -> Connector:
    return Connector(session, None, ServiceHosts(["127.0.0.1:*"]), pace=pacing)


@pytest.fixture
def sender(connector: Connector) -> TeamsSender:
    return TeamsSender(connector, app_id=APP_ID)


def to(service: ConnectorStandIn, **changes: Any) -> Destination:
    fields = {"service_url": service.url, "tenant_id": TENANT, "conversation_id": CHANNEL} | changes
    return Destination(**fields)


async def test_a_root_message_goes_to_the_bare_channel_and_a_reply_to_its_thread(
    sender: TeamsSender, service: ConnectorStandIn
) -> None:
    kit_sender: Sender = sender
    assert await kit_sender.send(to(service, conversation_id=f"{CHANNEL};messageid=9"), MESSAGE) == "m1"
    assert await kit_sender.send(to(service, thread_activity_id="17"), MESSAGE) == "m2"
    channel = "19%3Akernteam%40thread.tacv2"
    assert service.paths == [
        f"POST /v3/conversations/{channel}/activities",
        f"POST /v3/conversations/{channel}%3Bmessageid%3D17/activities",
    ]


def test_a_message_becomes_an_activity_with_all_its_parts() -> None:
    mention = {"type": "mention", "text": "<at>Anna</at>", "mentioned": {"id": "29:1", "name": "Anna"}}
    assert activity_of(Message("Kurz", card={"a": 1}, text="Hallo <at>Anna</at>", mentions=(mention,), alert=True)) == {
        "type": "message",
        "summary": "Kurz",
        "text": "Hallo <at>Anna</at>",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": {"a": 1}}],
        "entities": [mention],
        "channelData": {"notification": {"alert": True}},
    }
    assert activity_of(Message("Kurz", text="nur Text")) == {"type": "message", "summary": "Kurz", "text": "nur Text"}


async def test_a_personal_chat_is_opened_with_bot_person_and_tenant(
    sender: TeamsSender, service: ConnectorStandIn
) -> None:
    service.plan(Answer(201, {"id": "a:personal"}))
    assert await sender.open_personal(to(service, conversation_id=None, teams_user_id="29:1")) == "a:personal"
    assert service.paths == ["POST /v3/conversations"]
    assert service.calls[0].body == {
        "isGroup": False,
        "bot": {"id": f"28:{APP_ID}"},
        "members": [{"id": "29:1"}],
        "tenantId": TENANT,
        "channelData": {"tenant": {"id": TENANT}},
    }


async def test_a_targeted_message_names_its_only_reader(sender: TeamsSender, service: ConnectorStandIn) -> None:
    await sender.send_targeted(to(service, teams_user_id="29:1"), MESSAGE)
    assert service.paths[0].endswith("/activities?isTargetedActivity=true")
    assert service.calls[0].body["recipient"] == {"id": "29:1", "isTargeted": True}


async def test_messages_are_updated_and_deleted_where_they_are(sender: TeamsSender, service: ConnectorStandIn) -> None:
    await sender.update(to(service), "m7", MESSAGE)
    await sender.delete(to(service), "m7")
    address = "/v3/conversations/19%3Akernteam%40thread.tacv2/activities/m7"
    assert service.paths == [f"PUT {address}", f"DELETE {address}"]
    assert service.calls[0].body["id"] == "m7"


async def test_a_destination_that_lacks_its_address_is_rejected(sender: TeamsSender, service: ConnectorStandIn) -> None:
    with pytest.raises(Rejected, match="no_conversation"):
        await sender.send(to(service, conversation_id=None), MESSAGE)
    with pytest.raises(Rejected, match="no_person"):
        await sender.send_targeted(to(service), MESSAGE)
    with pytest.raises(Rejected, match="no_person"):
        await sender.open_personal(to(service))
    service.plan(Answer(201, {}))
    with pytest.raises(Rejected, match="answer_without_id"):
        await sender.open_personal(to(service, teams_user_id="29:1"))
    assert len(service.calls) == 1


async def test_an_answer_without_id_is_a_delivered_message(sender: TeamsSender, service: ConnectorStandIn) -> None:
    service.plan(Answer(202, {}))
    assert await sender.send(to(service), MESSAGE) == ""


async def test_the_limits_hold_on_the_wire_and_the_order_is_kept(
    sender: TeamsSender, service: ConnectorStandIn, time_now: FakeTime
) -> None:
    for number in range(10):
        await sender.send(to(service, thread_activity_id=str(number)), Message(str(number)))
    assert [call.body["summary"] for call in service.calls] == [str(number) for number in range(10)]
    assert time_now.slept == [1.0, 1.0], "the eighth waits a second, the ninth another, the tenth leaves with it"


async def test_replies_in_turns_and_the_dispatcher_share_the_limits(
    sender: TeamsSender, connector: Connector, service: ConnectorStandIn, time_now: FakeTime
) -> None:
    for _ in range(7):
        await sender.send(to(service), MESSAGE)
    await connector.reply_to_activity(service.url, f"{CHANNEL};messageid=3", "3", {"type": "message"}, tenant_id=TENANT)
    assert time_now.slept == [1.0]


async def test_no_call_reaches_a_conversation_before_its_retry_after_and_others_go_on(
    sender: TeamsSender, service: ConnectorStandIn, time_now: FakeTime
) -> None:
    service.plan(Answer(429, headers={"Retry-After": "5"}))
    with pytest.raises(Refused) as caught:
        await sender.send(to(service), MESSAGE)
    assert caught.value.retry_after_seconds == 5.0
    assert await sender.send(to(service, conversation_id="other"), MESSAGE) == "m2"
    start = time_now.now
    await sender.update(to(service, thread_activity_id="1"), "m0", MESSAGE)
    assert time_now.now - start == 5.0


async def test_a_long_pause_is_handed_back_instead_of_waited_for(
    sender: TeamsSender, service: ConnectorStandIn, time_now: FakeTime
) -> None:
    service.plan(Answer(429, headers={"Retry-After": "60"}))
    with pytest.raises(Refused):
        await sender.send(to(service), MESSAGE)
    time_now.forward(10)
    with pytest.raises(Refused, match="paced") as caught:
        await sender.send(to(service), MESSAGE)
    assert caught.value.retry_after_seconds == 50.0
    assert (len(service.calls), time_now.slept) == (1, [])
    time_now.forward(50)
    assert await sender.send(to(service), MESSAGE) == "m2"


async def test_who_sleeps_for_a_slot_keeps_a_pause_that_comes_meanwhile(time_now: FakeTime) -> None:
    limits = SendLimits()
    pacing = Pacing(limits, monotonic=time_now, sleep=lambda seconds: interrupted(seconds))
    slept: list[float] = []

    async def interrupted(seconds: float) -> None:
        if not slept:
            pacing.hold("c", 4.0)
        slept.append(seconds)
        time_now.forward(seconds)

    for _ in range(8):
        await pacing.wait("c", "t")
    assert slept == [1.0, 3.0]


async def test_a_throttled_answer_without_retry_after_still_slows_the_conversation(
    sender: TeamsSender, service: ConnectorStandIn, time_now: FakeTime
) -> None:
    service.plan(Answer(429))
    with pytest.raises(Refused) as caught:
        await sender.send(to(service), MESSAGE)
    assert caught.value.retry_after_seconds is None
    await sender.send(to(service), MESSAGE)
    assert time_now.slept == [1.0]


async def test_concurrent_senders_to_one_conversation_leave_in_their_order(
    sender: TeamsSender, service: ConnectorStandIn
) -> None:
    numbers = [str(number) for number in range(7)]
    await asyncio.gather(*(sender.send(to(service), Message(number)) for number in numbers))
    assert sorted(call.body["summary"] for call in service.calls) == numbers


@pytest.mark.parametrize(
    ("entries", "url", "allowed"),
    [
        (None, "https://smba.trafficmanager.net/emea/", True),
        (None, "https://SMBA.trafficmanager.net:443/emea/", True),
        (None, "https://smba.trafficmanager.net:8443/", False),
        (None, "https://smba.trafficmanager.net.evil.com/", False),
        (None, "https://xsmba.trafficmanager.net/", False),
        (None, "https://webchat.botframework.com/", True),
        (None, "https://botframework.com/", False),
        (None, "https://evilbotframework.com/", False),
        (None, "https://smba.infra.gcc.teams.microsoft.com/teams", True),
        (None, "https://smba.infra.gov.teams.microsoft.us/teams", True),
        (None, "http://smba.trafficmanager.net/", False),
        (None, "https://evil.com#@smba.trafficmanager.net/", False),
        (None, "https://evil.com\\@smba.trafficmanager.net/", False),
        (None, "https://smba.trafficmanager.net/?x=1", False),
        (None, " https://smba.trafficmanager.net/", False),
        (None, "https://smba.trafficmanager.net/\n", False),
        (None, "http://127.0.0.1:8080/", False),
        (None, "ftp://smba.trafficmanager.net/", False),
        (None, "", False),
        (["127.0.0.1:*"], "http://127.0.0.1:8080/", True),
        (["127.0.0.1"], "http://127.0.0.1:8080/", True),
        (["127.0.0.1:*"], "https://smba.trafficmanager.net/", False),
        (["localhost:81"], "http://localhost:81/", True),
        (["localhost:81"], "http://localhost:82/", False),
        (["[::1]:*"], "http://[::1]:9/x", True),
        (["*.example.org:8443"], "https://a.b.example.org:8443/", True),
        (["*.example.org:8443"], "https://a.b.example.org/", False),
        (["teams.example.org:*"], "http://teams.example.org/", False),
        ([" Teams.Example.org "], "https://teams.example.org/", True),
        ([], "https://smba.trafficmanager.net/", False),
    ],
)
def test_service_hosts_are_matched_exactly(entries: list[str] | None, url: str, allowed: bool) -> None:
    hosts = ServiceHosts() if entries is None else ServiceHosts(entries)
    assert hosts.allow(url) is allowed
