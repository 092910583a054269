"""Files that people keep: Word reads them aloud, Excel computes nothing in them, and no typed text breaks them."""

import csv
import html
import io
import subprocess
import sys
import zipfile
from datetime import date
from typing import Any

import orjson
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kit.i18n import translator, verbatim
from app.kit.papers import PaperKind
from app.people.views import ExportPart, PersonalExport
from app.web.papers import write_down
from app.web.papers_csv import csv_bytes
from app.web.papers_docx import Docx
from app.web.papers_written import file_name

NASTY = "Arbeitgeber*innen\x00\x07 & <b>Schüler*innen</b>\r\nzweite Zeile\ttab \ud800 👩‍🔧"


def made(language: str = "de", title: str = "Protokoll vom 30. November") -> Docx:
    paper = Docx(translator(language), title)
    paper.heading("Beschlüsse")
    paper.paragraph(NASTY)
    paper.paragraph("Leise gesagt", subtle=True)
    paper.heading("Einzeln", level=2)
    paper.facts([("Nummer", "2026-14"), ("Wortlaut", NASTY)])
    paper.bullets(["eins", "zwei"])
    paper.table(["Aufgabe", "Wer", "Bis"], [["Saal buchen " * 30, "Dilek", "15.12."], [NASTY, "Jonas", ""]] * 20)
    return paper


def opened(paper: Docx) -> Any:
    return Document(io.BytesIO(paper.to_bytes()))


def test_headings_of_a_word_file_are_headings_and_text_is_whole() -> None:
    found = opened(made())
    styles = [(line.style.name, line.text) for line in found.paragraphs if line.text]
    assert styles[0] == ("Title", "Protokoll vom 30. November")
    assert ("Heading 1", "Beschlüsse") in styles
    assert ("Heading 2", "Einzeln") in styles
    assert ("List Bullet", "zwei") in styles
    assert "Arbeitgeber*innen & <b>Schüler*innen</b>\nzweite Zeile\ttab  👩‍🔧" in [text for _style, text in styles]
    assert "Nummer\t2026-14" in [text for _style, text in styles]


def test_header_row_of_each_table_comes_again_on_each_page() -> None:
    (table,) = opened(made()).tables
    marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert marked == [True] + [False] * 40
    assert [cell.text for cell in table.rows[0].cells] == ["Aufgabe", "Wer", "Bis"]
    assert table.rows[2].cells[1].text == "Jonas"


@pytest.mark.parametrize(
    ("language", "tag", "footer"), [("de", "de-DE", "Seite 1 von 1"), ("en", "en-GB", "Page 1 of 1")]
)
def test_word_file_says_its_language_and_counts_its_pages(language: str, tag: str, footer: str) -> None:
    found = opened(made(language))
    assert {lang.get(qn("w:val")) for lang in found.styles.element.iter(qn("w:lang"))} == {tag}
    assert {one.get(qn("w:val")) for one in found.settings.element.iter(qn("w:themeFontLang"))} == {tag}
    assert found.core_properties.language == tag
    bottom = found.sections[0].footer.paragraphs[0]
    assert bottom.text == footer
    assert [code.text.strip() for code in bottom._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_word_file_says_its_title_and_nothing_of_who_wrote_it_with_what() -> None:
    paper = made(title="Protokoll\nvom 30. " + "N" * 300)
    properties = opened(paper).core_properties
    assert properties.title.startswith("Protokoll vom 30. N")
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(paper.to_bytes())) as file:
        assert "python-docx" not in file.read("docProps/core.xml").decode()
        assert "2013" not in file.read("docProps/core.xml").decode()
        assert not [name for name in file.namelist() if "thumbnail" in name]


@pytest.mark.parametrize(("wide", "centimetres"), [(False, 21.0), (True, 29.7)])
def test_word_file_is_a4_and_its_tables_stay_on_the_page(wide: bool, centimetres: float) -> None:
    paper = Docx(translator("de"), "Beschlüsse", wide=wide)
    paper.table(["Nr.", "Wortlaut", *"ABCDEF"], [["2026-14", "https://example.org/" + "x" * 300, *"123456"]])
    section = opened(paper).sections[0]
    assert section.page_width.cm == pytest.approx(centimetres, abs=0.05)
    room = section.page_width - section.left_margin - section.right_margin
    (table,) = opened(paper).tables
    assert sum(column.width for column in table.columns) == pytest.approx(room, rel=0.01)


