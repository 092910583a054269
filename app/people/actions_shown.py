"""What changes a team's record shows in the team's channel: the record's one card, posted where it was asked for."""

from datetime import timedelta

from app.kit.incoming import Place, PlaceKind
from app.kit.outbox import Conversation, channel_key, find_post
from app.kit.unit import Unit
from app.people.model import Channel, Team
from app.people.queries import team_by_id

CARD_USELESS_AFTER = timedelta(days=3)


def show_card(unit: Unit, team_id: int, notice: str, subject: str | int, place: Place | None) -> None:
    """Posts the record's card: in the thread in which it was typed, else as a message of its own in the home channel.

    Asked from outside the channel in quiet hours, it waits for the morning.
    """
    team = team_by_id(unit.session, team_id)
    useless_after = unit.now + CARD_USELESS_AFTER
    if (
        place
        and place.kind is PlaceKind.CHANNEL
        and place.teams_team_id == team.teams_team_id
        and place.teams_channel_id
    ):
        key = channel_key(team.id, place.teams_channel_id)
        if place.thread_activity_id:
            unit.reply_in_thread(
                notice, subject, key, root_activity_id=place.thread_activity_id, useless_after=useless_after
            )
        else:
            unit.post(notice, subject, key, useless_after=useless_after)
        return
    if home := home_key(unit, team):
        speaks_at = team.calendar.speaking_time(unit.now, team.zone)
        unit.post(notice, subject, home, useless_after=useless_after, send_after=speaks_at)


def update_card(unit: Unit, notice: str, subject: str | int) -> None:
    """The card says what is true now, wherever it stands. Nothing happens where none was posted."""
    post = find_post(unit.session, notice, subject)
    conversation = unit.session.get(Conversation, post.conversation_id) if post else None
    if conversation and conversation.dead_reason is None:
        unit.update(notice, subject, conversation.key)


def take_card_away(unit: Unit, notice: str, subject: str | int) -> None:
    """The card is deleted in Teams, for records that are forgotten."""
    post = find_post(unit.session, notice, subject)
    conversation = unit.session.get(Conversation, post.conversation_id) if post else None
    if conversation and conversation.dead_reason is None:
        unit.delete_post(notice, subject, conversation.key)


def home_key(unit: Unit, team: Team) -> str | None:
    """The conversation of the channel chosen at the installation."""
    channel = unit.session.get(Channel, team.home_channel_id) if team.home_channel_id else None
    return channel_key(team.id, channel.teams_channel_id) if channel else None
