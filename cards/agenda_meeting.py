"""A meeting's card: its agenda before, the item that is talked about while it runs, what became of it after."""

from collections.abc import Sequence

from microsoft_teams.cards import CardElement, TextRun

from app.agenda.views import CurrentItem, ItemLine, MeetingCard, PartLine, PartShown
from app.kit.i18n import Text, _, _many
from cards import parts
from cards.canvas import Canvas, Drawn


def meeting_card(canvas: Canvas, view: MeetingCard) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, view.title)]
    if view.lines:
        body.append(_facts(canvas, view.lines))
    if view.told:
        body.append(parts.box([parts.sentence(canvas, view.told)], style="emphasis", spacing="Small"))
    if view.current:
        body.append(_current(canvas, view.current))
    if view.items:
        body.append(parts.small_heading(canvas, view.items_title))
        body += [_item(canvas, item) for item in view.items]
    if view.left:
        left = _many("… und {n} weiterer Punkt", "… und {n} weitere Punkte", view.left)
        body.append(parts.sentence(canvas, left, subtle=True))
    for part in view.parts:
        body += _part(canvas, part)
    summary = ", ".join(canvas.say(text) for text in (view.title, *view.lines[:1]))
    return parts.card(canvas, body, parts.actions(canvas, view.buttons), summary=summary)


def _facts(canvas: Canvas, lines: Sequence[Text]) -> CardElement:
    return parts.runs([TextRun(text=" · ".join(map(canvas.say, lines)), is_subtle=True)], spacing="None")


def _item(canvas: Canvas, item: ItemLine) -> CardElement:
    dealt = item.mark is not None
    runs = [
        TextRun(text=f"{item.number}. ", weight=None if dealt else "Bolder", is_subtle=dealt or None),
        TextRun(text=item.title, is_subtle=dealt or None),
    ]
    told = [item.mark] if item.mark else list(item.facts)
    if told:
        runs.append(TextRun(text=" · " + " · ".join(map(canvas.say, told)), is_subtle=True))
    line = parts.runs(runs)
    if not item.buttons:
        return line
    return parts.box([line, parts.button_row(canvas, item.buttons)], spacing="Small")


def _current(canvas: Canvas, current: CurrentItem) -> CardElement:
    items: list[CardElement] = [
        parts.sentence(canvas, _("Jetzt"), subtle=True),
        parts.runs([TextRun(text=current.line.title, size="Medium", weight="Bolder")], spacing="None"),
    ]
    told = [*([current.line.mark] if current.line.mark else []), *current.line.facts]
    if told:
        items.append(_facts(canvas, told))
    if current.note:
        items.append(parts.labelled(canvas.t("Notiz"), current.note))
    items += [parts.sentence(canvas, mark, spacing="None") for mark in current.marks]
    items += [parts.button_row(canvas, row) for row in current.rows if row]
    return parts.box(items, style="emphasis")


def _part(canvas: Canvas, part: PartShown) -> list[CardElement]:
    body: list[CardElement] = [parts.small_heading(canvas, part.title)]
    body += [_part_line(canvas, line) for line in part.lines]
    if part.left:
        left = _many("… und {n} weitere Zeile", "… und {n} weitere Zeilen", part.left)
        body.append(parts.sentence(canvas, left, subtle=True, spacing="None"))
    if part.more:
        body.append(parts.button_row(canvas, [part.more]))
    return body


def _part_line(canvas: Canvas, line: PartLine) -> CardElement:
    text = parts.sentence(canvas, line.text, spacing="None" if not line.buttons else "Small")
    if not (line.marks or line.buttons):
        return text
    items: list[CardElement] = [text]
    items += [parts.sentence(canvas, mark, subtle=True, spacing="None") for mark in line.marks]
    if line.buttons:
        items.append(parts.button_row(canvas, line.buttons))
    return parts.box(items, spacing="Small")
