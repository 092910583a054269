"""Signing keys: a rotation is picked up at once, a flood of invented key ids costs one fetch an hour."""

import asyncio

import aiohttp
import pytest

from app.teams.keys import SigningKeys, read_key
from tests.teams.stand_ins import FakeTime, OpenIdStandIn, Signer

HOUR = 3600.0


@pytest.fixture
def keys(session: aiohttp.ClientSession, openid: OpenIdStandIn, time_now: FakeTime) -> SigningKeys:
    return SigningKeys(session, openid_url=openid.openid_url, monotonic=time_now)


async def settled(keys: SigningKeys) -> None:
    """Waits for a fetch in the background."""
    if keys._fetching is not None:
        await asyncio.wait({keys._fetching})


async def test_many_first_askers_share_one_fetch(keys: SigningKeys, openid: OpenIdStandIn) -> None:
    found = await asyncio.gather(*(keys.find("key-1") for _ in range(20)))
    assert all(key is not None and key.endorsements == {"msteams"} for key in found)
    assert openid.fetches == 1


async def test_a_rotated_key_is_found_with_one_refresh_shared_by_all_askers(
    keys: SigningKeys, openid: OpenIdStandIn, next_signer: Signer
) -> None:
    assert await keys.find("key-1") is not None
    openid.publish(next_signer)
    found = await asyncio.gather(*(keys.find("key-2") for _ in range(20)))
    assert all(key is not None for key in found)
    assert openid.fetches == 2
    assert await keys.find("key-1") is None, "a key that was withdrawn is not accepted any more"


async def test_a_flood_of_unknown_key_ids_costs_one_refresh_an_hour(
    keys: SigningKeys, openid: OpenIdStandIn, time_now: FakeTime
) -> None:
    await keys.prefetch()
    for number in range(200):
        assert await keys.find(f"invented-{number}") is None
        time_now.forward(10)
    assert openid.fetches == 2
    time_now.forward(HOUR)
    assert await keys.find("invented") is None
    assert await keys.find("invented") is None
    assert openid.fetches == 3


async def test_an_unknown_key_right_at_the_start_does_not_fetch_twice(keys: SigningKeys, openid: OpenIdStandIn) -> None:
    assert await keys.find("invented") is None
    assert openid.fetches == 1


async def test_keys_are_renewed_in_the_background_before_they_are_a_day_old(
    keys: SigningKeys, openid: OpenIdStandIn, time_now: FakeTime, next_signer: Signer, signer: Signer
) -> None:
    await keys.prefetch()
    openid.publish(signer, next_signer)
    time_now.forward(21 * HOUR)
    assert await keys.find("key-1") is not None
    await settled(keys)
    assert openid.fetches == 2
    assert await keys.find("key-2") is not None
    assert openid.fetches == 2


async def test_keys_of_a_bot_that_slept_are_fresh_before_they_are_used(
    keys: SigningKeys, openid: OpenIdStandIn, time_now: FakeTime, next_signer: Signer
) -> None:
    await keys.prefetch()
    openid.publish(next_signer)
    time_now.forward(60 * HOUR)
    assert await keys.find("key-1") is None
    assert openid.fetches == 2


async def test_old_keys_go_on_working_while_the_refresh_fails(
    keys: SigningKeys, openid: OpenIdStandIn, time_now: FakeTime
) -> None:
    await keys.prefetch()
    openid.status = 503
    time_now.forward(30 * HOUR)
    for _ in range(50):
        assert await keys.find("key-1") is not None
        time_now.forward(1)
    assert openid.fetches == 2, "one failed try a minute"
    openid.status = 200
    time_now.forward(60)
    generation = keys.generation
    assert await keys.find("key-1") is not None
    assert keys.generation == generation + 1


async def test_a_rotation_that_meets_an_outage_costs_a_minute_and_not_an_hour(
    keys: SigningKeys, openid: OpenIdStandIn, time_now: FakeTime, next_signer: Signer
) -> None:
    await keys.prefetch()
    openid.publish(next_signer)
    openid.status = 503
    assert await keys.find("key-2") is None
    openid.status = 200
    assert await keys.find("key-2") is None
    time_now.forward(61)
    assert await keys.find("key-2") is not None


@pytest.mark.parametrize(
    "document",
    [b"", b"[]", b"{", b'{"jwks_uri": 7}', b'{"jwks_uri": "not an address"}', b'"x"', b"x" * 1_100_000],
    ids=["empty", "list", "cut", "number", "no address", "text", "huge"],
)
async def test_a_broken_document_means_no_key_and_no_error(
    keys: SigningKeys, openid: OpenIdStandIn, document: bytes
) -> None:
    openid.broken_body = document
    assert await keys.find("key-1") is None


async def test_one_broken_entry_does_not_hide_the_others(
    keys: SigningKeys, openid: OpenIdStandIn, signer: Signer
) -> None:
    jwk = signer.jwk()
    openid.jwks = [None, 7, {}, {"kty": "EC", "kid": "e"}, {"kty": "RSA", "kid": "x", "n": 1, "e": []}, jwk]
    assert await keys.find("key-1") is not None


async def test_an_unreachable_address_means_no_key_and_no_error(session: aiohttp.ClientSession) -> None:
    keys = SigningKeys(session, openid_url="http://127.0.0.1:1/nothing")
    assert await keys.find("key-1") is None
    await keys.close()


def test_short_keys_and_encryption_keys_are_not_accepted(signer: Signer) -> None:
    assert read_key(signer.jwk()) is not None
    assert read_key(Signer("short", bits=1024).jwk()) is None
    assert read_key(signer.jwk() | {"use": "enc"}) is None
    assert read_key(signer.jwk() | {"kid": ""}) is None


async def test_closing_ends_a_fetch_under_way(session: aiohttp.ClientSession, openid: OpenIdStandIn) -> None:
    keys = SigningKeys(session, openid_url=openid.openid_url)
    asker = asyncio.create_task(keys.find("key-1"))
    await asyncio.sleep(0)  # lets the asker start the fetch
    await keys.close()
    assert await asker is None
