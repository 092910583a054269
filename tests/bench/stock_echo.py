"""Botbuilder's own echo bot, as its samples write it: CloudAdapter, ActivityHandler, nothing of ours."""

import os

from aiohttp import web
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication


class Config:
    PORT = int(os.environ["PORT"])
    APP_ID = os.environ["APP_ID"]
    APP_PASSWORD = os.environ["APP_PASSWORD"]
    APP_TYPE = "MultiTenant"
    APP_TENANTID = ""


class EchoBot(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


ADAPTER = CloudAdapter(ConfigurationBotFrameworkAuthentication(Config()))
BOT = EchoBot()


async def messages(request: web.Request) -> web.Response:
    return await ADAPTER.process(request, BOT)


APP = web.Application()
APP.router.add_post("/api/messages", messages)
web.run_app(APP, host="127.0.0.1", port=Config.PORT, access_log=None, print=None)
