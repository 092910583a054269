"""What people can type about tasks."""

from app.kit.commands import Command
from app.kit.i18n import _
from app.tasks.actions import add_typed, show_tasks

ADD = Command(
    "tasks.add",
    {"de": ("aufgabe",), "en": ("task",)},
    _("Eine Aufgabe anlegen; ohne Text die offenen Aufgaben"),
    add_typed,
    examples={"de": ("aufgabe Saal buchen bis Freitag",), "en": ("task book the hall by Friday",)},
    writes=True,
    menu=True,
    shared=True,
)
LIST = Command(
    "tasks.list",
    {"de": ("aufgaben",), "en": ("tasks",)},
    _("Die offenen Aufgaben, die eigenen zuerst"),
    show_tasks,
)
