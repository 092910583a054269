"""Which statements a piece of work sends to the database, and whether each finds its rows by an index."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.kit.db import Row

ONE_ROW_A_TEAM = ("people_team", "people_channel", "standups_series", "agenda_series")
"""With hundreds of teams still so short that either way is as good; the planner chooses."""


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: Any

    @property
    def reads_or_changes(self) -> bool:
        """An empty list of ids is asked for, too, as a condition that is never true."""
        return self.sql.split(None, 1)[0] in ("SELECT", "UPDATE", "DELETE", "WITH") and "1!=1" not in self.sql

    @property
    def rest(self) -> str:
        """Without the columns, which say little."""
        return " ".join(self.sql[max(self.sql.find("FROM"), 0) :].split())


@contextmanager
def listening(session: Session) -> Iterator[list[Statement]]:
    """What is sent while this lasts."""
    heard: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        heard.append(Statement(sql, parameters[0] if many else parameters))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(connection, "before_cursor_execute", hear)


def scans(session: Session, statement: Statement) -> list[str]:
    """Tables that this statement reads from end to end, but for the short ones."""
    found = _all_scans(session, statement)
    return [scan for scan in found if not any(re.search(rf"\b{table}\b", scan) for table in ONE_ROW_A_TEAM)]


def _all_scans(session: Session, statement: Statement) -> list[str]:
    if session.get_bind().dialect.name == "postgresql":
        return _postgres_scans(session, statement)
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)
    return [row[3] for row in rows if row[3].startswith("SCAN ") and _table_of(row[3].split()[1], statement.sql)]


def _table_of(name: str, sql: str) -> bool:
    """SQLite names the alias; one that is no table of ours is a subquery already looked at."""
    return name in Row.metadata.tables or any(f"{table} AS {name}" in sql for table in Row.metadata.tables)


def _postgres_scans(session: Session, statement: Statement) -> list[str]:
    connection = session.connection()
    # What else it would like better for a table as small as ours says nothing: is there an index to go by?
    for other in ("seqscan", "mergejoin", "hashjoin"):
        connection.exec_driver_sql(f"SET LOCAL enable_{other} = off")
    [plan] = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement.sql}", statement.parameters).scalars()
    return list(_walked(plan[0]["Plan"]))


def _walked(node: dict[str, Any]) -> Iterator[str]:
    kind = node["Node Type"]
    if kind == "Limit" and node.get("Parent Relationship") == "InitPlan":
        return  # `min(…)`: the first entry of the index
    if kind == "Seq Scan":
        yield f"Seq Scan on {node['Relation Name']}"
    elif "Index" in kind and "Index Cond" not in node:
        yield f"{kind} of all of {node.get('Relation Name', node['Index Name'])}"
    for inner in node.get("Plans", ()):
        yield from _walked(inner)


def heard_from(session: Session, work: Callable[[], Any]) -> list[Statement]:
    with listening(session) as heard:
        work()
    return list({one.sql: one for one in heard if one.reads_or_changes}.values())
