"""Carries one claimed row to its end: load, draw, send, write down."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Final

from app.kit import counters
from app.kit.errors import TryLater
from app.kit.i18n import translator
from app.kit.outbox import Operation
from app.kit.sender import ConversationGone, Destination, Message, Refused, Rejected, Sender, Unknown
from app.kit.unit import Units
from cards.canvas import Canvas, Surface
from cards.faces import draw
from scheduler.claims import CHANGES, Claim, Ending
from scheduler.outcomes import Again, Dropped, Outcome, Returned, Sent, outcome_of, pause_seconds
from scheduler.records import Ready, conclude, note_sending, prepare, store_opened_chat

LONGEST_SEND: Final = timedelta(seconds=45)
"""Real time, for one call of the sender. It ends well inside the claim's lease, so that nobody else sends meanwhile."""

_DATABASE_PAUSES: Final = (0.2, 1.0, 5.0, 10.0, 20.0)
"""Seconds between the tries to write down what became of a message, while the database is away."""

log = logging.getLogger(__name__)


class Carrier:
    """Makes one attempt for one claim. `later(seconds)` is told when a refused row may be tried again."""

    def __init__(
        self,
        units: Units,
        sender: Sender,
        *,
        real_now: Callable[[], datetime],
        later: Callable[[float], None],
        chance: random.Random,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._database = units.database
        self._house = units.house
        self._clock = units.clock
        self._sender = sender
        self._real_now = real_now
        self._later = later
        self._chance = chance
        self._sleep = sleep

    async def carry(self, claim: Claim) -> None:
        outcome = await self._attempt(claim)
        if outcome is not None:
            await self._write_down(claim, outcome)

    async def _attempt(self, claim: Claim) -> Outcome | None:
        """None when the claim was lost to another dispatcher: then nothing is ours to write down."""
        try:
            now = self._clock.now()
            ready = await self._database.run(lambda session: prepare(session, claim, self._house, now))
            if not isinstance(ready, Ready):
                return ready
            message = self._draw(claim, ready)
            return await self._send(claim, ready, message)
        except (Refused, Unknown, ConversationGone, Rejected) as error:
            if isinstance(error, Rejected):
                log.error("%s is rejected: %s", claim.notice, error.reason)
            notice = self._house.notice(claim.notice)
            return outcome_of(error, claim.operation, notice.unknown, claim.unknowns)
        except TryLater as error:
            log.warning("%s waits for the database: %s", claim.notice, error)
            return Again("database")
        except Exception:
            # Whatever it is, it must not stand in the way of the conversation's other messages.
            log.exception("outbox row %s (%s) is dropped after a fault", claim.row_id, claim.notice)
            return Dropped("fault")

    def _draw(self, claim: Claim, ready: Ready) -> Message | None:
        if claim.operation is Operation.DELETE:
            return None
        surface = Surface.CHANNEL if ready.in_channel else Surface.PERSONAL
        drawn = draw(Canvas(translator(ready.language), surface), ready.view)
        return Message(drawn.summary, card=drawn.card, alert=self._house.notice(claim.notice).alert)

    async def _send(self, claim: Claim, ready: Ready, message: Message | None) -> Outcome | None:
        to = ready.to
        if to.conversation_id is None:
            to = await self._open_chat(claim, to)
        if self._real_now() + LONGEST_SEND >= claim.until:
            return Returned()  # it waited so long that the claim might end in the middle
        if claim.operation not in CHANGES and self._house.notice(claim.notice).unknown == "leave":
            # For all others a claim that ends may simply be sent again: they need no such note.
            real_now = self._real_now()
            if not await self._database.run(lambda session: note_sending(session, claim, real_now)):
                return None
        began = perf_counter()
        try:
            async with asyncio.timeout(LONGEST_SEND.total_seconds()):
                activity_id = await self._hand_over(claim, to, ready.activity_id, message)
        except TimeoutError as error:
            raise Unknown("no_end") from error
        except ConnectionError as error:
            raise Unknown("connection_lost") from error
        finally:
            counters.OUTBOX_SEND_SECONDS.observe(perf_counter() - began)
        return Sent(activity_id)

    async def _hand_over(self, claim: Claim, to: Destination, activity_id: str, message: Message | None) -> str:
        if message is None:
            await self._sender.delete(to, activity_id)
            return ""
        if claim.operation is Operation.UPDATE:
            await self._sender.update(to, activity_id, message)
            return ""
        return await self._sender.send(to, message)

    async def _open_chat(self, claim: Claim, to: Destination) -> Destination:
        """Teams gives the same chat however often it is asked for: without an answer we may always ask again."""
        try:
            async with asyncio.timeout(LONGEST_SEND.total_seconds()):
                chat = await self._sender.open_personal(to)
        except (TimeoutError, Unknown) as error:
            raise Refused("chat_not_opened") from error
        await self._database.run(lambda session: store_opened_chat(session, claim.conversation_id, chat))
        return Destination(to.service_url, to.tenant_id, chat, to.teams_user_id, to.thread_activity_id)

    async def _write_down(self, claim: Claim, outcome: Outcome) -> None:
        pause = 0.0
        if isinstance(outcome, Again):
            pause = pause_seconds(claim.attempts, outcome.retry_after_seconds, self._chance)
        now, real_now = self._clock.now(), self._real_now()

        def work(session: Any) -> list[Ending]:
            return conclude(session, claim, outcome, now=now, real_now=real_now, pause=timedelta(seconds=pause))

        for wait in (*_DATABASE_PAUSES, None):
            try:
                count(await self._database.run(work))
                break
            except TryLater:
                if wait is None:
                    log.exception("outbox row %s: %s could not be written down", claim.row_id, outcome)
                    return
                await self._sleep(wait)
        if isinstance(outcome, Dropped) and outcome.skipped:
            counters.SKIPS.labels(claim.notice, outcome.reason).inc()
        if isinstance(outcome, Again):
            counters.OUTBOX_RETRIES.labels(claim.notice, outcome.cause).inc()
            self._later(pause)


def count(endings: Iterable[Ending]) -> None:
    for ending in endings:
        counters.OUTBOX_ROWS.labels(ending.notice, ending.outcome.partition(":")[0]).inc()
