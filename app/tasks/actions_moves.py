"""Tasks move: done, begun, stuck, set aside, opened again; changed, handed over, put off. Twice changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import delete

from app.kit.answers import Answer, Dialog
from app.kit.commands import Ask
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Form
from app.kit.i18n import Text, _
from app.kit.unit import Unit
from app.people.model import Person
from app.people.queries import members_of, team_by_id
from app.tasks.actions import TASK_TITLE, after, changed, findable
from app.tasks.model import Supporter, Task, TaskState
from app.tasks.queries import present, task_for, today_of
from app.tasks.queries_card import button, card_of
from app.tasks.queries_form import (
    CHANGE,
    WAS,
    Hidden,
    TaskTyped,
    merged,
    offer_form,
    read_form,
    read_reason,
    reason_form,
    stands_now,
    task_form,
    typed_of,
)
from app.tasks.rules import snoozed_until

_BLOCKED = (_("Hier hakt es"), _("Woran liegt es?"))
_SET_ASIDE = (_("Machen wir nicht"), _("Warum nicht?"))
LONGEST_SNOOZE = 31


def finish(unit: Unit, ask: Ask) -> Answer:
    task = _move(unit, ask, TaskState.DONE)
    back = ask.values.get("back", "")
    undo = button(_("Wieder öffnen"), "tasks.reopen", task, back)
    return after(unit, ask, task, _("Erledigt: {title}", title=task.title), undo=undo)


def reopen(unit: Unit, ask: Ask) -> Answer:
    """Only what was ended: an old button on a task in progress leaves it in progress."""
    task = _move(unit, ask, TaskState.OPEN, only=lambda state: not state.is_open)
    return after(unit, ask, task, _("Wieder offen: {title}", title=task.title))


def start(unit: Unit, ask: Ask) -> Answer:
    task = _move(unit, ask, TaskState.DOING, only=lambda state: state.is_open)
    return after(unit, ask, task, _("In Arbeit: {title}", title=task.title))


def _move(
    unit: Unit,
    ask: Ask,
    state: TaskState,
    *,
    reason: str | None = None,
    only: Callable[[TaskState], bool] | None = None,
) -> Task:
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    if (task.state, task.reason) == (state, reason) or (only and not only(task.state)):
        return task
    said_before = task.reason
    if task.state.is_open and not state.is_open:
        task.done_on, task.snoozed_until = today_of(unit, task.team_id), None
    elif state.is_open:
        task.done_on = None
    task.state, task.reason = state, reason
    changed(unit, task)
    if said_before != reason:
        findable(unit, task)
    return task


def ask_block(unit: Unit, ask: Ask) -> Answer:
    return _ask_reason(unit, ask, "tasks.save_block", *_BLOCKED)


def ask_set_aside(unit: Unit, ask: Ask) -> Answer:
    return _ask_reason(unit, ask, "tasks.save_set_aside", *_SET_ASIDE)


def save_block(unit: Unit, ask: Ask) -> Answer:
    return _save_reason(unit, ask, "tasks.save_block", _BLOCKED, TaskState.BLOCKED)


def save_set_aside(unit: Unit, ask: Ask) -> Answer:
    return _save_reason(unit, ask, "tasks.save_set_aside", _SET_ASIDE, TaskState.WONT_DO)


def _ask_reason(unit: Unit, ask: Ask, verb: str, title: Text, label: Text) -> Answer:
    task = task_for(unit.session, unit.acting, ask.number("task"))
    if not task.state.is_open:
        return Dialog(TASK_TITLE, card_of(unit, task))
    return Dialog(title, reason_form(task, verb, title, label, _back(ask)))


def _save_reason(unit: Unit, ask: Ask, verb: str, words: tuple[Text, Text], state: TaskState) -> Answer:
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    reason, errors = read_reason(ask.values)
    if errors:
        form = reason_form(task, verb, *words, _back(ask))
        return Dialog(words[0], form.refused(dict(ask.values), errors))
    task = _move(unit, ask, state, reason=reason, only=lambda before: before.is_open)
    return after(unit, ask, task, _("Gespeichert: {title}", title=task.title))


def _back(ask: Ask) -> str:
    """A dialog that was opened from the channel's card closes when it is done."""
    return ask.values.get("back", "") or "dialog:"


def ask_change(unit: Unit, ask: Ask) -> Answer:
    task = task_for(unit.session, unit.acting, ask.number("task"))
    return Dialog(CHANGE, _change_form(unit, task, typed_of(unit.session, task), _back(ask)))


def _change_form(unit: Unit, task: Task, typed: TaskTyped, back: str, notice: Text | None = None) -> Form:
    was = {WAS + name: value for name, value in typed_of(unit.session, task).values.items()}
    ids = {"task": str(task.id), "back": back, **was}
    return task_form(unit.session, task.team_id, typed, Hidden("tasks.save_change", ids), title=CHANGE, notice=notice)


def save_change(unit: Unit, ask: Ask) -> Answer:
    """Two people's changes are put together; where both changed the same, what was typed stays in the form."""
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    now = typed_of(unit.session, task)
    today = today_of(unit, task.team_id)
    values, both = merged(ask.values, now)
    typed, errors = read_form(unit.session, task.team_id, values, today, kept=task.due_on)
    if typed is None:
        form = _change_form(unit, task, now, _back(ask))
        hidden = tuple((name, ask.values.get(name, value)) for name, value in form.hidden)
        return Dialog(CHANGE, replace(form, hidden=hidden).refused(values, errors))
    if both:
        return Dialog(CHANGE, _change_form(unit, task, typed, _back(ask), stands_now(unit.session, now, both)))
    if typed != now:
        _apply(unit, task, now, typed, today)
    return after(unit, ask, task, _("Gespeichert: {title}", title=task.title))


