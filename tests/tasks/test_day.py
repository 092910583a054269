"""What people hear of tasks in the private message of the day, and what they do there."""

from datetime import date, timedelta

import pytest

from app.kit.errors import NotAllowed
from app.kit.unit import Units
from app.people.due import day_messages_due
from app.people.model import Absence, Team
from app.people.views import DayMessage
from tests.makers import MadeTeam
from tests.tasks.makers import GERMAN, add, berlin, channel, day_lines, lines, press, save, sent, tasks_of

FRIDAY = "2026-12-04"


async def test_the_owner_hears_on_the_day_and_once_when_overdue(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen @Bert @Chiara bis Freitag")
    days = [(date(2026, 12, 1) + timedelta(days=number)).isoformat() for number in range(20)]
    heard = {day: told for day in days if (told := await lines(units, team, day))}
    assert heard == {
        FRIDAY: {"Bert": ["Heute fällig: Saal buchen"]},
        "2026-12-07": {"Bert": ["Seit Fr., 4. Dez. fällig: Saal buchen"]},
    }, "whoever helps hears nothing"


async def test_a_day_on_the_weekend_is_told_before_it(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Samstag")
    assert await lines(units, team, FRIDAY) == {"Bert": ["Fällig am Sa., 5. Dez.: Saal buchen"]}


@pytest.mark.parametrize("verb", ["tasks.start", "tasks.save_block"])
async def test_in_progress_and_stuck_are_still_due(units: Units, team: MadeTeam, verb: str) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    await press(units, team, "Bert", verb, {"task": 1, "task_reason": "x"})
    assert "Bert" in await lines(units, team, FRIDAY)
    await press(units, team, "Bert", "tasks.save_set_aside", {"task": 1, "task_reason": "x"})
    assert await lines(units, team, FRIDAY) == {}


@pytest.mark.parametrize(
    ("label", "again", "text"),
    [
        ("Morgen wieder", "2026-12-07", "Seit Fr., 4. Dez. fällig: Saal buchen"),
        ("In einer Woche", "2026-12-11", "Seit Fr., 4. Dez. fällig: Saal buchen"),
    ],
)
async def test_put_off_it_is_silent_until_then(units: Units, team: MadeTeam, label: str, again: str, text: str) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    line = (await day_lines(units, team, FRIDAY))["Bert"][0]
    button = next(one for one in line.buttons if GERMAN(one.label) == label)
    values = {**button.data, "back": f"day:{FRIDAY}"}
    shown = await press(units, team, "Bert", button.verb, values, at=berlin(FRIDAY))
    assert isinstance(shown, DayMessage)
    assert shown.entries == ()
    days = [(date(2026, 12, 5) + timedelta(days=n)).isoformat() for n in range(20)]
    assert [(day, told) for day in days if (told := await lines(units, team, day))] == [(again, {"Bert": [text]})]
    assert (await tasks_of(units))[0].version == 1, "the task itself stays as it is"


async def test_only_who_is_reminded_puts_it_off(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    with pytest.raises(NotAllowed):
        await press(units, team, "Anna", "tasks.snooze", {"task": 1, "days": 1})


async def test_a_task_that_was_given_is_asked_about_until_it_is_accepted(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe Saal buchen @Bert bis 18. Dezember")
    asked = {"Bert": ["Für Sie vorgesehen: Saal buchen (bis Fr., 18. Dez.)"]}
    assert await lines(units, team, "2026-11-30") == {}
    assert await lines(units, team, "2026-12-01") == asked
    assert await lines(units, team, "2026-12-02") == {}
    assert await lines(units, team, "2026-12-08") == asked
    line = (await day_lines(units, team, "2026-12-01"))["Bert"][0]
    assert [GERMAN(one.label) for one in line.buttons] == ["Annehmen", "Weitergeben"]
    accept = line.buttons[0]
    values = {**accept.data, "back": "day:2026-12-01"}
    shown = await press(units, team, "Bert", accept.verb, values, at=berlin("2026-12-01"))
    assert shown.entries == ()
    assert await lines(units, team, "2026-12-08") == {}


async def test_handed_on_from_the_message_the_other_is_asked(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe Saal buchen @Bert")
    line = (await day_lines(units, team, "2026-12-01"))["Bert"][0]
    offer, day = line.buttons[1], {"back": "day:2026-12-01"}
    form = (await press(units, team, "Bert", offer.verb, {**offer.data, **day}, at=berlin("2026-12-01"))).view
    chiara = str(team.people["Chiara"].id)
    shown = await save(units, team, "Bert", form, at=berlin("2026-12-01"), to=chiara)
    assert isinstance(shown, DayMessage)
    told = await day_lines(units, team, "2026-12-02")
    assert [GERMAN(one.text) for one in told["Chiara"]] == ["Übernehmen Sie das? Saal buchen"]
    assert [GERMAN(one.label) for one in told["Chiara"][0].buttons] == ["Annehmen", "Ablehnen"]
    await press(units, team, "Chiara", "tasks.accept", {"task": 1}, at=berlin("2026-12-02"))
    (task,) = await tasks_of(units)
    assert (task.owner_id, task.accepted, task.waits_since) == (team.people["Chiara"].id, True, None)
    assert await lines(units, team, "2026-12-09") == {}


async def test_for_an_owner_without_an_account_the_creator_is_reminded(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe Grußwort @Weber bis Freitag")
    assert await lines(units, team, FRIDAY) == {"Anna": ["Heute fällig: Grußwort (bei Weber, ohne Konto)"]}
    await press(units, team, "Anna", "tasks.snooze", {"task": 1, "days": 7}, at=berlin(FRIDAY))
    assert await lines(units, team, FRIDAY) == {}


async def test_done_in_the_message_drops_the_line(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag", place=channel(team))
    values = {"task": 1, "back": f"day:{FRIDAY}"}
    shown = await press(units, team, "Bert", "tasks.finish", values, at=berlin(FRIDAY))
    assert shown.entries == ()
    assert await lines(units, team, "2026-12-07") == {}


async def test_who_is_away_is_spared_and_nothing_to_say_is_no_message(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    await add(units, team, "Chiara", "aufgabe Saal bezahlen bis Freitag")
    bert, day = team.people["Bert"].id, date(2026, 12, 4)
    await units.run(lambda unit: unit.session.add(Absence(person_id=bert, first_day=day, last_day=day)))
    due = berlin(FRIDAY, "08:30")
    await units.run(lambda unit: setattr(unit.session.get_one(Team, team.id), "next_day_message_at", due))
    await units.run(day_messages_due, now=due)
    asked = [subject for _operation, notice, subject in await sent(units) if notice == "people.day"]
    assert asked == [f"{team.people['Chiara'].id}-{FRIDAY}"]


async def test_coordinators_are_warned_a_month_before_tasks_are_deleted(units: Units, team: MadeTeam) -> None:
    for number in range(3):
        await add(units, team, "Bert", f"aufgabe Nummer {number}")
        await press(units, team, "Bert", "tasks.finish", {"task": number + 1})
    # The window of Monday, 2 October 2028 begins with what was done on 1 November 2026.
    days = [(date(2028, 9, 25) + timedelta(days=n)).isoformat() for n in range(70)]
    heard = {day: told for day in days if (told := await lines(units, team, day))}
    assert heard == {
        "2028-10-02": {
            "Anna": [
                "In einem Monat beginnt die Löschung von 3 Aufgaben, die vor zwei Jahren erledigt wurden.",
            ]
        }
    }


async def test_the_day_of_a_task_that_was_put_off_counts(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Bert", "aufgabe Saal buchen bis Freitag")
    for at, due in (("2026-12-02", "2026-12-03"), ("2026-12-07", "2026-12-08"), ("2026-12-14", "2026-12-15")):
        form = (await press(units, team, "Bert", "tasks.change", {"task": 1}, at=berlin(at))).view
        await save(units, team, "Bert", form, at=berlin(at), due=due)
    (task,) = await tasks_of(units)
    assert (task.times_overdue, task.due_on) == (2, date(2026, 12, 15))
