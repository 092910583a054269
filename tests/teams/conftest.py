"""The Teams door's surroundings for tests: stand-ins on loopback, one session, time that stands still."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from app.teams.connector import open_session
from tests.teams.stand_ins import ConnectorStandIn, FakeTime, OpenIdStandIn, Signer, TokenStandIn


@pytest.fixture(scope="session")
def signer() -> Signer:
    """The key Teams signs with; made once, since making RSA keys is slow."""
    return Signer("key-1")


@pytest.fixture(scope="session")
def next_signer() -> Signer:
    """The key Teams signs with after a rotation."""
    return Signer("key-2")


@pytest.fixture
def time_now() -> FakeTime:
    return FakeTime()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as session:
        yield session


@pytest.fixture
async def openid(signer: Signer) -> AsyncIterator[OpenIdStandIn]:
    async with OpenIdStandIn(signer) as stand_in:
        yield stand_in


@pytest.fixture
async def token_address() -> AsyncIterator[TokenStandIn]:
    async with TokenStandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def service() -> AsyncIterator[ConnectorStandIn]:
    async with ConnectorStandIn() as stand_in:
        yield stand_in
