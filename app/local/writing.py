"""What a person types in Teams, and what becomes of it later."""

from collections.abc import Sequence

from . import outcomes
from .activities import ActivityMaker, mention_of
from .messages import Message
from .outcomes import Outcome
from .people import Author, Person
from .wire import Wire
from .world import Channel, Chat, Conversation, World


class NotAllowedHere(Exception):
    """Teams offers no such thing at this place: a slash command in 1:1, somebody else's message edited, …"""


class Writer:
    """One person with a keyboard. Every deed returns an Outcome; the bot's failures are in it, not raised."""

    def __init__(self, person: Person, world: World, maker: ActivityMaker, wire: Wire) -> None:
        self.person = person
        self._world = world
        self._maker = maker
        self._wire = wire

    @property
    def chat(self) -> Chat:
        """The 1:1 chat with the bot."""
        return self._world.chat_with(self.person)

    # --- typing ---

    async def says(self, place: Conversation, text: str, *, thread: Message | None = None, mention_bot: bool = True,
                   mentions: Sequence[Person] = ()) -> Outcome:  # fmt: skip
        """Write into a channel (a new post, or into `thread`) or chat. Without a mention the bot hears nothing,
        except in 1:1. A mention that is not in the text is put in: the bot's before, the people's behind."""
        self._check_place(place)
        if isinstance(place, Chat) and place.kind == "personal":
            return await self.says_in_chat(text)
        named: list[Author] = list(mentions)
        bot = self._world.bot
        if mention_bot or mention_of(bot) in text:
            named.insert(0, bot)
        for who in named:
            if mention_of(who) not in text:
                text = f"{mention_of(who)} {text}" if who is bot else f"{text} {mention_of(who)}"
        message = self._write(place, text, thread, named)
        self._world.changed()
        if bot not in named or not place.bot_installed:
            return Outcome(message=message)
        message.reached_bot = True
        return outcomes.of_reply(await self._wire.post(self._maker.message(message, place, named)), message)

    async def says_in_chat(self, text: str) -> Outcome:
        """Write to the bot in 1:1; the first time this installs the app, as Teams does."""
        await self.installs()
        message = self._write(self.chat, text, None, [])
        message.reached_bot = True
        self._world.changed()
        return outcomes.of_reply(await self._wire.post(self._maker.message(message, self.chat)), message)

    async def slash(self, place: Conversation, text: str, *, thread: Message | None = None,
                    mentions: Sequence[Person] = ()) -> Outcome:  # fmt: skip
        """Pick a slash command and send it: a message the bot alone sees. `text` may begin with `/`."""
        self._check_place(place)
        if isinstance(place, Chat) and place.kind == "personal":
            raise NotAllowedHere("there is no slash menu in 1:1")
        text = text.removeprefix("/")
        for who in mentions:
            if mention_of(who) not in text:
                text = f"{text} {mention_of(who)}"
        message = self._write(place, text, thread, mentions)
        message.only_for, message.reached_bot = self.person, True
        self._world.changed()
        activity = self._maker.message(message, place, list(mentions), targeted=True)
        return outcomes.of_reply(await self._wire.post(activity), message)

    def _write(self, place: Conversation, text: str, thread: Message | None, named: Sequence[Author]) -> Message:
        root = thread.thread_id if thread is not None and isinstance(place, Channel) else None
        message = self._world.post(place, self.person, text, root)
        message.text_format = "plain"
        message.entities = [self._maker.mention_entity(who) for who in named]
        return message

    async def edits(self, message: Message, text: str) -> Outcome:
        """Change one's own message; the bot is told if it knows the message."""
        place = self._own(message)
        message.text, message.edited_at = text, self._world.now()
        message.entities = [one for one in message.entities if one["text"] in text]
        return await self._tell_change(message, place, "editMessage")

    async def deletes(self, message: Message) -> Outcome:
        place = self._own(message)
        message.deleted = True
        return await self._tell_change(message, place, "softDeleteMessage")

    async def restores(self, message: Message) -> Outcome:
        """Undo `deletes`."""
        place = self._own(message)
        message.deleted = False
        return await self._tell_change(message, place, "undeleteMessage")

    def _own(self, message: Message) -> Conversation:
        if message.author is not self.person or message.only_for is not None:
            raise NotAllowedHere("only one's own, ordinary messages can be changed")
        return self._place_of(message)

    async def _tell_change(self, message: Message, place: Conversation, event: str) -> Outcome:
        self._world.changed()
        if not message.reached_bot:
            return Outcome(message=message)
        everybody: list[Author] = [self._world.bot, *self._world.people]
        named = [who for who in everybody if mention_of(who) in message.text]
        activity = self._maker.message_changed(message, place, named, event)
        return outcomes.of_reply(await self._wire.post(activity), message)

    async def reacts(self, message: Message, kind: str = "like", *, added: bool = True) -> Outcome:
        """Add or take back a reaction; the bot is told about its own messages."""
        place = self._place_of(message)
        who = message.reactions.setdefault(kind, [])
        if added and self.person not in who:
            who.append(self.person)
        if not added and self.person in who:
            who.remove(self.person)
        self._world.changed()
        if not message.from_bot:
            return Outcome(message=message)
        activity = self._maker.reaction(self.person, message, place, kind, added)
        return outcomes.of_reply(await self._wire.post(activity), message)

    # --- the app in 1:1 ---

    async def installs(self) -> Outcome:
        """Install the app for oneself; nothing happens when it is there."""
        if self.chat.bot_installed:
            return Outcome()
        self.chat.bot_installed = True
        self._world.changed()
        await self._wire.post(self._maker.members(self.person, self.chat, [self._world.bot], added=True))
        return outcomes.of_reply(await self._wire.post(self._maker.installation(self.person, self.chat, "add")))

    async def uninstalls(self) -> Outcome:
        """Remove the app from one's own chat."""
        self.chat.bot_installed = False
        self._world.changed()
        return outcomes.of_reply(await self._wire.post(self._maker.installation(self.person, self.chat, "remove")))

    # --- checks ---

    def _place_of(self, message: Message) -> Conversation:
        place = self._world.conversation(message.conversation_id)
        if place is None:
            raise NotAllowedHere("the conversation is gone")
        return place

    def _check_place(self, place: Conversation) -> None:
        if self.person not in place.members:
            raise NotAllowedHere(f"{self.person.name} is not a member of {place.name}")

    def _check_seen(self, message: Message) -> None:
        if message.deleted or not message.visible_to(self.person, self._world.now()):
            raise NotAllowedHere(f"{self.person.name} does not see this message")
        self._check_place(self._place_of(message))
