"""What came in: each activity that changes something is noted once; a second arrival gets the first answer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit.db import Row

KEPT = timedelta(days=3)
"""Teams redelivers within minutes; a double click comes within seconds."""


class InboxEntry(Row):
    __tablename__ = "kit_inbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    arrived_at: Mapped[datetime] = mapped_column(index=True)


def find_answer(session: Session, key: str) -> InboxEntry | None:
    return session.scalar(select(InboxEntry).where(InboxEntry.key == key))


def note(session: Session, key: str, answer: dict[str, Any] | None, now: datetime) -> None:
    """Two arrivals at once: the second one's insert fails on the unique key, runs again and finds the first answer."""
    session.add(InboxEntry(key=key, answer=answer, arrived_at=now))
    session.flush()


def forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(InboxEntry).where(InboxEntry.arrived_at < now - KEPT))
