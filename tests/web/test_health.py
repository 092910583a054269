"""What the operator's tools may see, and when the bot says it is not well."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from app.kit.clock import StandingClock
from app.kit.db import Database
from app.kit.errors import TryLater
from app.kit.outbox import OutboxRow
from app.kit.unit import Unit
from app.web.health import add_health_routes
from tests.scheduler.conftest import Desk

Client = TestClient[web.Request, web.Application]
TOKEN = "metrics-" + "x" * 30


class Ticked:
    def __init__(self, at: datetime | None) -> None:
        self.last_tick_at = at


class Away:
    kind = "sqlite"

    async def run(self, _work: object) -> Any:
        raise TryLater("postgresql://kernteam:secret@host/name is away")

    async def close(self) -> None: ...


@pytest.fixture
async def desk(database: Database, clock: StandingClock) -> Desk:
    made = Desk(database, clock)
    await made.open()
    return made


@pytest.fixture
def ticked(desk: Desk) -> Ticked:
    return Ticked(desk.real.now())


@pytest.fixture
async def client(desk: Desk, ticked: Ticked) -> AsyncIterator[Client]:
    app = web.Application()
    add_health_routes(app, desk.units, ticked, metrics_token=TOKEN, product_clock=desk.clock, real_now=desk.real.now)
    async with TestClient(TestServer(app)) as made:
        yield made


async def ready(client: Client) -> tuple[int, dict[str, Any]]:
    answer = await client.get("/readyz")
    return answer.status, (await answer.json())["checks"]


async def test_alive_is_alive(client: Client) -> None:
    assert (await client.get("/healthz")).status == 200


async def test_ready_when_all_is_well(client: Client) -> None:
    assert await ready(client) == (
        200,
        {
            "tick": {"ok": True, "age_seconds": 0},
            "database": {"ok": True},
            "outbox": {"ok": True, "oldest_unsent_seconds": 0},
        },
    )


@pytest.mark.parametrize("age", [None, 60, 3600])
async def test_not_ready_without_a_recent_tick(
    client: Client,
    ticked: Ticked,
    desk: Desk,
    age: int | None,
) -> None:
    ticked.last_tick_at = desk.real.now() - timedelta(seconds=age) if age else None
    status, checks = await ready(client)
    assert (status, checks["tick"]) == (503, {"ok": False, "age_seconds": age})


async def test_not_ready_while_messages_lie_about(client: Client, desk: Desk) -> None:
    await desk.post("a")
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=9))
    assert (await ready(client))[0] == 200
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=2))
    status, checks = await ready(client)
    assert (status, checks["outbox"]) == (503, {"ok": False, "oldest_unsent_seconds": 660})
    await desk.drain()
    assert (await ready(client))[0] == 200


async def test_a_pause_that_teams_asked_for_is_no_illness(client: Client, desk: Desk) -> None:
    await desk.post("a", "behind a")

    def pause(unit: Unit) -> None:
        row = unit.session.get_one(OutboxRow, 1)
        row.retry_at = desk.real.now() + timedelta(minutes=30)

    await desk.units.run(pause)
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=20))
    assert (await ready(client))[0] == 200


async def test_not_ready_without_a_database_and_no_secret_is_told(client: Client, desk: Desk) -> None:
    desk.units.database = Away()
    answer = await client.get("/readyz")
    assert answer.status == 503
    assert (await answer.json())["checks"]["database"] == {"ok": False}
    assert "secret" not in await answer.text()


async def test_metrics_are_for_this_machine(client: Client, desk: Desk) -> None:
    await desk.post("a")
    await desk.drain()
    answer = await client.get("/metrics")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert 'kernteam_outbox_rows_total{notice="tests.repeat",outcome="sent"}' in await answer.text()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
@pytest.mark.parametrize(
    ("authorization", "status"),
    [(None, 401), (f"Bearer {TOKEN}", 200), (f"bearer {TOKEN}", 200), ("Bearer wröng", 401), (f"Basic {TOKEN}", 401)],
)
async def test_others_need_the_token(client: Client, header: str, authorization: str | None, status: int) -> None:
    headers = {header: "203.0.113.5"} | ({"Authorization": authorization} if authorization else {})
    assert (await client.get("/metrics", headers=headers)).status == status


async def test_without_a_token_others_get_nothing(desk: Desk, ticked: Ticked) -> None:
    app = web.Application()
    add_health_routes(app, desk.units, ticked, metrics_token="", product_clock=desk.clock)
    async with TestClient(TestServer(app)) as client:
        headers = {"X-Forwarded-For": "203.0.113.5", "Authorization": "Bearer "}
        assert (await client.get("/metrics", headers=headers)).status == 401
