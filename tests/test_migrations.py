"""The migrations make what the models say, on both databases, and can be taken back one step."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.migrations import FOLDER, differences, is_newest, migrate, newest_revision, step_back


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/migrated.sqlite3"
    return str(request.getfixturevalue("empty_postgres_url"))


async def test_migrations_match_the_models(empty_url: str) -> None:
    assert not await is_newest(empty_url)
    await migrate(empty_url)
    assert await differences(empty_url) == []
    assert await is_newest(empty_url)


async def test_the_newest_migration_can_be_taken_back_and_made_again(empty_url: str) -> None:
    await migrate(empty_url)
    await step_back(empty_url)
    assert not await is_newest(empty_url)
    await migrate(empty_url)
    assert await differences(empty_url) == []


async def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    await migrate(empty_url)
    await migrate(empty_url)
    assert await is_newest(empty_url)


def test_there_is_one_line_of_migrations_and_their_file_names_begin_with_the_date() -> None:
    heads = ScriptDirectory(str(FOLDER)).get_heads()
    assert heads == [newest_revision()]
    for path in (FOLDER / "versions").glob("*.py"):
        assert path.name[:8].isdigit(), path.name
