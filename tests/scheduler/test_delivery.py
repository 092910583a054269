"""What the dispatcher promises about single messages."""

import asyncio
from datetime import timedelta

from app.kit.answers import Skip
from app.kit.sender import Refused, Unknown
from tests.scheduler.conftest import PERSON, Desk
from tests.scheduler.senders import Fault, first_calls


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
