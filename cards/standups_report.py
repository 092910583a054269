"""A page of a round's report: blockers first, then people by name."""

from microsoft_teams.cards import CardElement, TextRun

from app.kit.answers import Button
from app.kit.i18n import _
from app.standups.views import Passage, Report
from cards import parts
from cards.canvas import Canvas, Drawn


def report(canvas: Canvas, view: Report) -> Drawn:
    count = canvas.t.many("{n} Antwort", "{n} Antworten", view.answers)
    title = _("Bericht zur Runde KW {week}", week=view.week)
    body: list[CardElement] = [parts.heading(canvas, title)]
    told = count
    if view.pages > 1:
        page = canvas.t("Seite {page} von {pages}", page=view.page, pages=view.pages)
        told = f"{count} · {page}"
    body.append(parts.runs([TextRun(text=told, is_subtle=True)], spacing="None"))
    if view.blockers:
        stuck: list[CardElement] = [parts.small_heading(canvas, _("Hier hakt es"))]
        for number, passage in enumerate(view.blockers):
            stuck.append(parts.box(_blocker(canvas, passage), separator=number > 0, spacing="Small"))
        body.append(parts.box(stuck, style="attention"))
    for passage in view.passages:
        body.append(parts.box(_passage(canvas, passage), separator=True))
    return parts.card(canvas, body, parts.actions(canvas, _page_buttons(view)), summary=_summary(canvas, view, count))


def _summary(canvas: Canvas, view: Report, count: str) -> str:
    title = canvas.t("Bericht zur Runde KW {week}", week=view.week)
    return f"{title}: {count}"


def _blocker(canvas: Canvas, passage: Passage) -> list[CardElement]:
    # The heading says what this is: the question need not stand before each text.
    items: list[CardElement] = [parts.labelled(passage.name, " ".join(line.text for line in passage.lines))]
    items.extend(parts.sentence(canvas, mark, spacing="None") for mark in passage.marks)
    if passage.buttons:
        items.append(parts.button_row(canvas, passage.buttons))
    return items


def _passage(canvas: Canvas, passage: Passage) -> list[CardElement]:
    name = [TextRun(text=passage.name, weight="Bolder")]
    if passage.continued:
        name.append(TextRun(text=" " + canvas.t("(Fortsetzung)"), is_subtle=True))
    elif passage.quiet:
        name.append(TextRun(text=" · " + canvas.t("wie letzte Woche"), is_subtle=True))
    items: list[CardElement] = [parts.runs(name)]
    for line in passage.lines:
        items.append(parts.runs([TextRun(text=canvas.say(line.label), is_subtle=True, size="Small")]))
        items.append(parts.typed(line.text))
    return items


def _page_buttons(view: Report) -> list[Button]:
    verb = "standups.open_report" if view.in_dialog else "standups.show_report"
    buttons = []
    if view.page > 1:
        buttons.append(Button(_("Zurück"), verb, {"round": view.round_id, "page": view.page - 1}))
    if view.page < view.pages:
        buttons.append(Button(_("Weiter"), verb, {"round": view.round_id, "page": view.page + 1}))
    return buttons
