"""What each command costs with five teams in the database and with five hundred; a team has the same in both."""

import asyncio
import statistics
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import perf_counter

from app.capabilities import HOUSE
from app.kit.clock import StandingClock
from app.kit.db import Row, open_database
from app.kit.unit import Unit, Units
from tests.bench.databases import Databases
from tests.scale.asked import NOW, Work, background, commands
from tests.scale.fill import LARGE, SMALL, Size, fill, somebody
from tests.scale.plans import listening

TEAM = 3
GROWTH = 1.5
"""Noise of a shared machine included: what reads all teams' rows would be a hundred times slower."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Cost:
    """Of one command or piece of work; milliseconds are medians, without the commit."""

    what: str
    database: str
    small_ms: float
    large_ms: float
    small_queries: int
    large_queries: int

    @property
    def growth(self) -> float:
        return self.large_ms / self.small_ms


async def scale(databases: Databases, times: int, tell: Tell) -> list[Cost]:
    """A small and a large database side by side, each piece of work on one and then on the other, `times` times."""
    found: list[Cost] = []
    for kind in ("sqlite", "postgresql"):
        async with _filled(databases, kind, SMALL, tell) as small, _filled(databases, kind, LARGE, tell) as large:
            for what, work in [*commands(), *background()]:
                found.append(await _cost(what, kind, work, small, large, times))
        tell(f"scale on {kind}: {len(found)} figures")
    return found


@asynccontextmanager
async def _filled(databases: Databases, kind: str, size: Size, tell: Tell) -> AsyncIterator[Units]:
    tell(f"a database of {size.teams} teams: {kind}")
    database = open_database(await databases.bare(kind, f"scale_{size.teams}"))
    await database.run(lambda session: Row.metadata.create_all(session.connection()))
    await database.run(lambda session: fill(session, size))
    yield Units(database, HOUSE, StandingClock(NOW))
    await database.close()


class _Undone(Exception):
    """Ends the transaction, so that each time meets the same rows."""


async def _cost(what: str, kind: str, work: Work, small: Units, large: Units, times: int) -> Cost:
    taken: dict[int, list[float]] = {0: [], 1: []}
    queries = [0, 0]
    for number in range(times + 1):
        for side, units in enumerate((small, large)):
            seconds, queries[side] = await _once(units, work)
            if number:  # the first time is for warming up
                taken[side].append(seconds * 1000)
        await asyncio.sleep(0)
    return Cost(what, kind, statistics.median(taken[0]), statistics.median(taken[1]), *queries)


async def _once(units: Units, work: Work) -> tuple[float, int]:
    found: list[tuple[float, int]] = []

    def run(unit: Unit) -> None:
        unit.actor = somebody(unit.session, TEAM)
        with listening(unit.session) as heard:
            began = perf_counter()
            work(unit)
            found.append((perf_counter() - began, len(heard)))
        raise _Undone

    with suppress(_Undone):
        await units.run(run)
    return found[0]


def draw_scale(costs: Sequence[Cost]) -> str:
    lines = [
        f"With {SMALL.tasks:,} tasks over {SMALL.teams} teams and {LARGE.tasks:,} over {LARGE.teams} (and "
        f"{LARGE.decisions:,} decisions, {LARGE.meetings:,} meetings, {LARGE.items:,} items), in turns, without the "
        f"commit. Wanted: the same number of queries, at most {GROWTH:g} times the time.",
        "",
        "| what | database | small ms | large ms | growth | queries | verdict |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in costs:
        same = one.small_queries == one.large_queries
        met = "met" if same and (one.growth <= GROWTH or one.large_ms - one.small_ms < 1) else "**missed**"
        queries = str(one.small_queries) if same else f"{one.small_queries} / {one.large_queries}"
        lines.append(
            f"| {one.what} | {one.database} | {one.small_ms:.2f} | {one.large_ms:.2f} | {one.growth:.2f}x | {queries} "
            f"| {met} |"
        )
    return "\n".join(lines)
