"""Closing freezes the minutes: posted under the agenda, completed by addenda, found again, handed out as a file."""

import io
from datetime import date, timedelta
from typing import Any

import pytest

from app.agenda.model import Item, MeetingState
from app.agenda.queries_minutes import load_minutes
from app.agenda.views import Look, MinutesPage
from app.kit.answers import Closed, Dialog, Said
from app.kit.errors import UserError
from app.kit.i18n import translator
from app.kit.search import find
from app.kit.unit import Unit, Units
from app.people.actions_downloads import find_download
from app.people.model import Absence
from app.web.papers import write_down
from tests.agenda.makers import (
    BEGINS,
    GERMAN,
    NEXT_MORNING,
    POSTS,
    card,
    has_arrived,
    items_of,
    meetings_of,
    posted,
    pressed,
    running,
    said,
    tick,
    types,
)
from tests.makers import MadeTeam
from tests.standups.makers import PERSONAL, berlin, sent


async def close(units: Units, team: MadeTeam, name: str = "Anna", meeting: int = 1, **values: Any) -> Any:
    values = {"people": str(team.people["Bert"].id), "names": "", "meeting_note": "", **values}
    return await pressed(units, team, name, "agenda.save_close", meeting=meeting, **values)


async def held(units: Units, team: MadeTeam) -> None:
    """A meeting of three items: one done with a note, one deferred, one not reached; closed with a guest."""
    await running(units, team, "Saal @Bert", "Geld", "Zeit")
    await pressed(
        units, team, "Anna", "agenda.save_note", meeting=1, item=1, version=0, note="Geklärt *bis Mai*", back=""
    )
    await pressed(units, team, "Anna", "agenda.finish", item=1, back="meeting:1")
    await pressed(units, team, "Anna", "agenda.defer", item=2, back="meeting:1")
    people = f"{team.people['Bert'].id},{team.people['Anna'].id}"
    await close(units, team, people=people, names="Frau *Yilmaz*\n\n Herr Abt ", meeting_note="Pünktlich.")
    await has_arrived(units, "agenda.minutes", 1)


async def minutes(units: Units, meeting: int = 1) -> MinutesPage:
    found = await units.run(lambda unit: load_minutes(unit.session, str(meeting), unit.now))
    assert isinstance(found, MinutesPage)
    return found


def lines(page: MinutesPage) -> list[str]:
    marks = {Look.HEADING: "# ", Look.STRONG: "**", Look.SUBTLE: "~ ", Look.PLAIN: ""}
    return [marks[line.look] + GERMAN(line.text) for line in page.lines]


WRITTEN = [
    "# Dabei",
    "Anna Muster, Bert Muster, Frau *Yilmaz*, Herr Abt",
    "# Punkte",
    "**1. Saal",
    "~ ✓ besprochen · Bert Muster",
    "Geklärt *bis Mai*",
    "**2. Geld",
    "~ → vertagt",
    "**3. Zeit",
    "~ nicht besprochen, kommt wieder",
    "# Anmerkung",
    "Pünktlich.",
]


async def test_closing_posts_frozen_minutes_under_the_agenda(units: Units, team: MadeTeam) -> None:
    await held(units, team)
    assert ("reply", "agenda.minutes", "1") in await sent(units)
    assert lines(await minutes(units)) == WRITTEN
    view = await card(units)
    assert GERMAN(view.title) == "Treffen am Montag, 23. November ✓ geschlossen"
    assert [GERMAN(line.mark) for line in view.items if line.mark] == [
        "✓ besprochen",
        "→ vertagt",
        "nicht besprochen, kommt wieder",
    ]
    assert [item.times_carried for item in await items_of(units)] == [0, 1, 1]
    await pressed(units, team, "Anna", "agenda.drop", item=2, back="list:1")
    await units.run(lambda unit: setattr(unit.session.get_one(Item, 3), "title", "Anders"))
    assert lines(await minutes(units)) == WRITTEN


async def test_what_other_rooms_recorded_meanwhile_stands_in_them(units: Units, team: MadeTeam) -> None:
    await running(units, team, "Saal")
    await types(units, team, "Anna", "beschluss Wir mieten den *Saal*.", at=BEGINS)
    await close(units, team)
    await types(units, team, "Anna", "beschluss Danach.", at=BEGINS)
    written = lines(await minutes(units))
    assert written[2:4] == ["# Beschlüsse", "2026-1: Wir mieten den *Saal*."]
    assert not [line for line in written if "Danach" in line]


