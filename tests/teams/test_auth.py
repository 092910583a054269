"""Who may speak to the bot: each wrong token is refused by name, whatever is sent, and never with another error."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from contextlib import suppress
from typing import Any

import aiohttp
import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from app.teams.auth import Authenticator, Forbidden, OpenDoor, ServiceHosts, TurnedAway, Unauthorised
from app.teams.keys import SigningKey, SigningKeys
from tests.teams.stand_ins import APP_ID, TENANT, FakeTime, OpenIdStandIn, Signer, channel_message

SERVICE = "https://smba.trafficmanager.net/emea/tenant/"


@pytest.fixture
def keys(session: aiohttp.ClientSession, openid: OpenIdStandIn) -> SigningKeys:
    return SigningKeys(session, openid_url=openid.openid_url)


@pytest.fixture
def door(keys: SigningKeys) -> Authenticator:
    return Authenticator(keys, app_id=APP_ID, hosts=ServiceHosts(), tenants=[TENANT])


async def reason(door: Authenticator, authorization: Any, activity: Any = None) -> str:
    """Why the request is refused, as `401 reason` or `403 reason`."""
    with pytest.raises(TurnedAway) as caught:
        await door.check(authorization, channel_message(SERVICE) if activity is None else activity)
    return f"{401 if isinstance(caught.value, Unauthorised) else 403} {caught.value.reason}"


async def test_a_right_token_is_accepted_and_tells_the_tenant(door: Authenticator, signer: Signer) -> None:
    claims = await door.check(signer.bearer(SERVICE), channel_message(SERVICE))
    assert (claims.app_id, claims.tenant_id, claims.service_url) == (APP_ID, TENANT, SERVICE)
    assert claims.channel_id == "msteams"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"iss": "https://sts.windows.net/x"}, "401 issuer"),
        ({"iss": None}, "401 issuer"),
        ({"iss": ["https://api.botframework.com"]}, "401 issuer"),
        ({"aud": "another-app"}, "401 audience"),
        ({"aud": [APP_ID, "another-app"]}, "401 audience"),
        ({"aud": None}, "401 audience"),
        ({"exp": int(time.time()) - 400}, "401 expired"),
        ({"exp": None}, "401 expired"),
        ({"exp": "tomorrow"}, "401 expired"),
        ({"exp": True}, "401 expired"),
        ({"exp": float("inf")}, "401 expired"),
        ({"nbf": int(time.time()) + 400}, "401 not_yet_valid"),
        ({"nbf": "yesterday"}, "401 not_yet_valid"),
        ({"serviceurl": "https://smba.trafficmanager.net/amer/"}, "401 other_service_url"),
        ({"serviceurl": SERVICE.rstrip("/")}, "401 other_service_url"),
        ({"serviceurl": SERVICE.upper()}, "401 other_service_url"),
        ({"serviceurl": None}, "401 other_service_url"),
        ({"serviceurl": [SERVICE]}, "401 other_service_url"),
    ],
)
async def test_a_rightly_signed_token_with_wrong_claims_is_refused(
    door: Authenticator, signer: Signer, changes: dict[str, Any], expected: str
) -> None:
    assert await reason(door, signer.bearer(SERVICE, **changes)) == expected


async def test_five_minutes_of_clock_difference_are_forgiven(door: Authenticator, signer: Signer) -> None:
    now = int(time.time())
    await door.check(signer.bearer(SERVICE, exp=now - 240), channel_message(SERVICE))
    await door.check(signer.bearer(SERVICE, nbf=now + 240), channel_message(SERVICE))


@pytest.mark.parametrize(
    "authorization",
    [
        *(None, "", "Bearer", "Bearer ", "Basic abc", "Bearer abc", "Bearer a.b.c", "Bearer  x", "Bearer ...", 7),
        *("abc", "Bearer ü.b.c", b"Bearer x", "Bearer " + "a" * 20_000),
        *("Bearer e30.e30.", "Bearer bnVsbA.e30.AA", "Bearer W10.e30.AA"),
    ],
)
async def test_garbage_is_401_and_fetches_no_keys(
    door: Authenticator, openid: OpenIdStandIn, authorization: Any
) -> None:
    assert (await reason(door, authorization)).startswith("401")
    assert openid.fetches == 0


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    parts = (base64.urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=") for part in (header, claims))
    return b".".join(parts).decode()


async def test_the_algorithm_is_not_the_senders_choice(
    door: Authenticator, signer: Signer, openid: OpenIdStandIn
) -> None:
    claims = jwt.decode(signer.token(SERVICE), options={"verify_signature": False})
    pem = signer.private_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    forged = unsigned({"alg": "HS256", "typ": "JWT", "kid": signer.kid}, claims)
    mac = base64.urlsafe_b64encode(hmac.new(pem, forged.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    none = unsigned({"alg": "none", "kid": signer.kid}, claims)
    rs512 = jwt.encode(claims, signer.private_key, algorithm="RS512", headers={"kid": signer.kid})
    for token in (f"{forged}.{mac}", f"{none}.", f"{none}.AAAA", rs512):
        assert await reason(door, f"Bearer {token}") == "401 algorithm"
    assert openid.fetches == 0


async def test_another_signature_under_a_known_key_id_is_refused(
    door: Authenticator, signer: Signer, next_signer: Signer
) -> None:
    assert await reason(door, next_signer.bearer(SERVICE, headers={"kid": signer.kid})) == "401 signature"
    head, body, signature = signer.token(SERVICE).split(".")
    other = signer.token(SERVICE, aud="someone").split(".")[1]
    assert await reason(door, f"Bearer {head}.{other}.{signature}") == "401 signature"
    assert await reason(door, f"Bearer {head}.{body}.") == "401 signature"


async def test_a_token_without_key_id_or_with_an_unknown_one_is_refused(
    door: Authenticator, signer: Signer, next_signer: Signer
) -> None:
    assert await reason(door, signer.bearer(SERVICE, headers={"kid": ""})) == "401 no_key_id"
    assert await reason(door, next_signer.bearer(SERVICE)) == "401 unknown_key"


async def test_a_rotated_key_is_accepted_with_the_next_request(
    door: Authenticator, openid: OpenIdStandIn, signer: Signer, next_signer: Signer
) -> None:
    await door.check(signer.bearer(SERVICE), channel_message(SERVICE))
    openid.publish(next_signer)
    await asyncio.gather(*(door.check(next_signer.bearer(SERVICE), channel_message(SERVICE)) for _ in range(8)))
    assert openid.fetches == 2


async def test_a_remembered_token_falls_with_its_withdrawn_key(
    door: Authenticator, openid: OpenIdStandIn, signer: Signer, next_signer: Signer
) -> None:
    token = signer.bearer(SERVICE)
    await door.check(token, channel_message(SERVICE))
    openid.publish(next_signer)
    await door.check(next_signer.bearer(SERVICE), channel_message(SERVICE))
    assert await reason(door, token) == "401 unknown_key"


async def test_a_remembered_token_ends_with_its_time(keys: SigningKeys, signer: Signer) -> None:
    now = FakeTime(time.time())
    door = Authenticator(keys, app_id=APP_ID, hosts=ServiceHosts(), wall_clock=now)
    token = signer.bearer(SERVICE, exp=int(now()) + 100)
    await door.check(token, channel_message(SERVICE))
    now.forward(100 + 299)
    await door.check(token, channel_message(SERVICE))
    now.forward(2)
    assert await reason(door, token) == "401 expired"


async def test_a_remembered_token_is_verified_again_after_five_minutes(
    keys: SigningKeys, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = FakeTime(time.time())
    door = Authenticator(keys, app_id=APP_ID, hosts=ServiceHosts(), wall_clock=now)
    asked: list[str] = []
    find = keys.find

    async def counted(kid: str) -> SigningKey | None:
        asked.append(kid)
        return await find(kid)

    monkeypatch.setattr(keys, "find", counted)
    token = signer.bearer(SERVICE, nbf=None)
    for seconds in (0, 10, 280, 20, -3600):
        now.forward(seconds)
        await door.check(token, channel_message(SERVICE))
    assert len(asked) == 3, "at first, after 310 s, and when the wall clock was put back"


async def test_what_ties_a_remembered_token_to_an_activity_is_checked_each_time(
    door: Authenticator, signer: Signer
) -> None:
    token = signer.bearer(SERVICE)
    await door.check(token, channel_message(SERVICE))
    assert await reason(door, token, channel_message(SERVICE + "x")) == "401 other_service_url"
    assert await reason(door, token, channel_message(SERVICE, channelId="slack")) == "401 channel_not_endorsed"
    assert await reason(door, token, channel_message(SERVICE, channelData=None, conversation={"id": "x"})) == (
        "403 tenant_not_allowed"
    )


@pytest.mark.parametrize("endorsements", [None, (), ("webchat",)])
async def test_a_key_not_endorsed_for_the_channel_is_refused(
    door: Authenticator, openid: OpenIdStandIn, endorsements: tuple[str, ...] | None
) -> None:
    other = Signer("key-3", endorsements)
    openid.publish(other)
    assert await reason(door, other.bearer(SERVICE)) == "401 channel_not_endorsed"


async def test_another_tenant_is_403_wherever_the_activity_names_it(door: Authenticator, signer: Signer) -> None:
    token, other = signer.bearer(SERVICE), {"id": "c", "tenantId": "other"}
    assert await reason(door, token, channel_message(SERVICE, conversation=other)) == "403 tenant_not_allowed"
    data = {"tenant": {"id": "other"}}
    assert await reason(door, token, channel_message(SERVICE, channelData=data)) == "403 tenant_not_allowed"
    nowhere = channel_message(SERVICE, channelData={"tenant": 7}, conversation=["x"])
    assert await reason(door, token, nowhere) == "403 tenant_not_allowed"
    only_data = channel_message(SERVICE, conversation={"id": "c"}, channelData={"tenant": {"id": TENANT.upper()}})
    assert (await door.check(token, only_data)).tenant_id == TENANT.upper()


async def test_without_a_fixed_tenant_every_tenant_is_let_in(keys: SigningKeys, signer: Signer) -> None:
    door = Authenticator(keys, app_id=APP_ID, hosts=ServiceHosts(), tenants=[])
    activity = channel_message(SERVICE, conversation={"id": "c", "tenantId": "other"})
    assert (await door.check(signer.bearer(SERVICE), activity)).tenant_id == "other"


async def test_a_service_host_not_on_the_list_is_403_even_with_a_right_token(
    door: Authenticator, signer: Signer
) -> None:
    for url in (
        "https://evil.example/",
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net@e.vil/",
    ):
        assert await reason(door, signer.bearer(url), channel_message(url)) == "403 service_host_not_allowed"


@pytest.mark.parametrize("activity", [[], "x", 7, {}, {"serviceUrl": 7}, {"serviceUrl": SERVICE, "channelId": None}])
async def test_a_malformed_activity_is_401(door: Authenticator, signer: Signer, activity: Any) -> None:
    assert await reason(door, signer.bearer(SERVICE), activity) == "401 malformed_activity"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


class OneKey:
    """Stands for `SigningKeys` where no wire is wanted."""

    generation = 1

    def __init__(self, signer: Signer) -> None:
        self.key = SigningKey(signer.kid, signer.private_key.public_key(), frozenset({"msteams"}))

    async def find(self, kid: str) -> SigningKey | None:
        return self.key if kid == self.key.kid else None


FUZZ_SIGNER = Signer("key-1")


@given(
    claims=st.dictionaries(st.sampled_from(["iss", "aud", "exp", "nbf", "iat", "serviceurl", "sub", "jti"]), JSON),
    headers=st.dictionaries(st.sampled_from(["kid", "crit", "b64", "jku", "jwk", "zip"]), JSON),
    activity=st.dictionaries(st.sampled_from(["serviceUrl", "channelId", "conversation", "channelData"]), JSON),
    raw=st.text() | st.binary().map(lambda content: "Bearer " + base64.urlsafe_b64encode(content).decode()),
)
def test_nothing_that_is_sent_raises_anything_but_a_refusal(
    claims: dict[str, Any], headers: dict[str, Any], activity: dict[str, Any], raw: str
) -> None:
    door = Authenticator(OneKey(FUZZ_SIGNER), app_id=APP_ID, hosts=ServiceHosts(), tenants=[TENANT])  # type: ignore[arg-type]
    header = json.dumps({"alg": "RS256", "kid": "key-1"} | headers).encode()
    parts = [base64.urlsafe_b64encode(part).rstrip(b"=") for part in (header, json.dumps(claims).encode())]
    signature = jwt.get_algorithm_by_name("RS256").sign(b".".join(parts), FUZZ_SIGNER.private_key)
    token = b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()
    for authorization in (f"Bearer {token}", raw, FUZZ_SIGNER.bearer(SERVICE)):
        with suppress(TurnedAway):
            asyncio.run(door.check(authorization, activity))


async def test_the_open_door_of_local_mode_takes_everything_that_is_an_object() -> None:
    claims = await OpenDoor().check(None, channel_message("http://127.0.0.1:9/"))
    assert (claims.tenant_id, claims.service_url) == (TENANT, "http://127.0.0.1:9/")
    assert (await OpenDoor().check("nonsense", {"conversation": 7})).tenant_id is None
    with pytest.raises(Unauthorised):
        await OpenDoor().check(None, [])  # type: ignore[arg-type]
    assert issubclass(Forbidden, TurnedAway)
