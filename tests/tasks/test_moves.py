"""What the buttons of a task's card do: in place, once, for all to see."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.kit.answers import Closed, Dialog
from app.kit.errors import NotAllowed
from app.kit.unit import Unit, Units
from app.people.model import Member, Person
from app.people.views import DayMessage
from app.tasks.model import TaskState
from app.tasks.views import Standing, TaskList, TaskShown
from tests.makers import MadeTeam, make_team
from tests.tasks.makers import (
    CHAT,
    GERMAN,
    LATER,
    add,
    berlin,
    card,
    channel,
    day_lines,
    errors_of,
    labels,
    posted,
    press,
    save,
    sent,
    tasks_of,
    values_of,
)

MOVES = [
    "list",
    "open",
    "show",
    "more",
    "finish",
    "reopen",
    "start",
    "block",
    "save_block",
    "set_aside",
    "save_set_aside",
    "change",
    "save_change",
    "set_due",
    "offer",
    "save_offer",
    "accept",
    "decline",
    "snooze",
]


async def one(units: Units, team: MadeTeam, words: str = "aufgabe Saal buchen bis Freitag", name: str = "Anna") -> None:
    """A task whose card stands in the channel."""
    await add(units, team, name, words)
    await posted(units, team)


async def opened(units: Units, team: MadeTeam, verb: str, name: str = "Anna", **values: Any) -> Any:
    shown = await press(units, team, name, verb, {"task": 1, **values}, place=channel(team))
    assert isinstance(shown, Dialog)
    return shown.view


async def test_every_move_shows_on_the_card_in_the_channel(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    steps: list[tuple[str, dict[str, str], Standing]] = [
        ("tasks.start", {}, Standing.DOING),
        ("tasks.save_block", {"task_reason": "Der Wirt antwortet nicht"}, Standing.BLOCKED),
        ("tasks.start", {}, Standing.DOING),
        ("tasks.finish", {}, Standing.DONE),
        ("tasks.reopen", {}, Standing.OPEN),
        ("tasks.save_set_aside", {"task_reason": "Kein Geld"}, Standing.WONT_DO),
        ("tasks.reopen", {}, Standing.OPEN),
    ]
    for number, (verb, values, standing) in enumerate(steps):
        for _twice in range(2):
            shown = await press(units, team, "Bert", verb, {"task": 1, **values}, place=channel(team))
            assert isinstance(shown, TaskShown)
            assert shown.task.standing is standing
        assert (await tasks_of(units))[0].version == number + 2, "the second press changes nothing"
        assert (await card(units)).task.standing is standing
        assert (await card(units)).reason == values.get("task_reason")
        assert await sent(units) == [("update", "tasks.card", "1")]


async def test_what_is_done_has_a_day_and_what_is_opened_again_none(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    await press(units, team, "Bert", "tasks.finish", {"task": 1})
    assert (await tasks_of(units))[0].done_on == date(2026, 11, 30)
    await press(units, team, "Bert", "tasks.start", {"task": 1})
    assert (await tasks_of(units))[0].state is TaskState.DONE, "an old button does not open it again"
    await press(units, team, "Bert", "tasks.reopen", {"task": 1})
    assert (await tasks_of(units))[0].done_on is None


async def test_the_card_has_three_buttons_and_more_has_the_rest(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    assert labels(await card(units)) == ["Erledigt", "In Arbeit", "Mehr"]
    everything = {"Erledigt", "In Arbeit", "Ändern", "Weitergeben", "Hier hakt es", "Machen wir nicht"}
    assert everything <= set(labels(await opened(units, team, "tasks.more")))
    await press(units, team, "Anna", "tasks.start", {"task": 1})
    assert labels(await card(units)) == ["Erledigt", "Hier hakt es", "Mehr"]
    await press(units, team, "Anna", "tasks.save_block", {"task": 1, "task_reason": "x"})
    assert labels(await card(units)) == ["Erledigt", "Geht weiter", "Mehr"]
    await press(units, team, "Anna", "tasks.finish", {"task": 1})
    assert labels(await card(units)) == ["Wieder öffnen", "Mehr"]


@pytest.mark.parametrize("verb", ["tasks.block", "tasks.set_aside"])
async def test_a_reason_is_needed_and_kept_while_it_is_too_long(units: Units, team: MadeTeam, verb: str) -> None:
    await one(units, team)
    form = await opened(units, team, verb)
    for wrong in (" ", "x" * 501):
        refused = await save(units, team, "Anna", form, place=channel(team), reason=wrong)
        assert set(errors_of(refused.view)) == {"reason"}
        assert values_of(refused.view)["reason"] == wrong
    assert (await tasks_of(units))[0].state is TaskState.OPEN
    assert isinstance(await save(units, team, "Anna", form, place=channel(team), reason="Darum"), Closed)
    assert (await card(units)).reason == "Darum"
    await press(units, team, "Anna", "tasks.finish", {"task": 1})
    shown = await opened(units, team, verb)
    assert isinstance(shown, TaskShown), "done meanwhile: the task is shown"
    await press(units, team, "Anna", form.verb, {"task": 1, "task_reason": "zu spät"})
    assert (await tasks_of(units))[0].state is TaskState.DONE


async def test_all_of_a_task_can_be_changed(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    form = await opened(units, team, "tasks.change")
    bert, chiara, dilek = (str(team.people[name].id) for name in ("Bert", "Chiara", "Dilek"))
    told = await save(
        units,
        team,
        "Anna",
        form,
        place=channel(team),
        title="Saal *mieten*",
        owner=bert,
        due="2026-12-11",
        important="true",
        helpers=f"{chiara},{dilek},{bert}",
    )
    assert isinstance(told, Closed)
    shown = await card(units)
    assert (shown.task.title, shown.task.owner, shown.task.due_on) == (
        "Saal *mieten*",
        "Bert Muster",
        date(2026, 12, 11),
    )
    assert (shown.helpers, shown.task.important) == (("Chiara Muster", "Dilek Muster"), True)
    assert not shown.task.accepted
    in_chat = await press(units, team, "Bert", "tasks.change", {"task": 1})
    shown = await save(units, team, "Bert", in_chat.view, owner="0", name="Frau Weber", helpers="")
    assert (shown.task.owner, shown.task.no_account, shown.helpers) == ("Frau Weber", True, ())


async def test_a_form_saved_as_it_came_changes_nothing(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    await save(units, team, "Anna", await opened(units, team, "tasks.change"), place=channel(team))
    assert (await tasks_of(units))[0].version == 1
    assert await sent(units) == []


async def test_who_saves_second_sees_what_changed_and_keeps_what_was_typed(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    anna, bert = await opened(units, team, "tasks.change"), await opened(units, team, "tasks.change", "Bert")
    chiara = str(team.people["Chiara"].id)
    await save(units, team, "Anna", anna, place=channel(team), title="Halle buchen", due="", owner=chiara)
    changes = {"title": "Raum buchen", "owner": "0", "important": "true"}
    refused = await save(units, team, "Bert", bert, place=channel(team), **changes)
    assert GERMAN(refused.view.notice).startswith(
        "Inzwischen geändert: „Halle buchen“; zuständig: Chiara Muster. Noch einmal"
    )
    assert {name: values_of(refused.view)[name] for name in changes} == changes
    assert values_of(refused.view)["due"] == "", "what only the other changed is kept"
    assert (await tasks_of(units))[0].title == "Halle buchen"
    assert isinstance(await save(units, team, "Bert", refused.view, place=channel(team)), Closed)
    (task,) = await tasks_of(units)
    assert (task.title, task.owner_id, task.due_on, task.important) == ("Raum buchen", None, None, True)


async def test_changes_of_different_things_are_put_together(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    anna, bert = await opened(units, team, "tasks.change"), await opened(units, team, "tasks.change", "Bert")
    await save(units, team, "Anna", anna, place=channel(team), title="Halle buchen")
    assert isinstance(await save(units, team, "Bert", bert, place=channel(team), due="2026-12-11"), Closed)
    (task,) = await tasks_of(units)
    assert (task.title, task.due_on) == ("Halle buchen", date(2026, 12, 11))


async def test_a_button_pressed_meanwhile_is_no_conflict(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    form = await opened(units, team, "tasks.change")
    await press(units, team, "Bert", "tasks.start", {"task": 1})
    refused = await save(units, team, "Anna", form, place=channel(team), title="neu")
    assert isinstance(refused, Closed)
    (task,) = await tasks_of(units)
    assert (task.title, task.state) == ("neu", TaskState.DOING)


async def test_wrong_values_come_back_with_their_reasons(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    form = await opened(units, team, "tasks.change")
    refused = await save(units, team, "Anna", form, place=channel(team), title="", due="2026-11-01", owner="99")
    assert set(errors_of(refused.view)) == {"title", "due", "owner"}
    both = await save(units, team, "Anna", form, place=channel(team), name="Weber")
    assert set(errors_of(both.view)) == {"name"}, "either a member or a name"
    many = await save(units, team, "Anna", form, place=channel(team), helpers="x,²," + "9" * 30)
    assert set(errors_of(many.view)) == {"helpers"}


async def test_an_overdue_task_can_be_changed_without_a_new_day(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    late = berlin("2026-12-08")
    form = (await press(units, team, "Anna", "tasks.change", {"task": 1}, at=late)).view
    shown = await save(units, team, "Anna", form, at=late, title="Saal")
    assert (shown.task.title, shown.task.overdue) == ("Saal", True)


async def test_handed_over_once_it_is_accepted(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    form = await opened(units, team, "tasks.offer")
    assert str(team.people["Anna"].id) not in [choice.value for choice in form.sections[0].fields[0].choices]
    refused = await save(units, team, "Anna", form, place=channel(team), to="99")
    assert set(errors_of(refused.view)) == {"to"}
    for _ in range(2):
        await save(units, team, "Anna", form, place=channel(team), to=str(team.people["Bert"].id))
    shown = await card(units)
    assert (shown.task.owner, shown.offered_to, labels(shown)[0]) == ("Anna Muster", "Bert Muster", "Annehmen")
    with pytest.raises(NotAllowed, match=r"nur \{name\}"):
        await press(units, team, "Chiara", "tasks.accept", {"task": 1})
    for _ in range(2):
        shown = await press(units, team, "Bert", "tasks.accept", {"task": 1}, place=channel(team))
        assert (shown.task.owner, shown.offered_to, shown.task.accepted) == ("Bert Muster", None, True)
    assert (await tasks_of(units))[0].version == 3
    with pytest.raises(NotAllowed, match="schon angenommen"):
        await press(units, team, "Anna", "tasks.accept", {"task": 1})


async def test_declined_it_stays_where_it_was(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    await press(units, team, "Anna", "tasks.save_offer", {"task": 1, "task_to": team.people["Bert"].id})
    for _ in range(2):
        shown = await press(units, team, "Bert", "tasks.decline", {"task": 1})
        assert (shown.task.owner, shown.offered_to) == ("Anna Muster", None)


async def test_whoever_takes_it_themselves_needs_no_consent(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    shown = await press(units, team, "Bert", "tasks.save_offer", {"task": 1, "task_to": team.people["Bert"].id})
    assert (shown.task.owner, shown.task.accepted, shown.offered_to) == ("Bert Muster", True, None)


async def test_a_press_answers_where_it_was_pressed(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    shown = await press(units, team, "Anna", "tasks.finish", {"task": 1, "back": "list:mine.1"})
    assert isinstance(shown, TaskList)
    assert GERMAN(shown.told) == "Erledigt: Saal buchen"
    shown = await press(units, team, "Anna", shown.undo.verb, shown.undo.data)
    assert [task.title for task in shown.tasks] == ["Saal buchen"]
    day = {"task": 1, "back": "day:2026-12-04"}
    shown = await press(units, team, "Anna", "tasks.finish", day, at=berlin("2026-12-04"))
    assert isinstance(shown, DayMessage)
    assert shown.entries == ()
    in_dialog = await press(units, team, "Anna", "tasks.reopen", {"task": 1, "back": "dialog:"}, place=channel(team))
    assert isinstance(in_dialog, Closed)
    in_chat = await press(units, team, "Anna", "tasks.finish", {"task": 1, "back": "dialog:"}, place=CHAT)
    assert isinstance(in_chat, TaskShown)


async def test_more_in_the_chat_leads_back(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    more = (await press(units, team, "Anna", "tasks.more", {"task": 1})).view
    back = next(button for button in more.buttons if GERMAN(button.label) == "Zurück")
    assert labels(await press(units, team, "Anna", back.verb, back.data)) == ["Erledigt", "In Arbeit", "Mehr"]
    more = (await press(units, team, "Anna", "tasks.more", {"task": 1, "back": "list:team.1"})).view
    back = next(button for button in more.buttons if GERMAN(button.label) == "Zur Liste")
    assert (await press(units, team, "Anna", back.verb, back.data)).shown == "team"


async def test_strangers_and_leavers_are_refused_by_every_verb(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await one(units, team)
    left = team.members["Chiara"].id
    await units.run(lambda unit: setattr(unit.session.get_one(Member, left), "left_on", date(2026, 11, 27)))
    values = {
        "task": 1,
        "task_reason": "x",
        "task_title": "x",
        "task_to": 1,
        "due": "2026-12-11",
        "days": 1,
        "list": "team.1",
    }
    for who, name in ((other, "Emil"), (team, "Chiara")):
        for verb in MOVES[2:]:
            with pytest.raises(NotAllowed):
                await press(units, who, name, f"tasks.{verb}", values)
    for verb in MOVES[:2]:
        shown = await press(units, other, "Emil", f"tasks.{verb}", values)
        assert (shown.view if isinstance(shown, Dialog) else shown).tasks == ()
    assert (await tasks_of(units))[0].version == 1
    assert isinstance(await press(units, team, "Dilek", "tasks.finish", {"task": 1}), TaskShown), "a guest may"


async def test_nonsense_in_a_button_is_a_task_that_is_not_there(units: Units, team: MadeTeam) -> None:
    for verb in MOVES[2:]:
        with pytest.raises(NotAllowed):
            await press(units, team, "Anna", f"tasks.{verb}", {"task": 99, "days": 1})


async def test_a_person_taken_out_leaves_the_task(units: Units, team: MadeTeam) -> None:
    await one(units, team, "aufgabe Saal buchen", "Bert")
    bert = team.people["Bert"].id
    await units.run(lambda unit: unit.session.delete(unit.session.get_one(Person, bert)))
    (task,) = await tasks_of(units)
    assert (task.owner_id, task.created_by) == (None, None)
    assert (await card(units)).task.owner is None


async def test_an_owner_who_left_is_named_so(units: Units, team: MadeTeam) -> None:
    await one(units, team, name="Bert")
    left = team.members["Bert"].id
    await units.run(lambda unit: setattr(unit.session.get_one(Member, left), "left_on", date(2026, 12, 1)))
    assert (await card(units)).task.owner_left
    assert await day_lines(units, team, "2026-12-04") == {}


async def test_the_card_of_a_deleted_task_is_not_sent(units: Units, team: MadeTeam) -> None:
    await one(units, team)
    task = (await tasks_of(units))[0]

    def forget(unit: Unit) -> None:
        unit.session.delete(unit.session.get_one(type(task), task.id))

    await units.run(forget)
    assert (await card(units, at=LATER + timedelta(days=1))).reason == "task_gone"
