"""Ticks, and the demo's way through time."""

import asyncio
import logging
from datetime import UTC, datetime, time, timedelta

import pytest

from app.kit.clock import StandingClock, SystemClock
from app.kit.db import Database
from app.kit.errors import TryLater
from app.kit.room import Due
from app.kit.unit import Unit, Units
from scheduler.clockwork import Clockwork, NextEvent
from scheduler.jobs import Job, jobs
from tests.scheduler.conftest import CHANNEL, Desk

EVENTUALLY = 30.0
WEEK = timedelta(days=7)


class Weekly:
    """Due work that asks for one message a week, with a second one an hour later."""

    def __init__(self, first: datetime, name: str = "weekly", most_at_once: int = 2) -> None:
        self.next: datetime | None = first
        self.name = name
        self.most_at_once = most_at_once
        self.ran_at: list[datetime] = []
        self.error: Exception | None = None

    @property
    def due(self) -> Due:
        return Due(self.name, self.run, lambda _session: self.next)

    def run(self, unit: Unit) -> int:
        if self.error:
            raise self.error
        done = 0
        while self.next is not None and self.next <= unit.now and done < self.most_at_once:
            subject = f"{self.name}-{self.next:%Y-%m-%d}"
            useless_after = self.next + timedelta(days=2)
            unit.post("tests.repeat", subject, CHANNEL, useless_after=useless_after)
            unit.post(
                "tests.repeat", f"{subject}+1h", CHANNEL,
                useless_after=useless_after, send_after=self.next + timedelta(hours=1),
            )  # fmt: skip
            self.ran_at.append(unit.now)
            self.next += WEEK
            done += 1
        return done


async def desk_with(database: Database, clock: StandingClock, *works: Weekly) -> tuple[Desk, Clockwork]:
    desk = Desk(database, clock, due=tuple(work.due for work in works))
    await desk.open()
    return desk, Clockwork(desk.units, desk.dispatcher, jobs(desk.units), real_now=desk.real.now)


async def tick(clockwork: Clockwork) -> None:
    (job,) = [job for job in clockwork.jobs if job.name == "due work"]
    await clockwork.run_job(job)


async def test_a_tick_does_all_that_is_due_batch_by_batch(database: Database, clock: StandingClock) -> None:
    weekly = Weekly(clock.now() - 6 * WEEK)
    _, clockwork = await desk_with(database, clock, weekly)
    await tick(clockwork)
    assert len(weekly.ran_at) == 7
    assert weekly.next == clock.now() + WEEK
    assert set(weekly.ran_at) == {clock.now()}, "all at the tick's planned time"


