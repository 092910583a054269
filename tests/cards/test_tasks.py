"""How tasks look."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.kit.answers import Button
from app.kit.i18n import _
from app.kit.unit import Units
from app.tasks.rules import LONGEST_TITLE
from app.tasks.views import TaskLine, TaskList, TaskShown
from cards.canvas import Surface
from tests.cards.golden import draw_checked, elements, marked_up_texts, matches_golden
from tests.makers import MadeTeam
from tests.standups.makers import CLOSES, blocker_of, closed_round, press, type_words

LANGUAGES = ("de", "en")
TYPED = '*stars* _underscores_ "Arbeitgeber*innen" [Link](https://example.org) <at>x</at> 🙂'
OWN = TaskLine(3, TYPED, "Anna Muster", date(2026, 12, 4))
LATE = TaskLine(4, "Brief schreiben", "Bert *M*", date(2026, 11, 27), overdue=True, owner_left=True)
NOBODYS = TaskLine(5, "Saal buchen", None, None)
ORIGIN = _("Aus: {title}, {person}", title=_("Runde KW {week}", week=48), person="Bert *M*")
TASKS = TaskList(
    (OWN,),
    (LATE, NOBODYS),
    23,
    page=2,
    pages=3,
    told=_("Erledigt: {title}", title=TYPED),
    undo=Button(_("Wieder öffnen"), "tasks.reopen", {"task": 9, "back": "list:2"}),
)
CARDS: dict[str, tuple[Any, Surface]] = {
    "tasks.task": (TaskShown(OWN, ORIGIN), Surface.CHANNEL),
    "tasks.done": (TaskShown(replace(LATE, done=True, overdue=False)), Surface.DIALOG),
    "tasks.list": (TASKS, Surface.CHANNEL),
    "tasks.none": (TaskList((), (), 0), Surface.PERSONAL),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_a_card_looks_as_it_was_last_looked_at(name: str, language: str) -> None:
    view, surface = CARDS[name]
    matches_golden(name, view, language, surface)


@pytest.mark.parametrize("name", CARDS)
def test_what_people_typed_is_never_read_as_markdown(name: str) -> None:
    view, surface = CARDS[name]
    for text in marked_up_texts(draw_checked(view, "de", surface).card):
        assert not [sign for sign in "*_[<" if sign in text], text


@pytest.mark.parametrize("name", ["tasks.task", "tasks.list"])
def test_what_people_typed_stands_there_letter_by_letter(name: str) -> None:
    view, surface = CARDS[name]
    drawn = draw_checked(view, "de", surface)
    assert TYPED in [element.get("text") for element in elements(drawn.card) if element.get("type") == "TextRun"]


@pytest.mark.parametrize("typed", ["ü", "🙂", '"', "م"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_page_of_the_longest_titles_fits_on_a_card(units: Units, team: MadeTeam, typed: str) -> None:
    for _number in range(12):
        await type_words(units, team, "Bert", "aufgabe x" + typed * (LONGEST_TITLE - 1), at=CLOSES)
    await press(units, team, "Bert", "tasks.finish", {"task": "12", "back": "list:1"}, at=CLOSES)
    tasks = await press(units, team, "Anna", "tasks.finish", {"task": "12", "back": "list:1"}, at=CLOSES)
    for surface in Surface:
        for language in LANGUAGES:
            draw_checked(tasks, language, surface)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_form_can_be_drawn_everywhere(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="🙂" * 750)
    shown = await press(units, team, "Anna", "tasks.add_from", blocker_of(team, "Bert"), at=CLOSES)
    for surface in Surface:
        draw_checked(shown.view, "en", surface)
