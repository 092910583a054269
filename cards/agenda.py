"""Items as cards: one alone, the lists with buttons that act in place."""

from collections.abc import Callable, Sequence
from typing import Any

from microsoft_teams.cards import CardElement, TextRun

from app.agenda.views import ItemLine, ItemList, ItemShown, MeetingCard, MinutesList, MinutesPage
from app.kit.i18n import Text
from cards import lists, parts
from cards.agenda_meeting import meeting_card
from cards.agenda_minutes import minutes_list, minutes_page
from cards.canvas import Canvas, Drawn


def facts_line(canvas: Canvas, facts: Sequence[Text]) -> CardElement:
    return parts.runs([TextRun(text=" · ".join(canvas.say(fact) for fact in facts), is_subtle=True)], spacing="None")


def item_shown(canvas: Canvas, view: ItemShown) -> Drawn:
    label = canvas.say(view.label)
    body: list[CardElement] = []
    if view.told:
        body.append(parts.sentence(canvas, view.told))
    body += [
        parts.runs([TextRun(text=label, is_subtle=True)]),
        parts.runs([TextRun(text=view.title, size="Medium", weight="Bolder")], spacing="None"),
    ]
    if view.facts:
        body.append(facts_line(canvas, view.facts))
    if view.note:
        body.append(parts.labelled(canvas.t("Notiz"), view.note))
    if len(view.rows) == 1:
        return parts.card(canvas, body, parts.actions(canvas, view.rows[0]), summary=f"{label}: {view.title}")
    body += [parts.button_row(canvas, row) for row in view.rows]
    return parts.card(canvas, body, summary=f"{label}: {view.title}")


def item_list(canvas: Canvas, view: ItemList) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, view.title)]
    if view.told:
        body.append(lists.told(canvas, view.told, view.undo))
    if view.pages > 1:
        page = canvas.t("Seite {page} von {pages}", page=view.page, pages=view.pages)
        body.append(parts.runs([TextRun(text=page, is_subtle=True)], spacing="None"))
    if not view.items:
        body.append(parts.sentence(canvas, view.nothing))
    body += [_item(canvas, item, separator=number > 0) for number, item in enumerate(view.items)]
    if view.hint:
        body.append(parts.sentence(canvas, view.hint, subtle=True, spacing="Medium"))
    actions = [
        *lists.page_actions(canvas, view.verb, view.page, view.pages),
        *parts.actions(canvas, view.buttons),
    ]
    return parts.card(canvas, body, actions, summary=canvas.say(view.count))


def _item(canvas: Canvas, item: ItemLine, *, separator: bool) -> CardElement:
    text = [TextRun(text=f"{item.number}. ", weight="Bolder"), TextRun(text=item.title)]
    items: list[CardElement] = [parts.runs(text)]
    if item.facts:
        items.append(facts_line(canvas, item.facts))
    items.append(parts.button_row(canvas, item.buttons))
    return parts.box(items, separator=separator)


FACES: dict[type, Callable[[Canvas, Any], Drawn]] = {
    ItemShown: item_shown,
    ItemList: item_list,
    MeetingCard: meeting_card,
    MinutesPage: minutes_page,
    MinutesList: minutes_list,
}
"""How the agenda looks."""
