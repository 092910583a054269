"""The Bot connector's REST for members, teams and channels."""

import base64
import binascii

from aiohttp import web

from . import refusals
from .connector import Connector, allowed
from .messages import Json
from .people import Person
from .world import Conversation, Team, World

# Teams lifts smaller page sizes and lowers larger ones (documentation of get paged members).
SMALLEST_PAGE, USUAL_PAGE, LARGEST_PAGE = 50, 200, 500


class Roster:
    """Serves `…/pagedMembers`, `…/members`, `…/members/{id}` and `/v3/teams/…`."""

    def __init__(self, world: World, connector: Connector) -> None:
        self.world = world
        self._connector = connector
        self.smallest_page = SMALLEST_PAGE

    def routes(self) -> list[web.RouteDef]:
        guarded, prefix = self._connector.guarded, self._connector.prefix
        at = f"{prefix}/v3/conversations/{{cid}}"
        return [
            web.get(f"{at}/pagedMembers", guarded(self._paged, "read")),
            web.get(f"{at}/members", guarded(self._all_members, "read")),
            web.get(f"{at}/members/{{mid}}", guarded(self._one, "read")),
            web.get(f"{prefix}/v3/teams/{{cid}}", guarded(self._team, "read")),
            web.get(f"{prefix}/v3/teams/{{cid}}/conversations", guarded(self._channels, "read")),
        ]

    def _place(self, request: web.Request) -> Conversation:
        # A team's id is the id of its General channel.
        return allowed(self.world, self.world.conversation(request.match_info["cid"]))

    async def _paged(self, request: web.Request) -> Json:
        place = self._place(request)
        try:
            asked = int(request.query.get("pageSize", USUAL_PAGE))
            start = _position(request.query.get("continuationToken"))
        except (ValueError, binascii.Error):
            raise refusals.bad_argument("pageSize or continuationToken cannot be read.") from None
        size = min(max(asked, self.smallest_page), LARGEST_PAGE)
        page = place.members[start : start + size]
        answer: Json = {"members": [self._member(one, "aadObjectId") for one in page]}
        if start + size < len(place.members):
            answer["continuationToken"] = _token(start + size)
        return answer

    async def _all_members(self, request: web.Request) -> list[Json]:
        return [self._member(one, "aadObjectId") for one in self._place(request).members]

    async def _one(self, request: web.Request) -> Json:
        place = self._place(request)
        for person in place.members:
            if person.is_called(request.match_info["mid"]):
                # Teams names the Entra id differently from call to call; so do we, that the bot reads both.
                return self._member(person, "objectId")
        raise refusals.member_not_found()

    def _member(self, person: Person, entra_id_field: str) -> Json:
        member: Json = {
            "id": person.teams_id, "name": person.name, "givenName": person.given_name, "surname": person.surname,
            "tenantId": self.world.tenant_id, "userRole": "guest" if person.guest else "user",
            entra_id_field: person.entra_id,
        }  # fmt: skip
        if person.email:
            member |= {"email": person.email, "userPrincipalName": person.email}
        return member

    def _found_team(self, request: web.Request) -> Team:
        place = self._place(request)
        team = next((one for one in self.world.teams if one.id == place.id), None)
        if team is None:
            raise refusals.conversation_not_found()
        return team

    async def _team(self, request: web.Request) -> Json:
        team = self._found_team(request)
        living = [one for one in team.channels if not one.deleted]
        return {"id": team.id, "name": team.name, "aadGroupId": team.entra_group_id, "type": "standard",
                "tenantId": self.world.tenant_id, "channelCount": len(living),
                "memberCount": len(team.members)}  # fmt: skip

    async def _channels(self, request: web.Request) -> Json:
        team = self._found_team(request)
        living = [one for one in team.channels if not one.deleted]
        # General comes without a name, as in Teams.
        return {"conversations": [
            {"id": one.id, "type": one.kind} | ({} if one.is_general else {"name": one.name}) for one in living
        ]}  # fmt: skip


def _token(position: int) -> str:
    return base64.urlsafe_b64encode(f"next:{position}".encode()).decode()


def _position(token: str | None) -> int:
    if not token:
        return 0
    word, _, number = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
    if word != "next":
        raise ValueError(token)
    return int(number)
