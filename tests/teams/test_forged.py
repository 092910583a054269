"""The closed door, through real HTTP: what Teams did not sign, and what no Teams would send, changes nothing."""

import asyncio
import hashlib
import hmac
import logging
import time
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path
from typing import Any

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.local.entra import SigningKey
from tests.teams.malformed import is_event, malformed
from tests.teams.recorded import APP_ID, Door, open_door, recorded

AT_ONCE = 8
BODIES = 10_000


@pytest.fixture
async def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    # All recordings share one chat: at Teams' pace ten thousand answers would take an hour.
    monkeypatch.setattr("app.main.Pacing", lambda: None)
    async with open_door(f"sqlite:///{tmp_path}/stage.sqlite3") as opened:
        yield opened


@pytest.fixture
async def postgres_door(empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    monkeypatch.setattr("app.main.Pacing", lambda: None)
    async with open_door(empty_postgres_url) as opened:
        yield opened


def encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=").decode()


def forgeries(door: Door) -> dict[str, str | None]:
    """Everything but a token that Teams made for this bot."""
    entra, now = door.stage.teams.entra, int(time.time())
    key_id, private = entra.current.key_id, entra.current.private
    claims = jwt.decode(door.bearer().removeprefix("Bearer "), options={"verify_signature": False})
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    unsigned = f"{encoded({'alg': 'HS256', 'typ': 'JWT', 'kid': key_id})}.{encoded(claims)}"
    mac = urlsafe_b64encode(hmac.new(pem, unsigned.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    bare = f"{encoded({'alg': 'none', 'kid': key_id})}.{encoded(claims)}."
    stranger = SigningKey()
    right = door.bearer()
    return {
        "none": None,
        "empty": "",
        "the word alone": "Bearer",
        "not Bearer": right.replace("Bearer", "Basic"),
        "without the word": right.removeprefix("Bearer "),
        "garbage": "Bearer a.b.c",
        "too long": "Bearer " + "a" * 7_000,
        "HS256 with the public key": f"Bearer {unsigned}.{mac}",
        "alg none": f"Bearer {bare}",
        "RS512": "Bearer " + jwt.encode(claims, private, "RS512", headers={"kid": key_id}),
        "signature cut off": right[:-20],
        "claims changed": f"{right.split('.')[0]}.{encoded({**claims, 'aud': APP_ID, 'x': 1})}.{right.split('.')[2]}",
        "unknown key": "Bearer " + jwt.encode(claims, stranger.private, "RS256", headers={"kid": stranger.key_id}),
        "another's signature": "Bearer " + jwt.encode(claims, stranger.private, "RS256", headers={"kid": key_id}),
        "no key named": "Bearer " + jwt.encode(claims, private, "RS256"),
        "wrong issuer": door.bearer(iss="https://sts.windows.net/x/"),
        "no issuer": door.bearer(iss=None),
        "wrong audience": door.bearer(aud="00000000-0000-0000-0000-000000000000"),
        "no audience": door.bearer(aud=None),
        "expired": door.bearer(exp=now - 301),
        "without an end": door.bearer(exp=None),
        "not yet valid": door.bearer(nbf=now + 330),
        "other service URL": door.bearer(serviceurl="https://smba.trafficmanager.net/emea/"),
        "no service URL": door.bearer(serviceurl=None),
    }


async def test_a_forged_token_of_any_kind_is_401_without_a_word_and_without_a_trace(door: Door) -> None:
    before = await door.rows()
    events = [recorded(name, door.service_url) for name in ("personal_install", "team_install", "card_action")]
    tried = forgeries(door)
    for event in events:
        answers = {kind: await door.post(event, token) for kind, token in tried.items()}
        assert answers == dict.fromkeys(tried, (401, b""))
    assert await door.rows() == before
    assert (await door.post(events[0], door.bearer()))[0] == 200
    assert await door.rows() != before, "the same event, rightly signed, is taken"


async def test_a_right_token_opens_only_for_its_channel_its_service_and_its_tenant(door: Door) -> None:
    before = await door.rows()
    event = recorded("personal_install", door.service_url)
    elsewhere = "https://connector.example.org/emea/"
    other = {"tenant": {"id": "ffffffff-0000-4000-8000-000000000000"}}
    cases = {
        "a channel the key may not speak for": ({**event, "channelId": "directline"}, door.bearer(), 401),
        "no channel": ({**event, "channelId": None}, door.bearer(), 401),
        "no service URL": ({**event, "serviceUrl": None}, door.bearer(), 401),
        "foreign service": ({**event, "serviceUrl": elsewhere}, door.bearer(serviceurl=elsewhere), 403),
        "other tenant": ({**event, "channelData": other}, door.bearer(), 403),
        "no tenant": ({**event, "channelData": {}, "conversation": {"id": "a:1"}}, door.bearer(), 403),
    }
    found = {name: await door.post(body, token) for name, (body, token, _status) in cases.items()}
    assert found == {name: (status, b"") for name, (_body, _token, status) in cases.items()}
    assert await door.rows() == before


def nested(levels: int) -> bytes:
    return b'{"type":"message","value":' + b'{"a":[' * levels + b"1" + b"]}" * levels + b"}"


async def test_what_is_no_activity_is_refused_and_never_a_fault(door: Door) -> None:
    before, token = await door.rows(), door.bearer()
    event = recorded("personal_message", door.service_url)
    cases: dict[str, tuple[bytes, str, set[int]]] = {
        "empty": (b"", "application/json", {400}),
        "broken": (orjson.dumps(event)[:-5], "application/json", {400}),
        "not UTF-8": (b'{"type":"\xff\xfe"}', "application/json", {400}),
        "half a surrogate": (b'{"type":"\\ud800"}', "application/json", {400, 401}),
        "not a number": (b'{"type":NaN}', "application/json", {400}),
        "an array": (orjson.dumps([event]), "application/json", {400}),
        "a string": (b'"message"', "application/json", {400}),
        "null": (b"null", "application/json", {400}),
        "an empty object": (b"{}", "application/json", {401}),
        "deep": (nested(200), "application/json", {400, 401}),
        "deeper than any parser": (nested(20_000), "application/json", {400}),
        "text": (orjson.dumps(event), "text/plain", {415}),
        "a form": (b"type=message", "application/x-www-form-urlencoded", {415}),
        "no type": (orjson.dumps(event), "", {415}),
        "too large": (b'{"type":"message","text":"' + b"x" * 1_100_000 + b'"}', "application/json", {413}),
    }
    found = {name: await door.post(body, token, kind) for name, (body, kind, _statuses) in cases.items()}
    wrong = {name: answer for name, answer in found.items() if answer[0] not in cases[name][2] or answer[1]}
    assert not wrong
    assert await door.rows() == before


async def test_a_body_whose_length_is_not_told_is_limited_too(door: Door) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65_536

    headers = {"Content-Type": "application/json", "Authorization": door.bearer()}
    async with door.session.post(door.stage.teams.bot_url, data=endless(), headers=headers) as answer:
        assert answer.status == 413


async def post_all(door: Door, bodies: list[bytes]) -> Counter[int]:
    """Each body with a valid token, over a few connections that are kept."""
    statuses: Counter[int] = Counter()
    token, service_url = door.bearer(), door.service_url.encode()
    waiting = iter(bodies)

    async def send() -> None:
        for body in waiting:
            status, _answer = await door.post(body.replace(b'"SERVICE"', b'"' + service_url + b'"'), token)
            statuses[status] += 1
            if status >= 500 and status != 501:
                raise AssertionError(body[:2_000])

    await asyncio.gather(*(send() for _ in range(AT_ONCE)))
    return statuses


async def bear(door: Door, number: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="app")
    bodies = list(islice(malformed(20261122), number))
    events = [body for body in bodies if is_event(body)]
    others = [body for body in bodies if not is_event(body)]
    assert len(others) > number // 2
    assert len(events) > number // 10

    before = await door.rows()
    statuses = await post_all(door, others)
    assert await door.rows() == before, "neither strangers nor what is not understood"
    assert statuses[200] > number // 10
    assert statuses[400] > number // 100

    statuses += await post_all(door, events)
    # The team is there now, and these come from its channel.
    for name in ("bot_added", "team_install"):
        await door.post(recorded(name, door.service_url), door.bearer())
    statuses += await post_all(door, others[:1_000])
    assert set(statuses) <= {200, 400, 401, 403, 413, 501}
    assert [record.getMessage() for record in caplog.records if record.name.startswith("app.")] == []


async def test_ten_thousand_malformed_bodies_are_no_fault_and_strangers_leave_no_trace(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    await bear(door, BODIES, caplog)


async def test_what_postgresql_can_not_store_is_no_fault_either(
    postgres_door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    await bear(postgres_door, BODIES // 10, caplog)
