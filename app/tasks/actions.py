"""Tasks are made, finished and opened again."""

from datetime import date

from app.kit.answers import Answer, Closed, Dialog
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Day, _
from app.kit.incoming import Mention, PlaceKind
from app.kit.origin import IN_DIALOG, Origin, day_pressed, origin_pressed
from app.kit.unit import Unit
from app.people.queries import find_member, find_person, team_by_id
from app.people.queries_day import day_view
from app.tasks.model import Task, TaskState
from app.tasks.queries import reopen_button, task_for, task_list, task_of, task_shown
from app.tasks.queries_form import TITLE, TaskTyped, read_form, task_form, wrong_title
from app.tasks.rules import read_typed

EXAMPLES = {"de": "aufgabe Saal buchen bis Freitag", "en": "task book the hall by Friday"}
_BACK_TO_LIST = "list:"


def show_tasks(unit: Unit, ask: Ask) -> Answer:
    """`/aufgaben`, and turning its pages."""
    page = ask.number("page") if "page" in ask.values else 1
    return task_list(unit.session, unit.acting, _today(unit, unit.acting.team_id), page)


def add_typed(unit: Unit, ask: Ask) -> Answer:
    """`/aufgabe Saal buchen @Bert bis Freitag`: without a mention it is one's own."""
    actor = unit.acting
    today = _today(unit, actor.team_id)
    title, due_on = read_typed(ask.rest, [one.who.name for one in ask.mentions], today)
    if wrong := wrong_title(title):
        raise UserError(wrong.sentence, example=EXAMPLES[actor.language])
    if due_on and due_on < today:
        raise UserError(
            _("Der {day} ist schon vorbei.", day=Day(due_on, "d. MMMM y")), example=EXAMPLES[actor.language]
        )
    owner_id = _mentioned(unit, ask.mentions) or actor.person_id
    task = _add(unit, actor.team_id, TaskTyped(title, owner_id, due_on), None)
    return _shown(unit, task)


def _mentioned(unit: Unit, mentions: tuple[Mention, ...]) -> int | None:
    """The one member who is mentioned. Teams may write one person as two mentions, first name and surname."""
    entra_ids = list(dict.fromkeys(one.who.entra_id for one in mentions))
    if not entra_ids:
        return None
    example = EXAMPLES[unit.acting.language]
    if len(entra_ids) > 1:
        raise UserError(_("Bitte nur eine Person nennen, die sich kümmert."), example=example)
    team = team_by_id(unit.session, unit.acting.team_id)
    person = find_person(unit.session, team.tenant_id, entra_ids[0])
    if person is None or find_member(unit.session, team, person) is None:
        raise UserError(_("{name} gehört nicht zu diesem Team.", name=mentions[0].who.name), example=example)
    return person.id


def add_from(unit: Unit, ask: Ask) -> Answer:
    """*Als Aufgabe*: the form; where there is a task of this origin already, that one."""
    origin = origin_pressed(ask.values)
    source = unit.house.origin_text(unit, origin)
    if task := task_of(unit.session, source.team_id, origin):
        return Dialog(_("Aufgabe"), _shown(unit, task))
    today = _today(unit, source.team_id)
    return Dialog(TITLE, task_form(unit.session, origin, source, ask.values.get("back", ""), today))


def save_from(unit: Unit, ask: Ask) -> Answer:
    """Saved once: who saves second sees the task that is there."""
    origin = origin_pressed(ask.values)
    source = unit.house.origin_text(unit, origin)
    if task := task_of(unit.session, source.team_id, origin):
        return Dialog(_("Aufgabe"), _shown(unit, task))
    today = _today(unit, source.team_id)
    typed, errors = read_form(unit.session, source.team_id, ask.values, today)
    back = ask.values.get("back", "")
    if typed is None:
        return Dialog(TITLE, task_form(unit.session, origin, source, back, today).refused(dict(ask.values), errors))
    _add(unit, source.team_id, typed, origin)
    told = Closed(_("Gespeichert: {title}", title=typed.title))
    if ask.place and ask.place.kind is PlaceKind.CHANNEL and not back.startswith(IN_DIALOG):
        return told  # the dialog was opened from the channel's own post, which shows the task itself
    return unit.house.source(origin).come_back(unit, origin.id, back) or told


def _add(unit: Unit, team_id: int, typed: TaskTyped, origin: Origin | None) -> Task:
    task = Task(
        team_id=team_id,
        title=typed.title,
        owner_id=typed.owner_id,
        due_on=typed.due_on,
        origin_kind=origin.kind if origin else None,
        origin_id=origin.id if origin else None,
        created_by=unit.acting.person_id,
        created_on=_today(unit, team_id),
    )
    unit.session.add(task)
    unit.session.flush()
    unit.house.show_anew(unit, origin)
    return task


def finish(unit: Unit, ask: Ask) -> Answer:
    return _turn(unit, ask, TaskState.DONE)


def reopen(unit: Unit, ask: Ask) -> Answer:
    return _turn(unit, ask, TaskState.OPEN)


def _turn(unit: Unit, ask: Ask, state: TaskState) -> Answer:
    """Pressed twice, the second press changes nothing and shows what stands."""
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    if task.state != state:
        task.state, task.version = state, task.version + 1
        task.done_on = _today(unit, task.team_id) if state is TaskState.DONE else None
        unit.session.flush()
        unit.house.show_anew(unit, task.origin)
    return _after(unit, task, ask.values.get("back", ""))


def _after(unit: Unit, task: Task, back: str) -> Answer:
    """What stands where the press came from: the list, the message of the day, or the task's own card."""
    if day := day_pressed(back):
        return day_view(unit, unit.acting.person_id, day)
    done = task.state == TaskState.DONE
    if not back.startswith(_BACK_TO_LIST):
        return _shown(unit, task)
    written = back.removeprefix(_BACK_TO_LIST)
    page = int(written) if written.isdecimal() and len(written) < 6 else 1
    told = _("Erledigt: {title}", title=task.title) if done else _("Wieder offen: {title}", title=task.title)
    undo = reopen_button(task.id, back) if done else None
    return task_list(unit.session, unit.acting, _today(unit, unit.acting.team_id), page, told=told, undo=undo)


def _shown(unit: Unit, task: Task) -> Answer:
    source = unit.house.find_origin_text(unit, task.origin)
    return task_shown(unit.session, task, _today(unit, task.team_id), source)


def _today(unit: Unit, team_id: int) -> date:
    return local_day(unit.now, team_by_id(unit.session, team_id).zone)
