"""What Teams sends in a bench run: the same message again and again, from many people, so that no send limit is met."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from tests.bench.identity import APP_ID, CONNECTOR_HOST, Signer

TENANTS = 40
PEOPLE = 15
"""In each tenant's one team. 600 conversations: at 600 messages a second each gets one, half of what Teams allows."""

BOT_ID = f"28:{APP_ID}"

_ids = itertools.count(1_763_800_000_000)


def tenant(number: int) -> str:
    return f"11111111-2222-3333-4444-{number:012d}"


def service_url(tenant_id: str) -> str:
    """As Teams sends it nowadays: with the tenant in its path."""
    return f"https://{CONNECTOR_HOST}/emea/{tenant_id}/"


def team(tenant_id: str) -> str:
    return f"19:kernteamIntegrationBench{tenant_id[-4:]}Zz9aB1c2D3e4F5g6H7@thread.tacv2"


def members_of(tenant_id: str) -> list[dict[str, Any]]:
    return [_person(tenant_id, number) for number in range(PEOPLE)]


def _person(tenant_id: str, number: int) -> dict[str, Any]:
    return {
        "id": f"29:1{tenant_id[-4:]}{number:04d}cXw7-qLm2bR9tYpVhN4sKdFgJ8zA3eUoT5iBnC6xMvQ1rWlS0yHkPfDgEa7Zu",
        "aadObjectId": f"aaaaaaaa-{tenant_id[-4:]}-4444-8888-{number:012d}",
        "name": f"Anna Muster {number}",
        "userRole": "user",
        "tenantId": tenant_id,
    }


def _message(tenant_id: str, number: int, text: str, *, in_channel: bool) -> dict[str, Any]:
    """A message as Teams sends it, 2.2 kB in a channel."""
    person, team_id = _person(tenant_id, number), team(tenant_id)
    mention = "<at>Kernteam</at>"
    said = f"{mention} {text}" if in_channel else text
    conversation: dict[str, Any] = {
        "conversationType": "personal",
        "tenantId": tenant_id,
        "id": f"a:1{number}-{tenant_id}",
    }
    channel: dict[str, Any] = {"tenant": {"id": tenant_id}}
    if in_channel:
        thread = f"19:channel{number:04d}{tenant_id[-4:]}kHq3Lw8@thread.tacv2"
        conversation = {
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": tenant_id,
            "id": f"{thread};messageid=1763799999000",
            "name": "Allgemein",
        }
        channel |= {
            "teamsChannelId": thread,
            "teamsTeamId": team_id,
            "channel": {"id": thread, "name": "Allgemein"},
            "source": {"name": "message"},
            "legacy": {"replyToId": "1:1Dg3kLw8sPqR7tYvXz2bN5mC4hJ6fA9eU0oI-1763799999000"},
            "settings": {"selectedChannel": {"id": team_id}},
            "onBehalfOf": [],
            "tenantRegion": "emea",
            "team": {
                "id": team_id,
                "name": "Kernteam Integration",
                "aadGroupId": f"bbbbbbbb-0000-4444-8888-{tenant_id[-12:]}",
            },
        }
    html = (
        '<div itemprop="copy-paste-block" style="font-size:inherit"><div><div><p><span itemscope="" '
        'itemtype="http://schema.skype.com/Mention" itemid="0">Kernteam</span>'
        f"&nbsp;{text}</p></div></div></div>"
    )
    mentioned = {"type": "mention", "text": mention, "mentioned": {"id": BOT_ID, "name": "Kernteam"}}
    # A person named in the formatted text only, as Teams sends it after a quotation.
    account = {"id": person["id"], "name": person["name"], "aadObjectId": person["aadObjectId"]}
    named = {"type": "mention", "text": f"<at>{person['name']}</at>", "mentioned": account}
    client = {
        "type": "clientInfo",
        "locale": "de-DE",
        "country": "DE",
        "platform": "Windows",
        "timezone": "Europe/Berlin",
    }
    return {
        "text": said,
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": html}],
        "type": "message",
        "timestamp": "2026-11-22T09:00:00.1234567Z",
        "localTimestamp": "2026-11-22T10:00:00.1234567+01:00",
        "localTimezone": "Europe/Berlin",
        "locale": "de-DE",
        "id": "@@id@@",
        "channelId": "msteams",
        "serviceUrl": service_url(tenant_id),
        "from": account,
        "conversation": conversation,
        "recipient": {"id": BOT_ID, "name": "Kernteam"},
        "entities": [mentioned, named, client] if in_channel else [client],
        "channelData": channel,
    }


def installation(tenant_id: str) -> dict[str, Any]:
    """The app comes into the tenant's team; the first person installs it."""
    activity = _message(tenant_id, 0, "", in_channel=True)
    for name in ("text", "textFormat", "attachments", "entities"):
        del activity[name]
    team_id = team(tenant_id)
    activity["conversation"] |= {"id": team_id}
    activity["channelData"] |= {
        "channel": {"id": team_id},
        "teamsChannelId": team_id,
        "settings": {"selectedChannel": {"id": team_id}},
        "eventType": "teamMemberAdded",
    }
    return activity | {"type": "installationUpdate", "action": "add", "id": f"install-{tenant_id}"}


@dataclass(frozen=True)
class Said:
    """What everybody says in a run, and where."""

    texts: tuple[str, ...]
    in_channel: bool = True
    answer: str = ""
    """What each message of the bot holds if it did what it was asked to."""


def requests(said: Said, signer: Signer, authorization: Callable[[str], str] | None = None) -> Iterator[bytes]:
    """Whole HTTP requests without end, each with an activity id of its own. `authorization(service_url)` is a token."""
    heads, bodies = [], []
    for number in range(TENANTS):
        tenant_id = tenant(number)
        token = (authorization or signer.token)(service_url(tenant_id))
        heads.append(head(token))
        bodies.append([_template(tenant_id, person, said) for person in range(PEOPLE)])
    for turn in itertools.count():
        for person in range(PEOPLE):
            for number in range(TENANTS):
                texts = bodies[number][person]
                yield whole(heads[number], texts[turn % len(texts)].replace(b"@@id@@", str(next(_ids)).encode()))


def _template(tenant_id: str, person: int, said: Said) -> list[bytes]:
    return [orjson.dumps(_message(tenant_id, person, text, in_channel=said.in_channel)) for text in said.texts]


def head(token: str) -> bytes:
    return (
        "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "User-Agent: Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)\r\n"
        f"Content-Type: application/json; charset=utf-8\r\nAuthorization: Bearer {token}\r\n"
        "x-ms-conversation-id: bench\r\nAccept-Encoding: gzip\r\n"
    ).encode()


def whole(first: bytes, body: bytes) -> bytes:
    return b"%bContent-Length: %d\r\n\r\n%b" % (first, len(body), body)
