"""The connector's REST, spoken on one shared aiohttp session: plain dicts in and out, the kit's exceptions as answers.

Addresses and bodies as in PLATFORM A5 and B, what a status means as in A6 and HOUSE "One scheduled thing".
"""

import logging
import re
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final, Protocol
from urllib.parse import quote, urlencode

import aiohttp
import orjson
from yarl import URL

from app.kit.sender import ConversationGone, Refused, Rejected, Unknown
from app.teams.auth import ServiceHosts
from app.teams.tokens import ConnectorTokens, TokenUnavailable

log = logging.getLogger(__name__)

TIMEOUT: Final = aiohttp.ClientTimeout(total=15, connect=5)
LONGEST_RETRY_AFTER_SECONDS: Final = 86_400.0
READ_TRIES: Final = 2

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_SUB_CODE = re.compile(r'"subCode"\s*:\s*"([A-Za-z0-9_]{1,64})"')
_GONE_MESSAGE: Final = "ActivityNotFoundInConversation"
_CONFIGURATION_CODES: Final = frozenset({"InvalidBotApiHost", "BotNotRegistered"})
"""Say nothing of the conversation: the bot talks to the wrong cloud's host, or is registered nowhere."""


class Pace(Protocol):
    """Asked before each call and told of each pause Teams wants; see `sending.Pacing`."""

    async def wait(self, conversation: str | None, tenant: str) -> None:
        """Until one may call; raises `Refused` if that is too far off. None: a call to no conversation."""
        ...

    def hold(self, conversation: str, seconds: float) -> None: ...


def open_session(*, connections: int = 100, trust_env: bool = False) -> aiohttp.ClientSession:
    """The one client session of the process. `trust_env` makes it use the proxy named in the environment.

    Connections are kept 30 s, shorter than the service keeps them: a POST on a connection that is just being closed
    ends as `Unknown`. No cookies: they would tie requests of different conversations together.
    """
    transport = aiohttp.TCPConnector(limit=connections, keepalive_timeout=30, ttl_dns_cache=300)
    return aiohttp.ClientSession(connector=transport, cookie_jar=aiohttp.DummyCookieJar(), trust_env=trust_env)


