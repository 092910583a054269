"""The settings about decisions, and the filing plan."""

from datetime import timedelta

import pytest

from app.decisions.queries import kept_years
from app.decisions.queries_settings import check_settings, settings_section, settings_summary
from app.kit.unit import Units
from app.people.queries_day import lines_of_day
from tests.decisions.makers import NOW, card, day, decisions, posted, presses, says, set_up, tick, waiting


async def test_what_is_set_counts_for_the_next_round(units: Units, team) -> None:
    await set_up(units, team, round_days="1", quorum_percent="100")
    await says(units, team, "Bert", "beschluss Abstimmung: Dienstags?")
    shown = await card(units)
    assert (shown.round.closes_on, shown.round.quorum) == (day("2026-11-23"), 4)
    await set_up(units, team, review_months="0")
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    assert (await decisions(units))[1].review_on is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("round_days", "0"), ("round_days", "drei"), ("quorum_percent", "51"), ("review_months", ""), ("kept_years", "0"),
     ("kept_years", "101"), ("kept_years", "ein Jahr")],
)  # fmt: skip
async def test_wrong_values_are_refused_at_their_field(units: Units, team, field: str, value: str) -> None:
    errors = await units.run(lambda unit: check_settings(unit, team.id, {f"decision_{field}": value}))
    assert [error.field for error in errors] == [f"decision_{field}"]


async def test_all_fields_begin_alike_and_a_form_without_them_changes_nothing(units: Units, team) -> None:
    await set_up(units, team, kept_years="10")
    section = await units.run(lambda unit: settings_section(unit, team.id))
    assert all(field.name.startswith("decision_") for field in section.fields)
    assert await units.run(lambda unit: check_settings(unit, team.id, {})) == []
    assert await units.run(lambda unit: kept_years(unit.session, team.id)) == 10
    assert len(await units.run(lambda unit: settings_summary(unit, team.id))) == 1


async def test_without_a_filing_plan_everything_stays(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    await tick(units, NOW + timedelta(days=40_000))
    assert len(await decisions(units)) == 1


async def test_the_filing_plan_deletes_with_the_card_and_warns_coordinators_thirty_days_before(units, team) -> None:
    await set_up(units, team, kept_years="2")
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    await posted(units, 1)
    people = {name: person.id for name, person in team.people.items()}

    async def warned(on: str) -> list[str]:
        at = NOW.replace(year=int(on[:4]), month=int(on[5:7]), day=int(on[-2:]), hour=7, minute=30)
        lines = await units.run(lambda unit: lines_of_day(unit, list(people.values()), day(on)), now=at)
        return [name for name, id in people.items() if any("Ablageplan" in str(one.text) for one in lines.get(id, ()))]

    # The last day is Monday, 20 November 2028: told on Monday, 23 October, for the days off before it, too.
    assert await warned("2028-10-20") == []
    assert await warned("2028-10-23") == ["Anna"]
    assert await warned("2028-10-24") == []
    await tick(units, NOW.replace(year=2028, month=11, day=19))
    assert len(await decisions(units)) == 1
    await tick(units, NOW.replace(year=2028, month=11, day=21))
    assert await decisions(units) == []
    assert await waiting(units) == [("delete", "decisions.card", "1")]
    assert (await says(units, team, "Bert", "beschluss suche Saal")).lines == ()


async def test_a_plan_chosen_late_deletes_nothing_for_thirty_days_and_says_so(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal", at=NOW.replace(year=2020))
    await set_up(units, team, kept_years="2")
    person = team.people["Anna"].id
    monday = NOW + timedelta(days=3)
    lines = await units.run(lambda unit: lines_of_day(unit, [person], day("2026-11-23")), now=monday)
    assert ["Ablageplan" in str(one.text) for one in lines[person]] == [True]
    await tick(units, NOW + timedelta(days=29))
    assert len(await decisions(units)) == 1
    await tick(units, NOW + timedelta(days=32))
    assert await decisions(units) == []


async def test_a_review_keeps_a_decision_in_force_longer(units: Units, team) -> None:
    await set_up(units, team, kept_years="2")
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    later = NOW.replace(year=2028, month=11, day=2)
    await presses(units, team, "Anna", "save_review", at=later, decision="1", decision_effect="reached")
    await tick(units, NOW.replace(year=2029))
    assert len(await decisions(units)) == 1


async def test_filing_leaves_open_rounds_and_other_teams_alone(units: Units, team) -> None:
    from tests import makers

    other = await units.run(lambda unit: makers.make_team(unit, "Zweites", "Eva Farid", number=2))
    await says(units, other, "Eva", "beschluss Bleibt", at=NOW.replace(year=2010))
    await says(units, team, "Bert", "beschluss Geht", at=NOW.replace(year=2010))
    await set_up(units, team, kept_years="1")
    await tick(units, NOW + timedelta(days=32))
    assert [one.wording for one in await decisions(units)] == ["Bleibt"]
