"""A message, press or dialog as it passes the door: plain facts, no type of any SDK."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PlaceKind(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"
    GROUP = "group"
    """A group or meeting chat: the bot declines kindly."""
    CLOSED_CHANNEL = "closed_channel"
    """A private or shared channel: declined kindly, its members are not the team's."""
    ELSEWHERE = "elsewhere"
    """A chat between people, which the bot is not part of: only its message actions and its search come from there."""


@dataclass(frozen=True)
class Place:
    kind: PlaceKind
    conversation_id: str
    """With `;messageid=…` where it is a channel thread."""
    service_url: str
    tenant_id: str
    teams_team_id: str | None = None
    teams_channel_id: str | None = None
    thread_activity_id: str | None = None


@dataclass(frozen=True)
class Who:
    teams_user_id: str
    entra_id: str
    name: str


class Gesture(StrEnum):
    WORDS = "words"
    """A typed message or a slash command."""
    PRESS = "press"
    """A card's button (Action.Execute, or Action.Submit in old clients)."""
    OPEN_DIALOG = "open_dialog"
    SUBMIT_DIALOG = "submit_dialog"
    SEARCH = "search"
    """Typed into the search of the message extension; the words are in `words`."""


@dataclass(frozen=True)
class Mention:
    who: Who
    at: int
    """Where its text began in `words`; the text itself is replaced by the name."""


@dataclass(frozen=True)
class Incoming:
    gesture: Gesture
    activity_id: str
    who: Who
    place: Place
    words: str = ""
    mentions: tuple[Mention, ...] = ()
    verb: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    """A button's ids and a form's inputs, as text."""
    locale: str | None = None
    targeted: bool = False
    """Came as a slash command: the answer is for the asker alone."""
    pressed_activity_id: str | None = None
    """The message whose card was pressed."""
    extension: str = ""
    """The message extension's command, by its id in the manifest."""
