"""The product's own adapter, authentication and connector under an echo handler: a turn without our work, no database.

Without the product's pacing, so that it is the stricter measure for what a command may cost.
"""

import asyncio
import os

import orjson
from aiohttp import web
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext

from app.teams.adapter import KernteamAdapter, KernteamConnectorFactory
from app.teams.auth import Authenticator, KernteamBotFrameworkAuthentication, ServiceHosts
from app.teams.connector import Connector, open_session
from app.teams.keys import PUBLIC_OPENID_URL, SigningKeys
from app.teams.tokens import ConnectorTokens, EntraCredentials


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


async def on_turn_error(_context: TurnContext, error: Exception) -> None:
    raise error


async def main() -> None:
    session = open_session()
    app_id, hosts = os.environ["APP_ID"], ServiceHosts()
    keys = SigningKeys(session, openid_url=PUBLIC_OPENID_URL)
    password = os.environ["APP_PASSWORD"]
    tokens = ConnectorTokens(
        EntraCredentials(app_type="MultiTenant", app_id=app_id, password=password, session=session)
    )
    factory = KernteamConnectorFactory(Connector(session, tokens, hosts))
    door = Authenticator(keys, app_id=app_id, hosts=hosts)
    adapter = KernteamAdapter(KernteamBotFrameworkAuthentication(door, factory), on_turn_error)
    echo = Echo()

    async def messages(request: web.Request) -> web.Response:
        activity = orjson.loads(await request.read())
        await adapter.run(activity, request.headers.get("Authorization"), echo.on_turn)
        return web.Response()

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"])).start()
    await keys.prefetch()
    await asyncio.Event().wait()


asyncio.run(main())
