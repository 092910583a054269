"""A bot and a Local Teams for each journey, wired as in Teams, with an empty database of their own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from os import getpid
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from app import main
from app.kit.clock import StandingClock
from app.migrations import migrate
from app.running.stage import open_stage
from app.teams import handler
from tests.journeys.play import MONDAY, Play, berlin

_numbers = count(1)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database, migrated once and copied for each test."""
    path = tmp_path_factory.mktemp("journeys") / "migrated.sqlite3"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> Iterator[str]:
    """The name of an empty PostgreSQL database, migrated once and taken as the template of each test's own."""
    name = f"migrated_{getpid()}"
    _on_server(postgres_url, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    asyncio.run(migrate(_named(postgres_url, name)))
    yield name
    _on_server(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        copy = tmp_path / "journey.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), copy)
        yield f"sqlite:///{copy}"
        return
    server, template = request.getfixturevalue("postgres_url"), request.getfixturevalue("migrated_postgres")
    name = f"journey_{getpid()}_{next(_numbers)}"
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _named(server, name)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _on_server(server: str, *statements: str) -> None:
    async def execute() -> None:
        engine = create_async_engine("postgresql+asyncpg:" + server.split(":", 1)[1], isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()

    asyncio.run(execute())


@pytest.fixture
async def play(database_at: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Play]:
    """Monday, 16 November 2026, 09:00 in Berlin: the app is nowhere yet."""
    monkeypatch.setattr(handler, "REPLY_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(main, "Pacing", lambda: None)  # Teams' limits count in real time; Local Teams sets none here
    stage = await open_stage(database_at, StandingClock(berlin(MONDAY, "09:00")))
    yield Play(stage)
    await stage.close()


@pytest.fixture
async def working(play: Play) -> Play:
    """Anna has installed the app and taken the settings as proposed."""
    await play.begins()
    return play


@pytest.fixture
async def open_round(working: Play) -> Play:
    """Thursday, 10:00: the first round is open."""
    await working.to(berlin("2026-11-19", "10:00"))
    return working
