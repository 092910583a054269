"""For the operator's tools: `/healthz` (alive), `/readyz` (able to work), `/metrics` (Prometheus)."""

import asyncio
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any, Final, Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.kit.clock import Clock
from app.kit.counters import REGISTRY
from app.kit.outbox import OutboxRow, RowState
from app.kit.unit import Units

OLDEST_TICK: Final = timedelta(seconds=60)
OLDEST_UNSENT: Final = timedelta(minutes=10)
DATABASE_SECONDS: Final = 5.0

_UNFINISHED = (RowState.WAITING, RowState.CLAIMED)


class Ticking(Protocol):
    @property
    def last_tick_at(self) -> datetime | None:
        """Real time."""
        ...


class Health:
    def __init__(
        self,
        units: Units,
        ticking: Ticking,
        *,
        metrics_token: str,
        product_clock: Clock,
        real_now: Callable[[], datetime],
    ) -> None:
        self._units = units
        self._ticking = ticking
        self._metrics_token = metrics_token
        self._clock = product_clock
        self._real_now = real_now

    async def alive(self, _request: web.Request) -> web.Response:
        """200 as long as the event loop runs: a restart mends nothing that is wrong outside of it."""
        return web.json_response({"status": "alive"})

    async def ready(self, _request: web.Request) -> web.Response:
        checks = await self._checks()
        ready = all(check["ok"] for check in checks.values())
        return web.json_response({"ready": ready, "checks": checks}, status=200 if ready else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        if not (_from_this_machine(request) or self._knows_token(request)):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        # As bytes with the full type: aiohttp would refuse a content type with a charset.
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _checks(self) -> dict[str, dict[str, Any]]:
        ticked_at = self._ticking.last_tick_at
        tick_age = self._real_now() - ticked_at if ticked_at else None
        checks: dict[str, dict[str, Any]] = {
            "tick": {"ok": tick_age is not None and tick_age < OLDEST_TICK, "age_seconds": _seconds(tick_age)}
        }
        now, real_now = self._clock.now(), self._real_now()
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                oldest = await self._units.database.run(lambda session: oldest_unsent(session, now, real_now))
        except Exception:
            # Which error it was stands in the log of those who work with the database; here it could show an address.
            checks["database"] = {"ok": False}
            checks["outbox"] = {"ok": False, "oldest_unsent_seconds": None}
            return checks
        age = now - oldest if oldest else timedelta(0)
        checks["database"] = {"ok": True}
        checks["outbox"] = {"ok": age < OLDEST_UNSENT, "oldest_unsent_seconds": _seconds(age)}
        return checks

    def _knows_token(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if not self._metrics_token or scheme.lower() != "bearer":
            return False
        return hmac.compare_digest(token.strip().encode(), self._metrics_token.encode())


def add_health_routes(
    app: web.Application,
    units: Units,
    ticking: Ticking,
    *,
    metrics_token: str,
    product_clock: Clock,
    real_now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """`metrics_token` empty: `/metrics` answers this machine only."""
    health = Health(units, ticking, metrics_token=metrics_token, product_clock=product_clock, real_now=real_now)
    app.router.add_get("/healthz", health.alive)
    app.router.add_get("/readyz", health.ready)
    app.router.add_get("/metrics", health.metrics)


def oldest_unsent(session: Session, now: datetime, real_now: datetime) -> datetime | None:
    """Since when (product time) the longest waiting message should be out.

    A conversation that pauses because Teams asked for it doesn't count, nor what waits behind such a message.
    """
    pausing = aliased(OutboxRow)
    return session.scalar(
        select(OutboxRow.send_after)
        .where(
            OutboxRow.state.in_(_UNFINISHED),
            OutboxRow.send_after <= now,
            or_(OutboxRow.retry_at.is_(None), OutboxRow.retry_at <= real_now),
            OutboxRow.conversation_id.not_in(
                select(pausing.conversation_id).where(pausing.state == RowState.WAITING, pausing.retry_at > real_now)
            ),
        )
        .order_by(OutboxRow.send_after)
        .limit(1)
    )


def _from_this_machine(request: web.Request) -> bool:
    """A reverse proxy on this machine speaks for others: what it passes on doesn't come from here."""
    if any(header in request.headers for header in ("Forwarded", "X-Forwarded-For", "X-Real-IP")):
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


def _seconds(age: timedelta | None) -> int | None:
    return None if age is None else int(age.total_seconds())
