"""What tasks bring to the agenda of a meeting and to its minutes, and what a task is for other rooms."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.kit.answers import Button
from app.kit.contributions import AgendaLine, AgendaPart, MinutesLine, MinutesPart
from app.kit.i18n import Day, Text, _
from app.kit.origin import Origin, OriginText
from app.kit.unit import Unit
from app.people.model import Person
from app.tasks.model import OPEN_STATES, Supporter, Task
from app.tasks.queries import TASK, task_for
from app.tasks.rules import TALKED_ABOUT_AT, overdue_times

MOST_LINES = 30


def agenda(unit: Unit, team_id: int, on: date) -> AgendaPart | None:
    """What is due until that day or overdue. Twice overdue comes first, without a name: it is about the task."""
    rows = unit.session.execute(
        select(Task, Person)
        .outerjoin(Person, Person.id == Task.owner_id)
        .where(Task.team_id == team_id, Task.state.in_(OPEN_STATES), Task.due_on <= on)
        .order_by((Task.times_overdue > 0).desc(), Task.due_on, Task.id)
        .limit(MOST_LINES)
    ).all()
    if not rows:
        return None
    often = [task for task, _owner in rows if _is_often(task, on)]
    lines = [
        *(AgendaLine(_often(task, on), Origin(TASK, str(task.id)), as_item=True) for task in often),
        *(
            AgendaLine(_due(task, owner, on), Origin(TASK, str(task.id)))
            for task, owner in rows
            if not _is_often(task, on)
        ),
    ]
    more = Button(_("Alle Aufgaben"), "tasks.open", {"list": "team.1"}, dialog=True)
    return AgendaPart(_("Fällige Aufgaben"), tuple(lines), more)


def _is_often(task: Task, on: date) -> bool:
    return overdue_times(task.times_overdue, task.due_on, on) >= TALKED_ABOUT_AT


def _often(task: Task, on: date) -> Text:
    times = overdue_times(task.times_overdue, task.due_on, on)
    if times == TALKED_ABOUT_AT:
        return _("Überfällig zum zweiten Mal: {title}", title=task.title)
    return _("Überfällig zum {n}. Mal: {title}", n=times, title=task.title)


def _due(task: Task, owner: Person | None, on: date) -> Text:
    day = Day(task.due_on, "EEE, d. MMM") if task.due_on else None
    name = owner.name if owner else task.owner_name
    if task.due_on and task.due_on < on:
        if name:
            return _("{title} ({name}, seit {day} fällig)", title=task.title, name=name, day=day)
        return _("{title} (seit {day} fällig)", title=task.title, day=day)
    if name:
        return _("{title} ({name}, bis {day})", title=task.title, name=name, day=day)
    return _("{title} (bis {day})", title=task.title, day=day)


def minutes(unit: Unit, meeting_id: int) -> MinutesPart | None:
    tasks = unit.session.scalars(select(Task).where(Task.meeting_id == meeting_id).order_by(Task.id)).all()
    if not tasks:
        return None
    helping = _helpers(unit, [task.id for task in tasks])
    lines = tuple(
        MinutesLine(
            task.title,
            person_ids=(*((task.owner_id,) if task.owner_id else ()), *helping.get(task.id, ())),
            names=(task.owner_name,) if task.owner_name and not task.owner_id else (),
            due_on=task.due_on,
        )
        for task in tasks
    )
    return MinutesPart(_("Aufgaben"), lines)


def _helpers(unit: Unit, task_ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = unit.session.execute(
        select(Supporter.task_id, Supporter.person_id).where(Supporter.task_id.in_(task_ids)).order_by(Supporter.id)
    )
    for task_id, person_id in rows:
        found.setdefault(task_id, []).append(person_id)
    return found


def task_text(unit: Unit, written: str) -> OriginText:
    """Without its owner: what other rooms make of it is about the task, and an agenda is no pillory."""
    task = task_for(unit.session, unit.acting, _id(written))
    return OriginText(task.team_id, task.title, _("Aufgabe"))


def task_settled(unit: Unit, written: str) -> bool:
    """Done, set aside or gone."""
    task = unit.session.get(Task, _id(written))
    return task is None or not task.state.is_open


def _id(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0
