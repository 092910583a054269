"""Reading a card as Microsoft's renderer does: what is drawn, which buttons there are, what a form would send."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .messages import Json
from .people import Person

# What `adaptivecards` 3.0 draws at schema 1.5. Teams' own elements are not among them: their `fallback` is drawn.
ELEMENTS = frozenset((
    "AdaptiveCard", "TextBlock", "RichTextBlock", "TextRun", "Image", "ImageSet", "Media", "MediaSource", "Container",
    "ColumnSet", "Column", "FactSet", "Fact", "ActionSet", "Table", "TableRow", "TableCell", "Input.Text",
    "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet", "Input.Choice",
))  # fmt: skip
ACTIONS = frozenset((
    "Action.OpenUrl", "Action.Submit", "Action.Execute", "Action.ShowCard", "Action.ToggleVisibility",
))  # fmt: skip
# Parts of a card that hold foreign JSON, not elements.
_OPAQUE = frozenset(("data", "refresh", "choices.data", "msteams", "fallback", "authentication", "resources"))


class NoSuchButton(Exception):
    """The card, as this person sees it, has no such button; the message lists those it has."""


class NoSuchInput(Exception):
    """The form has no input of this id."""


@dataclass(frozen=True)
class Button:
    """An action with the inputs that belong to it: those of its card and of the cards around it."""

    action: Json
    inputs: dict[str, Json]

    @property
    def title(self) -> str:
        return str(self.action.get("title") or self.action.get("tooltip") or "")

    def answers_to(self, word: str) -> bool:
        return word in (self.title, self.action.get("id"), self.action.get("verb"))


def drawn(node: Any) -> Any:
    """A copy of a card in which unknown elements and actions have given way to their fallback, or are gone."""
    if isinstance(node, list):
        return [one for one in (drawn(part) for part in node) if one is not None]
    if not isinstance(node, dict):
        return node
    kind = node.get("type")
    if isinstance(kind, str) and kind not in ELEMENTS and kind not in ACTIONS:
        fallback = node.get("fallback")
        return drawn(fallback) if isinstance(fallback, dict) else None
    return {key: value if key in _OPAQUE else drawn(value) for key, value in node.items()}


def buttons(card: Json) -> Iterator[Button]:
    """Every action of a drawn card, in reading order, those behind ShowCards and `selectAction` included."""
    yield from _buttons(card, _own_inputs(card))


def _buttons(node: Any, inputs: dict[str, Json]) -> Iterator[Button]:
    if isinstance(node, list):
        for part in node:
            yield from _buttons(part, inputs)
    elif isinstance(node, dict):
        if node.get("type") in ACTIONS:
            yield Button(node, inputs if node.get("associatedInputs") != "none" else {})
        inner = inputs
        if node.get("type") == "Action.ShowCard":
            inner = inputs | _own_inputs(node.get("card"))
        for key, value in node.items():
            if key not in _OPAQUE:
                yield from _buttons(value, inner)


def _own_inputs(node: Any) -> dict[str, Json]:
    """Inputs by id, without those inside nested ShowCards."""
    found: dict[str, Json] = {}
    if isinstance(node, list):
        for part in node:
            found |= _own_inputs(part)
    elif isinstance(node, dict) and node.get("type") != "Action.ShowCard":
        if str(node.get("type")).startswith("Input.") and node.get("id"):
            found[str(node["id"])] = node
        for key, value in node.items():
            if key not in _OPAQUE:
                found |= _own_inputs(value)
    return found


def find_button(card: Json, word: str, which: int = 0, where: Mapping[str, Any] | None = None) -> Button:
    """By title, id or verb; `where` must be part of the action's data; `which` counts those that are left."""
    all_buttons = list(buttons(drawn(card)))
    wanted = [one for one in all_buttons if one.answers_to(word) and _has(one.action.get("data"), where or {})]
    if which >= len(wanted):
        raise NoSuchButton(f"no button {word!r} ({len(wanted)} match); there are {[one.title for one in all_buttons]}")
    return wanted[which]


def _has(data: Any, part: Mapping[str, Any]) -> bool:
    return not part or (isinstance(data, dict) and all(data.get(key) == value for key, value in part.items()))


def filled_form(button: Button, typed: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What the form sends, and what the client refuses: values by input id, error sentences by input id.

    As in the renderer all values are strings, and an empty input is not sent at all.
    """
    unknown = set(typed) - set(button.inputs)
    if unknown:
        raise NoSuchInput(f"no input {sorted(unknown)}; there are {sorted(button.inputs)}")
    values: dict[str, str] = {}
    refused: dict[str, str] = {}
    for input_id, field in button.inputs.items():
        value = _as_sent(field, typed[input_id] if input_id in typed else field.get("value"))
        if _wrong(field, value):
            refused[input_id] = str(field.get("errorMessage") or "invalid")
        if value:
            values[input_id] = value
    return values, refused


def _as_sent(field: Json, value: Any) -> str:
    kind = field.get("type")
    if kind == "Input.Toggle":
        on, off = str(field.get("valueOn", "true")), str(field.get("valueOff", "false"))
        if isinstance(value, bool):
            return on if value else off
        return on if value is not None and str(value) == on else off
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "Input.ChoiceSet":
        many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return ",".join(_choice(field, one) for one in many)
    return str(value)


def _choice(field: Json, wanted: Any) -> str:
    """A person chooses by what is read; tests may name the title or the value. People are chosen as people."""
    if isinstance(wanted, Person):
        return wanted.entra_id
    titles = {str(one.get("title")): str(one.get("value")) for one in field.get("choices") or []}
    return titles.get(str(wanted), str(wanted)) if str(wanted) not in titles.values() else str(wanted)


def _wrong(field: Json, value: str) -> bool:
    kind = field.get("type")
    if not value:
        return bool(field.get("isRequired"))
    if kind == "Input.Toggle":
        return bool(field.get("isRequired")) and value != str(field.get("valueOn", "true"))
    if kind == "Input.Text":
        too_long = field.get("maxLength") and len(value) > int(field["maxLength"])
        return bool(too_long) or bool(field.get("regex") and not re.search(str(field["regex"]), value))
    if kind == "Input.Number":
        return not _within(value, field)
    if kind in ("Input.Date", "Input.Time"):
        return bool(field.get("min") and value < field["min"]) or bool(field.get("max") and value > field["max"])
    if kind == "Input.ChoiceSet" and not field.get("choices.data"):
        known = {str(one.get("value")) for one in field.get("choices") or []}
        chosen = value.split(",") if field.get("isMultiSelect") else [value]
        return not set(chosen) <= known
    return False


def _within(value: str, field: Json) -> bool:
    try:
        number = float(value)
    except ValueError:
        return False
    low, high = field.get("min"), field.get("max")
    return (low is None or number >= low) and (high is None or number <= high)


def with_people(card: Any, people: Sequence[Person]) -> Any:
    """A copy in which people pickers (`graph.microsoft.com/users`) have these people to choose from."""
    if isinstance(card, list):
        return [with_people(one, people) for one in card]
    if not isinstance(card, dict):
        return card
    copy = {key: with_people(value, people) for key, value in card.items()}
    dataset = str((card.get("choices.data") or {}).get("dataset", "")) if card.get("type") == "Input.ChoiceSet" else ""
    if dataset.startswith("graph.microsoft.com/users"):
        known = {str(one.get("value")) for one in card.get("choices") or []}
        added = [{"title": one.name, "value": one.entra_id} for one in people if one.entra_id not in known]
        copy["choices"] = [*(card.get("choices") or []), *added]
        del copy["choices.data"]
    return copy
