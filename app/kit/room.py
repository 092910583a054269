"""A room: what one capability offers to the doors and to the clock. Rooms are listed in `app/capabilities.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy.orm import Session

from app.kit.answers import DayLine, FoundRecord, Planned, Skip
from app.kit.commands import Command, CommandTable, Found, MessageCommand, Verb
from app.kit.contributions import AgendaLines, AgendaPart, MinutesLines, MinutesPart
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Section
from app.kit.i18n import Text
from app.kit.incoming import Place
from app.kit.origin import Making, Origin, OriginText, Source, Trace, gone
from app.kit.papers import Paper
from app.kit.personal import Personal
from app.kit.words import Phrase, normalise

if TYPE_CHECKING:
    from app.kit.unit import Unit


@dataclass(frozen=True)
class Notice:
    """A kind of message. `load` shows the record as it is at the moment of sending, or says why nothing is sent.

    `unknown` says what happens when it can't be known whether a message arrived: `repeat` sends it again,
    `leave` does not. Updates always repeat.
    """

    name: str
    load: Callable[[Session, str, datetime], Any | Skip]
    """`load(session, subject, now)`."""
    unknown: Literal["repeat", "leave"]
    alert: bool = False
    """Shows in the reader's activity feed."""


@dataclass(frozen=True)
class Due:
    """Work a tick looks for. `run(unit)` does what is due at `unit.now`, at most a batch, and says how much it did."""

    name: str
    run: Callable[["Unit"], int]
    next_at: Callable[[Session], datetime | None]
    """When the next such work is due (UTC): lets the demo and the simulations jump from due time to due time."""
    what: Text | None = None
    """What it is, in words, for whoever jumps there. None for housekeeping, which happens on the way."""


@dataclass(frozen=True)
class Finding:
    """A kind of record that can be found."""

    noun: Text
    show: Callable[["Unit", str], Any]
    """`show(unit, record_id)`: its view, where the actor may read it. Raises NotAllowed."""


@dataclass(frozen=True)
class SettingsSection:
    """A room's part of the settings: some lines on their overview, and a form of its own."""

    load: Callable[["Unit", int], Section]
    """`load(unit, team_id)`: the fields with their present values (defaults before the set-up)."""
    check: Callable[["Unit", int, Mapping[str, str]], list[UserError]]
    """All that is wrong with the typed values, each error with its field. Changes nothing."""
    save: Callable[["Unit", int, Mapping[str, str]], None]
    """Called when the check found nothing."""
    summary: Callable[["Unit", int], Sequence[Text]]
    """What is set, in lines for the welcome card."""


@dataclass(frozen=True)
class Room:
    name: str
    title: Text | None = None
    """Heading of its commands in `hilfe`."""
    commands: tuple[Command, ...] = ()
    bare: Mapping[str, Command] = field(default_factory=dict)
    """Words that mean another command where they stand alone: a bare `aufgabe` lists, for the asker alone and without
    a note in the inbox; `aufgabe Saal buchen` makes one, for all to see."""
    verbs: tuple[Verb, ...] = ()
    notices: tuple[Notice, ...] = ()
    composed: Callable[["House"], tuple[Notice, ...]] | None = None
    """Notices made of what all rooms say: they get the house when it is built."""
    due: tuple[Due, ...] = ()
    settings: SettingsSection | None = None
    day_lines: Callable[["Unit", Sequence[int], date], Mapping[int, Sequence[DayLine]]] | None = None
    """`day_lines(unit, person_ids, on)`: what each person should hear in the private message of that day."""
    forecast: Callable[["Unit", int, datetime], Iterable[Planned]] | None = None
    """`forecast(unit, team_id, until)`: what would be posted, by the same rules, sending nothing."""
    sources: tuple[Source, ...] = ()
    """Its things of which other rooms can make theirs."""
    making: Making | None = None
    """How it makes its own thing of another room's."""
    from_message: MessageCommand | None = None
    """How it makes its own thing of any message in Teams."""
    agenda: AgendaLines | None = None
    """What it brings to the agenda of a meeting."""
    minutes: MinutesLines | None = None
    """What came out of a meeting in this room."""
    meeting_now: Callable[["Unit", int], int | None] | None = None
    """`meeting_now(unit, team_id)`: the meeting that is going on, for what is made during it. The agenda's alone."""
    papers: tuple[Paper, ...] = ()
    personal: Personal | None = None
    found: Mapping[str, Finding] = field(default_factory=dict)
    """What of it can be found, by the kind in the search table."""
    search: Callable[["Unit", str, Place, int], Sequence[FoundRecord]] | None = None
    """`search(unit, typed, place, most)`: over all that can be found. One room's alone."""
    redact: Callable[["Unit", int, str], int] | None = None
    """`redact(unit, team_id, passage)`: takes a passage out of the team's records; in how many of them it stood."""


