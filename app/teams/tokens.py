"""The bot's own token for the connector: one fetch per lifetime, renewed ahead of time, whoever asks.

Stock botbuilder asks Entra anew for every turn, blocking the loop [PERFORMANCE 0]; here all turns share one token.
"""

import asyncio
import importlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import aiohttp
import orjson

log = logging.getLogger(__name__)

CONNECTOR_SCOPE: Final = "https://api.botframework.com/.default"
MULTI_TENANT_AUTHORITY: Final = "botframework.com"
RENEW_AHEAD_SECONDS: Final = 300.0
FAILURE_PAUSE_SECONDS: Final = 5.0
"""After a failed fetch nobody asks again for so long: a fan-out must not become a storm on Entra."""
RENEWAL_PAUSE_SECONDS: Final = 30.0
"""Between renewals ahead of time: the old token still works, and azure-identity may hand out the old one again."""
DROP_PAUSE_SECONDS: Final = 60.0
"""Between two tokens thrown away after a 401: a bot that is not registered gets 401 whatever its token."""


class TokenUnavailable(Exception):
    """No token could be fetched; nothing was sent. `retry_after_seconds`: when the next try can be."""

    def __init__(self, reason: str, retry_after_seconds: float = FAILURE_PAUSE_SECONDS) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True)
class FetchedToken:
    value: str
    lifetime_seconds: float

    def __repr__(self) -> str:
        return f"FetchedToken(lifetime_seconds={self.lifetime_seconds})"


class TokenSource(Protocol):
    async def fetch(self) -> FetchedToken:
        """A token; any exception means there is none."""
        ...

    async def forget(self) -> None:
        """Throws away what the source itself remembers, so that the next `fetch` really asks."""
        ...

    async def close(self) -> None: ...


class ConnectorTokens:
    """The one token. Safe to be asked by many turns at once; they share one fetch."""

    def __init__(
        self, source: TokenSource, *, monotonic: Callable[[], float] = time.monotonic, timeout_seconds: float = 15.0
    ) -> None:
        self._source = source
        self._monotonic = monotonic
        self._timeout_seconds = timeout_seconds
        self._token: str | None = None
        self._ends_at = self._renew_at = 0.0
        self._failed_at: float | None = None
        self._dropped_at: float | None = None
        self._fetching: asyncio.Task[None] | None = None
        self._stale = False
        self._failure = ""

    async def bearer(self) -> str:
        """The token, without the word Bearer. Raises `TokenUnavailable`."""
        now = self._monotonic()
        if self._token is not None and now < self._ends_at:
            if now >= self._renew_at and (self._failed_at is None or now - self._failed_at >= RENEWAL_PAUSE_SECONDS):
                self._start()
            return self._token
        if self._fetching is None and self._failed_at is not None:
            pause = FAILURE_PAUSE_SECONDS - (now - self._failed_at)
            if pause > 0:
                raise TokenUnavailable(self._failure, pause)
        # `wait` does not cancel the fetch when this asker is cut off: others may be waiting for it.
        await asyncio.wait({self._start()})
        if self._token is None or self._monotonic() >= self._ends_at:
            raise TokenUnavailable(self._failure or "expired_token")
        return self._token

    def drop(self, token: str) -> bool:
        """After a 401 with this token: True if another try with `bearer()` makes sense."""
        if token != self._token:
            return True
        now = self._monotonic()
        if self._dropped_at is not None and now - self._dropped_at < DROP_PAUSE_SECONDS:
            return False
        self._dropped_at = now
        self._token = None
        self._stale = True
        return True

    async def close(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait({self._fetching})
        await self._source.close()

    def _start(self) -> asyncio.Task[None]:
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch(), name="connector token")
        return self._fetching

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                if self._stale:
                    await self._source.forget()
                    self._stale = False
                fetched = await self._source.fetch()
        except Exception as error:  # azure-identity, aiohttp and files fail in many ways; all mean: no token
            self._failed_at = self._monotonic()
            self._failure = error.reason if isinstance(error, TokenUnavailable) else type(error).__name__
            # The text of azure's errors names tenant and app, never the secret; long traces are cut.
            log.warning("no token for the connector: %s: %.300s", type(error).__name__, error)
        else:
            now = self._monotonic()
            self._token = fetched.value
            self._ends_at = now + fetched.lifetime_seconds
            ahead = min(RENEW_AHEAD_SECONDS, fetched.lifetime_seconds / 2)
            self._renew_at = max(self._ends_at - ahead, min(now + RENEWAL_PAUSE_SECONDS, self._ends_at))
            self._failed_at, self._failure = None, ""
        finally:
            self._fetching = None


