"""Tables for Excel, LibreOffice and everything else: what a person typed stays text and never becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from app.kit.i18n import LANGUAGES
from app.web.papers_written import clean

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[str]], language: str = LANGUAGES[0]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads umlauts; cells parted as Excel expects in that language.

    Rows end as RFC 4180 has it; a line break inside a cell is a line feed, and the cell is quoted.
    """
    sheet = io.StringIO(newline="")
    lines = csv.writer(sheet, delimiter=";" if language == "de" else ",", lineterminator="\r\n")
    lines.writerow([_harmless(cell) for cell in headers])
    lines.writerows([_harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """An apostrophe before what a spreadsheet would take for a formula, also where only spaces stand before it."""
    text = clean(cell)
    return f"'{text}" if cell.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
