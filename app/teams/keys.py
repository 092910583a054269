"""The public keys that sign what Teams sends, as published in an OpenID document, kept fresh off the turn's path."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

log = logging.getLogger(__name__)

PUBLIC_OPENID_URL: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
"""The public cloud's document [PLATFORM A2]."""

RENEW_AFTER_SECONDS: Final = 20 * 3600.0
"""From this age on the keys are fetched anew in the background; turns go on with the ones at hand."""
STALE_AFTER_SECONDS: Final = 24 * 3600.0
"""From this age on (a bot idle over the weekend) a turn waits for fresh keys, and takes the old ones if that fails."""
UNKNOWN_KEY_PAUSE_SECONDS: Final = 3600.0
"""Anybody can invent key ids; they cost Microsoft's server one request an hour, not one each."""
FAILURE_PAUSE_SECONDS: Final = 60.0
"""After a failed fetch; a rotation that meets a short outage must not cost an hour."""
LARGEST_DOCUMENT: Final = 1_000_000
SMALLEST_KEY_BITS: Final = 2048


@dataclass(frozen=True)
class SigningKey:
    kid: str
    public_key: RSAPublicKey
    endorsements: frozenset[str]
    """The channels this key may speak for, e.g. `msteams`."""


class KeysUnavailable(Exception):
    """The OpenID document or its key set could not be fetched or read."""


class SigningKeys:
    """The key set. `session` is shared and stays open; times are in seconds of `monotonic`."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        openid_url: str = PUBLIC_OPENID_URL,
        monotonic: Callable[[], float] = time.monotonic,
        timeout_seconds: float = 10.0,
    ) -> None:
        self._session = session
        self._openid_url = openid_url
        self._monotonic = monotonic
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._keys: dict[str, SigningKey] = {}
        self._loaded_at: float | None = None
        self._failed_at: float | None = None
        self._unknown_at: float | None = None
        self._fetching: asyncio.Task[None] | None = None
        self.generation = 0
        """Rises with every fetched key set: what was verified with an older one has to be verified again."""

    async def find(self, kid: str) -> SigningKey | None:
        """The key of this id, fetching the set where that can help; None if there is no such key. Never raises."""
        now = self._monotonic()
        before = self.generation
        if self._loaded_at is None or now - self._loaded_at >= STALE_AFTER_SECONDS:
            await self._fetched(now)
        elif now - self._loaded_at >= RENEW_AFTER_SECONDS:
            self._start(now)
        key = self._keys.get(kid)
        if key is not None or self.generation != before:
            return key
        if self._fetching is None and self._loaded_at is not None:
            if self._unknown_at is not None and now - self._unknown_at < UNKNOWN_KEY_PAUSE_SECONDS:
                return None
            if self._start(now):
                self._unknown_at = now
        await self._fetched(now)
        if self.generation == before:
            self._unknown_at = None  # the fetch failed and said nothing about this key; the short pause counts
        return self._keys.get(kid)

    async def prefetch(self) -> None:
        """Loads the keys at start-up so that the first turn need not wait; a failure is only logged."""
        await self._fetched(self._monotonic())

    async def close(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait({self._fetching})

    def _start(self, now: float) -> bool:
        if self._fetching is not None:
            return False
        if self._failed_at is not None and now - self._failed_at < FAILURE_PAUSE_SECONDS:
            return False
        self._fetching = asyncio.create_task(self._fetch(), name="signing keys")
        return True

    async def _fetched(self, now: float) -> None:
        """Waits for the one fetch under way, starting it if need be; `wait` leaves it running if a turn is cut off."""
        self._start(now)
        if self._fetching is not None:
            await asyncio.wait({self._fetching})

    async def _fetch(self) -> None:
        try:
            keys = await self._read_keys()
        except (KeysUnavailable, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            self._failed_at = self._monotonic()
            log.warning("signing keys not fetched from %s: %r", self._openid_url, error)
        else:
            self._keys = keys
            self._loaded_at = self._monotonic()
            self._failed_at = None
            self.generation += 1
        finally:
            self._fetching = None

    async def _read_keys(self) -> dict[str, SigningKey]:
        document = await self._get(self._openid_url)
        jwks_url = document.get("jwks_uri")
        if not isinstance(jwks_url, str):
            raise KeysUnavailable("no jwks_uri")
        if urlsplit(self._openid_url).scheme == "https" and urlsplit(jwks_url).scheme != "https":
            raise KeysUnavailable("jwks_uri is not https")
        listed = (await self._get(jwks_url)).get("keys")
        keys = [read_key(item) for item in listed] if isinstance(listed, list) else []
        usable = {key.kid: key for key in keys if key is not None}
        if not usable:
            raise KeysUnavailable("no usable key in the key set")
        return usable

    async def _get(self, url: str) -> dict[str, Any]:
        # No redirects: the addresses are known, and following one could lead from https to http.
        async with self._session.get(url, timeout=self._timeout, allow_redirects=False) as response:
            if response.status != 200:
                raise KeysUnavailable(f"status {response.status}")
            body = bytearray()
            async for chunk in response.content.iter_chunked(65_536):
                body += chunk
                if len(body) > LARGEST_DOCUMENT:
                    raise KeysUnavailable("document too large")
        document = orjson.loads(body)
        if not isinstance(document, dict):
            raise KeysUnavailable("not a JSON object")
        return document


def read_key(item: object) -> SigningKey | None:
    """One entry of a JWKS; None for what is no RSA signing key of a sound size (the set may hold other kinds)."""
    if not isinstance(item, dict) or item.get("kty") != "RSA" or item.get("use", "sig") != "sig":
        return None
    kid, endorsements = item.get("kid"), item.get("endorsements")
    if not isinstance(kid, str) or not kid:
        return None
    try:
        public_key = RSAAlgorithm.from_jwk({"kty": "RSA", "n": item["n"], "e": item["e"]})
    except Exception:  # the parser raises several kinds; one broken entry must not hide the others
        return None
    if not isinstance(public_key, RSAPublicKey) or public_key.key_size < SMALLEST_KEY_BITS:
        return None
    names = endorsements if isinstance(endorsements, list) else []
    return SigningKey(kid, public_key, frozenset(name for name in names if isinstance(name, str)))
