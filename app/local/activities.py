"""The JSON that Teams sends to a bot, built field by field from public samples of the wire."""

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from .messages import Message
from .people import Author, Bot, Person
from .world import Channel, Chat, Conversation, Team, World

Json = dict[str, Any]

# The document that Teams calls "country" of a client; enough for the two languages spoken here.
_COUNTRIES = {"de-DE": "DE", "en-GB": "GB"}


def mention_of(who: Author) -> str:
    return f"<at>{who.name}</at>"


def plain(text: str) -> str:
    """Without mention tags, as a person reads it."""
    return re.sub(r"</?at>", "", text)


def stamp(moment: datetime) -> str:
    """UTC with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class ActivityMaker:
    """Builds activities for one world. `service_url` is set when the server knows its port."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.service_url = ""

    # --- frames ---

    def account(self, who: Author) -> Json:
        if isinstance(who, Bot):
            return {"id": who.teams_id, "name": who.name}
        return {"id": who.teams_id, "name": who.name, "aadObjectId": who.entra_id}

    def conversation(self, place: Conversation, thread_id: str | None = None) -> Json:
        if isinstance(place, Channel):
            full = f"{place.id};messageid={thread_id}" if thread_id else place.id
            kind = {"isGroup": True, "conversationType": "channel"}
            return {"id": full, "tenantId": self.world.tenant_id, "name": place.name} | kind
        frame: Json = {"id": place.id, "tenantId": self.world.tenant_id, "conversationType": place.kind}
        return frame | {"isGroup": True} if place.kind == "groupChat" else frame

    def channel_data(self, place: Conversation | Team) -> Json:
        frame: Json = {"tenant": {"id": self.world.tenant_id}}
        team = place.team if isinstance(place, Channel) else place
        if isinstance(team, Team):
            frame["team"] = {"id": team.id, "aadGroupId": team.entra_group_id, "name": team.name}
            frame["teamsTeamId"] = team.id
        if isinstance(place, Channel):
            frame["channel"] = {"id": place.id, "type": place.kind}
            frame["teamsChannelId"] = place.id
            if not place.is_general:
                frame["channel"]["name"] = place.name
        return frame

    def frame(self, kind: str, person: Person, place: Conversation | Team, thread_id: str | None = None) -> Json:
        """What every activity has, from one person at one place. For a team the conversation is its General."""
        now = self.world.now()
        zone = ZoneInfo(person.time_zone)
        where = place.general if isinstance(place, Team) else place
        return {
            "type": kind,
            "id": f"f:{uuid.uuid4()}",
            "timestamp": stamp(now),
            "localTimestamp": now.astimezone(zone).isoformat(timespec="milliseconds"),
            "localTimezone": person.time_zone,
            "locale": person.locale,
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": self.account(person),
            "recipient": self.account(self.world.bot),
            "conversation": self.conversation(where, thread_id),
            "entities": [self._client(person)],
            "channelData": self.channel_data(place),
        }

    def _client(self, person: Person) -> Json:
        country = _COUNTRIES.get(person.locale, "DE")
        return {"type": "clientInfo", "locale": person.locale, "country": country, "platform": "Web",
                "timezone": person.time_zone}  # fmt: skip

    def mention_entity(self, who: Author) -> Json:
        return {"type": "mention", "text": mention_of(who), "mentioned": self.account(who)}

    # --- messages ---

    def message(self, message: Message, place: Conversation, mentions: Sequence[Author] = (), *,
                targeted: bool = False) -> Json:  # fmt: skip
        """A typed message. `targeted`: a slash command, seen by the bot alone."""
        person = message.author
        assert isinstance(person, Person)
        thread = message.thread_id if isinstance(place, Channel) else None
        activity = self.frame("message", person, place, thread)
        activity |= {"id": message.id, "textFormat": "plain", "text": message.text}
        activity["entities"] = [self.mention_entity(who) for who in mentions] + activity["entities"]
        activity["attachments"] = [{"contentType": "text/html", "content": self._as_html(message.text, mentions)}]
        if message.root_id:
            activity["replyToId"] = message.root_id
        if targeted:
            activity["recipient"] = {**activity["recipient"], "isTargeted": True}
        return activity

    @staticmethod
    def _as_html(text: str, mentions: Sequence[Author]) -> str:
        """The second copy of the text that Teams adds as an attachment."""
        html = escape(text, quote=False)
        for number, who in enumerate(mentions):
            kind = 'itemtype="http://schema.skype.com/Mention"'
            tag = f'<span {kind} itemscope itemid="{number}">{escape(who.name)}</span>'
            html = html.replace(escape(mention_of(who), quote=False), tag)
        return f"<p>{html}</p>"

    def message_changed(self, message: Message, place: Conversation, mentions: Sequence[Author], event: str) -> Json:
        """`event`: `editMessage`, `undeleteMessage` or `softDeleteMessage`; a deleted message has no text."""
        activity = self.message(message, place, mentions)
        activity["type"] = "messageDelete" if event == "softDeleteMessage" else "messageUpdate"
        activity["channelData"]["eventType"] = event
        if activity["type"] == "messageDelete":
            del activity["text"], activity["textFormat"], activity["attachments"]
            activity["entities"] = [self._client_of(message)]
        return activity

    def _client_of(self, message: Message) -> Json:
        assert isinstance(message.author, Person)
        return self._client(message.author)

    def reaction(self, person: Person, message: Message, place: Conversation, kind: str, added: bool) -> Json:
        thread = message.thread_id if isinstance(place, Channel) else None
        activity = self.frame("messageReaction", person, place, thread)
        activity["replyToId"] = message.id
        activity["reactionsAdded" if added else "reactionsRemoved"] = [{"type": kind}]
        return activity

    def submitted(
        self, person: Person, message: Message, place: Conversation, value: Any, text: str | None = None
    ) -> Json:
        """Action.Submit: a message with `value` and (but for messageBack and imBack) no text."""
        thread = message.thread_id if isinstance(place, Channel) else None
        activity = self.frame("message", person, place, thread)
        activity |= {"id": self.world.next_id(), "replyToId": message.id, "value": value}
        if text is not None:
            activity |= {"text": text, "textFormat": "plain"}
        activity["channelData"]["source"] = {"name": "message"}
        activity["channelData"]["legacy"] = {"replyToId": message.id}
        return activity

    # --- invokes ---

    def invoke(
        self, name: str, person: Person, place: Conversation, value: Json, message: Message | None = None
    ) -> Json:
        thread = message.thread_id if message and isinstance(place, Channel) else None
        activity = self.frame("invoke", person, place, thread)
        activity |= {"name": name, "value": value}
        if message is not None:
            activity["replyToId"] = message.id
        return activity

    def message_payload(self, message: Message, place: Conversation) -> Json:
        """The message a message-extension action is used on, in the shape of Graph's chatMessage."""
        author = message.author
        sender: Json = {"device": None, "conversation": None, "user": None, "application": None}
        if isinstance(author, Bot):
            sender["application"] = {"id": author.app_id, "displayName": author.name, "applicationIdentityType": "bot"}
        else:
            sender["user"] = {"id": author.entra_id, "displayName": author.name, "userIdentityType": "aadUser"}
        link = f"https://teams.microsoft.com/l/message/{place.id}/{message.id}?tenantId={self.world.tenant_id}"
        html = self._as_html(message.text, [])
        for entity in message.entities:
            html = html.replace(escape(entity["text"], quote=False), escape(entity["mentioned"]["name"]))
        return {
            "id": message.id, "replyToId": message.root_id, "createdDateTime": stamp(message.created_at),
            "lastModifiedDateTime": stamp(message.edited_at) if message.edited_at else None,
            "deleted": message.deleted, "subject": None, "summary": message.summary, "importance": message.importance,
            "locale": "de-DE", "linkToMessage": link, "from": sender,
            "body": {"contentType": "html", "content": f"<div>{html}</div>"},
            "conversation": {"id": place.id}, "attachments": [], "mentions": [], "reactions": [],
        }  # fmt: skip

    # --- events ---

    def installation(self, person: Person, place: Team | Chat, action: str, selected: Channel | None = None) -> Json:
        """`action`: `add`, `remove`, `add-upgrade`, `remove-upgrade`. `selected`: the channel chosen at install."""
        activity = self.frame("installationUpdate", person, place)
        activity["action"] = action
        if isinstance(place, Team):
            chosen = selected or place.general
            activity["channelData"]["settings"] = {"selectedChannel": {"id": chosen.id}}
        activity["channelData"]["source"] = {"name": "message"}
        return activity

    def members(self, person: Person, place: Team | Chat, who: Sequence[Author], added: bool) -> Json:
        activity = self.frame("conversationUpdate", person, place)
        activity["membersAdded" if added else "membersRemoved"] = [
            {key: value for key, value in self.account(one).items() if key != "name"} for one in who
        ]
        if isinstance(place, Team):
            activity["channelData"]["eventType"] = "teamMemberAdded" if added else "teamMemberRemoved"
        return activity

    def place_changed(self, person: Person, place: Team | Channel, event: str) -> Json:
        """`channelCreated/Renamed/Deleted/Restored` for a channel; `teamRenamed/Archived/...` for a team."""
        activity = self.frame("conversationUpdate", person, place.team if isinstance(place, Channel) else place)
        activity["channelData"]["eventType"] = event
        if isinstance(place, Channel):
            activity["channelData"]["channel"] = {"id": place.id, "name": place.name, "type": place.kind}
        return activity
