"""Descriptions of what people can type and press, and the table that finds them. No logic, no Teams."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.kit.actor import Role
from app.kit.answers import Answer
from app.kit.errors import UserError
from app.kit.i18n import Text, _
from app.kit.incoming import Mention, Place
from app.kit.words import Phrase, nearest, normalise


@dataclass(frozen=True)
class Argument:
    """A typed argument: `read` takes its value out of the phrase or returns None when it is not there.

    `read(phrase, today)` may raise UserError when something is there but can't be understood.
    """

    name: str
    read: Callable[[Phrase, date], Any]
    required: bool = False
    missing: Text | None = None
    example: str | None = None


LARGEST_ID = 2**31 - 1
"""Of PostgreSQL's integers; a larger number would be a fault of the database instead of a kind word."""


@dataclass(frozen=True)
class Ask:
    """What a command or verb gets besides its unit."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    rest: str = ""
    """Typed words that no argument took."""
    values: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    place: Place | None = None
    today: date = date.min
    """Today in the team's zone."""

    def number(self, name: str) -> int:
        """An id in a button's data. Nonsense is answered like a record that is not there."""
        try:
            number = int(self.values.get(name, ""))
        except ValueError:
            number = -1
        if not 0 <= number <= LARGEST_ID:
            raise UserError(_("Diese Schaltfläche passt zu nichts mehr, was es gibt."))
        return number


@dataclass(frozen=True)
class Command:
    """Words that people type. Longer words win: `runde jetzt` before `runde`."""

    name: str
    words: Mapping[str, tuple[str, ...]]
    """Per language; the first one is shown, the others are understood."""
    summary: Text
    run: Callable[..., Answer]
    """`run(unit, ask)`."""
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    takes: tuple[Argument, ...] = ()
    role: Role = Role.GUEST
    """The least role: GUEST is everybody in the team, COORDINATOR only those."""
    writes: bool = False
    """A command that changes something is noted in the inbox, so that it happens once."""
    menu: bool = False
    """One of the twelve in Teams' menus (manifest)."""
    needs_records: bool = True
    """False: answered without touching the database, `run(house, ask)`."""
    shared: bool = False
    """The answer is for everybody in the channel, not for the asker alone."""


@dataclass(frozen=True)
class Verb:
    """What a button does. `Button.dialog` says whether it asks something first."""

    name: str
    run: Callable[..., Answer]
    """`run(unit, ask)`."""
    role: Role = Role.GUEST
    writes: bool = False


@dataclass(frozen=True)
class MessageCommand:
    """An entry in the menu of any message in Teams: `name` is the manifest's command id.

    Teams asks for a form by it: `verb` is called like a button that opens a dialog, with the values `text`, `link`,
    `author` and `written_on` of the message. What the form sends goes to the form's own verb.
    """

    name: str
    title: Mapping[str, str]
    """Per language, 32 characters at most."""
    description: Mapping[str, str]
    """128 characters at most."""
    verb: str


@dataclass(frozen=True)
class Found:
    command: Command
    phrase: Phrase


class CommandTable:
    """All commands by their normalised words, in all languages at once: people mix them."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands = tuple(commands)
        self._by_words: dict[tuple[str, ...], Command] = {}
        for command in self.commands:
            for words in command.words.values():
                for written in words:
                    key = tuple(normalise(written).split())
                    other = self._by_words.setdefault(key, command)
                    if other is not command:
                        raise ValueError(f"{written!r} belongs to {other.name} and to {command.name}")
        self._longest = max((len(key) for key in self._by_words), default=0)

    def find(self, typed: str) -> Found | None:
        phrase = Phrase(typed)
        for length in range(min(self._longest, len(phrase.tokens)), 0, -1):
            key = tuple(token.normal for token in phrase.tokens[:length])
            if command := self._by_words.get(key):
                return Found(command, phrase.without_first(length))
        return None

    def guess(self, typed: str, language: str) -> Command | None:
        """The command whose word looks most like the first word typed, if any looks like it."""
        phrase = Phrase(typed)
        if not phrase.tokens:
            return None
        singles = {key[0]: command for key, command in self._by_words.items() if len(key) == 1}
        found = nearest(phrase.tokens[0].normal, singles)
        return singles[found] if found else None


def read_arguments(command: Command, phrase: Phrase, today: date) -> tuple[dict[str, Any], str]:
    """The command's typed arguments and the words that are left. Raises UserError with place and example."""
    found: dict[str, Any] = {}
    for argument in command.takes:
        value = argument.read(phrase, today)
        if value is None and argument.required:
            raise UserError(
                argument.missing or _("Da fehlt noch etwas."), example=argument.example, field=argument.name
            )
        found[argument.name] = value
    return found, phrase.rest()
