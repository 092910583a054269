"""What people see of tasks."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.kit.answers import Button, Link
from app.kit.i18n import Text


class Standing(StrEnum):
    """How it stands with a task."""

    OPEN = "open"
    DOING = "doing"
    BLOCKED = "blocked"
    DONE = "done"
    WONT_DO = "wont_do"

    @property
    def is_open(self) -> bool:
        return self not in (Standing.DONE, Standing.WONT_DO)


@dataclass(frozen=True)
class TaskLine:
    """One task, alone or in a list."""

    task_id: int
    title: str
    owner: str | None
    due_on: date | None
    standing: Standing = Standing.OPEN
    overdue: bool = False
    owner_left: bool = False
    no_account: bool = False
    """The owner is somebody the bot can't write to."""
    accepted: bool = True
    important: bool = False
    own: bool = False
    """The reader's, in a list of their own: nobody needs to be told who they are."""


@dataclass(frozen=True)
class TaskShown:
    """A task's own card: with what is pressed most, or (`Mehr`) with all that can be done."""

    task: TaskLine
    buttons: tuple[Button | Link, ...] = ()
    helpers: tuple[str, ...] = ()
    offered_to: str | None = None
    reason: str | None = None
    comes_from: Text | None = None
    marks: tuple[Text, ...] = ()
    """What other rooms made of it."""
    told: Text | None = None
    """A word about how it was read."""


class Shown(StrEnum):
    """Which tasks a list shows. Never those of one other person."""

    MINE = "mine"
    TEAM = "team"
    OVERDUE = "overdue"
    ORIGIN = "origin"


@dataclass(frozen=True)
class TaskList:
    shown: Shown
    tasks: tuple[TaskLine, ...]
    count: int
    back: str
    """Where a press on one of its buttons comes back to."""
    page: int = 1
    pages: int = 1
    comes_from: Text | None = None
    tabs: tuple[Button, ...] = ()
    turns: tuple[Button, ...] = field(default=())
    """To the pages beside this one."""
    told: Text | None = None
    """What has just been done, with `undo` to take it back."""
    undo: Button | None = None
    reminding: Button | None = None
