"""The goals of a run, each with what was measured, what was wanted, and a verdict. Counts are exact, times are not."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.figures import CONCURRENCY, Figures, Ratio, Rounds, ratio
from tests.bench.measuring import BadTokens, Memory, Rotation, Starts
from tests.bench.scale import Cost
from tests.bench.stage import (
    AGENTS,
    FLOOR_ECHO,
    PRODUCT_HELP,
    STOCK,
    TUNED,
    WRITES_POSTGRES,
    WRITES_SQLITE,
)

START_LIMIT, START_RSS_MB, GROWTH = 7.0, 130.0, 1.15
BLOCK_MS, LAG_MS = 50.0, 20.0
BAD_TOKEN_LIMIT = 4.0


@dataclass(frozen=True)
class Goal:
    number: str
    what: str
    measured: str
    wanted: str
    met: bool | None
    """None: not measured in this run."""


@dataclass(frozen=True)
class Measured:
    """A whole run; parts that were left out are None or empty."""

    rounds: Rounds
    starts: Starts | None = None
    memory: Memory | None = None
    loops: dict[str, dict[str, Any]] | None = None
    bad_tokens: BadTokens | None = None
    rotation: Rotation | None = None
    scale: Sequence[Cost] = ()


def judge(found: Measured) -> list[Goal]:
    return [
        *_text_command(found.rounds),
        *_writing_commands(found.rounds),
        *_counts(found.rounds),
        *_loops(found.loops or {}),
        *(_starts(found.starts) if found.starts else ()),
        *(_memory(found.memory) if found.memory else ()),
        *(_bad_tokens(found.bad_tokens) if found.bad_tokens else ()),
        *(_rotation(found.rotation) if found.rotation else ()),
    ]


def _against(rounds: Rounds, number: str, what: str, upper: str, lower: str, limit: float, wanted: str) -> Goal | None:
    if not rounds.get(upper) or not rounds.get(lower):
        return None
    found: Ratio = ratio(rounds[upper], rounds[lower])
    return Goal(number, what, str(found), wanted, found.median <= limit)


def _all(*goals: Goal | None) -> list[Goal]:
    return [goal for goal in goals if goal is not None]


def _text_command(rounds: Rounds) -> list[Goal]:
    name = PRODUCT_HELP.name
    return _all(
        _against(rounds, "1", "CPU of `hilfe` against floor-echo", name, FLOOR_ECHO.name, 4.5, "≤ 4.5x"),
        _against(rounds, "1", "CPU of `hilfe` against the Agents SDK's bare echo", name, AGENTS.name, 1.0, "≤ 1x"),
    )


def _writing_commands(rounds: Rounds) -> list[Goal]:
    found: list[Goal | None] = []
    for variant in (WRITES_SQLITE, WRITES_POSTGRES):
        what = f"CPU of `abwesend` ({variant.name.split(', ')[1]})"
        found += [
            _against(
                rounds, "2", f"{what} against tuned echo", variant.name, TUNED.name, 2.5, "≤ 2.5x (stretch: 1.5x)"
            ),
            _against(rounds, "2", f"{what} against stock echo", variant.name, STOCK.name, 0.2, "≤ 0.2x"),
        ]
    return _all(*found)


def _counts(rounds: Rounds) -> list[Goal]:
    goals = []
    for name in (PRODUCT_HELP.name, WRITES_SQLITE.name, WRITES_POSTGRES.name):
        runs = rounds.get(name) or ()
        if not runs:
            continue
        fetches, connections = max(one.token_fetches for one in runs), max(one.connections for one in runs)
        sent = min(one.messages for one in runs)
        goals.append(
            Goal(
                "3",
                f"{name}: token fetches and connections in a process of ≥ {sent} messages",
                f"{fetches} fetch, {connections} connections",
                f"≤ 1 per token lifetime, ≤ {CONCURRENCY}",
                fetches <= 1 and connections <= CONCURRENCY,
            )
        )
    return goals


def _loops(loops: dict[str, dict[str, Any]]) -> list[Goal]:
    goals = []
    for name, seen in loops.items():
        longest, cpu, lag = seen["longest_ms"], seen["longest_cpu_ms"], seen["lag_p99_ms"]
        garbage = seen["collection_max_ms"]
        goals += [
            Goal(
                "5",
                f"{name}: longest step of the event loop",
                f"{longest:.0f} ms ({cpu:.0f} on the CPU; longest garbage collection {garbage:.0f})",
                f"≤ {BLOCK_MS:.0f} ms",
                longest <= BLOCK_MS,
            ),
            Goal(
                "5",
                f"{name}: lag of the event loop, p99 of {seen['probes']}",
                f"{lag:.1f} ms",
                f"≤ {LAG_MS:.0f} ms",
                lag <= LAG_MS,
            ),
        ]
    return goals


def _starts(starts: Starts) -> list[Goal]:
    each = [product / bare for product, bare in zip(starts.product_seconds, starts.bare_seconds, strict=True)]
    found = Ratio(statistics.median(each), min(each), max(each))
    seconds, rss = statistics.median(starts.product_seconds), max(starts.product_rss_mb)
    return [
        Goal(
            "9",
            "start to first answered message, against bare aiohttp",
            f"{found}, {seconds:.2f} s",
            f"≤ {START_LIMIT:.0f}x",
            found.median <= START_LIMIT,
        ),
        Goal("9", "memory after the first answer", f"{rss:.0f} MB", f"≤ {START_RSS_MB:.0f} MB", rss <= START_RSS_MB),
    ]


def _memory(memory: Memory) -> list[Goal]:
    growth = memory.late_mb / memory.early_mb
    return [
        Goal(
            "9",
            f"memory after {memory.turns:,} turns against {memory.early_turns}",
            f"{memory.late_mb:.0f} MB / {memory.early_mb:.0f} MB = {growth:.2f}x",
            f"≤ {GROWTH}x",
            growth <= GROWTH,
        )
    ]


def _bad_tokens(bad: BadTokens) -> list[Goal]:
    goals = []
    for kind, runs in bad.refused.items():
        found, statuses = ratio(runs, bad.floor), bad.statuses[kind]
        said = ", ".join(f"{count:,} x {status}" for status, count in sorted(statuses.items()))
        met = set(statuses) <= {401, 403} and found.median <= BAD_TOKEN_LIMIT
        goals.append(
            Goal(
                "11",
                f"bad token, {kind}: CPU against floor-verify",
                f"{found}; {said}",
                f"401/403, ≤ {BAD_TOKEN_LIMIT:.0f}x",
                met,
            )
        )
    goals.append(
        Goal(
            "11",
            "key fetches in a process that met all of these",
            str(bad.key_fetches),
            "≤ 2 (start, one an hour)",
            bad.key_fetches <= 2,
        )
    )
    return goals


def _rotation(rotation: Rotation) -> list[Goal]:
    at_start, after, last = rotation.key_fetches
    met = rotation.status == 200 and after == at_start + 1 and last == after and set(rotation.flood) == {401}
    return [
        Goal(
            "11",
            "a key published after the start; then 400 messages with 400 invented keys",
            f"{rotation.status} after {rotation.milliseconds:.0f} ms; key fetches {at_start}, {after}, {last}",
            "accepted at once; not one fetch more",
            met,
        )
    ]


def rows(rounds: Rounds) -> Sequence[tuple[str, Sequence[Figures], Ratio | None]]:
    """Every variant with its ratio to floor-echo of the same rounds."""
    floor = rounds.get(FLOOR_ECHO.name)
    return [(name, runs, ratio(runs, floor) if floor else None) for name, runs in rounds.items() if runs]
