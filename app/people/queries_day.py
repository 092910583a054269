"""The one private message of the day: put together from what all rooms have to say, as things are now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.answers import DayLine, Skip
from app.kit.i18n import _
from app.kit.room import House
from app.kit.unit import Unit
from app.people.model import Channel, Member, Team, TeamState
from app.people.queries import away_on, coordinators_of, lost_of, teams_of
from app.people.views import DayEntry, DayMessage

MOST_ENTRIES = 10


def lines_of_day(unit: Unit, person_ids: Sequence[int], on: date) -> dict[int, list[DayLine]]:
    """What each person should hear that day, of all their teams: urgent things first, then in the order of the rooms.

    A team is silent on its own holidays and while it rests, also towards people who work that day for another one.
    """
    found: dict[int, list[DayLine]] = {person_id: [] for person_id in person_ids}
    for room in unit.house.rooms:
        if room.day_lines:
            for person_id, lines in room.day_lines(unit, person_ids, on).items():
                found.setdefault(person_id, []).extend(lines)
    speaking = _speaking_teams(unit.session, person_ids, on)
    return {
        person_id: sorted(heard, key=lambda line: line.urgency)
        for person_id, lines in found.items()
        if (heard := [line for line in lines if line.team_id in speaking.get(person_id, ())])
    }


def _speaking_teams(session: Session, person_ids: Sequence[int], on: date) -> dict[int, set[int]]:
    rows = session.execute(
        select(Member.person_id, Team)
        .join(Team, Team.id == Member.team_id)
        .where(Member.person_id.in_(person_ids), Member.left_on.is_(None), Team.state == TeamState.ACTIVE)
    )
    found: dict[int, set[int]] = {}
    works: dict[int, bool] = {}
    for person_id, team in rows:
        if works.setdefault(team.id, team.calendar.is_working_day(on)):
            found.setdefault(person_id, set()).add(team.id)
    return found


def day_view(unit: Unit, person_id: int, on: date) -> DayMessage:
    """The message as it is now; after a press it is drawn anew in its place."""
    lines = lines_of_day(unit, [person_id], on).get(person_id, [])
    teams = {team.id: team.name for team, _member in teams_of(unit.session, person_id)}
    entries = tuple(
        DayEntry(
            line.text,
            teams[line.team_id] if len(teams) > 1 else None,
            tuple(replace(button, data={**button.data, "back": f"day:{on.isoformat()}"}) for button in line.buttons),
        )
        for line in lines[:MOST_ENTRIES]
    )
    return DayMessage(on, entries, max(0, len(lines) - MOST_ENTRIES))


def day_subject(person_id: int, on: date) -> str:
    """The subject of `people.day`: one message a person and day, however many teams they are in."""
    return f"{person_id}-{on.isoformat()}"


def load_day(house: House, session: Session, subject: str, now: datetime) -> Any | Skip:
    written_id, written_day = subject.split("-", 1)
    person_id, on = int(written_id), date.fromisoformat(written_day)
    if away_on(session, [person_id], on):
        return Skip("away")
    view = day_view(Unit(session, now, house), person_id, on)
    return view if view.entries else Skip("nothing_to_say")


def lost_lines(unit: Unit, person_ids: Sequence[int], on: date) -> Mapping[int, Sequence[DayLine]]:
    """For coordinators: where messages do not arrive any more. Said on one day, not on every day after it."""
    found: dict[int, list[DayLine]] = {}
    asked = set(person_ids)
    rows = unit.session.scalars(
        select(Team)
        .join(Member, Member.team_id == Team.id)
        .where(Member.person_id.in_(person_ids), Member.left_on.is_(None), Team.state == TeamState.ACTIVE)
        .distinct()
        .order_by(Team.id)
    )
    for team in rows.all():
        hearing = [person.id for person in coordinators_of(unit.session, team.id) if person.id in asked]
        if not hearing:
            continue
        for lost, name in lost_of(unit.session, team, on):
            told = (
                _(
                    "Im Kanal {name} kann Kernteam nicht mehr schreiben. Die Einstellungen nennen einen anderen.",
                    name=name,
                )
                if isinstance(lost, Channel)
                else _("{name} bekommt keine privaten Nachrichten: Bitte den persönlichen Link nutzen.", name=name)
            )
            for person_id in hearing:
                found.setdefault(person_id, []).append(DayLine(told, team.id, urgency=8))
    return found
