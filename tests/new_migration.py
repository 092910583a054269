"""Writes a migration from what models say and migrations lack: `python -m tests.new_migration "what changes"`."""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.kit.db import SqliteDatabase
from app.migrations import FOLDER, migrate


async def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/now.sqlite3"
        if any((FOLDER / "versions").glob("[0-9]*.py")):
            await migrate(url)
        database = SqliteDatabase(url)
        await database.run(lambda session: write(session.connection(), message))
        await database.close()


def write(connection: Connection, message: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    script = command.revision(config, message, autogenerate=True, rev_id=f"{datetime.now(UTC):%Y%m%d%H%M}")
    assert script is not None
    assert not isinstance(script, list)
    path = Path(script.path)
    lines = path.read_text().replace("app.kit.db.UtcDateTime(timezone=True)", "UtcDateTime()").splitlines()
    path.write_text("\n".join(line for line in lines if "# ###" not in line) + "\n")


if __name__ == "__main__":
    asyncio.run(main(" ".join(sys.argv[1:]) or "unnamed"))
