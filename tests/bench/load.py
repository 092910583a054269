"""The load: so many connections that each send, wait for the answer, and send again."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

STUCK_SECONDS = 60.0
LONGEST_WINDOW_SECONDS = 30


@dataclass
class Window:
    """What came back while it was open."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    lost: int = 0
    """Connections that the server ended."""

    @property
    def answered(self) -> int:
        return len(self.milliseconds)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


class _Lane(asyncio.Protocol):
    """Reads just as much HTTP/1.1 as our servers write: a status, a length (or none, or chunks), a body."""

    def __init__(self, load: "Load") -> None:
        self._load = load
        self._received = b""
        self._sent_at = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        assert self._transport is not None
        request = self._load.next_request()
        if request is None:
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def data_received(self, received: bytes) -> None:
        self._received += received
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._received[:end].lower()
        mark = head.find(b"content-length:")
        if mark >= 0:
            length = int(head[mark + 15 :].split(b"\r\n", 1)[0])
            if len(self._received) < end + 4 + length:
                return
        elif b"chunked" in head and not self._received.endswith(b"0\r\n\r\n"):
            return
        status = int(self._received[9:12])
        self._received = b""
        self._load.answered(status, self._sent_at)
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        self._load.lane_ended()


class Load:
    """One run's load. `limit` ends it after so many answers; `stop` ends it at once."""

    def __init__(self, port: int, requests: Iterator[bytes], *, concurrency: int) -> None:
        self._port = port
        self._requests = requests
        self._concurrency = concurrency
        self._left: int | None = None
        self._lanes = 0
        self._ended = asyncio.Event()
        self.window: Window | None = None

    async def send(self, count: int) -> Window:
        """Exactly `count` requests, all measured."""
        self._left = count
        self.window = Window()
        began = time.perf_counter()
        await self._open(min(self._concurrency, count))
        async with asyncio.timeout(max(STUCK_SECONDS, count * 0.5)):
            await self._ended.wait()
        self.window.seconds = time.perf_counter() - began
        return self.window

    async def start(self) -> None:
        """Requests without end; `measure` opens windows meanwhile."""
        await self._open(self._concurrency)

    async def measure(self, seconds: float, *, at_least: int = 0) -> Window:
        """So long, or until so many answers are there: slow peers answer in bursts, which a short window would cut."""
        window = self.window = Window()
        began = time.perf_counter()
        await asyncio.sleep(seconds)
        for _ in range(LONGEST_WINDOW_SECONDS * 20):
            if window.answered >= at_least or not self._lanes:
                break
            await asyncio.sleep(0.05)
        self.window = None
        window.seconds = time.perf_counter() - began
        return window

    async def stop(self) -> None:
        self._left = 0
        async with asyncio.timeout(STUCK_SECONDS):
            await self._ended.wait()

    async def _open(self, lanes: int) -> None:
        loop = asyncio.get_running_loop()
        self._lanes = lanes
        for _ in range(lanes):
            await loop.create_connection(lambda: _Lane(self), "127.0.0.1", self._port)

    def next_request(self) -> bytes | None:
        if self._left is not None:
            if self._left <= 0:
                return None
            self._left -= 1
        return next(self._requests)

    def answered(self, status: int, sent_at: float) -> None:
        if self.window is not None:
            self.window.statuses[status] += 1
            self.window.milliseconds.append((time.perf_counter() - sent_at) * 1000)

    def lane_ended(self) -> None:
        if self.window is not None and self._left != 0:
            self.window.lost += 1
        self._lanes -= 1
        if self._lanes <= 0:
            self._ended.set()
