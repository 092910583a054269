"""The door inwards: an activity as Teams sends it becomes an `Incoming` or a `Happening`. No SDK type passes on.

Reads the activity's JSON, not botbuilder's model: the model drops what it does not know (tenant id, targeted messages).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from html import unescape
from typing import Any

from app.kit.incoming import Gesture, Incoming, Mention, Place, PlaceKind, Who
from app.teams.message_payload import read_payload

_BLANKS = re.compile(r"[ \t\u00a0\u200b]+")
_CLOSED_CHANNELS = ("private", "shared")
_THREAD = ";messageid="

LONGEST_CONVERSATION_ID, LONGEST_ID, LONGEST_ACTIVITY_ID = 300, 200, 90
"""Characters; Teams' own are half as long. A longer one fits no column and is taken as missing."""
LONGEST_NAME = 200


class What(StrEnum):
    """What happened to the app, a team, its channels or its people."""

    INSTALLED = "installed"
    REMOVED = "removed"
    MEMBERS_CAME = "members_came"
    MEMBERS_LEFT = "members_left"
    CHANNEL_SEEN = "channel_seen"
    CHANNEL_RENAMED = "channel_renamed"
    CHANNEL_DELETED = "channel_deleted"
    CHANNEL_RESTORED = "channel_restored"
    TEAM_RENAMED = "team_renamed"
    TEAM_ARCHIVED = "team_archived"
    TEAM_UNARCHIVED = "team_unarchived"
    TEAM_DELETED = "team_deleted"


_EVENTS = {
    "channelCreated": What.CHANNEL_SEEN,
    "channelRenamed": What.CHANNEL_RENAMED,
    "channelDeleted": What.CHANNEL_DELETED,
    "channelRestored": What.CHANNEL_RESTORED,
    "teamRenamed": What.TEAM_RENAMED,
    "teamArchived": What.TEAM_ARCHIVED,
    "teamUnarchived": What.TEAM_UNARCHIVED,
    "teamDeleted": What.TEAM_DELETED,
    "teamHardDeleted": What.TEAM_DELETED,
    "teamRestored": What.TEAM_UNARCHIVED,
    "teamMemberAdded": What.MEMBERS_CAME,
    "teamMemberRemoved": What.MEMBERS_LEFT,
}


@dataclass(frozen=True)
class Happening:
    what: What
    place: Place
    who: Who
    """Who did it: the installer, for instance."""
    locale: str | None = None
    team_name: str = ""
    entra_group_id: str | None = None
    channel_id: str = ""
    channel_name: str = ""
    entra_ids: tuple[str, ...] = field(default_factory=tuple)
    """The people who came or left, where Teams names them."""


class NotUnderstood(Exception):
    """The activity lacks what every activity of Teams has: a sender, a conversation, a tenant."""


def read_place(activity: Mapping[str, Any]) -> Place:
    conversation, data = _mapping(activity, "conversation"), _mapping(activity, "channelData")
    conversation_id = _id(conversation, "id", LONGEST_CONVERSATION_ID)
    tenant_id = _id(_mapping(data, "tenant"), "id", 64) or _id(conversation, "tenantId", 64)
    if not conversation_id:
        raise NotUnderstood("conversation.id")
    if not tenant_id:
        raise NotUnderstood("tenant")
    channel = _mapping(data, "channel")
    team_id = _id(_mapping(data, "team"), "id") or _id(data, "teamsTeamId") or None
    channel_id = _id(channel, "id") or _id(data, "teamsChannelId") or None
    root = conversation_id.split(_THREAD)[1] if _THREAD in conversation_id else None
    match _text(conversation, "conversationType") or ("channel" if team_id else "personal"):
        case "channel" if _text(channel, "type") in _CLOSED_CHANNELS:
            kind = PlaceKind.CLOSED_CHANNEL
        case "channel":
            kind = PlaceKind.CHANNEL
        case "personal":
            kind = PlaceKind.PERSONAL
        case _:
            kind = PlaceKind.GROUP
    return Place(kind, conversation_id, _text(activity, "serviceUrl"), tenant_id, team_id, channel_id, root)