def _apply(unit: Unit, task: Task, now: TaskTyped, typed: TaskTyped, today: date) -> None:
    task.title, task.important = typed.title, typed.important
    if (typed.owner_id, typed.owner_name) != (now.owner_id, now.owner_name):
        _give(unit, task, typed.owner_id, today)
        task.owner_name = typed.owner_name
    if typed.due_on != task.due_on:
        _move_day(task, typed.due_on, today)
    if set(typed.supporter_ids) != set(now.supporter_ids):
        unit.session.execute(delete(Supporter).where(Supporter.task_id == task.id))
        unit.session.add_all(Supporter(task_id=task.id, person_id=one) for one in typed.supporter_ids)
    changed(unit, task)
    if typed.title != now.title:
        findable(unit, task)


def _give(unit: Unit, task: Task, owner_id: int | None, today: date) -> None:
    task.owner_id, task.offered_to_id, task.snoozed_until = owner_id, None, None
    task.accepted = owner_id in (None, unit.acting.person_id)
    task.waits_since = None if task.accepted else today


def _move_day(task: Task, due_on: date | None, today: date) -> None:
    """A day that went by without it counts, however often the task is put off."""
    if task.state.is_open and task.due_on and task.due_on < today:
        task.times_overdue += 1
    task.due_on, task.snoozed_until = due_on, None


def set_due(unit: Unit, ask: Ask) -> Answer:
    """The button under a day that was read with doubt."""
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    today = today_of(unit, task.team_id)
    try:
        due_on = date.fromisoformat(ask.values.get("due", ""))
    except ValueError:
        raise UserError(_("Das ist kein Tag.")) from None
    if due_on < today:
        raise UserError(_("Dieser Tag ist schon vorbei."))
    if due_on != task.due_on:
        _move_day(task, due_on, today)
        changed(unit, task)
    return after(unit, ask, task, _("Gespeichert: {title}", title=task.title))


def ask_offer(unit: Unit, ask: Ask) -> Answer:
    task = task_for(unit.session, unit.acting, ask.number("task"))
    return Dialog(_("Aufgabe weitergeben"), _offer_form(unit, task, _back(ask)))


def _offer_form(unit: Unit, task: Task, back: str) -> Form:
    return offer_form([person for person, _member in members_of(unit.session, task.team_id)], task, back)


def save_offer(unit: Unit, ask: Ask) -> Answer:
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    written = ask.values.get("task_to", "")
    to = int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0
    if to == task.owner_id or not present(unit.session, task.team_id, [to]):
        error = UserError(_("Bitte jemanden aus dem Team auswählen."), field="task_to")
        form = _offer_form(unit, task, _back(ask)).refused(dict(ask.values), [error])
        return Dialog(_("Aufgabe weitergeben"), form)
    if task.offered_to_id != to and task.state.is_open:
        if to == unit.acting.person_id:
            _give(unit, task, to, today_of(unit, task.team_id))
            task.owner_name = None
        else:
            task.offered_to_id, task.waits_since = to, today_of(unit, task.team_id)
        changed(unit, task)
    return after(unit, ask, task, _("Gespeichert: {title}", title=task.title))


def accept(unit: Unit, ask: Ask) -> Answer:
    """By whom it was given or offered to, and nobody else."""
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    me = unit.acting.person_id
    if task.offered_to_id == me:
        task.owner_id, task.owner_name, task.offered_to_id, task.snoozed_until = me, None, None, None
        _taken(unit, task)
    elif task.owner_id != me:
        waits_for = task.offered_to_id or (None if task.accepted else task.owner_id)
        person = unit.session.get(Person, waits_for) if waits_for else None
        raise _not_yours(person)
    elif not task.accepted:
        _taken(unit, task)
    return after(unit, ask, task, _("Angenommen: {title}", title=task.title))


def _taken(unit: Unit, task: Task) -> None:
    task.accepted, task.waits_since = True, None
    changed(unit, task)


def _not_yours(person: Person | None) -> NotAllowed:
    if person is None:
        return NotAllowed(_("Diese Aufgabe ist schon angenommen."))
    return NotAllowed(_("Annehmen kann sie nur {name}.", name=person.name))


def decline(unit: Unit, ask: Ask) -> Answer:
    """It stays where it is: said by who was asked, or taken back by anybody else in the team."""
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    if task.offered_to_id:
        task.offered_to_id = None
        task.waits_since = None if task.accepted else today_of(unit, task.team_id)
        changed(unit, task)
    return after(unit, ask, task, _("Nicht weitergegeben: {title}", title=task.title))


def snooze(unit: Unit, ask: Ask) -> Answer:
    """Only who is reminded puts it off; the task and its card stay as they are."""
    task = task_for(unit.session, unit.acting, ask.number("task"), lock=True)
    days = min(max(ask.number("days"), 1), LONGEST_SNOOZE)
    reminded = task.owner_id if task.owner_id or not task.owner_name else task.created_by
    if reminded != unit.acting.person_id:
        raise NotAllowed(_("Erinnert wird bei dieser Aufgabe jemand anderes."))
    calendar = team_by_id(unit.session, task.team_id).calendar
    task.snoozed_until = snoozed_until(today_of(unit, task.team_id), days, calendar)
    unit.session.flush()
    return after(unit, ask, task, _("Später: {title}", title=task.title))
