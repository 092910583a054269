"""A team's weekly meeting, its agenda items, and the minutes."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.agenda.rules import LONGEST_NAME, LONGEST_NOTE, LONGEST_TITLE
from app.agenda.rules_schedule import SkipReason
from app.kit.db import Row
from app.kit.origin import Origin
from app.kit.rhythm import HolidayRule, Rhythm

MESSAGE = "agenda.message"
"""The origin of items made of a message in Teams: no other room's thing, but one item for each message."""


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
    LEFT_OUT = "left_out"
    """Its agenda was never posted; `skip_reason` says why."""


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
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.WEEKLY)
    nth: Mapped[int] = mapped_column(default=1)
    anchor_on: Mapped[date]
    holiday_rule: Mapped[HolidayRule] = mapped_column(default=HolidayRule.SKIP)
    next_on: Mapped[date | None]
    """The planned day of the meeting whose agenda is posted next; None while paused."""
    next_post_at: Mapped[datetime | None] = mapped_column(index=True)

    next_filing_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the team's old meetings and items are next looked through."""

    def plan(self, on: date | None, post_at: datetime | None) -> None:
        self.next_on, self.next_post_at = on, post_at


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
        Index("ix_agenda_meeting_state", "state", "ends_itself_at"),
        Index("ix_agenda_meeting_warned_on", "team_id", "warned_on"),
        # A team sits in one meeting at a time, whoever presses first.
        Index(
            "uq_agenda_meeting_running",
            "team_id",
            unique=True,
            postgresql_where=text("state = 'running'"),
            sqlite_where=text("state = 'running'"),
        ),
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
    ends_itself_at: Mapped[datetime]
    """The next morning: a forgotten meeting closes by itself, one that nobody opened was not held."""
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    skip_reason: Mapped[SkipReason | None]
    current_item_id: Mapped[int | None]
    """What is being talked about; no foreign key, items and meetings point at each other."""
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    note: Mapped[str | None] = mapped_column(String(LONGEST_NOTE))
    """What was noted beside the items."""
    minutes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Frozen when it was closed, as `rules_minutes` describes: persons as ids."""
    closed_on: Mapped[date | None]
    warned_on: Mapped[date | None]
    """The day on which the coordination was told that it will be deleted by the filing plan."""
    version: Mapped[int] = mapped_column(default=1)


class Item(Row):
    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("team_id", "origin_kind", "origin_id"),
        Index("ix_agenda_item_team_id", "team_id", "state", "position", "id"),
        Index("ix_agenda_item_ended_on", "team_id", "state", "ended_on"),
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
    """None, both: it was typed."""
    link: Mapped[str | None] = mapped_column(String(1000))
    """The message in Teams it was made of."""
    made: Mapped[int] = mapped_column(default=0)
    """How many forms for something made of it were opened: each has its own number, so that a second save of one
    makes nothing new, and a second form does."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    created_on: Mapped[date]
    ended_on: Mapped[date | None]
    """The day on which it was done or dropped."""
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
    name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))


class Addendum(Row):
    """A correction of frozen minutes, for all to see under them."""

    __tablename__ = "agenda_addendum"
    __table_args__ = (Index("ix_agenda_addendum_meeting_id", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("agenda_meeting.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    on: Mapped[date]
