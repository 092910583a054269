"""Where messages can go: the rows of channels and 1:1 chats, kept true. Only `people` writes them."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select

from app.kit.i18n import spoken_language
from app.kit.outbox import (
    Conversation,
    Operation,
    OutboxRow,
    RowState,
    channel_key,
    find_conversation,
    key_of,
    person_key,
)
from app.kit.unit import Unit
from app.people.model import Channel, ChannelState, Member, Person, Team
from app.people.queries import REMOVED_BY_PERSON

CHANNEL_DELETED, TEAM_REMOVED = "channel_deleted", "team_removed"

SECOND_EVENT_PAUSE = timedelta(seconds=5)
"""An installation is told by two events, and only one of them names the chosen channel: the welcome waits for both."""


def keep_channel(unit: Unit, team: Team, teams_channel_id: str, name: str) -> Channel:
    """The channel's row and its conversation, made or brought up to date. An empty name changes none."""
    channel = unit.session.scalar(
        select(Channel).where(Channel.team_id == team.id, Channel.teams_channel_id == teams_channel_id)
    )
    if channel is None:
        # Teams gives the first channel no name of its own.
        name = name or ("General" if team.language == "en" else "Allgemein")
        channel = Channel(team_id=team.id, teams_channel_id=teams_channel_id, name=name)
        unit.session.add(channel)
        unit.session.flush()
    channel.name = name or channel.name
    key = channel_key(team.id, teams_channel_id)
    conversation = find_conversation(unit.session, key)
    if conversation is None:
        conversation = Conversation(key=key, tenant_id=team.tenant_id, teams_conversation_id=teams_channel_id)
        unit.session.add(conversation)
    conversation.service_url = team.service_url
    conversation.language = team.language
    unit.session.flush()
    return channel


def welcome_in(unit: Unit, team: Team, teams_channel_id: str, name: str) -> None:
    """The installation's second event: the waiting welcome goes out now, to the chosen channel where one is named."""
    key = key_of(Operation.POST, "people.welcome", f"{team.id}-{team.installations}")
    asked = select(OutboxRow).where(OutboxRow.key == key, OutboxRow.state == RowState.WAITING)
    welcome = unit.session.scalar(asked.with_for_update())
    if welcome is None:
        return
    welcome.send_after = unit.now
    if teams_channel_id != team.teams_team_id:
        team.home_channel_id = keep_channel(unit, team, teams_channel_id, name).id
        conversation = find_conversation(unit.session, channel_key(team.id, teams_channel_id))
        assert conversation is not None
        welcome.conversation_id = conversation.id


def keep_chat(unit: Unit, person: Person, service_url: str, team_language: str | None) -> Conversation:
    """The row of a person's 1:1 chat. It may have no id yet: the dispatcher opens the chat when it has something."""
    key = person_key(person.id)
    conversation = find_conversation(unit.session, key)
    if conversation is None:
        conversation = Conversation(key=key, tenant_id=person.tenant_id, language=spoken_language(team_language))
        unit.session.add(conversation)
    conversation.service_url = service_url
    conversation.teams_user_id = person.teams_user_id
    if person.language or team_language:
        conversation.language = person.language or spoken_language(team_language)
    return conversation


def revive_channel(unit: Unit, channel: Channel) -> None:
    channel.state = ChannelState.ALIVE
    channel.unreachable_told_on = None
    _revive(find_conversation(unit.session, channel_key(channel.team_id, channel.teams_channel_id)))


def revive_chat(unit: Unit, person_id: int) -> None:
    if not _revive(find_conversation(unit.session, person_key(person_id))):
        return
    for member in unit.session.scalars(select(Member).where(Member.person_id == person_id)):
        member.unreachable_told_on = None


def _revive(conversation: Conversation | None) -> bool:
    if conversation is None or conversation.dead_reason is None:
        return False
    conversation.dead_reason = conversation.died_at = None
    return True


def bury_channel(unit: Unit, channel: Channel, reason: str) -> None:
    _bury(unit, find_conversation(unit.session, channel_key(channel.team_id, channel.teams_channel_id)), reason)


def bury_chat(unit: Unit, person_id: int) -> None:
    """The person removed the app for themselves: their own choice, about which nobody is told."""
    _bury(unit, find_conversation(unit.session, person_key(person_id)), REMOVED_BY_PERSON)


def _bury(unit: Unit, conversation: Conversation | None, reason: str) -> None:
    """What waits for the conversation is dropped for the same reason."""
    if conversation is None:
        return
    conversation.dead_reason, conversation.died_at = reason, unit.now
    waiting = select(OutboxRow).where(OutboxRow.conversation_id == conversation.id, OutboxRow.state == RowState.WAITING)
    for row in unit.session.scalars(waiting.with_for_update()):
        drop_waiting(unit, row, reason)


def drop_waiting(unit: Unit, row: OutboxRow, reason: str) -> None:
    row.state, row.reason, row.finished_at = RowState.DROPPED, reason, unit.now
    if row.operation in ("update", "delete"):
        row.key = None  # only sends hold their key for ever


def speak_as_team(unit: Unit, team: Team, channels: Sequence[Channel], people: Sequence[Person]) -> None:
    """The team's language changed: its channels hear it, and those members who have none of their own."""
    keys = [channel_key(team.id, channel.teams_channel_id) for channel in channels]
    keys += [person_key(person.id) for person in people if person.language is None]
    for conversation in unit.session.scalars(select(Conversation).where(Conversation.key.in_(keys))):
        conversation.language = team.language


def mark_told(unit: Unit, lost: Sequence[Channel | Member], on: date) -> None:
    for one in lost:
        one.unreachable_told_on = on


def forget_if_alone(unit: Unit, person_ids: Sequence[int]) -> None:
    """Deletes those who never belonged to a team that is still there. Who left one stays, as its records name them."""
    remembered = set(unit.session.scalars(select(Member.person_id).where(Member.person_id.in_(person_ids))))
    alone = [person_id for person_id in person_ids if person_id not in remembered]
    keys = [person_key(person_id) for person_id in alone]
    unit.session.execute(delete(Conversation).where(Conversation.key.in_(keys)))
    unit.session.execute(delete(Person).where(Person.id.in_(alone)))
