"""The agenda as cards: the list with buttons that act in place, and an item just added."""

from collections.abc import Callable
from typing import Any

from microsoft_teams.cards import CardElement, TextRun

from app.agenda.views import ItemLine, ItemList, ItemShown
from app.kit.answers import Button
from app.kit.i18n import _
from cards import lists, parts
from cards.canvas import Canvas, Drawn


def item_shown(canvas: Canvas, view: ItemShown) -> Drawn:
    label = canvas.t("Neu auf der Agenda")
    body: list[CardElement] = [
        parts.runs([TextRun(text=label, is_subtle=True)]),
        parts.runs([TextRun(text=view.title, size="Medium", weight="Bolder")], spacing="None"),
    ]
    button = Button(_("Agenda ansehen"), "agenda.open", dialog=True)
    return parts.card(canvas, body, parts.actions(canvas, [button]), summary=f"{label}: {view.title}")


def item_list(canvas: Canvas, view: ItemList) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, _("Auf der Agenda"))]
    if view.told:
        body.append(lists.told(canvas, view.told, view.undo))
    if view.pages > 1:
        page = canvas.t("Seite {page} von {pages}", page=view.page, pages=view.pages)
        body.append(parts.runs([TextRun(text=page, is_subtle=True)], spacing="None"))
    if not view.items:
        body.append(parts.sentence(canvas, _("Zurzeit steht nichts auf der Agenda.")))
    body += [_item(canvas, item, view.page, separator=number > 0) for number, item in enumerate(view.items)]
    hint = _("Ein neuer Punkt: „{words}“", words=_("agenda Saal für das Netzwerktreffen"))
    body.append(parts.sentence(canvas, hint, subtle=True, spacing="Medium"))
    summary = canvas.t.many("{n} Punkt auf der Agenda", "{n} Punkte auf der Agenda", view.open_items)
    return parts.card(canvas, body, lists.page_actions(canvas, "agenda.list", view.page, view.pages), summary=summary)


def _item(canvas: Canvas, item: ItemLine, page: int, *, separator: bool) -> CardElement:
    text = [TextRun(text=f"{item.number}. ", weight="Bolder"), TextRun(text=item.title)]
    items: list[CardElement] = [parts.runs(text)]
    if item.comes_from:
        items.append(parts.sentence(canvas, item.comes_from, subtle=True, spacing="None"))
    data: dict[str, str | int] = {"item": item.item_id, "page": page}
    buttons = [Button(_("Erledigt"), "agenda.finish", data), Button(_("Entfernen"), "agenda.drop", data)]
    items.append(parts.button_row(canvas, buttons))
    return parts.box(items, separator=separator)


FACES: dict[type, Callable[[Canvas, Any], Drawn]] = {ItemShown: item_shown, ItemList: item_list}
