"""Where the product's time goes, from a cProfile dump. Shares are what to read: the profiler slows all down 2 to 3x."""

import pstats
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.stage import ROOT

OURS = tuple(f"{ROOT}/{part}/" for part in ("app", "cards", "scheduler"))
LINES = 25

_WAITING = "select.epoll"
_OWN, _WITH_CALLS = 2, 3


def profile_page(dump: Path, name: str, turns: int) -> str:
    found: Mapping[tuple[str, int, str], Any] = pstats.Stats(str(dump)).stats  # type: ignore[attr-defined]
    at_work = {place: figures for place, figures in found.items() if _WAITING not in place[2]}
    total = sum(figures[_OWN] for figures in at_work.values())
    ours = {place: figures for place, figures in at_work.items() if place[0].startswith(OURS)}
    by_package: dict[str, float] = {}
    for place, figures in at_work.items():
        package = _package(place[0])
        by_package[package] = by_package.get(package, 0.0) + figures[_OWN]
    packages = sorted(by_package.items(), key=lambda one: -one[1])[:12]
    return "\n".join(
        (
            f"{name}: {turns} turns one after the other, {total * 1000 / turns:.2f} ms of work each under the profiler",
            "\nWhose code (own time):",
            *(f"{seconds / total:6.1%}  {package}" for package, seconds in packages),
            "\nFunctions by own time:",
            *_lines(at_work, _OWN, total, turns),
            "\nOur functions with all they call (on PostgreSQL greenlets make these meaningless):",
            *_lines(ours, _WITH_CALLS, total, turns),
        )
    )


def _lines(rows: Mapping[tuple[str, int, str], Any], by: int, total: float, turns: int) -> list[str]:
    ordered = sorted(rows.items(), key=lambda row: -row[1][by])[:LINES]
    return [
        f"{figures[by] / total:6.1%} {figures[by] * 1000 / turns:8.3f} ms {figures[1] / turns:7.1f} calls  "
        f"{_short(path)}:{line} {name}"
        for (path, line, name), figures in ordered
    ]


def _short(path: str) -> str:
    return path.replace(f"{ROOT}/", "").rsplit("site-packages/", 1)[-1].rsplit("lib/python3.11/", 1)[-1]


def _package(path: str) -> str:
    if path.startswith(OURS):
        return "/".join(_short(path).split("/")[:2])
    if path == "~":
        return "built in (C)"
    return _short(path).split("/")[0].removesuffix(".py")
