"""The run as one page of Markdown."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.figures import CONCURRENCY, Figures, Lengths, middle
from tests.bench.goals import Goal, Measured, judge, rows
from tests.bench.scale import draw_scale
from tests.bench.stage import AWAY, HELP

_VERDICTS = {True: "met", False: "**missed**", None: "–"}


def draw(found: Measured, lengths: Lengths, *, quick: bool) -> str:
    parts = [_heading(lengths, quick=quick)]
    if found.rounds:
        parts.append(_variants(found))
    if goals := judge(found):
        parts.append(_goals(goals))
    if found.loops:
        longest = [f"- {name}: {step}" for name, seen in found.loops.items() for step in seen["longest"][:2]]
        parts.append("The longest steps of the event loop (from 5 ms on):\n\n" + ("\n".join(longest) or "- none"))
    if found.scale:
        parts.append("## Many teams\n\n" + draw_scale(found.scale))
    return "\n\n".join(parts) + "\n"


def _heading(lengths: Lengths, *, quick: bool) -> str:
    now = datetime.now(UTC)
    packages = ", ".join(f"{name} {version(name)}" for name in ("aiohttp", "PyJWT", "SQLAlchemy", "botbuilder-core"))
    smoke = " **A smoke run: too short to judge by.**" if quick else ""
    return (
        f"# Measured on {now.day} {now:%B %Y}, {now:%H:%M} UTC\n\n"
        f"`make bench`: rounds of {lengths.window_seconds:g} s for each variant, in turns, {lengths.rounds} in all, "
        f"each a fresh process.{smoke} Python {platform.python_version()}, {packages}; {os.cpu_count()} cores "
        f"({_processor()}): the server on one, load and stand-ins (and PostgreSQL) on the other. Loopback, TLS to the "
        f"connector, {CONCURRENCY} requests in flight. The message has 2.2 kB and comes from a channel, "
        f"`{HELP.texts[0]}`; the command that writes has 1.2 kB and comes from a chat, `{AWAY.texts[0]}` and so on. "
        "600 conversations in 40 tenants, each with its own token, so that no limit on sending is met. "
        "Medians of the rounds; ratios are taken within each round, least and most in brackets. CPU is user and system "
        "time of the server's process."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _variants(found: Measured) -> str:
    lines = [
        "| variant | CPU ms per message (user + system) | against floor-echo | messages/s | p50 / p99 ms | memory MB "
        "| token fetches | connections |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, runs, against in rows(found.rounds):
        lines.append(
            f"| {name} | **{middle(runs, 'cpu_ms'):.2f}** "
            f"({middle(runs, 'user_ms'):.2f} + {middle(runs, 'system_ms'):.2f}) | {against or '–'} "
            f"| {middle(runs, 'per_second'):.0f} | {middle(runs, 'p50_ms'):.1f} / {middle(runs, 'p99_ms'):.1f} "
            f"| {middle(runs, 'rss_mb'):.0f} | {_span(runs, 'token_fetches')} | {_span(runs, 'connections')} |"
        )
        if failed := sum(one.refused + one.unexpected for one in runs):
            lines.append(f"| ↳ **{failed} answers were no success** | | | | | | | |")
    return "\n".join(lines)


def _span(runs: Sequence[Figures], name: str) -> str:
    values = sorted({getattr(one, name) for one in runs})
    return str(values[0]) if len(values) == 1 else f"{values[0]}–{values[-1]}"


def _goals(goals: Sequence[Goal]) -> str:
    lines = ["| goal | what | measured | wanted | verdict |", "|---|---|---|---|---|"]
    lines += [
        f"| {goal.number} | {goal.what} | {goal.measured} | {goal.wanted} | {_VERDICTS[goal.met]} |" for goal in goals
    ]
    return "\n".join(lines)
