"""What was made of somebody's words outlives them, without a number that says whose they were."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.agenda.model import Item
from app.kit.unit import Unit, Units
from app.standups.actions_privacy import erase, old_answers_due
from tests.makers import MadeTeam
from tests.standups.makers import CLOSES, blocker_of, closed_round, press

LATER = CLOSES + timedelta(weeks=12, minutes=1)


@pytest.mark.parametrize(
    "forget",
    [lambda team: lambda unit: erase(unit, team.people["Bert"].id), lambda _team: old_answers_due],
    ids=["erased", "after twelve weeks"],
)
async def test_an_item_made_of_a_blocker_stays_and_forgets_whose_it_was(
    units: Units, team: MadeTeam, forget: Callable[[MadeTeam], Callable[[Unit], Any]]
) -> None:
    await closed_round(units, team, Bert="Geld fehlt", Chiara="Raum fehlt")
    for name in ("Bert", "Chiara"):
        await press(units, team, "Anna", "agenda.add_from", blocker_of(team, name), at=CLOSES)
    await units.run(forget(team), now=LATER)
    items = await units.run(lambda unit: list(unit.session.scalars(select(Item).order_by(Item.id))))
    kept = {item.title: item.origin_id for item in items}
    assert set(kept) == {"Geld fehlt", "Raum fehlt"}
    assert kept["Geld fehlt"] is None
