"""A process that can be killed at any of its steps: between two steps it is only arithmetic."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.kit.db import Database
from app.kit.sender import Destination, Message, Sender
from app.kit.unit import Units

T = TypeVar("T")


class Killed(BaseException):
    """Not an Exception: no code of ours gets to clean up after a SIGKILL."""


class Life:
    """Ends before or after the step with this number; from then on nothing of this process happens any more."""

    def __init__(self, dies_at: int, *, after: bool) -> None:
        self.dies_at, self.after = dies_at, after
        self.steps = 0

    @property
    def over(self) -> bool:
        return self.steps > self.dies_at

    async def step(self, effect: Callable[[], Any]) -> Any:
        if self.over:
            raise Killed
        mine, self.steps = self.steps, self.steps + 1
        if mine == self.dies_at and not self.after:
            raise Killed
        result = await effect()
        if self.over:  # died while the effect took place: it did, but nobody heard
            raise Killed
        return result


class MortalDatabase:
    def __init__(self, inner: Database, life: Life) -> None:
        self.inner, self.life, self.kind = inner, life, inner.kind

    async def run(self, work: Callable[[Session], T]) -> T:
        result: T = await self.life.step(lambda: self.inner.run(work))
        return result

    async def close(self) -> None:
        """The inner one lives on."""


class MortalSender:
    def __init__(self, inner: Sender, life: Life) -> None:
        self.inner, self.life = inner, life

    async def open_personal(self, to: Destination) -> str:
        return str(await self.life.step(lambda: self.inner.open_personal(to)))

    async def send(self, to: Destination, message: Message) -> str:
        return str(await self.life.step(lambda: self.inner.send(to, message)))

    async def send_targeted(self, to: Destination, message: Message) -> str:
        return str(await self.life.step(lambda: self.inner.send_targeted(to, message)))

    async def update(self, to: Destination, activity_id: str, message: Message) -> None:
        await self.life.step(lambda: self.inner.update(to, activity_id, message))

    async def delete(self, to: Destination, activity_id: str) -> None:
        await self.life.step(lambda: self.inner.delete(to, activity_id))


def mortal(units: Units, sender: Sender, life: Life) -> tuple[Units, Sender]:
    return Units(MortalDatabase(units.database, life), units.house, units.clock), MortalSender(sender, life)
