"""The only file that knows everyone: settings, database, doors, clock. Starts and stops the bot."""

import logging
from dataclasses import dataclass

from aiohttp import ClientSession, web

from app.capabilities import HOUSE
from app.kit.clock import Clock, SystemClock
from app.kit.db import Database, open_database
from app.kit.sender import Sender
from app.kit.unit import Units
from app.settings import Settings
from app.teams.adapter import KernteamAdapter, KernteamConnectorFactory
from app.teams.auth import (
    DEFAULT_SERVICE_HOSTS,
    Authenticator,
    KernteamBotFrameworkAuthentication,
    OpenDoor,
    ServiceHosts,
)
from app.teams.connector import Connector, open_session
from app.teams.endpoint import LARGEST_BODY, Endpoint, on_turn_error
from app.teams.happenings import Happenings
from app.teams.keys import SigningKeys
from app.teams.roster import Roster
from app.teams.sending import Pacing, TeamsSender
from app.teams.tokens import CONNECTOR_SCOPE, ConnectorTokens, EntraCredentials, PostedCredentials
from app.teams.turns import Turns
from app.web.health import add_health_routes
from app.web.routes import add_routes
from scheduler.clockwork import Clockwork
from scheduler.delivery import Dispatcher
from scheduler.jobs import jobs

log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
"""A clean stop waits this long for what is in flight."""


@dataclass
class Bot:
    """A running bot. Tests, demo and `serve` start the same one."""

    settings: Settings
    database: Database
    units: Units
    sender: Sender
    dispatcher: Dispatcher
    clockwork: Clockwork
    port: int
    _session: ClientSession
    _keys: SigningKeys | None
    _tokens: ConnectorTokens | None
    _runner: web.AppRunner

    @property
    def url(self) -> str:
        return f"http://{self.settings.host}:{self.port}"

    async def stop(self) -> None:
        """No new requests, no new ticks; what is in flight is finished, the rest is claimed by nobody."""
        await self._runner.cleanup()
        await self.clockwork.stop(STOP_SECONDS)
        await self.dispatcher.stop(STOP_SECONDS)
        if self._keys:
            await self._keys.close()
        if self._tokens:
            await self._tokens.close()
        await self._session.close()
        await self.database.close()


async def start_bot(settings: Settings, clock: Clock | None = None, *, ticking: bool = True) -> Bot:
    """Start everything. `ticking` False leaves jobs and dispatcher to be driven by hand, as simulations do."""
    clock = clock or SystemClock()
    database = open_database(settings.database_url)
    # A proxy of the environment is for the way out; stand-ins on this machine are reached without it.
    session = open_session(trust_env=not settings.bot_token_url and not settings.local)
    keys = None if settings.local else SigningKeys(session, openid_url=settings.bot_openid_url)
    tokens = None if settings.local else connector_tokens(settings, session)
    connector = Connector(session, tokens, _hosts(settings), pace=Pacing())
    sender = TeamsSender(connector, app_id=settings.app_id)

    units = Units(database, HOUSE, clock)
    dispatcher = Dispatcher(units, sender)
    units.on_notified = dispatcher.wake
    roster = Roster(units, connector)
    clockwork = Clockwork(units, dispatcher, jobs(units, roster.check_due))

    door = OpenDoor(settings.app_id) if keys is None else _authenticator(settings, keys)
    adapter = KernteamAdapter(
        KernteamBotFrameworkAuthentication(door, KernteamConnectorFactory(connector)), on_turn_error
    )
    endpoint = Endpoint(adapter, Turns(units, settings.public_url), Happenings(units, roster), sender)
    web_app = web.Application(client_max_size=LARGEST_BODY)
    web_app.router.add_post("/api/messages", endpoint.messages)
    add_routes(web_app, settings, units)
    add_health_routes(
        web_app, units, clockwork, metrics_token=settings.metrics_token.get_secret_value(), product_clock=clock
    )

    # No access log: it would hold addresses of people who use the public pages.
    runner = web.AppRunner(web_app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    if keys is not None:
        await keys.prefetch()
    if ticking:
        dispatcher.start()
        clockwork.start()
    port = int(runner.addresses[0][1])
    return Bot(settings, database, units, sender, dispatcher, clockwork, port, session, keys, tokens, runner)


def _hosts(settings: Settings) -> ServiceHosts:
    if settings.service_hosts:
        return ServiceHosts(settings.service_hosts)
    return ServiceHosts(("127.0.0.1:*", "localhost:*") if settings.local else DEFAULT_SERVICE_HOSTS)


def _authenticator(settings: Settings, keys: SigningKeys) -> Authenticator:
    tenants = (settings.app_tenant_id,) if settings.app_tenant_id else ()
    return Authenticator(
        keys,
        app_id=settings.app_id,
        hosts=_hosts(settings),
        tenants=tenants,
        issuer=settings.bot_token_issuer,
    )


def _scope(issuer: str) -> str:
    """The connector of each of Microsoft's clouds is called as its token issuer; a stand-in's as the public one."""
    return f"{issuer}/.default" if issuer.startswith("https://api.botframework.") else CONNECTOR_SCOPE


def connector_tokens(settings: Settings, session: ClientSession) -> ConnectorTokens:
    password = settings.app_password.get_secret_value()
    if settings.bot_token_url:
        return ConnectorTokens(
            PostedCredentials(
                session,
                token_url=settings.bot_token_url,
                app_id=settings.app_id,
                password=password,
                scope=_scope(settings.bot_token_issuer),
            )
        )
    return ConnectorTokens(
        EntraCredentials(
            app_type=settings.app_type,
            app_id=settings.app_id,
            tenant_id=settings.app_tenant_id,
            password=password,
            certificate_path=settings.app_certificate,
            session=session,
        )
    )
