"""Reads of tasks. `task_for` is the only way from a button's id to a task."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.actor import Actor
from app.kit.calendar import local_day
from app.kit.errors import NotAllowed
from app.kit.i18n import Day, Text, _
from app.kit.origin import Origin, Trace
from app.kit.unit import Unit
from app.people.model import Member, Person
from app.people.queries import team_by_id, teams_of
from app.tasks.model import OPEN_STATES, Supporter, Task, TaskState
from app.tasks.views import Standing, TaskLine

TASK = "tasks.task"
"""The kind of origin a task is for other rooms, and of its row in the search."""
CARD = "tasks.card"


def task_for(session: Session, actor: Actor, task_id: int, *, lock: bool = False) -> Task:
    """A task of a team the actor belongs to now: the message of the day has buttons of all of a person's teams."""
    mine = [team.id for team, _member in teams_of(session, actor.person_id)]
    query = select(Task).where(Task.id == task_id, Task.team_id.in_(mine))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotAllowed(_("Diese Aufgabe gibt es nicht mehr."))
    return found


def task_of(session: Session, team_id: int, origin: Origin) -> Task | None:
    return session.scalar(
        select(Task).where(Task.team_id == team_id, Task.origin_kind == origin.kind, Task.origin_id == origin.id)
    )


def saved_task(session: Session, team_id: int, form_key: str) -> Task | None:
    """What this very form or button has made already."""
    if not form_key:
        return None
    return session.scalar(select(Task).where(Task.team_id == team_id, Task.form_key == form_key))


def today_of(unit: Unit, team_id: int) -> date:
    return local_day(unit.now, team_by_id(unit.session, team_id).zone)


def supporter_ids(session: Session, task_id: int) -> list[int]:
    return list(session.scalars(select(Supporter.person_id).where(Supporter.task_id == task_id).order_by(Supporter.id)))


def open_titles(session: Session, team_id: int, person_id: int) -> list[str]:
    """The person's own open tasks in the team, by day."""
    rows = session.scalars(
        select(Task.title)
        .where(Task.team_id == team_id, Task.owner_id == person_id, Task.state.in_(OPEN_STATES))
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
    )
    return list(rows)


def present(session: Session, team_id: int, person_ids: Collection[int]) -> set[int]:
    """Those of the given people who belong to the team now."""
    query = select(Member.person_id).where(
        Member.team_id == team_id, Member.person_id.in_(person_ids), Member.left_on.is_(None)
    )
    return set(session.scalars(query)) if person_ids else set()


def line_of(task: Task, owner: Person | None, here: Collection[int], today: date) -> TaskLine:
    """`here`: who of the owners belongs to the team now."""
    return TaskLine(
        task.id,
        task.title,
        owner.name if owner else task.owner_name,
        task.due_on,
        Standing(task.state),
        overdue=task.state.is_open and task.due_on is not None and task.due_on < today,
        owner_left=owner is not None and owner.id not in here,
        no_account=owner is None and task.owner_name is not None,
        accepted=task.accepted or owner is None,
        important=task.important,
    )


def traces(session: Session, team_id: int, kind: str, ids: Sequence[str]) -> Mapping[str, Trace]:
    """The tasks made of things of this kind, as a line under each."""
    rows = session.execute(
        select(Task, Person)
        .outerjoin(Person, Person.id == Task.owner_id)
        .where(Task.team_id == team_id, Task.origin_kind == kind, Task.origin_id.in_(ids))
    )
    return {str(task.origin_id): Trace(_trace(task, owner)) for task, owner in rows}


def _trace(task: Task, owner: Person | None) -> Text:
    day = Day(task.due_on, "EEE, d. MMM") if task.due_on else None
    name = owner.name if owner else task.owner_name
    told: dict[str, str | Day | None] = {"title": task.title, "name": name, "day": day}
    if name and day:
        made = _("→ Aufgabe: {title} ({name}, bis {day})", **told)
    elif name:
        made = _("→ Aufgabe: {title} ({name})", **told)
    elif day:
        made = _("→ Aufgabe: {title} (bis {day})", **told)
    else:
        made = _("→ Aufgabe: {title}", **told)
    if task.state is TaskState.WONT_DO:
        return _("{task} – machen wir nicht", task=made)
    return _("{task} ✓ erledigt", task=made) if task.state is TaskState.DONE else made
