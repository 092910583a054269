"""Tasks: made from a blocker or typed, finished in place, told on the day."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.answers import Closed, Dialog
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Form
from app.kit.i18n import translator
from app.kit.incoming import Mention, Who
from app.kit.unit import Unit, Units
from app.people.model import Absence, Member, Person
from app.people.queries_day import lines_of_day
from app.people.views import DayMessage
from app.standups.queries_report import load_report
from app.standups.views import Report
from app.tasks.model import Task, TaskState
from app.tasks.views import TaskList, TaskShown
from tests.makers import MadeTeam, make_team
from tests.standups.makers import (
    CLOSES,
    OPENS,
    PERSONAL,
    answer,
    berlin,
    blocker_of,
    closed_round,
    press,
    sent,
    set_up,
    tick,
    type_words,
)

LATER = CLOSES + timedelta(hours=1)
GERMAN, ENGLISH = translator("de"), translator("en")


async def tasks_of(units: Units) -> list[Task]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Task).order_by(Task.id))))


async def add(units: Units, team: MadeTeam, name: str, words: str, *mentioned: str, at: datetime = LATER) -> Any:
    mentions = tuple(_mention(team.people[one]) for one in mentioned)
    return await type_words(units, team, name, words, at=at, mentions=mentions)


def _mention(person: Person) -> Mention:
    return Mention(Who(person.teams_user_id, person.entra_id, person.name), 0)


async def save(units: Units, team: MadeTeam, name: str, of: str = "Bert", **typed: str) -> Any:
    """Save the form below a blocker as it comes, with some fields changed."""
    shown = await press(units, team, name, "tasks.add_from", blocker_of(team, of), at=LATER)
    form = shown.view
    assert isinstance(form, Form)
    values = {field.name: field.value for section in form.sections for field in section.fields}
    values |= {**dict(form.hidden), **{f"task_{key}": value for key, value in typed.items()}}
    return await press(units, team, name, "tasks.save", values, at=LATER)


async def marks(units: Units) -> list[str]:
    report = await units.run(lambda unit: load_report(HOUSE, unit.session, "1", unit.now))
    assert isinstance(report, Report)
    return [GERMAN(mark) for passage in report.blockers for mark in passage.marks]


async def test_the_form_knows_the_blockers_text_its_person_and_next_friday(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    shown = await press(units, team, "Anna", "tasks.add_from", blocker_of(team, "Bert"), at=LATER)
    assert isinstance(shown, Dialog)
    fields = {field.name: field for section in shown.view.sections for field in section.fields}
    assert [field.value for field in fields.values()] == ["Geld fehlt", str(team.people["Bert"].id), "2026-12-04"]
    assert len(fields["task_owner"].choices) == 5, "everybody in the team, or nobody yet"


async def test_a_blocker_becomes_a_task_that_stands_below_it_for_everybody(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt", Chiara="Saal fehlt")
    assert isinstance(await save(units, team, "Anna", title="Antrag *stellen*"), Closed)
    assert ("update", "standups.report", "1") in await sent(units)
    assert await marks(units) == ["→ Aufgabe: Antrag *stellen* (Bert Muster, bis Fr., 4. Dez.)"]
    await press(units, team, "Bert", "tasks.finish", {"task": "1"}, at=LATER)
    assert await marks(units) == ["→ Aufgabe: Antrag *stellen* (Bert Muster, bis Fr., 4. Dez.) ✓ erledigt"]
    (task,) = await tasks_of(units)
    assert (task.state, task.done_on, task.version) == (TaskState.DONE, date(2026, 11, 30), 2)


async def test_the_button_is_gone_once_the_task_is_there(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    view = await press(units, team, "Anna", "standups.show_report", {"round": "1"}, at=LATER)
    assert [(one.verb, one.dialog) for one in view.blockers[0].buttons] == [
        ("tasks.add_from", True),
        ("agenda.add_from", False),
    ]
    await save(units, team, "Anna")
    view = await press(units, team, "Anna", "standups.show_report", {"round": "1"}, at=LATER)
    assert [one.verb for one in view.blockers[0].buttons] == ["agenda.add_from"]


async def test_a_second_press_shows_the_task_that_is_there(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    await save(units, team, "Anna")
    for verb, more in (("tasks.add_from", {}), ("tasks.save", {"task_title": "anders"})):
        shown = await press(units, team, "Chiara", verb, {**blocker_of(team, "Bert"), **more}, at=LATER)
        assert isinstance(shown.view, TaskShown)
        assert shown.view.task.title == "Geld fehlt"
    assert len(await tasks_of(units)) == 1


async def test_two_saves_at_once_make_one_task(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    values = {**blocker_of(team, "Bert"), "task_title": "Antrag"}
    await asyncio.gather(
        *(press(units, team, name, "tasks.save", values, at=LATER) for name in ("Anna", "Chiara", "Dilek"))
    )
    assert len(await tasks_of(units)) == 1


async def test_after_saving_the_page_stands_there_on_which_it_was_pressed(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt", Chiara="Saal fehlt")
    in_dialog = {**blocker_of(team, "Bert", "dialog:1"), "task_title": "a"}
    shown = await press(units, team, "Anna", "tasks.save", in_dialog, at=LATER)
    assert isinstance(shown, Dialog)
    assert shown.view.in_dialog
    in_chat = {**blocker_of(team, "Chiara"), "task_title": "b"}
    shown = await press(units, team, "Anna", "tasks.save", in_chat, at=LATER, place=PERSONAL)
    assert isinstance(shown, Report)
    assert [len(passage.marks) for passage in shown.blockers] == [1, 1]


async def test_wrong_values_stay_in_the_form_with_the_reason(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    shown = await save(units, team, "Anna", title="ä" * 201, owner="99", due="2026-11-29")
    fields = shown.view.sections[0].fields
    assert [field.value for field in fields] == ["ä" * 201, "99", "2026-11-29"]
    assert all(field.error for field in fields)
    shown = await save(units, team, "Anna", title=" ", due="morgen")
    assert [field.error is not None for field in shown.view.sections[0].fields] == [True, False, True]
    assert await tasks_of(units) == []


async def test_a_long_blocker_is_shortened_between_words(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Wort für\nWort " * 100)
    await save(units, team, "Anna", owner="0", due="")
    (task,) = await tasks_of(units)
    assert len(task.title) <= 200
    assert task.title.endswith("…")
    assert (task.owner_id, task.due_on) == (None, None)
    assert (await marks(units))[0].endswith("…")


async def test_only_what_the_closed_report_shows_can_become_a_task(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x", blocker="Geld fehlt")
    nobody = {"kind": "standups.blocker", "id": "1-9999"}
    strange = [{"kind": "standups.blocker", "id": one} for one in ("", "1", "1-x", "-1-1", "1-²", "9" * 30 + "-1")]
    for values in (blocker_of(team, "Bert"), nobody, {}, {"kind": "polls.comment", "id": "1"}, *strange):
        for verb in ("tasks.add_from", "tasks.save", "agenda.add_from"):
            with pytest.raises(NotAllowed):
                await press(units, team, "Anna", verb, values, at=OPENS)
    await tick(units, CLOSES)
    assert await press(units, team, "Anna", "tasks.add_from", blocker_of(team, "Bert"), at=LATER)
    with pytest.raises(NotAllowed):
        await press(units, team, "Anna", "tasks.add_from", nobody, at=LATER)


async def test_another_team_and_a_leaver_are_refused_and_a_guest_may(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await closed_round(units, team, Bert="Geld fehlt")
    assert isinstance(await save(units, team, "Dilek"), Closed)
    assert isinstance(await press(units, team, "Dilek", "tasks.finish", {"task": "1"}, at=LATER), TaskShown)
    left = team.members["Chiara"].id
    await units.run(lambda unit: setattr(unit.session.get_one(Member, left), "left_on", date(2026, 11, 27)))
    for who, name in ((other, "Emil"), (team, "Chiara")):
        for verb in ("tasks.add_from", "tasks.save", "tasks.finish", "tasks.reopen"):
            values = {**blocker_of(team, "Bert"), "task": "1", "task_title": "x"}
            with pytest.raises(NotAllowed):
                await press(units, who, name, verb, values, at=LATER)
    listed = await type_words(units, other, "Emil", "aufgaben", at=LATER)
    assert listed.open_tasks == 0


async def test_a_typed_task_is_ones_own_or_the_mentioned_persons(units: Units, team: MadeTeam) -> None:
    shown = await add(units, team, "Anna", "/aufgabe Saal buchen bis Freitag")
    assert isinstance(shown, TaskShown)
    assert (shown.task.title, shown.task.owner, shown.task.due_on) == ("Saal buchen", "Anna Muster", date(2026, 12, 4))
    shown = await add(units, team, "Anna", "task book the hall Bert Muster by 3 Dec", "Bert", "Bert")
    assert (shown.task.title, shown.task.owner, shown.task.due_on) == (
        "book the hall",
        "Bert Muster",
        date(2026, 12, 3),
    )
    assert not await sent(units), "what was typed is answered where it was typed, and posted nowhere else"


async def test_what_can_not_be_a_task_is_said(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    for words, mentioned in (
        ("aufgabe bis Montag", ()),
        ("aufgabe " + "x" * 201, ()),
        ("aufgabe Saal bis 20.11.", ()),
        ("aufgabe Saal Bert Muster Chiara Muster", ("Bert", "Chiara")),
    ):
        with pytest.raises(UserError):
            await add(units, team, "Anna", words, *mentioned)
    mention = (_mention(other.people["Emil"]),)
    with pytest.raises(UserError):
        await type_words(units, team, "Anna", "aufgabe Saal Emil Muster", at=LATER, mentions=mention)
    assert await tasks_of(units) == []


@pytest.mark.parametrize("words", ["aufgabe", "/Aufgabe", "aufgaben", "task", "tasks"])
async def test_a_bare_word_lists_for_the_asker_alone(units: Units, team: MadeTeam, words: str) -> None:
    found = HOUSE.commands.find(words)
    assert found is not None
    assert (found.command.name, found.command.shared, found.command.writes) == ("tasks.list", False, False)
    with_text = HOUSE.commands.find("task x")
    assert with_text is not None
    assert (with_text.command.shared, with_text.command.writes) == (True, True)
    assert isinstance(await type_words(units, team, "Anna", words, at=LATER), TaskList)


async def test_the_list_has_ones_own_first_and_turns_pages(units: Units, team: MadeTeam) -> None:
    for number in range(14):
        await add(units, team, "Bert", f"aufgabe Bert {number}")
    await add(units, team, "Anna", "aufgabe ohne Tag")
    await add(units, team, "Anna", "aufgabe mit Tag bis 4.12.")
    first = await type_words(units, team, "Anna", "aufgaben", at=LATER)
    assert [one.title for one in first.mine] == ["mit Tag", "ohne Tag"]
    assert (len(first.others), first.open_tasks, first.pages) == (8, 16, 2)
    second = await press(units, team, "Anna", "tasks.list", {"page": "2"}, at=LATER)
    assert (len(second.mine), len(second.others), second.page) == (0, 6, 2)
    beyond = await press(units, team, "Anna", "tasks.list", {"page": "99"}, at=LATER)
    assert beyond.page == 2


async def test_done_acts_in_place_and_can_be_taken_back(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe Saal *buchen*")
    for _ in range(2):
        shown = await press(units, team, "Anna", "tasks.finish", {"task": "1", "back": "list:1"}, at=LATER)
        assert isinstance(shown, TaskList)
        assert GERMAN(shown.told) == "Erledigt: Saal *buchen*"
        assert shown.open_tasks == 0
    assert (await tasks_of(units))[0].version == 2
    undo = {key: str(value) for key, value in shown.undo.data.items()}
    shown = await press(units, team, "Anna", shown.undo.verb, undo, at=LATER)
    assert (shown.open_tasks, shown.undo) == (1, None)
    assert (await tasks_of(units))[0].done_on is None


async def lines(units: Units, team: MadeTeam, day: str) -> dict[str, list[str]]:
    names = {person.id: name for name, person in team.people.items()}

    def work(unit: Unit) -> dict[str, list[str]]:
        found = lines_of_day(unit, list(names), date.fromisoformat(day))
        return {names[one]: [GERMAN(line.text) for line in told] for one, told in found.items() if told}

    return await units.run(work, now=berlin(day, "08:30"))


async def test_the_owner_hears_on_the_day_and_once_when_overdue(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe Saal buchen Bert Muster bis 4.12.", "Bert")
    assert await lines(units, team, "2026-12-03") == {}
    assert await lines(units, team, "2026-12-04") == {"Bert": ["Heute fällig: Saal buchen"]}
    assert await lines(units, team, "2026-12-07") == {"Bert": ["Seit Fr., 4. Dez. fällig: Saal buchen"]}
    assert await lines(units, team, "2026-12-08") == {}


async def test_a_day_on_the_weekend_is_told_before_it(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis 5.12.")
    assert await lines(units, team, "2026-12-04") == {"Bert": ["Fällig am Sa., 5. Dez.: Saal buchen"]}


async def test_done_in_the_message_of_the_day_drops_the_line(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis 4.12.")
    values = {"task": "1", "back": "day:2026-12-04"}
    at = berlin("2026-12-04", "09:00")
    shown = await press(units, team, "Bert", "tasks.finish", values, at=at, place=PERSONAL)
    assert isinstance(shown, DayMessage)
    assert shown.entries == ()
    assert await lines(units, team, "2026-12-07") == {}


async def test_an_owner_who_left_hears_nothing_and_the_list_says_so(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis 4.12.")
    left = team.members["Bert"].id
    await units.run(lambda unit: setattr(unit.session.get_one(Member, left), "left_on", date(2026, 12, 1)))
    assert await lines(units, team, "2026-12-04") == {}
    shown = await type_words(units, team, "Anna", "aufgaben", at=LATER)
    assert [(one.owner, one.owner_left) for one in shown.others] == [("Bert Muster", True)]


async def test_who_is_away_is_spared(units: Units, team: MadeTeam) -> None:
    from app.people.due import day_messages_due

    await add(units, team, "Bert", "aufgabe Saal buchen bis 4.12.")
    bert, day = team.people["Bert"].id, date(2026, 12, 4)
    await units.run(lambda unit: unit.session.add(Absence(person_id=bert, first_day=day, last_day=day)))
    await units.run(lambda unit: setattr(unit.session.get_one(type(team.team), team.id), "next_day_message_at", CLOSES))
    await units.run(day_messages_due, now=berlin("2026-12-04", "08:30"))
    assert [row for row in await sent(units) if row[1] == "people.day"] == []


async def test_a_person_taken_out_leaves_the_task(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen")
    bert = team.people["Bert"].id
    await units.run(lambda unit: unit.session.delete(unit.session.get_one(Person, bert)))
    (task,) = await tasks_of(units)
    assert (task.owner_id, task.created_by) == (None, None)
    shown = await type_words(units, team, "Anna", "aufgaben", at=LATER)
    assert [(one.title, one.owner) for one in shown.others] == [("Saal buchen", None)]


async def test_the_form_of_a_round_begins_with_open_tasks(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await add(units, team, "Bert", "aufgabe Saal buchen", at=OPENS)
    await add(units, team, "Bert", "aufgabe Brief bis 4.12.", at=OPENS)
    await add(units, team, "Anna", "aufgabe fremd", at=OPENS)
    await tick(units, OPENS)

    async def next_steps() -> str:
        shown = await press(units, team, "Bert", "standups.form", {"round": "1"}, at=OPENS)
        return str(shown.view.form.sections[0].fields[1].value)

    assert await next_steps() == "– Brief\n– Saal buchen"
    await answer(units, team, "Bert", 1, OPENS, review="nur das")
    assert await next_steps() == "", "an answer that was saved stays as it was saved"


async def test_many_long_tasks_leave_room_to_type(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    for number in range(9):
        await add(units, team, "Bert", f"aufgabe {number} " + "ü" * 190, at=OPENS)
    await tick(units, OPENS)
    shown = await press(units, team, "Bert", "standups.form", {"round": "1"}, at=OPENS)
    value = shown.view.form.sections[0].fields[1].value
    assert 0 < len(value) <= 750
    assert value.count("– ") == 3
