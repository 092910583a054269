"""A team's decisions, their history, and the rounds in which they are made."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.decisions.rules import LONGEST_REASON, LONGEST_WORDING
from app.kit.db import Row
from app.kit.origin import Origin


class DecisionState(StrEnum):
    OPEN = "open"
    """A round about it is going on; it has no number yet."""
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    NOT_ADOPTED = "not_adopted"


class Way(StrEnum):
    NOTED = "noted"
    CONSENT = "consent"
    VOTE = "vote"


class Effect(StrEnum):
    """What a look back found."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"
    NOT_MEASURED = "not_measured"


class Choice(StrEnum):
    """In a consent round: consent, concern (consents all the same), objection. In a vote: yes, no, abstain."""

    CONSENT = "consent"
    CONCERN = "concern"
    OBJECTION = "objection"
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class EntryKind(StrEnum):
    PROPOSED = "proposed"
    RECORDED = "recorded"
    NOT_ADOPTED = "not_adopted"
    CHANGED = "changed"
    """Reason, days or who decided were added; the wording never changes."""
    SUPERSEDES = "supersedes"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    REVIEWED = "reviewed"
    REDACTED = "redacted"


class Decision(Row):
    __tablename__ = "decisions_decision"
    __table_args__ = (
        UniqueConstraint("team_id", "year", "number"),
        UniqueConstraint("team_id", "origin_kind", "origin_id"),
        Index("ix_decisions_decision_team_id", "team_id", "state", "year", "number"),
        Index("ix_decisions_decision_review_on", "team_id", "state", "review_on"),
        Index("ix_decisions_decision_closes_at", "state", "closes_at"),
        Index("ix_decisions_decision_filed_from", "team_id", "filed_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    year: Mapped[int | None]
    number: Mapped[int | None]
    """Both None until it is recorded."""
    state: Mapped[DecisionState]
    way: Mapped[Way]
    wording: Mapped[str] = mapped_column(String(LONGEST_WORDING))
    reason: Mapped[str | None] = mapped_column(String(LONGEST_REASON))
    decided_by: Mapped[str | None] = mapped_column(String(300))
    """Who decided, as typed: „alle Anwesenden“, „Lenkungskreis“."""
    decided_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    review_on: Mapped[date | None]
    effect: Mapped[Effect | None]
    effect_note: Mapped[str | None] = mapped_column(String(LONGEST_REASON))
    supersedes_id: Mapped[int | None] = mapped_column(
        ForeignKey("decisions_decision.id", ondelete="SET NULL"), index=True
    )
    """The decision it takes the place of; the other direction is looked up by this."""
    open_voting: Mapped[bool] = mapped_column(default=False)
    """A vote in which everybody sees who chose what; chosen before it begins."""
    quorum: Mapped[int | None]
    """How many must take part in the round for it to count."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    """When the round ends by itself."""
    remind_on: Mapped[date | None]
    """The day whose private message tells those of the round who have not taken part."""
    tally: Mapped[dict[str, int] | None] = mapped_column(JSON)
    """By `Choice`: kept while a secret vote goes on (nobody's choice is stored), and as every round's result."""
    origin_kind: Mapped[str | None] = mapped_column(String(40))
    origin_id: Mapped[str | None] = mapped_column(String(60))
    link: Mapped[str | None] = mapped_column(String(1000))
    """The message in Teams it was made of."""
    meeting_id: Mapped[int | None] = mapped_column(index=True)
    """The agenda's meeting during which it was made; no foreign key, the agenda stands above."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    created_on: Mapped[date]
    filed_from: Mapped[date | None]
    """From when the filing plan counts: the day it was decided, reviewed last, or ended; None while a round goes on."""
    version: Mapped[int] = mapped_column(default=1)

    @property
    def origin(self) -> Origin | None:
        return Origin(self.origin_kind, self.origin_id) if self.origin_kind and self.origin_id else None

    @property
    def reference(self) -> str:
        """As people quote it: `2026-14`; empty while it has no number."""
        return f"{self.year}-{self.number}" if self.number else ""


class LastNumber(Row):
    """The number given last, for each team and year: locked while the next one is given."""

    __tablename__ = "decisions_last_number"
    __table_args__ = (UniqueConstraint("team_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"))
    year: Mapped[int]
    number: Mapped[int] = mapped_column(default=0)


class Entry(Row):
    """One change in a decision's history. Never changed, but where a passage is redacted."""

    __tablename__ = "decisions_entry"
    __table_args__ = (UniqueConstraint("decision_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions_decision.id", ondelete="CASCADE"))
    position: Mapped[int]
    """1, 2, 3 … in the decision."""
    kind: Mapped[EntryKind]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was written, without any person."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"), index=True)
    """Who did it; outside the content, so that the person can be taken out."""
    on: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    """Over this entry and the checksum of the one before it: see `rules_history`."""


class Participation(Row):
    """Who took part in a round. `choice` and `reason` stay None in a secret vote."""

    __tablename__ = "decisions_participation"
    __table_args__ = (
        UniqueConstraint("decision_id", "person_id"),
        Index("ix_decisions_participation_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions_decision.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id", ondelete="SET NULL"))
    choice: Mapped[Choice | None]
    reason: Mapped[str | None] = mapped_column(String(LONGEST_REASON))


class DecisionSettings(Row):
    """What a team set about its decisions. No row: the defaults."""

    __tablename__ = "decisions_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("people_team.id", ondelete="CASCADE"), unique=True)
    round_days: Mapped[int] = mapped_column(default=3)
    """How long a round stays open, in working days."""
    quorum_percent: Mapped[int] = mapped_column(default=50)
    """Of the members at its beginning."""
    open_voting: Mapped[bool] = mapped_column(default=False)
    review_months: Mapped[int] = mapped_column(default=6)
    """Proposed as the review date; 0 for none."""
    kept_years: Mapped[int | None]
    """The filing plan: decisions and minutes are deleted so many years after their end; None: never."""
    kept_since: Mapped[date | None]
    """The day this number of years was chosen: nothing is deleted in the 30 days after it."""
    next_filing_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the team's decisions are next looked through by the filing plan; None without one."""
