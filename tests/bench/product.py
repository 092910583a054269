"""`kernteam serve` with an eye on its event loop or a profiler beside it; the product knows nothing of it.

SIGUSR1 begins a stretch, SIGUSR2 ends it and writes what was seen to the file BENCH_REPORT.
BENCH_WATCH=loop: every step of the event loop is timed, and a probe asks to be woken every 5 ms.
BENCH_WATCH=profile: cProfile on the loop's thread and, where there is one, on the database's thread.
"""

import asyncio
import cProfile
import gc
import json
import os
import pstats
import signal
import time
from pathlib import Path
from typing import NamedTuple

REPORT = Path(os.environ["BENCH_REPORT"])
PROBE_SECONDS = 0.005


class Step(NamedTuple):
    """One callback or one stretch of a task between two awaits."""

    seconds: float
    cpu_seconds: float
    collecting_seconds: float
    what: str

    def __str__(self) -> str:
        parts = f"{self.cpu_seconds * 1000:.0f} on the CPU, {self.collecting_seconds * 1000:.0f} collecting garbage"
        return f"{self.seconds * 1000:.0f} ms ({parts}) {self.what}"


class LoopWatch:
    def __init__(self) -> None:
        self._watching = False
        self._steps: list[Step] = []
        self._lags: list[float] = []
        self._collecting_since = 0.0
        self._collections: list[float] = []

    def install(self) -> None:
        run_step = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            if not self._watching:
                run_step(handle)
                return
            began, began_cpu, collections = time.perf_counter(), time.thread_time(), len(self._collections)
            run_step(handle)
            seconds = time.perf_counter() - began
            if seconds > PROBE_SECONDS:
                cpu, collecting = time.thread_time() - began_cpu, sum(self._collections[collections:])
                self._steps.append(Step(seconds, cpu, collecting, repr(handle)[:200]))

        asyncio.Handle._run = timed
        gc.callbacks.append(self._collected)
        self._probe = asyncio.create_task(self._look())

    def _collected(self, phase: str, _told: object) -> None:
        if phase == "start":
            self._collecting_since = time.perf_counter()
        elif self._watching:
            self._collections.append(time.perf_counter() - self._collecting_since)

    async def _look(self) -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(PROBE_SECONDS)
            if self._watching:
                self._lags.append(time.perf_counter() - asked - PROBE_SECONDS)

    def begin(self) -> None:
        self._steps.clear()
        self._lags.clear()
        self._collections.clear()
        self._watching = True

    def end(self) -> None:
        self._watching = False
        lags = sorted(self._lags)
        steps = sorted(self._steps, reverse=True) or [Step(PROBE_SECONDS, PROBE_SECONDS, 0.0, "none longer")]
        seen = {
            "longest_ms": steps[0].seconds * 1000,
            "longest_cpu_ms": steps[0].cpu_seconds * 1000,
            "longest": [str(step) for step in steps[:5]],
            "collection_max_ms": max(self._collections, default=0.0) * 1000,
            "collections_ms": sum(self._collections) * 1000,
            "lag_p99_ms": lags[int(len(lags) * 0.99)] * 1000 if lags else 0.0,
            "probes": len(lags),
        }
        _write(json.dumps(seen))


class ProfileWatch:
    def __init__(self) -> None:
        self._loop_profile = cProfile.Profile()
        self._work_profile = cProfile.Profile()
        self._watching = False

    def install(self) -> None:
        from app.kit.db import SqliteDatabase

        run = SqliteDatabase._run

        def profiled(database, work):
            if not self._watching:
                return run(database, work)
            self._work_profile.enable()
            try:
                return run(database, work)
            finally:
                self._work_profile.disable()

        SqliteDatabase._run = profiled

    def begin(self) -> None:
        self._watching = True
        self._loop_profile.enable()

    def end(self) -> None:
        self._watching = False
        self._loop_profile.disable()
        stats = pstats.Stats(self._loop_profile)
        if self._work_profile.getstats():
            stats.add(self._work_profile)
        stats.dump_stats(f"{REPORT}.stats")
        _write("{}")


def _write(text: str) -> None:
    part = REPORT.with_suffix(".part")
    part.write_text(text)
    part.rename(REPORT)


async def main() -> None:
    from app.running.serving import serve
    from app.settings import read_settings

    watch = LoopWatch() if os.environ["BENCH_WATCH"] == "loop" else ProfileWatch()
    watch.install()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, watch.begin)
    loop.add_signal_handler(signal.SIGUSR2, watch.end)
    await serve(read_settings())


asyncio.run(main())
