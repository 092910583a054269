"""A decision comes into the team's record: noted at once, or as the proposal of a round."""

from app.decisions.actions_recording import keep_findable, record
from app.decisions.actions_rounds import open_round
from app.decisions.model import Decision, DecisionState, Way
from app.decisions.queries import NOTICE, today_of
from app.decisions.queries_form import DecisionTyped
from app.kit.incoming import Place
from app.kit.origin import Origin
from app.kit.unit import Unit
from app.people.actions_shown import show_card


def add_decision(
    unit: Unit, team_id: int, typed: DecisionTyped, origin: Origin | None, place: Place | None
) -> Decision:
    """A new decision, noted at once; or the proposal of a round, without a number. Its card appears in the channel."""
    decision = Decision(
        team_id=team_id,
        state=DecisionState.OPEN,
        way=typed.way,
        wording=typed.wording,
        reason=typed.reason,
        decided_by=typed.decided_by,
        valid_from=typed.valid_from,
        review_on=typed.review_on,
        supersedes_id=typed.supersedes.id if typed.supersedes else None,
        origin_kind=origin.kind if origin else None,
        origin_id=origin.id if origin else None,
        link=typed.link,
        meeting_id=unit.house.meeting_now(unit, team_id),
        created_by=unit.acting.person_id,
        created_on=today_of(unit, team_id),
    )
    unit.session.add(decision)
    unit.session.flush()
    if typed.way is Way.NOTED:
        record(unit, decision, by=unit.acting.person_id)
    else:
        open_round(unit, decision)
    keep_findable(unit, decision)
    show_card(unit, team_id, NOTICE, decision.id, place)
    unit.house.show_anew(unit, origin)
    return decision
