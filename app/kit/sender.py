"""What the dispatcher knows of Teams: a Protocol, its message and its ways to fail. `teams/sending` implements it."""

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Destination:
    """Where a message goes. `conversation_id` is Teams' id; None for a 1:1 chat that does not exist yet."""

    service_url: str
    tenant_id: str
    conversation_id: str | None
    teams_user_id: str | None = None
    """The person's id (`29:…` or Entra object id): needed to open a 1:1 chat and for targeted messages."""
    thread_activity_id: str | None = None
    """Id of the root message whose thread is answered; None starts a new root message."""


@dataclass(frozen=True)
class Message:
    """A message ready to be sent: a card, or a short text. Plain JSON values only."""

    summary: str
    """Plain text for notifications and screen readers."""
    card: dict[str, Any] | None = None
    text: str | None = None
    mentions: tuple[dict[str, Any], ...] = field(default_factory=tuple)
    alert: bool = False
    """Puts the message into the person's activity feed."""


class Refused(Exception):
    """Teams said no for now (412, 429, 502, 503, no connection): surely not delivered, try again later."""

    def __init__(self, reason: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_seconds = retry_after_seconds


class Unknown(Exception):
    """No answer after sending (time-out, 504, connection lost): it may have been delivered or not."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ConversationGone(Exception):
    """403 or 404: the conversation (or the message in it, `message_only`) is not reachable any more."""

    def __init__(self, reason: str, *, message_only: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message_only = message_only


class Rejected(Exception):
    """400, 401, 413 and the like: this message will never be accepted; a fault of ours or of the configuration."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sender(Protocol):
    async def open_personal(self, to: Destination) -> str:
        """The id of the 1:1 chat with `to.teams_user_id`, made if there is none."""
        ...

    async def send(self, to: Destination, message: Message) -> str:
        """Post a new root message, a thread reply or a 1:1 message; the new message's activity id."""
        ...

    async def send_targeted(self, to: Destination, message: Message) -> str:
        """A message only `to.teams_user_id` sees in a channel; gone from clients after 24 hours."""
        ...

    async def update(self, to: Destination, activity_id: str, message: Message) -> None: ...

    async def delete(self, to: Destination, activity_id: str) -> None: ...
