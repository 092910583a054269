"""The bot and a Local Teams wired to each other, authentication on: the demo, the journeys and the pictures use it."""

import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.capabilities import HOUSE
from app.kit.clock import MovableClock, StandingClock
from app.kit.i18n import LANGUAGES, translator
from app.local.limits import Limits
from app.local.server import LocalTeams
from app.main import Bot, start_bot
from app.migrations import migrate
from app.settings import read_settings
from manifest.build import build_localisation, build_manifest
from scheduler.clockwork import Clockwork

APP_ID = "0d6f1f5e-2f5c-4c1e-9d5c-6b1a3f7f2a10"
TENANT_ID = "5b9d7c3a-8e41-4f0b-9a56-3f1f0e2c7d88"
"""Of a tenant that exists nowhere but on this machine."""


@dataclass
class ProductTime:
    """Local Teams' clock bar: puts the product's clock forward and lets everything happen that falls due on the way."""

    clock: MovableClock | StandingClock
    clockwork: Clockwork | None = None

    def now(self) -> datetime:
        return self.clock.now()

    async def forward(self, by: timedelta) -> None:
        assert self.clockwork is not None
        await self.clockwork.advance(self.clock.now() + by)

    async def to_next_event(self) -> str:
        """To what people see next; housekeeping on the way is done and not stopped at."""
        assert self.clockwork is not None
        while (event := await self.clockwork.next_event()) is not None:
            await self.clockwork.advance(event.at)
            due = HOUSE.due_work(event.what)
            if due is None:
                return ""  # a message that waited
            if due.what is not None:
                return " · ".join(translator(language)(due.what) for language in LANGUAGES)
        return ""


@dataclass
class Stage:
    bot: Bot
    teams: LocalTeams
    time: ProductTime

    async def to(self, moment: datetime) -> None:
        """Let time pass until `moment`, with everything that falls due on the way."""
        await self.bot.clockwork.advance(moment)

    async def settle(self) -> None:
        """Let everything go out that waits to go out now."""
        await self.bot.clockwork.advance(self.time.now())

    async def close(self) -> None:
        await self.bot.stop()
        await self.teams.stop()


OPERATOR = {
    "KERNTEAM_OPERATOR_NAME": "Musterverein Vorführung e. V.",
    "KERNTEAM_OPERATOR_ADDRESS": "Musterstraße 1, 12345 Musterstadt",
    "KERNTEAM_OPERATOR_EMAIL": "kernteam@example.org",
}


async def open_stage(
    database_url: str,
    clock: MovableClock | StandingClock,
    *,
    port: int = 0,
    limits: Limits | None = None,
    ticking: bool = False,
    extra: Mapping[str, str] | None = None,
) -> Stage:
    """Migrate the database, start Local Teams and the bot, and make them known to each other."""
    await migrate(database_url)
    time = ProductTime(clock)
    environment = {
        "MicrosoftAppId": APP_ID,
        "MicrosoftAppPassword": secrets.token_urlsafe(24),
        "MicrosoftAppTenantId": TENANT_ID,
        **OPERATOR,
    }
    package = read_settings({**environment, "KERNTEAM_PUBLIC_URL": "https://kernteam.example.org"})
    teams = LocalTeams(
        "",
        APP_ID,
        TENANT_ID,
        app_secret=environment["MicrosoftAppPassword"],
        clock=time,
        limits=limits,
        manifest=build_manifest(package, HOUSE),
        translations={"en": build_localisation("en", HOUSE)},
    )
    await teams.start(port)
    bot_port = free_port()
    settings = read_settings(
        {
            **environment,
            "KERNTEAM_DATABASE_URL": database_url,
            "KERNTEAM_PORT": str(bot_port),
            "KERNTEAM_PUBLIC_URL": f"http://127.0.0.1:{bot_port}",
            "KERNTEAM_BOT_OPENID_URL": teams.openid_url,
            "KERNTEAM_BOT_TOKEN_URL": teams.token_url,
            "KERNTEAM_BOT_TOKEN_ISSUER": teams.token_issuer,
            "KERNTEAM_BOT_SERVICE_HOSTS": "127.0.0.1:*",
            **(extra or {}),
        }
    )
    bot = await start_bot(settings, clock, ticking=ticking)
    teams.bot_url = f"{bot.url}/api/messages"
    time.clockwork = bot.clockwork
    return Stage(bot, teams, time)


def free_port() -> int:
    """A port nobody listens on now: the bot's own address must be known before it starts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
