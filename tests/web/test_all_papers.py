"""Every file that any room hands out: fetched as people fetch it, in both languages, and read as their programs do."""

import csv
import io
import json
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from docx import Document
from docx.oxml.ns import qn

from app.capabilities import HOUSE
from app.kit.i18n import LANGUAGES, _, translator
from app.kit.papers import PaperKind
from app.kit.unit import Unit, Units
from app.people.actions_downloads import download_link
from app.people.model import Person
from tests.agenda.makers import BEGINS, posted, pressed
from tests.agenda.test_minutes import close
from tests.decisions.makers import says
from tests.makers import MadeTeam
from tests.web.makers import make_app

PAPERS = [(room.name, paper) for room in HOUSE.rooms for paper in room.papers]
SUBJECTS = {"agenda.minutes": "1", "decisions.book": "2026", "decisions.one": "1", "decisions.csv": "all"}
FORMULA = '=HYPERLINK("x")'
TABLES = {"agenda.minutes", "decisions.book"}
"""Word files in which a table stands."""


async def fetched(units: Units, team: MadeTeam, name: str, language: str) -> Any:
    """What comes when Anna presses the button of the page behind the link."""
    await posted(units, team, "Saal")
    await pressed(units, team, "Anna", "agenda.begin", meeting=1)
    await says(units, team, "Anna", f"beschluss {FORMULA}", at=BEGINS)
    await close(units, team)

    def work(unit: Unit) -> str:
        anna = unit.session.get_one(Person, team.people["Anna"].id)
        anna.language = language
        unit.actor = team.actor("Anna")
        subject = str(anna.id) if name.startswith("people.") else SUBJECTS.get(name, "all")
        return download_link(unit, _("Herunterladen"), name, subject).url

    path = await units.run(work)
    async with TestClient(TestServer(make_app(units))) as client:
        answer = await client.post(path)
        assert answer.status == 200
        return await answer.read()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [paper.name for _room, paper in PAPERS if paper.kind is PaperKind.DOCX])
async def test_each_word_file_has_headings_header_rows_and_a_language(
    units: Units, team: MadeTeam, name: str, language: str
) -> None:
    document = Document(io.BytesIO(await fetched(units, team, name, language)))
    styles = [line.style.name for line in document.paragraphs if line.text]
    assert styles[0] == "Title"
    assert any(style.startswith("Heading") for style in styles)
    assert document.core_properties.language == {"de": "de-DE", "en": "en-GB"}[language]
    assert bool(document.tables) == (name in TABLES)
    for table in document.tables:
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows][:2] == [True, False]
    texts = [line.text for line in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(FORMULA in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [paper.name for _room, paper in PAPERS if paper.kind is PaperKind.CSV])
async def test_no_table_computes_what_people_typed(units: Units, team: MadeTeam, name: str, language: str) -> None:
    text = (await fetched(units, team, name, language)).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";" if language == "de" else ",") for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("name", [paper.name for _room, paper in PAPERS if paper.kind is PaperKind.JSON])
async def test_each_file_for_programs_is_read_by_them(units: Units, team: MadeTeam, name: str) -> None:
    assert json.loads(await fetched(units, team, name, "de"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [paper.name for _room, paper in PAPERS if paper.kind is PaperKind.HTML])
async def test_each_page_says_its_language_and_draws_no_tag_that_was_typed(
    units: Units, team: MadeTeam, name: str, language: str
) -> None:
    page = (await fetched(units, team, name, language)).decode()
    assert f'<html lang="{language}"' in page
    assert "<h1" in page
    assert "<h2" in page
    assert FORMULA not in page, "its quotes are escaped"


def test_each_files_page_says_what_it_is_without_names_or_numbers() -> None:
    for _room, paper in PAPERS:
        assert paper.title is not None, paper.name
        assert not paper.title.params
        for language in LANGUAGES:
            assert not any(sign.isdigit() for sign in translator(language)(paper.title))
