"""Every row that belongs to a team, found by the foreign keys of the tables themselves: a new table is in it at once."""

from typing import Any

from sqlalchemy import Table, text

from app.migrations import metadata
from tests.journeys.play import Play

OF_NO_TEAM = {"kit_inbox"}
"""Notes of what somebody pressed, by chat: whoever attacks leaves their own."""


async def rows_of(play: Play, team_name: str) -> dict[str, set[str]]:
    """By table. Each has some, so that something would be missed."""

    def work(session: Any) -> dict[str, set[str]]:
        team = session.scalar(text("SELECT id FROM people_team WHERE name = :name"), {"name": team_name})
        return {
            name: {repr(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{name}" WHERE {where}'))}
            for name, where in conditions(session, team).items()
        }

    rows: dict[str, set[str]] = await play.stage.bot.database.run(work)
    assert {name for name, found in rows.items() if not found} == set()
    return rows


def conditions(session: Any, team: int) -> dict[str, str]:
    """By table, what makes a row the team's: through the row it points at, else through its person."""
    people = people_only_in(session, team)
    mine = ",".join(map(str, people))
    chats = ",".join(f"'person:{one}'" for one in people)
    found = {
        "people_team": f"id = {team}",
        "kit_conversation": f"key LIKE 'channel:{team}:%' OR key IN ({chats})",
        "kit_search_document": f"team_id = {team}",
        "kit_search_word": f"team_id = {team}",
    }
    tables = {name: table for name, table in metadata().tables.items() if name not in OF_NO_TEAM}
    for _round in tables:
        for name, table in tables.items():
            if name not in found and name != "people_person" and (where := _through(table, found)):
                found[name] = where
    found["people_person"] = f"id IN ({mine})"
    for name, table in tables.items():
        if name not in found and (where := _through(table, {"people_person": found["people_person"]})):
            found[name] = where
    assert set(found) == set(tables), "a table that hangs on no team and on nobody"
    return found


def _through(table: Table, found: dict[str, str]) -> str | None:
    for key in sorted(table.foreign_keys, key=lambda one: one.column.table.name != "people_team"):
        target = key.column.table.name
        if target in found and target != table.name:
            return f'"{key.parent.name}" IN (SELECT "{key.column.name}" FROM "{target}" WHERE {found[target]})'
    return None


def people_only_in(session: Any, team: int) -> list[int]:
    query = (
        f"SELECT person_id FROM people_member WHERE team_id = {team} AND left_on IS NULL "
        f"AND person_id NOT IN (SELECT person_id FROM people_member WHERE team_id <> {team}) ORDER BY person_id"
    )
    return list(session.scalars(text(query)))


def changes(before: dict[str, set[str]], after: dict[str, set[str]]) -> dict[str, set[str]]:
    return {name: before[name] ^ after[name] for name in before if before[name] != after[name]}
