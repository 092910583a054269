"""Local Teams as one web server on the loopback interface."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from .acting import Actor
from .activities import ActivityMaker
from .administration import Administration
from .command_menus import CommandMenus
from .connector import Connector
from .entra import Entra
from .faults import Answer, Faults
from .limits import Limits
from .looking import Look
from .messages import Json
from .page_door import PageDoor
from .people import Bot
from .roster import Roster
from .seed import seeded_world
from .timemachine import TimeMachine
from .wire import Reply, Wire
from .world import World

# The only address it ever listens on.
LOOPBACK = "127.0.0.1"
LARGEST_REQUEST_BYTES = 4 * 1024 * 1024
# How many requests of the bot are remembered for tests.
REMEMBERED = 5000
_HOSTS = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?")


@dataclass(frozen=True)
class Call:
    """One request of the bot to the connector; `status` 499 stands for a connection cut on demand."""

    method: str
    path: str
    query: str
    body: Any
    status: int


class LocalTeams:
    """A running Local Teams. `bot_url` is the bot's whole address (`http://127.0.0.1:3978/api/messages`).

    `manifest` and its `translations` (by language tag) feed the menus; `clock` shows the clock bar. `calls` holds what
    the bot asked, `posted` what it was told. The addresses are known after `start()`.
    """

    def __init__(self, bot_url: str, app_id: str, tenant_id: str, *, bot_name: str = "Kernteam",
                 app_secret: str | None = None, world: World | None = None, clock: TimeMachine | None = None,
                 manifest: Mapping[str, Any] | None = None, translations: Mapping[str, Mapping[str, str]] | None = None,
                 limits: Limits | None = None) -> None:  # fmt: skip
        self.clock = clock
        self.clock_busy = False
        self.last_event = ""
        self.world = world or seeded_world(tenant_id, Bot(app_id, bot_name))
        self.world.now = self._now
        self.entra = Entra(app_id, tenant_id, app_secret)
        self.faults = Faults()
        self.calls: deque[Call] = deque(maxlen=REMEMBERED)
        self.port = 0
        self._maker = ActivityMaker(self.world)
        self._wire = Wire(bot_url, self.entra)
        self.administration = Administration(self.world, self._maker, self._wire)
        self.look = Look(self.world, CommandMenus(manifest, translations or {}))
        prefix = f"/emea/{tenant_id}"
        self._connector = Connector(self.world, self.entra, limits or Limits.generous(), prefix)
        self.roster = Roster(self.world, self._connector)
        self._page = PageDoor(self)
        self._runner: web.AppRunner | None = None

    def _now(self) -> datetime:
        return self.clock.now() if self.clock else datetime.now(UTC)

    # --- addresses ---

    @property
    def url(self) -> str:
        """The page, without a slash at the end."""
        if not self.port:
            raise RuntimeError("Local Teams is not started")
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def service_url(self) -> str:
        """What activities carry as `serviceUrl`; with a slash at the end, as in Teams."""
        return f"{self.url}/emea/{self.entra.tenant_id}/"

    @property
    def openid_url(self) -> str:
        return f"{self.url}/entra/.well-known/openidconfiguration"

    @property
    def token_url(self) -> str:
        return f"{self.url}/entra/{self.entra.tenant_id}/oauth2/v2.0/token"

    @property
    def token_issuer(self) -> str:
        """The `iss` of the tokens that come with activities."""
        return f"{self.url}/entra"

    @property
    def bot_url(self) -> str:
        return self._wire.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self._wire.bot_url = url

    @property
    def limits(self) -> Limits:
        return self._connector.limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        self._connector.limits = limits

    @property
    def posted(self) -> deque[Reply]:
        """What was sent to the bot, and its answers."""
        return self._wire.posted

    # --- people and time ---

    def person(self, key: str) -> Actor:
        """The hands of one person: `await local.person("anna").says(…)`."""
        return Actor(self.world.person(key), self.world, self._maker, self._wire)

    @property
    def activities(self) -> ActivityMaker:
        return self._maker

    async def post(self, activity: Json, *, token: str | None = None, headers: dict[str, str] | None = None) -> Reply:
        """Send any activity, a second time or with a wrong token, too."""
        return await self._wire.post(activity, token=token, headers=headers)

    async def moves_clock(self, by: timedelta | None) -> str:
        """Move product time on by a length, or (None) to the next event; the line that says what happened, or ""."""
        if self.clock is None or self.clock_busy:
            return ""
        self.clock_busy, self.last_event = True, ""
        self.world.changed()
        try:
            if by is None:
                self.last_event = await self.clock.to_next_event()
            else:
                await self.clock.forward(by)
        finally:
            self.clock_busy = False
            self.world.changed()
        return self.last_event

    # --- running ---

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one."""
        app = web.Application(client_max_size=LARGEST_REQUEST_BYTES, middlewares=[self._outermost])
        app.add_routes(self._connector.routes())
        app.add_routes(self.roster.routes())
        app.add_routes(self.entra.routes())
        app.add_routes(self._page.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, port).start()
        self.port = int(self._runner.addresses[0][1])
        self._maker.service_url = self._connector.service_url = self.service_url
        self.entra.issuer = self.token_issuer
        self.entra.jwks_url = f"{self.url}/entra/keys"
        self.entra.token_url = self.token_url
        await self._wire.open()

    async def stop(self) -> None:
        self._page.close()
        await self._wire.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _outermost(self, request: web.Request, handler: Answer) -> web.StreamResponse:
        # A name that somebody else's DNS points at 127.0.0.1 must not reach this server.
        if not _HOSTS.fullmatch(request.headers.get("Host", "")):
            return web.Response(status=421, text="Local Teams answers on 127.0.0.1 only.\n")
        response = await self.faults.around(request, handler)
        if request.path.startswith("/emea/"):
            await self._note(request, response.status)
        if not response.prepared:
            self._harden(response)
        return response

    async def _note(self, request: web.Request, status: int) -> None:
        raw = await request.read() if request.can_read_body or request.body_exists else b""
        try:
            body = orjson.loads(raw) if raw else None
        except orjson.JSONDecodeError:
            body = None
        self.calls.append(Call(request.method, request.path, request.query_string, body, status))

    def _harden(self, response: web.StreamResponse) -> None:
        bot = urlsplit(self.bot_url)
        # Cards show pictures that the bot serves (QR codes); everything else is our own.
        pictures = f"'self' data: {bot.scheme}://{bot.netloc}" if bot.netloc else "'self' data:"
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
