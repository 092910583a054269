"""What happens to teams, channels and people in Teams, taken into the records; rosters are fetched where needed."""

from dataclasses import dataclass

from app.kit.incoming import PlaceKind
from app.kit.unit import Unit, Units
from app.people import actions_roster as people
from app.people.queries import find_team
from app.people.views import TeamFacts
from app.teams.incoming import Happening, What
from app.teams.roster import Roster


@dataclass
class Happenings:
    units: Units
    roster: Roster

    async def take(self, happening: Happening) -> None:
        """Every happening may arrive twice; taking it again changes nothing."""
        if happening.place.kind in (PlaceKind.GROUP, PlaceKind.CLOSED_CHANNEL):
            return
        if happening.place.kind is PlaceKind.PERSONAL:
            await self._personal(happening)
        elif happening.what is What.INSTALLED:
            await self._installed(happening)
        elif happening.what is What.MEMBERS_CAME:
            await self._refresh(happening)
        else:
            await self.units.run(lambda unit: _note(unit, happening))

    async def _personal(self, happening: Happening) -> None:
        place, who = happening.place, happening.who
        if happening.what is What.INSTALLED:
            await self.units.run(lambda unit: people.personal_installed(unit, place, who, happening.locale))
        elif happening.what is What.REMOVED:
            await self.units.run(lambda unit: people.personal_removed(unit, place.tenant_id, who.entra_id))

    async def _installed(self, happening: Happening) -> None:
        place = happening.place
        if not place.teams_team_id:
            return
        facts = TeamFacts(
            tenant_id=place.tenant_id,
            teams_team_id=place.teams_team_id,
            entra_group_id=happening.entra_group_id,
            name=happening.team_name,
            service_url=place.service_url,
            home_channel_id=happening.channel_id or place.teams_team_id,
            home_channel_name=happening.channel_name,
            language=happening.locale,
        )
        installer = happening.who.entra_id
        team_id = await self.units.run(lambda unit: people.install_team(unit, facts, installer).id)
        await self.roster.fetch_or_put_off(team_id)

    async def _refresh(self, happening: Happening) -> None:
        place = happening.place

        def known(unit: Unit) -> int | None:
            team = find_team(unit.session, place.tenant_id, place.teams_team_id or "")
            return team.id if team else None

        if (team_id := await self.units.run(known)) is not None:
            await self.roster.fetch_or_put_off(team_id)


def _note(unit: Unit, happening: Happening) -> None:
    place, what = happening.place, happening.what
    team = find_team(unit.session, place.tenant_id, place.teams_team_id or "")
    if team is None:
        return
    channel_id, channel_name = happening.channel_id, happening.channel_name
    match what:
        case What.REMOVED:
            people.remove_team(unit, place.tenant_id, team.teams_team_id)
        case What.MEMBERS_LEFT:
            people.members_left(unit, team.id, happening.entra_ids)
        case What.CHANNEL_SEEN | What.CHANNEL_RENAMED:
            people.channel_seen(unit, team.id, channel_id, channel_name)
        case What.CHANNEL_DELETED:
            people.channel_deleted(unit, team.id, channel_id)
        case What.CHANNEL_RESTORED:
            people.channel_restored(unit, team.id, channel_id)
        case What.TEAM_RENAMED:
            people.team_renamed(unit, team.id, happening.team_name)
        case What.TEAM_ARCHIVED:
            people.team_archived(unit, team.id)
        case What.TEAM_UNARCHIVED:
            people.team_unarchived(unit, team.id)
        case What.TEAM_DELETED:
            people.team_deleted(unit, team.id)
        case _:
            pass
