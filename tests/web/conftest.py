"""A browser's view of the pages: a test client on the real routes and a real database."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer

from app.kit.unit import Units
from tests.makers import MadeTeam
from tests.web.makers import Client, MadeRound, make_app, make_round


@pytest.fixture
async def made(units: Units, team: MadeTeam) -> MadeRound:
    """The open round of week 48 with a link for Dilek, who answered in week 47."""
    return await units.run(lambda unit: make_round(unit, team, last_week={"next": "Raum buchen", "review": "Messe"}))


@pytest.fixture
async def client(units: Units) -> AsyncIterator[Client]:
    async with TestClient(TestServer(make_app(units))) as opened:
        yield opened
