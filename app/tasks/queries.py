"""Reads of tasks. `task_for` is the only way from a button's id to a task."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.kit.actor import Actor
from app.kit.answers import Button, DayLine
from app.kit.errors import NotAllowed
from app.kit.i18n import Day, Text, _
from app.kit.origin import Origin, OriginText, Trace
from app.kit.unit import Unit
from app.people.model import Member, Person, Team, TeamState
from app.people.queries import teams_of
from app.tasks.model import Task, TaskState
from app.tasks.rules import LOOK_AROUND, is_due_day, is_overdue_day
from app.tasks.views import TaskLine, TaskList, TaskShown

PAGE = 10
_URGENCY = 3


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


def open_titles(session: Session, team_id: int, person_id: int) -> list[str]:
    """The person's own open tasks in the team, by day."""
    rows = session.scalars(
        select(Task.title)
        .where(Task.team_id == team_id, Task.owner_id == person_id, Task.state == TaskState.OPEN)
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
    )
    return list(rows)


def task_shown(session: Session, task: Task, today: date, source: OriginText | None) -> TaskShown:
    owner = session.get(Person, task.owner_id) if task.owner_id else None
    left = set() if owner is None or _is_member(session, task.team_id, owner.id) else {owner.id}
    return TaskShown(_line(task, owner, left, today), _origin_line(source) if source else None)


def _origin_line(source: OriginText) -> Text:
    return _("Aus: {title}, {person}", title=source.title, person=source.person)


def _is_member(session: Session, team_id: int, person_id: int) -> bool:
    query = select(Member.id).where(Member.team_id == team_id, Member.person_id == person_id, Member.left_on.is_(None))
    return session.scalar(query) is not None


def _line(task: Task, owner: Person | None, left: set[int], today: date) -> TaskLine:
    done = task.state == TaskState.DONE
    return TaskLine(
        task.id,
        task.title,
        owner.name if owner else None,
        task.due_on,
        done,
        overdue=not done and task.due_on is not None and task.due_on < today,
        owner_left=owner is not None and owner.id in left,
    )


def task_list(
    session: Session, actor: Actor, today: date, page: int = 1, *, told: Text | None = None, undo: Button | None = None
) -> TaskList:
    """A page of the team's open tasks; a page that is not there is taken as the nearest one."""
    here = (Task.team_id == actor.team_id, Task.state == TaskState.OPEN)
    count = session.scalar(select(func.count()).select_from(Task).where(*here)) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    own_first = case((Task.owner_id == actor.person_id, 0), else_=1)
    rows = session.execute(
        select(Task, Person)
        .outerjoin(Person, Person.id == Task.owner_id)
        .where(*here)
        .order_by(own_first, Task.due_on.is_(None), Task.due_on, Task.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    owners = {person.id for _task, person in rows if person}
    left = owners - set(
        session.scalars(
            select(Member.person_id).where(
                Member.team_id == actor.team_id, Member.person_id.in_(owners), Member.left_on.is_(None)
            )
        )
    )
    lines = [(task.owner_id == actor.person_id, _line(task, person, left, today)) for task, person in rows]
    mine = tuple(line for own, line in lines if own)
    others = tuple(line for own, line in lines if not own)
    return TaskList(mine, others, count, page, pages, told, undo)


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
    told: dict[str, str | Day | None] = {"title": task.title, "name": owner.name if owner else "", "day": day}
    if owner and day:
        made = _("→ Aufgabe: {title} ({name}, bis {day})", **told)
    elif owner:
        made = _("→ Aufgabe: {title} ({name})", **told)
    elif day:
        made = _("→ Aufgabe: {title} (bis {day})", **told)
    else:
        made = _("→ Aufgabe: {title}", **told)
    return _("{task} ✓ erledigt", task=made) if task.state == TaskState.DONE else made


def finish_button(task_id: int, back: str = "") -> Button:
    return Button(_("Erledigt"), "tasks.finish", {"task": task_id, **({"back": back} if back else {})})


def reopen_button(task_id: int, back: str = "") -> Button:
    return Button(_("Wieder öffnen"), "tasks.reopen", {"task": task_id, **({"back": back} if back else {})})


def day_lines(unit: Unit, person_ids: Sequence[int], on: date) -> Mapping[int, Sequence[DayLine]]:
    """For the owners: on the due day, and once when it is overdue."""
    found: dict[int, list[DayLine]] = {}
    for person_id, line in _lines_on(unit.session, person_ids, on):
        found.setdefault(person_id, []).append(line)
    return found


def _lines_on(session: Session, person_ids: Sequence[int], on: date) -> Iterator[tuple[int, DayLine]]:
    rows = session.execute(
        select(Task, Team)
        .join(Team, Team.id == Task.team_id)
        .where(
            Task.owner_id.in_(person_ids),
            Task.state == TaskState.OPEN,
            Task.due_on >= on - LOOK_AROUND,
            Task.due_on <= on + LOOK_AROUND,
            Team.state == TeamState.ACTIVE,
        )
        .order_by(Task.due_on, Task.id)
    )
    for task, team in rows:
        assert task.due_on is not None
        assert task.owner_id is not None
        if is_overdue_day(on, task.due_on, team.calendar):
            text = _("Seit {day} fällig: {title}", day=Day(task.due_on, "EEE, d. MMM"), title=task.title)
        elif not is_due_day(on, task.due_on, team.calendar):
            continue
        elif task.due_on == on:
            text = _("Heute fällig: {title}", title=task.title)
        else:
            text = _("Fällig am {day}: {title}", day=Day(task.due_on, "EEE, d. MMM"), title=task.title)
        yield task.owner_id, DayLine(text, team.id, (finish_button(task.id),), _URGENCY)
