"""What people see of tasks."""

from dataclasses import dataclass
from datetime import date

from app.kit.answers import Button
from app.kit.i18n import Text


@dataclass(frozen=True)
class TaskLine:
    """One task, alone or in a list."""

    task_id: int
    title: str
    owner: str | None
    due_on: date | None
    done: bool = False
    overdue: bool = False
    owner_left: bool = False


@dataclass(frozen=True)
class TaskShown:
    """A task's own card."""

    task: TaskLine
    comes_from: Text | None = None


@dataclass(frozen=True)
class TaskList:
    """A page of open tasks: the reader's own first, then the team's."""

    mine: tuple[TaskLine, ...]
    others: tuple[TaskLine, ...]
    open_tasks: int
    page: int = 1
    pages: int = 1
    told: Text | None = None
    """What has just been done, with `undo` to take it back."""
    undo: Button | None = None
