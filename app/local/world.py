"""The state of Local Teams: one tenant with its people, teams, channels, chats and messages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from .messages import Message
from .people import Author, Bot, Person, stable_guid, stable_hex

ChannelKind = Literal["standard", "private", "shared"]


@dataclass(eq=False)
class Channel:
    """A channel of a team; General (`is_general`) has the team's own thread id, as in Teams."""

    id: str
    name: str
    team: "Team" = field(repr=False)
    kind: ChannelKind = "standard"
    own_members: list[Person] = field(default_factory=list)
    deleted: bool = False
    messages: list[Message] = field(default_factory=list, repr=False)

    @property
    def is_general(self) -> bool:
        return self.id == self.team.id

    @property
    def members(self) -> list[Person]:
        return self.team.members if self.kind == "standard" else self.own_members

    @property
    def bot_installed(self) -> bool:
        return self.team.bot_installed

    @property
    def roots(self) -> list[Message]:
        """The first messages of all threads."""
        return [one for one in self.messages if one.root_id is None]

    def replies(self, root: Message) -> list[Message]:
        return [one for one in self.messages if one.root_id == root.id]


@dataclass(eq=False)
class Team:
    """A team; `id` is its thread id (`19:…@thread.tacv2`), `entra_group_id` the Graph group."""

    id: str
    name: str
    entra_group_id: str
    members: list[Person]
    owners: list[Person]
    channels: list[Channel] = field(default_factory=list)
    bot_installed: bool = False
    archived: bool = False
    deleted: bool = False

    def channel(self, name: str) -> Channel:
        return next(one for one in self.channels if one.name == name)

    @property
    def general(self) -> Channel:
        return next(one for one in self.channels if one.is_general)


@dataclass(eq=False)
class Chat:
    """A 1:1 chat with the bot (`personal`) or a group chat. `blocked`: the person has blocked the bot."""

    id: str
    kind: Literal["personal", "groupChat"]
    name: str
    members: list[Person]
    bot_installed: bool = False
    blocked: bool = False
    messages: list[Message] = field(default_factory=list, repr=False)


Conversation = Channel | Chat


class World:
    """Everything there is. `changed()` is called after each change and wakes the pages that look on."""

    def __init__(self, tenant_id: str, bot: Bot, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.tenant_id = tenant_id
        self.bot = bot
        self.now = now
        self.people: list[Person] = []
        self.teams: list[Team] = []
        self.chats: list[Chat] = []
        self.version = 0
        self.on_change: list[Callable[[], None]] = []
        self._last_id = 0

    def changed(self) -> None:
        self.version += 1
        for wake in self.on_change:
            wake()

    def next_id(self) -> str:
        """Milliseconds of product time, but always growing: two messages never share one."""
        self._last_id = max(self._last_id + 1, int(self.now().timestamp() * 1000))
        return str(self._last_id)

    # --- finding ---

    def person(self, key: str) -> Person:
        return next(one for one in self.people if one.key == key)

    def person_called(self, foreign_id: str) -> Person | None:
        """By `29:` id or Entra id."""
        return next((one for one in self.people if one.is_called(foreign_id)), None)

    def team(self, name: str) -> Team:
        return next(one for one in self.teams if one.name == name)

    def channels(self) -> Iterator[Channel]:
        for team in self.teams:
            yield from team.channels

    def chat_with(self, person: Person) -> Chat:
        """The 1:1 chat of this person and the bot; made on first use, without the app."""
        for chat in self.chats:
            if chat.kind == "personal" and chat.members == [person]:
                return chat
        chat = Chat(f"a:1{stable_hex('chat', person.key, length=48)}", "personal", self.bot.name, [person])
        self.chats.append(chat)
        return chat

    def group_chat(self, name: str) -> Chat:
        return next(one for one in self.chats if one.kind == "groupChat" and one.name == name)

    def conversation(self, conversation_id: str) -> Conversation | None:
        """By id; `;messageid=…` is left aside. Deleted channels are found, too."""
        bare = conversation_id.partition(";")[0]
        found: Conversation | None = next((one for one in self.channels() if one.id == bare), None)
        return found or next((one for one in self.chats if one.id == bare), None)

    def message(self, message_id: str) -> Message | None:
        places: list[Conversation] = [*self.channels(), *self.chats]
        return next((one for place in places for one in place.messages if one.id == message_id), None)

    def app_reaches(self, person: Person) -> bool:
        """Whether the bot may open a 1:1 chat: the app is there for this person, or in a team the person is in."""
        return self.chat_with(person).bot_installed or any(
            team.bot_installed and person in team.members for team in self.teams if not team.deleted
        )

    # --- making ---

    def add_person(self, key: str, given_name: str, surname: str, organisation: str = "", *, guest: bool = False,
                   locale: str = "de-DE") -> Person:  # fmt: skip
        person = Person(key, given_name, surname, organisation, guest, locale)
        self.people.append(person)
        return person

    def add_team(self, name: str, members: list[Person], *, bot_installed: bool = False) -> Team:
        """A team with its General channel; the first member owns it."""
        thread = f"19:{stable_hex('team', name)}@thread.tacv2"
        team = Team(thread, name, stable_guid("group", name), list(members), list(members[:1]))
        team.bot_installed = bot_installed
        team.channels.append(Channel(thread, "General", team))
        self.teams.append(team)
        return team

    def add_channel(self, team: Team, name: str, kind: ChannelKind = "standard",
                    members: list[Person] | None = None) -> Channel:  # fmt: skip
        channel_id = f"19:{stable_hex('channel', team.name, name)}@thread.tacv2"
        channel = Channel(channel_id, name, team, kind, list(members or []))
        team.channels.append(channel)
        return channel

    def add_group_chat(self, name: str, members: list[Person], *, bot_installed: bool = True) -> Chat:
        chat = Chat(f"19:{stable_hex('group chat', name)}@thread.v2", "groupChat", name, list(members), bot_installed)
        self.chats.append(chat)
        return chat

    def post(self, place: Conversation, author: Author, text: str = "", root_id: str | None = None) -> Message:
        """Put a message into a conversation; the caller fills in the rest and calls `changed()`."""
        message = Message(self.next_id(), place.id, author, self.now(), text, root_id=root_id)
        place.messages.append(message)
        return message
