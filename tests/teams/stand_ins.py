"""Small stand-ins on loopback for what the Teams door talks to: OpenID keys, the token address, the connector."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

import jwt
import orjson
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
ISSUER = "https://api.botframework.com"
CHANNEL = "19:kernteam@thread.tacv2"


class FakeTime:
    """Monotonic and wall time that move only when told; as `sleep` they move by what was slept."""

    def __init__(self, start: float = 1000.0) -> None:
        self.now = start
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Signer:
    """An RSA key with its id and the channels it may speak for."""

    def __init__(self, kid: str, endorsements: tuple[str, ...] | None = ("msteams",), bits: int = 2048) -> None:
        self.kid = kid
        self.endorsements = endorsements
        self.private_key = rsa.generate_private_key(public_exponent=65537, key_size=bits)

    def jwk(self) -> dict[str, Any]:
        jwk: dict[str, Any] = RSAAlgorithm.to_jwk(self.private_key.public_key(), as_dict=True) | {"kid": self.kid}
        return jwk if self.endorsements is None else jwk | {"endorsements": list(self.endorsements)}

    def token(self, service_url: str, *, headers: dict[str, Any] | None = None, **changes: Any) -> str:
        """A right token; a change to None leaves the claim out."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP_ID, "exp": now + 3600, "nbf": now - 60, "serviceurl": service_url} | changes
        kept = {name: value for name, value in claims.items() if value is not None}
        # Signed as bytes, since `jwt.encode` would refuse to write some of the wrong claims tests want.
        return jwt.api_jws.encode(
            json.dumps(kept).encode(), self.private_key, algorithm="RS256", headers={"kid": self.kid} | (headers or {})
        )

    def bearer(self, service_url: str, **changes: Any) -> str:
        return f"Bearer {self.token(service_url, **changes)}"


class StandIn:
    """An aiohttp server on a free loopback port."""

    def __init__(self) -> None:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/{rest:.*}", self.answer)
        self.server = TestServer(app)
        self.connections: set[int] = set()
        self._transports: list[object] = []

    async def __aenter__(self) -> Self:
        await self.server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.server.close()

    @property
    def url(self) -> str:
        return str(self.server.make_url("/"))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None and id(request.transport) not in self.connections:
            self.connections.add(id(request.transport))
            self._transports.append(request.transport)  # kept, so that no second one gets its id
        return await self.respond(request)

    async def respond(self, request: web.Request) -> web.StreamResponse:
        raise NotImplementedError


class OpenIdStandIn(StandIn):
    """The OpenID document and the key set; `fetches` counts documents."""

    def __init__(self, *signers: Signer) -> None:
        super().__init__()
        self.jwks: list[Any] = [signer.jwk() for signer in signers]
        self.fetches = 0
        self.status = 200
        self.broken_body: bytes | None = None

    @property
    def openid_url(self) -> str:
        return self.url + "v1/.well-known/openidconfiguration"

    def publish(self, *signers: Signer) -> None:
        self.jwks = [signer.jwk() for signer in signers]

    async def respond(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("openidconfiguration"):
            self.fetches += 1
            if self.broken_body is not None:
                return web.Response(body=self.broken_body, status=self.status)
            return web.json_response({"issuer": ISSUER, "jwks_uri": self.url + "v1/keys"}, status=self.status)
        return web.json_response({"keys": self.jwks})


class TokenStandIn(StandIn):
    """The token address; each fetch gives another token `t1`, `t2`, …"""

    def __init__(self) -> None:
        super().__init__()
        self.fetches = 0
        self.lifetime_seconds: Any = 3600
        self.status = 200
        self.forms: list[dict[str, str]] = []

    @property
    def token_url(self) -> str:
        return self.url + "tenant/oauth2/v2.0/token"

    async def respond(self, request: web.Request) -> web.StreamResponse:
        self.fetches += 1
        self.forms.append({key: str(value) for key, value in (await request.post()).items()})
        answer = {"token_type": "Bearer", "access_token": f"t{self.fetches}", "expires_in": self.lifetime_seconds}
        return web.json_response(answer, status=self.status)


@dataclass
class Call:
    method: str
    raw_path: str
    authorization: str | None
    body: Any


@dataclass
class Answer:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False
    """Closes the connection after the request has been read, without an answer."""


class ConnectorStandIn(StandIn):
    """Records each call and gives the planned answers in order, then a plain success."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.planned: list[Answer] = []
        self.reached = asyncio.Event()
        self.gate: Callable[[], Awaitable[object]] | None = None
        """Awaited before each answer, for tests that need a call under way."""

    def plan(self, *answers: Answer) -> None:
        self.planned.extend(answers)

    @property
    def paths(self) -> list[str]:
        return [f"{call.method} {call.raw_path}" for call in self.calls]

    async def respond(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        body = orjson.loads(content) if content else None
        call = Call(request.method, request.raw_path, request.headers.get("Authorization"), body)
        self.calls.append(call)
        self.reached.set()
        if self.gate is not None:
            await self.gate()
        answer = self.planned.pop(0) if self.planned else Answer(201, {"id": f"m{len(self.calls)}"})
        if answer.hang_up:
            assert request.transport is not None
            request.transport.close()
        content = answer.body if isinstance(answer.body, bytes) else orjson.dumps(answer.body)
        return web.Response(status=answer.status, body=content, headers=answer.headers)


def channel_message(service_url: str, **changes: Any) -> dict[str, Any]:
    """A message in a channel's thread as Teams sends it [PLATFORM A4]."""
    return {
        "type": "message",
        "id": "1763800000123",
        "timestamp": "2026-11-22T09:00:00.1234567Z",
        "localTimestamp": "2026-11-22T10:00:00.123+01:00",
        "localTimezone": "Europe/Berlin",
        "locale": "de-DE",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": "29:1abc", "name": "Anna Muster", "aadObjectId": "0f0f0f0f-0000-0000-0000-000000000001"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Kernteam"},
        "conversation": {
            "id": f"{CHANNEL};messageid=1763799999000",
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": TENANT,
        },
        "textFormat": "plain",
        "text": "<at>Kernteam</at> aufgabe neu Angebot prüfen",
        "attachments": [{"contentType": "text/html", "content": "<div>…</div>"}],
        "entities": [
            {
                "type": "mention",
                "text": "<at>Kernteam</at>",
                "mentioned": {"id": f"28:{APP_ID}", "name": "Kernteam"},
            },
            {"type": "clientInfo", "locale": "de-DE", "country": "DE", "platform": "Windows"},
        ],
        "channelData": {
            "tenant": {"id": TENANT},
            "teamsChannelId": CHANNEL,
            "teamsTeamId": "19:team@thread.tacv2",
            "team": {"id": "19:team@thread.tacv2", "aadGroupId": "99999999-0000-0000-0000-000000000000"},
            "channel": {"id": CHANNEL},
        },
    } | changes
