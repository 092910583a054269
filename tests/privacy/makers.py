"""A person with marks in every table of every room: names, ids, and what only they typed. Each room has its maker."""

from collections.abc import Callable
from datetime import date, timedelta

from app.agenda.model import Addendum, Attendance, Item, Meeting, MeetingState, Treatment
from app.agenda.queries_minutes import make_minutes_findable
from app.agenda.rules_minutes import FrozenItem, freeze
from app.decisions.actions_recording import add_entry
from app.decisions.model import Choice, Decision, DecisionState, EntryKind, Participation, Way
from app.kit.contributions import MinutesLine, MinutesPart
from app.kit.i18n import Text, verbatim
from app.kit.inbox import InboxEntry
from app.kit.outbox import Post, find_conversation, person_key
from app.kit.unit import Unit
from app.people.actions_downloads import download_link
from app.people.model import Absence, Member, Person, Team
from app.standups.model import Answer, PersonalLink, Round, RoundState, Series, SeriesPerson
from app.tasks.actions import findable
from app.tasks.model import Supporter, Task, TaskReminding
from tests.makers import MadeTeam, make_team

MARK = "Zwetschgendatschi"
"""What the person typed, and only they."""
NAME = "Özgür Zacharias-Weiß"
ENTRA_ID, TEAMS_USER_ID, CHAT = "entra-özgür-7", "29:özgür-7", "a:chat-özgür-7"
MARKS = (MARK, NAME, ENTRA_ID, TEAMS_USER_ID, CHAT)
ROSTER = {
    ("people_person", "name"),
    ("people_person", "entra_id"),
    ("people_person", "teams_user_id"),
    ("kit_conversation", "teams_user_id"),
    ("kit_conversation", "teams_conversation_id"),
    ("kit_inbox", "key"),
}
"""What stays of a present member: Teams delivers it every night, and the bot could neither know nor write to them.
The inbox's key is the chat's id beside that of a press, for three days: without it a second arrival would do it again.
"""
REFERENCES = {("people_member", "person_id")}
"""References to the person's row that stay with it."""


def marked_person(unit: Unit, team: MadeTeam) -> Person:
    """Bert becomes the person with the marks."""
    person = unit.session.get_one(Person, team.people["Bert"].id)
    person.name, person.entra_id, person.teams_user_id = NAME, ENTRA_ID, TEAMS_USER_ID
    person.chosen_team_id = team.id
    chat = find_conversation(unit.session, person_key(person.id))
    assert chat is not None
    chat.teams_user_id, chat.teams_conversation_id = TEAMS_USER_ID, CHAT
    unit.session.flush()
    return person


def people(unit: Unit, team: MadeTeam, person: Person) -> None:
    other = make_team(unit, "Kernteam Ost", "Emil", 2)
    unit.session.add(Absence(person_id=person.id, first_day=date(2026, 11, 1), last_day=date(2026, 11, 30)))
    unit.session.add(
        Member(team_id=other.id, person_id=person.id, joined_on=date(2026, 1, 1), left_on=date(2026, 11, 1))
    )
    unit.session.get_one(Team, other.id).installer_entra_id = ENTRA_ID
    unit.actor = team.actor("Bert")
    download_link(unit, verbatim("x"), "people.export_json", person.id)


def kit(unit: Unit, team: MadeTeam, person: Person) -> None:
    chat = find_conversation(unit.session, person_key(person.id))
    assert chat is not None
    unit.session.add(
        Post(thing=f"people.day:{person.id}-2026-11-20", conversation_id=chat.id, activity_id="1:1", posted_at=unit.now)
    )
    for key, text in {f"{CHAT}|1": MARK, "19:team1@thread.tacv2|2": f"Notiert für {NAME}."}.items():
        answer = {"kind": "card", "text": "x", "card": {"body": [{"inlines": [{"text": text}]}]}}
        unit.session.add(InboxEntry(key=key, answer=answer, arrived_at=unit.now))


