"""What must go out: rows written in the transaction that caused them; the dispatcher (`scheduler/delivery`) sends them.

A row holds no text: the view is loaded as it is at the moment of sending. Sends have a key for ever, so that nothing
goes out twice; the key of an update is free again as soon as the row is claimed, so that many changes make one update.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit.db import Row

CHANGES_KEPT = timedelta(days=7)
"""Finished updates and deletions are only kept to look into what happened."""

SENDS_KEPT = timedelta(days=400)
"""A finished send holds its key, so that nothing goes out twice: kept longer than anything yearly could ask again."""


class RowState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    DROPPED = "dropped"
    """Not sent, and `reason` says why: too late, nothing to say, conversation dead, rejected, unknown."""


class Operation(StrEnum):
    POST = "post"
    """A new message: a root message in a channel, or a message in a 1:1 chat."""
    REPLY = "reply"
    """A message in the thread under an earlier post (`under`)."""
    UPDATE = "update"
    DELETE = "delete"


class Conversation(Row):
    """Somewhere messages can go. Written by `people` (roster, installation), read by the dispatcher."""

    __tablename__ = "kit_conversation"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """`channel:<team id>:<channel thread id>` or `person:<person id>`; see `channel_key` and `person_key`."""
    tenant_id: Mapped[str] = mapped_column(String(64))
    service_url: Mapped[str] = mapped_column(String(300))
    teams_conversation_id: Mapped[str | None] = mapped_column(String(300))
    """None: a 1:1 chat nobody has opened yet; the dispatcher opens it."""
    teams_user_id: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5))
    """The team's for a channel, the reader's for a 1:1 chat."""
    dead_reason: Mapped[str | None] = mapped_column(String(60))
    died_at: Mapped[datetime | None]


class Post(Row):
    """A message that stands in Teams: what may be updated in place, answered in its thread, or deleted."""

    __tablename__ = "kit_post"

    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(String(120), unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("kit_conversation.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[str] = mapped_column(String(200), index=True)
    posted_at: Mapped[datetime] = mapped_column(index=True)


class OutboxRow(Row):
    __tablename__ = "kit_outbox"
    __table_args__ = (
        Index(
            "ix_kit_outbox_due",
            "send_after",
            "id",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_kit_outbox_unfinished",
            "conversation_id",
            "send_after",
            "id",
            postgresql_where=text("state in ('waiting', 'claimed')"),
            sqlite_where=text("state in ('waiting', 'claimed')"),
        ),
        # At most one message of a conversation is on its way: so they leave in order, whoever sends them.
        Index(
            "uq_kit_outbox_claimed",
            "conversation_id",
            unique=True,
            postgresql_where=text("state = 'claimed'"),
            sqlite_where=text("state = 'claimed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(160), unique=True)
    operation: Mapped[Operation] = mapped_column(String(10))
    notice: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    under: Mapped[str | None] = mapped_column(String(120))
    """The `Post.thing` whose thread is answered."""
    conversation_id: Mapped[int] = mapped_column(ForeignKey("kit_conversation.id", ondelete="CASCADE"))
    state: Mapped[RowState] = mapped_column(String(10), default=RowState.WAITING)
    reason: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]
    send_after: Mapped[datetime]
    """Product time."""
    useless_after: Mapped[datetime]
    """Product time. Later than this the row is dropped as `too_late`."""
    retry_at: Mapped[datetime | None]
    """Real time: retries and limits do not follow the demo's clock."""
    attempts: Mapped[int] = mapped_column(default=0)
    unknowns: Mapped[int] = mapped_column(default=0)
    """How often nobody could tell whether it arrived (no answer, or the process ended): not repeated without end."""
    claimed_by: Mapped[str | None] = mapped_column(String(60))
    claimed_until: Mapped[datetime | None]
    sending_since: Mapped[datetime | None]
    """Real time; set just before the message leaves: a claim ending with it is `unknown`, without it not sent."""
    activity_id: Mapped[str | None] = mapped_column(String(200))
    finished_at: Mapped[datetime | None]


def channel_key(team_id: int, teams_channel_id: str) -> str:
    return f"channel:{team_id}:{teams_channel_id}"


def person_key(person_id: int) -> str:
    return f"person:{person_id}"


def thing_of(notice: str, subject: str | int) -> str:
    """The name of a posted message, from ids and ISO dates only."""
    return f"{notice}:{subject}"


def key_of(operation: Operation, notice: str, subject: str | int) -> str:
    """The one place that builds the unique key of an outbox row."""
    return f"{operation}:{thing_of(notice, subject)}"


def find_post(session: Session, notice: str, subject: str | int) -> Post | None:
    return session.scalar(select(Post).where(Post.thing == thing_of(notice, subject)))


def find_conversation(session: Session, key: str) -> Conversation | None:
    return session.scalar(select(Conversation).where(Conversation.key == key))


def forget_finished(session: Session, now: datetime) -> None:
    old_change = OutboxRow.key.is_(None) & (OutboxRow.finished_at < now - CHANGES_KEPT)
    session.execute(delete(OutboxRow).where(old_change | (OutboxRow.finished_at < now - SENDS_KEPT)))
