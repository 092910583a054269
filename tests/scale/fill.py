"""A database as it is after years: many teams with their members, tasks, decisions, meetings and agenda items.

Written in bulk past the rooms' actions: what it holds looks as the rooms would have written it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from app.agenda.model import Item, ItemState, Meeting, MeetingState, Outcome, Treatment
from app.agenda.rules_minutes import freeze
from app.decisions.model import (
    Choice,
    Decision,
    DecisionSettings,
    DecisionState,
    Entry,
    EntryKind,
    LastNumber,
    Participation,
    Way,
)
from app.kit.actor import Actor, Role
from app.kit.db import Row
from app.kit.outbox import Conversation, channel_key, person_key
from app.kit.search import SearchDocument, SearchWord, words_of
from app.people.model import Absence, Channel, ChannelState, Member, Person, Team, TeamState
from app.people.queries import actor_for
from app.standups.model import Answer, Round, RoundState, Series
from app.tasks.model import Supporter, Task, TaskState
from tests.scale.fill_more import fill_more

MEMBERS = 10
ROUNDS = 8
TODAY = date(2026, 11, 20)
_TENANT, _URL = "11111111-2222-3333-4444-555555555555", "http://127.0.0.1:9/emea/"
_BATCH = 2_000
_NOUNS = ("Saal", "Catering", "Einladung", "Merkblatt", "Wohnraum", "Sprachkurs", "Betrieb", "Schule", "Werk", "Amt")
_VERBS = ("buchen", "anfragen", "schreiben", "kürzen", "klären", "abstimmen", "besuchen", "planen", "prüfen", "teilen")


@dataclass(frozen=True)
class Size:
    """How much there is in all; each team has its equal share."""

    teams: int
    tasks: int
    decisions: int
    meetings: int
    items: int


SMALL = Size(teams=5, tasks=1_000, decisions=200, meetings=20, items=300)
LARGE = Size(teams=500, tasks=100_000, decisions=20_000, meetings=2_000, items=30_000)
"""Both give a team the same: what a command costs for it must not hang on the other teams."""


def fill(session: Session, size: Size) -> None:
    _teams(session, size)
    _rounds(session, size)
    _tasks(session, size)
    _decisions(session, size)
    _meetings(session, size)
    fill_more(session, size)
    if session.get_bind().dialect.name == "postgresql":
        _set_sequences(session)
    session.execute(text("ANALYZE"))


def somebody(session: Session, team_id: int) -> Actor:
    """The coordinator of a filled team."""
    team = session.get_one(Team, team_id)
    member = session.scalars(select(Member).where(Member.team_id == team_id).order_by(Member.id).limit(1)).one()
    return actor_for(session.get_one(Person, member.person_id), team, member)


def _add(session: Session, model: type[Row], rows: Iterable[dict[str, Any]]) -> None:
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _BATCH:
            session.execute(insert(model), waiting)
            waiting = []
    if waiting:
        session.execute(insert(model), waiting)


def _thread(team: int) -> str:
    return f"19:team{team}@thread.tacv2"


def _person(team: int, number: int) -> int:
    return (team - 1) * MEMBERS + number % MEMBERS + 1


def _title(number: int) -> str:
    return f"{_NOUNS[number % 10]} {_VERBS[number // 10 % 10]} {number}"


def _day(number: int, span: int = 700) -> date:
    return TODAY - timedelta(days=number * 37 % span)


def _teams(session: Session, size: Size) -> None:
    installed = datetime(2024, 1, 8, 9, tzinfo=UTC)
    teams = range(1, size.teams + 1)
    people = range(1, size.teams * MEMBERS + 1)
    _add(session, Team, (
        {"id": team, "tenant_id": _TENANT, "teams_team_id": _thread(team), "name": f"Kernteam {team}",
         "service_url": _URL, "state": TeamState.ACTIVE, "installed_at": installed, "set_up_at": installed,
         "home_channel_id": team, "next_day_message_at": datetime(2026, 11, 23, 7, 30, tzinfo=UTC)}
        for team in teams
    ))  # fmt: skip
    _add(session, Channel, (
        {"id": team, "team_id": team, "teams_channel_id": _thread(team), "name": "Allgemein",
         "state": ChannelState.ALIVE}
        for team in teams
    ))  # fmt: skip
    _add(session, Person, (
        {"id": person, "tenant_id": _TENANT, "entra_id": f"entra-{person}", "teams_user_id": f"29:{person}",
         "name": f"Person {person}", "language": "de"}
        for person in people
    ))  # fmt: skip
    _add(session, Member, (
        {"team_id": (person - 1) // MEMBERS + 1, "person_id": person, "joined_on": date(2024, 1, 8),
         "role": Role.COORDINATOR if person % MEMBERS == 1 else Role.MEMBER}
        for person in people
    ))  # fmt: skip
    _add(session, Conversation, (
        {"key": channel_key(team, _thread(team)), "tenant_id": _TENANT, "service_url": _URL,
         "teams_conversation_id": _thread(team), "language": "de"}
        for team in teams
    ))  # fmt: skip
    _add(session, Conversation, (
        {"key": person_key(person), "tenant_id": _TENANT, "service_url": _URL, "teams_user_id": f"29:{person}",
         "language": "de"}
        for person in people
    ))  # fmt: skip


def _rounds(session: Session, size: Size) -> None:
    """Each team's last rounds, with two answers each, and somebody who is away."""
    teams = range(1, size.teams + 1)
    _add(session, Series, (
        {"id": team, "team_id": team, "channel_id": team, "opens_weekday": 3, "opens_time": time(10),
         "reminder_weekday": 4, "closes_weekday": 0, "closes_time": time(8), "anchor_on": TODAY,
         "next_year": 2026, "next_week": 49, "next_opens_at": datetime(2026, 11, 26, 9, tzinfo=UTC)}
        for team in teams
    ))  # fmt: skip
    _add(session, Round, (
        {"id": (team - 1) * ROUNDS + back + 1, "series_id": team, "team_id": team, "channel_id": team,
         "iso_year": week[0], "iso_week": week[1], "report_on": on, "state": RoundState.CLOSED, "questions": [],
         "opens_at": datetime.combine(on - timedelta(days=4), time(9), UTC), "opened_on": on - timedelta(days=4),
         "closes_at": datetime.combine(on, time(7), UTC), "closed_on": on}
        for team in teams
        for back in range(ROUNDS)
        for on in [TODAY - timedelta(days=4 + 7 * back)]
        for week in [on.isocalendar()]
    ))  # fmt: skip
    _add(session, Answer, (
        {"round_id": round_id, "person_id": _person((round_id - 1) // ROUNDS + 1, number),
         "texts": {"review": "Viel geschafft.", "blocker": "Es fehlt ein Raum."}, "saved_on": TODAY}
        for round_id in range(1, size.teams * ROUNDS + 1)
        for number in range(2)
    ))  # fmt: skip
    _add(session, Absence, (
        {"person_id": _person(team, 3), "first_day": TODAY, "last_day": TODAY + timedelta(days=4)} for team in teams
    ))  # fmt: skip


def _tasks(session: Session, size: Size) -> None:
    """Of each team's tasks a tenth is open, a third of these overdue."""

    def task(number: int) -> dict[str, Any]:
        team = number % size.teams + 1
        place = number // size.teams
        state = TaskState.DONE if place % 10 else (TaskState.OPEN, TaskState.DOING, TaskState.BLOCKED)[place % 3]
        due = TODAY + timedelta(days=place % 60 - 20) if state.is_open else _day(place)
        return {
            "id": number + 1, "team_id": team, "title": _title(number), "owner_id": _person(team, place),
            "state": state, "due_on": due if place % 4 else None, "created_by": _person(team, place + 1),
            "created_on": _day(place), "done_on": None if state.is_open else _day(place, 600),
            "meeting_id": number % max(size.meetings, 1) + 1 if place % 5 == 0 else None,
        }  # fmt: skip

    _add(session, Task, (task(number) for number in range(size.tasks)))
    _add(session, Supporter, (
        {"task_id": number + 1, "person_id": _person(number % size.teams + 1, number // size.teams + 2)}
        for number in range(0, size.tasks, 7)
    ))  # fmt: skip
    _findable(session, "tasks.task", 0, size.tasks, size)


def _decisions(session: Session, size: Size) -> None:
    def decision(number: int) -> dict[str, Any]:
        team, place = number % size.teams + 1, number // size.teams
        return {
            "id": number + 1, "team_id": team, "year": 2025 + place % 2, "number": place // 2 + 1,
            "state": DecisionState.IN_FORCE if place % 3 else DecisionState.SUPERSEDED, "way": Way.NOTED,
            "wording": f"Wir lassen {_title(number)}.", "reason": "Weil es so besprochen wurde.",
            "decided_on": _day(place), "valid_from": _day(place), "filed_from": _day(place),
            "review_on": TODAY + timedelta(days=place * 9 % 400 - 5), "created_by": _person(team, place),
            "supersedes_id": number - size.teams + 1 if place % 3 == 1 else None,
            "created_on": _day(place), "meeting_id": number % max(size.meetings, 1) + 1 if place % 4 == 0 else None,
        }  # fmt: skip

    _add(session, Decision, (decision(number) for number in range(size.decisions)))
    _add(session, Entry, (
        {"decision_id": number + 1, "position": 1, "kind": EntryKind.RECORDED,
         "content": {"wording": f"Wir lassen {_title(number)}."}, "on": _day(number // size.teams),
         "person_id": _person(number % size.teams + 1, number // size.teams), "sha256": f"{number:064x}"}
        for number in range(size.decisions)
    ))  # fmt: skip
    _add(session, Participation, (
        {"decision_id": number + 1, "person_id": _person(number % size.teams + 1, number // size.teams + voice),
         "choice": Choice.CONCERN, "reason": "Dienstags ist Markt."}
        for number in range(0, size.decisions, 3)
        for voice in range(3)
    ))  # fmt: skip
    _add(session, DecisionSettings, (
        {"team_id": team, "round_days": 3, "quorum_percent": 50, "open_voting": False, "review_months": 6,
         "kept_years": 10 if team % 3 == 0 else None, "kept_since": date(2024, 1, 8) if team % 3 == 0 else None}
        for team in range(1, size.teams + 1)
    ))  # fmt: skip
    last = size.decisions // size.teams
    _add(session, LastNumber, (
        {"team_id": team, "year": year, "number": last} for team in range(1, size.teams + 1) for year in (2025, 2026)
    ))  # fmt: skip
    _findable(session, "decisions.decision", size.tasks, size.decisions, size)


def _meetings(session: Session, size: Size) -> None:
    def meeting(number: int) -> dict[str, Any]:
        team = number % size.teams + 1
        on = TODAY - timedelta(days=4 + 7 * (number // size.teams))
        return {
            "id": number + 1, "team_id": team, "channel_id": team, "planned_on": on, "on": on,
            "starts_at": datetime.combine(on, time(8), UTC), "length_minutes": 60, "state": MeetingState.CLOSED,
            "ends_itself_at": datetime.combine(on + timedelta(days=1), time(7), UTC), "closed_on": on,
            "minutes": freeze([], [], [_person(team, number)], [], "Kurz.", by_itself=False),
            "closed_by": _person(team, number),
        }  # fmt: skip

    def item(number: int) -> dict[str, Any]:
        team, place = number % size.teams + 1, number // size.teams
        return {
            "id": number + 1, "team_id": team, "title": _title(number), "position": place,
            "state": ItemState.DONE if place % 5 else ItemState.OPEN, "presenter_id": _person(team, place),
            "created_by": _person(team, place), "created_on": _day(place),
        }  # fmt: skip

    _add(session, Meeting, (meeting(number) for number in range(size.meetings)))
    _add(session, Item, (item(number) for number in range(size.items)))
    _add(session, Treatment, (
        {"meeting_id": number % size.meetings + 1, "item_id": number + 1, "outcome": Outcome.DONE, "note": "Geklärt."}
        for number in range(size.items)
        if number // size.teams % 5
    ))  # fmt: skip
    _findable(session, "agenda.item", size.tasks + size.decisions, size.items, size)


def _findable(session: Session, kind: str, first: int, many: int, size: Size) -> None:
    _add(session, SearchDocument, (
        {"id": first + number + 1, "team_id": number % size.teams + 1, "kind": kind, "record_id": str(number + 1),
         "title": _title(number), "on": _day(number // size.teams)}
        for number in range(many)
    ))  # fmt: skip
    _add(session, SearchWord, (
        {"team_id": number % size.teams + 1, "word": word, "document_id": first + number + 1}
        for number in range(many)
        for word in words_of(_title(number))
    ))  # fmt: skip


def _set_sequences(session: Session) -> None:
    """Rows came with their ids: the next ones go on after them."""
    for table in Row.metadata.tables.values():
        if "id" in table.columns:
            highest = f'(SELECT coalesce(max(id), 0) + 1 FROM "{table.name}")'
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {highest}, false)"))
