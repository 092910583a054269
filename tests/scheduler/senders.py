"""The `Sender`'s twin in memory: what Teams would show, and faults on demand."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.kit.sender import Destination, Message


@dataclass(frozen=True)
class Fault:
    error: Exception
    happened: bool = False
    """The message arrived, and only the answer was lost."""


@dataclass
class Standing:
    """A message as it stands in Teams."""

    conversation_id: str
    text: str
    root: str | None
    alert: bool
    versions: list[str] = field(default_factory=list)


def nothing_wrong(_call: str, _to: Destination) -> Fault | None:
    return None


def first_calls(*faults: Fault | None) -> Callable[[str, Destination], Fault | None]:
    """These faults one after the other, then all is well."""
    left = list(faults)
    return lambda _call, _to: left.pop(0) if left else None


class MemorySender:
    def __init__(self, fault: Callable[[str, Destination], Fault | None] = nothing_wrong) -> None:
        self.fault = fault
        self.standing: dict[str, Standing] = {}
        self.calls: list[tuple[str, str]] = []
        """(call, conversation or person) in the order in which they came."""
        self.sent: list[str] = []
        """Every text that ever arrived as a new message."""
        self.at_once = 0
        self.most_at_once = 0
        self.gate: asyncio.Event | None = None
        """Set to hold all sending back until the event is set."""
        self.entered = asyncio.Event()

    def texts(self, conversation_id: str | None = None) -> list[str]:
        return [one.text for one in self.standing.values() if conversation_id in (None, one.conversation_id)]

    async def open_personal(self, to: Destination) -> str:
        return await self._meet("open", to, lambda: f"a:{to.teams_user_id}")

    async def send(self, to: Destination, message: Message) -> str:
        def stand() -> str:
            assert to.conversation_id is not None
            self.sent.append(message.summary)
            activity_id = f"activity-{len(self.sent)}"
            self.standing[activity_id] = Standing(
                to.conversation_id, message.summary, to.thread_activity_id, message.alert
            )
            return activity_id

        return await self._meet("send", to, stand)

    async def send_targeted(self, to: Destination, message: Message) -> str:
        raise AssertionError("the outbox sends no targeted messages")

    async def update(self, to: Destination, activity_id: str, message: Message) -> None:
        def change() -> str:
            self.standing[activity_id].versions.append(message.summary)
            self.standing[activity_id].text = message.summary
            return ""

        await self._meet("update", to, change)

    async def delete(self, to: Destination, activity_id: str) -> None:
        await self._meet("delete", to, lambda: str(self.standing.pop(activity_id, "")))

    async def _meet(self, call: str, to: Destination, effect: Callable[[], str]) -> str:
        self.calls.append((call, to.conversation_id or to.teams_user_id or ""))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.entered.set()
        try:
            await (self.gate.wait() if self.gate else asyncio.sleep(0))
        finally:
            self.at_once -= 1
        fault = self.fault(call, to)
        if fault is None:
            return effect()
        if fault.happened:
            effect()
        raise fault.error


class RealTime:
    """Real time that stands still until it is moved on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.forward(seconds)
        await asyncio.sleep(0)
