"""Rounds as cards: the round in its channel, the form, the overview, the personal link."""

from typing import Any

from microsoft_teams.cards import CardElement, OpenUrlAction, TextRun

from app.kit.answers import Button
from app.kit.i18n import Clocktime, Day, _
from app.standups.views import AnswerForm, Line, LinkShown, Overview, Report, RoundCard, TooLate
from cards import parts
from cards.canvas import Canvas, Drawn
from cards.standups_report import report

LINK_PATH = "/f/"
"""Where `app/web` answers a personal link: this and the code, after the public address."""


def _answers(canvas: Canvas, count: int) -> str:
    if count == 0:
        return canvas.t("keine Antworten")
    return canvas.t.many("{n} Antwort", "{n} Antworten", count)


def _round_lines(canvas: Canvas, view: RoundCard) -> tuple[list[CardElement], str]:
    """The round as it stands, and the same in one plain sentence."""
    title = canvas.t("Runde KW {week}", week=view.week)
    if view.forgotten:
        state = canvas.t("Geschlossen · Antworten nach 12 Wochen gelöscht")
    elif view.closed:
        state = canvas.t("Geschlossen · {answers}", answers=_answers(canvas, view.answers))
    else:
        state = canvas.t("Offen bis {day}, {time}", day=Day(view.closes_on), time=Clocktime(view.closes_time))
    body: list[CardElement] = [
        parts.heading(canvas, _("Runde KW {week}", week=view.week)),
        parts.runs([TextRun(text=state)]),
    ]
    if not view.closed and view.answers:  # "no answers yet" would only press
        body.append(parts.runs([TextRun(text=_answers(canvas, view.answers), is_subtle=True)], spacing="None"))
    return body, f"{title}: {state}"


def round_card(canvas: Canvas, view: RoundCard) -> Drawn:
    body, summary = _round_lines(canvas, view)
    return parts.card(canvas, body, parts.actions(canvas, _round_buttons(view)), summary=summary)


def _round_buttons(view: RoundCard) -> list[Button]:
    if not view.closed:
        return [Button(_("Antworten"), "standups.form", {"round": view.round_id}, primary=True, dialog=True)]
    if view.answers:
        data = {"round": view.round_id, "page": 1}
        return [Button(_("Bericht ansehen"), "standups.open_report", data, dialog=True)]
    return []


def answer_form(canvas: Canvas, view: AnswerForm) -> Drawn:
    return parts.form(canvas, view.form, more=[view.same] if view.same else [])


def typed_lines(canvas: Canvas, lines: tuple[Line, ...]) -> list[CardElement]:
    return [
        element
        for line in lines
        for element in (
            parts.sentence(canvas, line.label, bold=True, spacing="Medium"),
            parts.typed(line.text),
        )
    ]


def too_late(canvas: Canvas, view: TooLate) -> Drawn:
    """The round as it stands, and what was typed, to be copied."""
    body, summary = _round_lines(canvas, view.round)
    if view.typed:
        told = _("Diese Antwort kam nach dem Schluss und steht nicht im Bericht. Hier steht sie zum Kopieren:")
        body.append(parts.box([parts.sentence(canvas, told)], style="warning"))
        body.extend(typed_lines(canvas, view.typed))
        summary = f"{summary}. {canvas.say(told)}"
    return parts.card(canvas, body, parts.actions(canvas, _round_buttons(view.round)), summary=summary)


def overview(canvas: Canvas, view: Overview) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, view.title)]
    body.extend(parts.sentence(canvas, line) for line in view.lines)
    if view.buttons:
        body.append(parts.button_row(canvas, view.buttons))
    if view.reports:
        body.append(parts.small_heading(canvas, _("Berichte")))
        body.append(parts.button_row(canvas, view.reports))
    summary = ". ".join([canvas.say(view.title), *(canvas.say(line).rstrip(".") for line in view.lines)])
    return parts.card(canvas, body, summary=summary)


def link_shown(canvas: Canvas, view: LinkShown) -> Drawn:
    title = _("Persönlicher Link zur Runde KW {week}", week=view.week)
    body: list[CardElement] = [parts.heading(canvas, title)]
    if not canvas.public_url:
        none = _("Persönliche Links sind hier nicht eingerichtet: Es gibt keine öffentliche Adresse.")
        return parts.card(canvas, [*body, parts.sentence(canvas, none)], summary=canvas.say(none))
    address = f"{canvas.public_url}{LINK_PATH}{view.code}"
    told = _(
        "Der Link öffnet die Fragen im Browser, ohne Anmeldung, bis {day}, {time}. Er gilt nur für Sie: Bitte nicht "
        "weitergeben. Ein früherer Link gilt nicht mehr.",
        day=Day(view.closes_on),
        time=Clocktime(view.closes_time),
    )
    body += [parts.sentence(canvas, told), parts.typed(address, spacing="Medium")]
    button = OpenUrlAction(title=canvas.t("Im Browser antworten"), url=address)
    return parts.card(canvas, body, [button], summary=canvas.say(title))


FACES: dict[type, Any] = {
    RoundCard: round_card,
    AnswerForm: answer_form,
    TooLate: too_late,
    Overview: overview,
    LinkShown: link_shown,
    Report: report,
}
