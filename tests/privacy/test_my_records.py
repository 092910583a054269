"""`/daten`: the asker alone sees what is stored about them, and can take it along."""

import pytest

from app.capabilities import HOUSE
from app.kit.answers import Link, Said
from app.kit.errors import NotAllowed
from app.kit.i18n import LANGUAGES, translator
from app.kit.papers import PaperKind
from app.kit.unit import Unit, Units
from app.people.actions_downloads import find_download
from app.people.queries_privacy import load_export
from app.people.views import PersonalExport
from app.people.views_privacy import EraseAsked, MyRecords, WhatIsKept
from app.web.papers import WRITERS
from tests.makers import MadeTeam
from tests.standups.makers import CLOSES, closed_round, press, type_words


@pytest.mark.parametrize("words", ["daten", "/daten", "meine Daten", "mydata", "my data"])
async def test_the_words_tell_what_there_is_room_by_room(units: Units, team: MadeTeam, words: str) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    shown = await type_words(units, team, "Bert", words, at=CLOSES)
    assert isinstance(shown, MyRecords)
    said = {translator("de")(part.title): [translator("de")(line) for line in part.lines] for part in shown.parts}
    assert said["Team und Abwesenheit"] == ["Team Kernteam Integration: Mitglied, seit 1. Januar 2026"]
    assert said["Runde"] == ["1 Antwort auf eine Runde"]


async def test_nothing_of_others_is_told(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    shown = await type_words(units, team, "Chiara", "daten", at=CLOSES)
    assert not next(part for part in shown.parts if part.title.msgid == "Runde").lines


async def test_each_kind_of_record_is_explained_page_by_page(units: Units, team: MadeTeam) -> None:
    seen = []
    for page in range(1, len(HOUSE.personal) + 1):
        view = await press(units, team, "Bert", "people.kept", {"page": str(page)}, at=CLOSES)
        assert isinstance(view, WhatIsKept)
        assert (view.page, view.pages) == (page, len(HOUSE.personal))
        seen += view.part.kept
    assert len(seen) == sum(len(personal.kept) for _room, personal in HOUSE.personal)


async def test_both_files_hold_ones_own_answers_and_nobody_elses(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld *fehlt*", Chiara="Raum fehlt")
    answer = await press(units, team, "Bert", "people.export", {}, at=CLOSES)
    assert isinstance(answer, Said)
    codes = [link.url.removeprefix("/d/") for link in answer.buttons if isinstance(link, Link)]

    def work(unit: Unit, code: str) -> tuple[PersonalExport, PaperKind]:
        asked = find_download(unit, code, take=True)
        unit.actor = asked.actor
        view = asked.paper.load(unit, asked.download.subject)
        assert isinstance(view, PersonalExport)
        return view, asked.paper.kind

    assert len(codes) == 2
    for code in codes:
        view, kind = await units.run(lambda unit, code=code: work(unit, code), now=CLOSES)
        for language in LANGUAGES:
            written = WRITERS[(PersonalExport, kind)](view, translator(language))
            text = written.body.decode()
            assert "Geld *fehlt*" in text
            assert "Bert Muster" in text
            assert "Chiara" not in text
            assert "Raum fehlt" not in text


async def test_somebody_elses_file_is_not_handed_out(units: Units, team: MadeTeam) -> None:
    def work(unit: Unit) -> None:
        unit.actor = team.actor("Bert")
        load_export(unit, str(team.people["Anna"].id))

    with pytest.raises(NotAllowed):
        await units.run(work)


async def test_before_erasing_it_says_what_goes_and_what_stays(units: Units, team: MadeTeam) -> None:
    asked = await press(units, team, "Bert", "people.erase_ask", {}, at=CLOSES)
    assert isinstance(asked, EraseAsked)
    assert asked.goes
    assert asked.stays
