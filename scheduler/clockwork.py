"""Ticks. The only importer of APScheduler: in memory, because rows hold the plan and a lost tick only looks later."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final, Protocol, runtime_checkable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from app.kit.unit import Unit, Units
from scheduler.claims import messages_wait, next_send_after
from scheduler.delivery import Dispatcher
from scheduler.due_work import DueWork
from scheduler.jobs import DUE_WORK_EVERY, Job

OUTBOX: Final = "outbox"

MOST_ROUNDS: Final = 100
"""How often work may cause work at one and the same moment."""

log = logging.getLogger(__name__)


@runtime_checkable
class Movable(Protocol):
    """The demo's and the simulations' clocks."""

    def move_to(self, moment: datetime) -> None: ...


@dataclass(frozen=True)
class NextEvent:
    at: datetime
    what: str
    """Name of the due work, or `outbox` for a message of a later time."""


class Clockwork:
    """Runs the due work and the other `jobs` on the event loop."""

    def __init__(
        self,
        units: Units,
        dispatcher: Dispatcher,
        jobs: Sequence[Job],
        *,
        real_now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._units = units
        self._house = units.house
        self._clock = units.clock
        self._dispatcher = dispatcher
        self._real_now = real_now
        self._due_work = DueWork(units, real_now=real_now)
        self.jobs = (Job("due work", DUE_WORK_EVERY, self._tick), *jobs)
        self._scheduler: AsyncIOScheduler | None = None
        self._moving = asyncio.Lock()
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def last_tick_at(self) -> datetime | None:
        """When (real time) due work was last looked for; None before the first tick."""
        return self._due_work.last_tick_at

    def start(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for job in self.jobs:
            self._scheduler.add_job(
                self.run_job,
                _trigger(job),
                args=[job],
                name=job.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,  # late is better than not: rows say what is too late
                **({} if isinstance(job.every, time) else {"next_run_time": datetime.now(UTC)}),
            )
        self._scheduler.start()

    async def stop(self, grace_seconds: float = 10.0) -> None:
        """No more ticks; what a tick is doing may finish."""
        if self._scheduler is not None:
            self._scheduler.remove_all_jobs()
            try:
                async with asyncio.timeout(grace_seconds):
                    await self._idle.wait()
            except TimeoutError:
                log.warning("a job was still running at the end of the grace")
            self._scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # the shutdown itself is only scheduled
            self._scheduler = None

    async def run_job(self, job: Job) -> None:
        """A job's fault is logged and costs only this run."""
        with self._busy():
            try:
                await job.run()
            except Exception:
                log.exception("the job %s failed", job.name)

    async def _tick(self) -> None:
        if not self._moving.locked():  # while the clock is being moved, that does the work
            await self._due_work.tick()

    @contextmanager
    def _busy(self) -> Iterator[None]:
        self._running += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def next_event(self) -> NextEvent | None:
        """The next moment (product time) at which something falls due that is not due yet."""
        return (await self._units.run(self._look)).next_event

    async def advance(self, until: datetime) -> None:
        """Moves the clock from due time to due time, doing all that falls due on the way, and stands at `until`.

        Needs a clock that can be moved. Ticks wait meanwhile. What Teams refuses on the way pauses in real time.
        """
        if not isinstance(self._clock, Movable):
            raise TypeError("this clock can't be moved")
        async with self._moving:
            while (event := await self._do_all_due()) is not None and event.at <= until:
                self._clock.move_to(event.at)
            if self._clock.now() < until:
                self._clock.move_to(until)

    async def _do_all_due(self) -> NextEvent | None:
        """Work may cause work, and messages, at one and the same moment. What comes next after it."""
        for _ in range(MOST_ROUNDS):
            view = await self._units.run(self._look)
            done = await self._due_work.run(view.now, only=view.due) if view.due else 0
            if done or view.messages_wait or self._dispatcher.busy:
                await self._dispatcher.drain()
            else:
                return view.next_event
        log.error("work goes on causing work at %s", view.now)
        return view.next_event

    def _look(self, unit: Unit) -> "_View":
        times = {due.name: at for due in self._house.due if (at := due.next_at(unit.session))}
        events = [NextEvent(at, name) for name, at in times.items() if at > unit.now]
        if (at := next_send_after(unit.session, unit.now)) is not None:
            events.append(NextEvent(at, OUTBOX))
        return _View(
            unit.now,
            frozenset(name for name, at in times.items() if at <= unit.now),
            messages_wait=messages_wait(unit.session, unit.now, self._real_now()),
            next_event=min(events, key=lambda event: event.at, default=None),
        )


@dataclass(frozen=True)
class _View:
    """What stands in the database about the present moment and the next one."""

    now: datetime
    due: frozenset[str]
    messages_wait: bool
    next_event: NextEvent | None


def _trigger(job: Job) -> IntervalTrigger | CronTrigger:
    if isinstance(job.every, time):
        return CronTrigger(hour=job.every.hour, minute=job.every.minute, jitter=300, timezone=UTC)
    return IntervalTrigger(seconds=job.every.total_seconds(), timezone=UTC)
