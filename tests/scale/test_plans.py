"""No question reads a table from end to end, whatever is asked: shown by the database's own plans."""

import pytest

from app.capabilities import HOUSE
from app.kit.clock import StandingClock
from app.kit.db import Database, Row
from app.kit.unit import Unit, Units
from tests.scale.asked import NOW, Work, background, commands, pressed
from tests.scale.fill import Size, fill, somebody
from tests.scale.plans import heard_from, scans

SIZE = Size(teams=40, tasks=4_000, decisions=800, meetings=80, items=800)
TEAM = 3

IDS = {
    "page": "2", "task": "4", "decision": "3", "one": "3", "item": "3", "meeting": "3", "seen": "3", "version": "1",
    "round": "17", "team_id": "3", "people": "21,22", "task_owner": "22", "task_to": "22", "item_presenter": "22",
    "task_title": "Saal buchen", "task_reason": "Der Saal fehlt.", "due": "2026-12-04", "days": "3",
    "choice": "consent",
    "decision_wording": "Wir tagen anders.", "decision_reason": "Der Markt.", "decision_way": "noted",
    "decision_effect": "reached", "item_title": "Saal", "note": "Geklärt.", "addendum": "Später.", "making": "tasks",
    "typed": "saal", "passage": "Saal buchen", "section": "decisions", "shown": "team", "back": "list:1",
    "answer_next": "Weiter.", "text": "Saal?", "week": "2026-W50", "day": "2026-12-03",
}  # fmt: skip
"""Of records of team 3 (with 40 teams the ids 3, 43, 83 …), and what a form of each room would send."""
ORIGINS = {"tasks.task": "3", "decisions.decision": "3", "agenda.item": "3.1", "standups.blocker": "17-21"}
PRESSES = [
    (f"press {verb.name} of {kind}", pressed(verb.name, **IDS, kind=kind, id=origin))
    for verb in HOUSE.verbs
    for kind, origin in ORIGINS.items()
]

WHOLE_INBOX = ("press people.erase", "press people.redact", "erase people", "redact")
"""A person's name or a passage may stand in anybody's answer: all of the inbox is read, which keeps three days, by the
two things that almost never happen."""


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
        read_to_the_end = await _scans_of(filled, work)
        if name.startswith(WHOLE_INBOX):
            read_to_the_end = [one for one in read_to_the_end if "kit_inbox" not in one.partition(":")[0]]
        if read_to_the_end:
            found[name] = read_to_the_end
    assert not found, "\n".join(f"{name}: {scan}" for name, several in found.items() for scan in several)


async def test_no_table_is_empty_for_an_empty_one_has_no_plan_worth_looking_at(filled: Units) -> None:
    def empty(unit: Unit) -> set[str]:
        tables = Row.metadata.tables.values()
        return {one.name for one in tables if unit.session.execute(one.select().limit(1)).first() is None}

    assert await filled.run(empty) == set()


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
