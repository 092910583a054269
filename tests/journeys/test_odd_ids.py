"""Whatever stands in a button's data, the answer is a word that people understand, and never a fault."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.capabilities import HOUSE
from app.kit.commands import Ask, Verb
from app.kit.errors import NotAllowed, UserError
from app.kit.incoming import Place, PlaceKind
from app.kit.unit import Unit, Units
from tests.journeys.attacks import KEYS, TYPED
from tests.makers import MadeTeam

ODD = ("", "0", "-1", "99999999999999999999", "2147483648", "²", "٣", "🙂", "1.5", "x" * 300, "1_0", " 7 ", "9" * 5000)
CHAT = Place(PlaceKind.PERSONAL, "chat", "http://127.0.0.1:9/", "11111111-2222-3333-4444-555555555555")


class _Undone(Exception):
    """Ends the transaction: nothing of the press stays."""


async def faults(units: Units, team: MadeTeam, values: dict[str, str]) -> list[str]:
    found = []
    for verb in HOUSE.verbs:

        def press(unit: Unit, verb: Verb = verb) -> None:
            unit.actor = team.actor("Anna")
            with suppress(UserError, NotAllowed):
                verb.run(unit, Ask(values=values, place=CHAT, today=unit.now.date()))
            raise _Undone

        try:
            await units.run(press)
        except _Undone:
            continue
        except Exception as error:
            found.append(f"{verb.name}: {type(error).__name__}: {str(error)[:200]}")
    return found


@pytest.mark.parametrize("odd", ODD, ids=[one[:12] or "empty" for one in ODD])
async def test_an_odd_id_in_any_button_is_no_fault(units: Units, team: MadeTeam, odd: str) -> None:
    every = dict.fromkeys((*KEYS, "kind", "id", "list", "page", "version", "days", "due", "week", "day", "back"), odd)
    assert await faults(units, team, {**TYPED, **every}) == []
    for kind in ("tasks.task", "decisions.decision", "agenda.item", "agenda.minutes", "standups.blocker"):
        origin = {"kind": kind, "id": odd, "list": f"origin.1.{kind}.{odd}"}
        assert await faults(units, team, {**TYPED, **every, **origin}) == []
    for name in ("list", "parked", "meeting", "day", "dialog", "minutes"):
        assert await faults(units, team, {**TYPED, **every, "back": f"{name}:{odd}"}) == []


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*KEYS, *TYPED, "kind", "id"]), st.text(st.characters(
    exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)))  # fmt: skip
async def test_no_text_in_any_field_is_a_fault(units: Units, team: MadeTeam, values: dict[str, str]) -> None:
    assert await faults(units, team, values) == []
