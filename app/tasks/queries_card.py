"""A task's own card: in the channel, in 1:1, and with all that can be done."""

import re
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.answers import Button, Link, Skip
from app.kit.i18n import Text, _
from app.kit.origin import IN_DIALOG, Origin
from app.kit.room import House
from app.kit.unit import Unit
from app.people.model import Person, Team
from app.people.queries import actor_for, members_of
from app.tasks.model import Supporter, Task, TaskState
from app.tasks.queries import TASK, line_of, present, today_of
from app.tasks.views import TaskShown

OPENS_LIST = "list:"
"""Begins the `back` of a button that stands in a list."""
MEETING = "agenda.meeting"
_PASSAGE = re.compile(r"[-.]")


def load_card(house: House, session: Session, subject: str, now: datetime) -> Any | Skip:
    """The card in the channel. Where it comes from is read as one of the team reads it: the card is for all of them."""
    task = session.get(Task, int(subject))
    if task is None:
        return Skip("task_gone")
    unit = Unit(session, now, house)
    members = members_of(session, task.team_id)
    if members:
        team = session.get_one(Team, task.team_id)
        unit.actor = actor_for(*_first(members, team))
    return card_of(unit, task)


def _first(members: Any, team: Team) -> Any:
    person, member = members[0]
    return person, team, member


def card_of(unit: Unit, task: Task, *, told: Text | None = None, doubt: Button | None = None) -> TaskShown:
    """What is pressed most, and `Mehr`. `doubt`: the one button that corrects how it was read."""
    pressed = _most_pressed(task, "")
    buttons = [*([doubt, *pressed[:1]] if doubt else pressed), button(_("Mehr"), "tasks.more", task, "", dialog=True)]
    return _shown(unit, task, tuple(buttons), told)


def all_of(unit: Unit, task: Task, back: str, *, in_chat: bool = False) -> TaskShown:
    """Everything that can be done with it, where there is room for it."""
    offered = [
        *_most_pressed(task, back),
        *(_rarely_pressed(task, back) if task.state.is_open else ()),
        *_makings(unit, task, back),
    ]
    links = [Link(_("Zur Nachricht"), task.link)] if task.link else []
    group = group_of(task)
    if group:
        more = {"shown": "origin", **group.in_button}
        offered.append(Button(_("Was noch daraus wurde"), "tasks.list", more))
    if back.startswith(OPENS_LIST):
        offered.append(Button(_("Zur Liste"), "tasks.list", {"list": back.removeprefix(OPENS_LIST)}))
    elif in_chat and back == IN_DIALOG:
        offered.append(Button(_("Zurück"), "tasks.show", {"task": task.id}))
    return _shown(unit, task, (*offered, *links), None)


def group_of(task: Task) -> Origin | None:
    """What several tasks may come from: a meeting, or a thing whose passages have ids of their own behind its own."""
    if task.meeting_id:
        return Origin(MEETING, str(task.meeting_id))
    if task.origin is None:
        return None
    return Origin(task.origin.kind, _PASSAGE.split(task.origin.id)[0])


def _most_pressed(task: Task, back: str) -> list[Button]:
    if not task.state.is_open:
        return [button(_("Wieder öffnen"), "tasks.reopen", task, back)]
    done = button(_("Erledigt"), "tasks.finish", task, back, primary=True)
    if task.offered_to_id or (task.owner_id and not task.accepted):
        return [button(_("Annehmen"), "tasks.accept", task, back), done]
    if task.state is TaskState.DOING:
        return [done, button(_("Hier hakt es"), "tasks.block", task, back, dialog=True)]
    label = _("Geht weiter") if task.state is TaskState.BLOCKED else _("In Arbeit")
    return [done, button(label, "tasks.start", task, back)]


def _rarely_pressed(task: Task, back: str) -> list[Button]:
    found = [button(_("Ändern"), "tasks.change", task, back, dialog=True)]
    if task.offered_to_id:
        found.append(button(_("Nicht weitergeben"), "tasks.decline", task, back))
    else:
        found.append(button(_("Weitergeben"), "tasks.offer", task, back, dialog=True))
    waits = bool(task.offered_to_id or (task.owner_id and not task.accepted))
    if waits and task.state is not TaskState.DOING:
        found.append(button(_("In Arbeit"), "tasks.start", task, back))
    if task.state is not TaskState.BLOCKED and (waits or task.state is not TaskState.DOING):
        found.append(button(_("Hier hakt es"), "tasks.block", task, back, dialog=True))
    return [*found, button(_("Machen wir nicht"), "tasks.set_aside", task, back, dialog=True)]


def _makings(unit: Unit, task: Task, back: str) -> list[Button]:
    """What other rooms can make of it, and have not made yet."""
    made = unit.house.traces(unit.session, task.team_id, TASK, [str(task.id)])[str(task.id)]
    origin = Origin(TASK, str(task.id))
    return [
        making.button(origin, back)
        for making, trace in made
        if trace is None and task.state.is_open and making.verb != "tasks.add_from"
    ]


def button(
    label: Text, verb: str, task: Task, back: str, *, primary: bool = False, dialog: bool = False, **more: str | int
) -> Button:
    data = {"task": task.id, **more, **({"back": back} if back else {})}
    return Button(label, verb, data, primary=primary, dialog=dialog)


def _shown(unit: Unit, task: Task, buttons: tuple[Button | Link, ...], told: Text | None) -> TaskShown:
    session = unit.session
    owner = session.get(Person, task.owner_id) if task.owner_id else None
    offered = session.get(Person, task.offered_to_id) if task.offered_to_id else None
    helpers = session.scalars(
        select(Person.name)
        .join(Supporter, Supporter.person_id == Person.id)
        .where(Supporter.task_id == task.id)
        .order_by(Supporter.id)
    )
    source = unit.house.find_origin_text(unit, task.origin) if unit.actor else None
    made = unit.house.traces(session, task.team_id, TASK, [str(task.id)])[str(task.id)]
    comes_from = None
    if source:
        comes_from = _("Aus: {title}", title=source.title)
        if source.person:
            comes_from = _("Aus: {title}, {person}", title=source.title, person=source.person)
    elif task.link:
        comes_from = _("Aus einer Nachricht")
    return TaskShown(
        line_of(task, owner, present(session, task.team_id, [owner.id] if owner else []), _today(unit, task)),
        buttons,
        tuple(helpers),
        offered.name if offered else None,
        task.reason,
        comes_from,
        tuple(trace.text for _making, trace in made if trace),
        told,
    )


def _today(unit: Unit, task: Task) -> date:
    return today_of(unit, task.team_id)
