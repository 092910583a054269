"""Faults on demand: what a network and a busy service do to a bot."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

import orjson
from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(eq=False)
class Fault:
    """One kind of trouble. `match` is a shell pattern over `METHOD /path`; `times` None means always.

    `status` answers instead of the connector (nothing changes); `slow` waits so many seconds first; `hang_up` closes
    the connection without an answer: `before` anything happened, or `after` the state changed.
    """

    match: str
    status: int | None = None
    code: str = "ServiceError"
    retry_after: int | None = None
    slow: float = 0.0
    hang_up: Literal["before", "after"] | None = None
    times: int | None = 1
    probability: float = 1.0
    seen: int = 0

    @property
    def used_up(self) -> bool:
        return self.times is not None and self.seen >= self.times


class Faults:
    """The faults in force, asked in the order in which they were added; the first that matches strikes."""

    def __init__(self, seed: int = 1) -> None:
        # Repeatable on purpose; nothing secret hangs on it.
        self._chance = random.Random(seed)  # noqa: S311
        self._all: list[Fault] = []

    def add(self, match: str, *, status: int | None = None, code: str | None = None, retry_after: int | None = None,
            slow: float = 0.0, hang_up: Literal["before", "after"] | None = None, times: int | None = 1,
            probability: float = 1.0) -> Fault:  # fmt: skip
        """For example `add("POST */activities*", status=429, retry_after=1, times=3)`."""
        named = code or {412: "PreconditionFailed", 429: "Throttled"}.get(status or 0, "ServiceError")
        fault = Fault(match, status, named, retry_after, slow, hang_up, times, probability)
        self._all.append(fault)
        return fault

    def clear(self) -> None:
        self._all.clear()

    def seed(self, number: int) -> None:
        """Make the next draws of `probability` repeatable."""
        self._chance = random.Random(number)  # noqa: S311

    def _for(self, asked: str) -> Fault | None:
        for fault in self._all:
            if fault.used_up or not fnmatchcase(asked, fault.match):
                continue
            if fault.probability < 1.0 and self._chance.random() >= fault.probability:
                continue
            fault.seen += 1
            return fault
        return None

    async def around(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Let a request through to `answer`, or strike."""
        fault = self._for(f"{request.method} {request.path}")
        if fault is None:
            return await answer(request)
        if fault.slow:
            await asyncio.sleep(fault.slow)
        if fault.hang_up == "after":
            await answer(request)
        if fault.hang_up:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=499)
        if fault.status is None:
            return await answer(request)
        headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
        body = {"error": {"code": fault.code, "message": "A fault on demand."}}
        return web.Response(body=orjson.dumps(body), status=fault.status, headers=headers,
                            content_type="application/json")  # fmt: skip
