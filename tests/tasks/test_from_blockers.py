"""Tasks made from a blocker: below it for everybody, once."""

import asyncio
from datetime import date
from typing import Any

import pytest

from app.capabilities import HOUSE
from app.kit.answers import Closed, Dialog
from app.kit.errors import NotAllowed
from app.kit.forms import Form
from app.kit.i18n import translator
from app.kit.unit import Units
from app.people.model import Member
from app.standups.queries_report import load_report
from app.standups.views import Report
from app.tasks.model import TaskState
from app.tasks.views import TaskShown
from tests.makers import MadeTeam, make_team
from tests.standups.makers import (
    CLOSES,
    OPENS,
    PERSONAL,
    answer,
    blocker_of,
    closed_round,
    press,
    sent,
    set_up,
    tick,
    type_words,
)
from tests.tasks.makers import LATER, add, errors_of, tasks_of, values_of

GERMAN = translator("de")


async def save(units: Units, team: MadeTeam, name: str, of: str = "Bert", /, **typed: str) -> Any:
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
    values = [fields[f"task_{name}"].value for name in ("title", "owner", "due")]
    assert values == ["Geld fehlt", str(team.people["Bert"].id), "2026-12-04"]
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
    wrong = {"title": "ä" * 201, "owner": "99", "due": "2026-11-29", "helpers": "99", "name": "ö" * 101}
    shown = await save(units, team, "Anna", **wrong)
    assert {name: values_of(shown.view)[name] for name in wrong} == wrong
    assert set(errors_of(shown.view)) == set(wrong)
    shown = await save(units, team, "Anna", title=" ", due="morgen")
    assert set(errors_of(shown.view)) == {"title", "due"}
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
    assert listed.tasks == ()


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