class House:
    """All rooms, and what they offer, looked up by name."""

    def __init__(self, rooms: Sequence[Room], menu: Sequence[str] = ()) -> None:
        """`menu`: first German words of the commands in Teams' menus and in help, in their order."""
        self.rooms = tuple(rooms)
        self._menu_places = {word: place for place, word in enumerate(menu)}
        self.commands = _Table(
            [command for room in rooms for command in room.commands],
            {normalise(word): command for room in rooms for word, command in room.bare.items()},
        )
        self._verbs = _by_name(verb for room in rooms for verb in room.verbs)
        composed = [notice for room in rooms if room.composed for notice in room.composed(self)]
        self._notices = _by_name([*(notice for room in rooms for notice in room.notices), *composed])
        self.due = tuple(due for room in rooms for due in room.due)
        self.settings: Mapping[str, SettingsSection] = {room.name: room.settings for room in rooms if room.settings}
        self.makings = tuple(room.making for room in rooms if room.making)
        self._sources = {source.kind: source for room in rooms for source in room.sources}
        self.from_message = _by_name(room.from_message for room in rooms if room.from_message)
        self.papers: Mapping[str, Paper] = _by_name(paper for room in rooms for paper in room.papers)
        self.findings: Mapping[str, Finding] = {kind: one for room in rooms for kind, one in room.found.items()}
        self.personal = tuple((room, room.personal) for room in rooms if room.personal)

    @property
    def menu(self) -> tuple[Command, ...]:
        """The commands that stand in Teams' menus; one whose place nobody named comes after the others."""
        last = len(self._menu_places)
        marked = [command for room in self.rooms for command in room.commands if command.menu]
        return tuple(sorted(marked, key=lambda one: self._menu_places.get(one.words["de"][0], last)))

    def verb(self, name: str) -> Verb | None:
        return self._verbs.get(name)

    def notice(self, name: str) -> Notice:
        notice: Notice = self._notices[name]
        return notice

    @property
    def verbs(self) -> tuple[Verb, ...]:
        return tuple(self._verbs.values())

    def forecast(self, unit: "Unit", team_id: int, until: datetime) -> list[Planned]:
        """What all rooms would post for the team until then, in the order of time."""
        planned = [one for room in self.rooms if room.forecast for one in room.forecast(unit, team_id, until)]
        return sorted(planned, key=lambda one: one.at)

    def search(self, unit: "Unit", typed: str, place: Place, most: int) -> Sequence[FoundRecord]:
        """Records the actor may read at that place, the newest first."""
        return next((room.search(unit, typed, place, most) for room in self.rooms if room.search), ())

    def agenda_parts(self, unit: "Unit", team_id: int, on: date) -> list[AgendaPart]:
        """What all rooms bring to the agenda of the meeting on that day, in the order of the rooms."""
        parts = [room.agenda(unit, team_id, on) for room in self.rooms if room.agenda]
        return [part for part in parts if part and part.lines]

    def minutes_parts(self, unit: "Unit", meeting_id: int) -> list[MinutesPart]:
        """What came out of a meeting, in the order of the rooms."""
        parts = [room.minutes(unit, meeting_id) for room in self.rooms if room.minutes]
        return [part for part in parts if part and part.lines]

    def meeting_now(self, unit: "Unit", team_id: int) -> int | None:
        """The team's meeting that is going on, if one is."""
        asked = (room.meeting_now(unit, team_id) for room in self.rooms if room.meeting_now)
        return next((found for found in asked if found is not None), None)

    def redact(self, unit: "Unit", team_id: int, passage: str) -> int:
        """Takes a passage out of all that is written of a team; in how many records it stood."""
        return sum(self.redact_rooms(unit, team_id, passage).values())

    def redact_rooms(self, unit: "Unit", team_id: int, passage: str) -> dict[str, int]:
        """The same by room, those alone in which it stood."""
        found = {room.name: room.redact(unit, team_id, passage) for room in self.rooms if room.redact}
        return {name: places for name, places in found.items() if places}

    def count_places(self, unit: "Unit", team_id: int, passage: str) -> dict[str, int]:
        """The same without changing anything: it is done, counted and taken back."""
        notified = unit.notified
        attempt = unit.session.begin_nested()
        try:
            return self.redact_rooms(unit, team_id, passage)
        finally:
            attempt.rollback()
            unit.notified = notified

    def room(self, name: str) -> Room:
        return next(room for room in self.rooms if room.name == name)

    def erase(self, unit: "Unit", person_id: int) -> None:
        """Takes a person out of all rooms, the upper ones first: `people` goes last, with what the others looked up."""
        for _room, personal in reversed(self.personal):
            personal.erase(unit, person_id)

    def due_work(self, name: str) -> Due | None:
        return next((due for due in self.due if due.name == name), None)

    def source(self, origin: Origin) -> Source:
        """The room's part an origin comes from. Raises NotAllowed where no room knows its kind."""
        source = self._sources.get(origin.kind)
        if source is None:
            raise gone()
        return source

    def origin_text(self, unit: "Unit", origin: Origin) -> OriginText:
        """Its text, where the actor may read it. Raises NotAllowed."""
        return self.source(origin).text(unit, origin.id)

    def find_origin_text(self, unit: "Unit", origin: Origin | None) -> OriginText | None:
        """The same for a list, where what is not there any more is left out."""
        try:
            return self.origin_text(unit, origin) if origin else None
        except NotAllowed:
            return None

    def is_settled(self, unit: "Unit", origin: Origin | None) -> bool:
        """Whether nothing is left to talk about of the thing it came from."""
        source = self._sources.get(origin.kind) if origin else None
        return source is not None and origin is not None and source.settled(unit, origin.id)

    def show_anew(self, unit: "Unit", origin: Origin | None) -> None:
        """The posts of the thing it came from show what has just become of it."""
        if origin and (source := self._sources.get(origin.kind)):
            source.show_anew(unit, origin.id)

    def traces(
        self, session: Session, team_id: int, kind: str, ids: Sequence[str]
    ) -> dict[str, list[tuple[Making, Trace | None]]]:
        """By id, in the order of the rooms: what each of them can make of it, and what became of it already."""
        by_making = [(making, making.traces(session, team_id, kind, ids) if ids else {}) for making in self.makings]
        return {
            one: [(making, traces.get(one)) for making, traces in by_making if one in traces or making.offered(kind)]
            for one in ids
        }

    def next_due(self, session: Session) -> datetime | None:
        """The earliest moment at which any room has work (UTC)."""
        return min((at for due in self.due if (at := due.next_at(session))), default=None)


class _Table(CommandTable):
    """The table of commands, with those for words that stand alone."""

    def __init__(self, commands: Iterable[Command], bare: Mapping[str, Command]) -> None:
        super().__init__(commands)
        self._bare = bare

    def find(self, typed: str) -> Found | None:
        found = super().find(typed)
        words = Phrase(typed).tokens
        if found and len(words) == 1 and (listing := self._bare.get(words[0].normal)):
            return Found(listing, found.phrase)
        return found


def _by_name(things: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for thing in things:
        if thing.name in found:
            raise ValueError(f"{thing.name} is there twice")
        found[thing.name] = thing
    return found
