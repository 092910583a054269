"""The history of a decision, entry by entry in sentences."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.decisions.model import Decision, Effect, Entry, EntryKind
from app.decisions.views import HistoryLine
from app.kit.i18n import Day, Text, _
from app.kit.origin import shortened
from app.people.model import Person

HISTORY_SHOWN = 12
_LONGEST_IN_LINE = 160

EFFECTS = {
    Effect.REACHED: _("erreicht"),
    Effect.PARTLY: _("teilweise erreicht"),
    Effect.NOT_REACHED: _("nicht erreicht"),
    Effect.NOT_MEASURED: _("nicht gemessen"),
}


def last_content(session: Session, decision: Decision, kind: EntryKind) -> dict[str, Any]:
    found = session.scalar(
        select(Entry)
        .where(Entry.decision_id == decision.id, Entry.kind == kind)
        .order_by(Entry.position.desc())
        .limit(1)
    )
    return found.content if found else {}


def history_of(session: Session, decision: Decision) -> tuple[tuple[HistoryLine, ...], int]:
    rows = session.execute(
        select(Entry, Person.name)
        .outerjoin(Person, Person.id == Entry.person_id)
        .where(Entry.decision_id == decision.id)
        .order_by(Entry.position)
    ).all()
    lines = tuple(HistoryLine(entry.on, entry_text(entry), name or "") for entry, name in rows)
    return lines[-HISTORY_SHOWN:], max(0, len(lines) - HISTORY_SHOWN)


def entry_text(entry: Entry) -> Text:
    """One entry in a sentence; what was typed is shortened, the whole of it stands in the export."""
    content = entry.content
    match entry.kind:
        case EntryKind.PROPOSED:
            return _("Zur Einwandrunde gestellt") if content.get("way") == "consent" else _("Zur Abstimmung gestellt")
        case EntryKind.RECORDED:
            return _("Festgehalten als {reference}", reference=content.get("reference", ""))
        case EntryKind.NOT_ADOPTED:
            return _("Nicht angenommen")
        case EntryKind.CHANGED:
            return _("Ergänzt: {facts}", facts=_changed(content))
        case EntryKind.SUPERSEDES:
            return _("Ersetzt {reference}", reference=content.get("reference", ""))
        case EntryKind.SUPERSEDED:
            return _("Ersetzt durch {reference}", reference=content.get("reference", ""))
        case EntryKind.REVOKED:
            return _("Widerrufen: {reason}", reason=_short(content.get("reason")))
        case EntryKind.REVIEWED:
            effect = EFFECTS[Effect(content.get("effect", "not_measured"))]
            if note := _short(content.get("effect_note")):
                return _("Wirkung geprüft: {effect}. {note}", effect=effect, note=note)
            return _("Wirkung geprüft: {effect}", effect=effect)
        case EntryKind.REDACTED:
            return _("Eine Stelle geschwärzt")


def _short(text: object) -> str:
    return shortened(str(text or ""), _LONGEST_IN_LINE)


_LABELS: dict[str, Text] = {
    "reason": _("Begründung: {text}"),
    "decided_by": _("Entschieden von: {text}"),
    "valid_from": _("Gilt ab: {text}"),
    "review_on": _("Wiedervorlage: {text}"),
}


def _changed(content: dict[str, Any]) -> Text:
    found: Text | None = None
    for name, label in _LABELS.items():
        if name not in content:
            continue
        value = content[name]
        told: object = _("keine Angabe") if not value else _short(value)
        if value and name in ("valid_from", "review_on"):
            told = Day(date.fromisoformat(value), "d. MMMM y")
        one = Text(label.msgid, {"text": told})
        found = one if found is None else _("{first}; {second}", first=found, second=one)
    return found or _("ohne Änderung")
