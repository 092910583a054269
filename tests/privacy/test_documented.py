"""The page for the staff council says what the code says. `UPDATE_PAGES=1` writes its tables anew."""

import os
from pathlib import Path

import pytest
from sqlalchemy import DateTime

from app.capabilities import HOUSE
from app.kit.db import Row, UtcDateTime
from app.kit.i18n import translator
from app.people.queries_privacy import kept_parts

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook"
PAGES = {"de": HANDBOOK / "de" / "datenschutz.md", "en": HANDBOOK / "en" / "privacy.md"}
HEADS = {
    "de": "| Was | Wozu | Wie lange | Wer es sieht |",
    "en": "| What | What for | How long | Who sees it |",
}
BEGIN, END = "<!-- kept: begin -->", "<!-- kept: end -->"


def tables(language: str) -> str:
    t = translator(language)
    lines = []
    for part in kept_parts(HOUSE):
        lines += [f"### {t(part.title)}", "", HEADS[language], "| --- | --- | --- | --- |"]
        for one in part.kept:
            lines.append("| " + " | ".join(t(text) for text in (one.what, one.why, one.how_long, one.seen_by)) + " |")
        lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_for_the_staff_council_says_what_the_rooms_keep(language: str) -> None:
    page = PAGES[language]
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    written, after = rest.split(END)
    if os.environ.get("UPDATE_PAGES"):
        written = f"\n\n{tables(language)}\n"
        page.write_text(before + BEGIN + written + END + after, encoding="utf-8")
    assert written.strip() == tables(language).strip(), "stale: run once with UPDATE_PAGES=1"


# A moment finer than a day may stand beside a person in these columns alone, each for its reason.
MOMENTS = {
    "people_download.useless_after": "a quarter of an hour can't be counted in days; deleted the same day",
}


def test_no_table_keeps_a_moment_of_a_person() -> None:
    """Beside a person there are days, never times: when somebody answers or presses is nobody's business."""
    found = {
        f"{table.name}.{column.name}"
        for table in Row.metadata.sorted_tables
        if any(key.column.table.name == "people_person" for one in table.columns for key in one.foreign_keys)
        for column in table.columns
        if isinstance(column.type, DateTime | UtcDateTime)
    }
    assert found - BY_OTHERS == set(MOMENTS)


BY_OTHERS = {
    "agenda_meeting.starts_at",
    "agenda_meeting.ends_itself_at",
    "decisions_decision.opens_at",
    "decisions_decision.closes_at",
}
"""Planned for a whole team, not the moment at which somebody did something."""
