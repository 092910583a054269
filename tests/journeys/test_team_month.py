"""A month of a team: four rounds, four meetings, 30 actions and 8 decisions, and what stands on paper then."""

import io
import os
import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import aiohttp
import pytest

from app.kit.calendar import WorkCalendar
from app.local.cards import buttons, drawn
from app.local.messages import Message
from tests.journeys.play import BERLIN, Play, read
from tests.journeys.story import MEETINGS, Story

GOLDEN = Path(__file__).parent / "golden"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LISTS = {
    "tasks_mine": ("eva", "aufgaben"),
    "tasks_team": ("anna", "aufgaben team"),
    "tasks_overdue": ("anna", "aufgaben überfällig"),
    "decisions": ("anna", "beschlüsse"),
    "minutes_in_english": ("mike", "minutes 2026-12-14"),
}


def wall(message: Message) -> datetime:
    return message.created_at.astimezone(BERLIN)


async def file_of_the_minutes(play: Play) -> str:
    """The text of the DOCX behind the link that the newest minutes give."""
    opened = await play.press("anna", play.card("agenda.minutes_file"), "agenda.minutes_file")
    assert opened.dialog is not None
    shown = [str(one.action.get("url")) for one in buttons(drawn(opened.dialog.card or {}))]
    [address] = [one for one in shown if "/d/" in one]
    async with aiohttp.ClientSession() as session:
        async with session.get(address) as page:
            assert page.status == 200
        async with session.post(address) as given:
            assert given.status == 200
            body = await given.read()
    document = Xml.fromstring(zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml"))
    lines = ("".join(one.text or "" for one in line.iter(f"{WORD}t")) for line in document.iter(f"{WORD}p"))
    return "\n".join(lines)


async def on_paper(play: Play, story: Story) -> dict[str, str]:
    minutes = [it for it in play.posts() if "\nProtokoll vom" in read(it)]
    papers = {f"minutes_{day}": read(it) for day, it in zip(MEETINGS, minutes, strict=True)}
    papers |= {f"agenda_{day}": text for day, text in story.agendas.items()}
    papers["report"] = next(read(it) for it in play.posts() if "Bericht zur Runde" in read(it))
    for name, (key, words) in LISTS.items():
        papers[name] = read(await play.asks(key, words))
    return {**papers, "minutes_docx": await file_of_the_minutes(play)}


# On PostgreSQL it takes too long for every run; the rooms' own tests and the other journeys run on both.
@pytest.mark.parametrize("database_at", ["sqlite"], indirect=True)
async def test_a_month_of_a_team_stands_on_paper_as_it_happened(working: Play) -> None:
    story = Story(working)
    await story.told()
    rows = await working.dump()
    made = {name: len(rows[name]) for name in ("standups_round", "agenda_meeting", "tasks_task", "decisions_decision")}
    assert made == {"standups_round": 4, "agenda_meeting": 4, "tasks_task": 30, "decisions_decision": 8}
    assert any("<Choice.ABSTAIN" in repr(row) for row in rows["decisions_participation"]), "the second vote is open"
    the_bot_was_quiet(working)

    papers = await on_paper(working, story)
    for name, text in papers.items():
        path, shown = GOLDEN / f"{name}.txt", text.strip() + "\n"
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(shown, encoding="utf-8")
        assert shown == path.read_text(encoding="utf-8"), name
    assert {one.stem for one in GOLDEN.glob("*.txt")} == set(papers)


def the_bot_was_quiet(play: Play) -> None:
    """What nobody asked for: few posts, one private message a day, and nothing in the evening or at weekends."""
    private = {one.key: play.chat(one.key) for one in play.teams.world.people}
    unasked = [it for place in play.team.channels for it in play.posts(place) if it.root_id is None]
    weeks = Counter(wall(it).isocalendar()[:2] for it in unasked)
    assert len(weeks) >= 4, weeks
    assert max(weeks.values()) <= 3, weeks
    for it in [*play.posts(), *(it for told in private.values() for it in told)]:
        assert WorkCalendar().is_working_day(wall(it).date()), (wall(it), read(it))
        assert 8 <= wall(it).hour < 18, (wall(it), read(it))
    assert any(private.values())
    for key, told in private.items():
        assert {wall(it).strftime("%H:%M") for it in told} <= {"08:30"}, key
        days = Counter(wall(it).date() for it in told)
        assert max(days.values(), default=0) <= 1, (key, days)