class PostedCredentials:
    """Client credentials posted to a token address of one's own (tests, Local Teams); azure-identity refuses http."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        token_url: str,
        app_id: str,
        password: str,
        scope: str = CONNECTOR_SCOPE,
    ) -> None:
        self._session = session
        self._token_url = token_url
        self._form = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": password,
            "scope": scope,
        }

    async def fetch(self) -> FetchedToken:
        async with self._session.post(self._token_url, data=self._form, allow_redirects=False) as response:
            body = await response.read()
            if response.status != 200:
                raise TokenUnavailable(f"token address answered {response.status}")
        answer = orjson.loads(body)
        token, lifetime = answer.get("access_token"), float(answer.get("expires_in", 0))
        if not isinstance(token, str) or not token or not lifetime > 0:
            raise TokenUnavailable("token address gave no token")
        return FetchedToken(token, lifetime)

    async def forget(self) -> None:
        """Remembers nothing."""

    async def close(self) -> None:
        """The session is shared and stays open."""


class EntraCredentials:
    """azure-identity's own credentials, imported at the first fetch (0.7 s and the msal package).

    `app_type` is SingleTenant, MultiTenant or UserAssignedMSI, as the Azure Bot is registered. A certificate (a PEM or
    PKCS12 file with its private key) counts where there is no password. `extra` goes to the credential as it is.
    """

    def __init__(
        self,
        *,
        app_type: str,
        app_id: str,
        tenant_id: str = "",
        password: str = "",
        certificate_path: str = "",
        session: aiohttp.ClientSession | None = None,
        scope: str = CONNECTOR_SCOPE,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self._app_type = app_type
        self._app_id = app_id
        self._tenant_id = MULTI_TENANT_AUTHORITY if app_type == "MultiTenant" else tenant_id
        self._password = password
        self._certificate_path = certificate_path
        self._session = session
        self._scope = scope
        self._extra = extra or {}
        self._credential: Any = None

    async def fetch(self) -> FetchedToken:
        if self._credential is None:
            # In a thread, because the import and the certificate's file would hold up every turn.
            self._credential = await asyncio.to_thread(self._make)
        token = await self._credential.get_token(self._scope)
        return FetchedToken(token.token, token.expires_on - time.time())

    async def forget(self) -> None:
        await self.close()

    async def close(self) -> None:
        credential, self._credential = self._credential, None
        if credential is not None:
            await credential.close()

    def _make(self) -> Any:
        identity = importlib.import_module("azure.identity.aio")
        options = dict(self._extra)
        if self._session is not None:
            # Our session instead of one more of azure's own; it outlives the credential.
            transport = importlib.import_module("azure.core.pipeline.transport")
            options["transport"] = transport.AioHttpTransport(session=self._session, session_owner=False)
        if self._app_type == "UserAssignedMSI":
            return identity.ManagedIdentityCredential(client_id=self._app_id, **options)
        if self._password:
            return identity.ClientSecretCredential(self._tenant_id, self._app_id, self._password, **options)
        if self._certificate_path:
            return identity.CertificateCredential(
                self._tenant_id, self._app_id, certificate_path=self._certificate_path, **options
            )
        raise TokenUnavailable("neither password nor certificate is configured")
