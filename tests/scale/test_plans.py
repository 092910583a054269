"""No question reads a table from end to end, whatever is asked: shown by the database's own plans."""

import pytest

from app.capabilities import HOUSE
from app.kit.clock import StandingClock
from app.kit.db import Database
from app.kit.unit import Unit, Units
from tests.scale.asked import NOW, Work, background, commands, pressed
from tests.scale.fill import Size, fill, somebody
from tests.scale.plans import heard_from, scans

SIZE = Size(teams=40, tasks=4_000, decisions=800, meetings=80, items=800)
TEAM = 3

PRESSES = [
    (f"press {verb.name}", pressed(verb.name, page="2", task="3", decision="3", item="3", meeting="3"))
    for verb in HOUSE.verbs
]


@pytest.fixture
async def filled(database: Database) -> Units:
    await database.run(lambda session: fill(session, SIZE))
    return Units(database, HOUSE, StandingClock(NOW))


class _Undone(Exception):
    """Ends the transaction: nothing of the work stays."""


@pytest.mark.parametrize("part", ["commands", "presses", "background"])
async def test_every_question_finds_its_rows_by_an_index(filled: Units, part: str) -> None:
    asked = {"commands": commands, "presses": lambda: iter(PRESSES), "background": background}[part]
    found: dict[str, list[str]] = {}
    for name, work in asked():
        if read_to_the_end := await _scans_of(filled, work):
            found[name] = read_to_the_end
    assert not found, "\n".join(f"{name}: {scan}" for name, several in found.items() for scan in several)


async def _scans_of(units: Units, work: Work) -> list[str]:
    found: list[str] = []

    def run(unit: Unit) -> None:
        unit.actor = somebody(unit.session, TEAM)
        for statement in heard_from(unit.session, lambda: work(unit)):
            found.extend(f"{scan}: …{statement.rest}" for scan in scans(unit.session, statement))
        raise _Undone

    with pytest.raises(_Undone):
        await units.run(run)
    return found
