"""Which function draws which view: the one door through which doors and dispatcher get their cards."""

from collections.abc import Callable
from typing import Any

from app.kit.answers import Said
from app.kit.forms import Form
from cards import agenda, decisions, knowledge, parts, people, people_privacy, standups, tasks
from cards.canvas import Canvas, Drawn

Face = Callable[[Canvas, Any], Drawn]


def said(canvas: Canvas, view: Said) -> Drawn:
    body = [parts.heading(canvas, view.title)] if view.title else []
    return parts.card(
        canvas,
        [*body, parts.sentence(canvas, view.text)],
        parts.actions(canvas, view.buttons),
        summary=canvas.say(view.text),
    )


FACES: dict[type, Face] = {
    Said: said,
    Form: parts.form,
    **agenda.FACES,
    **decisions.FACES,
    **knowledge.FACES,
    **standups.FACES,
    **tasks.FACES,
    **people.FACES,
    **people_privacy.FACES,
}


def draw(canvas: Canvas, view: Any) -> Drawn:
    """Draw any view. A view without a face is a fault of ours and shows in the first test."""
    return FACES[type(view)](canvas, view)
