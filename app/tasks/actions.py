"""Tasks are made: typed, from another room's thing, from a message; and what each change does."""

import secrets
from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from app.kit.answers import Answer, Button, Closed, Dialog
from app.kit.commands import Ask
from app.kit.errors import NotAllowed
from app.kit.i18n import Text, _
from app.kit.incoming import PlaceKind
from app.kit.origin import IN_DIALOG, Origin, day_pressed, origin_pressed, shortened
from app.kit.search import make_findable
from app.kit.unit import Unit
from app.people.actions_shown import show_card, update_card
from app.people.queries_day import day_view
from app.tasks.model import Supporter, Task
from app.tasks.queries import CARD, TASK, saved_task, task_for, task_of, today_of
from app.tasks.queries_card import OPENS_LIST, card_of
from app.tasks.queries_form import TITLE, Hidden, TaskTyped, origin_form, read_form, task_form
from app.tasks.queries_lists import list_pressed, task_list
from app.tasks.rules import LONGEST_TITLE

LONGEST_LINK = 1000
FROM_MESSAGE = "message"
"""The `back` of a form that was opened from a message's menu: nothing stands there afterwards."""
TASK_TITLE = _("Aufgabe")


def add_from(unit: Unit, ask: Ask) -> Answer:
    """*Als Aufgabe*: the form; where there is a task of this origin already, that one."""
    origin = origin_pressed(ask.values)
    source = unit.house.origin_text(unit, origin)
    if task := task_of(unit.session, source.team_id, origin):
        return Dialog(TASK_TITLE, card_of(unit, task))
    today = today_of(unit, source.team_id)
    return Dialog(TITLE, origin_form(unit.session, origin, source, ask.values.get("back", ""), today))


def save_from(unit: Unit, ask: Ask) -> Answer:
    """Saved once: who saves second sees the task that is there."""
    origin = origin_pressed(ask.values)
    source = unit.house.origin_text(unit, origin)
    if task := task_of(unit.session, source.team_id, origin):
        return Dialog(TASK_TITLE, card_of(unit, task))
    today = today_of(unit, source.team_id)
    typed, errors = read_form(unit.session, source.team_id, ask.values, today)
    back = ask.values.get("back", "")
    if typed is None:
        return Dialog(TITLE, origin_form(unit.session, origin, source, back, today).refused(dict(ask.values), errors))
    task, new = made_once(
        unit, source.team_id, typed, lambda: task_of(unit.session, source.team_id, origin), origin=origin
    )
    if not new:
        return Dialog(TASK_TITLE, card_of(unit, task))
    told = Closed(_("Gespeichert: {title}", title=typed.title))
    if ask.place and ask.place.kind is PlaceKind.CHANNEL and not back.startswith(IN_DIALOG):
        return told  # the dialog was opened from the channel's own post, which shows the task itself
    return unit.house.source(origin).come_back(unit, origin.id, back) or told


def from_message(unit: Unit, ask: Ask) -> Answer:
    """*Aufgabe aus Nachricht*: the form with the message's text; its link travels along."""
    typed = TaskTyped(shortened(ask.values.get("text", ""), LONGEST_TITLE), unit.acting.person_id)
    link = ask.values.get("link", "")
    return Dialog(TITLE, new_form(unit, typed, back=FROM_MESSAGE, link=link))


def new_form(unit: Unit, typed: TaskTyped, *, notice: Text | None = None, back: str = "", link: str = "") -> Answer:
    """An empty or filled form. Its key makes one task of two presses."""
    ids = {"form": new_key(), "back": back, "link": link}
    return task_form(unit.session, unit.acting.team_id, typed, Hidden("tasks.save_new", ids), notice=notice)


def new_key() -> str:
    return secrets.token_hex(8)


