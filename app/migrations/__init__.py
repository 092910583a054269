"""The database's shape through time: Alembic, file names by date. `migrate` brings any database to the newest one."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from app.kit.db import PostgresDatabase, Row, SqliteDatabase, open_database

FOLDER = Path(__file__).parent


async def migrate(url: str, revision: str = "head") -> None:
    await _with_connection(url, lambda connection: _alembic("upgrade", connection, revision))


async def step_back(url: str) -> None:
    """One migration back, for the way home after an upgrade that went wrong."""
    await _with_connection(url, lambda connection: _alembic("downgrade", connection, "-1"))


async def differences(url: str) -> list[Any]:
    """What the models say and the migrated database lacks, or the other way round; empty when they match."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    found: list[Any] = []

    def compare(connection: Connection) -> None:
        found.extend(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata()))

    await _with_connection(url, compare)
    return found


def newest_revision() -> str:
    """Told by the file names, which begin with their revision, so that a start needs no Alembic."""
    return max(path.name.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


async def is_newest(url: str) -> bool:
    """Whether the database has the shape this version needs."""
    found: list[str | None] = []

    def look(connection: Connection) -> None:
        there = inspect(connection).has_table("alembic_version")
        found.append(connection.scalar(text("SELECT version_num FROM alembic_version")) if there else None)

    await _with_connection(url, look)
    return found[0] == newest_revision()


def metadata() -> Any:
    """All tables: naming the house brings every room's models with it."""
    importlib.import_module("app.capabilities")
    importlib.import_module("app.kit.inbox")
    return Row.metadata


async def _with_connection(url: str, work: Callable[[Connection], None]) -> None:
    database = open_database(url)
    try:
        if isinstance(database, PostgresDatabase):
            async with database.engine.begin() as connection:
                await connection.run_sync(work)
        else:
            assert isinstance(database, SqliteDatabase)
            await database.run(lambda session: work(session.connection()))
    finally:
        await database.close()


def _alembic(command: str, connection: Connection, revision: str) -> None:
    # Imported here: no turn needs it, and it costs start-up time.
    from alembic import command as commands
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    getattr(commands, command)(config, revision)
