"""Records of every room for a team, with its secret in every field that people type: what a stranger must never read."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.agenda.model import (
    Addendum,
    Attendance,
    Item,
    ItemState,
    Meeting,
    MeetingSeries,
    MeetingState,
    SkippedMeeting,
    Treatment,
)
from app.agenda.model import Outcome as Became
from app.agenda.model import SeriesState as Meets
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
from app.kit.origin import Origin
from app.kit.search import make_findable
from app.people.model import Channel, Download, Team
from app.standups.model import Question, Series, SeriesPerson, SkippedWeek
from app.standups.rules import Slot
from app.tasks.model import Supporter, Task, TaskReminding, TaskState

DAY = date(2026, 11, 24)
NEVER = datetime(2027, 6, 1, tzinfo=UTC)
"""So late that nothing of it happens by itself while somebody attacks."""
LINK = "https://teams.microsoft.com/l/message/19:x/1?context="


def leave_records(session: Session, name: str, secret: str, people: list[int]) -> None:
    """For the team of this name; `people` are two of its members that are in no other team."""
    team_id = session.scalars(select(Team.id).where(Team.name == name)).one()
    channel_id = session.scalars(select(Channel.id).where(Channel.team_id == team_id).order_by(Channel.id)).first()
    assert channel_id is not None
    running = _meetings(session, team_id, channel_id, secret, people)
    _tasks(session, team_id, secret, people, running)
    _decisions(session, team_id, secret, people, running)
    _standups(session, team_id, secret, people)
    session.add(
        Download(
            code_sha256=f"{team_id:064d}", paper="decisions.book", subject="all", person_id=people[0],
            team_id=team_id, useless_after=NEVER,
        )
    )  # fmt: skip


def _added(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def _tasks(session: Session, team_id: int, secret: str, people: list[int], meeting_id: int) -> None:
    common = {"team_id": team_id, "title": f"{secret}: Aufgabe", "created_by": people[1], "created_on": DAY}
    rows = (
        {"owner_id": people[0], "offered_to_id": people[1], "waits_since": DAY, "due_on": DAY,
         "meeting_id": meeting_id, "state": TaskState.OPEN},
        {"owner_name": f"{secret}: Name", "state": TaskState.BLOCKED, "reason": f"{secret}: Grund", "link": LINK},
        {"owner_id": people[0], "accepted": False, "waits_since": DAY, "state": TaskState.DOING, "due_on": DAY},
        {"owner_id": people[1], "state": TaskState.DONE, "done_on": DAY},
    )  # fmt: skip
    for row in rows:
        task = _added(session, Task(**common, **row))
        session.add(Supporter(task_id=task.id, person_id=people[1]))
        make_findable(session, team_id, "tasks.task", task.id, task.title, DAY, task.reason or "")
    session.add(TaskReminding(person_id=people[0], off=True))


def _decisions(session: Session, team_id: int, secret: str, people: list[int], meeting_id: int) -> None:
    common = {
        "team_id": team_id, "wording": f"{secret}: Wortlaut", "reason": f"{secret}: Begründung", "created_on": DAY,
        "decided_by": f"{secret}: Runde", "created_by": people[0], "meeting_id": meeting_id,
    }  # fmt: skip
    over = {"year": 2026, "decided_on": DAY, "review_on": DAY, "filed_from": DAY, "effect_note": f"{secret}: Wirkung"}
    going = {"opens_at": datetime.combine(DAY, time(9), UTC), "closes_at": NEVER, "state": DecisionState.OPEN}
    rows = (
        {**over, "number": 1, "state": DecisionState.SUPERSEDED, "way": Way.NOTED},
        {**over, "number": 2, "state": DecisionState.IN_FORCE, "way": Way.NOTED, "link": LINK},
        {**going, "way": Way.CONSENT, "remind_on": DAY},
        {**going, "way": Way.VOTE, "tally": {"yes": 1}, "quorum": 2},
        {**going, "way": Way.VOTE, "open_voting": True, "quorum": 2},
    )
    last = None
    for row in rows:
        made = _added(session, Decision(**common, **row, supersedes_id=last if row.get("number") == 2 else None))
        last = made.id
        kind = EntryKind.RECORDED if made.number else EntryKind.PROPOSED
        content = {"wording": made.wording, "reason": made.reason}
        session.add(Entry(decision_id=made.id, position=1, kind=kind, content=content, person_id=people[0], on=DAY,
                          sha256="0" * 64))  # fmt: skip
        secretly = row["way"] is Way.VOTE and not row.get("open_voting")
        session.add(
            Participation(
                decision_id=made.id, person_id=people[1], choice=None if secretly else Choice.OBJECTION,
                reason=None if secretly else f"{secret}: Einwand",
            )
        )  # fmt: skip
        make_findable(session, team_id, "decisions.decision", made.id, made.wording, DAY, made.reason or "")
    session.add(LastNumber(team_id=team_id, year=2026, number=2))
    if session.scalar(select(DecisionSettings.id).where(DecisionSettings.team_id == team_id)) is None:
        session.add(DecisionSettings(team_id=team_id))


def _meetings(session: Session, team_id: int, channel_id: int, secret: str, people: list[int]) -> int:
    series = session.scalar(select(MeetingSeries).where(MeetingSeries.team_id == team_id))
    if series is None:
        series = _added(
            session,
            MeetingSeries(
                team_id=team_id, channel_id=channel_id, state=Meets.PAUSED, weekday=3, starts_time=time(9),
                anchor_on=DAY,
            ),
        )  # fmt: skip
    session.add(SkippedMeeting(series_id=series.id, on=DAY + timedelta(days=60)))
    common: dict[str, Any] = {
        "team_id": team_id, "channel_id": channel_id, "length_minutes": 60, "ends_itself_at": NEVER,
        "note": f"{secret}: Anmerkung", "opened_by": people[0],
    }  # fmt: skip
    item = {"team_id": team_id, "title": f"{secret}: Punkt", "presenter_id": people[0], "created_by": people[1],
            "created_on": DAY}  # fmt: skip
    items = [
        _added(session, Item(**item, state=state, link=LINK, made=1))
        for state in (ItemState.OPEN, ItemState.PARKED, ItemState.DONE)
    ]
    for one in items:
        make_findable(session, team_id, "agenda.item", one.id, one.title, DAY)
    frozen = freeze(
        [{"id": items[2].id, "title": items[2].title, "presenter": people[0], "outcome": "done",
          "note": f"{secret}: Notiz"}],
        [], [people[0]], [f"{secret}: Gast"], f"{secret}: Anmerkung", by_itself=False,
    )  # fmt: skip
    found = []
    for on, more in (
        (DAY, {"state": MeetingState.CLOSED, "minutes": frozen, "closed_on": DAY, "closed_by": people[1]}),
        (DAY + timedelta(days=2), {"state": MeetingState.RUNNING, "current_item_id": items[0].id}),
        (DAY + timedelta(days=9), {"state": MeetingState.PLANNED}),
    ):
        starts = datetime.combine(on, time(9), UTC)
        meeting = _added(session, Meeting(**common, planned_on=on, on=on, starts_at=starts, **more))
        session.add(
            Treatment(meeting_id=meeting.id, item_id=items[0].id, outcome=Became.DEFERRED, note=f"{secret}: Notiz")
        )
        session.add(Attendance(meeting_id=meeting.id, person_id=people[0]))
        session.add(Attendance(meeting_id=meeting.id, name=f"{secret}: Gast"))
        session.add(Addendum(meeting_id=meeting.id, text=f"{secret}: Nachtrag", person_id=people[0], on=DAY))
        make_findable(session, team_id, "agenda.minutes", meeting.id, f"{secret}: Protokoll", DAY)
        found.append(meeting.id)
    items[1].origin_kind, items[1].origin_id = Origin("tasks.task", "0").kind, f"{items[1].id}"
    return int(found[1])


def _standups(session: Session, team_id: int, secret: str, people: list[int]) -> None:
    series_id = session.scalars(select(Series.id).where(Series.team_id == team_id)).one()
    asked = session.scalar(select(Question).where(Question.series_id == series_id, Question.slot == Slot.REVIEW))
    if asked is None:
        asked = _added(session, Question(series_id=series_id, slot=Slot.REVIEW))
    asked.text = f"{secret}: Frage"
    session.add(SkippedWeek(series_id=series_id, iso_year=2027, iso_week=3))
    where = {"series": series_id, "person": people[0]}
    session.execute(text("DELETE FROM standups_series_person WHERE series_id = :series AND person_id = :person"), where)
    session.add(SeriesPerson(series_id=series_id, person_id=people[0], chosen=True))
