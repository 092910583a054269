"""What Teams tells of teams, channels and people, taken into the rows. All of it may arrive twice or out of order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from app.kit.actor import Role
from app.kit.calendar import local_day
from app.kit.i18n import spoken_language
from app.kit.incoming import Incoming, Place, PlaceKind, Who
from app.kit.outbox import channel_key, person_key
from app.kit.unit import Unit
from app.people.actions_conversations import (
    CHANNEL_DELETED,
    SECOND_EVENT_PAUSE,
    TEAM_REMOVED,
    bury_channel,
    bury_chat,
    forget_if_alone,
    keep_channel,
    keep_chat,
    revive_channel,
    revive_chat,
    welcome_in,
)
from app.people.model import Channel, ChannelState, Member, Person, Team, TeamState
from app.people.queries import find_member, find_person, find_team, members_of
from app.people.rules import Candidate, new_coordinator, next_day_message, next_roster_check
from app.people.views import RosterEntry, TeamFacts

WELCOME_USELESS_AFTER = timedelta(days=7)


def install_team(unit: Unit, facts: TeamFacts, installer_entra_id: str | None) -> Team:
    """The app came into a team. Both kinds of installation event arrive: the second one sends the welcome off.

    Who installed it coordinates as soon as the roster shows them."""
    team = find_team(unit.session, facts.tenant_id, facts.teams_team_id)
    if team is not None and team.state is not TeamState.REMOVED:
        team.service_url = facts.service_url
        team.entra_group_id = facts.entra_group_id or team.entra_group_id
        team.name = facts.name or team.name
        welcome_in(unit, team, facts.home_channel_id, facts.home_channel_name)
        return team
    if team is None:
        team = Team(tenant_id=facts.tenant_id, teams_team_id=facts.teams_team_id, installed_at=unit.now)
        team.language, team.state, team.installations = spoken_language(facts.language), TeamState.NEW, 1
        unit.session.add(team)
    else:
        team.installations += 1
        team.removed_at = None
        team.installed_at = unit.now
    team.name = facts.name or team.name or "Kernteam"
    team.service_url = facts.service_url
    team.entra_group_id = facts.entra_group_id
    team.installer_entra_id = installer_entra_id
    team.next_roster_check_at = unit.now
    unit.session.flush()
    team.home_channel_id = keep_channel(unit, team, facts.home_channel_id, facts.home_channel_name).id
    if team.installations > 1:
        _wake(unit, team)
        for channel in _channels(unit, team.id):
            if channel.state is ChannelState.ALIVE or channel.id == team.home_channel_id:
                revive_channel(unit, channel)
        for person, _member in members_of(unit.session, team.id):
            revive_chat(unit, person.id)
    unit.post(
        "people.welcome",
        f"{team.id}-{team.installations}",
        channel_key(team.id, facts.home_channel_id),
        useless_after=unit.now + WELCOME_USELESS_AFTER,
        send_after=unit.now + SECOND_EVENT_PAUSE,
    )
    return team


def remove_team(unit: Unit, tenant_id: str, teams_team_id: str) -> None:
    """The app was taken out. Its records rest for 30 days (`due.removed_teams_due`); what waits to be sent does not."""
    team = find_team(unit.session, tenant_id, teams_team_id)
    if team is None or team.state is TeamState.REMOVED:
        return
    team.state = TeamState.REMOVED
    team.removed_at = unit.now
    team.next_day_message_at = team.next_roster_check_at = None
    for channel in _channels(unit, team.id):
        bury_channel(unit, channel, TEAM_REMOVED)


def team_renamed(unit: Unit, team_id: int, name: str) -> None:
    if (team := unit.session.get(Team, team_id)) and name:
        team.name = name


def team_archived(unit: Unit, team_id: int) -> None:
    team = unit.session.get(Team, team_id)
    if team and team.state is not TeamState.REMOVED:
        team.state = TeamState.ARCHIVED
        team.next_day_message_at = team.next_roster_check_at = None


def team_unarchived(unit: Unit, team_id: int) -> None:
    team = unit.session.get(Team, team_id)
    if team and team.state is TeamState.ARCHIVED:
        _wake(unit, team)
        team.next_roster_check_at = unit.now


def team_deleted(unit: Unit, team_id: int) -> None:
    """Treated like a removed app: a team can be restored in Teams for 30 days, too."""
    if team := unit.session.get(Team, team_id):
        remove_team(unit, team.tenant_id, team.teams_team_id)


def _wake(unit: Unit, team: Team) -> None:
    """Go on where the team stood: working, or still to be set up."""
    team.state = TeamState.ACTIVE if team.set_up_at else TeamState.NEW
    if team.set_up_at:
        team.next_day_message_at = next_day_message(unit.now, team.day_message_time, team.zone, team.calendar)


def _channels(unit: Unit, team_id: int) -> Sequence[Channel]:
    return unit.session.scalars(select(Channel).where(Channel.team_id == team_id)).all()


def _channel(unit: Unit, team_id: int, teams_channel_id: str) -> Channel | None:
    return unit.session.scalar(
        select(Channel).where(Channel.team_id == team_id, Channel.teams_channel_id == teams_channel_id)
    )


def take_channels(unit: Unit, team_id: int, names: Mapping[str, str]) -> None:
    """All standard channels by their Teams ids. One missing from the list is gone; an empty list tells nothing."""
    for teams_channel_id, name in names.items():
        channel_restored(unit, team_id, teams_channel_id, name)
    for channel in _channels(unit, team_id) if names else ():
        if channel.teams_channel_id not in names and channel.state is ChannelState.ALIVE:
            channel_deleted(unit, team_id, channel.teams_channel_id)


def channel_seen(unit: Unit, team_id: int, teams_channel_id: str, name: str) -> None:
    team = unit.session.get(Team, team_id)
    if team and team.state is not TeamState.REMOVED:
        keep_channel(unit, team, teams_channel_id, name)


channel_renamed = channel_seen


def channel_deleted(unit: Unit, team_id: int, teams_channel_id: str) -> None:
    """Nothing moves to another channel by itself: what was meant for few would stand before all."""
    if channel := _channel(unit, team_id, teams_channel_id):
        channel.state = ChannelState.DELETED
        bury_channel(unit, channel, CHANNEL_DELETED)


def channel_restored(unit: Unit, team_id: int, teams_channel_id: str, name: str = "") -> None:
    channel_seen(unit, team_id, teams_channel_id, name)
    channel = _channel(unit, team_id, teams_channel_id)
    if channel and channel.state is ChannelState.DELETED:
        revive_channel(unit, channel)


def take_roster(unit: Unit, team_id: int, people: Sequence[RosterEntry], complete: bool) -> None:
    """Members as Teams lists them. Who is missing from a `complete` list has left; an empty list tells nothing.

    Roles are kept, but that of guests follows Teams. Whoever comes back begins as a member.
    """
    team = unit.session.get(Team, team_id)
    if team is None or team.state is TeamState.REMOVED:
        return
    entries = {entry.entra_id: entry for entry in people}
    asked = select(Person).where(Person.tenant_id == team.tenant_id, Person.entra_id.in_(entries))
    persons = {person.entra_id: person for person in unit.session.scalars(asked)}
    rows = unit.session.scalars(select(Member).where(Member.team_id == team.id))
    members = {member.person_id: member for member in rows}
    for entry in entries.values():
        person = persons.get(entry.entra_id)
        if person is None:
            person = _new_person(unit, team.tenant_id, entry.entra_id)
        _keep_person(unit, person, entry.teams_user_id, entry.name, entry.locale, team)
        _join(unit, team, person, members.get(person.id), guest=entry.guest)
    if complete and entries:
        present = {person.id for person, _member in members_of(unit.session, team.id)}
        here = {person.id for entra_id, person in persons.items() if entra_id in entries}
        _leave(unit, team, [member for id_, member in members.items() if id_ in present and id_ not in here])
        team.next_roster_check_at = next_roster_check(unit.now, team.zone, team.id)
    _keep_coordinated(unit, team)


def members_left(unit: Unit, team_id: int, entra_ids: Iterable[str]) -> None:
    team = unit.session.get(Team, team_id)
    if team is None:
        return
    gone = set(entra_ids)
    _leave(unit, team, [m for p, m in members_of(unit.session, team.id) if p.entra_id in gone])
    _keep_coordinated(unit, team)


def person_seen(unit: Unit, incoming: Incoming) -> None:
    """Somebody wrote or pressed: what their message tells of them is refreshed. Strangers leave no trace.

    Whoever writes in a standard channel is in the team, even if its roster was read before they came; it is read again
    soon, to know the rest about them. Who has left is let in again by the roster only: it could be an old card.
    """
    place, who = incoming.place, incoming.who
    team = find_team(unit.session, place.tenant_id, place.teams_team_id) if place.teams_team_id else None
    if place.kind is not PlaceKind.CHANNEL or (team and team.state is TeamState.REMOVED):
        team = None
    person = find_person(unit.session, place.tenant_id, who.entra_id)
    if person is None:
        if team is None:
            return
        person = _new_person(unit, place.tenant_id, who.entra_id)
    _keep_person(unit, person, who.teams_user_id, who.name, incoming.locale, team, place)
    if team and find_member(unit.session, team, person) is None:
        team.next_roster_check_at = unit.now
        if unit.session.scalar(select(Member).where(Member.team_id == team.id, Member.person_id == person.id)) is None:
            _join(unit, team, person, None, guest=False)
            if person.entra_id == team.installer_entra_id:
                _keep_coordinated(unit, team)


def personal_installed(unit: Unit, place: Place, who: Who, locale: str | None) -> None:
    """The app was added to a 1:1 chat, or came there with a team: a short welcome, once for ever."""
    person = find_person(unit.session, place.tenant_id, who.entra_id)
    if person is None:
        person = _new_person(unit, place.tenant_id, who.entra_id)
    _keep_person(unit, person, who.teams_user_id, who.name, locale, None, place)
    unit.session.flush()
    unit.post("people.hello", person.id, person_key(person.id), useless_after=unit.now + WELCOME_USELESS_AFTER)


def personal_removed(unit: Unit, tenant_id: str, entra_id: str) -> None:
    """Nothing is sent to this person until they write again. Who belongs to no team is forgotten."""
    if person := find_person(unit.session, tenant_id, entra_id):
        bury_chat(unit, person.id)
        forget_if_alone(unit, [person.id])


def _new_person(unit: Unit, tenant_id: str, entra_id: str) -> Person:
    person = Person(tenant_id=tenant_id, entra_id=entra_id, teams_user_id="", name="")
    unit.session.add(person)
    unit.session.flush()
    return person


def _keep_person(
    unit: Unit,
    person: Person,
    teams_user_id: str,
    name: str,
    locale: str | None,
    team: Team | None,
    place: Place | None = None,
) -> None:
    """Assignments that change nothing write nothing. The language is the one their Teams speaks."""
    person.teams_user_id = teams_user_id or person.teams_user_id
    person.name = name or person.name
    person.language = spoken_language(locale, person.language or "") or None
    service_url = place.service_url if place else team.service_url if team else ""
    chat = keep_chat(unit, person, service_url, team.language if team else None)
    if place and place.kind is PlaceKind.PERSONAL:
        chat.teams_conversation_id = place.conversation_id
        if chat.dead_reason is not None:
            revive_chat(unit, person.id)


def _join(unit: Unit, team: Team, person: Person, member: Member | None, *, guest: bool) -> None:
    role = Role.GUEST if guest else Role.MEMBER
    if member is None:
        today = local_day(unit.now, team.zone)
        unit.session.add(Member(team_id=team.id, person_id=person.id, role=role, joined_on=today))
        unit.session.flush()
        revive_chat(unit, person.id)
    elif member.left_on is not None:
        member.left_on, member.joined_on, member.role = None, local_day(unit.now, team.zone), role
        unit.session.flush()
        revive_chat(unit, person.id)
    elif not member.role.coordinates:
        member.role = role


def _leave(unit: Unit, team: Team, members: Iterable[Member]) -> None:
    for member in members:
        member.left_on = local_day(unit.now, team.zone)
    unit.session.flush()


def _keep_coordinated(unit: Unit, team: Team) -> None:
    present = members_of(unit.session, team.id)
    candidates = [
        Candidate(m.id, m.role is Role.GUEST, m.joined_on, m.role.coordinates, p.entra_id == team.installer_entra_id)
        for p, m in present
    ]
    chosen = new_coordinator(candidates)
    for person, member in present:
        if member.id == chosen:
            member.role = Role.COORDINATOR
        if person.entra_id == team.installer_entra_id:
            team.installer_entra_id = None
