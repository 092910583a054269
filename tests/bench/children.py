"""A variant as a process of its own: started on its core, watched through /proc, ended by its id."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 40.0
STOP_SECONDS = 15.0
_TICKS = os.sysconf("SC_CLK_TCK")


class DidNotStart(Exception):
    """The process ended or stayed silent; the text ends with the last it wrote."""


@dataclass
class Child:
    name: str
    port: int
    process: asyncio.subprocess.Process
    log: Path
    spawned_at: float

    @property
    def pid(self) -> int:
        return self.process.pid

    def cpu_seconds(self) -> tuple[float, float]:
        """User and system time of all its threads so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) / _TICKS, int(fields[12]) / _TICKS

    def rss_mb(self) -> float:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return float("nan")

    def tell(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


_cores = sorted(os.sched_getaffinity(0))
_SERVER_CORE, _LOAD_CORE = _cores[0], _cores[1 % len(_cores)]


def take_load_core() -> None:
    """Pins this process, and what it starts unless told otherwise (PostgreSQL), to the load's core."""
    os.sched_setaffinity(0, {_LOAD_CORE})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def child(
    name: str, command: Sequence[str], environment: Mapping[str, str], *, port: int, folder: Path, working_folder: Path
) -> AsyncIterator[Child]:
    """Started at once; nobody waits for it yet. Ended with SIGTERM, after a while with SIGKILL."""
    log = folder / f"{name.replace(' ', '-')}-{port}.log"
    with log.open("wb") as written:
        spawned_at = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command,
            env={**environment},
            cwd=working_folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            preexec_fn=lambda: os.sched_setaffinity(0, {_SERVER_CORE}),
        )
    started = Child(name, port, process, log, spawned_at)
    try:
        yield started
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)


async def first_answer(started: Child, requests: Iterator[bytes]) -> float:
    """Seconds from the start of the process to its first answer below 400 to a POST."""
    request = next(requests)
    deadline = started.spawned_at + START_SECONDS
    while time.perf_counter() < deadline:
        if started.process.returncode is not None:
            raise DidNotStart(f"{started.name} ended with {started.process.returncode}:\n{started.last_words()}")
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", started.port)
        except OSError:
            await asyncio.sleep(0.005)
            continue
        try:
            writer.write(request)
            line = await asyncio.wait_for(reader.readline(), max(0.1, deadline - time.perf_counter()))
        except (TimeoutError, OSError) as error:
            raise DidNotStart(f"{started.name} did not answer:\n{started.last_words()}") from error
        finally:
            writer.close()
        if line and int(line.split()[1]) < 400:
            return time.perf_counter() - started.spawned_at
        if line:
            raise DidNotStart(f"{started.name} answered {line!r}:\n{started.last_words()}")
    raise DidNotStart(f"{started.name} did not listen in {START_SECONDS:.0f} s:\n{started.last_words()}")
