"""A person is taken out: the records stay, without them."""

from sqlalchemy import select, update

from app.decisions.model import Decision, Entry, Participation
from app.decisions.queries import NOTICE
from app.kit.unit import Unit
from app.people.actions_shown import update_card


def erase(unit: Unit, person_id: int) -> None:
    """The tally stays what it was; the names go out of the cards. Checksums hold: no person is in them."""
    shown_in = unit.session.scalars(
        select(Participation.decision_id).where(Participation.person_id == person_id).distinct()
    ).all()
    for row in (Participation, Entry):
        unit.session.execute(update(row).where(row.person_id == person_id).values(person_id=None))
    unit.session.execute(update(Decision).where(Decision.created_by == person_id).values(created_by=None))
    for decision_id in shown_in:
        update_card(unit, NOTICE, decision_id)
