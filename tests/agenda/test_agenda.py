"""The list of what the next meeting talks about."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.agenda.model import Item, ItemState
from app.agenda.views import ItemList, ItemShown
from app.capabilities import HOUSE
from app.kit.answers import Dialog
from app.kit.errors import NotAllowed, UserError
from app.kit.i18n import translator
from app.kit.unit import Units
from app.people.model import Member
from app.standups.model import Round
from app.standups.queries_report import load_report
from app.standups.views import Report
from tests.makers import MadeTeam, make_team
from tests.standups.makers import CLOSES, blocker_of, closed_round, press, sent, type_words

LATER = CLOSES + timedelta(hours=1)
GERMAN = translator("de")


async def items_of(units: Units) -> list[Item]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Item).order_by(Item.id))))


async def add(units: Units, team: MadeTeam, text: str) -> Any:
    return await type_words(units, team, "Anna", f"agenda {text}", at=LATER)


async def marks(units: Units) -> list[str]:
    report = await units.run(lambda unit: load_report(HOUSE, unit.session, "1", unit.now))
    assert isinstance(report, Report)
    return [GERMAN(mark) for passage in report.blockers for mark in passage.marks]


async def test_one_press_puts_a_blocker_on_the_agenda_and_marks_it_for_everybody(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld *fehlt*", Chiara="Saal fehlt")
    shown = await press(units, team, "Dilek", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    assert isinstance(shown, Report)
    assert [len(passage.marks) for passage in shown.blockers] == [1, 0]
    assert [one.verb for one in shown.blockers[0].buttons] == ["tasks.add_from"]
    assert ("update", "standups.report", "1") in await sent(units)
    assert await marks(units) == ["→ auf der Agenda"]
    listed = await type_words(units, team, "Anna", "agenda", at=LATER)
    (item,) = listed.items
    assert (item.title, GERMAN(item.comes_from)) == ("Geld *fehlt*", "Bert Muster, Runde KW 49")


async def test_a_press_in_the_dialog_stays_in_the_dialog(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    shown = await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert", "dialog:1"), at=LATER)
    assert isinstance(shown, Dialog)
    assert shown.view.in_dialog


async def test_presses_at_once_make_one_item(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    values = blocker_of(team, "Bert")
    await asyncio.gather(
        *(press(units, team, name, "agenda.add_from", values, at=LATER) for name in ("Anna", "Bert", "Dilek"))
    )
    assert len(await items_of(units)) == 1


async def test_done_stays_marked_and_removed_can_be_put_back(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    await press(units, team, "Anna", "agenda.finish", {"item": "1", "page": "1"}, at=LATER)
    assert await marks(units) == ["→ auf der Agenda ✓ erledigt"]
    await press(units, team, "Anna", "agenda.drop", {"item": "1", "page": "1"}, at=LATER)
    assert await marks(units) == []
    await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    assert await marks(units) == ["→ auf der Agenda"]
    assert [one.state for one in await items_of(units)] == [ItemState.OPEN]


async def test_the_list_acts_in_place_and_takes_back(units: Units, team: MadeTeam) -> None:
    for text in ("Saal", "*Geld*"):
        assert isinstance(await add(units, team, text), ItemShown)
    for _ in range(2):
        shown = await press(units, team, "Dilek", "agenda.drop", {"item": "2", "page": "1"}, at=LATER)
        assert isinstance(shown, ItemList)
        assert GERMAN(shown.told) == "Entfernt: *Geld*"
        assert [(one.number, one.title) for one in shown.items] == [(1, "Saal")]
    undo = {key: str(value) for key, value in shown.undo.data.items()}
    shown = await press(units, team, "Dilek", shown.undo.verb, undo, at=LATER)
    assert [one.title for one in shown.items] == ["Saal", "*Geld*"]
    assert shown.undo is None


async def test_long_lists_turn_pages_and_numbers_go_on(units: Units, team: MadeTeam) -> None:
    for number in range(9):
        await add(units, team, f"Punkt {number}")
    second = await press(units, team, "Anna", "agenda.list", {"page": "2"}, at=LATER)
    assert [one.number for one in second.items] == [8, 9]
    beyond = await press(units, team, "Anna", "agenda.open", {"page": "99"}, at=LATER)
    assert beyond.view.page == 2


async def test_what_is_too_long_is_said_and_a_long_blocker_is_shortened(units: Units, team: MadeTeam) -> None:
    with pytest.raises(UserError):
        await add(units, team, "ä" * 301)
    await closed_round(units, team, Bert="viele Wörter " * 100)
    await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    (item,) = await items_of(units)
    assert len(item.title) <= 300
    assert item.title.endswith("…")


@pytest.mark.parametrize("words", ["agenda", "/Agenda", "Tagesordnung", "punkte", "items"])
async def test_a_bare_word_lists_for_the_asker_alone(units: Units, team: MadeTeam, words: str) -> None:
    found = HOUSE.commands.find(words)
    assert found is not None
    assert (found.command.name, found.command.shared, found.command.writes) == ("agenda.list", False, False)
    assert isinstance(await type_words(units, team, "Anna", words, at=LATER), ItemList)


async def test_another_team_and_a_leaver_are_refused(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await closed_round(units, team, Bert="Geld fehlt")
    await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    left = team.members["Chiara"].id
    await units.run(lambda unit: setattr(unit.session.get_one(Member, left), "left_on", date(2026, 11, 27)))
    for who, name in ((other, "Emil"), (team, "Chiara")):
        for verb in ("agenda.add_from", "agenda.finish", "agenda.drop", "agenda.restore"):
            with pytest.raises(NotAllowed):
                await press(units, who, name, verb, {**blocker_of(team, "Bert"), "item": "1"}, at=LATER)
    assert (await type_words(units, other, "Emil", "agenda", at=LATER)).items == ()


async def test_an_item_outlives_the_round_it_came_from(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    await units.run(lambda unit: unit.session.delete(unit.session.get_one(Round, 1)))
    listed = await type_words(units, team, "Anna", "agenda", at=LATER)
    assert [(one.title, one.comes_from) for one in listed.items] == [("Geld fehlt", None)]
    shown = await press(units, team, "Anna", "agenda.finish", {"item": "1"}, at=LATER)
    assert shown.items == ()
