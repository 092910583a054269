"""The pieces of a list whose buttons act in place: a line, what has just been done, and turning pages."""

from collections.abc import Sequence

from microsoft_teams.cards import Action, CardElement, Column, ColumnSet

from app.kit.answers import Button
from app.kit.i18n import Text, _
from cards import parts
from cards.canvas import Canvas


def told(canvas: Canvas, text: Text, undo: Button | None) -> CardElement:
    """What the last press did, with the way back beside it."""
    said: list[CardElement] = [parts.sentence(canvas, text)]
    return line(canvas, said, undo) if undo else parts.box(said)


def line(canvas: Canvas, items: Sequence[CardElement], button: Button, *, separator: bool = False) -> CardElement:
    """Text with its one button at the right."""
    columns = [
        Column(width="stretch", items=list(items), vertical_content_alignment="Center"),
        Column(width="auto", items=[parts.button_row(canvas, [button])], vertical_content_alignment="Center"),
    ]
    return ColumnSet(columns=columns, separator=separator or None, spacing="Medium")


def page_actions(canvas: Canvas, verb: str, page: int, pages: int) -> list[Action]:
    buttons = []
    if page > 1:
        buttons.append(Button(_("Zurück"), verb, {"page": page - 1}))
    if page < pages:
        buttons.append(Button(_("Weiter"), verb, {"page": page + 1}))
    return parts.actions(canvas, buttons)
