"""The runs: variants in turns, starts, memory, the event loop, bad tokens and a rotated key."""

import asyncio
import itertools
import json
import os
import secrets
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.children import Child
from tests.bench.figures import CONCURRENCY, Figures, Lengths, measure
from tests.bench.identity import Signer
from tests.bench.load import Load
from tests.bench.messages import requests
from tests.bench.stage import AWAY, BARE, FLOOR_VERIFY, HELP, PRODUCT_HELP, WRITES_SQLITE, Stage, Variant

Tell = Callable[[str], None]


async def in_turns(stage: Stage, variants: Sequence[Variant], lengths: Lengths, tell: Tell) -> dict[str, list[Figures]]:
    """A B C, A B C, …: each round sees the same machine."""
    found: dict[str, list[Figures]] = {variant.name: [] for variant in variants}
    for number in range(lengths.rounds):
        for variant in variants:
            figures = await _one(stage, variant, lengths)
            found[variant.name].append(figures)
            tell(f"round {number + 1}: {variant.name}: {figures.cpu_ms:.2f} ms CPU, {figures.per_second:.0f}/s")
    return found


async def _one(stage: Stage, variant: Variant, lengths: Lengths) -> Figures:
    async with stage.run(variant) as (started, seconds):
        load = Load(started.port, stage.requests(variant.said), concurrency=CONCURRENCY)
        figures, _ = await measure(started, load, stage.stand_ins.counts, lengths, seconds)
        return figures


@dataclass(frozen=True)
class Starts:
    bare_seconds: list[float]
    product_seconds: list[float]
    product_rss_mb: list[float]


async def starts(stage: Stage, lengths: Lengths, tell: Tell) -> Starts:
    """From the start of the process to the first answered message."""
    found = Starts([], [], [])
    for _ in range(lengths.rounds):
        async with stage.run(BARE) as (_started, seconds):
            found.bare_seconds.append(seconds)
        async with stage.run(PRODUCT_HELP) as (started, seconds):
            found.product_seconds.append(seconds)
            found.product_rss_mb.append(started.rss_mb())
        tell(f"start: bare {found.bare_seconds[-1]:.2f} s, Kernteam {found.product_seconds[-1]:.2f} s")
    return found


@dataclass(frozen=True)
class Memory:
    early_turns: int
    early_mb: float
    turns: int
    late_mb: float


async def memory(stage: Stage, lengths: Lengths) -> Memory:
    """Turns of both kinds, one after the other, in one process."""
    async with stage.run(WRITES_SQLITE) as (started, _seconds):
        pairs = zip(stage.requests(HELP), stage.requests(AWAY), strict=False)
        load = itertools.chain.from_iterable(pairs)
        await Load(started.port, load, concurrency=CONCURRENCY).send(lengths.early_turns)
        early = started.rss_mb()
        await Load(started.port, load, concurrency=CONCURRENCY).send(lengths.turns - lengths.early_turns)
        return Memory(lengths.early_turns, early, lengths.turns, started.rss_mb())


async def loop_watched(stage: Stage, variant: Variant, lengths: Lengths) -> dict[str, Any]:
    """What `product.py` saw of the event loop during a window of load."""
    report = stage.folder / f"loop-{secrets.token_hex(4)}.json"
    async with stage.run(variant.watched("loop", report)) as (started, _seconds):
        load = Load(started.port, stage.requests(variant.said), concurrency=CONCURRENCY)
        await load.start()
        await load.measure(lengths.warm_seconds)
        started.tell(signal.SIGUSR1)
        await load.measure(lengths.window_seconds)
        started.tell(signal.SIGUSR2)
        await written(report, started)
        await load.stop()
    found: dict[str, Any] = json.loads(report.read_text())
    return found


async def written(report: Path, started: Child) -> None:
    for _ in range(400):
        if os.path.exists(report) or started.process.returncode is not None:  # noqa: ASYNC240
            return
        await asyncio.sleep(0.05)


@dataclass(frozen=True)
class BadTokens:
    floor: list[Figures]
    """floor-verify with good tokens, one for each round."""
    refused: dict[str, list[Figures]]
    statuses: dict[str, Counter[int]]
    key_fetches: int
    """The most in one round, through all kinds of bad tokens; the first is the one at the start."""


def _bad_ones(stage: Stage) -> dict[str, Callable[[str], str]]:
    good, stranger = stage.signer, Signer("never-published")
    return {
        "garbage": lambda url: "abc.def.ghi",
        "expired": lambda url: good.token(url, lifetime_seconds=-1000),
        "bad signature": lambda url: stranger.token(url, kid=good.kid),
        "unknown key id": stranger.token,
        "other service URL": lambda url: good.token(url.replace("emea", "amer")),
    }


async def bad_tokens(stage: Stage, lengths: Lengths, tell: Tell) -> BadTokens:
    kinds = _bad_ones(stage)
    found = BadTokens([], {kind: [] for kind in kinds}, {kind: Counter() for kind in kinds}, 0)
    most = 0
    for _ in range(lengths.rounds):
        found.floor.append(await _one(stage, FLOOR_VERIFY, lengths))
        async with stage.run(PRODUCT_HELP) as (started, seconds):
            for kind, token in kinds.items():
                load = Load(started.port, requests(HELP, stage.signer, token), concurrency=CONCURRENCY)
                figures, window = await measure(started, load, stage.stand_ins.counts, lengths, seconds)
                found.refused[kind].append(figures)
                found.statuses[kind] += window.statuses
            most = max(most, stage.stand_ins.counts.key_fetches)
        tell(
            f"bad tokens: {', '.join(f'{kind} {figures[-1].cpu_ms:.2f} ms' for kind, figures in found.refused.items())}"
        )
    return BadTokens(found.floor, found.refused, found.statuses, most)


@dataclass(frozen=True)
class Rotation:
    status: int
    """Of the first message signed with a key that was published after the start."""
    milliseconds: float
    key_fetches: tuple[int, int, int]
    """After the start, after the rotation, and after the flood of invented keys."""
    flood: Counter[int]


async def rotation(stage: Stage) -> Rotation:
    fresh, invented = Signer("bench-rotated"), Signer("invented")
    flood = itertools.cycle([f"invented-{number}" for number in range(500)])

    def invent(url: str) -> str:
        return invented.token(url, kid=next(flood))

    async with stage.run(PRODUCT_HELP) as (started, _seconds):
        at_start = stage.stand_ins.counts.key_fetches
        stage.stand_ins.signers.append(fresh)
        try:
            first = await Load(started.port, requests(HELP, fresh), concurrency=1).send(1)
            after = stage.stand_ins.counts.key_fetches
            flooded = await Load(started.port, requests(HELP, stage.signer, invent), concurrency=CONCURRENCY).send(400)
        finally:
            stage.stand_ins.signers.remove(fresh)
        last = stage.stand_ins.counts.key_fetches
    return Rotation(next(iter(first.statuses)), first.milliseconds[0], (at_start, after, last), flooded.statuses)


async def profiled(stage: Stage, variant: Variant, turns: int) -> Path:
    """The path of a cProfile dump. One turn at a time: two threads at work would count each other's time."""
    report = stage.folder / "profile.json"
    async with stage.run(variant.watched("profile", report)) as (started, _seconds):
        said: Iterator[bytes] = stage.requests(variant.said)
        await Load(started.port, said, concurrency=1).send(max(turns // 5, 50))
        started.tell(signal.SIGUSR1)
        await asyncio.sleep(0.1)
        await Load(started.port, said, concurrency=1).send(turns)
        started.tell(signal.SIGUSR2)
        await written(report, started)
    return Path(f"{report}.stats")
