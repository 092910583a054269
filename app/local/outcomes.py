"""What comes back to a person who did something."""

from dataclasses import dataclass, field
from typing import Any

from .messages import ADAPTIVE_CARD, Json, Message
from .wire import Reply
from .world import Conversation


@dataclass(eq=False)
class Dialog:
    """An open dialog. `context` is what its submit repeats: the extension's command and message, or nothing."""

    id: str
    title: str
    card: Json | None
    place: Conversation
    message: Message | None
    invoke_name: str
    context: Json
    width: str | int = "medium"
    height: str | int = "medium"
    url: str | None = None


@dataclass(frozen=True)
class Outcome:
    """The answer to one deed. Only the parts that came are set; `refused` means that nothing was sent.

    `status` and `body` are the bot's HTTP answer (200 when nothing had to be sent); `sent` the activity.
    `card` replaced the card for this person; `toast` and `error` are the strip; `dialog` is open, or still open;
    `closed` says that a dialog closed; `url` is where a link leads; `results` are attachments found or to insert.
    """

    status: int = 200
    body: Any = None
    sent: Json | None = None
    message: Message | None = None
    card: Json | None = None
    toast: str | None = None
    error: str | None = None
    dialog: Dialog | None = None
    closed: bool = False
    url: str | None = None
    results: list[Json] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """The bot answered, with no error, and the form was complete."""
        return 200 <= self.status < 300 and self.error is None and not self.refused


def of_reply(reply: Reply, message: Message | None = None) -> Outcome:
    """For activities whose answer has no body."""
    return Outcome(reply.status, reply.body, reply.activity, message)


def of_execute(reply: Reply, message: Message) -> Outcome:
    """For Action.Execute: the logical status is in the body (`statusCode`, `type`, `value`)."""
    body = reply.body if isinstance(reply.body, dict) else {}
    kind, value = body.get("type"), body.get("value")
    seen = {"status": reply.status, "body": reply.body, "sent": reply.activity, "message": message}
    if not reply.ok:
        return Outcome(**seen)
    if kind == ADAPTIVE_CARD and isinstance(value, dict):
        return Outcome(**seen, card=value)
    if kind == "application/vnd.microsoft.activity.message":
        return Outcome(**seen, toast=str(value))
    if str(kind).startswith("application/vnd.microsoft.error"):
        words = value.get("message") if isinstance(value, dict) else value
        return Outcome(**seen, error=str(words or body.get("statusCode")))
    # botbuilder may answer an invoke with an empty 200; Teams shows an error then.
    return Outcome(**seen, error="no valid answer")


def of_task(reply: Reply, place: Conversation, message: Message | None, submit_name: str, context: Json,
            dialog_id: str) -> Outcome:  # fmt: skip
    """For `task/*` and message-extension actions: a dialog, a sentence, a result, or nothing (closed)."""
    body = reply.body if isinstance(reply.body, dict) else {}
    seen = {"status": reply.status, "body": reply.body, "sent": reply.activity, "message": message}
    if not reply.ok:
        return Outcome(**seen)
    extension = body.get("composeExtension") or {}
    if extension.get("type") == "result":
        return Outcome(**seen, closed=True, results=list(extension.get("attachments") or []))
    task = body.get("task") or {}
    if task.get("type") == "message":
        return Outcome(**seen, toast=str(task.get("value") or ""), closed=True)
    if task.get("type") == "continue":
        shown = task.get("value") or {}
        card = (shown.get("card") or {}).get("content")
        dialog = Dialog(dialog_id, str(shown.get("title") or ""), card, place, message, submit_name, context,
                        shown.get("width") or "medium", shown.get("height") or "medium", shown.get("url"))  # fmt: skip
        return Outcome(**seen, dialog=dialog)
    return Outcome(**seen, closed=True)
