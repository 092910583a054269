"""A team's series of rounds, the rounds themselves and what people answered."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Row
from app.kit.rhythm import HolidayRule, Rhythm, Week
from app.standups.rules import SkipReason, Slot


class SeriesState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    SKIPPED = "skipped"
    FORGOTTEN = "forgotten"
    """Closed so long ago that its answers are deleted."""


class Asked(TypedDict):
    """A question as a round keeps it. `text` None: the default wording in the reader's language."""

    slot: str
    text: str | None


class Series(Row):
    __tablename__ = "standups_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"), unique=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("people_channel.id", ondelete="CASCADE"), index=True)
    state: Mapped[SeriesState] = mapped_column(default=SeriesState.ACTIVE)
    opens_weekday: Mapped[int]
    """0 is Monday, as everywhere here."""
    opens_time: Mapped[time]
    """The team's wall clock."""
    reminder_weekday: Mapped[int | None]
    """None: nobody is reminded."""
    closes_weekday: Mapped[int]
    closes_time: Mapped[time]
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.WEEKLY)
    nth: Mapped[int] = mapped_column(default=1)
    """With the monthly rhythm: the report day is the nth such weekday of its month; -1 is the last."""
    anchor_on: Mapped[date]
    """With the fortnightly rhythm: a day of a week that has a round."""
    holiday_rule: Mapped[HolidayRule] = mapped_column(default=HolidayRule.SKIP)
    everyone: Mapped[bool] = mapped_column(default=True)
    next_year: Mapped[int | None]
    next_week: Mapped[int | None]
    """The ISO week of the round that opens next; None while paused."""
    next_opens_at: Mapped[datetime | None] = mapped_column(index=True)

    def plan(self, week: Week | None, opens_at: datetime | None) -> None:
        self.next_year, self.next_week = week or (None, None)
        self.next_opens_at = opens_at


class Question(Row):
    __tablename__ = "standups_question"
    __table_args__ = (UniqueConstraint("series_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("standups_series.id", ondelete="CASCADE"))
    slot: Mapped[Slot]
    text: Mapped[str | None] = mapped_column(String(200))
    """None: the default wording in the reader's language."""


class SkippedWeek(Row):
    """A week without a round, set by a coordinator."""

    __tablename__ = "standups_skipped_week"
    __table_args__ = (UniqueConstraint("series_id", "iso_year", "iso_week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("standups_series.id", ondelete="CASCADE"))
    iso_year: Mapped[int]
    iso_week: Mapped[int]


class SeriesPerson(Row):
    """What a person, or the coordinators for them, set about taking part. No row: neither chosen nor left."""

    __tablename__ = "standups_series_person"
    __table_args__ = (
        UniqueConstraint("series_id", "person_id"),
        Index("ix_standups_series_person_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("standups_series.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id", ondelete="CASCADE"))
    chosen: Mapped[bool] = mapped_column(default=False)
    left: Mapped[bool] = mapped_column(default=False)
    """Silent: only the person sees it."""


class Round(Row):
    __tablename__ = "standups_round"
    __table_args__ = (
        UniqueConstraint("series_id", "iso_year", "iso_week"),
        Index("ix_standups_round_team_id", "team_id", "state"),
        Index("ix_standups_round_state", "state", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("standups_series.id", ondelete="CASCADE"))
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("people_channel.id", ondelete="CASCADE"), index=True)
    iso_year: Mapped[int]
    iso_week: Mapped[int]
    report_on: Mapped[date]
    opens_at: Mapped[datetime]
    remind_on: Mapped[date | None]
    """The day in whose private message the round is mentioned."""
    closes_at: Mapped[datetime]
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    skip_reason: Mapped[SkipReason | None]
    questions: Mapped[list[Asked]] = mapped_column(JSON)
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    @property
    def week(self) -> Week:
        return Week(self.iso_year, self.iso_week)


class Answer(Row):
    """One person's answer to one round."""

    __tablename__ = "standups_answer"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        Index("ix_standups_answer_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("standups_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id", ondelete="CASCADE"))
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    """By slot; slots left empty are not there."""
    quiet: Mapped[bool] = mapped_column(default=False)
    """Saved with *Wie letzte Woche*."""
    version: Mapped[int] = mapped_column(default=1)
    saved_on: Mapped[date]
    """The day and nothing finer: when somebody answers is nobody's business."""


class PersonalLink(Row):
    """A person's way to one round's form on the web, for who misses messages in Teams."""

    __tablename__ = "standups_personal_link"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        Index("ix_standups_personal_link_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("standups_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id", ondelete="CASCADE"))
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """The code itself is shown once and stored nowhere."""
