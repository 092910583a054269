"""The door outwards: what a room answered becomes a `Reply`, and that becomes what Teams expects for each gesture."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from app.kit.answers import Answer, Closed, Dialog, FoundRecord, Said, Toast
from app.kit.forms import Form
from app.kit.i18n import Translator
from app.kit.incoming import Gesture, PlaceKind
from app.kit.sender import Message
from cards.canvas import Canvas, Surface
from cards.faces import draw
from cards.knowledge import found_facts

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
THUMBNAIL_TYPE = "application/vnd.microsoft.card.thumbnail"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"


class ReplyKind(StrEnum):
    NOTHING = "nothing"
    CARD = "card"
    TEXT = "text"
    DIALOG = "dialog"
    CLOSED = "closed"


@dataclass(frozen=True)
class Reply:
    """A drawn answer: plain JSON, so that the inbox can keep it for a second arrival of the same activity."""

    kind: ReplyKind
    text: str = ""
    """The sentence; for a card its summary."""
    title: str = ""
    card: dict[str, Any] | None = None
    shared: bool = False
    """For everybody in the channel, not for the asker alone."""

    def stored(self) -> dict[str, Any]:
        # Not `asdict`: it copies the card, which nobody changes.
        return {"kind": self.kind, "text": self.text, "title": self.title, "card": self.card, "shared": self.shared}

    @classmethod
    def from_stored(cls, stored: dict[str, Any] | None) -> Self:
        found = dict(stored or {"kind": ReplyKind.NOTHING})
        return cls(**{**found, "kind": ReplyKind(found["kind"])})

    def message(self) -> Message:
        if self.card is not None:
            return Message(summary=self.text, card=self.card)
        return Message(summary=self.text, text=self.text)


NOTHING = Reply(ReplyKind.NOTHING)


def reply_to(
    gesture: Gesture, place: PlaceKind, answer: Answer, t: Translator, pages: str, *, shared: bool = False
) -> Reply:
    """Draw the answer for where it will be seen: a dialog, a channel, or a 1:1 chat. `pages`: the public address."""
    in_dialog = gesture in (Gesture.OPEN_DIALOG, Gesture.SUBMIT_DIALOG)
    surface = Surface.DIALOG if in_dialog else Surface.PERSONAL if place is PlaceKind.PERSONAL else Surface.CHANNEL
    canvas = Canvas(t, surface, pages)
    match answer:
        case None:
            return NOTHING
        case Toast(text):
            return Reply(ReplyKind.CLOSED if in_dialog else ReplyKind.TEXT, t(text), shared=shared)
        case Closed(text) if in_dialog:
            return Reply(ReplyKind.CLOSED, t(text))
        case Closed(text) if gesture is Gesture.PRESS:
            # In 1:1 the form stood on the card: what it says now takes the form's place.
            drawn = draw(canvas, Said(text))
            return Reply(ReplyKind.CARD, drawn.summary, "Kernteam", drawn.card, shared)
        case Closed(text):
            return Reply(ReplyKind.TEXT, t(text), shared=shared)
        case Said(text, title=None, buttons=()) if not in_dialog and gesture is Gesture.WORDS:
            return Reply(ReplyKind.TEXT, t(text), shared=shared)
        case Dialog(title, view):
            drawn = draw(canvas, view)
            kind = ReplyKind.DIALOG if in_dialog else ReplyKind.CARD
            return Reply(kind, drawn.summary, t(title), drawn.card, shared)
        case view:
            drawn = draw(canvas, view)
            kind = ReplyKind.DIALOG if in_dialog else ReplyKind.CARD
            return Reply(kind, drawn.summary, _title(view, t), drawn.card, shared)


def _title(view: Any, t: Translator) -> str:
    titled = view.title if isinstance(view, Form | Said) else None
    return t(titled) if titled else "Kernteam"


@dataclass(frozen=True)
class Result:
    """One hit of the search extension: a line in the list, and the card that stands in the message once chosen."""

    title: str
    text: str
    card: dict[str, Any]


def result_of(found: FoundRecord, t: Translator, pages: str) -> Result:
    drawn = draw(Canvas(t, Surface.CHANNEL, pages), found)
    return Result(found.title, t(found_facts(found)), drawn.card)


def search_body(results: Sequence[Result]) -> dict[str, Any]:
    """The body that answers `composeExtension/query`."""
    attachments = [
        {
            "contentType": CARD_TYPE,
            "content": one.card,
            "preview": {"contentType": THUMBNAIL_TYPE, "content": {"title": one.title, "text": one.text}},
        }
        for one in results
    ]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}}


def invoke_body(gesture: Gesture, reply: Reply) -> dict[str, Any]:
    """The body that answers an invoke: `adaptiveCard/action`, `task/fetch` or `task/submit`."""
    if gesture is Gesture.PRESS:
        if reply.card is not None:
            return {"statusCode": 200, "type": CARD_TYPE, "value": reply.card}
        return {"statusCode": 200, "type": MESSAGE_TYPE, "value": reply.text or "✓"}
    if reply.card is not None:
        value = {
            "title": reply.title,
            "width": "medium",
            "height": "large",
            "card": {"contentType": CARD_TYPE, "content": reply.card},
        }
        return {"task": {"type": "continue", "value": value}}
    if reply.text:
        return {"task": {"type": "message", "value": reply.text}}
    return {}