async def test_one_failing_room_does_not_stop_the_others_and_is_asked_again(
    database: Database, clock: StandingClock, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = Weekly(clock.now(), "broken"), Weekly(clock.now(), "sound")
    desk, clockwork = await desk_with(database, clock, broken, sound)
    broken.error = RuntimeError("no such series")
    for _ in range(3):
        await tick(clockwork)
    assert len(sound.ran_at) == 1
    assert caplog.text.count("no such series") == 1, "logged once"
    assert clockwork.last_tick_at == desk.real.moment
    broken.error = None
    await tick(clockwork)
    assert len(broken.ran_at) == 1


async def test_passing_trouble_is_said_once_and_again_when_it_is_over(
    database: Database, clock: StandingClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="scheduler.due_work")
    weekly = Weekly(clock.now())
    _, clockwork = await desk_with(database, clock, weekly)
    weekly.error = TryLater("database away")
    for _ in range(5):
        await tick(clockwork)
    weekly.error = None
    await tick(clockwork)
    assert [record.message for record in caplog.records if record.name == "scheduler.due_work"] == [
        "due work weekly is tried again: TryLater: database away",
        "due work weekly goes on",
    ]


async def test_two_processes_that_tick_at_once_do_the_work_once(database: Database, clock: StandingClock) -> None:
    weekly = Weekly(clock.now())
    desk, clockwork = await desk_with(database, clock, weekly)
    other = Clockwork(desk.units, desk.dispatcher, (), real_now=desk.real.now)
    await asyncio.gather(tick(clockwork), tick(other))
    assert len(await desk.rows()) == 2


async def test_a_year_goes_by_from_due_time_to_due_time(database: Database, clock: StandingClock) -> None:
    start = clock.now()
    weekly = Weekly(start + timedelta(days=1))
    desk, clockwork = await desk_with(database, clock, weekly)
    until = start + timedelta(days=365)
    await clockwork.advance(until)
    assert clock.now() == until
    assert weekly.ran_at == [start + timedelta(days=1) + number * WEEK for number in range(53)]
    due = [row for row in await desk.rows() if row.send_after <= clock.now()]
    assert all(row.state == "sent" and row.finished_at == row.send_after for row in due)
    assert len(desk.sender.sent) == len(due) == 105


async def test_the_next_event_has_a_time_and_a_name(database: Database, clock: StandingClock) -> None:
    weekly = Weekly(clock.now())
    desk, clockwork = await desk_with(database, clock, weekly)
    assert await clockwork.next_event() is None, "what is due already is not the next"
    await tick(clockwork)
    assert await clockwork.next_event() == NextEvent(clock.now() + timedelta(hours=1), "outbox")
    await clockwork.advance(clock.now() + timedelta(hours=1))
    assert await clockwork.next_event() == NextEvent(clock.now() - timedelta(hours=1) + WEEK, "weekly")
    assert len(desk.sender.sent) == 2


async def test_work_that_never_gets_done_does_not_hold_time_up(database: Database, clock: StandingClock) -> None:
    stuck, weekly = Weekly(clock.now(), "stuck"), Weekly(clock.now() + timedelta(days=1))
    stuck.error = RuntimeError("never")
    _, clockwork = await desk_with(database, clock, stuck, weekly)
    await clockwork.advance(clock.now() + timedelta(days=30))
    assert len(weekly.ran_at) == 5


async def test_work_that_causes_work_at_the_same_moment_is_done_in_it(database: Database, clock: StandingClock) -> None:
    second = Weekly(clock.now(), "second")
    second.next = None
    first = Weekly(clock.now(), "first")

    def waken(unit: Unit) -> int:
        done = first.run(unit)
        if done:
            second.next = unit.now
        return done

    desk = Desk(database, clock, due=(second.due, Due("first", waken, lambda _session: first.next)))
    await desk.open()
    clockwork = Clockwork(desk.units, desk.dispatcher, ())
    await clockwork.advance(clock.now())
    assert second.ran_at == first.ran_at == [clock.now()]


async def test_a_clock_that_runs_by_itself_cannot_be_moved(desk: Desk) -> None:
    clockwork = Clockwork(Units(desk.database, desk.house, SystemClock()), desk.dispatcher, ())
    with pytest.raises(TypeError):
        await clockwork.advance(datetime(2030, 1, 1, tzinfo=UTC))


async def test_started_it_ticks_at_once_and_a_failing_job_is_only_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    ran = asyncio.Event()

    async def failing() -> None:
        ran.set()
        raise RuntimeError("the door is shut")

    nightly = Job("nightly", time(2, 40), failing)
    clockwork = Clockwork(desk.units, desk.dispatcher, [Job("failing", timedelta(hours=1), failing), nightly])
    clockwork.start()
    async with asyncio.timeout(EVENTUALLY):
        await ran.wait()
    await clockwork.stop()
    assert clockwork.last_tick_at is not None, "the stop lets the first tick finish"
    assert "the job failing failed" in caplog.text
    assert "the job nightly failed" not in caplog.text


async def test_a_stop_lets_a_running_job_finish(desk: Desk) -> None:
    begun, go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        await go_on.wait()
        done.set()

    clockwork = Clockwork(desk.units, desk.dispatcher, [Job("slow", timedelta(hours=1), slow)])
    clockwork.start()
    async with asyncio.timeout(EVENTUALLY):
        await begun.wait()
        stopping = asyncio.create_task(clockwork.stop(EVENTUALLY))
        await asyncio.sleep(0)
        go_on.set()
        await stopping
    assert done.is_set()


async def test_the_nightly_job_forgets_old_rows(desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()
    desk.clock.move_to(desk.clock.now() + timedelta(days=401))
    (nightly,) = jobs(desk.units)
    await nightly.run()
    assert await desk.rows() == []
