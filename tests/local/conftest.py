"""A tiny bot in plain aiohttp: it checks every token, remembers what it was told, and calls the connector."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import jwt
import orjson
import pytest
from aiohttp import ClientSession, web

from app.local.acting import Actor
from app.local.messages import ADAPTIVE_CARD
from app.local.server import LocalTeams
from app.local.world import Channel, Team, World

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT_ID = "99999999-8888-7777-6666-555555555555"
SECRET = "not a real secret"


class FakeBot:
    """`told` are the activities that came with a valid token; `answers` says what an invoke gets, by its name."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.answers: dict[str, Any] = {}
        self.fails_with: int | None = None
        self.local: LocalTeams | None = None
        self.token = ""
        self._runner: web.AppRunner | None = None
        self.session: ClientSession | None = None
        self.url = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/api/messages", self._messages)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/messages"
        self.session = ClientSession()

    async def stop(self) -> None:
        assert self.session
        assert self._runner
        await self.session.close()
        await self._runner.cleanup()

    async def _messages(self, request: web.Request) -> web.Response:
        activity = orjson.loads(await request.read())
        try:
            await self._check(request.headers["Authorization"].removeprefix("Bearer "), activity)
        except (jwt.InvalidTokenError, StopIteration) as reason:
            self.refused.append(str(reason))
            return web.Response(status=401)
        self.told.append(activity)
        self.headers.append(dict(request.headers))
        if self.fails_with:
            return web.Response(status=self.fails_with)
        if activity["type"] != "invoke":
            return web.Response(status=201)
        answer = self.answers.get(activity["name"], {})
        body = await answer(activity) if callable(answer) else answer
        return web.Response(body=orjson.dumps(body), content_type="application/json")

    async def _check(self, token: str, activity: dict[str, Any]) -> None:
        assert self.local
        assert self.session
        async with self.session.get(self.local.openid_url) as answer:
            document = await answer.json()
        async with self.session.get(document["jwks_uri"]) as answer:
            keys = (await answer.json())["keys"]
        key_id = jwt.get_unverified_header(token)["kid"]
        jwk = next(one for one in keys if one["kid"] == key_id)
        assert activity["channelId"] in jwk["endorsements"]
        claims = jwt.decode(token, jwt.PyJWK(jwk), ["RS256"], audience=APP_ID, issuer=document["issuer"])
        if claims["serviceurl"] != activity["serviceUrl"]:
            raise jwt.InvalidTokenError("serviceurl")

    async def fetch_token(self) -> str:
        assert self.local
        assert self.session
        form = {
            "grant_type": "client_credentials", "client_id": APP_ID, "client_secret": SECRET,
            "scope": "https://api.botframework.com/.default",
        }  # fmt: skip
        async with self.session.post(self.local.token_url, data=form) as answer:
            self.token = (await answer.json())["access_token"]
        return self.token

    async def call(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        """A call of the connector, `path` below /v3/; conversation ids are percent-encoded as botbuilder does."""
        assert self.local
        assert self.session
        if not self.token:
            await self.fetch_token()
        url = f"{self.local.service_url}v3/{path}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.request(method, url, json=body, headers=headers, params=query) as answer:
            raw = await answer.read()
            self.answer_headers = answer.headers
            return answer.status, orjson.loads(raw) if raw else None

    async def sends(self, conversation_id: str, body: dict[str, Any] | str, **query: str) -> str:
        """Send a text or an activity and return its id."""
        activity = {"type": "message", "text": body} if isinstance(body, str) else {"type": "message", **body}
        path = f"conversations/{quote(conversation_id, safe='')}/activities"
        status, answer = await self.call("POST", path, activity, **query)
        assert status == 201, answer
        return str(answer["id"])


def card(*body: dict[str, Any], actions: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": actions or [], **more}


def with_card(content: dict[str, Any]) -> dict[str, Any]:
    return {"attachments": [{"contentType": ADAPTIVE_CARD, "content": content}]}


@pytest.fixture
async def bot() -> AsyncIterator[FakeBot]:
    bot = FakeBot()
    await bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
async def local(bot: FakeBot) -> AsyncIterator[LocalTeams]:
    local = LocalTeams(bot.url, APP_ID, TENANT_ID, app_secret=SECRET)
    await local.start()
    bot.local = local
    yield local
    await local.stop()


@pytest.fixture
def world(local: LocalTeams) -> World:
    return local.world


@pytest.fixture
async def team(local: LocalTeams, bot: FakeBot) -> Team:
    """The main team with the app installed; what the bot was told about it is forgotten."""
    team = local.world.team("Kernteam Integration")
    await local.administration.install(team)
    bot.told.clear()
    return team


@pytest.fixture
def general(team: Team) -> Channel:
    return team.general


@pytest.fixture
def anna(local: LocalTeams) -> Actor:
    return local.person("anna")


@pytest.fixture
def bert(local: LocalTeams) -> Actor:
    return local.person("bert")


@pytest.fixture
def make_card() -> Any:
    """`make_card(element, …, actions=[…])` gives an activity with one Adaptive Card."""
    return lambda *body, actions=None, **more: with_card(card(*body, actions=actions, **more))
