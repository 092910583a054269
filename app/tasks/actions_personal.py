"""A person, or a passage, is taken out of tasks; the tasks stay."""

from sqlalchemy import delete, or_, select

from app.kit.unit import Unit
from app.people.actions_shown import update_card
from app.tasks.actions import changed, findable
from app.tasks.model import Supporter, Task, TaskReminding
from app.tasks.queries import CARD
from app.tasks.rules import LONGEST_REASON, LONGEST_TITLE, blacked_out


def erase(unit: Unit, person_id: int) -> None:
    session = unit.session
    shown: set[int] = set()
    for task in session.scalars(select(Task).where(Task.owner_id == person_id)):
        task.owner_id, task.accepted, task.snoozed_until = None, True, None
        shown.add(task.id)
    for task in session.scalars(select(Task).where(Task.offered_to_id == person_id)):
        task.offered_to_id = None
        shown.add(task.id)
    for task in session.scalars(select(Task).where(Task.created_by == person_id)):
        task.created_by = None
    shown |= set(session.scalars(select(Supporter.task_id).where(Supporter.person_id == person_id)))
    session.execute(delete(Supporter).where(Supporter.person_id == person_id))
    session.execute(delete(TaskReminding).where(TaskReminding.person_id == person_id))
    session.flush()
    for task_id in sorted(shown):
        update_card(unit, CARD, task_id)


def redact(unit: Unit, team_id: int, passage: str) -> int:
    """Title, reason and the name of somebody without an account; the card and the search follow."""
    texts = (Task.title, Task.reason, Task.owner_name)
    found = unit.session.scalars(
        select(Task)
        .where(Task.team_id == team_id, or_(*(text.icontains(passage, autoescape=True) for text in texts)))
        .order_by(Task.id)
        .with_for_update()
    ).all()
    for task in found:
        task.title = blacked_out(task.title, passage)[:LONGEST_TITLE]
        task.reason = blacked_out(task.reason, passage)[:LONGEST_REASON] if task.reason else None
        task.owner_name = blacked_out(task.owner_name, passage) if task.owner_name else None
        findable(unit, task)
        changed(unit, task)
    return len(found)
