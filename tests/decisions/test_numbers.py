"""Numbers without a gap, however many record at once."""

import asyncio

import pytest

from app.kit.unit import Unit, Units
from tests.decisions.makers import NOW, decisions, says
from tests.makers import MadeTeam


class Failed(Exception):
    pass


async def test_twenty_at_once_some_failing_midway_leave_no_gap(units: Units, team: MadeTeam) -> None:
    async def record(number: int) -> bool:
        def work(unit: Unit) -> None:
            from app.capabilities import HOUSE
            from app.kit.commands import Ask

            unit.actor = team.actor("Bert")
            found = HOUSE.commands.find(f"beschluss Nummer {number}")
            assert found is not None
            found.command.run(unit, Ask(rest=found.phrase.rest(), today=NOW.date()))
            if number % 5 == 0:
                raise Failed  # after the number was given, before it is committed

        try:
            await units.run(work, now=NOW)
        except Failed:
            return False
        return True

    done = await asyncio.gather(*(record(number) for number in range(20)))
    assert done.count(True) == 16
    assert sorted(one.number or 0 for one in await decisions(units)) == list(range(1, 17))
    await says(units, team, "Bert", "beschluss Danach")
    assert max(one.number or 0 for one in await decisions(units)) == 17


async def test_a_round_that_closes_in_the_same_moment_takes_its_place_in_the_row(units: Units, team: MadeTeam) -> None:
    from tests.decisions.makers import ENDS, presses

    await asyncio.gather(*(says(units, team, "Bert", f"beschluss Einwandrunde: Frage {n}") for n in range(5)))
    closing = [presses(units, team, "Anna", "close", at=ENDS, decision=str(n)) for n in range(1, 6)]
    typed = [says(units, team, "Chiara", f"beschluss Satz {n}", at=ENDS) for n in range(5)]
    await asyncio.gather(*closing, *typed)
    assert sorted(one.number or 0 for one in await decisions(units)) == list(range(1, 11))


@pytest.mark.parametrize("name", ["Anna", "Bert"])
async def test_two_presses_at_once_count_once(units: Units, team: MadeTeam, name: str) -> None:
    from tests.decisions.makers import presses, voices

    await says(units, team, "Bert", "beschluss Abstimmung: Ja?")
    await asyncio.gather(*(presses(units, team, name, "choose", decision="1", choice="yes") for _ in range(6)))
    assert len(await voices(units)) == 1
    assert (await decisions(units))[0].tally == {"yes": 1}
