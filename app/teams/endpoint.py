"""`POST /api/messages`: size, form and token are checked before anything else is looked at."""

import logging
from typing import Any

import orjson
from aiohttp import web
from botbuilder.core import TurnContext

from app.kit.sender import Sender
from app.teams.adapter import KernteamAdapter, MalformedActivity
from app.teams.auth import Forbidden, Unauthorised
from app.teams.handler import KernteamHandler
from app.teams.happenings import Happenings
from app.teams.turns import Turns

log = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
"""Bytes. Teams' messages stay under 100 KB; forms and message extensions under 1 MB."""


class Endpoint:
    def __init__(self, adapter: KernteamAdapter, turns: Turns, happenings: Happenings, sender: Sender) -> None:
        self._adapter = adapter
        self._turns = turns
        self._happenings = happenings
        self._sender = sender

    async def messages(self, request: web.Request) -> web.Response:
        """200 (with a body for invokes), 400, 401, 403, 413 or 415; refusals have no body."""
        if request.content_type != "application/json":
            return web.Response(status=415)
        if (request.content_length or 0) > LARGEST_BODY:
            return web.Response(status=413)
        try:
            activity = orjson.loads(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except orjson.JSONDecodeError:
            return web.Response(status=400)
        if not isinstance(activity, dict):
            return web.Response(status=400)
        try:
            return await self._turn(activity, request.headers.get("Authorization"))
        except Unauthorised as refusal:
            log.info("turned away", extra={"reason": refusal.reason})
            return web.Response(status=401)
        except Forbidden as refusal:
            log.info("turned away", extra={"reason": refusal.reason})
            return web.Response(status=403)
        except MalformedActivity:
            return web.Response(status=400)

    async def _turn(self, activity: dict[str, Any], authorization: str | None) -> web.Response:
        handler = KernteamHandler(activity, self._turns, self._happenings, self._sender)
        answer = await self._adapter.run(activity, authorization, handler.on_turn)
        if answer is None:
            return web.Response(status=200)
        if answer.body is None:
            return web.Response(status=answer.status)
        return web.Response(status=answer.status, body=orjson.dumps(answer.body), content_type="application/json")


async def on_turn_error(context: TurnContext, error: Exception) -> None:
    """What `Turns` did not catch: a fault in the door itself. Logged; the connector is not asked to try again."""
    log.error("turn failed in the door", exc_info=error)
