"""The list of the rooms. What they contribute is looked up through it; nothing registers itself by being imported."""

from app.agenda.room import AGENDA
from app.decisions.room import DECISIONS
from app.kit.room import House
from app.knowledge.room import KNOWLEDGE
from app.people.room import PEOPLE
from app.standups.room import STANDUPS
from app.tasks.room import TASKS

MENU = (
    "runde", "agenda", "treffen", "beschluss", "aufgabe", "termin", "umfrage", "wissen", "idee", "abwesend",
    "einstellungen", "hilfe",
)  # fmt: skip
"""What a week needs first stands first."""

HOUSE = House([PEOPLE, STANDUPS, TASKS, DECISIONS, KNOWLEDGE, AGENDA], MENU)
