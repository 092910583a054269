"""What tasks keep about people, hand over, take out, black out and forget."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.search import SearchDocument, find
from app.kit.unit import Unit, Units
from app.tasks.due import next_old_task_due, old_tasks_due
from app.tasks.model import Supporter, Task, TaskReminding
from tests.makers import MadeTeam, make_team
from tests.tasks.makers import GERMAN, add, card, posted, press, sent, tasks_of

(PERSONAL,) = (personal for room, personal in HOUSE.personal if room.name == "tasks")


async def some(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    await add(units, team, "Anna", "aufgabe Brief @Anna @Bert")
    await add(units, team, "Anna", "aufgabe Plan")
    await press(units, team, "Anna", "tasks.save_offer", {"task": 3, "task_to": team.people["Bert"].id})
    await add(units, team, "Bert", "aufgaben erinnern aus")


async def of(units: Units, team: MadeTeam, name: str, what: str) -> Any:
    return await units.run(lambda unit: getattr(PERSONAL, what)(unit, team.people[name].id))


async def test_each_person_is_told_what_there_is_of_them(units: Units, team: MadeTeam) -> None:
    assert await of(units, team, "Bert", "held") == []
    await some(units, team)
    assert [GERMAN(one.text) for one in await of(units, team, "Bert", "held")] == [
        "1 Aufgabe, um die Sie sich kümmern",
        "1 Aufgabe, die Sie angelegt haben",
        "1 Aufgabe, die Ihnen angeboten ist",
        "1 Aufgabe, bei der Sie mithelfen",
        "An Aufgaben wollen Sie nicht erinnert werden",
    ]
    assert await of(units, team, "Chiara", "held") == []


async def test_the_export_has_all_of_it_and_nobody_else(units: Units, team: MadeTeam) -> None:
    await some(units, team)
    exported = await of(units, team, "Bert", "export")
    assert [(one["title"], one["you_are"]) for one in exported["tasks"]] == [
        ("Saal buchen", ["owner", "creator"]),
        ("Brief", ["helper"]),
        ("Plan", ["offered"]),
    ]
    assert exported["reminders"] is False
    assert exported["tasks"][0]["due_on"] == "2026-12-04"
    assert "Anna" not in json.dumps(exported)


async def test_a_person_goes_and_the_tasks_stay(units: Units, team: MadeTeam) -> None:
    await some(units, team)
    await posted(units, team)
    await units.run(lambda unit: PERSONAL.erase(unit, team.people["Bert"].id))
    assert await of(units, team, "Bert", "held") == []
    assert len(await tasks_of(units)) == 3
    for table in (Supporter, TaskReminding):
        assert await units.run(lambda unit, table=table: unit.session.scalars(select(table)).all()) == []
    assert ("update", "tasks.card", "1") in await sent(units)
    assert (await card(units)).task.owner is None


async def test_a_passage_is_blacked_out_everywhere(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await add(units, other, "Emil", "aufgabe Herrn Kaya anrufen")
    await add(units, team, "Anna", "aufgabe Herrn Kaya anrufen")
    await add(units, team, "Anna", "aufgabe anrufen @Kaya")
    await add(units, team, "Anna", "aufgabe 100% sicher")
    await posted(units, team, 2)
    await press(units, team, "Anna", "tasks.save_block", {"task": 2, "task_reason": "KAYA ist im Urlaub"})
    assert await units.run(lambda unit: HOUSE.redact(unit, team.id, "kaya")) == 2
    first, mine, named, _fourth = await tasks_of(units)
    assert (first.title, mine.title, mine.reason) == (
        "Herrn Kaya anrufen",
        "Herrn [geschwärzt] anrufen",
        "[geschwärzt] ist im Urlaub",
    )
    assert named.owner_name == "[geschwärzt]"
    assert ("update", "tasks.card", "2") in await sent(units)
    assert await units.run(lambda unit: find(unit.session, [team.id], "kaya")) == []
    assert await units.run(lambda unit: HOUSE.redact(unit, team.id, "%")) == 0, "too short to be a passage"
    assert await units.run(lambda unit: HOUSE.redact(unit, team.id, "100%")) == 1, "a sign stands for itself"


async def test_a_passage_is_blacked_out_across_line_breaks_and_in_capital_umlauts(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe ÖZTÜRK FRAGEN")
    await press(units, team, "Anna", "tasks.save_block", {"task": 1, "task_reason": "Öztürk\nfragen, dann weiter"})
    assert await units.run(lambda unit: HOUSE.redact(unit, team.id, "öztürk  fragen")) == 1
    (task,) = await tasks_of(units)
    assert (task.title, task.reason) == ("[geschwärzt]", "[geschwärzt], dann weiter")


async def test_two_years_after_it_was_done_a_task_is_forgotten_with_its_card(units: Units, team: MadeTeam) -> None:
    for words in ("aufgabe Saal @Anna @Bert", "aufgabe offen", "aufgabe abgesagt"):
        await add(units, team, "Anna", words)
    await posted(units, team)
    await press(units, team, "Anna", "tasks.finish", {"task": 1})
    await press(units, team, "Anna", "tasks.save_set_aside", {"task": 3, "task_reason": "x"})
    due = datetime(2028, 12, 1, tzinfo=UTC)
    assert await units.run(lambda unit: next_old_task_due(unit.session)) == due
    assert await units.run(old_tasks_due, now=due - timedelta(seconds=1)) == 0
    assert await units.run(old_tasks_due, now=due) == 2
    assert [task.title for task in await tasks_of(units)] == ["offen"]
    assert ("delete", "tasks.card", "1") in await sent(units)

    def found(unit: Unit) -> list[str]:
        return list(unit.session.scalars(select(SearchDocument.record_id)))

    assert await units.run(found) == ["2"]
    assert await units.run(lambda unit: next_old_task_due(unit.session)) is None
    assert await units.run(lambda unit: unit.session.scalars(select(Task.id)).all()) == [2]
