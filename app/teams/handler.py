"""Botbuilder's `TeamsActivityHandler`, handing each kind of activity on: typed, pressed, dialog, or a happening."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from app.kit.counters import REPLIES_LOST
from app.kit.incoming import Gesture, Incoming, PlaceKind
from app.kit.sender import ConversationGone, Destination, Refused, Rejected, Sender, Unknown
from app.teams.happenings import Happenings
from app.teams.incoming import (
    NotUnderstood,
    read_dialog,
    read_extension,
    read_happening,
    read_message,
    read_press,
)
from app.teams.outgoing import Reply, ReplyKind, invoke_body, search_body
from app.teams.turns import Turns

log = logging.getLogger(__name__)

REPLY_PAUSE_SECONDS = 2.0
"""A refused answer is tried once more after at most this; whoever asked can ask again."""

_DIALOGS = {"task/fetch": Gesture.OPEN_DIALOG, "task/submit": Gesture.SUBMIT_DIALOG}
_EXTENSIONS = {
    "composeExtension/fetchTask": Gesture.OPEN_DIALOG,
    "composeExtension/submitAction": Gesture.SUBMIT_DIALOG,
    "composeExtension/query": Gesture.SEARCH,
}


class KernteamHandler(TeamsActivityHandler):  # type: ignore[misc]
    """One for each turn: `activity` is the turn's JSON, which knows more than botbuilder's model of it."""

    def __init__(self, activity: Mapping[str, Any], turns: Turns, happenings: Happenings, sender: Sender) -> None:
        super().__init__()
        self._activity = activity
        self._turns = turns
        self._happenings = happenings
        self._sender = sender

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        try:
            incoming = read_message(self._activity)
        except NotUnderstood:
            return
        reply = await self._turns.answer(incoming)
        await self._deliver(incoming, reply)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        name = self._activity.get("name")
        try:
            if name == "adaptiveCard/action":
                incoming = read_press(self._activity)
            elif name in _DIALOGS:
                incoming = read_dialog(self._activity, _DIALOGS[str(name)])
            elif name in _EXTENSIONS:
                incoming = read_extension(self._activity, _EXTENSIONS[str(name)])
            else:
                return InvokeResponse(status=501)
        except NotUnderstood:
            return InvokeResponse(status=400)
        if incoming.gesture is Gesture.SEARCH:
            return InvokeResponse(status=200, body=search_body(await self._turns.search(incoming)))
        reply = await self._turns.answer(incoming)
        return InvokeResponse(status=200, body=invoke_body(incoming.gesture, reply))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._happened()

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._happened()

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """Nothing: what was asked once is answered. Botbuilder's own reads the activity by msrest, which may raise."""

    on_message_delete_activity = on_message_update_activity

    async def _happened(self) -> None:
        try:
            happening = read_happening(self._activity)
        except NotUnderstood:
            return
        if happening is not None:
            await self._happenings.take(happening)

    async def _deliver(self, incoming: Incoming, reply: Reply) -> None:
        """Answer the asker: in 1:1 as a message, in a channel for them alone, in the 1:1 chat where that fails."""
        if reply.kind is ReplyKind.NOTHING:
            return
        place, asker, message = incoming.place, incoming.who.teams_user_id, reply.message()
        here = Destination(place.service_url, place.tenant_id, place.conversation_id, asker, place.thread_activity_id)
        alone = place.kind is PlaceKind.CHANNEL and not reply.shared
        send = self._sender.send_targeted if alone else self._sender.send
        try:
            await _patiently(lambda: send(here, message))
            return
        except (ConversationGone, Rejected) as error:
            if not alone:
                REPLIES_LOST.labels(error.reason).inc()
                return
        except (Refused, Unknown) as error:
            REPLIES_LOST.labels(error.reason).inc()
            return
        there = Destination(place.service_url, place.tenant_id, None, asker)
        try:
            chat = await self._sender.open_personal(there)
            await self._sender.send(replace(there, conversation_id=chat), message)
        except (ConversationGone, Rejected, Refused, Unknown) as error:
            REPLIES_LOST.labels(error.reason).inc()


async def _patiently(send: Callable[[], Awaitable[str]]) -> None:
    try:
        await send()
    except Refused as refused:
        await asyncio.sleep(min(refused.retry_after_seconds or REPLY_PAUSE_SECONDS, REPLY_PAUSE_SECONDS))
        await send()
