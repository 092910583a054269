"""Minutes as cards: a page of them, and the list of earlier ones."""

from microsoft_teams.cards import CardElement, TextRun

from app.agenda.views import Look, MinutesLineShown, MinutesList, MinutesPage
from app.kit.i18n import _
from cards import lists, parts
from cards.canvas import Canvas, Drawn


def minutes_page(canvas: Canvas, view: MinutesPage) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, view.title)]
    if view.pages > 1:
        page = canvas.t("Seite {page} von {pages}", page=view.page, pages=view.pages)
        body.append(parts.runs([TextRun(text=page, is_subtle=True)], spacing="None"))
    if not view.lines:
        body.append(parts.sentence(canvas, _("Es stand kein Punkt auf der Agenda.")))
    body += [_line(canvas, line) for line in view.lines]
    return parts.card(canvas, body, parts.actions(canvas, view.buttons), summary=canvas.say(view.title))


def _line(canvas: Canvas, line: MinutesLineShown) -> CardElement:
    match line.look:
        case Look.HEADING:
            return parts.small_heading(canvas, line.text)
        case Look.STRONG:
            return parts.sentence(canvas, line.text, bold=True)
        case Look.SUBTLE:
            return parts.sentence(canvas, line.text, subtle=True, spacing="None")
        case _look:
            return parts.sentence(canvas, line.text, spacing="None")


def minutes_list(canvas: Canvas, view: MinutesList) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, _("Protokolle"))]
    if view.pages > 1:
        page = canvas.t("Seite {page} von {pages}", page=view.page, pages=view.pages)
        body.append(parts.runs([TextRun(text=page, is_subtle=True)], spacing="None"))
    if not view.entries:
        body.append(parts.sentence(canvas, _("Es gibt noch kein Protokoll.")))
    body += [
        lists.line(canvas, [parts.sentence(canvas, text)], button, separator=number > 0)
        for number, (text, button) in enumerate(view.entries)
    ]
    actions = lists.page_actions(canvas, "agenda.minutes_list", view.page, view.pages)
    return parts.card(canvas, body, actions, summary=canvas.t("Protokolle"))
