"""`kernteam serve` with an eye on its event loop or a profiler beside it; the product knows nothing of it.

SIGUSR1 begins a stretch, SIGUSR2 ends it and writes what was seen to the file BENCH_REPORT.
BENCH_WATCH=loop: every step of the event loop is timed, and a probe asks to be woken every 5 ms.
BENCH_WATCH=profile: cProfile on the loop's thread and, where there is one, on the database's thread.
"""

import asyncio
import cProfile
import json
import os
import pstats
import signal
import time
from pathlib import Path

REPORT = Path(os.environ["BENCH_REPORT"])
PROBE_SECONDS = 0.005


class LoopWatch:
    def __init__(self) -> None:
        self._watching = False
        self._steps: list[tuple[float, float, str]] = []
        self._lags: list[float] = []

    def install(self) -> None:
        run_step = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            if not self._watching:
                run_step(handle)
                return
            began, began_cpu = time.perf_counter(), time.thread_time()
            run_step(handle)
            seconds = time.perf_counter() - began
            if seconds > PROBE_SECONDS:
                self._steps.append((seconds, time.thread_time() - began_cpu, repr(handle)[:300]))

        asyncio.Handle._run = timed
        self._probe = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(PROBE_SECONDS)
            if self._watching:
                self._lags.append(time.perf_counter() - asked - PROBE_SECONDS)

    def begin(self) -> None:
        self._steps.clear()
        self._lags.clear()
        self._watching = True

    def end(self) -> None:
        self._watching = False
        lags = sorted(self._lags)
        longest = sorted(self._steps, reverse=True)[:5]
        seen = {
            "longest_ms": longest[0][0] * 1000 if longest else PROBE_SECONDS * 1000,
            "longest_cpu_ms": longest[0][1] * 1000 if longest else PROBE_SECONDS * 1000,
            "over_50_ms": sum(step[0] > 0.05 for step in self._steps),
            "longest": [f"{step[0] * 1000:.1f} ms ({step[1] * 1000:.1f} on the CPU) {step[2]}" for step in longest],
            "lag_p99_ms": lags[int(len(lags) * 0.99)] * 1000 if lags else 0.0,
            "lag_max_ms": lags[-1] * 1000 if lags else 0.0,
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
    from app.serving import serve
    from app.settings import read_settings

    watch = LoopWatch() if os.environ["BENCH_WATCH"] == "loop" else ProfileWatch()
    watch.install()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, watch.begin)
    loop.add_signal_handler(signal.SIGUSR2, watch.end)
    await serve(read_settings())


asyncio.run(main())
