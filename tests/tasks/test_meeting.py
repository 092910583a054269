"""What tasks bring to the agenda and to the minutes, and what a task is for other rooms."""

from datetime import date

import pytest

from app.agenda.model import Meeting, MeetingState
from app.capabilities import HOUSE
from app.kit.contributions import AgendaPart, MinutesPart
from app.kit.errors import NotAllowed
from app.kit.origin import Origin
from app.kit.unit import Unit, Units
from app.tasks.model import Task
from app.tasks.queries_meeting import agenda, minutes
from app.tasks.views import TaskList, TaskShown
from tests.makers import MadeTeam, make_team
from tests.tasks.makers import GERMAN, act, add, berlin, card, posted, press, save, sent

FRIDAY = date(2026, 12, 4)
MONDAY = date(2026, 12, 7)


async def part(units: Units, team: MadeTeam, on: date = MONDAY) -> AgendaPart | None:
    return await units.run(lambda unit: agenda(unit, team.id, on))


async def put_off(units: Units, team: MadeTeam, at: str, due: str, task_id: int = 1) -> None:
    form = (await press(units, team, "Bert", "tasks.change", {"task": task_id}, at=berlin(at))).view
    await save(units, team, "Bert", form, at=berlin(at), due=due)


async def test_nothing_due_is_no_part(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe irgendwann")
    await add(units, team, "Bert", "aufgabe später bis 18. Dezember")
    assert await part(units, team) is None


async def test_what_is_due_until_the_meeting_stands_on_its_agenda(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    await add(units, team, "Anna", "aufgabe Grußwort @Weber bis Montag")
    await units.run(lambda unit: setattr(unit.session.get_one(Task, 2), "due_on", MONDAY))
    await add(units, team, "Anna", "aufgabe erledigt bis Freitag")
    await press(units, team, "Anna", "tasks.finish", {"task": 3})
    found = await part(units, team)
    assert found is not None
    assert [GERMAN(line.text) for line in found.lines] == [
        "Saal buchen (Bert Muster, seit Fr., 4. Dez. fällig)",
        "Grußwort (Weber, bis Mo., 7. Dez.)",
    ]
    assert [line.as_item for line in found.lines] == [False, False]
    assert found.more is not None
    assert isinstance((await press(units, team, "Anna", found.more.verb, found.more.data)).view, TaskList)


async def test_overdue_twice_needs_to_be_talked_about_and_names_nobody(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    await add(units, team, "Anna", "aufgabe Brief bis Donnerstag")
    await put_off(units, team, "2026-12-07", "2026-12-08")
    before = await part(units, team, date(2026, 12, 8))
    assert before is not None
    assert [line.as_item for line in before.lines] == [False, False], "its second day is not over"
    found = await part(units, team, date(2026, 12, 14))
    assert found is not None
    first = found.lines[0]
    assert (GERMAN(first.text), first.as_item) == ("Überfällig zum zweiten Mal: Saal buchen", True)
    assert first.origin == Origin("tasks.task", "1")
    text = await act(units, team, "Anna", lambda unit: HOUSE.origin_text(unit, first.origin), berlin("2026-12-14"))
    assert (text.text, text.person, text.person_id) == ("Saal buchen", "", None)
    await put_off(units, team, "2026-12-14", "2026-12-15")
    third = await part(units, team, date(2026, 12, 21))
    assert third is not None
    assert GERMAN(third.lines[0].text) == "Überfällig zum 3. Mal: Saal buchen"


async def test_other_rooms_make_theirs_of_a_task_and_its_card_says_so(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    await posted(units, team)
    more = (await press(units, team, "Anna", "tasks.more", {"task": 1})).view
    button = next(one for one in more.buttons if GERMAN(one.label) == "Auf die Agenda")
    assert await press(units, team, "Anna", button.verb, button.data) is not None
    assert ("update", "tasks.card", "1") in await sent(units)
    assert [GERMAN(mark) for mark in (await card(units)).marks] == ["→ auf der Agenda"]
    more = (await press(units, team, "Anna", "tasks.more", {"task": 1})).view
    assert "Auf die Agenda" not in [GERMAN(one.label) for one in more.buttons]
    again = await press(units, team, "Anna", button.verb, {**button.data, "back": "list:mine.1"})
    assert again is not None


@pytest.mark.parametrize("origin_id", ["", "x", "99", "²", "9" * 30])
async def test_a_task_that_is_not_there_is_no_origin(units: Units, team: MadeTeam, origin_id: str) -> None:
    for work in (
        lambda unit: HOUSE.origin_text(unit, Origin("tasks.task", origin_id)),
        lambda unit: HOUSE.source(Origin("tasks.task", "1")).come_back(unit, origin_id, ""),
    ):
        with pytest.raises(NotAllowed):
            await act(units, team, "Anna", work, berlin("2026-12-01"))


async def test_another_team_makes_nothing_of_it(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    with pytest.raises(NotAllowed):
        await press(units, other, "Emil", "agenda.add_from", {"kind": "tasks.task", "id": "1"})


async def test_after_another_rooms_press_the_place_of_the_press_stands_there(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen")
    source = HOUSE.source(Origin("tasks.task", "1"))

    async def back(where: str) -> object:
        return await act(units, team, "Bert", lambda unit: source.come_back(unit, "1", where), berlin("2026-12-01"))

    assert isinstance(await back("list:team.1"), TaskList)
    shown = await back("dialog:")
    assert isinstance(shown.view, TaskShown)  # type: ignore[attr-defined]


async def test_made_during_a_meeting_it_stands_in_the_minutes(units: Units, team: MadeTeam) -> None:
    def begin(unit: Unit) -> int:
        meeting = Meeting(
            team_id=team.id,
            channel_id=team.channel.id,
            planned_on=MONDAY,
            on=MONDAY,
            starts_at=berlin("2026-12-07"),
            length_minutes=60,
            ends_itself_at=berlin("2026-12-08"),
            state=MeetingState.RUNNING,
        )
        unit.session.add(meeting)
        unit.session.flush()
        return meeting.id

    meeting_id = await units.run(begin)
    await add(units, team, "Anna", "aufgabe Saal buchen @Bert @Chiara bis Freitag")
    await add(units, team, "Anna", "aufgabe Grußwort @Weber")

    def end(unit: Unit) -> None:
        unit.session.get_one(Meeting, meeting_id).state = MeetingState.CLOSED

    await units.run(end)
    await add(units, team, "Anna", "aufgabe danach")
    found = await units.run(lambda unit: minutes(unit, meeting_id))
    assert isinstance(found, MinutesPart)
    people = {name: person.id for name, person in team.people.items()}
    assert [(line.text, line.person_ids, line.names, line.due_on) for line in found.lines] == [
        ("Saal buchen", (people["Bert"], people["Chiara"]), (), FRIDAY),
        ("Grußwort", (), ("Weber",), None),
    ]
    assert await units.run(lambda unit: minutes(unit, 99)) is None
