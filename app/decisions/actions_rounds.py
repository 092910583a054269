"""Consent rounds and votes: opened, answered, closed.

In a secret vote nobody's choice is stored beside their name: one row says that they took part, and the tally counts.
"""

from sqlalchemy import func, select

from app.decisions.actions_recording import add_entry, keep_findable, record
from app.decisions.model import Choice, Decision, DecisionState, EntryKind, Participation, Way
from app.decisions.queries import NOTICE, settings_of, today_of, written
from app.decisions.rules import Why, outcome_of, plan_round, quorum_of
from app.kit.errors import UserError
from app.kit.i18n import Text, _
from app.kit.unit import Unit
from app.people.actions_shown import update_card
from app.people.queries import members_of, team_by_id

CHOICES = {
    Way.CONSENT: (Choice.CONSENT, Choice.CONCERN, Choice.OBJECTION),
    Way.VOTE: (Choice.YES, Choice.NO, Choice.ABSTAIN),
}


def open_round(unit: Unit, decision: Decision) -> None:
    """How it is voted is fixed now: a later change of the settings is for later rounds."""
    team = team_by_id(unit.session, decision.team_id)
    chosen = settings_of(unit.session, team.id)
    plan = plan_round(unit.now, chosen.round_days, team.zone, team.calendar)
    decision.opens_at, decision.closes_at, decision.remind_on = unit.now, plan.closes_at, plan.remind_on
    if decision.way is Way.VOTE:
        decision.quorum = quorum_of(len(members_of(unit.session, team.id)), chosen.quorum_percent)
        decision.open_voting = chosen.open_voting
        decision.tally = None if chosen.open_voting else {}
    unit.session.flush()
    content = {
        "way": decision.way.value,
        **written(decision),
        "closes_on": plan.closes_at.astimezone(team.zone).date().isoformat(),
        "open_voting": decision.open_voting,
        "quorum": decision.quorum,
    }
    add_entry(unit, decision, EntryKind.PROPOSED, content, by=unit.acting.person_id)


def is_over(unit: Unit, decision: Decision) -> bool:
    """Closed, or its end has come and the clock has only not looked yet."""
    return decision.state is not DecisionState.OPEN or (
        decision.closes_at is not None and decision.closes_at <= unit.now
    )


def is_secret(decision: Decision) -> bool:
    return decision.way is Way.VOTE and not decision.open_voting


def choose(unit: Unit, decision: Decision, choice: Choice, reason: str | None) -> Text:
    """What was said is counted, or changed where that can be; answers a word on it. The row is locked."""
    if choice not in CHOICES.get(decision.way, ()):
        raise UserError(_("Diese Schaltfläche passt zu nichts mehr, was es gibt."))
    person_id = unit.acting.person_id
    mine = unit.session.scalar(
        select(Participation).where(Participation.decision_id == decision.id, Participation.person_id == person_id)
    )
    if is_secret(decision):
        if mine is not None:
            return _("Ihre Stimme ist schon gezählt. In einer geheimen Abstimmung lässt sie sich nicht ändern.")
        unit.session.add(Participation(decision_id=decision.id, person_id=person_id))
        tally = dict(decision.tally or {})
        tally[choice.value] = tally.get(choice.value, 0) + 1
        decision.tally = tally
        unit.session.flush()
        update_card(unit, NOTICE, decision.id)
        return _("Ihre Stimme ist gezählt.")
    if mine is None:
        unit.session.add(Participation(decision_id=decision.id, person_id=person_id, choice=choice, reason=reason))
        unit.session.flush()
        update_card(unit, NOTICE, decision.id)
    else:
        mine.choice, mine.reason = choice, reason
        unit.session.flush()
    return _noted(choice)


def _noted(choice: Choice) -> Text:
    match choice:
        case Choice.CONSENT:
            return _("Festgehalten: Sie sind einverstanden. Bis zum Schluss lässt sich das ändern.")
        case Choice.CONCERN:
            return _("Festgehalten: einverstanden mit Bedenken. Bis zum Schluss lässt sich das ändern.")
        case Choice.OBJECTION:
            return _("Festgehalten: Ihr Einwand. Bis zum Schluss lässt sich das ändern.")
        case Choice.YES:
            return _("Festgehalten: Ja. Bis zum Schluss lässt sich das ändern.")
        case Choice.NO:
            return _("Festgehalten: Nein. Bis zum Schluss lässt sich das ändern.")
        case Choice.ABSTAIN:
            return _("Festgehalten: Enthaltung. Bis zum Schluss lässt sich das ändern.")


def close_round(unit: Unit, decision: Decision, *, by: int | None = None) -> None:
    """Counts, and records what is adopted. The row is locked, so that no choice comes in between."""
    voices = _counted(unit, decision)
    decision.tally = dict(decision.tally or {}) if is_secret(decision) else voices
    decision.closes_at = min(decision.closes_at, unit.now) if decision.closes_at else unit.now
    decision.version += 1
    why = outcome_of(decision.way.value, decision.tally, decision.quorum)
    if why is Why.ADOPTED:
        record(unit, decision, by=by)
    else:
        decision.state, decision.filed_from = DecisionState.NOT_ADOPTED, today_of(unit, decision.team_id)
        objections = unit.session.scalars(
            select(Participation.reason)
            .where(Participation.decision_id == decision.id, Participation.choice == Choice.OBJECTION)
            .order_by(Participation.id)
        )
        content = {
            "why": why.value,
            "tally": decision.tally,
            "quorum": decision.quorum,
            "objections": [reason for reason in objections if reason],
        }
        unit.session.flush()
        add_entry(unit, decision, EntryKind.NOT_ADOPTED, content, by=by)
    keep_findable(unit, decision)
    update_card(unit, NOTICE, decision.id)
    unit.house.show_anew(unit, decision.origin)


def _counted(unit: Unit, decision: Decision) -> dict[str, int]:
    rows = unit.session.execute(
        select(Participation.choice, func.count())
        .where(Participation.decision_id == decision.id, Participation.choice.is_not(None))
        .group_by(Participation.choice)
    )
    return {choice.value: count for choice, count in rows if choice}
