"""The floor, by hand: `verify` reads JSON and checks the token; `echo` also posts the text back."""

import os
import sys

import aiohttp
import jwt
import orjson
from aiohttp import web
from jwt.algorithms import RSAAlgorithm
from yarl import URL

APP_ID = os.environ["APP_ID"]
KEYS_URL = "https://login.botframework.com/v1/.well-known/keys"
TOKEN_URL = "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token"


class Floor:
    def __init__(self) -> None:
        self._keys = {}
        self._token = ""

    async def opened(self, app: web.Application):
        self._session = aiohttp.ClientSession()
        async with self._session.get(KEYS_URL) as answer:
            for entry in (await answer.json())["keys"]:
                self._keys[entry["kid"]] = RSAAlgorithm.from_jwk(entry)
        async with self._session.post(TOKEN_URL, data={"grant_type": "client_credentials"}) as answer:
            self._token = (await answer.json())["access_token"]
        yield
        await self._session.close()

    async def verify(self, request: web.Request) -> web.Response:
        return web.Response(status=200 if await self._accepted(request) else 401)

    async def echo(self, request: web.Request) -> web.Response:
        activity = await self._accepted(request)
        if activity is None:
            return web.Response(status=401)
        conversation = activity["conversation"]["id"].replace(";", "%3B").replace(":", "%3A").replace("@", "%40")
        url = URL(f"{activity['serviceUrl']}v3/conversations/{conversation}/activities/{activity['id']}", encoded=True)
        said = orjson.dumps({"type": "message", "text": activity["text"], "replyToId": activity["id"]})
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        async with self._session.post(url, data=said, headers=headers) as answer:
            await answer.read()
        return web.Response()

    async def _accepted(self, request: web.Request):
        activity = orjson.loads(await request.read())
        token = request.headers["Authorization"][7:]
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(token, key, algorithms=["RS256"], audience=APP_ID, leeway=300)
        except (jwt.PyJWTError, KeyError):
            return None
        return activity if claims["serviceurl"] == activity["serviceUrl"] else None


def main() -> None:
    floor = Floor()
    app = web.Application()
    app.router.add_post("/api/messages", floor.verify if sys.argv[1] == "verify" else floor.echo)
    app.cleanup_ctx.append(floor.opened)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)


main()
