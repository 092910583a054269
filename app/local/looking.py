"""What one person sees, as JSON for the page."""

from typing import Any

from . import cards
from .command_menus import CommandMenus
from .messages import ADAPTIVE_CARD, Json, Message
from .outcomes import Outcome
from .people import Author, Person
from .world import Channel, Conversation, World


class Look:
    """Builds the page's state. Nothing a person must not see leaves this class."""

    def __init__(self, world: World, menus: CommandMenus) -> None:
        self._world = world
        self._menus = menus

    def state(self, person: Person, open_id: str) -> Json:
        """Everything the page draws for `person`; `open` holds the messages of one conversation, or is None."""
        world = self._world
        language = person.locale[:2]
        self._world.chat_with(person)
        teams = [self._team(team, person) for team in world.teams if person in team.members and not team.deleted]
        mine = [chat for chat in world.chats if person in chat.members]
        chats = [self._place(chat, person) for chat in sorted(mine, key=lambda one: one.kind != "personal")]
        place = self.place_named(open_id, person)
        return {
            "version": world.version,
            "now": world.now().isoformat(),
            "me": self._person(person),
            "people": [self._person(one) for one in world.people],
            "bot": {"name": world.bot.name, "id": world.bot.teams_id},
            "teams": teams,
            "chats": chats,
            "open": self._open(place, person) if place else None,
            "extensions": self._menus.extensions(language),
        }

    def place_named(self, word: str, person: Person) -> Conversation | None:
        """By id, or as in the page's address: a channel's or chat's name, `Team/Channel`, `bot`."""
        world = self._world
        place = world.conversation(word) if word else None
        if place is None and word == "bot":
            place = world.chat_with(person)
        if place is None and word:
            mine = [one for one in world.channels() if person in one.members]
            names: list[tuple[str, Conversation]] = [(f"{one.team.name}/{one.name}", one) for one in mine]
            names += [(one.name, one) for one in mine]
            names += [(one.name, one) for one in world.chats if one.kind == "groupChat"]
            place = next((one for name, one in names if name.lower() == word.lower()), None)
        if place is None or person not in place.members:
            return None
        if isinstance(place, Channel) and (place.deleted or place.team.deleted):
            return None
        return place

    def _person(self, person: Person) -> Json:
        return {
            "key": person.key, "id": person.teams_id, "name": person.name, "initials": person.initials,
            "organisation": person.organisation, "guest": person.guest, "locale": person.locale,
        }  # fmt: skip

    def _team(self, team: Any, person: Person) -> Json:
        shown = [one for one in team.channels if person in one.members]
        return {
            "id": team.id, "name": team.name, "owner": person in team.owners, "installed": team.bot_installed,
            "archived": team.archived, "members": [one.key for one in team.members],
            "channels": [self._place(one, person) for one in shown],
        }  # fmt: skip

    def _place(self, place: Conversation, person: Person) -> Json:
        now = self._world.now()
        seen = [one for one in place.messages if one.visible_to(person, now) and one.author is not person]
        brief: Json = {"id": place.id, "name": place.name, "latest": seen[-1].id if seen else "0"}
        if isinstance(place, Channel):
            kind = "general" if place.is_general else place.kind
            return brief | {"kind": kind, "deleted": place.deleted, "team": place.team.id}
        return brief | {"kind": place.kind}

    def _open(self, place: Conversation, person: Person) -> Json:
        now, language = self._world.now(), person.locale[:2]
        seen = [one for one in place.messages if one.visible_to(person, now)]
        is_channel = isinstance(place, Channel)
        return self._place(place, person) | {
            "channel": is_channel,
            "team_name": place.team.name if isinstance(place, Channel) else "",
            "archived": isinstance(place, Channel) and place.team.archived,
            "installed": place.bot_installed,
            "members": [one.key for one in place.members],
            "slash": self._menus.commands(place, "slash", language),
            "mention": self._menus.commands(place, "mention", language),
            "messages": [self._message(one, place, person) for one in seen],
        }

    def _message(self, message: Message, place: Conversation, person: Person) -> Json:
        if message.deleted:
            # The text is gone for everybody; the author can take the deletion back.
            kept: list[Json] = []
            text = ""
        else:
            kept = [self._attachment(one, place) for one in message.attachments_for(person)]
            text = message.text
        notice = message.notices.get(person.key)
        return {
            "id": message.id, "root": message.root_id, "author": self._author(message.author),
            "mine": message.author is person, "from_bot": message.from_bot, "created": message.created_at.isoformat(),
            "edited": message.edited_at is not None, "deleted": message.deleted,
            "only_me": message.only_for is not None, "important": message.importance in ("high", "urgent"),
            "text": text, "format": message.text_format, "attachments": kept,
            # Counted so that an update for all is drawn anew even when nothing in it differs.
            "updates": message.times_updated,
            "mentions": [one["text"] for one in message.entities if one.get("type") == "mention"],
            "notice": {"kind": notice.kind, "text": notice.text} if notice else None,
            "suggested": [] if message.deleted else message.suggested_actions,
            "reactions": {kind: [one.name for one in who] for kind, who in message.reactions.items() if who},
            "refresh": any("refresh" in card for card in message.cards),
        }  # fmt: skip

    def _author(self, author: Author) -> Json:
        if isinstance(author, Person):
            return {"key": author.key, "name": author.name, "initials": author.initials}
        return {"key": "bot", "name": author.name, "initials": author.name[:1]}

    def _attachment(self, attachment: Json, place: Conversation) -> Json:
        if attachment.get("contentType") == ADAPTIVE_CARD:
            return {"kind": "card", "card": cards.with_people(attachment.get("content") or {}, place.members)}
        content = attachment.get("content")
        if isinstance(content, dict) and ("title" in content or "text" in content):
            return {"kind": "simple", "title": content.get("title") or "", "text": content.get("text") or ""}
        return {"kind": "other", "title": attachment.get("name") or attachment.get("contentType") or ""}


def outcome_json(outcome: Outcome) -> Json:
    """The part of an Outcome that the page acts on."""
    dialog = outcome.dialog
    shown = None
    if dialog is not None:
        people = dialog.place.members
        shown = {"id": dialog.id, "title": dialog.title, "card": cards.with_people(dialog.card, people),
                 "width": dialog.width, "height": dialog.height}  # fmt: skip
    results = [{**one, "preview": one.get("preview")} for one in outcome.results]
    return {
        "status": outcome.status, "ok": outcome.ok, "toast": outcome.toast, "error": outcome.error, "url": outcome.url,
        "closed": outcome.closed, "dialog": shown, "results": results, "refused": outcome.refused,
        "message": outcome.message.id if outcome.message else None,
    }  # fmt: skip
