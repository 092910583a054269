"""One activity of each kind in the shape in which Teams sends it, and a way to post it to the running bot.

The shapes follow the public samples and client code named in PLATFORM A4, A7, A8 and A10; all ids are made up.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
from aiohttp import ClientSession
from sqlalchemy import func, select

from app.kit.clock import StandingClock
from app.kit.db import Row
from app.running.stage import APP_ID, TENANT_ID, Stage, open_stage
from tests.conftest import FRIDAY

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
SERVICE_URL = f"https://smba.trafficmanager.net/emea/{TENANT_ID}/"

__all__ = ["APP_ID", "NAMES", "SERVICE_URL", "TENANT_ID", "Door", "open_door", "recorded"]


def recorded(name: str, service_url: str = SERVICE_URL) -> dict[str, Any]:
    return {**orjson.loads((FOLDER / f"{name}.json").read_bytes()), "serviceUrl": service_url}


@dataclass
class Door:
    """The bot's real HTTP address, a session that keeps its connections, and a valid token."""

    stage: Stage
    session: ClientSession

    @property
    def service_url(self) -> str:
        return self.stage.teams.service_url

    def bearer(self, **changes: Any) -> str:
        """The Authorization header of a request from Teams; `changes` replace the token's claims."""
        return f"Bearer {self.stage.teams.entra.sign(self.service_url, **changes)}"

    async def post(
        self, body: bytes | Mapping[str, Any], authorization: str | None, content_type: str = "application/json"
    ) -> tuple[int, bytes]:
        raw = body if isinstance(body, bytes) else orjson.dumps(body)
        headers = {"Content-Type": content_type}
        if authorization is not None:
            headers["Authorization"] = authorization
        async with self.session.post(self.stage.teams.bot_url, data=BytesIO(raw), headers=headers) as answer:
            return answer.status, await answer.read()

    async def rows(self) -> dict[str, int]:
        """How many rows each table has."""

        def count(session: Any) -> dict[str, int]:
            tables = Row.metadata.sorted_tables
            return {one.name: session.scalar(select(func.count()).select_from(one)) for one in tables}

        return await self.stage.bot.database.run(count)


@asynccontextmanager
async def open_door(database_url: str) -> AsyncIterator[Door]:
    stage = await open_stage(database_url, StandingClock(FRIDAY))
    try:
        async with ClientSession() as session:
            yield Door(stage, session)
    finally:
        await stage.close()
