"""What a tick looks for: tasks that were done long enough ago to be forgotten."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kit.search import forget_findable
from app.kit.unit import Unit
from app.people.actions_shown import take_card_away
from app.tasks.model import Task
from app.tasks.queries import CARD, TASK
from app.tasks.rules import KEPT_YEARS, forgotten_before

AT_ONCE = 50


def old_tasks_due(unit: Unit) -> int:
    """Deletes what was done or set aside two years ago, with its card in Teams. A day more or less: nobody's zone."""
    old = unit.session.scalars(
        select(Task)
        .where(Task.done_on < forgotten_before(unit.now.date()))
        .order_by(Task.done_on, Task.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for task in old:
        take_card_away(unit, CARD, task.id)
        forget_findable(unit.session, TASK, task.id)
        unit.session.delete(task)
    unit.session.flush()
    return len(old)


def next_old_task_due(session: Session) -> datetime | None:
    first = session.scalar(select(func.min(Task.done_on)))
    return datetime.combine(_years_after(first) + timedelta(days=1), time(), UTC) if first else None


def _years_after(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + KEPT_YEARS, 2, 28)
    return day.replace(year=day.year + KEPT_YEARS)
