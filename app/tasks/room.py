"""What tasks offer to the doors, to the clock and to the other rooms."""

from functools import partial

from app.kit.commands import MessageCommand, Verb
from app.kit.i18n import _
from app.kit.origin import Making, Source
from app.kit.personal import Personal
from app.kit.room import Due, Finding, Notice, Room
from app.tasks import actions_lists as lists
from app.tasks import actions_moves as moves
from app.tasks.actions import TASK_TITLE, add_from, come_back, from_message, save_from, save_new, show_anew
from app.tasks.actions_personal import erase, redact
from app.tasks.commands import COMMANDS, LIST
from app.tasks.due import next_old_task_due, old_tasks_due
from app.tasks.queries import CARD, TASK, traces
from app.tasks.queries_card import load_card
from app.tasks.queries_day import day_lines
from app.tasks.queries_meeting import agenda, minutes, task_settled, task_text
from app.tasks.queries_personal import KEPT, export, held

TASKS = Room(
    name="tasks",
    title=_("Aufgaben"),
    commands=COMMANDS,
    bare={"aufgabe": LIST, "task": LIST},
    verbs=(
        Verb("tasks.list", lists.show_list),
        Verb("tasks.open", lists.open_list),
        Verb("tasks.show", lists.show_task),
        Verb("tasks.more", lists.show_more),
        Verb("tasks.remind", lists.remind, writes=True),
        Verb("tasks.add_from", add_from),
        Verb("tasks.save", save_from, writes=True),
        Verb("tasks.from_message", from_message),
        Verb("tasks.save_new", save_new, writes=True),
        Verb("tasks.finish", moves.finish, writes=True),
        Verb("tasks.reopen", moves.reopen, writes=True),
        Verb("tasks.start", moves.start, writes=True),
        Verb("tasks.block", moves.ask_block),
        Verb("tasks.save_block", moves.save_block, writes=True),
        Verb("tasks.set_aside", moves.ask_set_aside),
        Verb("tasks.save_set_aside", moves.save_set_aside, writes=True),
        Verb("tasks.change", moves.ask_change),
        Verb("tasks.save_change", moves.save_change, writes=True),
        Verb("tasks.set_due", moves.set_due, writes=True),
        Verb("tasks.offer", moves.ask_offer),
        Verb("tasks.save_offer", moves.save_offer, writes=True),
        Verb("tasks.accept", moves.accept, writes=True),
        Verb("tasks.decline", moves.decline, writes=True),
        Verb("tasks.snooze", moves.snooze, writes=True),
    ),
    composed=lambda house: (Notice(CARD, partial(load_card, house), unknown="repeat"),),
    due=(Due("tasks.old", old_tasks_due, next_old_task_due),),
    day_lines=day_lines,
    sources=(Source(TASK, task_text, show_anew, come_back, task_settled),),
    found={TASK: Finding(TASK_TITLE, lists.show_found)},
    making=Making(_("Als Aufgabe"), "tasks.add_from", traces, dialog=True),
    from_message=MessageCommand(
        "aufgabeAusNachricht",
        {"de": "Aufgabe aus Nachricht", "en": "Task from message"},
        {
            "de": "Legt aus dieser Nachricht eine Aufgabe an; der Link zur Nachricht bleibt.",
            "en": "Makes a task of this message and keeps the link to it.",
        },
        "tasks.from_message",
    ),
    agenda=agenda,
    minutes=minutes,
    personal=Personal(KEPT, held, export, erase),
    redact=redact,
)
