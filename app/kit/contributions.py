"""What one room says on another's page: lines of the agenda and of the minutes, which know none of its tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from app.kit.answers import Button
from app.kit.i18n import Text
from app.kit.origin import Origin

if TYPE_CHECKING:
    from app.kit.unit import Unit


@dataclass(frozen=True)
class AgendaLine:
    """One line of a room's part. What people typed stands in the text's parameters, never in its sentence."""

    text: Text
    origin: Origin | None = None
    """The thing it tells of, where other rooms can make theirs of it."""
    as_item: bool = False
    """Needs to be talked about: the agenda makes an item of its origin when it is posted."""


@dataclass(frozen=True)
class AgendaPart:
    """What a room brings to one meeting's agenda, most urgent first."""

    title: Text
    lines: tuple[AgendaLine, ...]
    more: Button | None = None
    """Shows the room's whole list, for where only the first lines have room."""


@dataclass(frozen=True)
class MinutesLine:
    """One thing that came out of a meeting, as it is frozen: no sentence, so that it is read in any language.

    Persons are references, so that they can be taken out of it later.
    """

    text: str
    reference: str = ""
    """A number people quote: `2026-14`."""
    person_ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    """People without an account."""
    due_on: date | None = None


@dataclass(frozen=True)
class MinutesPart:
    title: Text
    lines: tuple[MinutesLine, ...] = field(default_factory=tuple)


AgendaLines = Callable[["Unit", int, date], AgendaPart | None]
"""`agenda(unit, team_id, on)`: what the room brings to the agenda of the meeting on that day; None for nothing."""

MinutesLines = Callable[["Unit", int], MinutesPart | None]
"""`minutes(unit, meeting_id)`: what came out of that meeting in this room; None for nothing."""
