"""Where a thing comes from, where rooms meet that do not know each other: a blocker becomes a task or an agenda item.

The room of the new thing keeps an `Origin`; the room of the old one hands over its text and shows what became of it.
Both look each other up through the `House`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.kit.answers import Answer, Button
from app.kit.db import Row
from app.kit.errors import NotAllowed
from app.kit.i18n import Text, _

if TYPE_CHECKING:
    from app.kit.unit import Unit


@dataclass(frozen=True)
class Origin:
    """`kind` is `capability.thing`; `id` is read by that capability alone."""

    kind: str
    id: str

    @property
    def in_button(self) -> dict[str, str | int]:
        """As it travels in a button."""
        return {"kind": self.kind, "id": self.id}


@dataclass(frozen=True)
class OriginText:
    """What a room hands over of its thing. Made only where the actor may read it."""

    team_id: int
    text: str
    """What the person typed."""
    title: Text
    """Where it stands: `Runde KW 48`."""
    person_id: int | None = None
    person: str = ""
    """The name of who typed it."""


@dataclass(frozen=True)
class Source:
    """Things of one kind of which other rooms make their own."""

    kind: str
    text: Callable[["Unit", str], OriginText]
    """`text(unit, id)`: raises NotAllowed where the thing is not there, or not for the actor."""
    show_anew: Callable[["Unit", str], None]
    """`show_anew(unit, id)`: its posts show what has just become of it."""
    come_back: Callable[["Unit", str, str], Answer]
    """`come_back(unit, id, back)`: what stands after a press where it was pressed; `back` as the source's button said.
    None where nothing does: then the new thing's room says a word."""
    settled: Callable[["Unit", str], bool] = lambda _unit, _id: False
    """`settled(unit, id)`: whether nothing is left to talk about, so that an agenda item of it ends by itself."""


@dataclass(frozen=True)
class Trace:
    """What became of a thing, in a line below it."""

    text: Text


@dataclass(frozen=True)
class Making:
    """How a room makes its own thing of another room's: a button, and the trace once it is made."""

    label: Text
    verb: str
    traces: Callable[[Session, int, str, Sequence[str]], Mapping[str, Trace]]
    """`traces(session, team_id, kind, ids)`: by id, for those of which something was made."""
    dialog: bool = False
    quick: bool = True
    """Offered beside every thing it can be made of; otherwise only where it is looked for."""

    def offered(self, kind: str) -> bool:
        """Beside things of this kind; never a room's own thing of its own."""
        return self.quick and self.verb.partition(".")[0] != kind.partition(".")[0]

    def button(self, origin: Origin, back: str) -> Button:
        return Button(self.label, self.verb, {**origin.in_button, "back": back}, dialog=self.dialog)


def origin_pressed(values: Mapping[str, str]) -> Origin:
    """The origin in a button's data; whether it exists is the source's to say."""
    return Origin(values.get("kind", ""), values.get("id", ""))


def read_id(written: str) -> int:
    """A record's id as it travels in a button; nonsense, and what no column holds, is 0, which no record has."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def forget_origin(session: Session, team_id: int, kind: str, ids: Sequence[str]) -> None:
    """What was made of things that are gone stays; only where it came from is known no longer, as an id may tell who.

    Every table that keeps an `Origin` has these three columns, under its unique key.
    """
    session.flush()
    for table in Row.metadata.tables.values():
        if {"team_id", "origin_kind", "origin_id"} <= set(table.columns.keys()):
            session.execute(
                update(table)
                .where(table.c.team_id == team_id, table.c.origin_kind == kind, table.c.origin_id.in_(list(ids)))
                .values(origin_kind=None, origin_id=None)
            )
    session.expire_all()  # changed past the rows that are loaded


IN_DIALOG = "dialog:"
"""Begins a `back` whose button stood in a dialog that goes on after the press."""


def gone() -> NotAllowed:
    return NotAllowed(_("Diese Schaltfläche passt zu nichts mehr, was es gibt."))


def day_pressed(back: str) -> date | None:
    """`day:2026-11-20`: the button stood in the private message of that day."""
    if not back.startswith("day:"):
        return None
    try:
        return date.fromisoformat(back.removeprefix("day:"))
    except ValueError:
        return None


def shortened(text: str, longest: int) -> str:
    """One line of at most `longest` characters, cut between words where that is possible."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    head, _blank, _tail = cut.rpartition(" ")
    return (head if len(head) > longest // 2 else cut).rstrip(" ,;:.–-") + "…"
