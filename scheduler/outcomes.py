"""What an attempt to send means for its row: pure decisions, no clock, no session."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.kit.outbox import Operation
from app.kit.sender import ConversationGone, Refused, Rejected, Unknown

LONGEST_PAUSE_SECONDS = 600.0
FIRST_PAUSE_SECONDS = 2.0

MOST_UNKNOWNS = 5
"""A message that may already stand there five times is not sent a sixth time."""

STEPS_ASIDE_AFTER = 3
"""An update that failed so often lets the conversation's other messages pass: it shows the latest state anyway."""


@dataclass(frozen=True)
class Sent:
    activity_id: str
    """Empty where Teams gave none, and for updates and deletions."""


@dataclass(frozen=True)
class Again:
    cause: Literal["refused", "unknown", "database"]
    retry_after_seconds: float | None = None


@dataclass(frozen=True)
class Dropped:
    reason: str
    """Up to a colon a word from our own code, so that it can be counted."""
    post_gone: bool = False
    """The message updated or answered stands no more: its `Post` is forgotten."""
    skipped: bool = False
    """The room had nothing to say."""


@dataclass(frozen=True)
class Dead:
    """The whole conversation is out of reach."""

    reason: str


@dataclass(frozen=True)
class Behind:
    """An answer whose root message is only due later: it waits, to leave right after it."""

    send_after: datetime
    """Product time of the root message."""


@dataclass(frozen=True)
class Returned:
    """Not begun: back to the others, as if never claimed."""


Outcome = Sent | Again | Dropped | Dead | Behind | Returned


def outcome_of(
    error: Refused | Unknown | ConversationGone | Rejected,
    operation: Operation,
    unknown: Literal["repeat", "leave"],
    unknowns: int,
) -> Outcome:
    """`unknowns`: how often it was unknown before."""
    makes_new = operation in (Operation.POST, Operation.REPLY)
    match error:
        case Refused():
            return Again("refused", error.retry_after_seconds)
        case Unknown() if makes_new and (unknown == "leave" or unknowns + 1 >= MOST_UNKNOWNS):
            return Dropped("unknown")
        case Unknown():
            return Again("unknown")
        case ConversationGone(message_only=True) if operation is Operation.DELETE:
            return Sent("")  # it is gone, which was the wish
        case ConversationGone(message_only=True) if operation is not Operation.POST:
            return Dropped("message_gone", post_gone=True)
        case ConversationGone():
            return Dead(error.reason)
        case Rejected():
            return Dropped(f"rejected:{error.reason}")


def pause_seconds(attempts: int, retry_after_seconds: float | None, chance: random.Random) -> float:
    """How long to wait after `attempts` failures before this one. What Teams asks for is never cut short."""
    growing = min(FIRST_PAUSE_SECONDS * 2.0 ** min(attempts, 20), LONGEST_PAUSE_SECONDS)
    if retry_after_seconds is not None:
        # All that were refused together must not come back together.
        return retry_after_seconds + min(1.0, 0.1 * retry_after_seconds) * chance.random()
    return min(growing * (0.75 + 0.5 * chance.random()), LONGEST_PAUSE_SECONDS)
