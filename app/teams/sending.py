"""Sending for the dispatcher and for turns: paced by Teams' limits, built from the kit's `Message`."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from app.kit.sender import Destination, Message, Refused, Rejected
from app.teams.connector import Connector
from app.teams.limits import SendLimits, conversation_root

LONGEST_WAIT_SECONDS: Final = 8.0
"""Longer waits are handed back as `Refused` with their length: a turn has ten seconds, and the outbox keeps time."""

CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"


class Pacing:
    """Waits for a slot in `SendLimits`. One object for the whole process, given to the one `Connector`."""

    def __init__(
        self,
        limits: SendLimits | None = None,
        *,
        longest_wait_seconds: float = LONGEST_WAIT_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limits = limits or SendLimits()
        self._longest_wait_seconds = longest_wait_seconds
        self._monotonic = monotonic
        self._sleep = sleep

    async def wait(self, conversation: str | None, tenant: str) -> None:
        """Slots are booked in the order of asking, so messages of one conversation leave in that order."""
        while True:
            now = self._monotonic()
            seconds = self._limits.reserve(conversation, tenant, now, at_most=self._longest_wait_seconds)
            if seconds > self._longest_wait_seconds:
                raise Refused("paced", retry_after_seconds=seconds)
            # A slot at hand costs no trip through the event loop.
            if seconds > 0:
                await self._sleep(seconds)
            # While this one slept, another call may have been told to wait: then the slot is void.
            if conversation is None or self._limits.held_for(conversation, self._monotonic()) <= 0:
                return

    def hold(self, conversation: str, seconds: float) -> None:
        self._limits.hold(conversation, self._monotonic() + seconds)


class TeamsSender:
    """The kit's `Sender` for Teams. It repeats nothing: what may be sent again is the outbox's decision."""

    def __init__(self, connector: Connector, *, app_id: str) -> None:
        self._connector = connector
        self._bot_id = f"28:{app_id}"

    async def open_personal(self, to: Destination) -> str:
        if not to.teams_user_id:
            raise Rejected("no_person")
        parameters = {
            "isGroup": False,
            "bot": {"id": self._bot_id},
            "members": [{"id": to.teams_user_id}],
            "tenantId": to.tenant_id,
            "channelData": {"tenant": {"id": to.tenant_id}},
        }
        answer = await self._connector.create_conversation(to.service_url, parameters, tenant_id=to.tenant_id)
        conversation_id = answer.get("id")
        if not isinstance(conversation_id, str) or not conversation_id:
            raise Rejected("answer_without_id")
        return conversation_id

    async def send(self, to: Destination, message: Message) -> str:
        answer = await self._connector.send_to_conversation(
            to.service_url, _conversation(to), activity_of(message), tenant_id=to.tenant_id
        )
        return _activity_id(answer)

    async def send_targeted(self, to: Destination, message: Message) -> str:
        if not to.teams_user_id:
            raise Rejected("no_person")
        activity = activity_of(message) | {"recipient": {"id": to.teams_user_id, "isTargeted": True}}
        answer = await self._connector.send_to_conversation(
            to.service_url, _conversation(to), activity, tenant_id=to.tenant_id, targeted=True
        )
        return _activity_id(answer)

    async def update(self, to: Destination, activity_id: str, message: Message) -> None:
        activity = activity_of(message) | {"id": activity_id}
        await self._connector.update_activity(
            to.service_url, _conversation(to), activity_id, activity, tenant_id=to.tenant_id
        )

    async def delete(self, to: Destination, activity_id: str) -> None:
        await self._connector.delete_activity(to.service_url, _conversation(to), activity_id, tenant_id=to.tenant_id)


def activity_of(message: Message) -> dict[str, Any]:
    """The activity's JSON: card and text as they are given; absent parts are left out."""
    activity: dict[str, Any] = {"type": "message", "summary": message.summary}
    if message.text is not None:
        activity["text"] = message.text
    if message.card is not None:
        activity["attachments"] = [{"contentType": CARD_TYPE, "content": message.card}]
    if message.mentions:
        activity["entities"] = list(message.mentions)
    if message.alert:
        activity["channelData"] = {"notification": {"alert": True}}
    return activity


def _conversation(to: Destination) -> str:
    """Posting to the bare channel starts a thread; a reply goes to the channel's id with the root message's [A5]."""
    if not to.conversation_id:
        raise Rejected("no_conversation")
    root = conversation_root(to.conversation_id)
    return f"{root};messageid={to.thread_activity_id}" if to.thread_activity_id else root


def _activity_id(answer: dict[str, Any]) -> str:
    """Empty if Teams gave none: the message is delivered, but cannot be updated."""
    activity_id = answer.get("id") or answer.get("activityId")
    return activity_id if isinstance(activity_id, str) else ""