async def test_the_proposal_of_who_was_there_is_the_last_time_without_who_is_away(units: Units, team: MadeTeam) -> None:
    ids = {name: str(person.id) for name, person in team.people.items()}
    bert = team.people["Bert"].id
    await running(units, team, "Saal")

    async def proposed(meeting: int) -> set[str]:
        opened = await pressed(units, team, "Anna", "agenda.close", meeting=meeting)
        return set(opened.view.sections[0].fields[0].value.split(","))

    assert await proposed(1) == set(ids.values())
    await close(units, team, people=f"{ids['Bert']},{ids['Chiara']}")
    await tick(units, POSTS + timedelta(weeks=1))
    week = BEGINS + timedelta(weeks=1)
    await pressed(units, team, "Anna", "agenda.begin", meeting=2, at=week)
    await units.run(lambda unit: unit.session.add(Absence(person_id=bert, first_day=week.date(), last_day=week.date())))
    assert await proposed(2) == {ids["Chiara"]}


async def test_closing_twice_is_closed_once_and_a_second_note_can_be_added(units: Units, team: MadeTeam) -> None:
    await running(units, team, "Saal")
    assert isinstance(await close(units, team), Closed)
    late = await close(units, team, "Bert", meeting_note="Auch wichtig.")
    assert isinstance(late, Dialog)
    assert (late.view.verb, late.view.sections[0].fields[0].value) == ("agenda.save_addendum", "Auch wichtig.")
    assert [row for row in await sent(units) if row[1] == "agenda.minutes"] == [("reply", "agenda.minutes", "1")]
    refused = await pressed(units, team, "Bert", "agenda.save_note", meeting=1, item=1, version=0, note="zu spät")
    assert refused.view.sections[0].fields[0].value == "zu spät"
    assert "Nachtrag" in GERMAN(refused.view.notice)


async def test_an_addendum_stands_under_them_with_day_and_name(units: Units, team: MadeTeam) -> None:
    await held(units, team)
    for _ in range(2):
        answered = await pressed(
            units, team, "Dilek", "agenda.save_addendum", meeting=1, addendum="Es waren *drei*.", at=NEXT_MORNING
        )
    assert isinstance(answered, Closed)
    assert lines(await minutes(units)) == [
        *WRITTEN,
        "# Nachträge",
        "~ 24. November 2026, Dilek Muster",
        "Es waren *drei*.",
    ]
    assert ("update", "agenda.minutes", "1") in await sent(units)
    empty = await pressed(units, team, "Dilek", "agenda.save_addendum", meeting=1, addendum="  ")
    assert empty.view.sections[0].fields[0].error


async def test_a_forgotten_meeting_closes_the_next_morning_and_says_so(units: Units, team: MadeTeam) -> None:
    await running(units, team, "Saal")
    await tick(units, NEXT_MORNING - timedelta(seconds=1))
    assert [one.state for one in await meetings_of(units)] == [MeetingState.RUNNING]
    await types(units, team, "Anna", "agenda Neu am nächsten Tag", at=NEXT_MORNING)
    await tick(units, NEXT_MORNING)
    assert lines(await minutes(units)) == [
        "~ Niemand hat das Treffen geschlossen; am nächsten Morgen schloss es sich von selbst.",
        "# Punkte",
        "**1. Saal",
        "~ nicht besprochen, kommt wieder",
    ]
    assert [(one.title, one.times_carried) for one in await items_of(units)] == [
        ("Saal", 1),
        ("Neu am nächsten Tag", 0),
    ]


async def test_a_meeting_nobody_opened_was_not_held_and_has_no_minutes(units: Units, team: MadeTeam) -> None:
    await posted(units, team, "Saal")
    await tick(units, NEXT_MORNING)
    assert GERMAN((await card(units)).title) == "Treffen am Montag, 23. November fand nicht statt"
    assert isinstance(await types(units, team, "Anna", "protokoll", at=NEXT_MORNING), Said)
    with pytest.raises(UserError):
        await pressed(units, team, "Anna", "agenda.open_minutes", meeting=1, page=1)


