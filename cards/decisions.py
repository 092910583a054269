"""Decisions as cards: the record with its number, the round while it goes on, its result."""

from collections.abc import Callable, Sequence
from typing import Any

from microsoft_teams.cards import CardElement, TextRun

from app.decisions.views import DecisionList, DecisionShown, HistoryLine, ResultShown, RoundShown, Voice
from app.kit.answers import Link
from app.kit.i18n import Clocktime, Day, Text, _, _many
from cards import parts
from cards.canvas import Canvas, Drawn, Surface
from cards.decisions_list import cut, decision_list

_WORDING_BYTES = 4400
_REASON_BYTES = 2200
_REASON_WITH_HISTORY_BYTES = 1200
_NOTE_BYTES = 700
_BY_BYTES = 400
_LINE_BYTES = 260
_VOICE_BYTES = 500
_MOST_VOICES = 6
_MOST_NAMES = 40
"""A card stays under 20 KB however long everything is; the whole of it stands in the export."""

_MOST_IN_ROW, _IN_ROW = 6, 4

_EFFECTS = {
    "reached": _("erreicht"),
    "partly": _("teilweise erreicht"),
    "not_reached": _("nicht erreicht"),
    "not_measured": _("nicht gemessen"),
}

_TALLY = {
    "consent": lambda n: _("Einverstanden: {n}", n=n),
    "concern": lambda n: _("mit Bedenken: {n}", n=n),
    "objection": lambda n: _many("ein Einwand", "Einwände: {n}", n),
    "yes": lambda n: _("Ja: {n}", n=n),
    "no": lambda n: _("Nein: {n}", n=n),
    "abstain": lambda n: _("Enthaltung: {n}", n=n),
}

_NAMED = {"yes": _("Ja"), "no": _("Nein"), "abstain": _("Enthaltung")}


def decision_shown(canvas: Canvas, view: DecisionShown) -> Drawn:
    state = _state(view)
    label = canvas.say(state)
    body: list[CardElement] = []
    if view.told:
        body.append(parts.box([parts.sentence(canvas, view.told, bold=True)], style="good"))
    if view.kept:
        copied = [parts.sentence(canvas, _("Zum Kopieren:"), subtle=True), parts.typed(cut(view.kept, _VOICE_BYTES))]
        body.append(parts.box(copied, style="warning"))
    # A dialog's frame has the number already.
    if canvas.surface is not Surface.DIALOG or view.state != "in_force":
        body.append(parts.runs([TextRun(text=label, is_subtle=True)], spacing="Default"))
    wording = cut(view.wording, _WORDING_BYTES)
    body.append(parts.runs([TextRun(text=wording, size="Medium", weight="Bolder")], spacing="None"))
    body += _facts(canvas, view)
    if view.round:
        body.append(parts.box(_round(canvas, view.way, view.round), style="emphasis"))
    if view.result:
        body += _result(canvas, view, view.result)
    body += [parts.runs([TextRun(text=cut(canvas.say(mark), _LINE_BYTES))]) for mark in view.marks]
    if view.history:
        body += _history(canvas, view.history, view.earlier)
    buttons: list[Any] = list(view.buttons)
    if view.link:
        buttons.append(Link(_("Nachricht in Teams"), view.link))
    # Teams shows six in one row and hides the rest.
    while len(buttons) > _MOST_IN_ROW:
        body.append(parts.button_row(canvas, buttons[:_IN_ROW], spacing="Medium"))
        buttons = buttons[_IN_ROW:]
    return parts.card(canvas, body, parts.actions(canvas, buttons), summary=f"{label}: {cut(view.wording, 300)}")


def _state(view: DecisionShown) -> Text:
    match view.state, view.way:
        case "open", "consent":
            return _("Einwandrunde")
        case "open", _way:
            return _("Offene Abstimmung") if view.round and view.round.open_voting else _("Geheime Abstimmung")
        case "in_force", _way:
            return _("Beschluss {reference}", reference=view.reference)
        case "superseded", _way:
            return _("Beschluss {reference} · ersetzt durch {by}", reference=view.reference, by=view.superseded_by)
        case "revoked", _way:
            return _("Beschluss {reference} · widerrufen", reference=view.reference)
        case _:
            return _("Vorschlag · nicht angenommen")


def _facts(canvas: Canvas, view: DecisionShown) -> list[CardElement]:
    """One line each, and only what is there."""
    facts: list[tuple[str, str]] = []
    if view.reason:
        longest = _REASON_WITH_HISTORY_BYTES if view.history else _REASON_BYTES
        facts.append((canvas.t("Begründung"), cut(view.reason, longest)))
    if view.decided_by:
        facts.append((canvas.t("Entschieden von"), cut(view.decided_by, _BY_BYTES)))
    if view.supersedes:
        facts.append((canvas.t("Ersetzt"), view.supersedes))
    if view.revoked_because:
        facts.append((canvas.t("Widerrufen, weil"), cut(view.revoked_because, _NOTE_BYTES)))
    if view.effect:
        effect = canvas.say(_EFFECTS[view.effect])
        note = cut(view.effect_note, _NOTE_BYTES)
        facts.append((canvas.t("Wirkung"), f"{effect}. {note}" if note else effect))
    drawn: list[CardElement] = [parts.labelled(label, text) for label, text in facts]
    days: list[str] = []
    if view.decided_on:
        days.append(canvas.t("vom {day}", day=Day(view.decided_on, "d. MMMM y")))
    if view.valid_from and view.valid_from != view.decided_on:
        days.append(canvas.t("gilt ab {day}", day=Day(view.valid_from, "d. MMMM y")))
    if view.review_on:
        days.append(canvas.t("Wiedervorlage {day}", day=Day(view.review_on, "d. MMMM y")))
    if days:
        drawn.append(parts.runs([TextRun(text=" · ".join(days), is_subtle=True)]))
    if view.comes_from:
        drawn.append(parts.sentence(canvas, view.comes_from, subtle=True, spacing="None"))
    return drawn


