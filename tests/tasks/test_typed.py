"""`/aufgabe` as people type it: what is made, what is asked back, and what comes back in the form."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.answers import Button, Closed, Dialog, Said
from app.kit.errors import NotAllowed
from app.kit.forms import Form
from app.kit.search import find
from app.kit.unit import Unit, Units
from app.tasks.model import Supporter
from app.tasks.views import TaskList, TaskShown
from tests.makers import MadeTeam, make_member, make_person, make_team
from tests.tasks.makers import (
    CHAT,
    ENGLISH,
    GERMAN,
    add,
    card,
    channel,
    errors_of,
    press,
    save,
    sent,
    tasks_of,
    values_of,
)


async def _second_anna(units: Units, team: MadeTeam, name: str = "Anna Beispiel") -> int:
    def work(unit: Unit) -> int:
        person = make_person(unit, "anna2")
        person.name = name
        make_member(unit, team.team, person)
        return person.id

    return await units.run(work)


async def supporters(units: Units) -> list[int]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Supporter.person_id).order_by(Supporter.id))))


@pytest.mark.parametrize(
    ("words", "mentioned", "title", "owner", "due_on"),
    [
        ("/aufgabe Saal buchen bis 4.12.", (), "Saal buchen", "Anna", date(2026, 12, 4)),
        ("task book the hall Bert Muster by 3 Dec", ("Bert",), "book the hall", "Bert", date(2026, 12, 3)),
        ("aufgabe Saal buchen @Bert bis 4.12.", (), "Saal buchen", "Bert", date(2026, 12, 4)),
        ("AUFGABE Saal buchen @Bert Muster bis 4.12.", (), "Saal buchen", "Bert", date(2026, 12, 4)),
        ("aufgabe Bert Muster Saal buchen", ("Bert", "Bert"), "Saal buchen", "Bert", None),
    ],
)
async def test_a_typed_task_is_ones_own_or_the_named_persons(
    units: Units, team: MadeTeam, words: str, mentioned: tuple[str, ...], title: str, owner: str, due_on: date | None
) -> None:
    shown = await add(units, team, "Anna", words, *mentioned)
    assert isinstance(shown, TaskShown)
    assert (shown.task.title, shown.task.owner, shown.task.due_on) == (title, f"{owner} Muster", due_on)
    (task,) = await tasks_of(units)
    assert task.accepted is (owner == "Anna")


async def test_the_first_name_is_the_owner_and_the_others_help(units: Units, team: MadeTeam) -> None:
    shown = await add(units, team, "Anna", "aufgabe Saal @Bert Chiara Muster Anna Muster buchen", "Anna", "Chiara")
    assert (shown.task.owner, shown.helpers) == ("Bert Muster", ("Chiara Muster", "Anna Muster"))


async def test_in_a_channel_the_card_says_it_all(units: Units, team: MadeTeam) -> None:
    assert await add(units, team, "Anna", "aufgabe Saal buchen bis Freitag", place=channel(team)) is None
    assert await add(units, team, "Anna", "aufgabe Brief", place=channel(team, "170")) is None
    assert await sent(units) == [("post", "tasks.card", "1"), ("reply", "tasks.card", "2")]
    shown = await card(units)
    assert (shown.task.title, shown.task.owner) == ("Saal buchen", "Anna Muster")


async def test_typed_in_the_chat_it_shows_in_the_teams_channel_too(units: Units, team: MadeTeam) -> None:
    assert isinstance(await add(units, team, "Anna", "aufgabe Saal buchen"), TaskShown)
    assert await sent(units) == [("post", "tasks.card", "1")]


async def test_a_day_that_was_read_with_doubt_has_one_button(units: Units, team: MadeTeam) -> None:
    """On a Monday, `nächsten Freitag` may be this week's or the next one's."""
    said = await add(units, team, "Anna", "aufgabe Saal buchen bis nächsten Freitag", place=channel(team))
    assert isinstance(said, Said)
    (button,) = said.buttons
    assert isinstance(button, Button)
    assert GERMAN(said.text).startswith("Eingetragen bis Freitag, ")
    (task,) = await tasks_of(units)
    if button.verb == "tasks.set_due":
        await press(units, team, "Anna", button.verb, button.data, place=channel(team))
        assert (await tasks_of(units))[0].due_on not in (None, task.due_on)
    else:
        opened = await press(units, team, "Anna", button.verb, button.data, place=channel(team))
        assert isinstance(opened.view, Form)
    shown = await add(units, team, "Anna", "aufgabe Saal buchen bis nächsten Freitag")
    assert GERMAN(shown.told).startswith("Eingetragen bis Freitag, ")
    assert shown.buttons[0].verb == button.verb


async def test_another_day_is_taken_once_and_never_a_past_one(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe Saal buchen bis 4.12.")
    for _ in range(2):
        shown = await press(units, team, "Anna", "tasks.set_due", {"task": 1, "due": "2026-12-11"})
        assert shown.task.due_on == date(2026, 12, 11)
    assert (await tasks_of(units))[0].version == 2
    for wrong in ("2026-11-01", "Freitag", ""):
        with pytest.raises(Exception, match=r"Tag"):
            await press(units, team, "Anna", "tasks.set_due", {"task": 1, "due": wrong})


@pytest.mark.parametrize(
    ("words", "field", "kept"),
    [
        ("aufgabe Saal bis 20.11.", "due", {"title": "Saal", "due": "2026-11-20"}),
        ("aufgabe Saal bis 31.2.", "due", {"title": "Saal bis 31.2.", "due": ""}),
        ("aufgabe bis 4.12.", "title", {"due": "2026-12-04"}),
        ("aufgabe " + "x" * 201, "title", {"title": "x" * 201}),
    ],
)
async def test_what_was_not_understood_comes_back_in_the_filled_form(
    units: Units, team: MadeTeam, words: str, field: str, kept: dict[str, str]
) -> None:
    form = await add(units, team, "Anna", words)
    assert isinstance(form, Form)
    assert set(errors_of(form)) == {field}
    assert {name: values_of(form)[name] for name in kept} == kept
    assert form.notice is not None
    assert "Ein Beispiel: aufgabe Saal buchen @Bert bis Freitag" in GERMAN(form.notice)
    assert await tasks_of(units) == []
    shown = await save(units, team, "Anna", form, title="Saal", due="2026-12-04")
    assert shown.task.title == "Saal"
    assert (await tasks_of(units))[0].owner_id == team.people["Anna"].id


async def test_a_stranger_who_is_mentioned_is_refused_with_the_form(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    team.people["Emil"] = other.people["Emil"]
    form = await add(units, team, "Anna", "aufgabe Saal Emil Muster", "Emil")
    assert errors_of(form) == {"owner": "Emil Muster gehört nicht zu diesem Team."}
    english = await add(units, team, "Anna", "task hall Emil Muster", "Emil", language="en")
    assert "An example: task book the hall @Bert by Friday" in ENGLISH(english.notice)
    del team.people["Emil"]
    assert await tasks_of(units) == []


async def test_a_name_that_two_have_is_asked_with_a_button_for_each(units: Units, team: MadeTeam) -> None:
    other = await _second_anna(units, team)
    said = await add(units, team, "Bert", "aufgabe Saal buchen @Anna @Chiara bis 4.12. wichtig")
    assert isinstance(said, Said)
    assert GERMAN(said.text) == "Wer ist mit „Anna“ gemeint?"
    assert [GERMAN(one.label) for one in said.buttons] == ["Anna Beispiel", "Anna Muster"]
    assert await tasks_of(units) == []
    first = said.buttons[0]
    assert isinstance(first, Button)
    for _ in range(2):
        shown = await press(units, team, "Bert", first.verb, first.data, place=CHAT)
        assert isinstance(shown, TaskShown)
    (task,) = await tasks_of(units)
    assert (task.title, task.owner_id, task.due_on, task.important) == ("Saal buchen", other, date(2026, 12, 4), True)
    assert await supporters(units) == [team.people["Chiara"].id]


async def test_a_second_name_that_two_have_is_asked_as_a_supporter(units: Units, team: MadeTeam) -> None:
    other = await _second_anna(units, team)
    said = await add(units, team, "Bert", "aufgabe Saal buchen @Chiara @Anna", place=channel(team))
    first = said.buttons[0]
    assert isinstance(await press(units, team, "Bert", first.verb, first.data, place=channel(team)), Closed)
    assert (await tasks_of(units))[0].owner_id == team.people["Chiara"].id
    assert await supporters(units) == [other]


async def test_a_name_nobody_has_is_a_person_without_an_account(units: Units, team: MadeTeam) -> None:
    shown = await add(units, team, "Anna", "aufgabe Grußwort schreiben @Weber bis 4.12.")
    assert (shown.task.owner, shown.task.no_account) == ("Weber", True)
    (task,) = await tasks_of(units)
    assert (task.owner_id, task.owner_name, task.accepted) == (None, "Weber", True)
    form = await add(units, team, "Anna", "aufgabe Grußwort @Bert @Weber")
    assert set(errors_of(form)) == {"helpers"}, "only members help"


async def test_two_presses_on_one_form_make_one_task(units: Units, team: MadeTeam) -> None:
    opened = await press(units, team, "Anna", "tasks.from_message", {"text": "Saal buchen"}, place=channel(team))
    place = channel(team)
    await asyncio.gather(*(save(units, team, name, opened.view, place=place) for name in ("Anna", "Bert", "Chiara")))
    # Its number is not always 1: on PostgreSQL a save that comes second uses one up.
    (task,) = await tasks_of(units)
    assert await sent(units) == [("post", "tasks.card", str(task.id))]


async def test_a_message_becomes_a_task_that_keeps_its_link(units: Units, team: MadeTeam) -> None:
    link = "https://teams.microsoft.com/l/message/19:x/1"
    place = channel(team, "170")
    values = {"text": "Wer bucht\nden Saal?", "link": link, "author": "Bert Muster"}
    opened = await press(units, team, "Anna", "tasks.from_message", values, place=place)
    assert isinstance(opened, Dialog)
    assert values_of(opened.view)["title"] == "Wer bucht den Saal?"
    refused = await save(units, team, "Anna", opened.view, place=place, title="")
    assert set(errors_of(refused.view)) == {"title"}
    assert isinstance(await save(units, team, "Anna", refused.view, place=place, title="Saal buchen"), Closed)
    (task,) = await tasks_of(units)
    assert (task.title, task.link) == ("Saal buchen", link)
    assert await sent(units) == [("reply", "tasks.card", "1")]
    more = await press(units, team, "Bert", "tasks.more", {"task": 1}, place=place)
    assert [one.url for one in more.view.buttons if hasattr(one, "url")] == [link]
    assert GERMAN((await card(units)).comes_from) == "Aus einer Nachricht"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://example.org", "https://x/" + "y" * 1000])
async def test_a_link_that_is_none_is_left_out(units: Units, team: MadeTeam, link: str) -> None:
    opened = await press(units, team, "Anna", "tasks.from_message", {"text": "Saal", "link": link}, place=CHAT)
    assert isinstance(await save(units, team, "Anna", opened.view), Closed)
    assert (await tasks_of(units))[0].link is None


async def test_a_long_message_is_shortened(units: Units, team: MadeTeam) -> None:
    opened = await press(units, team, "Anna", "tasks.from_message", {"text": "Wort " * 500})
    assert len(values_of(opened.view)["title"]) <= 200


@pytest.mark.parametrize("words", ["aufgabe", "/Aufgabe", "aufgaben", "task", "tasks", "meine Aufgaben", "my tasks"])
async def test_a_bare_word_lists_for_the_asker_alone(units: Units, team: MadeTeam, words: str) -> None:
    found = HOUSE.commands.find(words)
    assert found is not None
    assert (found.command.name, found.command.shared, found.command.writes) == ("tasks.list", False, False)
    with_text = HOUSE.commands.find("task x")
    assert with_text is not None
    assert (with_text.command.shared, with_text.command.writes) == (False, True)
    assert isinstance(await add(units, team, "Anna", words), TaskList)


async def test_a_task_is_found_by_its_words_and_not_by_people(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Anna", "aufgabe Grüße an den Saalwirt @Bert")
    await press(units, team, "Bert", "tasks.save_block", {"task": 1, "task_reason": "Urlaub des Wirts"})

    async def hits(typed: str) -> list[str]:
        return await units.run(lambda unit: [one.kind for one in find(unit.session, [team.id], typed)])

    assert await hits("gruesse saal") == ["tasks.task"]
    assert await hits("urlaub") == ["tasks.task"]
    assert await hits("Bert") == []


async def test_what_the_search_found_opens_for_the_team_alone(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await add(units, team, "Anna", "aufgabe Saal buchen")
    found = {"kind": "tasks.task", "id": "1"}
    shown = await press(units, team, "Bert", "knowledge.open", found, place=channel(team))
    assert shown.view.task.title == "Saal buchen"
    for who, name, written in ((other, "Emil", "1"), (team, "Bert", "x"), (team, "Bert", "99")):
        with pytest.raises(NotAllowed):
            await press(units, who, name, "knowledge.open", {**found, "id": written})
