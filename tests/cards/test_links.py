"""Buttons that open an address, on each surface: our own pages by the public address, and not at all without one."""

import json

import pytest

from app.kit.answers import Link, Said
from app.kit.i18n import translator, verbatim
from cards.canvas import Canvas, Surface
from cards.faces import said

LINKS = {
    "Eigene Seite": "/d/abc",
    "E-Mail": "mailto:kernteam@example.org",
    "Anderswo": "https://example.org/hilfe",
}
PUBLIC = "https://kernteam.example.org"


def addresses(surface: Surface, public_url: str) -> dict[str, str]:
    """Titles and addresses of what opens something, wherever on the card it stands."""
    view = Said(verbatim("Bitte hier."), buttons=tuple(Link(verbatim(title), url) for title, url in LINKS.items()))
    found: dict[str, str] = {}

    def note(value: dict[str, object]) -> dict[str, object]:
        if value.get("type") == "Action.OpenUrl":
            found[str(value["title"])] = str(value["url"])
        return value

    json.loads(json.dumps(said(Canvas(translator("de"), surface, public_url), view).card), object_hook=note)
    return found


@pytest.mark.parametrize("surface", Surface)
def test_each_address_is_opened_as_it_is_and_our_own_by_the_public_one(surface: Surface) -> None:
    assert addresses(surface, PUBLIC) == {**LINKS, "Eigene Seite": f"{PUBLIC}/d/abc"}


@pytest.mark.parametrize("surface", Surface)
def test_without_a_public_address_only_our_own_pages_are_left_out(surface: Surface) -> None:
    assert addresses(surface, "") == {title: url for title, url in LINKS.items() if not url.startswith("/")}
