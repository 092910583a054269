"""What a command or a button answers, free of Teams: views, short words, dialogs. The door makes messages of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from app.kit.i18n import Text


class View(Protocol):
    """A frozen dataclass in a room's `views.py` that `cards` can draw. Marked only by being one."""

    __dataclass_fields__: Any


@dataclass(frozen=True)
class Button:
    """A button for a verb. `data` holds ids only; the server checks them like any id."""

    label: Text
    verb: str
    data: Mapping[str, str | int] = field(default_factory=dict)
    primary: bool = False
    dialog: bool = False
    """Asks something first: a dialog in a channel, a form in the card's place in 1:1."""


@dataclass(frozen=True)
class Link:
    """A button that opens an address: `https:` or `mailto:`, or a path of our own pages, which begins with `/`."""

    label: Text
    url: str


@dataclass(frozen=True)
class Said:
    """A sentence or two, with buttons where something can be done about it. A view of the kit's own."""

    text: Text
    title: Text | None = None
    buttons: tuple[Button | Link, ...] = ()


@dataclass(frozen=True)
class FoundRecord:
    """A record of any room, as a search shows it."""

    noun: Text
    """What it is: `Beschluss`."""
    title: str
    on: date
    team: str | None
    """Where the reader belongs to several."""
    open: Button


@dataclass(frozen=True)
class Toast:
    """A short confirmation on the card that was pressed; as a typed command's answer a plain message."""

    text: Text


@dataclass(frozen=True)
class Dialog:
    """Opens (or goes on in) a dialog that shows `view`. In 1:1 the view stands in the card's place."""

    title: Text
    view: Any


@dataclass(frozen=True)
class Closed:
    """The dialog is done: it closes with a word of confirmation."""

    text: Text


Answer = Any
"""A View, Said, Toast, Dialog, Closed, or None where nothing is to be said."""


@dataclass(frozen=True)
class DayLine:
    """One line of a person's private message of the day."""

    text: Text
    team_id: int
    buttons: tuple[Button, ...] = ()
    urgency: int = 5
    """1 comes first. Lines of the same urgency keep the order of the rooms."""


@dataclass(frozen=True)
class Planned:
    """Something the bot would post: a line of `/vorschau` and `kernteam preview`."""

    at: datetime
    what: Text
    to: Text


@dataclass(frozen=True)
class Skip:
    """Why a notice has nothing to send now. The reason is stored with the row and counted."""

    reason: str
