"""Decisions in files: Word, a table, and the chain of the history itself."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.decisions.model import Decision, DecisionState, Entry, EntryKind, Participation, Way
from app.decisions.queries import decision_for, entries_of, facts_of, links_of, today_of
from app.decisions.queries_history import entry_text
from app.decisions.queries_shown import result_of, voices_of
from app.decisions.rules_history import Verdict, book_checksum, verify
from app.decisions.views import DecisionBook, DecisionFile, DecisionShown, FiledDecision, HistoryFile, HistoryLine
from app.kit.answers import Answer, Dialog, Said
from app.kit.commands import Ask
from app.kit.i18n import _
from app.kit.unit import Unit
from app.people.actions_downloads import download_link
from app.people.queries import team_by_id

MOST_IN_FILE = 5000
_BATCH = 500


def open_export(unit: Unit, ask: Ask) -> Answer:
    """*Exportieren*: the files, each behind a link that works once."""
    year = today_of(unit, unit.acting.team_id).year
    links = []
    if ask.values.get("one"):
        decision = decision_for(unit.session, unit.acting, ask.number("one"))
        links.append(download_link(unit, _("Dieser Beschluss (Word)"), "decisions.one", decision.id))
    links += [
        download_link(unit, _("Was in Kraft ist (Word)"), "decisions.book", "all"),
        download_link(unit, _("Alle aus {year} (Word)", year=year), "decisions.book", year),
        download_link(unit, _("Alle als Tabelle (CSV)"), "decisions.csv", "all"),
        download_link(unit, _("Verlauf mit Prüfsummen (JSON)"), "decisions.history", "all"),
    ]
    told = _("Jeder Link öffnet seine Datei ein einziges Mal, eine Viertelstunde lang. Die Prüfsumme steht darin.")
    return Dialog(_("Exportieren"), Said(told, _("Beschlüsse exportieren"), tuple(links)))


def verdict_of(session: Session, decision: Decision, entries: Sequence[Entry] | None = None) -> Verdict:
    """Whether the decision's history is what was written."""
    links = links_of(entries_of(session, decision.id) if entries is None else entries)
    return verify(decision.id, links, facts_of(session, decision))


def load_book(unit: Unit, subject: str) -> DecisionBook:
    """`all`: what is in force; `2026`: all that was recorded that year, and what was not adopted in it."""
    here = _of_team(unit)
    if not subject.isdecimal():
        return _book(unit, None, _in_order(unit, here.where(Decision.state == DecisionState.IN_FORCE)))
    year = int(subject)
    refused = here.where(
        Decision.state == DecisionState.NOT_ADOPTED,
        Decision.filed_from >= date(year, 1, 1),
        Decision.filed_from <= date(year, 12, 31),
    )
    return _book(unit, year, [*_in_order(unit, here.where(Decision.year == year)), *_in_order(unit, refused)])


def load_csv(unit: Unit, subject: str) -> DecisionBook:
    """All that ever came to an end, whether it is still in force or not."""
    return _book(unit, None, _in_order(unit, _of_team(unit).where(Decision.state != DecisionState.OPEN)))


def load_one(unit: Unit, subject: str) -> DecisionFile:
    decision = decision_for(unit.session, unit.acting, int(subject))
    team = team_by_id(unit.session, decision.team_id)
    return DecisionFile(team.name, today_of(unit, team.id), _filed(unit, [decision])[0])


def load_history(unit: Unit, subject: str) -> HistoryFile:
    """All entries as the chain knows them: enough to compute every checksum again."""
    decisions = _in_order(unit, _of_team(unit))
    entries = _entries(unit, decisions)
    chains: list[dict[str, object]] = [
        {
            "decision": one.id,
            "reference": one.reference,
            "state": one.state.value,
            "entries": [
                {
                    "position": entry.position,
                    "kind": entry.kind.value,
                    "on": entry.on.isoformat(),
                    "content": entry.content,
                    "sha256": entry.sha256,
                }
                for entry in entries.get(one.id, [])
            ],
        }
        for one in decisions
    ]
    return HistoryFile(team_by_id(unit.session, unit.acting.team_id).name, tuple(chains))


def _of_team(unit: Unit) -> Select[Decision]:
    return select(Decision).where(Decision.team_id == unit.acting.team_id)


def _in_order(unit: Unit, query: Select[Decision]) -> list[Decision]:
    ordered = query.order_by(Decision.year.desc(), Decision.number.desc(), Decision.id).limit(MOST_IN_FILE)
    return list(unit.session.scalars(ordered))


def _book(unit: Unit, year: int | None, decisions: Sequence[Decision]) -> DecisionBook:
    team = team_by_id(unit.session, unit.acting.team_id)
    filed = _filed(unit, decisions)
    over = book_checksum((one.shown.reference or str(one.shown.decision_id), one.checksum) for one in filed)
    return DecisionBook(team.name, year, today_of(unit, team.id), tuple(filed), over)


def _filed(unit: Unit, decisions: Sequence[Decision]) -> list[FiledDecision]:
    """With a few questions for all of them, however many there are."""
    session = unit.session
    entries = _entries(unit, decisions)
    voices: dict[int, list[tuple[str, Participation]]] = {}
    references: dict[int, str] = {}
    superseded_by: dict[int, str] = {}
    for ids in _batches([one.id for one in decisions]):
        voices |= voices_of(session, ids)
    for ids in _batches([one.id for one in decisions if one.state is DecisionState.SUPERSEDED]):
        later = select(Decision).where(Decision.supersedes_id.in_(ids), Decision.number.is_not(None))
        superseded_by |= {one.supersedes_id: one.reference for one in session.scalars(later) if one.supersedes_id}
    for ids in _batches([one.supersedes_id for one in decisions if one.supersedes_id and one.number]):
        earlier = session.scalars(select(Decision).where(Decision.id.in_(ids)))
        references |= {one.id: one.reference for one in earlier}
    found = []
    for one in decisions:
        history = entries.get(one.id, [])
        verdict = verdict_of(session, one, history)
        revoked = next((entry.content for entry in reversed(history) if entry.kind is EntryKind.REVOKED), {})
        over = one.way is not Way.NOTED and one.state is not DecisionState.OPEN
        shown = DecisionShown(
            one.id,
            one.reference,
            one.state.value,
            one.way.value,
            one.wording,
            one.reason or "",
            one.decided_by or "",
            one.decided_on,
            one.valid_from,
            one.review_on,
            one.effect.value if one.effect else None,
            one.effect_note or "",
            supersedes=references.get(one.supersedes_id or 0, ""),
            superseded_by=superseded_by.get(one.id, ""),
            revoked_because=str(revoked.get("reason", "")),
            link=one.link or "",
            result=result_of(one, voices.get(one.id, [])) if over else None,
            history=tuple(HistoryLine(entry.on, entry_text(entry)) for entry in history),
        )
        found.append(FiledDecision(shown, verdict.checksum, verdict.intact, verdict.first_wrong, verdict.redacted_on))
    return found


def _entries(unit: Unit, decisions: Sequence[Decision]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for ids in _batches([one.id for one in decisions]):
        query = select(Entry).where(Entry.decision_id.in_(ids)).order_by(Entry.decision_id, Entry.position)
        for entry in unit.session.scalars(query):
            found.setdefault(entry.decision_id, []).append(entry)
    return found


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
