"""A person, or a passage, is taken out of tasks; the tasks stay."""

from sqlalchemy import delete, select

from app.kit.redaction import blacked_out, passage_pattern
from app.kit.unit import Unit
from app.people.actions_shown import update_card
from app.tasks.actions import changed, findable
from app.tasks.model import Supporter, Task, TaskReminding
from app.tasks.queries import CARD
from app.tasks.rules import LONGEST_NAME, LONGEST_REASON, LONGEST_TITLE


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


_COLUMNS = {"title": LONGEST_TITLE, "reason": LONGEST_REASON, "owner_name": LONGEST_NAME}


def redact(unit: Unit, team_id: int, passage: str) -> int:
    """Title, reason and the name of somebody without an account; the card and the search follow.

    All of the team's tasks are read: a database does not find a passage across line breaks, nor umlauts in any case.
    """
    pattern = passage_pattern(passage)
    if pattern is None:
        return 0
    found = 0
    tasks = select(Task).where(Task.team_id == team_id).order_by(Task.id).with_for_update()
    for task in unit.session.scalars(tasks).all():
        texts = {name: getattr(task, name) for name in _COLUMNS if getattr(task, name)}
        clean = {name: blacked_out(text, pattern, _COLUMNS[name]) for name, text in texts.items()}
        if clean != texts:
            for name, text in clean.items():
                setattr(task, name, text)
            findable(unit, task)
            changed(unit, task)
            found += 1
    return found
