"""What becomes of messages that Teams refuses, loses or rejects, and of our own faults."""

from datetime import timedelta

import pytest

from app.kit.sender import ConversationGone, Destination, Refused, Rejected, Unknown
from tests.scheduler.conftest import CHANNEL, OTHER, Desk
from tests.scheduler.senders import Fault, first_calls


@pytest.mark.parametrize("notice", ["tests.repeat", "tests.leave"])
async def test_refused_means_again_after_the_pause_asked_for(desk: Desk, notice: str) -> None:
    refusals = [Fault(Refused("429", retry_after_seconds=30))]
    desk.sender.fault = lambda _call, to: refusals.pop() if refusals and to.conversation_id == "19:a" else None
    await desk.post("a", "b", notice=notice)
    await desk.post("elsewhere", to=OTHER)
    await desk.drain()
    desk.real.forward(29.9)
    await desk.drain()
    assert desk.sender.texts() == ["elsewhere"], "the conversation waits, others don't"
    desk.real.forward(5)
    await desk.drain()
    assert desk.sender.texts("19:a") == ["a", "b"]


async def test_pauses_grow_and_end_when_it_is_too_late(desk: Desk) -> None:
    desk.sender.fault = lambda _call, _to: Fault(Refused("503"))
    await desk.post("a", useless_after=desk.clock.now() + timedelta(days=1))
    pauses = []
    for _ in range(14):
        await desk.drain()
        (row,) = await desk.rows()
        assert row.retry_at is not None
        pauses.append((row.retry_at - desk.real.moment).total_seconds())
        desk.real.moment = row.retry_at
    assert pauses[0] <= 4
    assert pauses[5] > 30
    assert 300 < pauses[-1] <= 600
    desk.clock.move_to(desk.clock.now() + timedelta(days=2))
    await desk.drain()
    assert await desk.ends() == ["too_late"]


async def test_unknown_repeats_only_what_says_so(desk: Desk) -> None:
    desk.sender.fault = first_calls(*[Fault(Unknown("timeout"), happened=True)] * 2)
    await desk.post("a", notice="tests.repeat")
    await desk.post("b", notice="tests.leave", to=OTHER)
    await desk.drain()
    desk.real.forward(60)
    await desk.drain()
    assert sorted(desk.sender.texts()) == ["a", "a", "b"]
    assert await desk.ends() == ["sent", "unknown"]


async def test_what_stays_unknown_is_not_repeated_for_ever(desk: Desk) -> None:
    desk.sender.fault = lambda _call, _to: Fault(Unknown("timeout"), happened=True)
    await desk.post("a")
    for _ in range(20):
        await desk.drain()
        desk.real.forward(700)
    assert len(desk.sender.texts()) == 5
    assert await desk.ends() == ["unknown"]


async def test_a_stubborn_update_lets_other_messages_pass(desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()

    def only_updates_fail(call: str, _to: Destination) -> Fault | None:
        return Fault(Unknown("504")) if call == "update" else None

    desk.sender.fault = only_updates_fail
    await desk.update("a")
    await desk.post("b")
    for _ in range(5):
        await desk.drain()
        desk.real.forward(700)
    assert desk.sender.texts() == ["a", "b"]
    assert await desk.ends() == ["sent", "waiting", "sent"]


async def test_a_conversation_that_is_gone_is_dead_for_all_its_messages(desk: Desk) -> None:
    gone = Fault(ConversationGone("BotNotInConversationRoster"))
    desk.sender.fault = lambda _call, to: gone if to.conversation_id == "19:a" else None
    await desk.post("a", "b")
    await desk.post("elsewhere", to=OTHER)
    await desk.drain()
    await desk.post("c")
    await desk.drain()
    assert await desk.ends() == ["conversation_dead", "conversation_dead", "sent", "conversation_dead"]
    dead = await desk.conversation(CHANNEL)
    assert (dead.dead_reason, dead.died_at) == ("BotNotInConversationRoster", desk.clock.now())


async def test_an_update_asked_for_in_a_dead_conversation_does_not_block_the_next_one(desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()
    desk.sender.fault = first_calls(Fault(ConversationGone("gone")))
    await desk.post("b")
    await desk.update("a")
    await desk.drain()
    await desk.update("a")
    await desk.drain()
    assert (await desk.ends())[-2:] == ["conversation_dead"] * 2


async def test_a_message_that_is_gone_is_forgotten_and_the_conversation_lives(desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()
    desk.sender.fault = first_calls(Fault(ConversationGone("404", message_only=True)))
    await desk.update("a")
    await desk.drain()
    await desk.post("b")
    await desk.drain()
    assert await desk.ends() == ["sent", "message_gone", "sent"]
    assert list(await desk.posts()) == ["tests.repeat:b"]


async def test_deleting_what_is_gone_already_is_done(desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()
    desk.sender.fault = first_calls(
        Fault(Unknown("timeout"), happened=True), Fault(ConversationGone("404", message_only=True))
    )
    await desk.delete_post("a")
    await desk.drain()
    desk.real.forward(60)
    await desk.drain()
    assert await desk.ends() == ["sent", "sent"]
    assert await desk.posts() == {}


async def test_rejected_and_faulty_messages_stand_in_nobodys_way(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.sender.fault = first_calls(Fault(Rejected("413")))
    desk.shown["b"] = RuntimeError("no such round")
    desk.shown["c"] = OSError("no such file")
    await desk.post("a", "b", "c", "d")
    await desk.drain()
    assert await desk.ends() == ["rejected:413", "fault", "fault", "sent"]
    assert "no such round" in caplog.text


async def test_a_fault_in_the_sender_is_dropped_not_repeated(desk: Desk) -> None:
    desk.sender.fault = first_calls(Fault(KeyError("id"), happened=True))
    await desk.post("a", "b")
    await desk.drain()
    assert await desk.ends() == ["fault", "sent"]


async def test_a_message_without_an_id_cannot_be_updated(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def without_id(_to: Destination, _message: object) -> str:
        return ""

    monkeypatch.setattr(desk.sender, "send", without_id)
    await desk.post("a")
    await desk.update("a")
    await desk.drain()
    assert await desk.ends() == ["sent", "never_posted"]
