"""What decisions hold about a person."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from app.decisions.model import Decision, Entry, Participation
from app.kit.i18n import _, _many
from app.kit.personal import Held, Kept
from app.kit.unit import Unit

KEPT = (
    Kept(
        _("Wer einen Beschluss festgehalten, ergänzt, ersetzt, geprüft oder widerrufen hat, mit dem Tag"),
        _("Damit ein Beschluss nachvollziehbar bleibt"),
        _("Nach dem Ablageplan des Teams; auf Wunsch früher ohne Namen"),
        _("Alle im Team"),
    ),
    Kept(
        _("Teilnahme an Einwandrunden und Abstimmungen"),
        _("Um die Mindestbeteiligung zu zählen; nach dem Schluss stehen die Namen auf der Karte"),
        _("So lange wie der Beschluss; auf Wunsch früher ohne Namen"),
        _("Alle im Team, nach dem Schluss"),
    ),
    Kept(
        _("Bedenken und Einwände mit Grund; die Stimme nur in offenen Abstimmungen"),
        _("Damit ein Vorschlag besser werden kann"),
        _("So lange wie der Beschluss; auf Wunsch früher ohne Namen"),
        _("Alle im Team, nach dem Schluss. In geheimen Abstimmungen wird die Stimme nirgends gespeichert."),
    ),
)


def held(unit: Unit, person_id: int) -> Iterator[Held]:
    def count(column: Any, mine: Any) -> int:
        return unit.session.scalar(select(func.count(column)).where(mine)) or 0

    if n := count(Entry.id, Entry.person_id == person_id):
        yield Held(_many("ein Eintrag im Verlauf eines Beschlusses", "{n} Einträge in Verläufen von Beschlüssen", n))
    if n := count(Participation.id, Participation.person_id == person_id):
        yield Held(_many("Teilnahme an einer Runde", "Teilnahme an {n} Runden", n))


def held_lines(unit: Unit, person_id: int) -> list[Held]:
    return list(held(unit, person_id))


def export(unit: Unit, person_id: int) -> dict[str, Any]:
    entries = unit.session.execute(
        select(Entry, Decision)
        .join(Decision, Decision.id == Entry.decision_id)
        .where(Entry.person_id == person_id)
        .order_by(Entry.id)
    )
    voices = unit.session.execute(
        select(Participation, Decision)
        .join(Decision, Decision.id == Participation.decision_id)
        .where(Participation.person_id == person_id)
        .order_by(Participation.id)
    )
    return {
        "decision_entries": [
            {"decision": decision.reference or None, "wording": decision.wording, "kind": entry.kind.value,
             "on": entry.on.isoformat()}
            for entry, decision in entries
        ],
        "decision_participations": [
            {"decision": decision.reference or None, "wording": decision.wording,
             "choice": voice.choice.value if voice.choice else None, "reason": voice.reason}
            for voice, decision in voices
        ],
    }  # fmt: skip
