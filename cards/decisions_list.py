"""The list of decisions: what is in force, what is being decided, what a search found."""

import json

from microsoft_teams.cards import CardElement, TextRun

from app.decisions.views import DecisionLine, DecisionList
from app.kit.answers import Button
from app.kit.i18n import Day, Text, _, _many
from cards import lists, parts
from cards.canvas import Canvas, Drawn

_LINE_BYTES = 260
"""Of one decision's wording: sixteen of them and their buttons stay under 20 KB."""

_ENDED: dict[str, Text] = {
    "superseded": _("ersetzt"),
    "revoked": _("widerrufen"),
    "not_adopted": _("nicht angenommen"),
    "open": _("wird gerade entschieden"),
}


def decision_list(canvas: Canvas, view: DecisionList) -> Drawn:
    title = _("Gefunden: {typed}", typed=view.searched) if view.searched else _("Beschlüsse in Kraft")
    body: list[CardElement] = []
    if view.searched:
        body.append(parts.sentence(canvas, title, bold=True))
    else:
        body += parts.title(canvas, title)
    if view.pages > 1:
        page = canvas.t("Seite {page} von {pages}", page=view.page, pages=view.pages)
        body.append(parts.runs([TextRun(text=page, is_subtle=True)], spacing="None"))
    if view.open_rounds:
        body.append(parts.small_heading(canvas, _("Wird gerade entschieden")))
        body += [_line(canvas, one, view, number) for number, one in enumerate(view.open_rounds)]
        if view.lines:
            body.append(parts.small_heading(canvas, _("In Kraft")))
    body += [_line(canvas, one, view, number) for number, one in enumerate(view.lines)]
    if not view.lines:
        nothing = _("Dazu ist kein Beschluss zu finden.") if view.searched else _("Noch ist kein Beschluss in Kraft.")
        body.append(parts.sentence(canvas, nothing))
    if view.more:
        body.append(
            parts.sentence(canvas, _("Es gibt noch mehr: Mit mehr Wörtern wird die Suche genauer."), subtle=True)
        )
    hint = _("Ein neuer: „{words}“", words=_("beschluss Wir mieten den Saal"))
    body.append(parts.sentence(canvas, hint, subtle=True, spacing="Medium"))
    buttons = [
        Button(_("Neuer Beschluss"), "decisions.new", dialog=True),
        Button(_("Exportieren"), "decisions.export", dialog=True),
    ]
    actions = [
        *lists.page_actions(canvas, "decisions.list", view.page, view.pages),
        *parts.actions(canvas, buttons),
    ]
    summary = canvas.say(_many("Ein Beschluss in Kraft", "{n} Beschlüsse in Kraft", view.count))
    return parts.card(canvas, body, actions, summary=canvas.say(title) if view.searched else summary)


def _line(canvas: Canvas, one: DecisionLine, view: DecisionList, number: int) -> CardElement:
    head: list[TextRun] = []
    if one.reference:
        head.append(TextRun(text=one.reference, weight="Bolder"))
    told: list[str] = []
    if one.decided_on:
        told.append(canvas.t("vom {day}", day=Day(one.decided_on, "d. MMMM y")))
    if one.closes_on:
        told.append(canvas.t("offen bis {day}", day=Day(one.closes_on, "EEE, d. MMM")))
    elif one.state in _ENDED:
        told.append(canvas.say(_ENDED[one.state]))
    if one.review_due:
        told.append(canvas.t("Wiedervorlage ist fällig"))
    if one.team:
        told.append(canvas.t("Team {team}", team=one.team))
    text = " · ".join(told)
    head.append(TextRun(text=f" · {text}" if head and text else text, is_subtle=True))
    items: list[CardElement] = [parts.runs(head, spacing="None"), parts.typed(cut(one.wording, _LINE_BYTES))]
    back = "list:1" if view.searched else f"list:{view.page}"
    button = Button(_("Ansehen"), "decisions.show", {"decision": one.decision_id, "back": back})
    return lists.line(canvas, items, button, separator=number > 0)


def cut(text: str, longest: int) -> str:
    """At most so many bytes as JSON, with a mark where something is left out."""
    if len(json.dumps(text, ensure_ascii=False).encode()) - 2 <= longest:
        return text
    kept = text
    while len(json.dumps(kept, ensure_ascii=False).encode()) > longest:
        kept = kept[: min(len(kept) - 1, int(len(kept) * 0.9))]
    return kept.rstrip() + " …"
