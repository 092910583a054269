"""What is taken out of the agenda: a passage, a person, and what is not kept any more."""

import re
from typing import Any

from sqlalchemy import delete, select, update

from app.agenda.actions_cards import make_item_findable, show_agenda_anew
from app.agenda.model import Addendum, Attendance, Item, ItemState, Meeting, Treatment
from app.agenda.queries import ITEM
from app.agenda.queries_card import MEETING, MINUTES
from app.agenda.queries_minutes import make_minutes_findable
from app.agenda.rules_minutes import people_in, redacted, without_person
from app.kit.redaction import blacked_out, passage_pattern
from app.kit.search import forget_findable
from app.kit.unit import Unit
from app.people.actions_shown import take_card_away, update_card
from app.people.model import Member


def redact(unit: Unit, team_id: int, passage: str) -> int:
    """Takes a passage out of titles, notes, frozen minutes and addenda; cards and the search follow."""
    pattern = passage_pattern(passage)
    if pattern is None:
        return 0
    here = select(Meeting).where(Meeting.team_id == team_id).order_by(Meeting.id).with_for_update()
    meetings = unit.session.scalars(here).all()
    return _redact_items(unit, team_id, pattern) + sum(_redact_meeting(unit, one, pattern) for one in meetings)


def _redact_items(unit: Unit, team_id: int, pattern: re.Pattern[str]) -> int:
    found = 0
    items = unit.session.scalars(select(Item).where(Item.team_id == team_id).order_by(Item.id).with_for_update()).all()
    for item in items:
        if _redact_row(item, "title", pattern):
            item.version += 1
            unit.session.flush()
            make_item_findable(unit, item)
            update_card(unit, ITEM, item.id)
            found += 1
    if found:
        show_agenda_anew(unit, team_id)
    return found


def _redact_meeting(unit: Unit, meeting: Meeting, pattern: re.Pattern[str]) -> int:
    """One record, however often it stands in it."""
    touched = [
        *(_redact_row(one, "note", pattern) for one in _treatments(unit, meeting.id)),
        *(_redact_row(one, "text", pattern) for one in _addenda(unit, meeting.id)),
        *(_redact_row(one, "name", pattern) for one in _attendance(unit, meeting.id)),
        _redact_row(meeting, "note", pattern),
    ]
    if meeting.minutes is not None and (minutes := redacted(meeting.minutes, pattern)) != meeting.minutes:
        meeting.minutes = minutes
        touched.append(True)
    if not any(touched):
        return 0
    meeting.version += 1
    unit.session.flush()
    if meeting.minutes is not None:
        make_minutes_findable(unit, meeting)
    update_card(unit, MEETING, meeting.id)
    update_card(unit, MINUTES, meeting.id)
    return 1


def _redact_row(row: Any, column: str, pattern: re.Pattern[str]) -> bool:
    """What does not fit any more, because the mark is longer than the passage, is cut."""
    text = getattr(row, column)
    longest = type(row).__table__.c[column].type.length
    if text is None or (clean := blacked_out(text, pattern, longest)) == text:
        return False
    setattr(row, column, clean)
    return True


def _treatments(unit: Unit, meeting_id: int) -> list[Treatment]:
    return list(unit.session.scalars(select(Treatment).where(Treatment.meeting_id == meeting_id)))


def _addenda(unit: Unit, meeting_id: int) -> list[Addendum]:
    return list(unit.session.scalars(select(Addendum).where(Addendum.meeting_id == meeting_id)))


def _attendance(unit: Unit, meeting_id: int) -> list[Attendance]:
    return list(unit.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id)))


def erase(unit: Unit, person_id: int) -> None:
    """Records stay, the person goes out of them: frozen minutes then read „eine frühere Person“."""
    session = unit.session
    for column in (Item.presenter_id, Item.created_by, Meeting.opened_by, Meeting.closed_by):
        session.execute(update(column.class_).where(column == person_id).values({column.key: None}))
    for meeting_id in session.scalars(select(Addendum.meeting_id).where(Addendum.person_id == person_id)).all():
        update_card(unit, MINUTES, meeting_id)
    session.execute(update(Addendum).where(Addendum.person_id == person_id).values(person_id=None))
    session.execute(update(Attendance).where(Attendance.person_id == person_id).values(person_id=None))
    teams = list(session.scalars(select(Member.team_id).where(Member.person_id == person_id)))
    frozen = select(Meeting).where(Meeting.team_id.in_(teams), Meeting.minutes.is_not(None))
    for meeting in session.scalars(frozen).all():
        assert meeting.minutes is not None
        if person_id in people_in(meeting.minutes):
            meeting.minutes = without_person(meeting.minutes, person_id)
            update_card(unit, MINUTES, meeting.id)
    session.flush()
    for team_id in teams:
        show_agenda_anew(unit, team_id)


def forget_meeting(unit: Unit, meeting: Meeting) -> None:
    """With its posts in Teams, and the items that ended there."""
    there = select(Treatment.item_id).where(Treatment.meeting_id == meeting.id)
    ended = Item.state.in_((ItemState.DONE, ItemState.DROPPED))
    forget_items(unit, list(unit.session.scalars(select(Item.id).where(Item.id.in_(there), ended))))
    for notice in (MINUTES, MEETING):
        take_card_away(unit, notice, meeting.id)
    forget_findable(unit.session, MINUTES, meeting.id)
    unit.session.execute(delete(Meeting).where(Meeting.id == meeting.id))


def forget_items(unit: Unit, ids: list[int]) -> None:
    for item_id in ids:
        take_card_away(unit, ITEM, item_id)
        forget_findable(unit.session, ITEM, item_id)
    unit.session.execute(delete(Item).where(Item.id.in_(ids)))
