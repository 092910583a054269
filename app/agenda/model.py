"""A team's agenda items."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.agenda.rules import LONGEST_TITLE
from app.kit.db import Row
from app.kit.origin import Origin


class ItemState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Item(Row):
    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("team_id", "origin_kind", "origin_id"),
        Index("ix_agenda_item_team_id", "team_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    origin_kind: Mapped[str | None] = mapped_column(String(40))
    origin_id: Mapped[str | None] = mapped_column(String(60))
    """None, both: it was typed."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    created_on: Mapped[date]
    state: Mapped[ItemState] = mapped_column(default=ItemState.OPEN)
    note: Mapped[str | None] = mapped_column(String(2000))

    @property
    def origin(self) -> Origin | None:
        return Origin(self.origin_kind, self.origin_id) if self.origin_kind and self.origin_id else None
