"""The roster as Teams knows it: fetched at the installation, when people come, and once a night."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kit.errors import TryLater
from app.kit.sender import ConversationGone, Refused, Rejected, Unknown
from app.kit.unit import Unit, Units
from app.people.actions_roster import take_channels, take_roster
from app.people.due import put_off_roster_check, teams_to_check
from app.people.queries import team_by_id
from app.people.views import RosterEntry
from app.teams.connector import Connector

log = logging.getLogger(__name__)

_GUEST = "#EXT#"
LONGEST_NAME = 200
"""Characters; Entra allows more than any card shows."""


@dataclass
class Roster:
    units: Units
    connector: Connector

    async def fetch(self, team_id: int) -> None:
        """Read all pages, then take them over at once: who is missing from a complete roster has left."""
        team = await self.units.run(lambda unit: team_by_id(unit.session, team_id))
        channels = await self.connector.channels(team.service_url, team.teams_team_id, tenant_id=team.tenant_id)
        people: list[RosterEntry] = []
        token: str | None = None
        while True:
            page = await self.connector.members_page(
                team.service_url, team.teams_team_id, continuation_token=token, tenant_id=team.tenant_id
            )
            people += [entry for member in page.get("members") or () if (entry := read_member(member))]
            token = page.get("continuationToken")
            if not token:
                break
        names = {
            str(one["id"]): str(one.get("name") or "")[:LONGEST_NAME]
            for one in channels
            if one.get("id") and one.get("type", "standard") == "standard"  # others have other readers than the team
        }

        def take(unit: Unit) -> None:
            take_channels(unit, team_id, names)
            take_roster(unit, team_id, people, complete=True)

        await self.units.run(take)

    async def check_due(self) -> None:
        """The nightly check, a few teams at a time, so that no night is one long burst."""
        for team_id in await self.units.run(lambda unit: teams_to_check(unit.session, unit.now)):
            await self.fetch_or_put_off(team_id)

    async def fetch_or_put_off(self, team_id: int) -> None:
        """A team whose roster Teams does not give makes room for the others; the next check asks again."""
        try:
            await self.fetch(team_id)
        except (Refused, Unknown, Rejected, ConversationGone, TryLater) as error:
            log.warning("roster not fetched", extra={"team": team_id, "reason": str(error)})
            await self.units.run(lambda unit: put_off_roster_check(unit, team_id))


def read_member(member: Mapping[str, Any]) -> RosterEntry | None:
    """None for members without an Entra id (the bot itself, anonymous people)."""
    entra_id = member.get("aadObjectId") or member.get("objectId")
    if not entra_id or not member.get("id"):
        return None
    guest = member.get("userRole") == "guest" or _GUEST in str(member.get("userPrincipalName") or "")
    return RosterEntry(str(entra_id), str(member["id"]), str(member.get("name") or "")[:LONGEST_NAME], guest, None)
