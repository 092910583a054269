"""The Microsoft 365 Agents SDK's echo bot. ActivityHandler, the cheapest of its shapes: no turn state, no storage."""

import os

from aiohttp import web
from microsoft_agents.activity import load_configuration_from_env
from microsoft_agents.authentication.msal import MsalConnectionManager
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware
from microsoft_agents.hosting.core import ActivityHandler, MessageFactory, TurnContext

_SETTINGS = "CONNECTIONS__SERVICE_CONNECTION__SETTINGS__"
CONFIGURATION = load_configuration_from_env(
    {
        f"{_SETTINGS}CLIENTID": os.environ["APP_ID"],
        f"{_SETTINGS}CLIENTSECRET": os.environ["APP_PASSWORD"],
        f"{_SETTINGS}TENANTID": "botframework.com",
    }
)
CONNECTIONS = MsalConnectionManager(**CONFIGURATION)
ADAPTER = CloudAdapter(connection_manager=CONNECTIONS)


class EchoAgent(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


AGENT = EchoAgent()


async def messages(request: web.Request) -> web.Response:
    return await ADAPTER.process(request, AGENT)


APP = web.Application(middlewares=[jwt_authorization_middleware])
APP["agent_configuration"] = CONNECTIONS.get_default_connection_configuration()
APP.router.add_post("/api/messages", messages)
web.run_app(APP, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)
