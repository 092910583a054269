from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kit.inbox import InboxEntry, find_answer, note
from app.kit.unit import Unit, Units

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


async def test_a_unit_commits_once_at_the_edge(units: Units) -> None:
    await units.run(lambda unit: note(unit.session, "a", {"x": 1}, unit.now))
    entry = await units.run(lambda unit: find_answer(unit.session, "a"))
    assert entry is not None
    assert entry.answer == {"x": 1}
    assert entry.arrived_at == NOW


async def test_an_error_leaves_nothing_behind(units: Units) -> None:
    def work(unit: Unit) -> None:
        note(unit.session, "a", None, unit.now)
        raise RuntimeError("midway")

    with pytest.raises(RuntimeError):
        await units.run(work)
    assert await units.run(lambda unit: unit.session.scalars(select(InboxEntry)).all()) == []


async def test_what_can_happen_twice_is_refused_by_a_unique_key(units: Units) -> None:
    await units.run(lambda unit: note(unit.session, "a", None, unit.now))
    with pytest.raises(IntegrityError):
        await units.run(lambda unit: note(unit.session, "a", None, unit.now))