def standups(unit: Unit, team: MadeTeam, person: Person) -> None:
    series = Series(
        team_id=team.id,
        channel_id=team.channel.id,
        opens_weekday=3,
        opens_time=unit.now.time(),
        closes_weekday=0,
        closes_time=unit.now.time(),
        anchor_on=unit.now.date(),
    )
    unit.session.add(series)
    unit.session.flush()
    for week, state in ((46, RoundState.CLOSED), (47, RoundState.OPEN)):
        round_ = Round(
            series_id=series.id,
            team_id=team.id,
            channel_id=team.channel.id,
            iso_year=2026,
            iso_week=week,
            report_on=unit.now.date(),
            opens_at=unit.now - timedelta(days=1),
            closes_at=unit.now + timedelta(days=1),
            state=state,
            questions=[{"slot": "review", "text": None}, {"slot": "blocker", "text": None}],
        )
        unit.session.add(round_)
        unit.session.flush()
        for who, typed in ((person.id, MARK), (team.people["Anna"].id, "Saal gebucht")):
            texts = {"review": typed, "blocker": typed}
            unit.session.add(Answer(round_id=round_.id, person_id=who, texts=texts, saved_on=unit.now.date()))
        unit.session.add(PersonalLink(round_id=round_.id, person_id=person.id, code_sha256=f"{week}"))
    unit.session.add(SeriesPerson(series_id=series.id, person_id=person.id, left=True))


def tasks(unit: Unit, team: MadeTeam, person: Person) -> None:
    """Theirs, offered to them, made by them, helped with by them: a task each, and one with all of it."""
    today, mine = unit.now.date(), {"owner_id": person.id, "snoozed_until": date(2026, 12, 1)}
    offered, made = {"offered_to_id": person.id, "waits_since": today}, {"created_by": person.id}
    for number, who in enumerate((mine, offered, made, {}, {**mine, **offered, **made}), 1):
        task = Task(team_id=team.id, title=f"Saal {number} buchen", created_on=today, **who)
        unit.session.add(task)
        unit.session.flush()
        findable(unit, task)
        if "owner_id" in who or not who:
            unit.session.add(Supporter(task_id=task.id, person_id=person.id))
    unit.session.add(TaskReminding(person_id=person.id, off=True))


def decisions(unit: Unit, team: MadeTeam, person: Person) -> None:
    """One made in a round with their objection, one whose round is still open."""
    for number, state in ((1, DecisionState.IN_FORCE), (None, DecisionState.OPEN)):
        decision = Decision(
            team_id=team.id,
            year=2026 if number else None,
            number=number,
            state=state,
            way=Way.CONSENT,
            wording="Wir mieten den Saal",
            decided_on=unit.now.date() if number else None,
            opens_at=unit.now,
            closes_at=unit.now + timedelta(days=3),
            created_by=person.id,
            created_on=unit.now.date(),
        )
        unit.session.add(decision)
        unit.session.flush()
        add_entry(unit, decision, EntryKind.PROPOSED, {"wording": decision.wording}, by=person.id)
        unit.session.add(
            Participation(
                decision_id=decision.id, person_id=person.id, choice=Choice.OBJECTION, reason="Der Saal ist zu klein"
            )
        )


def agenda(unit: Unit, team: MadeTeam, person: Person) -> None:
    """A closed meeting at which they stand everywhere, and an item that is still to come."""
    today, anna = unit.now.date(), team.people["Anna"].id
    done = Item(team_id=team.id, title="Saal", presenter_id=person.id, created_by=person.id, created_on=today)
    unit.session.add_all(
        (done, Item(team_id=team.id, title="Geld", presenter_id=person.id, created_by=person.id, created_on=today))
    )
    unit.session.flush()
    frozen: list[FrozenItem] = [
        {"id": done.id, "title": "Saal", "presenter": person.id, "outcome": "done", "note": "Passt"}
    ]
    lines = (MinutesLine("Saal buchen", person_ids=(person.id, anna)),)
    meeting = Meeting(
        team_id=team.id,
        channel_id=team.channel.id,
        planned_on=today,
        on=today,
        starts_at=unit.now,
        length_minutes=60,
        ends_itself_at=unit.now + timedelta(days=1),
        state=MeetingState.CLOSED,
        opened_by=person.id,
        closed_by=person.id,
        closed_on=today,
        minutes=freeze(frozen, [MinutesPart(Text("Aufgaben"), lines)], [person.id, anna], [], None, by_itself=False),
    )
    unit.session.add(meeting)
    unit.session.flush()
    unit.session.add_all(Attendance(meeting_id=meeting.id, person_id=one) for one in (person.id, anna))
    unit.session.add(Treatment(meeting_id=meeting.id, item_id=done.id))
    unit.session.add(Addendum(meeting_id=meeting.id, text="Es war voll", person_id=person.id, on=today))
    unit.session.flush()
    make_minutes_findable(unit, meeting)


Maker = Callable[[Unit, MadeTeam, Person], None]
MAKERS: dict[str, Maker] = {
    "people": people,
    "standups": standups,
    "tasks": tasks,
    "decisions": decisions,
    "agenda": agenda,
}
"""By room. A room that keeps something about people and has none here fails the test."""
