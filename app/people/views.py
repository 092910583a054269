"""What people see of teams and themselves, and what the doors bring in about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.kit.answers import Button
from app.kit.commands import Command
from app.kit.forms import Form
from app.kit.i18n import Text


@dataclass(frozen=True)
class TeamFacts:
    """A team as an installation event tells of it."""

    tenant_id: str
    teams_team_id: str
    entra_group_id: str | None
    name: str
    service_url: str
    home_channel_id: str
    """Thread id of the channel chosen at the installation."""
    home_channel_name: str
    language: str | None
    """The language tag of who installed it; the team's language until somebody sets another."""


@dataclass(frozen=True)
class RosterEntry:
    """A member as Teams' roster tells of them."""

    entra_id: str
    teams_user_id: str
    name: str
    guest: bool
    locale: str | None = None


@dataclass(frozen=True)
class PlannedLine:
    """Something the bot will post, on the team's wall clock."""

    on: date
    at: time
    what: Text
    to: Text


@dataclass(frozen=True)
class Welcome:
    """The card in the home channel: proposes the settings, and shows them once the team is set up."""

    team: str
    again: bool
    """Installed again after it was removed."""
    set_up: bool
    settings: tuple[Text, ...]
    coordinators: tuple[str, ...]
    next: PlannedLine | None
    changed_on: date | None


@dataclass(frozen=True)
class Hello:
    """The short welcome in a 1:1 chat."""

    teams: tuple[str, ...]


@dataclass(frozen=True)
class SettingsShown:
    """The settings for those who may not change them."""

    team: str
    settings: tuple[Text, ...]
    coordinators: tuple[str, ...]


@dataclass(frozen=True)
class AbsenceLine:
    absence_id: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Absences:
    """A person's own coming absences, each with a button, and a form for another one."""

    coming: tuple[AbsenceLine, ...]
    form: Form
    told: Text | None = None
    """What has just been noted or taken back."""
    away_now: bool = False
    more: int = 0
    """Further absences for which the card has no room."""


@dataclass(frozen=True)
class TeamLine:
    team_id: int
    name: str
    meant: bool


@dataclass(frozen=True)
class TeamChoice:
    """Which team is meant in the 1:1 chat."""

    teams: tuple[TeamLine, ...]


@dataclass(frozen=True)
class Preview:
    """What the bot would post in the coming weeks, when and to whom."""

    team: str
    weeks: int
    lines: tuple[PlannedLine, ...]
    day_message_time: time
    more: int = 0
    """Further lines for which the card has no room."""


@dataclass(frozen=True)
class DayEntry:
    text: Text
    team: str | None
    """The team's name, for people in several."""
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class DayMessage:
    """The one private message of the day, as things are now. Without entries all of it is done."""

    on: date
    entries: tuple[DayEntry, ...]
    more: int = 0


@dataclass(frozen=True)
class HelpLine:
    words: Mapping[str, tuple[str, ...]]
    summary: Text
    examples: Mapping[str, tuple[str, ...]]
    coordinators_only: bool = False


@dataclass(frozen=True)
class HelpGroup:
    title: Text
    lines: tuple[HelpLine, ...]


@dataclass(frozen=True)
class Help:
    groups: tuple[HelpGroup, ...]


@dataclass(frozen=True)
class Mistyped:
    typed: str
    guess: Command | None


@dataclass(frozen=True)
class ExportPart:
    title: Text
    rows: tuple[tuple[str, str], ...]
    """Labels and what is stored, already in the person's language."""


@dataclass(frozen=True)
class PersonalExport:
    """All that is stored about a person: in parts to read, and as JSON values by plain English names."""

    person: str
    on: date
    parts: tuple[ExportPart, ...]
    raw: dict[str, Any]
