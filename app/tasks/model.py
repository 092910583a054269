"""A team's tasks."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Row
from app.kit.origin import Origin
from app.tasks.rules import LONGEST_TITLE


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"


class Task(Row):
    __tablename__ = "tasks_task"
    __table_args__ = (
        UniqueConstraint("team_id", "origin_kind", "origin_id"),
        Index("ix_tasks_task_team_id", "team_id", "state", "due_on"),
        Index("ix_tasks_task_owner_id", "owner_id", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"))
    """None: nobody yet, or a person whose records were taken out."""
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN)
    due_on: Mapped[date | None]
    origin_kind: Mapped[str | None] = mapped_column(String(40))
    origin_id: Mapped[str | None] = mapped_column(String(60))
    """None, both: it was typed."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    created_on: Mapped[date]
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def origin(self) -> Origin | None:
        return Origin(self.origin_kind, self.origin_id) if self.origin_kind and self.origin_id else None
