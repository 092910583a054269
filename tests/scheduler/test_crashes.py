"""Nothing is lost and nothing doubled, whatever happens and whenever the process ends."""

import asyncio
import logging
import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kit.clock import StandingClock
from app.kit.db import Database, Row, open_database
from app.kit.outbox import RowState
from app.kit.sender import ConversationGone, Destination, Message, Refused, Rejected, Unknown
from app.kit.unit import Unit, Units
from scheduler.delivery import Dispatcher
from tests.conftest import FRIDAY
from tests.scheduler.conftest import CHANNEL, OTHER, PERSON, Desk, conversation
from tests.scheduler.mortal import Killed, Life, mortal
from tests.scheduler.senders import Fault, MemorySender


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


async def live_and_die(desk: Desk, life: Life) -> None:
    """A process with this life sends until it is killed; then its lease runs out."""
    units, sender = mortal(desk.units, desk.sender, life)
    dispatcher = Dispatcher(units, sender, real_now=desk.real.now, chance=random.Random(1), sleep=desk.real.sleep)
    with suppress(Killed):
        await dispatcher.drain()
    if dispatcher._carried:
        await asyncio.wait(list(dispatcher._carried))
    desk.real.forward(121)


async def test_killed_at_any_step_it_keeps_the_promises(desk: Desk) -> None:
    number = 0
    for after in (False, True):
        for step in range(100):
            number += 1
            marks = {name: f"{name}{number}" for name in ("repeat", "leave", "reply", "person", "changed")}
            await desk.post(marks["changed"], to=OTHER)
            await desk.drain()
            await desk.update(marks["changed"], to=OTHER)
            await desk.post(marks["repeat"])
            await desk.post(marks["leave"], notice="tests.leave")
            await desk.reply(marks["reply"], under=marks["repeat"])
            await desk.post(marks["person"], to=PERSON, notice="tests.leave")
            life = Life(step, after=after)
            await live_and_die(desk, life)
            await desk.drain()
            sent = Counter(desk.sender.texts())
            ends = {row.subject: (row.state, row.reason) for row in await desk.rows() if row.operation != "update"}
            assert set(ends.values()) <= {(RowState.SENT, None), (RowState.DROPPED, "unknown")}
            assert 1 <= sent[marks["repeat"]] <= 2
            assert 1 <= sent[marks["reply"]] <= 2
            for leave in ("leave", "person"):
                assert sent[marks[leave]] == 1 or ends[marks[leave]] == (RowState.DROPPED, "unknown")
                assert sent[marks[leave]] <= 1
            repeated = [text for text, times in sent.items() if times > 1 and text in marks.values()]
            assert len(repeated) <= 1, "at most what was in flight in the one conversation of `repeat` messages"
            assert any(one.versions for one in desk.sender.standing.values() if one.text == marks["changed"])
            if not life.over:
                break
        else:
            raise AssertionError("so many steps?")


async def test_a_process_that_was_only_stopped_for_a_while_does_not_send_again(desk: Desk) -> None:
    desk.sender.gate = asyncio.Event()
    await desk.post("a")
    slow = asyncio.create_task(desk.drain())
    await desk.sender.entered.wait()
    desk.real.forward(300)
    desk.sender.gate.set()
    await desk.drain()
    await slow
    assert desk.sender.texts() == ["a"]


async def test_what_was_sent_after_the_claim_ran_out_counts_as_sent(desk: Desk) -> None:
    desk.sender.gate = asyncio.Event()
    await desk.post("a", notice="tests.leave")
    slow = asyncio.create_task(desk.drain())
    await desk.sender.entered.wait()
    desk.real.forward(300)
    await desk.another_dispatcher().drain()
    assert await desk.ends() == ["unknown"]
    desk.sender.gate.set()
    await slow
    assert await desk.ends() == ["sent"]
    assert desk.sender.texts() == ["a"]
    assert list(await desk.posts()) == ["tests.leave:a"]


async def test_a_row_that_kills_its_process_again_and_again_is_given_up(desk: Desk) -> None:
    await desk.post("a", "b")
    for _ in range(5):
        await live_and_die(desk, Life(1, after=False))
    await desk.drain()
    assert await desk.ends() == ["unknown", "sent"]


async def test_two_dispatchers_send_nothing_twice_and_keep_the_order(
    desk: Desk, database: Database, database_url: str
) -> None:
    second = open_database(database_url)
    units = Units(second, desk.house, desk.clock)
    channels = [f"channel:2:{number}" for number in range(12)]
    await desk.units.run(lambda unit: unit.session.add_all([conversation(key, chat=key) for key in channels]))
    subjects = {key: [f"{key}/{number}" for number in range(10)] for key in channels}
    for key in channels:
        await desk.post(*subjects[key], to=key)
    other = Dispatcher(units, desk.sender, real_now=desk.real.now, chance=random.Random(2))
    await asyncio.gather(desk.drain(), other.drain())
    await desk.drain()
    for key in channels:
        assert desk.sender.texts(key) == subjects[key]
    assert set(await desk.ends()) == {"sent"}
    await second.close()