def read_who(activity: Mapping[str, Any]) -> Who:
    sender = _mapping(activity, "from")
    teams_user_id = _id(sender, "id")
    if not teams_user_id:
        raise NotUnderstood("from.id")
    # Anonymous people of a meeting have no Entra id; they are strangers and get no further than this id.
    return Who(teams_user_id, _id(sender, "aadObjectId", 64) or teams_user_id, _name(sender))


def read_locale(activity: Mapping[str, Any]) -> str | None:
    for entity in _list(activity, "entities"):
        if _text(entity, "type") == "clientInfo" and (locale := _text(entity, "locale")):
            return locale
    return _text(activity, "locale") or None


def read_message(activity: Mapping[str, Any]) -> Incoming:
    """A typed message, a slash command, or an Action.Submit (a message with a value and no text)."""
    value = activity.get("value")
    if isinstance(value, Mapping) and not _text(activity, "text").strip():
        return _incoming(activity, Gesture.PRESS, data=value)
    words, mentions = _words(activity)
    incoming = _incoming(activity, Gesture.WORDS, words=words, mentions=mentions)
    if incoming.targeted and incoming.place.thread_activity_id == incoming.activity_id:
        # A slash command in the channel itself: the asker alone sees it, so it begins no thread for others.
        return replace(incoming, place=replace(incoming.place, thread_activity_id=None))
    return incoming


def read_press(activity: Mapping[str, Any]) -> Incoming:
    """`adaptiveCard/action`: Action.Execute, pressed or refreshed."""
    action = _mapping(_mapping(activity, "value"), "action")
    return _incoming(activity, Gesture.PRESS, data=_mapping(action, "data"), verb=_text(action, "verb"))


def read_dialog(activity: Mapping[str, Any], gesture: Gesture) -> Incoming:
    """`task/fetch` and `task/submit`."""
    return _incoming(activity, gesture, data=_mapping(_mapping(activity, "value"), "data"))


def read_extension(activity: Mapping[str, Any], gesture: Gesture) -> Incoming:
    """`composeExtension/fetchTask`, `…/submitAction` and `…/query`: a message's menu, its form, and the search.

    From chats between people nothing of the message is taken over but the link to it: others wrote there in private.
    """
    value = _mapping(activity, "value")
    incoming = _incoming(activity, gesture, data=_mapping(value, "data"))
    place = incoming.place
    payload = _mapping(value, "messagePayload")
    if place.kind in (PlaceKind.PERSONAL, PlaceKind.GROUP):
        place = replace(place, kind=PlaceKind.ELSEWHERE)
    elif root := _id(payload, "replyToId") or _id(payload, "id"):
        place = replace(place, thread_activity_id=place.thread_activity_id or root)
    values = dict(incoming.values)
    if gesture is Gesture.OPEN_DIALOG:
        values = read_payload(payload, link_only=place.kind is PlaceKind.ELSEWHERE)
    typed = next((_plain(one.get("value")) for one in _list(value, "parameters")), "")
    # Teams asks with `initialRun` before anybody typed: for what is newest.
    words = "" if any(_text(one, "name") == "initialRun" for one in _list(value, "parameters")) else typed
    return replace(incoming, place=place, values=values, words=words, extension=_text(value, "commandId"))


