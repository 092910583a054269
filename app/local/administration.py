"""What team owners and administrators do; each change sends the events that Teams sends."""

from collections.abc import Sequence

from .activities import ActivityMaker
from .people import Author, Person
from .wire import Reply, Wire
from .world import Channel, Chat, Team, World


class Administration:
    """Changes teams and channels. `by` is who does it, the team's first owner unless said.

    The bot hears of teams in which it is installed; each verb returns the bot's replies, none when it was not told.
    """

    def __init__(self, world: World, maker: ActivityMaker, wire: Wire) -> None:
        self._world = world
        self._maker = maker
        self._wire = wire

    async def install(self, team: Team, *, by: Person | None = None, selected: Channel | None = None) -> list[Reply]:
        """Install the app in a team: `conversationUpdate` and `installationUpdate` both come."""
        team.bot_installed = True
        who = by or team.owners[0]
        return await self._tell(
            self._maker.members(who, team, [self._world.bot], added=True),
            self._maker.installation(who, team, "add", selected),
        )

    async def uninstall(self, team: Team, *, by: Person | None = None) -> list[Reply]:
        team.bot_installed = False
        who = by or team.owners[0]
        return await self._tell(
            self._maker.members(who, team, [self._world.bot], added=False),
            self._maker.installation(who, team, "remove"),
        )

    async def install_in_chat(self, chat: Chat, *, by: Person | None = None) -> list[Reply]:
        """Add the app to a group chat."""
        chat.bot_installed = True
        who = by or chat.members[0]
        return await self._tell(
            self._maker.members(who, chat, [self._world.bot], added=True), self._maker.installation(who, chat, "add")
        )

    async def uninstall_from_chat(self, chat: Chat, *, by: Person | None = None) -> list[Reply]:
        chat.bot_installed = False
        who = by or chat.members[0]
        return await self._tell(self._maker.installation(who, chat, "remove"))

    async def upgrade(self, team: Team, *, by: Person | None = None) -> list[Reply]:
        """A new version of the app arrives in a team: `add-upgrade` alone."""
        return await self._tell(self._maker.installation(by or team.owners[0], team, "add-upgrade"))

    async def add_members(self, team: Team, people: Sequence[Person], *, by: Person | None = None) -> list[Reply]:
        new = [one for one in people if one not in team.members]
        team.members.extend(new)
        return await self._members_changed(team, new, by, added=True)

    async def remove_members(self, team: Team, people: Sequence[Person], *, by: Person | None = None) -> list[Reply]:
        gone = [one for one in people if one in team.members]
        for person in gone:
            team.members.remove(person)
            for channel in team.channels:
                if person in channel.own_members:
                    channel.own_members.remove(person)
        return await self._members_changed(team, gone, by, added=False)

    async def _members_changed(self, team: Team, people: Sequence[Author], by: Person | None, *,
                               added: bool) -> list[Reply]:  # fmt: skip
        if not people or not team.bot_installed:
            return await self._tell()
        return await self._tell(self._maker.members(by or team.owners[0], team, people, added=added))

    async def create_channel(self, team: Team, name: str, *, by: Person | None = None) -> list[Reply]:
        return await self._channel(self._world.add_channel(team, name), "channelCreated", by)

    async def rename_channel(self, channel: Channel, name: str, *, by: Person | None = None) -> list[Reply]:
        channel.name = name
        return await self._channel(channel, "channelRenamed", by)

    async def delete_channel(self, channel: Channel, *, by: Person | None = None) -> list[Reply]:
        """General cannot be deleted, in Teams neither."""
        if channel.is_general:
            return []
        channel.deleted = True
        return await self._channel(channel, "channelDeleted", by)

    async def restore_channel(self, channel: Channel, *, by: Person | None = None) -> list[Reply]:
        channel.deleted = False
        return await self._channel(channel, "channelRestored", by)

    async def rename_team(self, team: Team, name: str, *, by: Person | None = None) -> list[Reply]:
        team.name = name
        return await self._team(team, "teamRenamed", by)

    async def archive(self, team: Team, *, by: Person | None = None) -> list[Reply]:
        """Nobody writes in an archived team; the connector refuses the bot as well."""
        team.archived = True
        return await self._team(team, "teamArchived", by)

    async def unarchive(self, team: Team, *, by: Person | None = None) -> list[Reply]:
        team.archived = False
        return await self._team(team, "teamUnarchived", by)

    async def delete_team(self, team: Team, *, by: Person | None = None) -> list[Reply]:
        team.deleted = True
        return await self._team(team, "teamDeleted", by)

    async def restore_team(self, team: Team, *, by: Person | None = None) -> list[Reply]:
        team.deleted = False
        return await self._team(team, "teamRestored", by)

    async def _channel(self, channel: Channel, event: str, by: Person | None) -> list[Reply]:
        team = channel.team
        if not team.bot_installed:
            return await self._tell()
        return await self._tell(self._maker.place_changed(by or team.owners[0], channel, event))

    async def _team(self, team: Team, event: str, by: Person | None) -> list[Reply]:
        if not team.bot_installed:
            return await self._tell()
        return await self._tell(self._maker.place_changed(by or team.owners[0], team, event))

    async def _tell(self, *activities: dict[str, object]) -> list[Reply]:
        self._world.changed()
        return [await self._wire.post(activity) for activity in activities]
