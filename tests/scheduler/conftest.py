"""A house with nothing but notices: each shows the text that stands for its subject now."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.answers import Said, Skip
from app.kit.clock import StandingClock
from app.kit.db import Database
from app.kit.i18n import verbatim
from app.kit.outbox import Conversation, OutboxRow, Post, RowState
from app.kit.room import Due, House, Notice, Room
from app.kit.unit import Unit, Units
from scheduler.delivery import Dispatcher
from tests.scheduler.senders import MemorySender, RealTime

CHANNEL = "channel:1:19:a"
OTHER = "channel:1:19:b"
PERSON = "person:1"


class Desk:
    """A database with a house, a sender and a dispatcher around it; says in short words what tests ask for."""

    def __init__(self, database: Database, clock: StandingClock, *, due: tuple[Due, ...] = ()) -> None:
        self.database = database
        self.clock = clock
        self.real = RealTime()
        self.shown: dict[str, str | Skip | Exception] = {}
        """What `load` finds for a subject; a subject that is not here shows itself."""
        self.house = House(
            [
                Room(
                    name="tests",
                    notices=(
                        Notice("tests.repeat", self._load, "repeat"),
                        Notice("tests.leave", self._load, "leave", alert=True),
                    ),
                    due=due,
                )
            ]
        )
        self.units = Units(database, self.house, clock)
        self.sender = MemorySender()
        self.dispatcher = self.another_dispatcher()

    def another_dispatcher(self, **changed: Any) -> Dispatcher:
        given: dict[str, Any] = {"real_now": self.real.now, "chance": random.Random(1), "sleep": self.real.sleep}
        return Dispatcher(self.units, self.sender, **{**given, **changed})

    def _load(self, _session: Session, subject: str, _now: datetime) -> Said | Skip:
        found = self.shown.get(subject, subject)
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, Skip) else Said(verbatim(found))

    async def open(self) -> None:
        def work(unit: Unit) -> None:
            for name in ("a", "b"):
                unit.session.add(conversation(f"channel:1:19:{name}", chat=f"19:{name}"))
            unit.session.add(conversation(PERSON, chat=None, person="29:anna"))

        await self.units.run(work)

    async def post(self, *subjects: str, to: str = CHANNEL, notice: str = "tests.repeat", **more: Any) -> None:
        useless_after = more.pop("useless_after", self.clock.now() + timedelta(days=400))

        def work(unit: Unit) -> None:
            for subject in subjects:
                assert unit.post(notice, subject, to, useless_after=useless_after, **more)

        await self.units.run(work)

    async def reply(self, subject: str, under: str, to: str = CHANNEL, notice: str = "tests.repeat") -> None:
        useless_after = self.clock.now() + timedelta(days=400)
        root = ("tests.repeat", under)
        await self.units.run(lambda unit: unit.reply(notice, subject, to, under=root, useless_after=useless_after))

    async def update(self, subject: str, to: str = CHANNEL, notice: str = "tests.repeat") -> None:
        await self.units.run(lambda unit: unit.update(notice, subject, to))

    async def delete_post(self, subject: str, to: str = CHANNEL) -> None:
        await self.units.run(lambda unit: unit.delete_post("tests.repeat", subject, to))

    async def drain(self) -> None:
        await self.dispatcher.drain()

    async def rows(self) -> list[OutboxRow]:
        return list(
            await self.units.run(lambda unit: unit.session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all())
        )

    async def ends(self) -> list[str]:
        """Each row's state, or the reason why it was dropped."""
        return [row.reason if row.state == RowState.DROPPED and row.reason else row.state for row in await self.rows()]

    async def posts(self) -> dict[str, str]:
        found = await self.units.run(lambda unit: unit.session.scalars(select(Post)).all())
        return {post.thing: post.activity_id for post in found}

    async def conversation(self, key: str) -> Conversation:
        return await self.units.run(
            lambda unit: unit.session.scalars(select(Conversation).where(Conversation.key == key)).one()
        )


def conversation(key: str, *, chat: str | None, person: str | None = None, language: str = "de") -> Conversation:
    return Conversation(
        key=key,
        tenant_id="tenant",
        service_url="http://127.0.0.1:9/",
        teams_conversation_id=chat,
        teams_user_id=person,
        language=language,
    )


@pytest.fixture
async def desk(database: Database, clock: StandingClock) -> Desk:
    made = Desk(database, clock)
    await made.open()
    return made
