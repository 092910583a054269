"""What the dispatcher promises about single messages."""

import asyncio
from datetime import timedelta

import pytest

from app.kit.answers import Skip
from app.kit.sender import ConversationGone, Destination, Refused, Rejected, Unknown
from tests.scheduler.conftest import CHANNEL, OTHER, PERSON, Desk
from tests.scheduler.senders import Fault


def first_calls(*faults: Fault | None):
    """These faults one after the other, then all is well."""
    left = list(faults)
    return lambda _call, _to: left.pop(0) if left else None


async def test_a_message_is_sent_as_its_record_is_now(desk: Desk) -> None:
    await desk.post("a")
    desk.shown["a"] = "changed meanwhile"
    await desk.drain()
    assert desk.sender.texts() == ["changed meanwhile"]
    assert await desk.ends() == ["sent"]
    assert await desk.posts() == {"tests.repeat:a": "activity-1"}


async def test_nothing_leaves_before_its_time(desk: Desk) -> None:
    await desk.post("a", send_after=desk.clock.now() + timedelta(hours=1))
    await desk.drain()
    assert desk.sender.texts() == []
    desk.clock.move_to(desk.clock.now() + timedelta(hours=1))
    await desk.drain()
    assert desk.sender.texts() == ["a"]


async def test_what_comes_too_late_is_dropped(desk: Desk) -> None:
    await desk.post("a", useless_after=desk.clock.now() + timedelta(hours=1))
    desk.clock.move_to(desk.clock.now() + timedelta(hours=2))
    await desk.drain()
    assert desk.sender.texts() == []
    assert await desk.ends() == ["too_late"]


async def test_nothing_to_say_is_a_reason(desk: Desk) -> None:
    desk.shown["a"] = Skip("answered_meanwhile")
    await desk.post("a")
    await desk.drain()
    assert await desk.ends() == ["answered_meanwhile"]


async def test_messages_of_one_conversation_leave_in_order_one_at_a_time(desk: Desk) -> None:
    subjects = [f"{number:02}" for number in range(40)]
    await desk.post(*subjects)
    await desk.drain()
    assert desk.sender.texts() == subjects
    assert desk.sender.most_at_once == 1


async def test_what_is_due_earlier_leaves_earlier_whichever_was_written_first(desk: Desk) -> None:
    await desk.post("later", send_after=desk.clock.now() + timedelta(minutes=2))
    await desk.post("sooner", send_after=desk.clock.now() + timedelta(minutes=1))
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=5))
    await desk.drain()
    assert desk.sender.texts() == ["sooner", "later"]


async def test_a_reply_stands_under_its_post(desk: Desk) -> None:
    await desk.post("root")
    await desk.reply("answer", under="root")
    await desk.drain()
    assert [(one.text, one.root) for one in desk.sender.standing.values()] == [("root", None), ("answer", "activity-1")]


async def test_a_reply_waits_for_a_root_that_is_due_later(desk: Desk) -> None:
    tomorrow = desk.clock.now() + timedelta(days=1)
    await desk.reply("answer", under="root")
    await desk.post("root", send_after=tomorrow)
    await desk.drain()
    assert await desk.ends() == ["waiting", "waiting"]
    desk.clock.move_to(tomorrow + timedelta(seconds=1))
    await desk.drain()
    assert [(one.text, one.root) for one in desk.sender.standing.values()] == [("root", None), ("answer", "activity-1")]


async def test_a_reply_without_a_root_was_never_posted(desk: Desk) -> None:
    await desk.reply("answer", under="root")
    await desk.drain()
    assert await desk.ends() == ["never_posted"]


async def test_a_1to1_chat_is_opened_once(desk: Desk) -> None:
    await desk.post("a", "b", to=PERSON, notice="tests.leave")
    await desk.drain()
    assert [call for call, _ in desk.sender.calls] == ["open", "send", "send"]
    assert (await desk.conversation(PERSON)).teams_conversation_id == "a:29:anna"
    assert desk.sender.texts("a:29:anna") == ["a", "b"]
    assert all(one.alert for one in desk.sender.standing.values())


async def test_a_chat_that_gives_no_answer_is_opened_again_whatever_the_notice(desk: Desk) -> None:
    desk.sender.fault = first_calls(Fault(Unknown("timeout"), happened=True))
    await desk.post("a", to=PERSON, notice="tests.leave")
    await desk.drain()
    desk.real.forward(60)
    await desk.drain()
    assert desk.sender.texts() == ["a"]


async def test_many_changes_make_one_update(desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()
    for number in range(5):
        desk.shown["a"] = f"version {number}"
        await desk.update("a")
    await desk.drain()
    assert desk.sender.standing["activity-1"].versions == ["version 4"]
    assert await desk.ends() == ["sent", "sent"]


async def test_a_change_after_the_claim_makes_another_update(desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()
    desk.sender.gate = asyncio.Event()
    desk.sender.entered.clear()
    desk.shown["a"] = "first"
    await desk.update("a")
    draining = asyncio.create_task(desk.drain())
    await desk.sender.entered.wait()
    desk.shown["a"] = "second"
    await desk.update("a")
    desk.sender.gate.set()
    await draining
    assert desk.sender.standing["activity-1"].versions == ["first", "second"]


async def test_a_refused_update_and_a_newer_one_become_one(desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()
    desk.sender.fault = first_calls(Fault(Refused("429", retry_after_seconds=30)))
    await desk.update("a")
    await desk.drain()
    desk.shown["a"] = "newest"
    await desk.update("a")
    desk.real.forward(60)
    await desk.drain()
    assert desk.sender.standing["activity-1"].versions == ["newest"]


async def test_a_deleted_message_is_gone_and_forgotten(desk: Desk) -> None:
    await desk.post("a")
    await desk.delete_post("a")
    await desk.drain()
    assert desk.sender.standing == {}
    assert await desk.posts() == {}
    await desk.update("a")
    await desk.drain()
    assert await desk.ends() == ["sent", "sent", "never_posted"]


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
    desk.sender.fault = first_calls(Fault(ConversationGone("BotNotInConversationRoster")))
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
