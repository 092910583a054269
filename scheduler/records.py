"""Before and after a message: what is to be sent, and what became of it. Plain work on a session, for one claim."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.kit.answers import Skip
from app.kit.outbox import Conversation, Operation, OutboxRow, Post, RowState, key_of, thing_of
from app.kit.room import House
from app.kit.sender import Destination
from scheduler.claims import CHANGES, Claim, Ending, drop, finish_sent, own_row, put_back
from scheduler.outcomes import STEPS_ASIDE_AFTER, Again, Behind, Dead, Dropped, Outcome, Returned, Sent


@dataclass(frozen=True)
class Ready:
    to: Destination
    language: str
    in_channel: bool
    view: Any
    """None for a deletion."""
    activity_id: str
    """The message to be changed or deleted; empty for a new one."""


class LoadFault(Exception):
    """A room's `load` failed; the cause is a fault of ours, not the database's."""


def prepare(session: Session, claim: Claim, house: House, now: datetime) -> Ready | Outcome | None:
    """What to send, as it is now; or why not. None when the claim is no longer ours."""
    row = own_row(session, claim)
    if row is None:
        return None
    if now > row.useless_after:
        return Dropped("too_late")
    conversation = session.get_one(Conversation, claim.conversation_id)
    if conversation.dead_reason is not None:
        return Dropped("conversation_dead")
    root_id = activity_id = None
    if claim.operation is Operation.REPLY:
        root = _post(session, claim.under or "")
        if root is None:
            return _behind_root(session, claim) or Dropped("never_posted")
        root_id = root.activity_id
    if claim.operation in CHANGES:
        post = _post(session, thing_of(claim.notice, claim.subject))
        if post is None:
            return Dropped("never_posted")
        activity_id = post.activity_id
    view = None
    if claim.operation is not Operation.DELETE:
        view = _load(session, claim, house, now)
        if isinstance(view, Skip):
            return Dropped(view.reason, skipped=True)
    return Ready(
        Destination(
            conversation.service_url,
            conversation.tenant_id,
            conversation.teams_conversation_id,
            conversation.teams_user_id,
            root_id,
        ),
        conversation.language,
        conversation.key.startswith("channel:"),
        view,
        activity_id or "",
    )


def _load(session: Session, claim: Claim, house: House, now: datetime) -> Any:
    try:
        return house.notice(claim.notice).load(session, claim.subject, now)
    except DBAPIError:
        raise  # the database's word: the edge knows which of them pass
    except Exception as error:
        raise LoadFault(claim.notice) from error


def _post(session: Session, thing: str) -> Post | None:
    return session.scalar(select(Post).where(Post.thing == thing))


def _behind_root(session: Session, claim: Claim) -> Behind | None:
    """The root message may be asked for, but for later than its answer."""
    notice, _, subject = (claim.under or "").partition(":")
    keys = [key_of(operation, notice, subject) for operation in (Operation.POST, Operation.REPLY)]
    send_after = session.scalar(
        select(OutboxRow.send_after).where(
            OutboxRow.key.in_(keys),
            OutboxRow.state == RowState.WAITING,
            OutboxRow.conversation_id == claim.conversation_id,
        )
    )
    return Behind(send_after) if send_after else None


def note_sending(session: Session, claim: Claim, real_now: datetime) -> bool:
    """From now on the message may have left. False when the claim is no longer ours: then it must not."""
    row = own_row(session, claim)
    if row is not None:
        row.sending_since = real_now
    return row is not None


def store_opened_chat(session: Session, conversation_id: int, teams_conversation_id: str) -> None:
    session.get_one(Conversation, conversation_id).teams_conversation_id = teams_conversation_id


def conclude(
    session: Session, claim: Claim, outcome: Outcome, *, now: datetime, real_now: datetime, pause: timedelta
) -> list[Ending]:
    """Writes down what became of the row; what it returns is counted after the commit. `pause` counts for `Again`."""
    if isinstance(outcome, Sent):
        return _conclude_sent(session, claim, outcome, now)
    endings: list[Ending] = []
    if isinstance(outcome, Dead):
        endings += _bury(session, claim, outcome.reason, now)
    row = own_row(session, claim)
    if row is None:
        return endings
    match outcome:
        case Dead():
            endings.append(drop(row, "conversation_dead", now))
        case Dropped():
            endings.append(drop(row, outcome.reason, now))
            if outcome.post_gone:
                thing = claim.under if claim.operation is Operation.REPLY else thing_of(claim.notice, claim.subject)
                session.execute(delete(Post).where(Post.thing == thing))
        case Again():
            row.attempts += 1
            row.unknowns += outcome.cause == "unknown"
            if row.operation in CHANGES and row.attempts >= STEPS_ASIDE_AFTER:
                row.send_after = now + pause
            endings += put_back(session, row, now, retry_at=real_now + pause)
        case Behind():
            row.send_after = outcome.send_after + timedelta(microseconds=1)
            endings += put_back(session, row, now)
        case Returned():
            endings += put_back(session, row, now, retry_at=row.retry_at)
    return endings


def _conclude_sent(session: Session, claim: Claim, outcome: Sent, now: datetime) -> list[Ending]:
    """It stands in Teams: true even where the claim ran out meanwhile and others believe otherwise."""
    row = session.get(OutboxRow, claim.row_id, with_for_update=True)
    if row is None or row.state == RowState.SENT:
        return []
    ending = finish_sent(row, outcome.activity_id, now)
    thing = thing_of(claim.notice, claim.subject)
    if claim.operation is Operation.DELETE:
        session.execute(delete(Post).where(Post.thing == thing))
    elif claim.operation is not Operation.UPDATE and outcome.activity_id:
        post = _post(session, thing)
        if post is None:
            post = Post(thing=thing, conversation_id=claim.conversation_id)
            session.add(post)
        post.activity_id = outcome.activity_id
        post.posted_at = now
    return [ending]


def _bury(session: Session, claim: Claim, reason: str, now: datetime) -> list[Ending]:
    """Marks the conversation dead and drops what waits for it."""
    conversation = session.get_one(Conversation, claim.conversation_id)
    if conversation.dead_reason is None:
        conversation.dead_reason = reason[:60]
        conversation.died_at = now
    waiting = select(OutboxRow).where(
        OutboxRow.conversation_id == claim.conversation_id, OutboxRow.state == RowState.WAITING
    )
    return [drop(row, "conversation_dead", now) for row in session.scalars(waiting.with_for_update())]