@pytest.mark.parametrize("words", ["protokoll", "minutes", "protokoll 23.11.", "protokoll 2026-11-23", "Protokolle"])
async def test_minutes_are_found_by_words(units: Units, team: MadeTeam, words: str) -> None:
    await held(units, team)
    for at in (NEXT_MORNING, berlin("2027-03-01", "10:00")):
        shown = await types(units, team, "Dilek", words, at=at)
        assert GERMAN(shown.title) == "Protokoll vom 23. November 2026"


async def test_a_day_without_minutes_shows_the_way_to_the_list(units: Units, team: MadeTeam) -> None:
    await held(units, team)
    answered = await types(units, team, "Bert", "protokoll 24.11.", at=NEXT_MORNING)
    assert GERMAN(answered.text) == "Vom 24. November 2026 gibt es kein Protokoll."
    listed = await pressed(units, team, "Bert", answered.buttons[0].verb)
    assert said(text for text, _button in listed.entries) == ["Treffen am 23. November 2026"]
    with pytest.raises(UserError):
        await types(units, team, "Bert", "protokoll irgendwann", at=NEXT_MORNING)


async def test_minutes_are_found_by_what_stands_in_them(units: Units, team: MadeTeam) -> None:
    await held(units, team)
    hits = await units.run(lambda unit: find(unit.session, [team.id], "geklaert saal", ["agenda.minutes"]))
    assert [(hit.record_id, hit.on) for hit in hits] == [("1", date(2026, 11, 23))]
    opened = await pressed(units, team, "Dilek", "knowledge.open", kind="agenda.minutes", id="1")
    assert lines(opened.view) == WRITTEN
    opened = await pressed(units, team, "Dilek", "knowledge.open", kind="agenda.item", id="1")
    assert opened.view.title == "Saal"


async def test_long_minutes_turn_pages_and_lose_no_word(units: Units, team: MadeTeam) -> None:
    await running(units, team, "Saal")
    words = [f"wort{number}" for number in range(380)]
    await pressed(units, team, "Anna", "agenda.save_note", meeting=1, item=1, version=0, note=" ".join(words))
    await close(units, team, meeting_note="🙂" * 3000)
    first = await pressed(units, team, "Anna", "agenda.show_minutes", meeting=1, page=1)
    assert first.pages > 1
    pages = [
        await pressed(units, team, "Anna", "agenda.show_minutes", meeting=1, page=page)
        for page in range(1, first.pages + 1)
    ]
    text = " ".join(GERMAN(line.text) for page in pages for line in page.lines)
    assert all(word in text.split() for word in words)
    assert text.count("🙂") == 3000


async def test_the_file_is_for_who_asked_and_reads_as_the_minutes(units: Units, team: MadeTeam) -> None:
    from docx import Document

    await running(units, team, "Saal *groß*")
    await types(units, team, "Anna", "beschluss Wir mieten.", at=BEGINS)
    await close(units, team, names="Frau Yilmaz")
    asked = await pressed(units, team, "Dilek", "agenda.minutes_file", meeting=1)
    code = asked.view.buttons[0].url.rpartition("/")[2]

    def fetch(unit: Unit) -> Any:
        found = find_download(unit, code)
        assert found.actor.person_id == team.people["Dilek"].id
        unit.actor = found.actor
        return found.paper.load(unit, found.download.subject), found.paper.kind

    view, kind = await units.run(fetch, now=BEGINS)
    file = write_down(view, kind, translator("de"))
    assert file.file_name == "Protokoll Kernteam Integration 2026-11-23.docx"
    document = Document(io.BytesIO(file.body))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith(("Heading", "Title"))]
    assert headings == ["Protokoll vom 23. November 2026", "Beschlüsse", "Punkte", "1. Saal *groß*"]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Nummer", "Was"]
    assert document.core_properties.language == "de-DE"


async def test_in_the_chat_the_minutes_stand_there_after_closing(units: Units, team: MadeTeam) -> None:
    await running(units, team, "Saal")
    shown = await pressed(units, team, "Anna", "agenda.save_close", meeting=1, people="", place=PERSONAL)
    assert isinstance(shown, MinutesPage)
