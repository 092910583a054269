"""A team's tasks."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Row
from app.kit.origin import Origin
from app.tasks.rules import LONGEST_REASON, LONGEST_TITLE


class TaskState(StrEnum):
    OPEN = "open"
    DOING = "doing"
    BLOCKED = "blocked"
    DONE = "done"
    WONT_DO = "wont_do"

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATES


OPEN_STATES = (TaskState.OPEN, TaskState.DOING, TaskState.BLOCKED)
"""Still to be done: in lists, reminded of, and on the agenda when overdue."""


_OFFERED = text("offered_to_id IS NOT NULL")


class Task(Row):
    __tablename__ = "tasks_task"
    __table_args__ = (
        UniqueConstraint("team_id", "origin_kind", "origin_id"),
        UniqueConstraint("team_id", "form_key"),
        Index("ix_tasks_task_team_id", "team_id", "state", "due_on"),
        Index("ix_tasks_task_owner_id", "owner_id", "state", "due_on"),
        Index("ix_tasks_task_created_by", "created_by", "state", "due_on"),
        # Almost none are offered to anybody: an index of all would look like no help, and both databases would read on.
        Index("ix_tasks_task_offered_to_id", "offered_to_id", sqlite_where=_OFFERED, postgresql_where=_OFFERED),
        Index("ix_tasks_task_done_on", "done_on"),
        Index("ix_tasks_task_team_done", "team_id", "done_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"))
    """None: nobody yet, somebody without an account (`owner_name`), or a person whose records were taken out."""
    owner_name: Mapped[str | None] = mapped_column(String(200))
    """A person without an account, as typed, where `owner_id` is None; who made the task is reminded instead."""
    accepted: Mapped[bool] = mapped_column(default=True)
    """False: somebody else gave it to the owner, who has not taken it yet."""
    waits_since: Mapped[date | None]
    """The day on which it was given or offered to who has not answered yet."""
    offered_to_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"))
    """Whom the owner wants to hand it over to; the owner keeps it until they take it."""
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN)
    reason: Mapped[str | None] = mapped_column(String(LONGEST_REASON))
    """Why it is blocked or won't be done."""
    important: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None]
    times_overdue: Mapped[int] = mapped_column(default=0)
    """How many earlier due days went by without it. The present one counts from the day after it (`overdue_times`)."""
    snoozed_until: Mapped[date | None]
    """The owner wants to hear of it again on this day, and not before."""
    origin_kind: Mapped[str | None] = mapped_column(String(40))
    origin_id: Mapped[str | None] = mapped_column(String(60))
    """None, both: it was typed, or made of a message (`link`)."""
    link: Mapped[str | None] = mapped_column(String(1000))
    """The message in Teams it was made of."""
    meeting_id: Mapped[int | None] = mapped_column(index=True)
    """The agenda's meeting during which it was made; no foreign key, the agenda stands above."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"))
    created_on: Mapped[date]
    done_on: Mapped[date | None]
    """Done, or set aside."""
    form_key: Mapped[str | None] = mapped_column(String(32))
    """Of the form or button it was saved by: pressed twice, there is one task."""
    version: Mapped[int] = mapped_column(default=1)

    @property
    def origin(self) -> Origin | None:
        return Origin(self.origin_kind, self.origin_id) if self.origin_kind and self.origin_id else None


class Supporter(Row):
    """Who helps with it besides its owner."""

    __tablename__ = "tasks_supporter"
    __table_args__ = (UniqueConstraint("task_id", "person_id"), Index("ix_tasks_supporter_person_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks_task.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id", ondelete="CASCADE"))


class TaskReminding(Row):
    """Whether a person wants to be reminded of tasks at all. No row: yes."""

    __tablename__ = "tasks_reminding"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id", ondelete="CASCADE"), unique=True)
    off: Mapped[bool] = mapped_column(default=False)
