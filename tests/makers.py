"""Makers of rows for tests. Small and explicit; each capability's tests add what only they need."""

from dataclasses import dataclass
from datetime import date

from app.kit.actor import Actor, Role
from app.kit.outbox import Conversation, channel_key, person_key
from app.kit.unit import Unit
from app.people.model import Channel, Member, Person, Team, TeamState
from app.people.queries import actor_for

TENANT = "11111111-2222-3333-4444-555555555555"
SERVICE_URL = "http://127.0.0.1:9/emea/"


@dataclass(frozen=True)
class MadeTeam:
    team: Team
    channel: Channel
    people: dict[str, Person]
    members: dict[str, Member]

    def actor(self, name: str) -> Actor:
        return actor_for(self.people[name], self.team, self.members[name])

    @property
    def id(self) -> int:
        return self.team.id


def make_team(
    unit: Unit, name: str = "Kernteam Integration", people: str = "Anna Bert Chiara Dilek", number: int = 1
) -> MadeTeam:
    """The first person coordinates, a person called Dilek is a guest; all can be written to."""
    thread = f"19:team{number}@thread.tacv2"
    team = Team(
        tenant_id=TENANT,
        teams_team_id=thread,
        entra_group_id=f"group-{number}",
        name=name,
        service_url=SERVICE_URL,
        state=TeamState.ACTIVE,
        installed_at=unit.now,
    )
    unit.session.add(team)
    unit.session.flush()
    channel = Channel(team_id=team.id, teams_channel_id=thread, name="Allgemein")
    unit.session.add(channel)
    unit.session.flush()
    team.home_channel_id = channel.id
    unit.session.add(
        Conversation(
            key=channel_key(team.id, thread),
            tenant_id=TENANT,
            service_url=SERVICE_URL,
            teams_conversation_id=thread,
            language="de",
        )
    )
    made: dict[str, Person] = {}
    members: dict[str, Member] = {}
    for index, first_name in enumerate(people.split()):
        person = make_person(unit, first_name)
        made[first_name] = person
        role = Role.COORDINATOR if index == 0 else Role.GUEST if first_name == "Dilek" else Role.MEMBER
        members[first_name] = make_member(unit, team, person, role)
    return MadeTeam(team, channel, made, members)


def make_person(unit: Unit, first_name: str, language: str | None = "de") -> Person:
    person = Person(
        tenant_id=TENANT,
        entra_id=f"entra-{first_name.lower()}",
        teams_user_id=f"29:{first_name.lower()}",
        name=f"{first_name} Muster",
        language=language,
    )
    unit.session.add(person)
    unit.session.flush()
    unit.session.add(
        Conversation(
            key=person_key(person.id),
            tenant_id=TENANT,
            service_url=SERVICE_URL,
            teams_user_id=person.teams_user_id,
            language=language or "de",
        )
    )
    return person


def make_member(unit: Unit, team: Team, person: Person, role: Role = Role.MEMBER) -> Member:
    member = Member(team_id=team.id, person_id=person.id, role=role, joined_on=date(2026, 1, 1))
    unit.session.add(member)
    unit.session.flush()
    return member