def test_starting_does_not_wait_for_word() -> None:
    seen = "import sys, app.web.routes, app.web.papers; print('docx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True).stdout == "False\n"


@pytest.mark.parametrize(("language", "separator"), [("de", ";"), ("en", ",")])
def test_csv_is_read_by_excel_in_that_language(language: str, separator: str) -> None:
    body = csv_bytes(["Nr.", "Wortlaut"], [["1", 'Er sagt: "ja"; sie, nein'], ["2", "über\r\nzwei Zeilen"]], language)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=separator))
    assert rows == [["Nr.", "Wortlaut"], ["1", 'Er sagt: "ja"; sie, nein'], ["2", "über\nzwei Zeilen"]]


@pytest.mark.parametrize(
    "typed", ["=1+1", "+49 911", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\x00=1", "＝1", "'=1"]
)
def test_csv_holds_no_formula(typed: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_bytes([typed], []).decode("utf-8-sig"), newline=""), delimiter=";")
    assert row[0].startswith("'")


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
@settings(max_examples=60, deadline=None)
def test_csv_keeps_its_rows_whatever_is_typed(typed: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_bytes(["a", "b"], typed).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [len(row) for row in read] == [2] * (len(typed) + 1)


@given(st.text())
@settings(max_examples=25, deadline=None)
def test_word_file_opens_whatever_is_typed(typed: str) -> None:
    paper = Docx(translator("de"), typed)
    paper.heading(typed)
    paper.facts([(typed, typed)])
    paper.table([typed], [[typed]])
    assert len(opened(paper).tables) == 1


EXPORT = PersonalExport(
    person="Dilek <Y>",
    on=date(2026, 11, 27),
    parts=(
        ExportPart(verbatim("Aufgaben"), (("Titel", NASTY), ("Bis", "15.12."))),
        ExportPart(verbatim("Abwesenheiten"), ()),
    ),
    raw={"tasks": [{"title": "Saal <buchen>", "due_on": date(2026, 12, 15)}]},
)


@pytest.mark.parametrize("language", ["de", "en"])
def test_personal_page_is_read_without_anything_else(language: str) -> None:
    paper = write_down(EXPORT, PaperKind.HTML, translator(language))
    text = paper.body.decode()
    assert f'<html lang="{language}">' in text
    assert text.count("<h1>") == 1
    assert html.escape("<b>Schüler*innen</b>") in text
    assert "<b>" not in text
    for reaching_out in ("http://", "https://", "src=", "href=", "url(", "@import", "<script"):
        assert reaching_out not in text
    assert ("Nichts." if language == "de" else "Nothing.") in text
    assert paper.content_type == "text/html; charset=utf-8"


def test_personal_json_is_read_by_other_programs() -> None:
    paper = write_down(EXPORT, PaperKind.JSON, translator("de"))
    assert orjson.loads(paper.body) == {
        "person": "Dilek <Y>",
        "on": "2026-11-27",
        "tasks": [{"title": "Saal <buchen>", "due_on": "2026-12-15"}],
    }
    assert b'\n  "tasks"' in paper.body
    assert paper.file_name == "Meine Daten in Kernteam 2026-11-27.json"


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("Beschlüsse Kernteam 2026", "Beschlüsse Kernteam 2026.csv"),
        ("../../etc/passwd", "etc passwd.csv"),
        ('a/b\\c:d*e?f"g<h>i|j\r\nk', "a b c d e f g h i j k.csv"),
        ("\u202egpj", "gpj.csv"),
        ("...", "Kernteam.csv"),
        ("", "Kernteam.csv"),
        ("ü" * 300, "ü" * 100 + ".csv"),
    ],
)
def test_file_names_are_fit_for_every_system(name: str, fit: str) -> None:
    assert file_name(name, PaperKind.CSV) == fit
