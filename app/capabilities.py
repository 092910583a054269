"""The list of the rooms. What they contribute is looked up through it; nothing registers itself by being imported."""

from app.kit.room import House
from app.people.room import PEOPLE
from app.standups.room import STANDUPS

HOUSE = House([PEOPLE, STANDUPS])
