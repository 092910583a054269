"""Who may speak to the bot: the checks on a request from Teams, each with a named reason for a refusal."""

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final, Protocol, TypeGuard

import jwt
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity, ConnectorFactory, UserTokenClient
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult

from app.teams.keys import SigningKey, SigningKeys

PUBLIC_ISSUER: Final = "https://api.botframework.com"
LEEWAY_SECONDS: Final = 300
LARGEST_TOKEN: Final = 16_384
REMEMBERED_TOKENS: Final = 256
REMEMBERED_SECONDS: Final = 300.0
DEFAULT_SERVICE_HOSTS: Final = (
    "smba.trafficmanager.net",
    "*.botframework.com",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
)
_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|\[::1\]")
# Deliberately narrow: no user names, queries, fragments or odd characters, about which two URL parsers might disagree.
_SERVICE_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[::1\])(:(?P<port>\d{1,5}))?(/[A-Za-z0-9._~/%-]*)?", re.IGNORECASE
)


class TurnedAway(Exception):
    """The request is refused. `reason` is a short name for counters and logs, never secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unauthorised(TurnedAway):
    """401: this is not a request Teams made for us."""


class Forbidden(TurnedAway):
    """403: rightly signed, but from a tenant or a service host that is not allowed."""


class ServiceHosts:
    """Hosts the bot may be addressed from and may send its token to.

    Entries are `host`, `host:port`, `host:*` or `*.domain`; without a port the scheme's own port is meant, for loopback
    any. The scheme has to be https, except on loopback.
    """

    def __init__(self, entries: Iterable[str] = DEFAULT_SERVICE_HOSTS) -> None:
        self._exact: set[tuple[str, str]] = set()
        self._suffixes: list[tuple[str, str]] = []
        for entry in entries:
            host, port = entry.strip().lower(), ""
            if not host.endswith("]") and ":" in host:
                host, _, port = host.rpartition(":")
            if _LOOPBACK.fullmatch(host):
                port = port or "*"
            if host.startswith("*."):
                self._suffixes.append((host[1:], port))
            elif host:
                self._exact.add((host, port))

    def allow(self, service_url: str) -> bool:
        match = _SERVICE_URL.fullmatch(service_url)
        if match is None:
            return False
        scheme, host, port = match["scheme"].lower(), match["host"].lower(), match["port"] or ""
        if scheme != "https" and not _LOOPBACK.fullmatch(host):
            return False
        ports = {port, "*"}
        if port == ("443" if scheme == "https" else "80"):
            ports.add("")
        if any((host, one) in self._exact for one in ports):
            return True
        return any(host.endswith(suffix) and allowed in ports for suffix, allowed in self._suffixes)


@dataclass(frozen=True)
class Claims:
    """What is known for sure about an accepted activity."""

    app_id: str
    service_url: str
    channel_id: str
    tenant_id: str | None
    """The tenant the activity names; checked against the allowed ones where there are any."""
    token: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Check(Protocol):
    async def check(self, authorization: str | None, activity: dict[str, Any]) -> Claims:
        """Raises `Unauthorised` or `Forbidden`, and nothing else, whatever it is given."""
        ...


@dataclass(frozen=True)
class _Verified:
    claims: Mapping[str, Any]
    key: SigningKey
    until: float


class Authenticator:
    """The checks of PLATFORM A3. No `tenants` means every tenant (multi-tenant bots without a fixed one)."""

    def __init__(
        self,
        keys: SigningKeys,
        *,
        app_id: str,
        hosts: ServiceHosts,
        tenants: Collection[str] = (),
        issuer: str = PUBLIC_ISSUER,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._keys = keys
        self._app_id = app_id
        self._hosts = hosts
        self._tenants = frozenset(tenant.lower() for tenant in tenants if tenant)
        self._issuer = issuer
        self._wall_clock = wall_clock
        # The connector sends one token with many activities, and checking its signature is most of what a turn costs
        # before our own work. Only what depends on the token alone is remembered; what ties the token to an activity
        # (service URL, channel, tenant) is checked each time. The entry's name is a digest, so that no token lies in
        # memory as a key; it goes with the token's end, after five minutes, or when new signing keys have come.
        self._verified: OrderedDict[bytes, _Verified] = OrderedDict()
        self._generation = -1

    async def check(self, authorization: str | None, activity: dict[str, Any]) -> Claims:
        token = _bearer(authorization)
        try:
            verified = await self._verify(token)
        except Unauthorised:
            raise
        except Exception as error:  # hostile input finds odd ways through parsers; none of them is worth a 500
            raise Unauthorised("malformed_token") from error
        if not isinstance(activity, dict):
            raise Unauthorised("malformed_activity")
        service_url, channel_id = activity.get("serviceUrl"), activity.get("channelId")
        if not isinstance(service_url, str) or not isinstance(channel_id, str):
            raise Unauthorised("malformed_activity")
        if verified.claims.get("serviceurl") != service_url:
            raise Unauthorised("other_service_url")
        if channel_id not in verified.key.endorsements:
            raise Unauthorised("channel_not_endorsed")
        if not self._hosts.allow(service_url):
            raise Forbidden("service_host_not_allowed")
        named = tenants_named(activity)
        if self._tenants and (not named or not all(tenant.lower() in self._tenants for tenant in named)):
            raise Forbidden("tenant_not_allowed")
        return Claims(self._app_id, service_url, channel_id, named[0] if named else None, verified.claims)

    async def _verify(self, token: str) -> _Verified:
        now = self._wall_clock()
        digest = hashlib.sha256(token.encode()).digest()
        self._forget_older_keys()
        known = self._verified.get(digest)
        # The second half guards against a wall clock that was put back.
        if known is not None and known.until - REMEMBERED_SECONDS <= now < known.until:
            self._verified.move_to_end(digest)
            return known
        header = jwt.get_unverified_header(token)
        # Before anything else: a key must never be used with an algorithm the sender chose (HS256 with our public key).
        if header.get("alg") != "RS256":
            raise Unauthorised("algorithm")
        kid = header.get("kid")
        if not isinstance(kid, str) or not kid:
            raise Unauthorised("no_key_id")
        key = await self._keys.find(kid)
        self._forget_older_keys()
        if key is None:
            raise Unauthorised("unknown_key")
        try:
            # Signature and JSON only; the claims are judged below, with the clock we were given.
            claims = jwt.decode(token, key.public_key, algorithms=["RS256"], options=_SIGNATURE_ONLY)
        except jwt.InvalidSignatureError as error:
            raise Unauthorised("signature") from error
        self._judge(claims, now)
        verified = _Verified(claims, key, min(now + REMEMBERED_SECONDS, float(claims["exp"])))
        self._verified[digest] = verified
        if len(self._verified) > REMEMBERED_TOKENS:
            self._verified.popitem(last=False)
        return verified

    def _forget_older_keys(self) -> None:
        if self._generation != self._keys.generation:
            self._verified.clear()
            self._generation = self._keys.generation

    def _judge(self, claims: Mapping[str, Any], now: float) -> None:
        if claims.get("iss") != self._issuer:
            raise Unauthorised("issuer")
        if not self._app_id or claims.get("aud") != self._app_id:
            raise Unauthorised("audience")
        expires, starts = claims.get("exp"), claims.get("nbf", 0)
        if not _is_time(expires) or now >= expires + LEEWAY_SECONDS:
            raise Unauthorised("expired")
        if not _is_time(starts) or starts > now + LEEWAY_SECONDS:
            raise Unauthorised("not_yet_valid")


class OpenDoor:
    """Local mode: accepts everything. The settings guarantee that the bot then listens on loopback only."""

    def __init__(self, app_id: str = "") -> None:
        self._app_id = app_id

    async def check(self, authorization: str | None, activity: dict[str, Any]) -> Claims:
        if not isinstance(activity, dict):
            raise Unauthorised("malformed_activity")
        named = tenants_named(activity)
        service_url, channel_id = str(activity.get("serviceUrl", "")), str(activity.get("channelId", ""))
        return Claims(self._app_id, service_url, channel_id, named[0] if named else None)


def tenants_named(activity: Mapping[str, Any]) -> list[str]:
    """The tenant ids an activity names: of the conversation, then of the channel data."""
    conversation, channel_data = activity.get("conversation"), activity.get("channelData")
    tenant = channel_data.get("tenant") if isinstance(channel_data, dict) else None
    found = (
        conversation.get("tenantId") if isinstance(conversation, dict) else None,
        tenant.get("id") if isinstance(tenant, dict) else None,
    )
    return [one for one in found if isinstance(one, str) and one]


_SIGNATURE_ONLY: Final[Any] = {"verify_signature": True} | dict.fromkeys(
    ("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss", "verify_sub", "verify_jti"), False
)


def _bearer(authorization: str | None) -> str:
    scheme, _, token = authorization.partition(" ") if isinstance(authorization, str) else ("", "", "")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorised("no_token")
    if len(token) > LARGEST_TOKEN or not token.isascii():
        raise Unauthorised("malformed_token")
    return token


def _is_time(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


class _NoUserTokens(UserTokenClient):  # type: ignore[misc]
    """Kernteam signs nobody in. One such object serves all turns, where the stock one costs 4 ms in each."""

    async def get_user_token(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError("Kernteam has no user sign-in")

    get_sign_in_resource = sign_out_user = get_token_status = get_aad_tokens = exchange_token = get_user_token


class KernteamBotFrameworkAuthentication(BotFrameworkAuthentication):  # type: ignore[misc]
    """Botbuilder's own extension point: our checks, our connector, and nothing made anew per turn."""

    def __init__(self, door: Check, connector_factory: ConnectorFactory) -> None:
        self._door = door
        self._connector_factory = connector_factory
        self._user_tokens = _NoUserTokens()

    async def check(self, authorization: str | None, activity: dict[str, Any]) -> AuthenticateRequestResult:
        """As `Authenticator.check`, in the form that `process_activity` takes."""
        claims = await self._door.check(authorization, activity)
        result = AuthenticateRequestResult()
        result.audience = PUBLIC_ISSUER
        # Botbuilder reads the own app id from `aud`.
        result.claims_identity = ClaimsIdentity({**claims.token, "aud": claims.app_id}, True)
        result.caller_id = "urn:botframework:azure"
        result.connector_factory = self._connector_factory
        return result

    async def authenticate_request(self, activity: Any, auth_header: str) -> AuthenticateRequestResult:
        shape = {"serviceUrl": activity.service_url, "channelId": activity.channel_id}
        shape["channelData"] = activity.channel_data
        if activity.conversation is not None:
            shape["conversation"] = activity.conversation.additional_properties
        return await self.check(auth_header, shape)

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        raise Unauthorised("streaming_not_supported")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return self._connector_factory

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> UserTokenClient:
        return self._user_tokens
