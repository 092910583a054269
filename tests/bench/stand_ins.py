"""What stands in for Microsoft: OpenID document and keys, Entra's token endpoint, the connector. All is counted."""

import asyncio
import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from tests.bench.identity import CONNECTOR_HOST, ENTRA_HOST, OPENID_HOST, Certificates, Signer
from tests.bench.messages import members_of

TOKEN_LIFETIME_SECONDS = 3600


@dataclass
class Counts:
    """Since the last reset."""

    token_fetches: int = 0
    discoveries: int = 0
    key_fetches: int = 0
    messages: int = 0
    unexpected: int = 0
    """Messages of the bot without the words of a success."""
    connections: Counter[str] = field(default_factory=Counter)
    """TCP connections accepted, by host."""

    @property
    def connector_connections(self) -> int:
        return self.connections[CONNECTOR_HOST]


class StandIns:
    def __init__(self, certificates: Certificates, signers: list[Signer]) -> None:
        self._certificates = certificates
        self.signers = signers
        self.counts = Counts()
        self.ports: dict[str, int] = {}
        self._answer = b""
        self._ids = itertools.count(1)
        self._listening: list[asyncio.Server] = []

    async def start(self) -> None:
        answers = {OPENID_HOST: self._openid, ENTRA_HOST: self._entra, CONNECTOR_HOST: self._connector}
        loop = asyncio.get_running_loop()
        for host, answer in answers.items():
            server = web.Server(answer, access_log=None)

            def accepted(host: str = host, server: Any = server) -> Any:
                self.counts.connections[host] += 1
                return server()

            listening = await loop.create_server(accepted, "127.0.0.1", 0, ssl=self._certificates.server, backlog=512)
            self._listening.append(listening)
            self.ports[host] = listening.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        for listening in self._listening:
            listening.close()

    def reset(self, answer: str = "") -> None:
        self.counts = Counts()
        self._answer = answer.encode()

    async def _openid(self, request: web.BaseRequest) -> web.Response:
        self.counts.key_fetches += request.path.endswith("/keys")
        if request.path.endswith("/keys"):
            return _json({"keys": [signer.public_entry() for signer in self.signers]})
        keys = f"https://{OPENID_HOST}/v1/.well-known/keys"
        return _json(
            {"issuer": "https://api.botframework.com", "jwks_uri": keys, "id_token_signing_alg_values": ["RS256"]}
        )

    async def _entra(self, request: web.BaseRequest) -> web.Response:
        if request.method == "POST":
            await request.read()
            self.counts.token_fetches += 1
            token = f"bench-token-{self.counts.token_fetches}" + "x" * 1200
            return _json({"token_type": "Bearer", "expires_in": TOKEN_LIFETIME_SECONDS, "access_token": token})
        self.counts.discoveries += 1
        tenant = request.path.split("/")[1]
        root = f"https://{ENTRA_HOST}/{tenant}"
        if "discovery/instance" in request.path:
            aliases = [ENTRA_HOST, "login.windows.net"]
            entry = {"preferred_network": ENTRA_HOST, "preferred_cache": "login.windows.net", "aliases": aliases}
            return _json(
                {"tenant_discovery_endpoint": f"{root}/v2.0/.well-known/openid-configuration", "metadata": [entry]}
            )
        return _json(
            {
                "issuer": f"{root}/v2.0",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
                "jwks_uri": f"{root}/discovery/v2.0/keys",
            }
        )

    async def _connector(self, request: web.BaseRequest) -> web.Response:
        if request.method == "GET":
            # "/emea/<tenant>/v3/conversations/<team>/pagedMembers" or "/emea/<tenant>/v3/teams/<team>/conversations"
            parts = request.path.split("/")
            if parts[-1] == "pagedMembers":
                return _json({"members": members_of(parts[2])})
            return _json({"conversations": [{"id": parts[-2]}]})
        self.counts.messages += 1
        self.counts.unexpected += self._answer not in await request.read()
        number = f"f:{next(self._ids)}"
        if request.path.endswith("/conversations"):
            return _json({"id": f"a:{number}", "activityId": number}, status=201)
        return _json({"id": number}, status=201)


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
