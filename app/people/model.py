"""Who there is. Foreign ids say whose they are: `teams_…` come from Teams, `entra_…` from Microsoft Entra."""

from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.actor import Role
from app.kit.calendar import WorkCalendar
from app.kit.db import Row


class TeamState(StrEnum):
    NEW = "new"
    """Installed, not set up yet: nothing is posted but the welcome card."""
    ACTIVE = "active"
    ARCHIVED = "archived"
    """Archived in Teams: rests until it is unarchived."""
    REMOVED = "removed"
    """The app was removed or the team deleted: rests, and is deleted after 30 days."""


class ChannelState(StrEnum):
    ALIVE = "alive"
    DELETED = "deleted"


class Team(Row):
    __tablename__ = "people_team"
    __table_args__ = (UniqueConstraint("tenant_id", "teams_team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(64))
    teams_team_id: Mapped[str] = mapped_column(String(200))
    """The thread id `19:…@thread.tacv2`."""
    entra_group_id: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    service_url: Mapped[str] = mapped_column(String(300))
    state: Mapped[TeamState] = mapped_column(default=TeamState.NEW)
    language: Mapped[str] = mapped_column(String(5), default="de")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Berlin")
    country: Mapped[str] = mapped_column(String(2), default="DE")
    subdivision: Mapped[str | None] = mapped_column(String(6), default="BY")
    """The Land whose public holidays count, as ISO 3166-2 without the country (`BY`); None: nationwide ones only."""
    day_message_time: Mapped[time] = mapped_column(default=time(8, 30))
    next_day_message_at: Mapped[datetime | None] = mapped_column(index=True)
    """When members are next looked through for the private message of the day; None while the team rests."""
    home_channel_id: Mapped[int | None]
    """`Channel.id` of the channel chosen at the installation; no foreign key, the two rows point at each other."""
    installed_at: Mapped[datetime]
    installations: Mapped[int] = mapped_column(default=1)
    """Counts the installations, so that each has its own welcome card."""
    installer_entra_id: Mapped[str | None] = mapped_column(String(64))
    """Who installed the app and coordinates once the roster shows them; None from then on."""
    set_up_at: Mapped[datetime | None]
    settings_changed_on: Mapped[date | None]
    """Stands on the welcome card: a change of the settings concerns everybody in the channel."""
    next_roster_check_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the roster is next compared with Teams: every night, and soon after somebody unknown appeared."""
    removed_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar(self.country, self.subdivision)


class Channel(Row):
    __tablename__ = "people_channel"
    __table_args__ = (UniqueConstraint("team_id", "teams_channel_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    teams_channel_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[ChannelState] = mapped_column(default=ChannelState.ALIVE)
    unreachable_told_on: Mapped[date | None]
    """The day on which the coordination was told that the channel can't be written to; None again once it can."""


class Person(Row):
    """A person of the tenant, guests included. No e-mail address, no photo, no status."""

    __tablename__ = "people_person"
    __table_args__ = (UniqueConstraint("tenant_id", "entra_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(64))
    entra_id: Mapped[str] = mapped_column(String(200))
    """For people without one (anonymous, some guests) Teams' own id stands here."""
    teams_user_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(5))
    """As their Teams speaks; None until they first wrote or pressed: then the team's language counts."""
    chosen_team_id: Mapped[int | None] = mapped_column(ForeignKey("people_team.id", ondelete="SET NULL"))
    """Which team is meant in the 1:1 chat, for people in several."""


class Member(Row):
    __tablename__ = "people_member"
    __table_args__ = (
        UniqueConstraint("team_id", "person_id"),
        Index("ix_people_member_person_id", "person_id"),
        Index("ix_people_member_left_on", "left_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(default=Role.MEMBER)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    """Set when the person left: they see nothing of the team any more; their records stay."""
    unreachable_told_on: Mapped[date | None]
    """The day on which the coordination was told that this member gets no private messages; None again once they do."""


class Absence(Row):
    __tablename__ = "people_absence"
    __table_args__ = (
        Index("ix_people_absence_person_id", "person_id", "last_day"),
        Index("ix_people_absence_last_day", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]


class Download(Row):
    """A file somebody asked for: fetched once, within a quarter of an hour, by a code that is stored nowhere."""

    __tablename__ = "people_download"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    paper: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id", ondelete="CASCADE"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"), index=True)
    useless_after: Mapped[datetime] = mapped_column(index=True)
    taken: Mapped[bool] = mapped_column(default=False)
