"""Cards about what is stored: in both languages, small enough, with what people typed as it is."""

from typing import Any

import pytest

from app.capabilities import HOUSE
from app.kit.i18n import _, _many, verbatim
from app.people.queries_privacy import erase_asked, kept_parts
from app.people.views_privacy import HeldPart, MyRecords, RedactAsked, Redacted, WhatIsKept
from cards.canvas import Surface
from tests.cards.golden import draw_checked, marked_up_texts, matches_golden

LANGUAGES = ("de", "en")
STARRED = "*Integration* _vor_ [Ort](https://example.org)"
PLACES = (_("{room}: {places}", room=_("Runde"), places=_many("an einer Stelle", "an {n} Stellen", 3)),)
MINE = MyRecords(
    (
        HeldPart(
            _("Team und Abwesenheit"),
            (verbatim(STARRED), _many("{n} eingetragene Abwesenheit", "{n} eingetragene Abwesenheiten", 1)),
        ),
        HeldPart(_("Runde"), ()),
    )
)
VIEWS: dict[str, tuple[Any, Surface]] = {
    "my_records": (MINE, Surface.PERSONAL),
    "erase": (erase_asked(), Surface.PERSONAL),
    "redact": (RedactAsked(STARRED, "Familie *Öztürk*", PLACES, 7), Surface.CHANNEL),
    "redacted": (Redacted(PLACES), Surface.CHANNEL),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_the_card_looks_as_it_did(name: str, language: str) -> None:
    view, surface = VIEWS[name]
    matches_golden(f"people_privacy.{name}", view, language, surface)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize("name", VIEWS)
def test_what_people_typed_is_never_read_as_markdown(name: str, surface: Surface, language: str) -> None:
    for text in marked_up_texts(draw_checked(VIEWS[name][0], language, surface).card):
        assert "*" not in text
        assert "[" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rooms_kinds_of_records_fit_on_a_card(language: str) -> None:
    parts = kept_parts(HOUSE)
    for page, part in enumerate(parts, 1):
        draw_checked(WhatIsKept(part, page, len(parts)), language)


def test_the_longest_passage_fits() -> None:
    draw_checked(RedactAsked("W" * 200, "😀" * 200, PLACES * 7, 7), "de")