async def test_a_thousand_due_rows_are_sent_once_each(desk: Desk) -> None:
    channels = [f"channel:3:{number}" for number in range(1000)]
    await desk.units.run(lambda unit: unit.session.add_all([conversation(key, chat=key) for key in channels]))

    def ask(unit: Unit) -> None:
        for key in channels:
            unit.post("tests.leave", key, key, useless_after=desk.clock.now() + timedelta(hours=1))

    await desk.units.run(ask)
    await desk.drain()
    assert Counter(desk.sender.texts()) == Counter(channels)
    assert set(await desk.ends()) == {"sent"}
    assert desk.sender.most_at_once <= 16


async def test_one_slow_conversation_holds_up_no_other(desk: Desk) -> None:
    gate = asyncio.Event()

    class Slow(MemorySender):
        async def send(self, to: Destination, message: Message) -> str:
            if to.conversation_id == "19:a":
                await gate.wait()
            sent = await super().send(to, message)
            if len(self.texts("19:b")) == 60:
                gate.set()
            return sent

    desk.sender = Slow()
    desk.dispatcher = desk.another_dispatcher()
    await desk.post(*[f"a{number}" for number in range(60)])
    await desk.post(*[f"b{number}" for number in range(60)], to=OTHER)
    await desk.drain()
    assert len(desk.sender.texts()) == 120


FAULTS = st.sampled_from(
    [
        None,
        None,
        Fault(Refused("429", retry_after_seconds=5)),
        Fault(Refused("503")),
        Fault(Unknown("timeout"), happened=True),
        Fault(Unknown("timeout"), happened=False),
        Fault(ConversationGone("404", message_only=True)),
        Fault(Rejected("413")),
        Fault(ValueError("a fault of ours")),
    ]
)
WISHES = st.tuples(
    st.sampled_from([CHANNEL, OTHER, PERSON]),
    st.sampled_from(["post", "leave", "reply", "update", "delete"]),
    st.integers(0, 3),
)


@settings(max_examples=100, deadline=None)
@given(
    wishes=st.lists(WISHES, min_size=1, max_size=12),
    faults=st.lists(FAULTS, max_size=12),
    deaths=st.lists(st.tuples(st.integers(0, 25), st.booleans()), max_size=3),
)
def test_whatever_goes_wrong_every_row_ends_and_none_is_doubled(
    wishes: list[tuple[str, str, int]], faults: list[Fault | None], deaths: list[tuple[int, bool]]
) -> None:
    asyncio.run(_live_through(wishes, faults, deaths))


async def _live_through(
    wishes: list[tuple[str, str, int]], faults: list[Fault | None], deaths: list[tuple[int, bool]]
) -> None:
    database = open_database("sqlite://")
    await database.run(lambda session: Row.metadata.create_all(session.connection()))
    desk = Desk(database, StandingClock(FRIDAY))
    await desk.open()
    lost_answers = 0

    def fault(call: str, _to: Destination) -> Fault | None:
        nonlocal lost_answers
        found = faults.pop(0) if faults else None
        lost_answers += bool(found and found.happened and call == "send")
        return found

    desk.sender.fault = fault
    asked: set[str] = set()
    for to, operation, number in wishes:
        subject = f"{to}/{number}"
        match operation:
            case "post" | "leave" if subject not in asked:
                await desk.post(subject, to=to, notice="tests.repeat" if operation == "post" else "tests.leave")
                asked.add(subject)
            case "reply":
                await desk.reply(f"{subject}/reply", under=subject, to=to)
            case "update":
                await desk.update(subject, to=to)
            case "delete":
                await desk.delete_post(subject, to=to)
    rows = len(await desk.rows())
    for dies_at, after in deaths:
        await live_and_die(desk, Life(dies_at, after=after))
    for _ in range(40):
        await desk.drain()
        desk.real.forward(700)
        desk.clock.move_to(desk.clock.now() + timedelta(seconds=700))
        ended = await desk.rows()
        if all(row.finished_at for row in ended):
            break
    assert len(ended) == rows, "no row is lost"
    assert all(row.state in (RowState.SENT, RowState.DROPPED) for row in ended)
    assert all(row.reason for row in ended if row.state == RowState.DROPPED)
    assert all(row.claimed_by is None and row.finished_at for row in ended)
    left = {row.subject for row in ended if row.notice == "tests.leave"}
    sent = Counter(desk.sender.sent)
    assert all(times == 1 for text, times in sent.items() if text in left), "`leave` is never sent twice"
    again = sum(times - 1 for times in sent.values())
    assert again <= lost_answers + 3 * len(deaths), "only an unknown end makes a second message"
    await database.close()