class Connector:
    """Flat methods, one per call. All raise `Refused`, `Unknown`, `ConversationGone` or `Rejected`; sends never repeat.

    `tokens` None (local mode) sends no token. `pace` is asked here and nowhere else, so that replies within a turn and
    messages of the outbox keep Teams' limits together.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: ConnectorTokens | None,
        hosts: ServiceHosts,
        *,
        pace: Pace | None = None,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._hosts = hosts
        self._pace = pace
        self._timeout = timeout
        self._wall_clock = wall_clock

    async def send_to_conversation(
        self,
        service_url: str,
        conversation_id: str,
        activity: dict[str, Any],
        *,
        tenant_id: str = "",
        targeted: bool = False,
    ) -> dict[str, Any]:
        """`{"id": …}`; `{}` for activities without one (typing). `targeted`: `activity.recipient` alone sees it."""
        url = self._address(service_url, "conversations", conversation_id, "activities", targeted=targeted)
        return await self._call("POST", url, conversation_id, tenant_id, activity)

    async def reply_to_activity(
        self, service_url: str, conversation_id: str, activity_id: str, activity: dict[str, Any], *, tenant_id: str = ""
    ) -> dict[str, Any]:
        url = self._address(service_url, "conversations", conversation_id, "activities", activity_id)
        return await self._call("POST", url, conversation_id, tenant_id, activity)

    async def update_activity(
        self,
        service_url: str,
        conversation_id: str,
        activity_id: str,
        activity: dict[str, Any],
        *,
        tenant_id: str = "",
        targeted: bool = False,
    ) -> dict[str, Any]:
        url = self._address(service_url, "conversations", conversation_id, "activities", activity_id, targeted=targeted)
        return await self._call("PUT", url, conversation_id, tenant_id, activity, about_a_message=True)

    async def delete_activity(
        self, service_url: str, conversation_id: str, activity_id: str, *, tenant_id: str = "", targeted: bool = False
    ) -> None:
        url = self._address(service_url, "conversations", conversation_id, "activities", activity_id, targeted=targeted)
        await self._call("DELETE", url, conversation_id, tenant_id, about_a_message=True)

    async def create_conversation(
        self, service_url: str, parameters: dict[str, Any], *, tenant_id: str = ""
    ) -> dict[str, Any]:
        """`{"id", "activityId", "serviceUrl"}`. Body as in PLATFORM A5; a channel's thread counts for the channel."""
        channel = (parameters.get("channelData") or {}).get("channel") or {}
        members = parameters.get("members") or [{}]
        about = channel.get("id") or f"with:{members[0].get('id')}"
        tenant = tenant_id or parameters.get("tenantId") or ""
        return await self._call("POST", self._address(service_url, "conversations"), about, tenant, parameters)

    async def members_page(
        self,
        service_url: str,
        conversation_id: str,
        *,
        page_size: int = 200,
        continuation_token: str | None = None,
        tenant_id: str = "",
    ) -> dict[str, Any]:
        """`{"members": […], "continuationToken"?}`; the Entra id of a member is `aadObjectId` or `objectId`."""
        query = {"pageSize": str(page_size)} | ({"continuationToken": continuation_token} if continuation_token else {})
        return await self._read(service_url, tenant_id, "conversations", conversation_id, "pagedMembers", query=query)

    async def member(
        self, service_url: str, conversation_id: str, user_id: str, *, tenant_id: str = ""
    ) -> dict[str, Any]:
        return await self._read(service_url, tenant_id, "conversations", conversation_id, "members", user_id)

    async def team(self, service_url: str, team_id: str, *, tenant_id: str = "") -> dict[str, Any]:
        """`{"id", "name", "aadGroupId", …}`; `team_id` is the thread id `19:…`."""
        return await self._read(service_url, tenant_id, "teams", team_id)

    async def channels(self, service_url: str, team_id: str, *, tenant_id: str = "") -> list[dict[str, Any]]:
        """`[{"id", "name"?}]`; the channel General comes without a name."""
        answer = await self._read(service_url, tenant_id, "teams", team_id, "conversations")
        return list(answer.get("conversations") or ())

    async def _read(
        self, service_url: str, tenant_id: str, *parts: str, query: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        return await self._call(
            "GET", self._address(service_url, *parts, query=query), None, tenant_id, tries=READ_TRIES
        )

    async def _call(
        self,
        method: str,
        url: str,
        conversation: str | None,
        tenant: str,
        body: dict[str, Any] | None = None,
        *,
        tries: int = 1,
        about_a_message: bool = False,
    ) -> dict[str, Any]:
        payload = None if body is None else orjson.dumps(body)
        token_tries = 2
        while True:
            if self._pace is not None:
                await self._pace.wait(conversation, tenant)
            token = await self._token()
            tries -= 1
            try:
                status, headers, content = await self._exchange(method, url, payload, token)
            except (Refused, Unknown):
                if tries > 0:
                    continue
                raise
            if status < 300:
                return _json_object(content)
            if status == 401 and token is not None and self._tokens is not None and token_tries > 1:
                token_tries, tries = token_tries - 1, tries + 1
                if self._tokens.drop(token):
                    continue
            pause = retry_after(headers.get("Retry-After"), self._wall_clock())
            if tries > 0 and pause is None and status in (500, 502, 503, 504):
                continue
            if self._pace is not None and conversation is not None and (status == 429 or pause is not None):
                self._pace.hold(conversation, 1.0 if pause is None else pause)
            raise meaning(status, content, pause, about_a_message=about_a_message)

    def _address(
        self, service_url: str, *parts: str, targeted: bool = False, query: Mapping[str, str] | None = None
    ) -> str:
        """Ids hold `:`, `@`, `;`, `/` and `=`: each becomes one path segment, whatever is in it."""
        if not self._hosts.allow(service_url):
            raise Rejected("service_host_not_allowed")
        try:
            segments = [quote(part, safe="") for part in parts]
        except (TypeError, UnicodeEncodeError) as error:
            raise Rejected("bad_id") from error
        if any(not segment.strip(".") for segment in segments):
            raise Rejected("bad_id")
        asked = urlencode({**(query or {}), **({"isTargetedActivity": "true"} if targeted else {})})
        return f"{service_url.rstrip('/')}/v3/{'/'.join(segments)}{'?' if asked else ''}{asked}"

    async def _token(self) -> str | None:
        if self._tokens is None:
            return None
        try:
            return await self._tokens.bearer()
        except TokenUnavailable as error:
            raise Refused("token_unavailable", retry_after_seconds=error.retry_after_seconds) from error

    async def _exchange(
        self, method: str, url: str, payload: bytes | None, token: str | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        headers = {"Content-Type": "application/json"} if payload is not None else {}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            # No redirects: the token goes to the allowed hosts and nowhere else.
            async with self._session.request(
                method,
                URL(url, encoded=True),
                data=payload,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                return response.status, response.headers, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as error:
            raise Refused("no_connection") from error
        except TimeoutError as error:
            raise Unknown("timeout") from error
        except aiohttp.InvalidURL as error:
            raise Rejected("bad_address") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unknown("connection_lost") from error


def meaning(status: int, content: bytes, pause: float | None, *, about_a_message: bool = False) -> Exception:
    """What an answer that is no success means for the message."""
    code = error_code(content)
    reason = code or f"http_{status}"
    if status in (412, 429, 502, 503):
        return Refused(reason, retry_after_seconds=pause)
    if status in (403, 404) and code not in _CONFIGURATION_CODES:
        gone = code == _GONE_MESSAGE or (status == 404 and about_a_message and code is None)
        return ConversationGone(reason, message_only=gone)
    if status == 401 and code not in _CONFIGURATION_CODES:
        # Two tokens in a row were not taken: Entra or the connector is out of step. Nothing was delivered.
        return Refused(reason, retry_after_seconds=pause)
    if status == 408 or status > 500:
        return Unknown(reason)
    # With 500 the connector failed on just this message [A6: no retry]; the rest are faults of ours.
    log.warning("the connector rejects a message: %s %s %.300r", status, reason, content)
    return Rejected(reason)


def error_code(content: bytes) -> str | None:
    """The most telling code in an error's body: `subCode`, which may sit in the message's text, before `code`."""
    text = content[:20_000].decode("utf-8", "replace").replace('\\"', '"')
    if found := _SUB_CODE.search(text):
        return found[1]
    body = _json_object(content)
    inner = body.get("error")
    for code in (inner.get("code") if isinstance(inner, dict) else None, body.get("code")):
        if isinstance(code, str) and _CODE.fullmatch(code):
            return code
    return None


def retry_after(header: str | None, wall_now: float) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date; None if there is none or it is unreadable."""
    if not header:
        return None
    try:
        seconds = (
            float(header) if header.strip()[:1].isdigit() else parsedate_to_datetime(header).timestamp() - wall_now
        )
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS)


def _json_object(content: bytes) -> dict[str, Any]:
    """A success whose body is no JSON object is a success still: sending again would double the message."""
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}
