"""Reads of decisions. `decision_for` is the only way from a button's id to a decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.decisions.model import Decision, DecisionSettings, DecisionState, Entry
from app.decisions.rules_history import Link
from app.decisions.views import DecisionLine, DecisionList
from app.kit.actor import Actor
from app.kit.calendar import local_day
from app.kit.errors import NotAllowed
from app.kit.i18n import Text, _
from app.kit.incoming import Place, PlaceKind
from app.kit.origin import Origin, Trace, shortened
from app.kit.search import find
from app.kit.unit import Unit
from app.people.queries import team_by_id, teams_of

DECISION = "decisions.decision"
"""The origin's kind, the search row's kind."""
NOTICE = "decisions.card"
PAGE = 10
MOST_OPEN_ROUNDS = 5
LINE_LENGTH = 160

DEFAULTS = DecisionSettings(round_days=3, quorum_percent=50, open_voting=False, review_months=6)


def decision_for(session: Session, actor: Actor, decision_id: int, *, lock: bool = False) -> Decision:
    """A decision of a team the actor belongs to now. `lock` keeps others from changing it until the unit commits."""
    mine = [team.id for team, _member in teams_of(session, actor.person_id)]
    query = select(Decision).where(Decision.id == decision_id, Decision.team_id.in_(mine))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise gone()
    return found


def locked(session: Session, decision_id: int) -> Decision | None:
    """The row as it is now, whatever this session read of it before."""
    query = select(Decision).where(Decision.id == decision_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def gone() -> NotAllowed:
    return NotAllowed(_("Diesen Beschluss gibt es nicht mehr."))


def decision_numbered(session: Session, team_id: int, reference: tuple[int, int]) -> Decision | None:
    year, number = reference
    return session.scalar(
        select(Decision).where(Decision.team_id == team_id, Decision.year == year, Decision.number == number)
    )


def decision_of(session: Session, team_id: int, origin: Origin) -> Decision | None:
    return session.scalar(
        select(Decision).where(
            Decision.team_id == team_id, Decision.origin_kind == origin.kind, Decision.origin_id == origin.id
        )
    )


def settings_of(session: Session, team_id: int) -> DecisionSettings:
    found = session.scalar(select(DecisionSettings).where(DecisionSettings.team_id == team_id))
    return found or DEFAULTS


def kept_years(session: Session, team_id: int) -> int | None:
    """The filing plan, for decisions here and for the minutes of the room above. None: for good."""
    return session.scalar(select(DecisionSettings.kept_years).where(DecisionSettings.team_id == team_id))


def entries_of(session: Session, decision_id: int) -> Sequence[Entry]:
    return session.scalars(select(Entry).where(Entry.decision_id == decision_id).order_by(Entry.position)).all()


def links_of(entries: Sequence[Entry]) -> list[Link]:
    return [Link(entry.position, entry.kind.value, entry.on, entry.content, entry.sha256) for entry in entries]


def written(decision: Decision) -> dict[str, Any]:
    """What the history keeps of a decision, without any person."""

    def iso(on: date | None) -> str | None:
        return on.isoformat() if on else None

    return {
        "wording": decision.wording,
        "reason": decision.reason,
        "decided_by": decision.decided_by,
        "decided_on": iso(decision.decided_on),
        "valid_from": iso(decision.valid_from),
        "review_on": iso(decision.review_on),
    }


def facts_of(session: Session, decision: Decision) -> dict[str, object]:
    """What the decision's own row says, in the words of its history."""
    return {
        **written(decision),
        "effect": decision.effect.value if decision.effect else None,
        "effect_note": decision.effect_note,
        "reference": decision.reference or None,
    }


def today_of(unit: Unit, team_id: int) -> date:
    return local_day(unit.now, team_by_id(unit.session, team_id).zone)


def decision_list(unit: Unit, page: int = 1) -> DecisionList:
    """A page of what is in force, the newest first; a page that is not there is taken as the nearest one."""
    session, team_id = unit.session, unit.acting.team_id
    today = today_of(unit, team_id)
    here = (Decision.team_id == team_id, Decision.state == DecisionState.IN_FORCE)
    count = session.scalar(select(func.count()).select_from(Decision).where(*here)) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    rows = session.scalars(
        select(Decision)
        .where(*here)
        .order_by(Decision.year.desc(), Decision.number.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    open_rounds: Sequence[Decision] = ()
    if page == 1:
        open_rounds = session.scalars(
            select(Decision)
            .where(Decision.team_id == team_id, Decision.state == DecisionState.OPEN)
            .order_by(Decision.closes_at, Decision.id)
            .limit(MOST_OPEN_ROUNDS)
        ).all()
    zone = team_by_id(session, team_id).zone
    return DecisionList(
        tuple(_line(one, today) for one in rows),
        tuple(
            DecisionLine(
                one.id,
                "",
                shortened(one.wording, LINE_LENGTH),
                None,
                closes_on=local_day(one.closes_at, zone) if one.closes_at else None,
                state=one.state.value,
            )
            for one in open_rounds
        ),
        count,
        page,
        pages,
    )


def _line(decision: Decision, today: date, team: str = "") -> DecisionLine:
    in_force = decision.state is DecisionState.IN_FORCE
    return DecisionLine(
        decision.id,
        decision.reference,
        shortened(decision.wording, LINE_LENGTH),
        decision.decided_on,
        review_due=in_force and decision.review_on is not None and decision.review_on <= today,
        team=team,
        state=decision.state.value,
    )


def found_list(unit: Unit, typed: str, place: Place | None) -> DecisionList:
    """What a search finds: in a channel of its team, in 1:1 of all the asker's teams."""
    actor = unit.acting
    teams = {team.id: team.name for team, _member in teams_of(unit.session, actor.person_id)}
    if place is not None and place.kind is PlaceKind.CHANNEL:
        teams = {actor.team_id: teams[actor.team_id]}
    hits = find(unit.session, list(teams), typed, (DECISION,), most=PAGE + 1)
    ids = [int(hit.record_id) for hit in hits[:PAGE]]
    rows = unit.session.scalars(select(Decision).where(Decision.id.in_(ids), Decision.team_id.in_(list(teams))))
    by_id = {one.id: one for one in rows}
    today = today_of(unit, actor.team_id)
    lines = tuple(
        _line(by_id[one], today, teams[by_id[one].team_id] if len(teams) > 1 else "") for one in ids if one in by_id
    )
    return DecisionList(lines, (), len(lines), searched=typed, more=len(hits) > PAGE)


def traces(session: Session, team_id: int, kind: str, ids: Sequence[str]) -> Mapping[str, Trace]:
    """The decisions made of things of this kind, as a line under each."""
    rows = session.scalars(
        select(Decision).where(
            Decision.team_id == team_id, Decision.origin_kind == kind, Decision.origin_id.in_(list(ids))
        )
    )
    return {str(one.origin_id): Trace(_trace(one)) for one in rows}


def _trace(decision: Decision) -> Text:
    wording = shortened(decision.wording, LINE_LENGTH)
    if decision.reference:
        return _("→ Beschluss {reference}: {wording}", reference=decision.reference, wording=wording)
    if decision.state is DecisionState.NOT_ADOPTED:
        return _("→ Vorschlag, nicht angenommen: {wording}", wording=wording)
    return _("→ Vorschlag: {wording}", wording=wording)


def title_of(decision: Decision) -> Text:
    return _("Beschluss {reference}", reference=decision.reference) if decision.reference else _("Vorschlag")
