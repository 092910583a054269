"""`python -m tests.bench`: the figures. `… profile hilfe|write`: where the product's CPU goes."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench import measuring
from tests.bench.children import DidNotStart, take_load_core
from tests.bench.figures import FULL, QUICK, Lengths
from tests.bench.goals import Measured
from tests.bench.page import draw
from tests.bench.profile_page import profile_page
from tests.bench.scale import scale
from tests.bench.setting_up import prepare
from tests.bench.stage import (
    AGENTS,
    FLOOR_ECHO,
    FLOOR_VERIFY,
    PRODUCT_HELP,
    STOCK,
    TUNED,
    WRITES_POSTGRES,
    WRITES_SQLITE,
    Stage,
    Variant,
    missing_peers,
    open_stage,
)

VARIANTS = (FLOOR_VERIFY, FLOOR_ECHO, TUNED, PRODUCT_HELP, WRITES_SQLITE, WRITES_POSTGRES, AGENTS, STOCK)
PARTS = ("turns", "start", "memory", "loop", "tokens", "scale")


def main() -> None:
    arguments = _arguments()
    lengths = QUICK if arguments.quick else FULL
    if arguments.rounds:
        lengths = replace(lengths, rounds=arguments.rounds)
    take_load_core()
    try:
        with tempfile.TemporaryDirectory(prefix="kernteam-bench-") as folder:
            asyncio.run(_run(arguments, lengths, Path(folder)))
    except DidNotStart as error:
        raise SystemExit(str(error)) from None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["run", "profile"], default="run")
    parser.add_argument("command", nargs="?", choices=["hilfe", "write"], default="hilfe", help="for profile")
    parser.add_argument("--quick", action="store_true", help="one short round: whether it works, not how fast")
    parser.add_argument("--rounds", type=int, default=0, help="how many rounds (default 5, quick 1)")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument(
        "--only", default="", help="of the variants only those whose name contains one of these, comma list"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the page to this file")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite", help="for profile write")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace, lengths: Lengths, folder: Path) -> None:
    async with open_stage(folder) as stage:
        if arguments.what == "profile":
            await _profile(arguments, stage)
            return
        found = await _measured(arguments, lengths, stage)
        page = draw(found, lengths, quick=arguments.quick)
        _say(page)
        if arguments.write:
            arguments.write.parent.mkdir(parents=True, exist_ok=True)
            arguments.write.write_text(page)


async def _measured(arguments: argparse.Namespace, lengths: Lengths, stage: Stage) -> Measured:
    parts = {part for part in arguments.parts.split(",") if part}
    wanted = [one.strip().lower() for one in arguments.only.split(",") if one.strip()]
    variants = [one for one in VARIANTS if not wanted or any(part in one.name.lower() for part in wanted)]
    if parts - {"scale"} and missing_peers(variants):
        raise DidNotStart(".venv-bench is missing: make bench sets it up")
    if parts - {"scale"}:
        await _prepared(stage, variants if parts == {"turns"} else [*variants, PRODUCT_HELP])
    found = Measured(await measuring.in_turns(stage, variants, lengths, _tell) if "turns" in parts else {})
    if "start" in parts:
        found = replace(found, starts=await measuring.starts(stage, lengths, _tell))
    if "memory" in parts:
        found = replace(found, memory=await measuring.memory(stage, lengths))
    if "loop" in parts:
        watched = [one for one in (PRODUCT_HELP, WRITES_SQLITE, WRITES_POSTGRES) if one in variants]
        found = replace(found, loops={one.name: await measuring.loop_watched(stage, one, lengths) for one in watched})
    if "tokens" in parts:
        found = replace(found, bad_tokens=await measuring.bad_tokens(stage, lengths, _tell))
        found = replace(found, rotation=await measuring.rotation(stage))
    if "scale" in parts:
        found = replace(found, scale=await scale(stage.databases, lengths.times, _tell))
    return found


async def _prepared(stage: Stage, variants: Sequence[Variant]) -> None:
    for kind in sorted({one.database for one in variants if one.database}):
        _tell(f"a database with its teams: {kind}")
        await prepare(stage, kind)


async def _profile(arguments: argparse.Namespace, stage: Stage) -> None:
    writes = WRITES_POSTGRES if arguments.database == "postgresql" else WRITES_SQLITE
    variant = PRODUCT_HELP if arguments.command == "hilfe" else writes
    await _prepared(stage, [variant])
    turns = 300 if arguments.quick else 1500
    _say(profile_page(await measuring.profiled(stage, variant, turns), variant.name, turns))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


main()
