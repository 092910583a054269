"""How the dispatcher starts, wakes, stops, and what it asks the database."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kit.counters import REGISTRY
from app.kit.db import Database
from app.kit.errors import TryLater
from app.kit.outbox import OutboxRow
from app.kit.sender import Refused
from app.kit.unit import Unit
from scheduler import delivery
from scheduler.claims import LEASE, next_send_after, select_due
from scheduler.delivery import Dispatcher
from scheduler.jobs import forget_old_rows
from tests.scheduler.conftest import CHANNEL, OTHER, PERSON, Desk, conversation
from tests.scheduler.senders import Fault

EVENTUALLY = 30.0
"""Seconds after which a test gives up; none of them waits that long."""


@pytest.fixture(autouse=True)
def _no_polling(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(delivery, "POLL_SECONDS", 3600.0)
    return iter(())


async def sent(desk: Desk, count: int) -> None:
    async with asyncio.timeout(EVENTUALLY):
        while len(desk.sender.sent) < count:
            desk.sender.entered.clear()
            await desk.sender.entered.wait()
            await asyncio.sleep(0)


async def test_a_committed_wish_wakes_the_dispatcher(desk: Desk) -> None:
    desk.units.on_notified = desk.dispatcher.wake
    desk.dispatcher.start()
    await desk.post(*[f"{number}" for number in range(10)])
    await sent(desk, 10)
    await desk.dispatcher.stop(EVENTUALLY)
    assert desk.sender.texts() == [f"{number}" for number in range(10)]
    assert set(await desk.ends()) == {"sent"}


async def test_a_refused_row_is_tried_again_without_waiting_for_the_poll(desk: Desk) -> None:
    refusals = [Fault(Refused("429", retry_after_seconds=0.0))] * 3
    desk.sender.fault = lambda _call, _to: refusals.pop() if refusals else None
    desk.dispatcher.start()
    await desk.post("a")
    desk.dispatcher.wake()
    await sent(desk, 1)
    await desk.dispatcher.stop(EVENTUALLY)
    assert await desk.ends() == ["sent"]


async def test_a_clean_stop_finishes_what_is_under_way_and_returns_the_rest(desk: Desk) -> None:
    desk.dispatcher = desk.another_dispatcher(parallel=1)
    desk.sender.gate = asyncio.Event()
    await desk.post("a")
    await desk.post("b", to=OTHER)
    await desk.update("c", to=PERSON)
    desk.dispatcher.start()
    await desk.sender.entered.wait()
    stopping = asyncio.create_task(desk.dispatcher.stop(EVENTUALLY))
    await asyncio.sleep(0)
    desk.sender.gate.set()
    await stopping
    rows = await desk.rows()
    assert [row.state for row in rows] == ["sent", "waiting", "waiting"]
    assert all(row.claimed_by is None and row.unknowns == 0 for row in rows)
    assert rows[2].key is not None, "the next change finds the waiting update"


async def test_a_stop_that_can_wait_no_longer_ends_claims_like_a_crash(desk: Desk) -> None:
    desk.sender.gate = asyncio.Event()
    await desk.post("a")
    await desk.post("b", to=OTHER, notice="tests.leave")
    desk.dispatcher.start()
    while desk.sender.at_once < 2:
        desk.sender.entered.clear()
        await desk.sender.entered.wait()
    await desk.dispatcher.stop(0)
    assert await desk.ends() == ["waiting", "unknown"]
    assert all(row.claimed_by is None for row in await desk.rows())


async def test_a_row_that_waited_too_long_for_its_turn_is_returned(desk: Desk) -> None:
    desk.dispatcher = desk.another_dispatcher(parallel=1)
    desk.sender.gate = asyncio.Event()
    await desk.post("a")
    await desk.post("b", to=OTHER)
    draining = asyncio.create_task(desk.drain())
    await desk.sender.entered.wait()
    desk.real.forward(LEASE.total_seconds() - 10)
    desk.sender.gate.set()
    await draining
    assert await desk.ends() == ["sent", "sent"]
    assert desk.sender.sent == ["a", "b"]


class Flaky:
    """A database that is away when it is told so."""

    def __init__(self, inner: Database) -> None:
        self.inner, self.kind = inner, inner.kind
        self.away_at: set[int] = set()
        self.asked = 0

    async def run(self, work: Any) -> Any:
        self.asked += 1
        if self.asked in self.away_at:
            raise TryLater("away")
        return await self.inner.run(work)

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("away_at", [{2}, {3}, {4}, {4, 5, 6}])
async def test_a_database_that_is_away_for_a_moment_makes_no_message_twice(desk: Desk, away_at: set[int]) -> None:
    flaky = Flaky(desk.database)
    flaky.away_at = away_at
    desk.units.database = flaky
    desk.dispatcher = desk.another_dispatcher()
    desk.units.database = desk.database
    await desk.post("a", notice="tests.leave")
    await desk.drain()
    desk.real.forward(300)
    await desk.drain()
    assert await desk.ends() == ["sent"]
    assert desk.sender.sent == ["a"]


async def test_ends_and_retries_are_counted_by_name(desk: Desk) -> None:
    def value(name: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(name, labels) or 0.0

    sent_before = value("kernteam_outbox_rows_total", notice="tests.repeat", outcome="sent")
    retries_before = value("kernteam_outbox_retries_total", notice="tests.repeat", cause="refused")
    refusals = [Fault(Refused("503"))]
    desk.sender.fault = lambda _call, _to: refusals.pop() if refusals else None
    await desk.post("a")
    await desk.drain()
    desk.real.forward(60)
    await desk.drain()
    assert value("kernteam_outbox_rows_total", notice="tests.repeat", outcome="sent") == sent_before + 1
    assert value("kernteam_outbox_retries_total", notice="tests.repeat", cause="refused") == retries_before + 1


async def test_old_finished_rows_are_forgotten_and_sends_keep_their_key_for_a_year(desk: Desk) -> None:
    await desk.post("a")
    await desk.update("a")
    await desk.drain()
    await desk.post("waiting", send_after=desk.clock.now() + timedelta(days=500))
    desk.clock.move_to(desk.clock.now() + timedelta(days=300))
    await desk.units.run(forget_old_rows)
    assert [row.subject for row in await desk.rows()] == ["a", "waiting"]
    desk.clock.move_to(desk.clock.now() + timedelta(days=101))
    await desk.units.run(forget_old_rows)
    assert [row.subject for row in await desk.rows()] == ["waiting"]


def plan_of(session: Session, statement: Any) -> str:
    kind = session.get_bind().dialect
    session.add_all(conversation(f"channel:9:{number}", chat=f"19:{number}") for number in range(50))
    session.flush()
    compiled = statement.compile(dialect=kind, compile_kwargs={"literal_binds": True})
    if kind.name == "sqlite":
        return "\n".join(str(row) for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"))
    session.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(str(row) for row in session.connection().exec_driver_sql(f"EXPLAIN {compiled}"))


async def test_claims_use_the_indexes(desk: Desk) -> None:
    moment = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def explain(unit: Unit) -> str:
        return plan_of(unit.session, select_due(moment, moment, 32))

    plan = await desk.units.run(explain)
    assert "ix_kit_outbox_due" in plan
    assert "ix_kit_outbox_unfinished" in plan
    assert "uq_kit_outbox_claimed" in plan


async def test_the_database_allows_one_claimed_row_per_conversation() -> None:
    indexes = {index.name: index for index in OutboxRow.__table__.indexes}  # type: ignore[attr-defined]
    assert indexes["uq_kit_outbox_claimed"].unique


async def test_the_next_time_is_known(desk: Desk) -> None:
    now = desk.clock.now()
    await desk.post("a", send_after=now + timedelta(hours=2))
    await desk.post("b", send_after=now + timedelta(hours=1), to=OTHER)
    await desk.post("due", to=CHANNEL)
    found = await desk.units.run(lambda unit: next_send_after(unit.session, now))
    assert found == now + timedelta(hours=1)


def test_processes_have_names_of_their_own(desk_names: list[str]) -> None:
    assert len(set(desk_names)) == 2
    assert all(len(name) <= 60 for name in desk_names)


@pytest.fixture
async def desk_names(desk: Desk) -> list[str]:
    made: list[Dispatcher] = [desk.another_dispatcher(name="x" * 90), desk.another_dispatcher(name="x" * 90)]
    return [next(one._tokens) for one in made]
