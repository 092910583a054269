"""What is typed into the search finds records of one's own teams, and no others."""

from datetime import date
from typing import Any

import pytest

from app.kit.answers import Dialog
from app.kit.errors import NotAllowed
from app.kit.i18n import _, verbatim
from app.kit.room import Finding, House, Room
from app.kit.search import find, forget_findable, forget_team, make_findable
from app.kit.unit import Unit, Units
from app.knowledge.queries import PAGE
from app.knowledge.room import KNOWLEDGE
from tests.makers import MadeTeam, make_member, make_team
from tests.standups.makers import CHANNEL, OPENS, press, type_words

TITLES = (
    "Wohnraum für Fachkräfte finden",
    "Häuser in der Königstraße besichtigen",
    "Arbeitgeber*innen und Schüler*innen einladen",
    "Straßenfest planen",
    "Book the hall",
)


async def filled(units: Units, team_id: int, *titles: str) -> None:
    def work(unit: Unit) -> None:
        for number, title in enumerate(titles or TITLES):
            on = date(2026, 11, 1 + number % 28)
            make_findable(unit.session, team_id, "tasks.task", f"{team_id}-{number}", title, on)

    await units.run(work)


async def found(units: Units, typed: str, *team_ids: int) -> list[str]:
    return await units.run(lambda unit: [hit.title for hit in find(unit.session, team_ids, typed)])


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("wohnraum", TITLES[0]),
        ("Wohn", TITLES[0]),
        ("fachkraefte", TITLES[0]),
        ("FACHKRÄFTE wohnraum", TITLES[0]),
        ("haeuser", TITLES[1]),
        ("Königstrasse", TITLES[1]),
        ("königstraße", TITLES[1]),
        ("arbeitgeber", TITLES[2]),
        ("Schüler*innen", TITLES[2]),
        ("Schülerinnen", TITLES[2]),
        ("SchülerInnen", TITLES[2]),
        ("schueler:innen", TITLES[2]),
        ("Schüler_innen", TITLES[2]),
        ("Schüler/-innen", TITLES[2]),
        ("Schüler(innen)", TITLES[2]),
        ("Strassenfest", TITLES[3]),
        ("hall book", TITLES[4]),
    ],
)
async def test_words_are_found_however_they_are_written(units: Units, team: MadeTeam, typed: str, title: str) -> None:
    await filled(units, team.id)
    assert await found(units, typed, team.id) == [title]


async def test_all_typed_words_must_be_there(units: Units, team: MadeTeam) -> None:
    await filled(units, team.id)
    assert await found(units, "wohnraum straßenfest", team.id) == []
    assert await found(units, "%_*", team.id) == list(reversed(TITLES))  # no word at all: the newest


async def test_a_changed_record_is_found_by_its_new_words_and_a_forgotten_one_not_at_all(
    units: Units, team: MadeTeam
) -> None:
    await filled(units, team.id, "Saal buchen")

    def change(unit: Unit) -> None:
        make_findable(unit.session, team.id, "tasks.task", f"{team.id}-0", "Halle buchen", date(2026, 11, 2))

    await units.run(change)
    assert await found(units, "saal", team.id) == []
    assert await found(units, "halle", team.id) == ["Halle buchen"]
    await units.run(lambda unit: forget_findable(unit.session, "tasks.task", f"{team.id}-0"))
    assert await found(units, "halle", team.id) == []


async def test_other_teams_records_are_not_found_and_go_with_their_team(units: Units, team: MadeTeam) -> None:
    await filled(units, team.id, "Saal buchen")
    await filled(units, team.id + 7, "Saal streichen")
    assert await found(units, "saal", team.id) == ["Saal buchen"]
    await units.run(lambda unit: forget_team(unit.session, team.id))
    assert await found(units, "saal", team.id, team.id + 7) == ["Saal streichen"]


def _show(unit: Unit, record_id: str) -> Any:
    if record_id != "1-0":
        raise NotAllowed(_("Diesen Eintrag gibt es nicht mehr."))
    return verbatim(record_id)


SHOWN = House([Room("shown", found={"tasks.task": Finding(_("Aufgabe"), _show)}), KNOWLEDGE])


@pytest.fixture
def searching(units: Units) -> Units:
    units.house = SHOWN
    return units


async def test_the_command_pages_through_what_is_found_and_opens_it(searching: Units, team: MadeTeam) -> None:
    await filled(searching, team.id, *[f"Saal {number}" for number in range(PAGE + 3)])
    first = await type_words(searching, team, "Bert", "wissen saal", at=OPENS)
    assert (len(first.records), first.page, first.more) == (PAGE, 1, True)
    last = await press(searching, team, "Bert", "knowledge.page", {"typed": first.typed, "page": "2"}, at=OPENS)
    assert (len(last.records), last.page, last.more) == (3, 2, False)
    opened = await press(searching, team, "Bert", "knowledge.open", {"kind": "tasks.task", "id": "1-0"}, at=OPENS)
    assert isinstance(opened, Dialog)
    for values in ({"kind": "tasks.task", "id": "9"}, {"kind": "people.person", "id": "1"}, {}):
        with pytest.raises(NotAllowed):
            await press(searching, team, "Bert", "knowledge.open", values, at=OPENS)


async def test_in_a_channel_only_that_teams_records_are_found(searching: Units, team: MadeTeam) -> None:
    def second(unit: Unit) -> int:
        made = make_team(unit, "Kernteam Ausbildung", "Jonas", number=2)
        make_member(unit, made.team, team.people["Bert"])
        return made.id

    other = await searching.run(second)
    await filled(searching, team.id, "Saal buchen")
    await filled(searching, other, "Saal streichen")
    alone = await type_words(searching, team, "Bert", "suche saal", at=OPENS)
    assert {(one.title, one.team) for one in alone.records} == {
        ("Saal buchen", "Kernteam Integration"),
        ("Saal streichen", "Kernteam Ausbildung"),
    }
    asked = {"typed": "saal", "page": "1"}
    here = await press(searching, team, "Bert", "knowledge.page", asked, at=OPENS, place=CHANNEL)
    assert [(one.title, one.team) for one in here.records] == [("Saal buchen", None)]
    assert not (await type_words(searching, team, "Anna", "suche streichen", at=OPENS)).records
