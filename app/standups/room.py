"""What stand-ups offer to the doors and to the clock."""

from app.kit.room import Room

STANDUPS = Room(name="standups")
