"""What people hear of tasks in the private message of the day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from app.kit.answers import Button, DayLine
from app.kit.i18n import Day, Text, _, _many
from app.kit.unit import Unit
from app.people.model import Member, Team, TeamState
from app.people.queries import coordinators_of
from app.tasks.model import OPEN_STATES, Task, TaskReminding
from app.tasks.queries_card import button
from app.tasks.rules import LOOK_AROUND, is_asked_day, is_due_day, is_overdue_day, plan_warning

_URGENT, _ASKED, _LATER = 3, 4, 8


def day_lines(unit: Unit, person_ids: Sequence[int], on: date) -> Mapping[int, Sequence[DayLine]]:
    """For the owner on the due day, once when it is overdue and when they put it off to; for whom one waits.

    Whoever helps hears nothing. For an owner without an account whoever made the task hears it.
    """
    found: dict[int, list[DayLine]] = {}
    off = set(
        unit.session.scalars(
            select(TaskReminding.person_id).where(TaskReminding.person_id.in_(person_ids), TaskReminding.off)
        )
    )
    hearing = [one for one in person_ids if one not in off]
    for person_id, line in [*_owners(unit, hearing, on), *_makers(unit, hearing, on), *_offered(unit, hearing, on)]:
        found.setdefault(person_id, []).append(line)
    for person_id, line in _warnings(unit, person_ids, on):
        found.setdefault(person_id, []).append(line)
    return found


def _owners(unit: Unit, person_ids: Sequence[int], on: date) -> Iterator[tuple[int, DayLine]]:
    told = or_(_due_around(on), Task.snoozed_until == on, Task.accepted.is_(False))
    for task, team in _tasks(unit, Task.owner_id.in_(person_ids), told):
        assert task.owner_id is not None
        if text := _reminder(task, team, on):
            yield task.owner_id, DayLine(text, team.id, _due_buttons(task), _URGENT)
        elif not task.accepted and task.waits_since and is_asked_day(on, task.waits_since, team.calendar):
            text = _("Für Sie vorgesehen: {title}", title=task.title)
            if task.due_on:
                day = Day(task.due_on, "EEE, d. MMM")
                text = _("Für Sie vorgesehen: {title} (bis {day})", title=task.title, day=day)
            buttons = (
                button(_("Annehmen"), "tasks.accept", task, ""),
                button(_("Weitergeben"), "tasks.offer", task, "", dialog=True),
            )
            yield task.owner_id, DayLine(text, team.id, buttons, _ASKED)


def _makers(unit: Unit, person_ids: Sequence[int], on: date) -> Iterator[tuple[int, DayLine]]:
    of_others = (Task.created_by.in_(person_ids), Task.owner_name.is_not(None))
    told = or_(_due_around(on), Task.snoozed_until == on)
    for task, team in _tasks(unit, *of_others, told):
        assert task.created_by is not None
        if text := _reminder(task, team, on):
            line = _("{what} (bei {name}, ohne Konto)", what=text, name=task.owner_name)
            yield task.created_by, DayLine(line, team.id, _due_buttons(task), _URGENT)


def _offered(unit: Unit, person_ids: Sequence[int], on: date) -> Iterator[tuple[int, DayLine]]:
    for task, team in _tasks(unit, Task.offered_to_id.in_(person_ids)):
        if task.offered_to_id and task.waits_since and is_asked_day(on, task.waits_since, team.calendar):
            buttons = (
                button(_("Annehmen"), "tasks.accept", task, ""),
                button(_("Ablehnen"), "tasks.decline", task, ""),
            )
            text = _("Übernehmen Sie das? {title}", title=task.title)
            yield task.offered_to_id, DayLine(text, team.id, buttons, _ASKED)


def _due_around(on: date) -> ColumnElement[bool]:
    return Task.due_on.between(on - LOOK_AROUND, on + LOOK_AROUND)


def _tasks(unit: Unit, *where: ColumnElement[bool]) -> Iterator[tuple[Task, Team]]:
    rows = unit.session.execute(
        select(Task, Team)
        .join(Team, Team.id == Task.team_id)
        .where(*where, Task.state.in_(OPEN_STATES), Team.state == TeamState.ACTIVE)
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
    ).all()
    yield from ((task, team) for task, team in rows)


def _reminder(task: Task, team: Team, on: date) -> Text | None:
    """What is said of a day on that day; None where nothing is to be said."""
    if task.snoozed_until and task.snoozed_until > on:
        return None
    later = task.snoozed_until == on
    day = Day(task.due_on, "EEE, d. MMM") if task.due_on else None
    if task.due_on and task.due_on < on and (later or is_overdue_day(on, task.due_on, team.calendar)):
        return _("Seit {day} fällig: {title}", day=day, title=task.title)
    if task.due_on and (later or is_due_day(on, task.due_on, team.calendar)):
        if task.due_on == on:
            return _("Heute fällig: {title}", title=task.title)
        return _("Fällig am {day}: {title}", day=day, title=task.title)
    return _("Wieder dran: {title}", title=task.title) if later else None


def _due_buttons(task: Task) -> tuple[Button, ...]:
    return (
        button(_("Erledigt"), "tasks.finish", task, ""),
        button(_("Morgen wieder"), "tasks.snooze", task, "", days=1),
        button(_("In einer Woche"), "tasks.snooze", task, "", days=7),
    )


def _warnings(unit: Unit, person_ids: Sequence[int], on: date) -> Iterator[tuple[int, DayLine]]:
    """For coordinators, thirty days before tasks are deleted: how many, and no names."""
    asked = set(person_ids)
    teams = unit.session.scalars(
        select(Team)
        .join(Member, Member.team_id == Team.id)
        .where(Member.person_id.in_(person_ids), Member.left_on.is_(None), Team.state == TeamState.ACTIVE)
        .distinct()
        .order_by(Team.id)
    ).all()
    for team in teams:
        plan = plan_warning(on, team.calendar)
        if plan is None:
            continue
        first, last = plan
        here = (Task.team_id == team.id, Task.done_on >= first, Task.done_on < last)
        count = unit.session.scalar(select(func.count()).select_from(Task).where(*here)) or 0
        if not count:
            continue
        text = _many(
            "In einem Monat wird eine Aufgabe gelöscht, die vor zwei Jahren erledigt wurde.",
            "In einem Monat beginnt die Löschung von {n} Aufgaben, die vor zwei Jahren erledigt wurden.",
            count,
        )
        for person in coordinators_of(unit.session, team.id):
            if person.id in asked:
                yield person.id, DayLine(text, team.id, (), _LATER)
