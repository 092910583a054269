"""aiohttp and nothing else: what a start costs before anybody has written a line."""

import os

from aiohttp import web


async def messages(request: web.Request) -> web.Response:
    await request.read()
    return web.Response()


APP = web.Application()
APP.router.add_post("/api/messages", messages)
web.run_app(APP, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)
