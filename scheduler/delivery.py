"""The outbox's dispatcher: claims rows in batches and has them carried, so many at a time.

Several dispatchers may work on one database. A process may end at any moment: what it had claimed comes back when its
lease ends; nothing is lost, no row doubles, and only messages in flight whose notice says `repeat` may come twice.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count as numbers
from os import getpid
from secrets import token_hex
from socket import gethostname
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.errors import TryLater
from app.kit.outbox import OutboxRow
from app.kit.sender import Sender
from app.kit.unit import Units
from scheduler.carrier import Carrier, count
from scheduler.claims import Claim, Ending, claim_due, end_claims, own_row, put_back, take_back_expired

BATCH: Final = 32
"""Rows claimed at once: one row at a time costs twenty times as much for each."""

POLL_SECONDS: Final = 2.0
"""How often the table is asked without being woken: for rows of a later time, and of other processes."""

MOST_ROUNDS: Final = 100_000
"""A drain that goes on longer than this is going in circles."""

log = logging.getLogger(__name__)


def _real_now() -> datetime:
    return datetime.now(UTC)


class Dispatcher:
    """Sends to `parallel` conversations at a time. `name` tells processes apart: host and process id, if none is given.

    `real_now`, `chance` (jitter) and `sleep` (only while the database is away) are there to be replaced in tests.
    """

    def __init__(
        self,
        units: Units,
        sender: Sender,
        *,
        name: str | None = None,
        parallel: int = 16,
        real_now: Callable[[], datetime] = _real_now,
        chance: random.Random | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = units.database
        self._clock = units.clock
        self._real_now = real_now
        self._carrier = Carrier(
            units,
            sender,
            real_now=real_now,
            later=self._wake_in,
            chance=chance or random.Random(),  # noqa: S311 (jitter)
            sleep=sleep,
        )
        # The random part: a process started anew must not take the claims of the one before it for its own.
        name = f"{(name or f'{gethostname()}:{getpid()}')[:30]}/{token_hex(5)}"
        self._tokens = (f"{name}/{number}" for number in numbers())
        self._parallel = parallel
        self._slots = asyncio.Semaphore(parallel)
        self._carried: dict[asyncio.Task[None], Claim] = {}
        self._begun: set[int] = set()
        self._claiming = asyncio.Lock()
        self._woken = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False
        self._database_away = False

    @property
    def busy(self) -> bool:
        """Rows are claimed or on their way."""
        return bool(self._carried)

    def start(self) -> None:
        self._loop = asyncio.create_task(self._run(), name="outbox dispatcher")

    def wake(self) -> None:
        """Rows wait: look now, not at the next poll. Called on the event loop; costs nothing."""
        self._woken.set()

    async def stop(self, grace_seconds: float) -> None:
        """Finishes what is on its way and returns all other rows; after the grace, ends what is still going on."""
        self._stopping = True
        self.wake()
        if self._loop is not None:
            await asyncio.wait([self._loop])  # not cancelled: a claim it is just making must be known to be returned
            self._loop = None
        async with self._claiming:  # the same for a drain's claim
            carried = dict(self._carried)
        waiting = [task for task, claim in carried.items() if claim.row_id not in self._begun]
        for task in waiting:
            task.cancel()
        under_way = [task for task in carried if task not in waiting]
        late: set[asyncio.Task[None]] = set()
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=grace_seconds)
            for task in late:
                task.cancel()
        if waiting or late:
            await asyncio.wait([*waiting, *late])
        await self._return_claims([carried[task] for task in waiting], [carried[task] for task in late])

    async def drain(self) -> None:
        """Sends until nothing that is due is left but what pauses after a refusal. For tests and the demo's clock."""
        for _ in range(MOST_ROUNDS):
            was_busy = self.busy  # what ends during the claim may have made the next row of its conversation due
            claimed = await self._claim()
            if self.busy:
                await asyncio.wait(self._carried, return_when=asyncio.FIRST_COMPLETED)
            elif not claimed and not was_busy:
                return
        raise RuntimeError("the outbox does not become empty")

    async def _run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            claimed = 0
            try:
                claimed = await self._claim()
                self._database_away = False
            except TryLater as error:
                if not self._database_away:
                    log.warning("the outbox waits for the database: %s", error)
                self._database_away = True
            except Exception:
                log.exception("the outbox could not be asked")
            if claimed < BATCH or len(self._carried) > self._parallel:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._woken.wait()

    async def _claim(self) -> int:
        """Claims a batch where there is room for it, and has it carried; how many rows it was."""
        async with self._claiming:
            if self._stopping or len(self._carried) > self._parallel:
                return 0
            token, now, real_now = next(self._tokens), self._clock.now(), self._real_now()
            ours = {claim.row_id for claim in self._carried.values()}

            def work(session: Session) -> tuple[list[Ending], list[Claim]]:
                endings = take_back_expired(session, now=now, real_now=real_now, ours=ours)
                return endings, claim_due(session, token=token, now=now, real_now=real_now, most=BATCH)

            endings, claims = await self._database.run(work)
            count(endings)
            for claim in claims:
                task = asyncio.create_task(self._carry(claim), name=f"outbox row {claim.row_id}")
                self._carried[task] = claim
                task.add_done_callback(self._carried_out)
            return len(claims)

    async def _carry(self, claim: Claim) -> None:
        async with self._slots:
            self._begun.add(claim.row_id)
            await self._carrier.carry(claim)

    def _carried_out(self, task: asyncio.Task[None]) -> None:
        claim = self._carried.pop(task)
        self._begun.discard(claim.row_id)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The claim's end brings the row back.
            log.error("outbox row %s (%s) was left midway", claim.row_id, claim.notice, exc_info=error)
        if len(self._carried) <= self._parallel:
            self._woken.set()

    def _wake_in(self, seconds: float) -> None:
        if self._loop is not None:
            asyncio.get_running_loop().call_later(seconds, self.wake)

    async def _return_claims(self, not_begun: list[Claim], broken_off: list[Claim]) -> None:
        now = self._clock.now()

        def work(session: Session) -> list[Ending]:
            endings = []
            for claim in not_begun:
                if row := own_row(session, claim):
                    endings += put_back(session, row, now, retry_at=row.retry_at)
            ids = [claim.row_id for claim in broken_off]
            tokens = [claim.token for claim in broken_off]
            left = select(OutboxRow).where(OutboxRow.id.in_(ids), OutboxRow.claimed_by.in_(tokens))
            return endings + end_claims(session, session.scalars(left.with_for_update()).all(), now)

        if not_begun or broken_off:
            try:
                count(await self._database.run(work))
            except TryLater as error:
                log.warning("claims end with their lease: %s", error)
