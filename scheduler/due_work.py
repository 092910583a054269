"""What a tick does: asks each room's due functions, each in a unit of its own, until nothing is left."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from time import perf_counter
from typing import Final
from zlib import crc32

from sqlalchemy import func, select

from app.kit import counters
from app.kit.errors import TryLater
from app.kit.room import Due
from app.kit.unit import Unit, Units

MOST_BATCHES: Final = 1_000
"""In one tick. Work that still says it did something is going in circles, or goes on at the next tick."""


log = logging.getLogger(__name__)


class DueWork:
    def __init__(self, units: Units, *, real_now: Callable[[], datetime]) -> None:
        self._units = units
        self._real_now = real_now
        self._troubled: dict[str, str] = {}
        """Work that failed the last time, and how: the same trouble is logged once."""
        self.last_tick_at: datetime | None = None
        """Real time; the readiness page looks at its age."""

    async def tick(self) -> None:
        await self.run(self._units.clock.now())

    async def run(self, now: datetime, *, only: Collection[str] | None = None) -> int:
        """Does what is due at `now`; how much it was. `only`: names of the due functions to ask.

        One failing function doesn't stop the others; it is asked again at the next tick.
        """
        done = 0
        for due in self._units.house.due:
            if only is None or due.name in only:
                done += await self._run_one(due, now)
        self.last_tick_at = self._real_now()
        counters.LAST_TICK.set(self.last_tick_at.timestamp())
        return done

    async def _run_one(self, due: Due, now: datetime) -> int:
        done = 0
        began = perf_counter()
        try:
            for _ in range(MOST_BATCHES):
                batch = await self._units.run(lambda unit: _alone(unit, due), now=now)
                done += batch
                if not batch:
                    break
            else:
                log.error("due work %s did not come to an end in %s batches", due.name, MOST_BATCHES)
        except TryLater as error:
            self._note_trouble(due, "try_later", error)
        except Exception as error:
            self._note_trouble(due, "fault", error)
        else:
            if self._troubled.pop(due.name, None):
                log.info("due work %s goes on", due.name)
        counters.DUE_SECONDS.labels(due.name).observe(perf_counter() - began)
        if done:
            counters.DUE_WORK.labels(due.name).inc(done)
        return done

    def _note_trouble(self, due: Due, cause: str, error: Exception) -> None:
        counters.DUE_FAULTS.labels(due.name, cause).inc()
        trouble = f"{type(error).__name__}: {error}"[:300]
        if self._troubled.get(due.name) == trouble:
            return
        self._troubled[due.name] = trouble
        if cause == "try_later":
            log.warning("due work %s is tried again: %s", due.name, trouble)
        else:
            log.error("due work %s failed and is tried again", due.name, exc_info=error)


def _alone(unit: Unit, due: Due) -> int:
    """Two processes tick at the same time: one does the work, the other need not collide with it row by row."""
    if unit.session.get_bind().dialect.name == "postgresql":
        number = crc32(f"due:{due.name}".encode())
        if not unit.session.scalar(select(func.pg_try_advisory_xact_lock(number))):
            return 0
    return due.run(unit)
