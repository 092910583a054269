"""The way to the bot: signs an activity, posts it, keeps the answer."""

from collections import deque
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

from .entra import Entra
from .messages import Json

# The connector gives up after 10 to 15 s and shows an error to the person.
TEAMS_PATIENCE_SECONDS = 15.0
# How many posts are remembered for tests and for looking back.
REMEMBERED = 5000

# What `status` says when nothing came back at all.
UNREACHABLE, TIMED_OUT = 0, 504


@dataclass(frozen=True)
class Reply:
    """The bot's HTTP answer to one activity. `status` 0: no connection, 504: no answer in time."""

    status: int
    body: Any
    activity: Json

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class Wire:
    """One HTTP session to the bot's `/api/messages`. `posted` holds what was sent and what came back."""

    def __init__(self, bot_url: str, entra: Entra) -> None:
        self.bot_url = bot_url
        self.patience_seconds = TEAMS_PATIENCE_SECONDS
        self.posted: deque[Reply] = deque(maxlen=REMEMBERED)
        self._entra = entra
        self._session: ClientSession | None = None

    async def open(self) -> None:
        self._session = ClientSession()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def post(self, activity: Json, *, token: str | None = None, headers: dict[str, str] | None = None) -> Reply:
        """Send one activity; `token` and `headers` replace the right ones, for tests of a closed door."""
        assert self._session is not None, "LocalTeams is not started"
        signed = token if token is not None else self._entra.sign(activity["serviceUrl"])
        all_headers = {
            "Authorization": f"Bearer {signed}",
            "Content-Type": "application/json; charset=utf-8",
            "x-ms-conversation-id": activity["conversation"]["id"],
            "x-ms-tenant-id": activity["conversation"]["tenantId"],
        } | (headers or {})
        timeout = ClientTimeout(total=self.patience_seconds)
        try:
            async with self._session.post(
                self.bot_url, data=orjson.dumps(activity), headers=all_headers, timeout=timeout
            ) as answer:
                reply = Reply(answer.status, _body(await answer.read()), activity)
        except TimeoutError:
            reply = Reply(TIMED_OUT, None, activity)
        except ClientError:
            reply = Reply(UNREACHABLE, None, activity)
        self.posted.append(reply)
        return reply


def _body(raw: bytes) -> Any:
    """JSON where it is JSON, else text; None when empty."""
    if not raw:
        return None
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw.decode("utf-8", "replace")
