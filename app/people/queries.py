"""Reads about people. `recognise` is the only way from a message to an actor, with membership checked."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.actor import Actor
from app.kit.errors import NotAllowed, UserError
from app.kit.i18n import _, spoken_language
from app.kit.incoming import Incoming, PlaceKind
from app.kit.outbox import Conversation, channel_key, person_key
from app.people.model import Absence, Channel, ChannelState, Member, Person, Team, TeamState

RESTING = (TeamState.REMOVED,)

REMOVED_BY_PERSON = "removed_by_person"
"""The conversation's `dead_reason` where the person wants no messages: nobody is told of it."""


def recognise(session: Session, incoming: Incoming) -> Actor:
    """Who acts for which team: the channel's team, in 1:1 the chosen one. Raises UserError where there is none."""
    place, who = incoming.place, incoming.who
    person = find_person(session, place.tenant_id, who.entra_id)
    if place.kind in (PlaceKind.PERSONAL, PlaceKind.ELSEWHERE):
        team, member = _team_meant(session, person)
    else:
        found = find_team(session, place.tenant_id, place.teams_team_id or "")
        team, member = found, find_member(session, found, person)
    if team is None or person is None or member is None or team.state in RESTING:
        raise NotAllowed(
            _(
                "Sie gehören hier noch zu keinem Kernteam. "
                "Fügen Sie Kernteam Ihrem Team in Teams hinzu, oder bitten Sie die Koordination darum."
            )
        )
    return actor_for(person, team, member, locale=incoming.locale)


def actor_for(person: Person, team: Team, member: Member, *, locale: str | None = None) -> Actor:
    language = person.language or spoken_language(locale, team.language)
    return Actor(person.id, team.id, member.role, language, team.zone)


def _team_meant(session: Session, person: Person | None) -> tuple[Team | None, Member | None]:
    if person is None:
        return None, None
    mine = teams_of(session, person.id)
    chosen = next((pair for pair in mine if pair[0].id == person.chosen_team_id), None)
    return chosen or (mine[0] if mine else (None, None))


def teams_of(session: Session, person_id: int) -> list[tuple[Team, Member]]:
    """The teams a person belongs to now, oldest membership first."""
    rows = session.execute(
        select(Team, Member)
        .join(Member, Member.team_id == Team.id)
        .where(Member.person_id == person_id, Member.left_on.is_(None), Team.state.not_in(RESTING))
        .order_by(Member.id)
    )
    return [(team, member) for team, member in rows]


def find_team(session: Session, tenant_id: str, teams_team_id: str) -> Team | None:
    return session.scalar(select(Team).where(Team.tenant_id == tenant_id, Team.teams_team_id == teams_team_id))


def find_person(session: Session, tenant_id: str, entra_id: str) -> Person | None:
    return session.scalar(select(Person).where(Person.tenant_id == tenant_id, Person.entra_id == entra_id))


def find_member(session: Session, team: Team | None, person: Person | None) -> Member | None:
    """The membership as of now: a leaver is no member."""
    if team is None or person is None:
        return None
    return session.scalar(
        select(Member).where(Member.team_id == team.id, Member.person_id == person.id, Member.left_on.is_(None))
    )


def team_by_id(session: Session, team_id: int) -> Team:
    team = session.get(Team, team_id)
    if team is None:
        raise NotAllowed(_("Dieses Team gibt es nicht mehr."))
    return team


def members_of(session: Session, team_id: int) -> list[tuple[Person, Member]]:
    """Present members with their membership, by name."""
    rows = session.execute(
        select(Person, Member)
        .join(Member, Member.person_id == Person.id)
        .where(Member.team_id == team_id, Member.left_on.is_(None))
        .order_by(Person.name, Person.id)
    )
    return [(person, member) for person, member in rows]


def coordinators_of(session: Session, team_id: int) -> list[Person]:
    return [person for person, member in members_of(session, team_id) if member.role.coordinates]


def away_on(session: Session, person_ids: Iterable[int], on: date) -> set[int]:
    """Those of the given people who are away that day."""
    rows = session.scalars(
        select(Absence.person_id).where(
            Absence.person_id.in_(list(person_ids)), Absence.first_day <= on, Absence.last_day >= on
        )
    )
    return set(rows)


def channels_of(session: Session, team_id: int) -> Sequence[Channel]:
    """The team's living standard channels, by name."""
    return session.scalars(
        select(Channel).where(Channel.team_id == team_id, Channel.state == ChannelState.ALIVE).order_by(Channel.name)
    ).all()


def channel_of(session: Session, team_id: int, channel_id: int) -> Channel:
    channel = session.get(Channel, channel_id)
    if channel is None or channel.team_id != team_id:
        raise UserError(_("Diesen Kanal gibt es im Team nicht mehr. Bitte wählen Sie einen anderen."), field="channel")
    return channel


def absences_of(session: Session, person_id: int, today: date) -> list[Absence]:
    """The person's own present and coming absences, by day."""
    return list(
        session.scalars(
            select(Absence)
            .where(Absence.person_id == person_id, Absence.last_day >= today)
            .order_by(Absence.first_day, Absence.id)
        )
    )


def lost_of(session: Session, team: Team, on: date) -> list[tuple[Channel | Member, str]]:
    """Channels and members of the team that can't be written to, with their names: those to be told of on that day.

    Left out is what somebody did on purpose: who removed the app for themselves, and deleted channels; a room whose
    work rests on a deleted channel says so itself.
    """
    channels = session.scalars(select(Channel).where(Channel.team_id == team.id)).all()
    keys: dict[str, tuple[Channel | Member, str]] = {
        channel_key(team.id, channel.teams_channel_id): (channel, channel.name)
        for channel in channels
        if channel.state is ChannelState.ALIVE
    }
    keys |= {person_key(person.id): (member, person.name) for person, member in members_of(session, team.id)}
    dead = session.scalars(
        select(Conversation.key).where(
            Conversation.key.in_(keys),
            Conversation.dead_reason.is_not(None),
            Conversation.dead_reason != REMOVED_BY_PERSON,
        )
    )
    return [keys[key] for key in dead if keys[key][0].unreachable_told_on in (None, on)]
