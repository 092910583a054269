"""Local Teams here, the bot in a child process there, and a hand that kills it in the worst moments."""

import asyncio
import os
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import func, select

from app.capabilities import HOUSE
from app.kit.clock import MovableClock
from app.kit.db import Database, open_database
from app.kit.outbox import Conversation, Operation, OutboxRow, RowState
from app.local.faults import Answer, Faults
from app.local.world import Channel
from app.running.stage import Stage, open_stage

MOST_SECONDS = 60.0
"""For anything that is waited for."""


class SlowConnector(Faults):
    """Every sending takes a moment, so that there is always one under way; counts them."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._pause = random.Random(seed)
        self.under_way = 0
        self.begun = 0

    async def around(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        if request.method not in ("POST", "PUT") or not request.path.startswith("/emea/"):
            return await super().around(request, answer)
        self.under_way += 1
        self.begun += 1
        # Sometimes the message stands there at once and only the answer is slow.
        early, late = (self._pause.uniform(0, 0.3) for _ in range(2))
        try:
            await asyncio.sleep(early)
            answered = await super().around(request, answer)
            await asyncio.sleep(late)
            return answered
        finally:
            self.under_way -= 1


class Range:
    """The bot's lives, one after another, on one database."""

    def __init__(self, stage: Stage, clock: MovableClock, seed: int, log: Path) -> None:
        self.stage, self.clock = stage, clock
        self.chance = random.Random(seed)
        self.slow = SlowConnector(seed)
        self.database: Database = open_database(stage.bot.settings.database_url)
        self.kills = 0
        self.hits: Counter[int] = Counter()
        """By outbox row: how often the process died while the row was claimed."""
        self._log = log
        self._process: Process | None = None
        self._seen: set[str] = set()
        self._last_row = 0

    @classmethod
    async def open(cls, database_url: str, begin: datetime, seed: int, log: Path) -> "Range":
        """The stage is set with a bot in this process, which then stops for good."""
        clock = MovableClock(begin)
        stage = await open_stage(database_url, clock)
        return cls(stage, clock, seed, log)

    async def take_over(self) -> None:
        """From now on the bot lives in a child process."""
        await self.stage.bot.stop()
        self.stage.teams.faults = self.slow
        self._seen = {message.id for message in self._messages()}
        self._last_row = await self._read(lambda session: session.scalar(select(func.max(OutboxRow.id)))) or 0

    async def close(self) -> None:
        await self.kill()
        await self.database.close()
        await self.stage.teams.stop()

    # --- life and death ---

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, *, wait: bool = True) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.soak.bot_process", self.clock.now().isoformat()),
                stdin=PIPE, stdout=PIPE, stderr=log, env={**os.environ, **_environment(self.stage)},
            )  # fmt: skip
        if wait:
            async with asyncio.timeout(MOST_SECONDS):
                line = await self._process.stdout.readline()  # type: ignore[union-attr]
            assert line == b"ready\n", "the bot did not start: see the log"

    async def kill(self) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._process.stdin.close()  # type: ignore[union-attr]
        with suppress(ConnectionError):
            await self._process.stdin.wait_closed()  # type: ignore[union-attr]
        self._process = None

    async def move_to(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        if self._process is not None:
            self._process.stdin.write(f"{moment.isoformat()}\n".encode())  # type: ignore[union-attr]
            await self._process.stdin.drain()  # type: ignore[union-attr]

    async def shoot(self) -> None:
        """Wait for a moment of the seed's choice, kill, note what was claimed, and start the next life."""
        match self.chance.randrange(10):
            case 0 | 1 | 2:
                await asyncio.sleep(self.chance.uniform(0, 0.5))
            case _:
                begun = self.slow.begun + self.chance.randrange(4)
                await _until(lambda: self.slow.under_way and self.slow.begun > begun, 1.5)
                await asyncio.sleep(self.chance.choice((0, 0.05, 0.2, 0.35)))
        await self._die()
        await self.start(wait=False)
        if self.chance.randrange(10) == 0:
            await asyncio.sleep(self.chance.uniform(0.3, 1.5))  # while it is still starting
            await self._die()
            await self.start()
        else:
            async with asyncio.timeout(MOST_SECONDS):
                assert await self._process.stdout.readline() == b"ready\n"  # type: ignore[union-attr]

    async def _die(self) -> None:
        await self.kill()
        self.kills += 1
        claimed = select(OutboxRow.id).where(OutboxRow.state == RowState.CLAIMED)
        self.hits.update(await self._read(lambda session: session.scalars(claimed).all()))

    # --- what became of it ---

    async def settle(self) -> None:
        """Until no work is due, and no message that is due waits or is under way."""
        now = self.clock.now()
        unsent = select(func.count()).where(
            OutboxRow.state.in_((RowState.WAITING, RowState.CLAIMED)), OutboxRow.send_after <= now
        )

        def open_ends(session: Any) -> int:
            work = HOUSE.next_due(session)
            return int(session.scalar(unsent)) + (work is not None and work <= now)

        quiet = 0
        async with asyncio.timeout(MOST_SECONDS):
            while quiet < 3:
                waiting = await self._read(open_ends)
                quiet = 0 if waiting or self.slow.under_way else quiet + 1
                await asyncio.sleep(0.1)

    async def sent_since(self) -> list[tuple[OutboxRow, int]]:
        """Each new outbox row that makes a message, with how often its message stands in Teams.

        Within one step at most one new root message and one reply are due in a conversation.
        """
        new = [one for one in self._messages() if one.id not in self._seen]
        self._seen |= {one.id for one in new}
        copies = Counter((one.conversation_id, one.root_id is not None) for one in new)
        wanted = (
            select(OutboxRow, Conversation.teams_conversation_id)
            .join(Conversation, Conversation.id == OutboxRow.conversation_id)
            .where(OutboxRow.id > self._last_row, OutboxRow.operation.in_((Operation.POST, Operation.REPLY)))
            .order_by(OutboxRow.id)
        )
        rows = await self._read(lambda session: session.execute(wanted).all())
        self._last_row = max([self._last_row, *(row.id for row, _chat in rows)])
        keys = [(chat, row.operation == Operation.REPLY) for row, chat in rows]
        assert set(copies) <= set(keys), "a message without a row"
        assert len(keys) == len(set(keys))
        return [(row, copies[key]) for (row, _chat), key in zip(rows, keys, strict=True)]

    async def _read(self, work: Callable[[Any], Any]) -> Any:
        return await self.database.run(work)

    def _messages(self) -> list[Any]:
        places: list[Any] = [*self.stage.teams.world.channels(), *self.stage.teams.world.chats]
        return [one for place in places for one in place.messages if one.from_bot]

    def newest(self, channel: Channel) -> Any:
        return [one for one in channel.messages if one.from_bot and one.root_id is None][-1]


async def _until(condition: Callable[[], Any], seconds: float) -> None:
    """Until it holds, or the time is over: the hand shoots either way."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.005)


def _environment(stage: Stage) -> dict[str, str]:
    settings = stage.bot.settings
    return {
        "MicrosoftAppId": settings.app_id,
        "MicrosoftAppPassword": settings.app_password.get_secret_value(),
        "MicrosoftAppTenantId": settings.app_tenant_id,
        "KERNTEAM_DATABASE_URL": settings.database_url,
        "KERNTEAM_PORT": str(settings.port),
        "KERNTEAM_PUBLIC_URL": settings.public_url,
        "KERNTEAM_BOT_OPENID_URL": settings.bot_openid_url,
        "KERNTEAM_BOT_TOKEN_URL": settings.bot_token_url,
        "KERNTEAM_BOT_TOKEN_ISSUER": settings.bot_token_issuer,
        "KERNTEAM_BOT_SERVICE_HOSTS": settings.bot_service_hosts,
    }
