"""How the agenda looks."""

from typing import Any

import pytest

from app.agenda.rules import LONGEST_TITLE, PAGE
from app.agenda.views import ItemLine, ItemList, ItemShown
from app.kit.answers import Button
from app.kit.i18n import _
from app.kit.unit import Units
from cards.canvas import Surface
from tests.cards.golden import draw_checked, elements, marked_up_texts, matches_golden
from tests.makers import MadeTeam
from tests.standups.makers import CLOSES, press, type_words

LANGUAGES = ("de", "en")
TYPED = '*stars* _underscores_ "Arbeitgeber*innen" [Link](https://example.org) <at>x</at> 🙂'
ITEMS = ItemList(
    (
        ItemLine(3, 8, TYPED, _("{person}, {title}", person="Bert *M*", title=_("Runde KW {week}", week=48))),
        ItemLine(4, 9, "Saal"),
    ),
    17,
    page=2,
    pages=3,
    told=_("Entfernt: {title}", title=TYPED),
    undo=Button(_("Rückgängig"), "agenda.restore", {"item": 9, "page": 2}),
)
CARDS: dict[str, tuple[Any, Surface]] = {
    "agenda.item": (ItemShown(TYPED, 3), Surface.CHANNEL),
    "agenda.list": (ITEMS, Surface.PERSONAL),
    "agenda.none": (ItemList((), 0), Surface.PERSONAL),
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


@pytest.mark.parametrize("name", ["agenda.item", "agenda.list"])
def test_what_people_typed_stands_there_letter_by_letter(name: str) -> None:
    view, surface = CARDS[name]
    drawn = draw_checked(view, "de", surface)
    assert TYPED in [element.get("text") for element in elements(drawn.card) if element.get("type") == "TextRun"]


@pytest.mark.parametrize("typed", ["ü", "🙂", '"', "م"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_page_of_the_longest_titles_fits_on_a_card(units: Units, team: MadeTeam, typed: str) -> None:
    for _number in range(12):
        await type_words(units, team, "Bert", "agenda x" + typed * (LONGEST_TITLE - 1), at=CLOSES)
    items = await press(units, team, "Anna", "agenda.drop", {"item": "12", "page": "1"}, at=CLOSES)
    assert len(items.items) == PAGE
    for surface in Surface:
        for language in LANGUAGES:
            draw_checked(items, language, surface)
