"""A Word file that reads calmly and that a screen reader can walk through: real headings, header rows, a language.

python-docx is imported when the first file is asked for: it takes a quarter of a second, and most days nobody asks.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.kit.i18n import Translator, _
from app.web.papers_written import clean

if TYPE_CHECKING:
    from docx.shared import RGBColor
    from docx.table import Table, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

FONT = "Arial"
"""In every Word, on Macs and phones, too."""

WORD_LANGUAGES = {"de": "de-DE", "en": "en-GB"}

_INK, _QUIET, _ACCENT, _LINE, _SHADE = "17252A", "4A5B61", "0B5C6B", "BFCBCD", "EEF4F5"
_HEADING_POINTS = {1: 15, 2: 12, 3: 11}
_LABEL_CM = 4.5
_PAGE_CM, _MARGIN_CM = (21.0, 29.7), 2.2
_LETTER_CM = 0.2
"""A letter of the text, a little wider than most."""
_WIDEST_WORD_CM = 5.0
"""An address on the web is one word: it is broken and does not push the other columns off the page."""
_LONGEST_COUNTED = 160
"""Characters. One long cell does not take the page from all others."""


class Docx:
    """One document, filled from top to bottom. All text may be typed text; line feeds in it are line breaks."""

    def __init__(self, t: Translator, title: str, *, wide: bool = False) -> None:
        """`wide` lays the page on its side, for tables with many columns."""
        from docx import Document

        self._t = t
        self._document = Document()
        self._language = WORD_LANGUAGES[t.language]
        self._drop_what_the_template_says()
        self._set_page(wide)
        self._set_styles()
        self._set_footer()
        properties = self._document.core_properties
        properties.title = _line(title)[:255]
        properties.language = self._language
        self._document.add_paragraph(_line(title), style="Title")

    def heading(self, text: str, level: int = 1) -> None:
        """`level` 1 to 3."""
        self._document.add_paragraph(_line(text), style=f"Heading {level}")

    def paragraph(self, text: str, *, bold: bool = False, subtle: bool = False) -> None:
        _write(self._document.add_paragraph(), text, bold=bold, subtle=subtle)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Labels and what stands beside them, as lines and not as a table: a screen reader reads them in order."""
        from docx.shared import Cm, Pt

        for label, text in facts:
            line = self._document.add_paragraph()
            layout = line.paragraph_format
            layout.left_indent, layout.first_line_indent = Cm(_LABEL_CM), Cm(-_LABEL_CM)
            layout.tab_stops.add_tab_stop(Cm(_LABEL_CM))
            layout.space_after = Pt(3)
            line.add_run(_line(label)).bold = True
            line.add_run("\t" + clean(text).replace("\t", " "))

    def bullets(self, lines: Sequence[str]) -> None:
        for text in lines:
            _write(self._document.add_paragraph(style="List Bullet"), text)

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Its header row comes again on each page. Columns get room by what stands in them."""
        from docx.shared import Cm, Pt

        widths = _widths(headers, rows, self._width_cm)
        table = self._document.add_table(rows=1, cols=len(headers))
        table.autofit = False
        _draw_lines(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        _fill(table.rows[0], headers, widths, bold=True)
        _mark_header(table.rows[0])
        for texts in rows:
            _fill(table.add_row(), texts, widths)
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)

    def to_bytes(self) -> bytes:
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _drop_what_the_template_says(self) -> None:
        """No author, no year 2013, no picture of somebody else's page."""
        from docx.opc.constants import RELATIONSHIP_TYPE as RT

        properties = self._document.core_properties
        properties.author = properties.comments = properties.last_modified_by = ""
        element = properties._element
        for name in ("created", "modified"):
            for stamp in element.findall(f"{{http://purl.org/dc/terms/}}{name}"):
                element.remove(stamp)
        relations = self._document.part.package.rels
        for key in [key for key, relation in relations.items() if relation.reltype == RT.THUMBNAIL]:
            del relations[key]

    def _set_page(self, wide: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm

        section = self._document.sections[0]
        short, long = _PAGE_CM
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Cm(long), Cm(short)) if wide else (Cm(short), Cm(long))
        section.left_margin = section.right_margin = Cm(_MARGIN_CM)
        section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
        self._width_cm = (long if wide else short) - 2 * _MARGIN_CM

    def _set_styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles = self._document.styles
        for lang in [*styles.element.iter(qn("w:lang")), *self._document.settings.element.iter(qn("w:themeFontLang"))]:
            lang.set(qn("w:val"), self._language)
        for name, points, colour in [
            ("Normal", 10.5, _INK),
            ("Title", 20, _ACCENT),
            *((f"Heading {level}", points, _ACCENT) for level, points in _HEADING_POINTS.items()),
        ]:
            style = styles[name]
            _set_font(style, points, RGBColor.from_string(colour))
        styles["Normal"].paragraph_format.space_after = Pt(6)
        styles["Normal"].paragraph_format.line_spacing = 1.15
        styles["List Bullet"].paragraph_format.space_after = Pt(3)
        title = styles["Title"]
        title.font.bold = True
        title.paragraph_format.space_after = Pt(12)
        for border in title.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
        for level in _HEADING_POINTS:
            heading = styles[f"Heading {level}"].paragraph_format
            heading.space_before, heading.space_after, heading.keep_with_next = Pt(14), Pt(4), True

    def _set_footer(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        footer = self._document.sections[0].footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        sentence = self._t(_("Seite {page} von {pages}", page="\0PAGE\0", pages="\0NUMPAGES\0"))
        for part in sentence.split("\0"):
            if part in ("PAGE", "NUMPAGES"):
                _add_field(footer, part)
            elif part:
                footer.add_run(part)
        for run in footer.runs:
            _quieten(run)


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _write(paragraph: Paragraph, text: str, *, bold: bool = False, subtle: bool = False) -> None:
    run = paragraph.add_run(clean(text))
    run.bold = bold or None
    if subtle:
        _quieten(run)


def _quieten(run: Run) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(_QUIET)


def _set_font(style: Any, points: float, colour: RGBColor) -> None:
    """Also for what the template leaves to a theme: otherwise headings stay in the theme's font."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), colour
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith(("Theme", "theme"))]:
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), FONT)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """A number that Word counts itself. Its own run for each mark, as Word writes it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run("1" if kind == "shown" else "")
        if kind == "instruction":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _draw_lines(table: Table) -> None:
    """Light lines between the rows, none at the sides."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, setting in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), setting)
        borders.append(line)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)


def _mark_header(row: _Row) -> None:
    """Word repeats it on each page, and a screen reader reads its cells as the columns' names."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        for name, setting in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
            shade.set(qn(f"w:{name}"), setting)
        cell._tc.get_or_add_tcPr().append(shade)


def _fill(row: _Row, texts: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
    """A row stays on one page where it has room there."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        _write(paragraph, text, bold=bold)


def _widths(headers: Sequence[str], rows: Sequence[Sequence[str]], whole_cm: float) -> list[float]:
    """Centimetres: each column as wide as its longest word needs, and the rest of the page by how much stands in it."""
    columns = list(zip(headers, *rows, strict=True))
    least = [min(_longest_word(column) * _LETTER_CM + 0.5, _WIDEST_WORD_CM) for column in columns]
    if sum(least) >= whole_cm:
        return [width * whole_cm / sum(least) for width in least]
    weights = [min(max(map(len, column)), _LONGEST_COUNTED) for column in columns]
    rest = whole_cm - sum(least)
    return [width + rest * weight / max(1, sum(weights)) for width, weight in zip(least, weights, strict=True)]


def _longest_word(column: Sequence[str]) -> int:
    return max(len(word) for text in column for word in [*text.split(), ""])
