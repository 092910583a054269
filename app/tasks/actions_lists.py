"""Lists and cards are shown, and reminders switched off and on."""

from typing import Any

from sqlalchemy import select

from app.kit.answers import Answer, Dialog
from app.kit.commands import Ask
from app.kit.i18n import _
from app.kit.incoming import PlaceKind
from app.kit.origin import IN_DIALOG, gone
from app.kit.unit import Unit
from app.tasks.actions import TASK_TITLE
from app.tasks.model import TaskReminding
from app.tasks.queries import task_for
from app.tasks.queries_card import all_of, card_of
from app.tasks.queries_lists import ListAt, list_pressed, task_list
from app.tasks.views import Shown


def show_mine(unit: Unit, ask: Ask) -> Answer:
    return task_list(unit, ListAt(Shown.MINE))


def show_team(unit: Unit, ask: Ask) -> Answer:
    return task_list(unit, ListAt(Shown.TEAM))


def show_overdue(unit: Unit, ask: Ask) -> Answer:
    return task_list(unit, ListAt(Shown.OVERDUE))


def show_list(unit: Unit, ask: Ask) -> Answer:
    """Another list or page in the place of this one."""
    return task_list(unit, list_pressed(ask.values))


def open_list(unit: Unit, ask: Ask) -> Answer:
    """From a card in the channel: in a dialog, because the card stands there for everybody."""
    return Dialog(_("Aufgaben"), task_list(unit, list_pressed(ask.values)))


def show_task(unit: Unit, ask: Ask) -> Answer:
    return card_of(unit, task_for(unit.session, unit.acting, ask.number("task")))


def show_found(unit: Unit, written: str) -> Any:
    """What the search found: in a dialog, with all that can be done with it."""
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise gone()
    return all_of(unit, task_for(unit.session, unit.acting, int(written)), IN_DIALOG)


def show_more(unit: Unit, ask: Ask) -> Answer:
    """All that can be done with a task: in a dialog, or in the place of the list it was opened from."""
    task = task_for(unit.session, unit.acting, ask.number("task"))
    in_chat = ask.place is not None and ask.place.kind is PlaceKind.PERSONAL
    back = ask.values.get("back", "") or IN_DIALOG
    return Dialog(TASK_TITLE, all_of(unit, task, back, in_chat=in_chat))


def remind_off(unit: Unit, ask: Ask) -> Answer:
    return _remind(unit, off=True)


def remind_on(unit: Unit, ask: Ask) -> Answer:
    return _remind(unit, off=False)


def remind(unit: Unit, ask: Ask) -> Answer:
    return _remind(unit, off=ask.values.get("off") == "true")


def _remind(unit: Unit, *, off: bool) -> Answer:
    person_id = unit.acting.person_id
    found = unit.session.scalar(select(TaskReminding).where(TaskReminding.person_id == person_id).with_for_update())
    if found is None:
        found = TaskReminding(person_id=person_id)
        unit.session.add(found)
    found.off = off
    unit.session.flush()
    told = (
        _("An Aufgaben wird nicht mehr erinnert. In den Listen stehen sie weiter.")
        if off
        else _("An Aufgaben wird wieder erinnert, in der privaten Nachricht des Tages.")
    )
    return task_list(unit, ListAt(Shown.MINE), told=told)
