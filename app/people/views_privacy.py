"""What people see of what is stored about them, and of what is taken out."""

from dataclasses import dataclass

from app.kit.i18n import Text
from app.kit.personal import Kept


@dataclass(frozen=True)
class HeldPart:
    """What there is of a person in one room; without lines nothing."""

    title: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True)
class MyRecords:
    """What is stored about the asker now, room by room."""

    parts: tuple[HeldPart, ...]


@dataclass(frozen=True)
class KeptPart:
    title: Text
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class WhatIsKept:
    """One room's kinds of records: what for, how long, who sees them. `page` counts the rooms from 1."""

    part: KeptPart
    page: int
    pages: int


@dataclass(frozen=True)
class EraseAsked:
    """What would go and what would stay, before anything changes."""

    goes: tuple[Text, ...]
    stays: tuple[Text, ...]


@dataclass(frozen=True)
class RedactAsked:
    """In how many records of which room the passage stands, before anything changes."""

    team: str
    passage: str
    places: tuple[Text, ...]
    team_id: int


@dataclass(frozen=True)
class Redacted:
    """Where the passage stood. It is not said again."""

    places: tuple[Text, ...]
