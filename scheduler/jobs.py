"""The table of ticks. A tick only looks: what is due stands in rows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import time, timedelta
from functools import partial

from app.kit import inbox, outbox
from app.kit.forgetting import take_old_chat_posts_back
from app.kit.unit import Unit, Units

DUE_WORK_EVERY = timedelta(seconds=5)


@dataclass(frozen=True)
class Job:
    """Every process runs every job: each must bear being run twice."""

    name: str
    every: timedelta | time
    """A length, or a time of day (UTC) for nightly jobs."""
    run: Callable[[], Awaitable[None]]


def jobs(units: Units, check_rosters: Callable[[], Awaitable[None]] | None = None) -> tuple[Job, ...]:
    """What runs beside the due work, which the clockwork brings itself."""

    async def forget_old() -> None:
        await units.run(forget_old_rows)
        await take_old_posts_back(units)

    table = [Job("forget old inbox and outbox rows", time(2, 40), forget_old)]
    if check_rosters is not None:
        table.append(Job("check rosters", timedelta(minutes=10), check_rosters))
    return tuple(table)


def forget_old_rows(unit: Unit) -> None:
    inbox.forget_old(unit.session, unit.now)
    outbox.forget_finished(unit.session, unit.now)


async def take_old_posts_back(units: Units) -> None:
    """In short transactions, so that nobody's press waits for it."""
    last: int | None = 0
    while last is not None:
        last = await units.run(partial(take_old_chat_posts_back, after_id=last))
