"""Golden cards: what a card looked like when somebody last looked at it. `UPDATE_GOLDEN=1` writes them anew.

`check_card` also holds each card against the official schemas and the house's own rules.
"""

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema.validators import validator_for

from app.kit.i18n import translator
from cards.canvas import Canvas, Drawn, Surface
from cards.faces import draw
from cards.parts import LONGEST_BYTES

GOLDEN = Path(__file__).parent / "golden"
SCHEMAS = Path(__file__).parents[3] / "shared" / "data" / "adaptive-cards"
"""Published schemas lie beside the repository; without them that part of the check is left out."""


def draw_checked(view: Any, language: str, surface: Surface = Surface.PERSONAL) -> Drawn:
    drawn = draw(Canvas(translator(language), surface), view)
    check_card(drawn.card)
    assert drawn.summary
    return drawn


def matches_golden(name: str, view: Any, language: str, surface: Surface = Surface.PERSONAL) -> Drawn:
    """Draws, checks and compares with `golden/<name>.<language>.json`."""
    drawn = draw_checked(view, language, surface)
    path = GOLDEN / f"{name}.{language}.json"
    written = json.dumps({"summary": drawn.summary, "card": drawn.card}, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8")
    assert path.exists(), f"no golden card {path.name}: run once with UPDATE_GOLDEN=1 and look at it"
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(written)
    return drawn


def check_card(card: dict[str, Any]) -> None:
    assert len(json.dumps(card, ensure_ascii=False).encode()) < LONGEST_BYTES
    for schema, without in _schemas():
        checked = {name: value for name, value in card.items() if name not in without}
        assert [error.message[:200] for error in schema.iter_errors(checked)] == []
    for element in elements(card):
        if str(element.get("type", "")).startswith("Input."):
            assert element.get("label")
            assert not element.get("isRequired") or element.get("errorMessage")


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a card."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from elements(value)


def marked_up_texts(card: dict[str, Any]) -> list[str]:
    """The texts that Teams reads as Markdown: nothing that people typed may stand in them."""
    return [str(element["text"]) for element in elements(card) if element.get("type") == "TextBlock"]


@lru_cache
def _schemas() -> tuple[tuple[Any, set[str]], ...]:
    """Each schema with the properties it does not know: `msteams` is Teams' own."""
    if not SCHEMAS.exists():
        return ()
    known = {"adaptive-card.1.5.0.json": {"msteams"}, "teams-adaptive-card.generated.schema.json": set()}
    found: list[tuple[Any, set[str]]] = []
    for name, without in known.items():
        schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
        found.append((validator_for(schema)(schema), without))
    return tuple(found)
