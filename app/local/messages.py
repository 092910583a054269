"""A message and all that can happen to it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from .people import Author, Bot, Person

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"

# A targeted message is gone from the clients after one day (Teams documentation, targeted messages).
TARGETED_LIFETIME = timedelta(hours=24)

Json = dict[str, Any]


@dataclass(frozen=True)
class Notice:
    """The strip under a card, seen by one person: the bot's short answer, or what went wrong.

    `kind`: `toast` (the bot's sentence), `error` (the bot's error sentence), `unreachable` (no usable answer came).
    """

    kind: Literal["toast", "error", "unreachable"]
    text: str


@dataclass(eq=False)
class Message:
    """One message; `id` is milliseconds as text and grows, as in Teams.

    `root_id` is the first message of its thread in a channel, None for that first message and in chats.
    `views` holds the attachments as one person sees them after a card was answered to that person alone.
    """

    id: str
    conversation_id: str
    author: Author
    created_at: datetime
    text: str = ""
    text_format: str = "markdown"
    root_id: str | None = None
    attachments: list[Json] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    summary: str | None = None
    importance: str = "normal"
    suggested_actions: list[Json] = field(default_factory=list)
    channel_data: Json = field(default_factory=dict)
    edited_at: datetime | None = None
    deleted: bool = False
    only_for: Person | None = None
    reached_bot: bool = False
    reactions: dict[str, list[Author]] = field(default_factory=dict)
    views: dict[str, list[Json]] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    refreshed_at: dict[str, datetime] = field(default_factory=dict)
    times_updated: int = 0

    @property
    def from_bot(self) -> bool:
        return isinstance(self.author, Bot)

    @property
    def thread_id(self) -> str:
        """The id of the thread's first message."""
        return self.root_id or self.id

    @property
    def cards(self) -> list[Json]:
        """The Adaptive Cards as sent to all."""
        return [one["content"] for one in self.attachments if one.get("contentType") == ADAPTIVE_CARD]

    @property
    def card(self) -> Json | None:
        """The first Adaptive Card as sent to all."""
        return next(iter(self.cards), None)

    def attachments_for(self, person: Person) -> list[Json]:
        return self.views.get(person.key, self.attachments)

    def card_for(self, person: Person) -> Json | None:
        """The first Adaptive Card as this person sees it."""
        shown = self.attachments_for(person)
        return next((one["content"] for one in shown if one.get("contentType") == ADAPTIVE_CARD), None)

    def expired(self, now: datetime) -> bool:
        return self.only_for is not None and now - self.created_at >= TARGETED_LIFETIME

    def visible_to(self, person: Person, now: datetime) -> bool:
        """A targeted message is seen by its person (or its author) alone, and for one day."""
        if self.only_for is None:
            return True
        return self.only_for is person and not self.expired(now)

    def show_to(self, person: Person, attachment: int, card: Json) -> None:
        """Replace one card for one person, as an Action.Execute answered with a card does."""
        shown = [dict(one) for one in self.attachments_for(person)]
        shown[attachment] = {"contentType": ADAPTIVE_CARD, "content": card}
        self.views[person.key] = shown
