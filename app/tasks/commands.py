"""What people can type about tasks."""

from app.kit.commands import Command
from app.kit.i18n import _
from app.tasks.actions_lists import remind_off, remind_on, show_mine, show_overdue, show_team
from app.tasks.actions_typed import add_typed

ADD = Command(
    "tasks.add",
    {"de": ("aufgabe",), "en": ("task",)},
    _("Eine Aufgabe anlegen; ohne Text die eigenen offenen"),
    add_typed,
    examples={
        "de": ("aufgabe Saal buchen bis Freitag", "aufgabe Catering anfragen @Bert in 2 Wochen wichtig"),
        "en": ("task book the hall by Friday", "task ask for catering @Bert in 2 weeks important"),
    },
    writes=True,
    menu=True,
)
LIST = Command(
    "tasks.list",
    {"de": ("aufgaben", "meine aufgaben", "aufgaben meine"), "en": ("tasks", "my tasks", "tasks mine")},
    _("Die eigenen offenen Aufgaben"),
    show_mine,
)
TEAM = Command(
    "tasks.team",
    {"de": ("aufgaben team", "alle aufgaben", "aufgaben alle"), "en": ("tasks team", "team tasks", "all tasks")},
    _("Die offenen Aufgaben des Teams"),
    show_team,
)
OVERDUE = Command(
    "tasks.overdue",
    {
        "de": ("aufgaben überfällig", "überfällige aufgaben", "überfällig"),
        "en": ("overdue tasks", "tasks overdue", "overdue"),
    },
    _("Was im Team überfällig ist"),
    show_overdue,
)
REMIND_OFF = Command(
    "tasks.remind_off",
    {
        "de": ("aufgaben erinnern aus", "aufgaben erinnerung aus", "aufgaben nicht erinnern"),
        "en": ("tasks reminders off", "task reminders off", "tasks remind off"),
    },
    _("An die eigenen Aufgaben nicht mehr erinnern"),
    remind_off,
    writes=True,
)
REMIND_ON = Command(
    "tasks.remind_on",
    {
        "de": ("aufgaben erinnern an", "aufgaben erinnerung an", "aufgaben erinnern"),
        "en": ("tasks reminders on", "task reminders on", "tasks remind on"),
    },
    _("Wieder an die eigenen Aufgaben erinnern"),
    remind_on,
    writes=True,
)
COMMANDS = (ADD, LIST, TEAM, OVERDUE, REMIND_OFF, REMIND_ON)
