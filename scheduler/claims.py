"""Who sends which row: claiming, and taking back what a claim left behind. Plain work on a session.

A row is claimed only at the head of its conversation, and the database allows one claimed row per conversation: so
messages leave in order, whoever sends them. The conditions name the states as literals because the partial indexes
are only used where the database sees the very words of the index.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal_column, null, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.kit.outbox import Operation, OutboxRow, RowState, key_of
from scheduler.outcomes import MOST_UNKNOWNS

LEASE = timedelta(seconds=120)
"""Real time. A claim that is older belonged to a process that ended; no sending may take longer."""

CHANGES = (Operation.UPDATE, Operation.DELETE)
"""They may be repeated and come too late without harm: they say how a message is, not that there is one."""

_WAITING: ColumnElement[Any] = literal_column(f"'{RowState.WAITING}'")
_CLAIMED: ColumnElement[Any] = literal_column(f"'{RowState.CLAIMED}'")


@dataclass(frozen=True)
class Claim:
    """A row that is ours until `until` (real time). `token` names this claim and no other, ever."""

    row_id: int
    operation: Operation
    notice: str
    subject: str
    under: str | None
    conversation_id: int
    attempts: int
    unknowns: int
    token: str
    until: datetime


@dataclass(frozen=True)
class Ending:
    """How a row ended: counted once the transaction is committed."""

    notice: str
    outcome: str


def claim_due(session: Session, *, token: str, now: datetime, real_now: datetime, most: int) -> list[Claim]:
    """Claims up to `most` rows, the longest waiting first, at most one of each conversation."""
    rows = session.execute(select_due(now, real_now, most)).all()
    if not rows:
        return []
    until = real_now + LEASE
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_([row.id for row in rows]))
        .values(
            state=RowState.CLAIMED,
            claimed_by=token,
            claimed_until=until,
            sending_since=None,
            # From here on a change of the record is not sure to be in the view: it has to make a new row.
            key=case((OutboxRow.operation.in_(CHANGES), null()), else_=OutboxRow.key),
        )
        .execution_options(synchronize_session=False)
    )
    return [
        Claim(
            row_id=row.id,
            operation=Operation(row.operation),
            notice=row.notice,
            subject=row.subject,
            under=row.under,
            conversation_id=row.conversation_id,
            attempts=row.attempts,
            unknowns=row.unknowns,
            token=token,
            until=until,
        )
        for row in rows
    ]


def select_due(
    now: datetime, real_now: datetime, most: int
) -> Select[int, Operation, str, str, str | None, int, int, int]:
    """The heads of the conversations, where they are due (product time) and not pausing (real time)."""
    earlier, flying = aliased(OutboxRow), aliased(OutboxRow)
    has_earlier = exists().where(
        earlier.conversation_id == OutboxRow.conversation_id,
        earlier.state.in_([_WAITING, _CLAIMED]),
        or_(
            earlier.send_after < OutboxRow.send_after,
            and_(earlier.send_after == OutboxRow.send_after, earlier.id < OutboxRow.id),
        ),
    )
    has_one_on_its_way = exists().where(
        flying.conversation_id == OutboxRow.conversation_id, flying.state == _CLAIMED, flying.id != OutboxRow.id
    )
    return (
        select(
            OutboxRow.id,
            OutboxRow.operation,
            OutboxRow.notice,
            OutboxRow.subject,
            OutboxRow.under,
            OutboxRow.conversation_id,
            OutboxRow.attempts,
            OutboxRow.unknowns,
        )
        .where(is_due(now), not_pausing(real_now), ~has_earlier, ~has_one_on_its_way)
        .order_by(OutboxRow.send_after, OutboxRow.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=OutboxRow)
    )


def is_due(now: datetime) -> ColumnElement[bool]:
    return and_(OutboxRow.state == _WAITING, OutboxRow.send_after <= now)


def not_pausing(real_now: datetime) -> ColumnElement[bool]:
    return or_(OutboxRow.retry_at.is_(None), OutboxRow.retry_at <= real_now)


def messages_wait(session: Session, now: datetime, real_now: datetime) -> bool:
    """Whether a claim would find something."""
    return session.execute(select_due(now, real_now, 1)).first() is not None


def next_send_after(session: Session, after: datetime) -> datetime | None:
    """When (product time) the next row becomes due that was not due at `after`."""
    return session.scalar(
        select(OutboxRow.send_after)
        .where(OutboxRow.state == _WAITING, OutboxRow.send_after > after)
        .order_by(OutboxRow.send_after)
        .limit(1)
    )


def take_back_expired(session: Session, *, now: datetime, real_now: datetime, ours: Collection[int]) -> list[Ending]:
    """Rows whose process ended wait again, or are dropped where the message may have left and must not leave twice.

    `ours` are row ids this process is still busy with: it was only stopped for a while.
    """
    expired = select(OutboxRow).where(OutboxRow.state == _CLAIMED, OutboxRow.claimed_until < real_now)
    rows = session.scalars(expired.with_for_update(skip_locked=True)).all()
    return end_claims(session, [row for row in rows if row.id not in ours], now)


def end_claims(session: Session, rows: Sequence[OutboxRow], now: datetime) -> list[Ending]:
    """The claims ended without a word: by a crash, or because a stop could wait no longer."""
    endings = []
    for row in rows:
        row.unknowns += 1
        makes_new = row.operation not in CHANGES
        if makes_new and (row.sending_since is not None or row.unknowns >= MOST_UNKNOWNS):
            endings.append(drop(row, "unknown", now))
        else:
            endings += put_back(session, row, now)
    session.flush()
    return endings


def own_row(session: Session, claim: Claim) -> OutboxRow | None:
    """The claimed row, locked; None when the claim is no longer ours."""
    row = session.get(OutboxRow, claim.row_id, with_for_update=True)
    held = row is not None and row.state == RowState.CLAIMED and row.claimed_by == claim.token
    return row if held else None


def put_back(session: Session, row: OutboxRow, now: datetime, *, retry_at: datetime | None = None) -> list[Ending]:
    """The row waits again. An update that was asked for anew in the meantime is not sent twice."""
    if row.operation in CHANGES:
        key = key_of(Operation(row.operation), row.notice, row.subject)
        if session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)):
            return [drop(row, "superseded", now)]
        row.key = key
    _unclaim(row, RowState.WAITING)
    row.retry_at = retry_at
    return []


def drop(row: OutboxRow, reason: str, now: datetime) -> Ending:
    _finish(row, RowState.DROPPED, now)
    row.reason = reason[:60]
    return Ending(row.notice, reason)


def finish_sent(row: OutboxRow, activity_id: str, now: datetime) -> Ending:
    _finish(row, RowState.SENT, now)
    row.reason = None
    row.activity_id = activity_id or None
    return Ending(row.notice, "sent")


def _finish(row: OutboxRow, state: RowState, now: datetime) -> None:
    _unclaim(row, state)
    row.finished_at = now
    row.retry_at = None
    if row.operation in CHANGES:
        row.key = None


def _unclaim(row: OutboxRow, state: RowState) -> None:
    row.state = state
    row.claimed_by = None
    row.claimed_until = None
    row.sending_since = None
