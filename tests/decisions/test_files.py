"""Decisions in files: asked for by a button, written with their checksums."""

import csv
import io
import json
import zipfile

import pytest

from app.decisions.queries_papers import load_book, load_csv, load_history, load_one
from app.kit.i18n import translator
from app.kit.papers import PaperKind
from app.kit.unit import Unit, Units
from app.web.papers import write_down
from tests.decisions.makers import ENDS, HOME, presses, says, tick

LOADS = {"book": (load_book, "2026", PaperKind.DOCX), "one": (load_one, "1", PaperKind.DOCX),
         "csv": (load_csv, "all", PaperKind.CSV), "history": (load_history, "all", PaperKind.JSON)}  # fmt: skip


async def a_years_decisions(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den *großen* Saal. Begründung: =1+1")
    await says(units, team, "Bert", "beschluss Wir mieten die Halle, ersetzt 2026-1")
    await says(units, team, "Bert", "beschluss Einwandrunde: Wir treffen uns dienstags")
    await says(units, team, "Bert", "beschluss Abstimmung: Wir essen vegetarisch")
    await presses(units, team, "Chiara", "save_voice", decision="3", choice="objection", decision_reason="Markt")
    for name in ("Anna", "Bert", "Dilek"):
        await presses(units, team, name, "choose", decision="4", choice="yes")
    await tick(units, ENDS)


async def written(units: Units, team, name: str, language: str = "de"):
    load, subject, kind = LOADS[name]

    def work(unit: Unit):
        unit.actor = team.actor("Dilek")
        return load(unit, subject)

    return write_down(await units.run(work, now=ENDS), kind, translator(language))


async def test_the_button_gives_links_for_the_asker_alone_in_a_dialog(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    answer = await presses(units, team, "Chiara", "export", place=HOME, one="1")
    assert [link.url[:3] for link in answer.view.buttons] == ["/d/"] * 5
    assert len((await presses(units, team, "Chiara", "export")).view.buttons) == 4


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_word_file_has_headings_a_header_row_and_the_checksum(units: Units, team, language: str) -> None:
    await a_years_decisions(units, team)
    made = await written(units, team, "book", language)
    document = zipfile.ZipFile(io.BytesIO(made.body)).read("word/document.xml").decode()
    assert 'w:val="Heading1"' in document
    assert "w:tblHeader" in document
    assert "SHA-256" in document
    assert "Wir mieten den *großen* Saal." in document
    assert "Markt" in document
    alone = zipfile.ZipFile(io.BytesIO((await written(units, team, "one", language)).body)).read("word/document.xml")
    assert "2026-1" in alone.decode()


async def test_the_table_has_every_decision_and_no_formula(units: Units, team) -> None:
    await a_years_decisions(units, team)
    text = (await written(units, team, "csv")).body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Nummer"] for row in rows if row["Nummer"]] == ["2026-3", "2026-2", "2026-1"]
    first = next(row for row in rows if row["Nummer"] == "2026-1")
    assert (first["Stand"], first["Ersetzt durch"], first["Prüfung"]) == ("ersetzt", "2026-2", "unverändert")
    assert first["Begründung"] == "'=1+1"
    assert len(first["SHA-256"]) == 64


async def test_the_history_file_holds_no_person(units: Units, team) -> None:
    await a_years_decisions(units, team)
    body = (await written(units, team, "history")).body.decode()
    assert len(json.loads(body)["chains"]) == 4
    assert "Muster" not in body
    assert "person" not in body