def _incoming(
    activity: Mapping[str, Any],
    gesture: Gesture,
    *,
    words: str = "",
    mentions: tuple[Mention, ...] = (),
    data: Mapping[str, Any] | None = None,
    verb: str = "",
) -> Incoming:
    values = {str(name): _plain(one) for name, one in (data or {}).items() if name not in ("msteams", "verb")}
    return Incoming(
        gesture=gesture,
        activity_id=_id(activity, "id", LONGEST_ACTIVITY_ID),
        who=read_who(activity),
        place=read_place(activity),
        words=words,
        mentions=mentions,
        verb=verb or _text(data or {}, "verb"),
        values=values,
        locale=read_locale(activity),
        targeted=_mapping(activity, "recipient").get("isTargeted") is True,
        pressed_activity_id=_text(activity, "replyToId") or None,
    )


def _words(activity: Mapping[str, Any]) -> tuple[str, tuple[Mention, ...]]:
    """The text without the bot's own mention; other mentions stand as names, with their places."""
    text = unescape(_text(activity, "text")).replace("\r\n", "\n")
    bot_id = _text(_mapping(activity, "recipient"), "id")
    found: list[Mention] = []
    for entity in _list(activity, "entities"):
        tag, mentioned = _text(entity, "text"), _mapping(entity, "mentioned")
        if _text(entity, "type") != "mention" or not tag or unescape(tag) not in text:
            continue
        tag = unescape(tag)
        if _text(mentioned, "id") == bot_id:
            text = text.replace(tag, " ", 1)
            continue
        name = _text(mentioned, "name") or re.sub(r"<[^>]+>", "", tag)
        text = text.replace(tag, name, 1)
        who = Who(_text(mentioned, "id"), _text(mentioned, "aadObjectId") or _text(mentioned, "id"), name)
        found.append(Mention(who, 0))
    text = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip()
    return text, tuple(Mention(one.who, max(text.find(one.who.name), 0)) for one in found)


def read_happening(activity: Mapping[str, Any]) -> Happening | None:
    """Installation, roster, channel and team events; None for what does not concern the bot."""
    data = _mapping(activity, "channelData")
    bot_id = _text(_mapping(activity, "recipient"), "id")
    came = [_text(member, "id") for member in _list(activity, "membersAdded")]
    left = [_text(member, "id") for member in _list(activity, "membersRemoved")]
    what: What | None
    if _text(activity, "type") == "installationUpdate":
        what = What.REMOVED if _text(activity, "action").startswith("remove") else What.INSTALLED
    elif bot_id in came:
        what = What.INSTALLED
    elif bot_id in left:
        what = What.REMOVED
    else:
        by_members = What.MEMBERS_CAME if came else What.MEMBERS_LEFT if left else None
        what = _EVENTS.get(_text(data, "eventType"), by_members)
    if what is None:
        return None
    members = _list(activity, "membersAdded") + _list(activity, "membersRemoved")
    team, settings = _mapping(data, "team"), _mapping(data, "settings")
    channel = _mapping(settings, "selectedChannel") or _mapping(data, "channel")
    return Happening(
        what=what,
        place=read_place(activity),
        who=read_who(activity),
        locale=read_locale(activity),
        team_name=_name(team),
        entra_group_id=_id(team, "aadGroupId", 64) or None,
        channel_id=_id(channel, "id"),
        channel_name=_name(channel),
        entra_ids=tuple(
            found for member in members if (found := _text(member, "aadObjectId") or _text(member, "objectId"))
        ),
    )


def _mapping(source: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = source.get(name)
    return value if isinstance(value, Mapping) else {}


def _list(source: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = source.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _text(source: Mapping[str, Any], name: str) -> str:
    value = source.get(name)
    return value.replace("\x00", "") if isinstance(value, str) else ""


def _id(source: Mapping[str, Any], name: str, longest: int = LONGEST_ID) -> str:
    value = _text(source, name)
    return value if len(value) <= longest else ""


def _name(source: Mapping[str, Any]) -> str:
    return _text(source, "name")[:LONGEST_NAME]


def _plain(value: Any) -> str:
    """Inputs arrive as text; ids in a button's data may be numbers or truth values."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.replace("\x00", "")  # PostgreSQL stores no such character
    return str(value) if isinstance(value, int | float) else ""
