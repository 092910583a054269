"""What grows beside the records themselves: choices, notes, posts, links, attendances. A few for each team."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.agenda.model import Addendum, Attendance, Item, Meeting, MeetingSeries, SkippedMeeting
from app.kit.db import Row
from app.kit.inbox import InboxEntry
from app.kit.outbox import Conversation, Operation, OutboxRow, Post, RowState
from app.people.model import Download, Person
from app.standups.model import PersonalLink, Question, Round, SeriesPerson, SkippedWeek
from app.standups.rules import Slot
from app.tasks.model import Task, TaskReminding

if TYPE_CHECKING:
    from tests.scale.fill import Size

ON, AT = date(2026, 11, 20), datetime(2026, 11, 20, 8, tzinfo=UTC)
LATE = AT + timedelta(days=7)
INBOX = 20
"""Answers noted for a team in three days."""


def fill_more(session: Session, size: "Size") -> None:
    teams = range(1, size.teams + 1)
    people = list(session.scalars(select(Person.id).order_by(Person.id)))
    members = len(people) // size.teams
    _add(session, Question, ({"series_id": team, "slot": slot, "text": "Was war?"} for team in teams for slot in Slot))
    _add(session, SkippedWeek, ({"series_id": team, "iso_year": 2026, "iso_week": week} for team in teams
                                for week in (52, 53)))  # fmt: skip
    _add(session, SeriesPerson, ({"series_id": (one - 1) // members + 1, "person_id": one} for one in people))
    _add(session, TaskReminding, ({"person_id": one, "off": True} for one in people[::3]))
    rounds = session.execute(select(Round.id, Round.team_id)).all()
    _add(session, PersonalLink, (
        {"round_id": one, "person_id": (team - 1) * members + 1, "code_sha256": f"{one:064x}"} for one, team in rounds
    ))  # fmt: skip
    _add(session, Download, (
        {"code_sha256": f"{team:064x}", "paper": "decisions.book", "subject": "all", "person_id": team * members,
         "team_id": team, "useless_after": LATE}
        for team in teams
    ))  # fmt: skip
    _add(session, MeetingSeries, (
        {"id": team, "team_id": team, "channel_id": team, "weekday": 1, "starts_time": time(9), "anchor_on": ON,
         "next_on": ON + timedelta(days=4), "next_post_at": AT + timedelta(days=4),
         "next_filing_at": AT + timedelta(days=1)}
        for team in teams
    ))  # fmt: skip
    _add(session, SkippedMeeting, ({"series_id": team, "on": date(2026, 12, 29)} for team in teams))
    _met(session, members)
    _sent(session, size)


def _met(session: Session, members: int) -> None:
    meetings = session.execute(select(Meeting.id, Meeting.team_id)).all()
    _add(session, Attendance, (
        {"meeting_id": one, "person_id": (team - 1) * members + number + 1} for one, team in meetings
        for number in range(3)
    ))  # fmt: skip
    _add(session, Addendum, (
        {"meeting_id": one, "text": "Der Saal kostet nichts.", "person_id": (team - 1) * members + 1, "on": ON}
        for one, team in meetings
    ))  # fmt: skip


def _sent(session: Session, size: "Size") -> None:
    """A post for each record that has a card, and what went out and came in during the last days."""
    chats = dict(session.execute(select(Conversation.key, Conversation.id)).all())
    channels = {int(key.split(":")[1]): one for key, one in chats.items() if key.startswith("channel:")}
    things = [
        (f"{notice}:{one}", channels[team])
        for notice, model in (("tasks.card", Task), ("agenda.item", Item), ("agenda.meeting", Meeting))
        for one, team in session.execute(select(model.id, model.team_id))
    ]
    _add(session, Post, (
        {"thing": thing, "conversation_id": chat, "activity_id": f"1:{number}", "posted_at": AT - timedelta(days=2)}
        for number, (thing, chat) in enumerate(things)
    ))  # fmt: skip
    _add(session, OutboxRow, (
        {"key": f"post {thing}", "operation": Operation.POST, "notice": thing.partition(":")[0], "subject": "1",
         "conversation_id": chat, "state": RowState.SENT, "created_at": AT, "send_after": AT, "useless_after": LATE,
         "finished_at": AT}
        for thing, chat in things[: size.teams * INBOX]
    ))  # fmt: skip
    _add(session, InboxEntry, (
        {"key": f"19:team{number % size.teams + 1}@thread.tacv2|{number}", "arrived_at": AT,
         "answer": {"kind": "text", "text": "Gespeichert."}}
        for number in range(size.teams * INBOX)
    ))  # fmt: skip


def _add(session: Session, model: type[Row], rows: Iterable[dict[str, Any]]) -> None:
    found = list(rows)
    for start in range(0, len(found), 2_000):
        session.execute(insert(model), found[start : start + 2_000])
