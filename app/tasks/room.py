"""What tasks offer to the doors and to the other rooms."""

from app.kit.commands import Verb
from app.kit.i18n import _
from app.kit.origin import Making
from app.kit.room import Room
from app.tasks.actions import add_from, finish, reopen, save_from, show_tasks
from app.tasks.commands import ADD, LIST
from app.tasks.queries import day_lines, traces

TASKS = Room(
    name="tasks",
    title=_("Aufgaben"),
    commands=(ADD, LIST),
    bare={"aufgabe": LIST, "task": LIST},
    verbs=(
        Verb("tasks.list", show_tasks),
        Verb("tasks.add_from", add_from),
        Verb("tasks.save", save_from, writes=True),
        Verb("tasks.finish", finish, writes=True),
        Verb("tasks.reopen", reopen, writes=True),
    ),
    day_lines=day_lines,
    making=Making(_("Als Aufgabe"), "tasks.add_from", traces, dialog=True),
)
