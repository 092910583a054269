"""A team's weekly meeting, its agenda items, and the minutes."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.agenda.rules import LONGEST_NOTE, LONGEST_TITLE
from app.kit.db import Row
from app.kit.origin import Origin


class SeriesState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class MeetingState(StrEnum):
    PLANNED = "planned"
    """Its agenda is in the channel, it has not begun."""
    RUNNING = "running"
    CLOSED = "closed"
    """The minutes are frozen."""
    NOT_HELD = "not_held"
    """Nobody opened it: its items carry over."""


class ItemState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    PARKED = "parked"
    """Set aside: on no agenda until somebody brings it back."""


class Outcome(StrEnum):
    """What became of an item at one meeting."""

    DONE = "done"
    DEFERRED = "deferred"
    PARKED = "parked"
    DROPPED = "dropped"


class MeetingSeries(Row):
    """When a team meets. No row: it has no weekly meeting yet."""

    __tablename__ = "agenda_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"), unique=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("people_channel.id", ondelete="CASCADE"), index=True)
    state: Mapped[SeriesState] = mapped_column(default=SeriesState.ACTIVE)
    weekday: Mapped[int]
    """0 is Monday."""
    starts_time: Mapped[time]
    """The team's wall clock."""
    length_minutes: Mapped[int] = mapped_column(default=60)
    posted_before_minutes: Mapped[int] = mapped_column(default=60)
    """How long before the meeting its agenda is posted."""
    rhythm: Mapped[str] = mapped_column(String(20), default="weekly")
    nth: Mapped[int] = mapped_column(default=1)
    anchor_on: Mapped[date]
    holiday_rule: Mapped[str] = mapped_column(String(20), default="skip")
    next_on: Mapped[date | None]
    """The day of the meeting whose agenda is posted next; None while paused."""
    next_post_at: Mapped[datetime | None] = mapped_column(index=True)


class SkippedMeeting(Row):
    """A meeting left out once, set by a coordinator."""

    __tablename__ = "agenda_skipped_meeting"
    __table_args__ = (UniqueConstraint("series_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("agenda_series.id", ondelete="CASCADE"))
    on: Mapped[date]
    """The day as it was planned."""


class Meeting(Row):
    __tablename__ = "agenda_meeting"
    __table_args__ = (
        UniqueConstraint("team_id", "planned_on"),
        Index("ix_agenda_meeting_team_id", "team_id", "state", "on"),
        Index("ix_agenda_meeting_state", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("people_channel.id", ondelete="CASCADE"), index=True)
    planned_on: Mapped[date]
    """Its name: one meeting for each planned day."""
    on: Mapped[date]
    """The day on which it takes place."""
    starts_at: Mapped[datetime]
    length_minutes: Mapped[int]
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    current_item_id: Mapped[int | None]
    """What is being talked about; no foreign key, items and meetings point at each other."""
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    note: Mapped[str | None] = mapped_column(String(LONGEST_NOTE))
    """What was noted beside the items."""
    minutes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Frozen when it was closed: what stood where, persons as ids (`MinutesLine`)."""
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class Item(Row):
    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("team_id", "origin_kind", "origin_id"),
        Index("ix_agenda_item_team_id", "team_id", "state", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    state: Mapped[ItemState] = mapped_column(default=ItemState.OPEN)
    position: Mapped[int] = mapped_column(default=0)
    """Order on the agenda; those of one position by age."""
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    minutes: Mapped[int | None]
    times_carried: Mapped[int] = mapped_column(default=0)
    """How many meetings went by without dealing with it."""
    skips_on: Mapped[date | None]
    """Not on the agenda of this planned day; on the next one again, without counting as carried over."""
    origin_kind: Mapped[str | None] = mapped_column(String(40))
    origin_id: Mapped[str | None] = mapped_column(String(60))
    """None, both: it was typed, or made of a message (`link`)."""
    link: Mapped[str | None] = mapped_column(String(1000))
    """The message in Teams it was made of."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    created_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def origin(self) -> Origin | None:
        return Origin(self.origin_kind, self.origin_id) if self.origin_kind and self.origin_id else None


class Treatment(Row):
    """One item at one meeting: what was noted, and what became of it."""

    __tablename__ = "agenda_treatment"
    __table_args__ = (UniqueConstraint("meeting_id", "item_id"), Index("ix_agenda_treatment_item_id", "item_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("agenda_meeting.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    outcome: Mapped[Outcome | None]
    note: Mapped[str | None] = mapped_column(String(LONGEST_NOTE))
    version: Mapped[int] = mapped_column(default=1)


class Attendance(Row):
    """Who was at a meeting: a member, or somebody without an account by name."""

    __tablename__ = "agenda_attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_agenda_attendance_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("agenda_meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"))
    name: Mapped[str | None] = mapped_column(String(200))


class Addendum(Row):
    """A correction of frozen minutes, for all to see under them."""

    __tablename__ = "agenda_addendum"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("agenda_meeting.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    on: Mapped[date]
