"""One unit of work: one transaction, one `now`, one actor. Actions change rows and notify by rows; the edge commits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.actor import Actor
from app.kit.clock import Clock
from app.kit.db import Database
from app.kit.outbox import (
    Conversation,
    Operation,
    OutboxRow,
    Post,
    RowState,
    find_conversation,
    find_post,
    key_of,
    thing_of,
)

if TYPE_CHECKING:
    from app.kit.room import House

T = TypeVar("T")

UPDATE_USELESS_AFTER = timedelta(days=7)
"""An update of a message older than this changes nothing anybody still reads."""

THREAD = "thread"
"""Names the posts that are not ours, but whose threads we write in."""


@dataclass
class Unit:
    session: Session
    now: datetime
    """UTC with zone. In a tick this is the tick's planned time."""
    house: "House"
    actor: Actor | None = None
    notified: bool = field(default=False, init=False)

    @property
    def acting(self) -> Actor:
        """The actor, where the door has made sure that there is one."""
        assert self.actor is not None, "this action is only reached through a door that recognises people"
        return self.actor

    def post(
        self, notice: str, subject: str | int, to: str, *, useless_after: datetime, send_after: datetime | None = None
    ) -> bool:
        """A new message. False when this very message has been asked for before, or the conversation is not known."""
        return self._send(Operation.POST, notice, subject, to, None, useless_after, send_after)

    def reply(
        self,
        notice: str,
        subject: str | int,
        to: str,
        *,
        under: tuple[str, str | int],
        useless_after: datetime,
        send_after: datetime | None = None,
    ) -> bool:
        """A message in the thread of the earlier post `under` (its notice and subject)."""
        return self._send(Operation.REPLY, notice, subject, to, thing_of(*under), useless_after, send_after)

    def reply_in_thread(
        self, notice: str, subject: str | int, to: str, *, root_activity_id: str, useless_after: datetime
    ) -> bool:
        """A message in the thread of a message that somebody else wrote, known by Teams' id."""
        conversation = find_conversation(self.session, to)
        if conversation is None:
            return False
        root = f"{conversation.id}-{root_activity_id}"
        if find_post(self.session, THREAD, root) is None:
            self.session.add(
                Post(
                    thing=thing_of(THREAD, root),
                    conversation_id=conversation.id,
                    activity_id=root_activity_id,
                    posted_at=self.now,
                )
            )
            self.session.flush()
        return self.reply(notice, subject, to, under=(THREAD, root), useless_after=useless_after)

    def update(self, notice: str, subject: str | int, to: str) -> None:
        """Show the post as it is now. Changes within the same moment become one update."""
        self._once_waiting(Operation.UPDATE, notice, subject, to)

    def delete_post(self, notice: str, subject: str | int, to: str) -> None:
        self._once_waiting(Operation.DELETE, notice, subject, to)

    def _send(
        self,
        operation: Operation,
        notice: str,
        subject: str | int,
        to: str,
        under: str | None,
        useless_after: datetime,
        send_after: datetime | None,
    ) -> bool:
        key = key_of(operation, notice, subject)
        conversation = find_conversation(self.session, to)
        if conversation is None or self.session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)):
            return False
        self._add(operation, notice, subject, key, conversation, useless_after, send_after or self.now, under)
        return True

    def _once_waiting(self, operation: Operation, notice: str, subject: str | int, to: str) -> None:
        key = key_of(operation, notice, subject)
        conversation = find_conversation(self.session, to)
        # Locked until we commit, so that the dispatcher can't load the view before our change is in it.
        if conversation is None or self.session.scalar(
            select(OutboxRow.id).where(OutboxRow.key == key).with_for_update()
        ):
            return
        self._add(operation, notice, subject, key, conversation, self.now + UPDATE_USELESS_AFTER, self.now, None)

    def _add(
        self,
        operation: Operation,
        notice: str,
        subject: str | int,
        key: str,
        conversation: Conversation,
        useless_after: datetime,
        send_after: datetime,
        under: str | None,
    ) -> None:
        self.house.notice(notice)  # an unknown name is a fault of ours and shows in the first test
        self.session.add(
            OutboxRow(
                key=key,
                operation=operation,
                notice=notice,
                subject=str(subject),
                under=under,
                conversation_id=conversation.id,
                state=RowState.WAITING,
                created_at=self.now,
                send_after=send_after,
                useless_after=useless_after,
            )
        )
        # Written at once: a second notify in the same unit must find this row, and the unique key must speak here.
        self.session.flush()
        self.notified = True


class Units:
    """The edge's way to the database: runs work in one `Unit`, commits, and wakes the dispatcher when rows wait."""

    def __init__(
        self, database: Database, house: "House", clock: Clock, on_notified: Callable[[], None] | None = None
    ) -> None:
        self.database = database
        self.house = house
        self.clock = clock
        self.on_notified = on_notified

    async def run(self, work: Callable[[Unit], T], *, now: datetime | None = None) -> T:
        moment = now or self.clock.now()
        last: list[Unit] = []

        def in_transaction(session: Session) -> T:
            unit = Unit(session, moment, self.house)
            last[:] = [unit]
            return work(unit)

        result = await self.database.run(in_transaction)
        if last[0].notified and self.on_notified:
            self.on_notified()
        return result
