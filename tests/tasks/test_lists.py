"""Lists: one's own, the team's, what is overdue, what came out of one thing; all with buttons in place."""

from datetime import date

import pytest

from app.kit.answers import Dialog
from app.kit.errors import NotAllowed
from app.kit.unit import Units
from app.tasks.model import Task
from app.tasks.views import Shown, Standing, TaskList
from tests.makers import MadeTeam, make_team
from tests.standups.makers import blocker_of, closed_round
from tests.tasks.makers import GERMAN, add, berlin, channel, lines, press, tasks_of


def titles(shown: TaskList) -> list[str]:
    return [task.title for task in shown.tasks]


async def test_ones_own_are_those_one_owns_helps_with_or_is_offered(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe ohne Tag")
    await add(units, team, "Anna", "aufgabe mit Tag bis Freitag")
    await add(units, team, "Bert", "aufgabe geholfen @Bert @Anna")
    await add(units, team, "Bert", "aufgabe angeboten bis Donnerstag")
    await add(units, team, "Bert", "aufgabe fremd")
    await press(units, team, "Bert", "tasks.save_offer", {"task": 4, "task_to": team.people["Anna"].id})
    shown = await add(units, team, "Anna", "aufgaben")
    assert titles(shown) == ["angeboten", "mit Tag", "ohne Tag", "geholfen"]
    assert (shown.shown, shown.count) == (Shown.MINE, 4)
    assert titles(await add(units, team, "Chiara", "meine aufgaben")) == []


@pytest.mark.parametrize("words", ["aufgaben team", "team tasks", "/tasks team", "Alle Aufgaben"])
async def test_the_teams_list_is_by_day_and_says_whose(units: Units, team: MadeTeam, words: str) -> None:
    await add(units, team, "Anna", "aufgabe später")
    await add(units, team, "Bert", "aufgabe bald bis Freitag")
    shown = await add(units, team, "Chiara", words)
    assert [(one.title, one.owner) for one in shown.tasks] == [("bald", "Bert Muster"), ("später", "Anna Muster")]
    assert shown.reminding is None


@pytest.mark.parametrize("words", ["aufgaben überfällig", "aufgaben ueberfaellig", "overdue tasks", "tasks overdue"])
async def test_the_overdue_list_has_only_what_is_overdue(units: Units, team: MadeTeam, words: str) -> None:
    await add(units, team, "Anna", "aufgabe spät bis Freitag")
    await add(units, team, "Bert", "aufgabe bald bis Donnerstag")
    await add(units, team, "Bert", "aufgabe irgendwann")
    await press(units, team, "Bert", "tasks.finish", {"task": 2})
    assert titles(await add(units, team, "Chiara", words)) == []
    late = await add(units, team, "Chiara", words, at=berlin("2026-12-05"))
    assert [(one.title, one.overdue) for one in late.tasks] == [("spät", True)]


async def test_pages_are_turned_in_place_and_come_back_after_a_press(units: Units, team: MadeTeam) -> None:
    for number in range(16):
        await add(units, team, "Anna", f"aufgabe Nummer {number}")
    first = await add(units, team, "Anna", "aufgaben")
    assert (len(first.tasks), first.count, first.page, first.pages) == (7, 16, 1, 3)
    (onwards,) = first.turns
    second = await press(units, team, "Anna", onwards.verb, onwards.data)
    assert [GERMAN(one.label) for one in second.turns] == ["Vorige Seite", "Nächste Seite"]
    done = await press(units, team, "Anna", "tasks.finish", {"task": second.tasks[0].task_id, "back": second.back})
    assert (done.page, done.count, GERMAN(done.told)) == (2, 15, "Erledigt: Nummer 7")
    beyond = await press(units, team, "Anna", "tasks.list", {"list": "mine.99"})
    assert beyond.page == 3
    for strange in ("", "x", "mine", "mine.x", "origin", "theirs.1", "mine.²", "mine." + "9" * 30):
        assert (await press(units, team, "Anna", "tasks.list", {"list": strange})).page == 1


async def test_tabs_lead_to_the_other_lists(units: Units, team: MadeTeam) -> None:
    shown = await add(units, team, "Anna", "aufgaben")
    seen = [shown.shown]
    for tab in shown.tabs:
        seen.append((await press(units, team, "Anna", tab.verb, tab.data)).shown)
    assert seen == [Shown.MINE, Shown.TEAM, Shown.OVERDUE]


async def test_nothing_in_a_list_is_by_another_person(units: Units, team: MadeTeam) -> None:
    """Whatever a button's data say, the list of one's own is the asker's."""
    await add(units, team, "Bert", "aufgabe Berts")
    values = {"list": "mine.1", "person": team.people["Bert"].id, "owner": team.people["Bert"].id}
    assert titles(await press(units, team, "Anna", "tasks.list", values)) == []


async def test_all_that_came_out_of_a_round_is_listed(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt", Chiara="Saal fehlt")
    for number, name in enumerate(("Bert", "Chiara")):
        values = {**blocker_of(team, name), "task_title": f"Aufgabe {number}"}
        await press(units, team, "Anna", "tasks.save", values, place=channel(team))
    await add(units, team, "Anna", "aufgabe anderes")
    await press(units, team, "Anna", "tasks.finish", {"task": 1})
    more = (await press(units, team, "Anna", "tasks.more", {"task": 1})).view
    button = next(one for one in more.buttons if GERMAN(one.label) == "Was noch daraus wurde")
    shown = await press(units, team, "Anna", button.verb, button.data)
    assert [(one.title, one.standing) for one in shown.tasks] == [
        ("Aufgabe 0", Standing.DONE),
        ("Aufgabe 1", Standing.OPEN),
    ]
    again = await press(units, team, "Anna", "tasks.reopen", {"task": 1, "back": shown.back})
    assert [one.standing for one in again.tasks] == [Standing.OPEN, Standing.OPEN]


async def test_all_that_came_out_of_a_meeting_is_listed(units: Units, team: MadeTeam) -> None:
    for title in ("davor", "darin", "auch darin"):
        await add(units, team, "Anna", f"aufgabe {title}")
    await units.run(lambda unit: [setattr(unit.session.get_one(Task, one), "meeting_id", 7) for one in (2, 3)])
    more = (await press(units, team, "Anna", "tasks.more", {"task": 2})).view
    button = next(one for one in more.buttons if GERMAN(one.label) == "Was noch daraus wurde")
    shown = await press(units, team, "Anna", button.verb, button.data)
    assert titles(shown) == ["darin", "auch darin"]
    with pytest.raises(NotAllowed):
        await press(units, team, "Anna", "tasks.list", {"list": "origin.1.agenda.meeting.x"})


async def test_another_teams_lists_are_empty(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await add(units, team, "Anna", "aufgabe geheim bis Freitag")
    await units.run(lambda unit: setattr(unit.session.get_one(Task, 1), "meeting_id", 7))
    for words in ("aufgaben", "aufgaben team", "aufgaben überfällig"):
        assert titles(await add(units, other, "Emil", words, at=berlin("2026-12-08"))) == []
    assert titles(await press(units, other, "Emil", "tasks.list", {"list": "origin.1.agenda.meeting.7"})) == []


async def test_from_a_card_in_the_channel_a_list_opens_in_a_dialog(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe Saal")
    shown = await press(units, team, "Bert", "tasks.open", {"list": "team.1"}, place=channel(team))
    assert isinstance(shown, Dialog)
    assert titles(shown.view) == ["Saal"]


@pytest.mark.parametrize(
    ("off", "on"), [("aufgaben erinnern aus", "aufgaben erinnern an"), ("task reminders off", "task reminders on")]
)
async def test_reminders_are_switched_off_and_on(units: Units, team: MadeTeam, off: str, on: str) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    heard = {"Bert": ["Heute fällig: Saal buchen"]}
    for _ in range(2):
        shown = await add(units, team, "Bert", off)
        assert GERMAN(shown.reminding.label) == "Wieder erinnern"
    assert await lines(units, team, "2026-12-04") == {}
    await press(units, team, "Bert", shown.reminding.verb, shown.reminding.data)
    assert await lines(units, team, "2026-12-04") == heard
    shown = await add(units, team, "Bert", on)
    await press(units, team, "Bert", shown.reminding.verb, shown.reminding.data)
    assert await lines(units, team, "2026-12-04") == {}
    assert (await tasks_of(units))[0].due_on == date(2026, 12, 4)


async def test_switching_reminders_off_is_for_oneself(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    await add(units, team, "Anna", "aufgaben erinnern aus")
    assert await lines(units, team, "2026-12-04") == {"Bert": ["Heute fällig: Saal buchen"]}