def save_new(unit: Unit, ask: Ask) -> Answer:
    """From a form, or from a button that carries a form's values."""
    team_id, values = unit.acting.team_id, ask.values
    back, key = values.get("back", ""), values.get("form", "")[:32]
    task = saved_task(unit.session, team_id, key)
    if task is None:
        typed, errors = read_form(unit.session, team_id, values, today_of(unit, team_id))
        if typed is None:
            ids = {name: values.get(name, "") for name in ("form", "back", "link")}
            shown = task_form(unit.session, team_id, TaskTyped(""), Hidden("tasks.save_new", ids))
            return Dialog(TITLE, shown.refused(dict(values), errors))
        task = add_task(unit, ask, typed, key=key, link=_link(values.get("link", "")))
    if back == FROM_MESSAGE or (ask.place and ask.place.kind is PlaceKind.CHANNEL):
        return Closed(_("Gespeichert: {title}", title=task.title))
    return card_of(unit, task)


def _link(written: str) -> str | None:
    return written if written.startswith("https://") and len(written) <= LONGEST_LINK else None


def add_task(unit: Unit, ask: Ask, typed: TaskTyped, *, key: str = "", link: str | None = None) -> Task:
    """A task of its own, with its card in the channel."""
    team_id = unit.acting.team_id
    task, new = made_once(unit, team_id, typed, lambda: saved_task(unit.session, team_id, key), key=key, link=link)
    if new:
        show_card(unit, team_id, CARD, task.id, ask.place)
    return task


def made_once(
    unit: Unit,
    team_id: int,
    typed: TaskTyped,
    find: Callable[[], Task | None],
    *,
    origin: Origin | None = None,
    key: str = "",
    link: str | None = None,
) -> tuple[Task, bool]:
    """The new task, or the one that somebody saved in the same moment: the unique key says which."""
    own = typed.owner_id in (None, unit.acting.person_id)
    today = today_of(unit, team_id)
    task = Task(
        team_id=team_id,
        title=typed.title,
        owner_id=typed.owner_id,
        owner_name=typed.owner_name,
        accepted=own,
        waits_since=None if own else today,
        important=typed.important,
        due_on=typed.due_on,
        origin_kind=origin.kind if origin else None,
        origin_id=origin.id if origin else None,
        link=link,
        meeting_id=unit.house.meeting_now(unit, team_id),
        created_by=unit.acting.person_id,
        created_on=today,
        form_key=key or None,
    )
    try:
        with unit.session.begin_nested():
            unit.session.add(task)
            unit.session.flush()
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found, False
    unit.session.add_all(Supporter(task_id=task.id, person_id=one) for one in typed.supporter_ids)
    unit.session.flush()
    findable(unit, task)
    unit.house.show_anew(unit, origin)
    return task, True


def findable(unit: Unit, task: Task) -> None:
    """By its words and its reason. Not by people: nobody looks up what somebody else has to do."""
    make_findable(unit.session, task.team_id, TASK, task.id, task.title, task.created_on, task.reason or "")


def changed(unit: Unit, task: Task) -> None:
    """Every change shows on the task's card and where it came from."""
    task.version += 1
    unit.session.flush()
    update_card(unit, CARD, task.id)
    unit.house.show_anew(unit, task.origin)


def after(unit: Unit, ask: Ask, task: Task, told: Text, *, undo: Button | None = None) -> Answer:
    """What stands where the press came from: the list, the message of the day, a dialog's end, or the task's card."""
    back = ask.values.get("back", "")
    if day := day_pressed(back):
        return day_view(unit, unit.acting.person_id, day)
    in_channel = ask.place is not None and ask.place.kind is PlaceKind.CHANNEL
    if back.startswith(OPENS_LIST):
        at = list_pressed({"list": back.removeprefix(OPENS_LIST)})
        return task_list(unit, at, told=told, undo=undo)
    if back.startswith(IN_DIALOG) and in_channel:
        return Closed(told)
    return card_of(unit, task)


def show_anew(unit: Unit, written: str) -> None:
    if written.isascii() and written.isdecimal() and len(written) < 10:
        update_card(unit, CARD, written)


def come_back(unit: Unit, written: str, back: str) -> Answer:
    """After something was made of a task: its card, or the list it was pressed in."""
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise NotAllowed(_("Diese Aufgabe gibt es nicht mehr."))
    if back.startswith(OPENS_LIST):
        return task_list(unit, list_pressed({"list": back.removeprefix(OPENS_LIST)}))
    task = task_for(unit.session, unit.acting, int(written))
    if day := day_pressed(back):
        return day_view(unit, unit.acting.person_id, day)
    return Dialog(TASK_TITLE, card_of(unit, task))
