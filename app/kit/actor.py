"""Who acts, as the rooms see it."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo


class Role(StrEnum):
    COORDINATOR = "coordinator"
    MEMBER = "member"
    GUEST = "guest"
    """A guest of the tenant: answers and reads like a member."""

    @property
    def coordinates(self) -> bool:
        return self is Role.COORDINATOR


@dataclass(frozen=True)
class Actor:
    """A person acting for one team they belong to now. Made by `people.queries`, checked there once."""

    person_id: int
    team_id: int
    role: Role
    language: str
    zone: ZoneInfo
    """The team's zone: times that people type and read are the team's wall clock."""
