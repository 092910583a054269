"""Tasks as cards: one alone, and the list with buttons that act in place."""

from collections.abc import Callable, Sequence
from typing import Any

from microsoft_teams.cards import CardElement, TextRun

from app.kit.answers import Button
from app.kit.i18n import Day, Text, _
from app.tasks.views import TaskLine, TaskList, TaskShown
from cards import lists, parts
from cards.canvas import Canvas, Drawn


def task_shown(canvas: Canvas, view: TaskShown) -> Drawn:
    task = view.task
    label = canvas.t("Aufgabe ✓ erledigt") if task.done else canvas.t("Aufgabe")
    body: list[CardElement] = [
        parts.runs([TextRun(text=label, is_subtle=True)]),
        parts.runs([TextRun(text=task.title, size="Medium", weight="Bolder")], spacing="None"),
        parts.runs(_who_and_when(canvas, task, with_owner=True)),
    ]
    if view.comes_from:
        body.append(parts.sentence(canvas, view.comes_from, subtle=True, spacing="None"))
    verb = "tasks.reopen" if task.done else "tasks.finish"
    button = Button(_("Wieder öffnen") if task.done else _("Erledigt"), verb, {"task": task.task_id})
    return parts.card(canvas, body, parts.actions(canvas, [button]), summary=f"{label}: {task.title}")


def _who_and_when(canvas: Canvas, task: TaskLine, *, with_owner: bool) -> list[TextRun]:
    found: list[TextRun] = []
    if with_owner:
        owner = task.owner or canvas.t("noch niemand")
        left = canvas.t("{name} (nicht mehr im Team)", name=owner) if task.owner_left else owner
        found.append(TextRun(text=left, is_subtle=True))
    if task.due_on:
        day = Day(task.due_on, "EEE, d. MMM")
        text = canvas.t("seit {day} fällig", day=day) if task.overdue else canvas.t("bis {day}", day=day)
        found.append(
            TextRun(
                text=f" · {text}" if found else text,
                is_subtle=None if task.overdue else True,
                weight="Bolder" if task.overdue else None,
            )
        )
    elif not found:
        found.append(TextRun(text=canvas.t("ohne Tag"), is_subtle=True))
    return found


def task_list(canvas: Canvas, view: TaskList) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, _("Offene Aufgaben"))]
    if view.told:
        body.append(lists.told(canvas, view.told, view.undo))
    if view.pages > 1:
        page = canvas.t("Seite {page} von {pages}", page=view.page, pages=view.pages)
        body.append(parts.runs([TextRun(text=page, is_subtle=True)], spacing="None"))
    if not view.open_tasks:
        body.append(parts.sentence(canvas, _("Zurzeit ist keine Aufgabe offen.")))
    body += _group(canvas, _("Eigene"), view.mine, view.page, with_owner=False)
    body += _group(canvas, _("Weitere im Team") if view.mine else _("Im Team"), view.others, view.page, with_owner=True)
    hint = _("Eine neue: „{words}“", words=_("aufgabe Saal buchen bis Freitag"))
    body.append(parts.sentence(canvas, hint, subtle=True, spacing="Medium"))
    summary = canvas.t.many("{n} offene Aufgabe", "{n} offene Aufgaben", view.open_tasks)
    return parts.card(canvas, body, lists.page_actions(canvas, "tasks.list", view.page, view.pages), summary=summary)


def _group(canvas: Canvas, title: Text, tasks: Sequence[TaskLine], page: int, *, with_owner: bool) -> list[CardElement]:
    if not tasks:
        return []
    drawn: list[CardElement] = [parts.small_heading(canvas, title)]
    for number, task in enumerate(tasks):
        button = Button(_("Erledigt"), "tasks.finish", {"task": task.task_id, "back": f"list:{page}"})
        items: list[CardElement] = [
            parts.typed(task.title),
            parts.runs(_who_and_when(canvas, task, with_owner=with_owner), spacing="None"),
        ]
        drawn.append(lists.line(canvas, items, button, separator=number > 0))
    return drawn


FACES: dict[type, Callable[[Canvas, Any], Drawn]] = {TaskShown: task_shown, TaskList: task_list}
