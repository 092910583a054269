"""What a room stores about a person: said in plain words, handed over as a file, and taken out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.kit.i18n import Text

if TYPE_CHECKING:
    from app.kit.unit import Unit


@dataclass(frozen=True)
class Kept:
    """One kind of record, as `/daten` and the page for the staff council list it."""

    what: Text
    why: Text
    how_long: Text
    seen_by: Text


@dataclass(frozen=True)
class Held:
    """How much of one kind there is of a person: `3 Aufgaben, für die Sie zuständig sind`."""

    text: Text


@dataclass(frozen=True)
class Personal:
    kept: Sequence[Kept]
    held: Callable[["Unit", int], Sequence[Held]]
    """`held(unit, person_id)`: in lines, what there is now; nothing that is not there."""
    export: Callable[["Unit", int], dict[str, Any]]
    """`export(unit, person_id)`: all of it, as JSON values, by a plain English name; other people are left out."""
    erase: Callable[["Unit", int], None]
    """`erase(unit, person_id)`: records stay, the person goes out of them, with all that is only theirs."""
