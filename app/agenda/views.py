"""What people see of the agenda, the meeting and its minutes."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from app.kit.answers import Button, Link
from app.kit.i18n import Text


@dataclass(frozen=True)
class ItemLine:
    """One item among others. What people typed stands in `title` and in the facts' parameters."""

    item_id: int
    number: int
    title: str
    facts: tuple[Text, ...] = ()
    """Who presents it, how long, how often it was there before, where it comes from."""
    buttons: tuple[Button, ...] = ()
    mark: Text | None = None
    """What became of it at this meeting."""


@dataclass(frozen=True)
class ItemShown:
    """One item alone: its card in the channel, and with more buttons for who opened it."""

    label: Text
    title: str
    facts: tuple[Text, ...] = ()
    note: str | None = None
    rows: tuple[tuple[Button | Link, ...], ...] = ()
    told: Text | None = None
    """What has just been done or was refused."""


@dataclass(frozen=True)
class ItemList:
    """A page of the team's items: what stands on the agenda, or what is parked."""

    title: Text
    nothing: Text
    items: tuple[ItemLine, ...]
    count: Text
    page: int = 1
    pages: int = 1
    told: Text | None = None
    """What has just been done, with `undo` to take it back."""
    undo: Button | None = None
    verb: str = "agenda.list"
    """Turns its pages."""
    hint: Text | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class PartLine:
    """One line of another room."""

    text: Text
    marks: tuple[Text, ...] = ()
    """What became of it."""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class PartShown:
    title: Text
    lines: tuple[PartLine, ...]
    left: int = 0
    """Lines that did not fit."""
    more: Button | None = None


@dataclass(frozen=True)
class CurrentItem:
    """What is being talked about."""

    line: ItemLine
    note: str | None
    marks: tuple[Text, ...]
    """What came out of it so far."""
    rows: tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class MeetingCard:
    """The one card of a meeting: its agenda, the running meeting, what became of it."""

    title: Text
    lines: tuple[Text, ...]
    items_title: Text
    items: tuple[ItemLine, ...]
    left: int
    """Items that did not fit; a button shows all."""
    parts: tuple[PartShown, ...] = ()
    current: CurrentItem | None = None
    buttons: tuple[Button, ...] = ()
    told: Text | None = None


class Look(StrEnum):
    """How a line of the minutes is set."""

    HEADING = "heading"
    STRONG = "strong"
    PLAIN = "plain"
    SUBTLE = "subtle"


@dataclass(frozen=True)
class MinutesLineShown:
    look: Look
    text: Text


@dataclass(frozen=True)
class MinutesPage:
    """A page of the minutes on a card."""

    title: Text
    lines: tuple[MinutesLineShown, ...]
    page: int
    pages: int
    meeting_id: int
    buttons: tuple[Button, ...]
    in_dialog: bool = False


@dataclass(frozen=True)
class MinutesItem:
    number: int
    title: str
    presenter: Text | None
    outcome: Text
    note: str | None


@dataclass(frozen=True)
class MinutesResult:
    """One thing another room says came out of the meeting."""

    reference: str
    text: str
    people: tuple[Text, ...]
    due_on: date | None


@dataclass(frozen=True)
class MinutesSection:
    title: Text
    lines: tuple[MinutesResult, ...]


@dataclass(frozen=True)
class MinutesAddendum:
    on: date
    person: Text
    text: str


@dataclass(frozen=True)
class Minutes:
    """The minutes whole, as they are written into a file."""

    meeting_id: int
    team: str
    on: date
    starts_time: time
    length_minutes: int
    attendance: tuple[Text, ...]
    items: tuple[MinutesItem, ...]
    sections: tuple[MinutesSection, ...]
    note: str | None
    by_itself: bool
    """Nobody closed the meeting: it closed by itself the next morning."""
    addenda: tuple[MinutesAddendum, ...]


@dataclass(frozen=True)
class MinutesList:
    """Past meetings, the latest first."""

    entries: tuple[tuple[Text, Button], ...]
    page: int
    pages: int
