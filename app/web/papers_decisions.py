"""Decisions as Word files, as a table, and their history for whoever wants to compute the checksums again."""

from collections.abc import Iterator
from datetime import date

import orjson

from app.decisions.queries_history import EFFECTS
from app.decisions.queries_shown import CHOICES
from app.decisions.views import DecisionBook, DecisionFile, DecisionShown, FiledDecision, HistoryFile, ResultShown
from app.kit.i18n import Day, Text, Translator, _
from app.kit.papers import PaperKind
from app.web.papers_csv import csv_bytes
from app.web.papers_docx import Docx
from app.web.papers_written import Written, written

_EFFECTS = {effect.value: text for effect, text in EFFECTS.items()}
_CHOICES = {choice.value: text for choice, text in CHOICES.items()}

_STATES = {
    "open": _("wird gerade entschieden"),
    "in_force": _("in Kraft"),
    "superseded": _("ersetzt"),
    "revoked": _("widerrufen"),
    "not_adopted": _("nicht angenommen"),
}
_WAYS = {"noted": _("Notiert"), "consent": _("Einwandrunde"), "vote": _("Abstimmung")}


def write_decision_book(view: DecisionBook, t: Translator) -> Written:
    title = _book_title(view, t)
    document = Docx(t, title)
    document.paragraph(t(_("Team {team}, Stand: {day}", team=view.team, day=_day(view.on))), subtle=True)
    if view.decisions:
        document.heading(t(_("Übersicht")))
        document.table(
            [t(_("Nummer")), t(_("Beschluss")), t(_("Vom")), t(_("Stand"))],
            [
                [
                    one.shown.reference or "–",
                    one.shown.wording,
                    t.day(one.shown.decided_on, "d.M.y") if one.shown.decided_on else "–",
                    t(_STATES[one.shown.state]),
                ]
                for one in view.decisions
            ],
        )
        document.heading(t(_("Im Einzelnen")))
    else:
        document.paragraph(t(_("Noch ist kein Beschluss in Kraft.")))
    for one in view.decisions:
        _write_one(document, one, t, level=2)
    document.heading(t(_("Prüfsumme")))
    told = _("Sie ändert sich, sobald ein Beschluss oder sein Verlauf in dieser Datei anders wird.")
    document.paragraph(t(told), subtle=True)
    document.facts([("SHA-256", _grouped(view.checksum))])
    return written(document.to_bytes(), PaperKind.DOCX, f"{title} {view.team} {view.on:%Y-%m-%d}")


def _book_title(view: DecisionBook, t: Translator) -> str:
    return t(_("Beschlüsse {year}", year=view.year)) if view.year else t(_("Beschlüsse in Kraft"))


def write_decision_file(view: DecisionFile, t: Translator) -> Written:
    title = _title(view.filed.shown, t)
    document = Docx(t, title)
    document.paragraph(t(_("Team {team}, Stand: {day}", team=view.team, day=_day(view.on))), subtle=True)
    _write_one(document, view.filed, t, level=1, titled=False)
    return written(document.to_bytes(), PaperKind.DOCX, f"{title} {view.team}")


def _write_one(document: Docx, filed: FiledDecision, t: Translator, *, level: int, titled: bool = True) -> None:
    shown = filed.shown
    if titled:
        document.heading(_title(shown, t), level)
    document.paragraph(shown.wording, bold=True)
    document.facts([*_facts(shown, t), *_result_facts(shown.result, t)])
    if shown.result:
        voices = [*shown.result.objections, *shown.result.concerns]
        if voices:
            document.heading(t(_("Einwände und Bedenken")), level + 1)
            nameless = t(_("ohne Namen"))
            document.bullets([f"{voice.name or nameless}: {voice.text}" for voice in voices])
    if shown.history:
        document.heading(t(_("Verlauf")), level + 1)
        document.bullets([f"{t.day(line.on, 'd. MMMM y')}: {t(line.text)}" for line in shown.history])
    document.facts([(t(_("Prüfung")), t(check_text(filed))), ("SHA-256", _grouped(filed.checksum))])


def _title(shown: DecisionShown, t: Translator) -> str:
    return t(_("Beschluss {reference}", reference=shown.reference)) if shown.reference else t(_("Vorschlag"))


