"""A new team is set up by one press or by the first form saved, and by nobody but its coordination."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

import pytest

from app.kit.actor import Actor, Role
from app.kit.answers import Answer, Closed, Toast
from app.kit.clock import StandingClock
from app.kit.commands import Ask
from app.kit.db import Database
from app.kit.i18n import verbatim
from app.kit.unit import Unit, Units
from app.people import actions_roster as people
from app.people.model import TeamState
from app.people.queries import find_person, team_by_id
from app.people.views import RosterEntry, TeamFacts, Welcome
from tests.makers import SERVICE_URL, TENANT
from tests.people.makers import SAVED, TEST_HOUSE, values_of


@pytest.fixture(autouse=True)
def _nothing_saved() -> None:
    SAVED.clear()


@pytest.fixture
def units(database: Database, clock: StandingClock) -> Units:
    return Units(database, TEST_HOUSE, clock)


async def installed(units: Units) -> int:
    def work(unit: Unit) -> int:
        facts = TeamFacts(TENANT, "19:n@thread", None, "Neu", SERVICE_URL, "19:n@thread", "", "de-DE")
        team = people.install_team(unit, facts, "entra-anna")
        roster = [RosterEntry(f"entra-{name}", f"29:{name}", name.title(), False) for name in ("anna", "bert")]
        people.take_roster(unit, team.id, roster, complete=True)
        return team.id

    return await units.run(work)


async def press_as(
    units: Units, entra_id: str, verb: str, team_id: int, role: Role, values: Mapping[str, str] | None = None
) -> Answer:
    def work(unit: Unit) -> Answer:
        person = find_person(unit.session, TENANT, entra_id)
        assert person
        unit.actor = Actor(person.id, team_id, role, "de", team_by_id(unit.session, team_id).zone)
        found = TEST_HOUSE.verb(verb)
        assert found
        return found.run(unit, Ask(values=values or {}))

    return await units.run(work)


async def test_set_up_is_one_press_of_the_coordination(units: Units) -> None:
    team_id = await installed(units)

    async def card() -> Welcome:
        view = await units.run(
            lambda unit: unit.house.notice("people.welcome").load(unit.session, f"{team_id}-1", unit.now)
        )
        assert isinstance(view, Welcome)
        return view

    proposed = await card()
    assert not proposed.set_up
    assert proposed.next is None
    assert verbatim("Reime") in proposed.settings
    kindly = await press_as(units, "entra-bert", "people.set_up", team_id, Role.MEMBER)
    assert isinstance(kindly, Toast)
    assert kindly.text.params["names"] == "Anna"
    assert not (await card()).set_up
    assert isinstance(await press_as(units, "entra-anna", "people.set_up", team_id, Role.COORDINATOR), Toast)
    assert SAVED == ["ok"]
    done = await card()
    assert done.set_up
    assert done.next
    assert (done.next.on.isoformat(), done.next.at) == ("2026-11-23", time(10))
    team = await units.run(lambda unit: team_by_id(unit.session, team_id))
    assert team.state is TeamState.ACTIVE
    assert team.next_day_message_at == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    await press_as(units, "entra-anna", "people.set_up", team_id, Role.COORDINATOR)
    assert SAVED == ["ok"]


@pytest.mark.parametrize(("section", "typed"), [("people", {"day_message_time": "10:00"}), ("rhymes", {"rhyme": "ok"})])
async def test_first_saved_form_sets_a_new_team_up_and_the_others_take_their_proposals(
    units: Units, section: str, typed: dict[str, str]
) -> None:
    team_id = await installed(units)
    overview = await press_as(units, "entra-anna", "people.settings", team_id, Role.COORDINATOR)
    assert overview.view.proposed
    wanted = {"team_id": str(team_id), "section": section}
    form = await press_as(units, "entra-anna", "people.settings_section", team_id, Role.COORDINATOR, wanted)
    values = values_of(form.view) | typed
    saved = await press_as(units, "entra-anna", "people.save_settings", team_id, Role.COORDINATOR, values)
    assert isinstance(saved, Closed)
    team = await units.run(lambda unit: team_by_id(unit.session, team_id))
    assert (team.state, team.settings_changed_on) == (TeamState.ACTIVE, None)
    assert team.day_message_time == time.fromisoformat(typed.get("day_message_time", "08:30"))
    assert SAVED == ["ok"], "saved once, by its own form or as proposed"
    again = await press_as(units, "entra-anna", "people.settings", team_id, Role.COORDINATOR)
    assert not again.view.proposed
