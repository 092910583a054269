"""Lists of a team's tasks: one's own, the team's, what is overdue, and what came out of one thing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from app.kit.answers import Button
from app.kit.errors import NotAllowed
from app.kit.i18n import Text, _
from app.kit.origin import Origin, gone
from app.kit.unit import Unit
from app.people.model import Person
from app.tasks.model import OPEN_STATES, Supporter, Task, TaskReminding
from app.tasks.queries import line_of, present, today_of
from app.tasks.queries_card import MEETING, OPENS_LIST
from app.tasks.views import Shown, TaskList

PAGE = 7
_TABS = ((Shown.MINE, _("Meine")), (Shown.TEAM, _("Team")), (Shown.OVERDUE, _("Überfällig")))


@dataclass(frozen=True)
class ListAt:
    """Which list, and which of its pages: `mine.1`, `origin.2.agenda.meeting.7`."""

    shown: Shown = Shown.MINE
    page: int = 1
    origin: Origin | None = None

    @property
    def written(self) -> str:
        more = f".{self.origin.kind}.{self.origin.id}" if self.origin else ""
        return f"{self.shown}.{self.page}{more}"

    def at_page(self, page: int) -> "ListAt":
        return ListAt(self.shown, page, self.origin)


def list_pressed(values: Mapping[str, str]) -> ListAt:
    """From a button: written in one word, or in its parts. Nonsense is the first page of one's own."""
    if written := values.get("list", ""):
        shown, _dot, rest = written.partition(".")
        page, _dot, named = rest.partition(".")
        room, _dot, rest = named.partition(".")
        thing, _dot, origin_id = rest.partition(".")
        return _list_at(shown, page, Origin(f"{room}.{thing}", origin_id))
    return _list_at(
        values.get("shown", ""), values.get("page", ""), Origin(values.get("kind", ""), values.get("id", ""))
    )


def _list_at(shown: str, page: str, origin: Origin) -> ListAt:
    found = next((one for one in Shown if one == shown), Shown.MINE)
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    return ListAt(found, number, origin if found is Shown.ORIGIN else None)


def task_list(unit: Unit, at: ListAt, *, told: Text | None = None, undo: Button | None = None) -> TaskList:
    """A page; one that is not there is taken as the nearest."""
    session, team_id = unit.session, unit.acting.team_id
    today = today_of(unit, team_id)
    here = _where(unit, at, today)
    count = session.scalar(select(func.count()).select_from(Task).where(*here)) or 0
    pages = max(1, -(-count // PAGE))
    at = at.at_page(min(max(at.page, 1), pages))
    rows = session.execute(
        select(Task, Person)
        .outerjoin(Person, Person.id == Task.owner_id)
        .where(*here)
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
        .offset((at.page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    belong = present(session, team_id, {person.id for _task, person in rows if person})
    return TaskList(
        at.shown,
        tuple(replace(line_of(task, person, belong, today), own=_is_own(unit, at, task)) for task, person in rows),
        count,
        OPENS_LIST + at.written,
        at.page,
        pages,
        _origin_title(unit, at.origin) if at.origin else None,
        _tabs(at),
        _turns(at, pages),
        told,
        undo,
        reminding_button(unit) if at.shown is Shown.MINE else None,
    )


def _is_own(unit: Unit, at: ListAt, task: Task) -> bool:
    return at.shown is Shown.MINE and task.owner_id == unit.acting.person_id


def _where(unit: Unit, at: ListAt, today: date) -> list[Any]:
    team, person_id = Task.team_id == unit.acting.team_id, unit.acting.person_id
    if at.origin:
        return [team, *_of_origin(at.origin)]
    still_open = [team, Task.state.in_(OPEN_STATES)]
    if at.shown is Shown.OVERDUE:
        return [*still_open, Task.due_on < today]
    if at.shown is Shown.TEAM:
        return still_open
    helping = select(Supporter.task_id).where(Supporter.person_id == person_id)
    own = or_(Task.owner_id == person_id, Task.offered_to_id == person_id, Task.id.in_(helping))
    return [*still_open, own]


def _of_origin(origin: Origin) -> list[Any]:
    if origin.kind == MEETING:
        if not (origin.id.isascii() and origin.id.isdecimal() and len(origin.id) < 10):
            raise gone()
        return [Task.meeting_id == int(origin.id)]
    passages = (Task.origin_id.startswith(origin.id + sign, autoescape=True) for sign in ".-")
    return [Task.origin_kind == origin.kind, or_(Task.origin_id == origin.id, *passages)]


def _origin_title(unit: Unit, origin: Origin) -> Text | None:
    try:
        return unit.house.origin_text(unit, origin).title
    except NotAllowed:
        return None


def _tabs(at: ListAt) -> tuple[Button, ...]:
    """To the other lists; where one is already, nothing is pressed."""
    return tuple(Button(label, "tasks.list", {"list": f"{shown}.1"}) for shown, label in _TABS if shown is not at.shown)


def _turns(at: ListAt, pages: int) -> tuple[Button, ...]:
    found = []
    if at.page > 1:
        found.append(Button(_("Vorige Seite"), "tasks.list", {"list": at.at_page(at.page - 1).written}))
    if at.page < pages:
        found.append(Button(_("Nächste Seite"), "tasks.list", {"list": at.at_page(at.page + 1).written}))
    return tuple(found)


def is_reminded(unit: Unit, person_id: int) -> bool:
    off = unit.session.scalar(select(TaskReminding.off).where(TaskReminding.person_id == person_id))
    return not off


def reminding_button(unit: Unit) -> Button:
    if is_reminded(unit, unit.acting.person_id):
        return Button(_("Nicht mehr erinnern"), "tasks.remind", {"off": "true"})
    return Button(_("Wieder erinnern"), "tasks.remind", {"off": "false"})
