"""What needed to be talked about and has settled itself does not come back on the next agenda."""

from sqlalchemy import update

from app.agenda.model import ItemState
from app.decisions.model import Decision, DecisionState
from app.kit.unit import Units
from tests.agenda.makers import items_of, set_up, tick
from tests.makers import MadeTeam
from tests.standups.makers import berlin, press, type_words

TYPED = berlin("2026-11-20", "10:00")
MONDAY, NEXT = berlin("2026-11-23", "08:00"), berlin("2026-11-30", "08:00")


async def states(units: Units) -> dict[str, ItemState]:
    return {item.title: item.state for item in await items_of(units)}


async def test_an_item_of_a_task_ends_once_the_task_is_done(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    for words in ("aufgabe Saal buchen", "aufgabe Essen bestellen"):
        await type_words(units, team, "Bert", words, at=TYPED)
    for task in ("1", "2"):
        await press(units, team, "Anna", "agenda.add_from", {"kind": "tasks.task", "id": task}, at=TYPED)
    await tick(units, MONDAY)
    assert await states(units) == {"Saal buchen": ItemState.OPEN, "Essen bestellen": ItemState.OPEN}
    await press(units, team, "Bert", "tasks.finish", {"task": "1"}, at=MONDAY)
    await tick(units, NEXT)
    assert await states(units) == {"Saal buchen": ItemState.DONE, "Essen bestellen": ItemState.OPEN}


async def test_a_review_ends_once_the_decision_is_superseded(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await type_words(units, team, "Anna", "beschluss Wir mieten den Saal, Wiedervorlage 23.11.", at=TYPED)
    await tick(units, MONDAY)
    [(title, state)] = (await states(units)).items()
    assert "Wir mieten den Saal" in title
    assert state == ItemState.OPEN
    await units.run(lambda unit: unit.session.execute(update(Decision).values(state=DecisionState.SUPERSEDED)))
    await tick(units, NEXT)
    assert await states(units) == {title: ItemState.DONE}
