"""Tasks as cards: one alone, and the list with buttons that act in place."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from microsoft_teams.cards import Action, CardElement, TextRun

from app.kit.answers import Button, Link
from app.kit.i18n import Day, Text, _
from app.kit.origin import shortened
from app.tasks.views import Shown, Standing, TaskLine, TaskList, TaskShown
from cards import lists, parts
from cards.canvas import Canvas, Drawn, Surface

_FEW = 4
"""So many stand in one row below the card; more of them in pairs, which no phone cuts."""
_IN_A_ROW = 2
_LONGEST_SUBJECT = 60
_STANDING: dict[Standing, Text] = {
    Standing.DOING: _("in Arbeit"),
    Standing.BLOCKED: _("hier hakt es"),
    Standing.DONE: _("✓ erledigt"),
    Standing.WONT_DO: _("machen wir nicht"),
}
_TITLES: dict[Shown, Text] = {
    Shown.MINE: _("Meine offenen Aufgaben"),
    Shown.TEAM: _("Offene Aufgaben des Teams"),
    Shown.OVERDUE: _("Überfällige Aufgaben"),
    Shown.ORIGIN: _("Was daraus wurde"),
}
_NONE: dict[Shown, Text] = {
    Shown.MINE: _("Für Sie ist zurzeit keine Aufgabe offen."),
    Shown.TEAM: _("Zurzeit ist keine Aufgabe offen."),
    Shown.OVERDUE: _("Nichts ist überfällig."),
    Shown.ORIGIN: _("Daraus ist noch keine Aufgabe geworden."),
}


def task_shown(canvas: Canvas, view: TaskShown) -> Drawn:
    task = view.task
    label, standing = canvas.t("Aufgabe"), _STANDING.get(task.standing)
    if standing:
        label = canvas.t("Aufgabe · {state}", state=standing)
    body: list[CardElement] = [parts.box([parts.sentence(canvas, view.told)], style="emphasis")] if view.told else []
    if standing or canvas.surface is not Surface.DIALOG:  # its frame says already that it is a task
        body.append(parts.runs([TextRun(text=label, is_subtle=True)]))
    body += [
        parts.runs([TextRun(text=task.title, size="Medium", weight="Bolder")], spacing="None"),
        parts.runs(_who_and_when(canvas, task), spacing="Small"),
    ]
    body += _people(canvas, view)
    if view.reason:
        body.append(parts.labelled(canvas.t("Grund"), view.reason))
    body += [parts.sentence(canvas, mark, subtle=True, spacing="None") for mark in view.marks]
    if view.comes_from:
        body.append(parts.sentence(canvas, view.comes_from, subtle=True, spacing="None"))
    buttons = [*view.buttons]
    if task.no_account and task.standing.is_open:
        buttons.append(_mail(canvas, task))
    actions = parts.actions(canvas, buttons)
    if len(actions) > _FEW:
        body += _rows(canvas, buttons)
        actions = []
    return parts.card(canvas, body, actions, summary=f"{label}: {task.title}")


def _rows(canvas: Canvas, buttons: Sequence[Button | Link]) -> list[CardElement]:
    """Many buttons in short rows: Teams hides what is more than six."""
    starts = range(0, len(buttons), _IN_A_ROW)
    return [
        parts.button_row(canvas, buttons[start : start + _IN_A_ROW], spacing="Small" if start else "Medium")
        for start in starts
    ]


def _people(canvas: Canvas, view: TaskShown) -> list[CardElement]:
    found: list[CardElement] = []
    if view.helpers:
        names = canvas.t.join(list(view.helpers))
        found.append(parts.sentence(canvas, _("Es helfen mit: {names}", names=names), spacing="None"))
    if view.offered_to:
        offered = _("Angeboten: {name}, noch nicht angenommen", name=view.offered_to)
        found.append(parts.sentence(canvas, offered, spacing="None"))
    elif not view.task.accepted and view.task.standing.is_open:
        found.append(parts.sentence(canvas, _("Noch nicht angenommen"), subtle=True, spacing="None"))
    return found


def _mail(canvas: Canvas, task: TaskLine) -> Link:
    """A letter to whom the bot can't write, for one's own mail program. Without an address: none is kept."""
    subject = canvas.t("Aufgabe: {title}", title=shortened(task.title, _LONGEST_SUBJECT))
    lines = [canvas.t("Guten Tag {name},", name=task.owner or ""), "", canvas.t("im Kernteam ist für Sie vorgesehen:")]
    lines += [task.title, canvas.t("Bis {day}", day=Day(task.due_on)) if task.due_on else ""]
    body = "\r\n".join(lines).strip() + "\r\n"
    return Link(_("E-Mail vorbereiten"), f"mailto:?subject={quote(subject)}&body={quote(body)}")


def _who_and_when(canvas: Canvas, task: TaskLine, *, with_owner: bool = True) -> list[TextRun]:
    found: list[TextRun] = []

    def add(text: str, *, strong: bool = False) -> None:
        said = f" · {text}" if found else text
        found.append(TextRun(text=said, weight="Bolder") if strong else TextRun(text=said, is_subtle=True))

    if task.important:
        add(canvas.t("Wichtig"), strong=True)
    if with_owner:
        owner = task.owner or canvas.t("noch niemand")
        if task.owner_left:
            owner = canvas.t("{name} (nicht mehr im Team)", name=owner)
        elif task.no_account:
            owner = canvas.t("{name} (ohne Konto)", name=owner)
        add(owner)
    if task.due_on:
        day = Day(task.due_on, "EEE, d. MMM")
        text = canvas.t("seit {day} fällig", day=day) if task.overdue else canvas.t("bis {day}", day=day)
        add(text, strong=task.overdue)
    elif not found:
        add(canvas.t("ohne Tag"))
    return found


def task_list(canvas: Canvas, view: TaskList) -> Drawn:
    heading = _TITLES[view.shown]
    if view.comes_from:
        heading = _("Aufgaben aus: {title}", title=view.comes_from)
    body: list[CardElement] = []
    if view.comes_from:  # with what people typed in it: no heading, which knows Markdown
        body.append(parts.sentence(canvas, heading, bold=True))
    else:
        body.append(parts.heading(canvas, heading))
    if view.tabs:
        body.append(parts.button_row(canvas, view.tabs))
    if view.told:
        body.append(lists.told(canvas, view.told, view.undo))
    if view.pages > 1:
        page = canvas.t("Seite {page} von {pages}", page=view.page, pages=view.pages)
        body.append(parts.runs([TextRun(text=page, is_subtle=True)]))
    for number, task in enumerate(view.tasks):
        body.append(_line(canvas, view, task, separator=number > 0))
    if not view.tasks:
        body.append(parts.sentence(canvas, _NONE[view.shown], spacing="Medium"))
    if view.shown in (Shown.MINE, Shown.TEAM):
        hint = _("Eine neue: „{words}“", words=_("aufgabe Saal buchen bis Freitag"))
        body.append(parts.sentence(canvas, hint, subtle=True, spacing="Medium"))
    summary = canvas.t("{title}: {n}", title=heading, n=view.count) if view.count else canvas.say(_NONE[view.shown])
    return parts.card(canvas, body, _list_actions(canvas, view), summary=summary)


def _list_actions(canvas: Canvas, view: TaskList) -> list[Action]:
    return parts.actions(canvas, [*view.turns, *([view.reminding] if view.reminding else [])])


def _line(canvas: Canvas, view: TaskList, task: TaskLine, *, separator: bool) -> CardElement:
    """Its two buttons stand below the text: beside it there is no room for both on a phone."""
    details = _who_and_when(canvas, task, with_owner=not task.own)
    if standing := _STANDING.get(task.standing):
        details.append(TextRun(text=f" · {canvas.say(standing)}", is_subtle=True))
    if not task.accepted and task.standing.is_open:
        waits = canvas.t("noch nicht angenommen")
        details.append(TextRun(text=f" · {waits}", is_subtle=True))
    data: dict[str, str | int] = {"task": task.task_id, "back": view.back}
    more = Button(_("Mehr"), "tasks.more", data)
    done = [Button(_("Erledigt"), "tasks.finish", data)] if task.standing.is_open else []
    items: list[CardElement] = [
        parts.runs([TextRun(text=task.title, weight="Bolder")], spacing="None"),
        parts.runs(details, spacing="None"),
        parts.button_row(canvas, [*done, more]),
    ]
    return parts.box(items, separator=separator)


FACES: dict[type, Callable[[Canvas, Any], Drawn]] = {TaskShown: task_shown, TaskList: task_list}
