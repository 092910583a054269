"""What people offer to the doors and to the clock."""

from app.kit.room import Room

PEOPLE = Room(name="people")