def check_text(filed: FiledDecision) -> Text:
    """What the check of the history found, in words."""
    if not filed.intact:
        if filed.first_wrong:
            return _("verändert: Eintrag {n} des Verlaufs ist nicht, was geschrieben wurde", n=filed.first_wrong)
        return _("verändert: Der Beschluss sagt anderes als sein Verlauf")
    if filed.redacted_on:
        return _("unverändert; geschwärzt am {day}", day=_day(filed.redacted_on[-1]))
    return _("unverändert")


def _facts(shown: DecisionShown, t: Translator) -> Iterator[tuple[str, str]]:
    yield t(_("Stand")), t(_STATES[shown.state])
    yield t(_("Weg")), t(_WAYS[shown.way])
    for label, text in (
        (_("Begründung"), shown.reason),
        (_("Entschieden von"), shown.decided_by),
        (_("Beschlossen am"), _spoken(shown.decided_on, t)),
        (_("Gilt ab"), _spoken(shown.valid_from, t)),
        (_("Wiedervorlage"), _spoken(shown.review_on, t)),
        (_("Ersetzt"), shown.supersedes),
        (_("Ersetzt durch"), shown.superseded_by),
        (_("Widerrufen, weil"), shown.revoked_because),
        (_("Wirkung"), _effect(shown, t)),
    ):
        if text:
            yield t(label), text


def _result_facts(result: ResultShown | None, t: Translator) -> Iterator[tuple[str, str]]:
    if result is None:
        return
    yield t(_("Ergebnis")), ", ".join(f"{t(_CHOICES[choice])}: {n}" for choice, n in result.tally)
    if result.quorum:
        yield t(_("Mindestbeteiligung")), str(result.quorum)
    if result.taken_part:
        yield t(_("Teilgenommen")), t.join(list(result.taken_part))
    for choice, names in result.choices:
        if names:
            yield t(_CHOICES[choice]), t.join(list(names))


def _effect(shown: DecisionShown, t: Translator) -> str:
    if not shown.effect:
        return ""
    effect = t(_EFFECTS[shown.effect])
    return f"{effect}. {shown.effect_note}" if shown.effect_note else effect


def _spoken(on: date | None, t: Translator) -> str:
    return t.day(on, "d. MMMM y") if on else ""


def _grouped(checksum: str) -> str:
    """In eights, four of them on a line, so that an eye can compare it."""
    eights = [checksum[start : start + 8] for start in range(0, len(checksum), 8)]
    return "\n".join(" ".join(eights[start : start + 4]) for start in range(0, len(eights), 4))


def _day(on: date) -> Day:
    return Day(on, "d. MMMM y")


def write_decision_csv(view: DecisionBook, t: Translator) -> Written:
    headers = [
        _("Nummer"), _("Stand"), _("Weg"), _("Beschluss"), _("Begründung"), _("Entschieden von"), _("Beschlossen am"),
        _("Gilt ab"), _("Wiedervorlage"), _("Wirkung"), _("Ersetzt"), _("Ersetzt durch"), _("Prüfung"), _("SHA-256"),
    ]  # fmt: skip
    rows = [
        [
            one.shown.reference,
            t(_STATES[one.shown.state]),
            t(_WAYS[one.shown.way]),
            one.shown.wording,
            one.shown.reason,
            one.shown.decided_by,
            *(on.isoformat() if on else "" for on in (one.shown.decided_on, one.shown.valid_from, one.shown.review_on)),
            _effect(one.shown, t),
            one.shown.supersedes,
            one.shown.superseded_by,
            t(check_text(one)),
            one.checksum,
        ]
        for one in view.decisions
    ]
    body = csv_bytes([t(header) for header in headers], rows, t.language)
    return written(body, PaperKind.CSV, t(_("Beschlüsse {team} {day}", team=view.team, day=f"{view.on:%Y-%m-%d}")))


def write_decision_history(view: HistoryFile, t: Translator) -> Written:
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    body = orjson.dumps({"team": view.name, "chains": view.chains}, option=option)
    return written(body, PaperKind.JSON, t(_("Verlauf der Beschlüsse {team}", team=view.name)))
