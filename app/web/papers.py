"""Who writes which paper: the table that `/d/<code>` looks up by the view and the paper's kind.

Each room's writers stand in a file of their own, `papers_<room>.py`. It imports `app.web.papers_written`, not this
one, and gets its lines below.
"""

from collections.abc import Mapping
from typing import Any

from app.agenda.views import Minutes
from app.decisions.views import DecisionBook, DecisionFile, HistoryFile
from app.kit.i18n import Translator
from app.kit.papers import PaperKind
from app.people.views import PersonalExport
from app.web.papers_agenda import write_minutes_docx
from app.web.papers_decisions import (
    write_decision_book,
    write_decision_csv,
    write_decision_file,
    write_decision_history,
)
from app.web.papers_personal import write_personal_html, write_personal_json
from app.web.papers_written import Writer, Written, clean, file_name, written

__all__ = ["WRITERS", "Writer", "Written", "clean", "file_name", "write_down", "written"]

WRITERS: Mapping[tuple[type, PaperKind], Writer] = {
    (Minutes, PaperKind.DOCX): write_minutes_docx,
    (PersonalExport, PaperKind.HTML): write_personal_html,
    (PersonalExport, PaperKind.JSON): write_personal_json,
    (DecisionBook, PaperKind.DOCX): write_decision_book,
    (DecisionBook, PaperKind.CSV): write_decision_csv,
    (DecisionFile, PaperKind.DOCX): write_decision_file,
    (HistoryFile, PaperKind.JSON): write_decision_history,
}


def write_down(view: Any, kind: PaperKind, t: Translator) -> Written:
    return WRITERS[type(view), kind](view, t)
