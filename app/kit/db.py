"""One database, two kinds: SQLite on one writer thread, PostgreSQL through asyncpg. The same work runs on both."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from app.kit.errors import TryLater

T = TypeVar("T")

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_TRIES = 3
"""How often work is run when another transaction got in its way: the next run sees what the other wrote."""

_PASSING_SQLSTATES = {"40001", "40P01"}  # serialization failure, deadlock


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: goes in and comes out as UTC with zone, on both databases (SQLite stores none)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        # Stored as its value in a plain text column, read back as the member: a column typed String reads back a str.
        StrEnum: Enum(StrEnum, native_enum=False, length=20, values_callable=lambda kind: [one.value for one in kind]),
    }


class Database(Protocol):
    kind: str

    async def run(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one transaction and commit it; run again where another transaction got in its way."""
        ...

    async def close(self) -> None: ...


def open_database(url: str) -> Database:
    """`sqlite:///file`, `sqlite://` (in memory) or `postgresql://user:password@host/name`."""
    if url.startswith("sqlite:"):
        return SqliteDatabase(url)
    if url.startswith(("postgresql:", "postgres:")):
        return PostgresDatabase("postgresql+asyncpg:" + url.split(":", 1)[1])
    raise ValueError("KERNTEAM_DATABASE_URL begins with sqlite:/// or postgresql://")


class SqliteDatabase:
    """All work on one thread: several SQLite writers wait on each other for seconds, one never waits."""

    kind = "sqlite"

    def __init__(self, url: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
        self.engine: Engine = (
            create_engine(url, connect_args={"check_same_thread": False}, pool_size=1, max_overflow=0)
            if url not in ("sqlite://", "sqlite:///:memory:")
            else _in_memory_engine(url)
        )
        event.listen(self.engine, "connect", _prepare_sqlite)
        event.listen(self.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))

    async def run(self, work: Callable[[Session], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, work)

    def _run(self, work: Callable[[Session], T]) -> T:
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                return work(session)
        except OperationalError as error:
            raise TryLater(str(error.orig)) from error

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self.engine.dispose)
        self._thread.shutdown()


def _in_memory_engine(url: str) -> Engine:
    from sqlalchemy.pool import StaticPool

    return create_engine(url, connect_args={"check_same_thread": False}, poolclass=StaticPool)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transaction handling begins too late for BEGIN IMMEDIATE: the engine's "begin" event does it.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


class PostgresDatabase:
    kind = "postgresql"

    def __init__(self, url: str, *, connections: int = 10) -> None:
        self.engine = create_async_engine(
            url, pool_size=connections, max_overflow=5, pool_pre_ping=True, pool_timeout=8
        )

    async def run(self, work: Callable[[Session], T]) -> T:
        for tries_left in reversed(range(_TRIES)):
            try:
                async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
                    return await session.run_sync(work)
            except (IntegrityError, StaleDataError):
                # Somebody else wrote the same unique row first, or deleted ours. A new run finds what is there.
                if not tries_left:
                    raise
            except (OperationalError, InterfaceError, DBAPIError, OSError, TimeoutError) as error:
                sqlstate = getattr(getattr(error, "orig", None), "sqlstate", None)
                if sqlstate in _PASSING_SQLSTATES and tries_left:
                    continue
                if isinstance(error, OSError | TimeoutError | InterfaceError | OperationalError) or _lost(error):
                    raise TryLater(type(error).__name__) from error
                raise
        raise AssertionError("unreachable: the last try returns or raises")

    async def close(self) -> None:
        await self.engine.dispose()


def _lost(error: DBAPIError) -> bool:
    sqlstate = str(getattr(error.orig, "sqlstate", "") or "")
    return error.connection_invalidated or sqlstate[:2] in ("08", "57", "53")