def _round(canvas: Canvas, way: str, view: RoundShown) -> list[CardElement]:
    until = _("Offen bis {day}, {time}", day=Day(view.closes_on), time=Clocktime(view.closes_time))
    drawn: list[CardElement] = [parts.sentence(canvas, until, bold=True, spacing="None")]
    count = _many("Eine Person hat teilgenommen", "{n} Personen haben teilgenommen", view.taken_part)
    if not view.taken_part:
        count = _("Noch hat niemand teilgenommen")
    if view.quorum:
        count = _("{count} · nötig sind {quorum}", count=count, quorum=view.quorum)
    drawn.append(parts.sentence(canvas, count, spacing="None"))
    drawn.append(parts.sentence(canvas, _rules(way, view), subtle=True))
    return drawn


def _rules(way: str, view: RoundShown) -> Text:
    if way == "consent":
        return _(
            "Angenommen, wenn niemand einen Einwand hat. Ein Einwand braucht einen Grund. Bis zum Schluss lässt sich "
            "alles ändern; danach stehen Einwände und Bedenken mit Namen hier."
        )
    if view.open_voting:
        return _("Bis zum Schluss lässt sich die Stimme ändern. Danach steht bei jedem Namen die Stimme.")
    return _(
        "Wer wie stimmt, wird nirgends gespeichert. Eine Stimme lässt sich deshalb nicht ändern. Nach dem Schluss "
        "steht hier das Ergebnis und wer teilgenommen hat."
    )


def _result(canvas: Canvas, view: DecisionShown, result: ResultShown) -> list[CardElement]:
    tally = " · ".join(canvas.say(_TALLY[choice](n)) for choice, n in result.tally if n or choice in ("yes", "no"))
    drawn: list[CardElement] = [parts.sentence(canvas, _outcome(view.way, result), bold=True, spacing="Medium")]
    if tally:
        drawn.append(parts.runs([TextRun(text=tally)], spacing="None"))
    drawn += _voices(canvas, _("Einwände"), result.objections)
    drawn += _voices(canvas, _("Bedenken"), result.concerns)
    if any(names for _choice, names in result.choices):
        drawn += [
            parts.labelled(canvas.say(_NAMED[choice]), names_of(canvas, names), spacing="Small")
            for choice, names in result.choices
            if names
        ]
    elif result.taken_part:
        drawn.append(parts.labelled(canvas.t("Teilgenommen"), names_of(canvas, result.taken_part, result.nameless)))
    return drawn


def _outcome(way: str, result: ResultShown) -> Text:
    match result.why:
        case "adopted" if way == "consent":
            return _("Angenommen: kein Einwand")
        case "adopted":
            return _("Angenommen")
        case "objection":
            return _("Nicht angenommen: Es gibt einen Einwand. Aus ihm kann ein besserer Vorschlag werden.")
        case "quorum":
            return _(
                "Nicht angenommen: Zu wenige haben teilgenommen, nötig waren {quorum}. „Noch einmal“ öffnet eine neue "
                "Abstimmung.",
                quorum=result.quorum,
            )
        case _:
            return _("Nicht angenommen: Es gab nicht mehr Ja als Nein.")


def _voices(canvas: Canvas, title: Text, voices: Sequence[Voice]) -> list[CardElement]:
    if not voices:
        return []
    drawn: list[CardElement] = [parts.small_heading(canvas, title)]
    for voice in voices[:_MOST_VOICES]:
        name = voice.name or canvas.t("ohne Namen")
        drawn.append(parts.labelled(name, cut(voice.text, _VOICE_BYTES)))
    if (more := len(voices) - _MOST_VOICES) > 0:
        drawn.append(parts.sentence(canvas, _many("und noch eine Person", "und noch {n} Personen", more), subtle=True))
    return drawn


def names_of(canvas: Canvas, names: Sequence[str], nameless: int = 0) -> str:
    shown = list(names[:_MOST_NAMES])
    if more := len(names) - len(shown) + nameless:
        shown.append(canvas.t.many("eine weitere Person", "{n} weitere Personen", more))
    return canvas.t.join(shown)


def _history(canvas: Canvas, lines: Sequence[HistoryLine], earlier: int) -> list[CardElement]:
    drawn: list[CardElement] = [parts.small_heading(canvas, _("Verlauf"))]
    if earlier:
        drawn.append(
            parts.sentence(canvas, _many("und ein früherer Eintrag", "und {n} frühere Einträge", earlier), subtle=True)
        )
    for line in lines:
        day = canvas.t.day(line.on, "d. MMMM y")
        told = f" {cut(canvas.say(line.text), _LINE_BYTES)}" + (f" ({line.name})" if line.name else "")
        drawn.append(parts.runs([TextRun(text=f"{day}:", is_subtle=True), TextRun(text=told)], spacing="Small"))
    return drawn


FACES: dict[type, Callable[[Canvas, Any], Drawn]] = {DecisionShown: decision_shown, DecisionList: decision_list}
