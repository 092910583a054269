"""What was found: a list, and one record as it stands in a message once chosen."""

from collections.abc import Callable
from typing import Any

from microsoft_teams.cards import CardElement, TextRun

from app.kit.answers import Button, FoundRecord
from app.kit.i18n import Day, Text, _, verbatim
from app.knowledge.views import Hits
from cards import lists, parts
from cards.canvas import Canvas, Drawn

EXAMPLE = _("wissen Wohnraum")


def found_facts(found: FoundRecord) -> Text:
    """What it is, from when, and of which team."""
    day = Day(found.on, "d. MMMM y")
    if found.team:
        return _("{noun} · {day} · {team}", noun=found.noun, day=day, team=found.team)
    return _("{noun} · {day}", noun=found.noun, day=day)


def found_record(canvas: Canvas, view: FoundRecord) -> Drawn:
    body: list[CardElement] = [
        parts.sentence(canvas, found_facts(view), subtle=True),
        parts.runs([TextRun(text=view.title, size="Medium", weight="Bolder")], spacing="None"),
    ]
    summary = f"{canvas.say(view.noun)}: {view.title}"
    return parts.card(canvas, body, parts.actions(canvas, [view.open]), summary=summary)


def hits(canvas: Canvas, view: Hits) -> Drawn:
    title = _("Gefunden") if view.typed else _("Das Neueste")
    body: list[CardElement] = [parts.heading(canvas, title)]
    if view.typed:
        said = _("Gesucht: {typed}", typed=verbatim(view.typed))
        body.append(parts.sentence(canvas, said, subtle=True, spacing="None"))
    if not view.records:
        nothing = (
            _("Dazu ist nichts da. Oft hilft ein kürzeres Wort: gefunden wird auch, was damit beginnt.")
            if view.typed
            else _("Noch ist nichts da, was sich finden ließe.")
        )
        body.append(parts.sentence(canvas, nothing))
    for number, record in enumerate(view.records):
        items: list[CardElement] = [
            parts.typed(record.title),
            parts.sentence(canvas, found_facts(record), subtle=True, spacing="None"),
        ]
        body.append(lists.line(canvas, items, record.open, separator=number > 0))
    hint = _("Suchen: „{words}“", words=EXAMPLE)
    body.append(parts.sentence(canvas, hint, subtle=True, spacing="Medium"))
    buttons = []
    if view.page > 1:
        buttons.append(Button(_("Zurück"), "knowledge.page", {"typed": view.typed, "page": view.page - 1}))
    if view.more:
        buttons.append(Button(_("Weiter"), "knowledge.page", {"typed": view.typed, "page": view.page + 1}))
    return parts.card(canvas, body, parts.actions(canvas, buttons), summary=canvas.say(title))


FACES: dict[type, Callable[[Canvas, Any], Drawn]] = {FoundRecord: found_record, Hits: hits}
