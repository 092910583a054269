"""The Bot connector's REST for messages: what the bot calls to send, change and delete."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from . import refusals
from .entra import Entra
from .limits import Limits
from .messages import Json, Message
from .people import Person
from .world import Channel, Conversation, World

# "About 100 KB", counted as UTF-16, mentions included, base64 images not (Teams documentation, message size).
LARGEST_MESSAGE_BYTES = 100 * 1024
_PICTURE = re.compile(r'data:image/[^"\\]*')

Handler = Callable[[web.Request], Awaitable[Any]]


class Connector:
    """Serves `/emea/{tenant}/v3/conversations…`. Handlers return a JSON body and may raise a Refusal."""

    def __init__(self, world: World, entra: Entra, limits: Limits, prefix: str) -> None:
        self.world = world
        self.entra = entra
        self.limits = limits
        self.prefix = prefix
        self.service_url = ""

    def routes(self) -> list[web.RouteDef]:
        at = f"{self.prefix}/v3/conversations"
        one = f"{at}/{{cid}}/activities/{{aid}}"
        return [
            web.post(at, self.guarded(self._create, "write", 201)),
            web.post(f"{at}/{{cid}}/activities", self.guarded(self._send, "write", 201)),
            web.post(one, self.guarded(self._send, "write", 201)),
            web.put(one, self.guarded(self._update, "write")),
            web.delete(one, self.guarded(self._delete, "write")),
            web.put(f"{one}/reactions/{{kind}}", self.guarded(self._react, "write")),
            web.delete(f"{one}/reactions/{{kind}}", self.guarded(self._unreact, "write")),
        ]

    def guarded(
        self, handler: Handler, kind: str, status: int = 200
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Check token and limits first; turn what comes back, and every Refusal, into an answer."""

        async def serve(request: web.Request) -> web.Response:
            try:
                if not self.entra.accepts(request.headers.get("Authorization")):
                    raise refusals.not_authorized()
                if "cid" in request.match_info:
                    self._count(request.match_info["cid"], kind)
                body = await handler(request)
            except refusals.Refusal as refusal:
                return refusal.answer()
            return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")

        return serve

    def _count(self, conversation_id: str, kind: str) -> None:
        wait = self.limits.wait_for(conversation_id.partition(";")[0], kind)
        if wait:
            raise refusals.throttled(wait)

    # --- new conversations ---

    async def _create(self, request: web.Request) -> Json:
        wanted = await _read(request)
        channel_data = wanted.get("channelData") or {}
        # The limit of a conversation that is only being made: counted by whom or what it is made for.
        made_for: list[Json] = [channel_data.get("channel") or {}, *(wanted.get("members") or [])]
        self._count(next((str(one["id"]) for one in made_for if one.get("id")), ""), "write")
        if "channel" in channel_data:
            return self._create_thread(wanted, channel_data)
        members = wanted.get("members") or []
        tenant = wanted.get("tenantId") or (channel_data.get("tenant") or {}).get("id")
        if tenant != self.world.tenant_id:
            raise refusals.bad_argument("The tenant id is missing or not the one of this service.")
        if len(members) != 1 or wanted.get("isGroup"):
            raise refusals.bad_argument("A bot can create chats with exactly one person.")
        person = self.world.person_called(str(members[0].get("id", "")))
        if person is None:
            raise refusals.bad_argument("Unknown member: neither a 29: id nor an Entra object id of this tenant.")
        if not self.world.app_reaches(person):
            raise refusals.not_installed()
        chat = self.world.chat_with(person)
        made: Json = {"id": chat.id, "serviceUrl": self.service_url}
        if wanted.get("activity"):
            made["activityId"] = self._post(chat, wanted["activity"], None).id
        self.world.changed()
        return made

    def _create_thread(self, wanted: Json, channel_data: Json) -> Json:
        channel = self._place(str((channel_data["channel"] or {}).get("id", "")))
        if not isinstance(channel, Channel):
            raise refusals.bad_argument("channelData.channel.id is not a channel.")
        if not wanted.get("activity"):
            raise refusals.bad_argument("Activity is required when creating a thread in a channel.")
        root = self._post(channel, wanted["activity"], None)
        self.world.changed()
        return {"id": f"{channel.id};messageid={root.id}", "activityId": root.id, "serviceUrl": self.service_url}

    # --- messages ---

    async def _send(self, request: web.Request) -> Json:
        activity = await _read(request)
        conversation_id = request.match_info["cid"]
        place = self._place(conversation_id)
        if activity.get("type") == "typing":
            return {}
        if activity.get("type") != "message":
            raise refusals.bad_argument(f"Activities of type {activity.get('type')!r} cannot be sent.")
        root_id = self._thread(place, conversation_id, request.match_info.get("aid") or activity.get("replyToId"))
        targeted = _targeted(request)
        only_for = self._recipient(place, activity) if targeted else None
        message = self._post(place, activity, root_id)
        message.only_for = only_for
        self.world.changed()
        return {"id": message.id}

    def _thread(self, place: Conversation, conversation_id: str, replied_to: str | None) -> str | None:
        """The thread a send belongs to. An unknown `replied_to` is no error: botbuilder makes such ids up."""
        if not isinstance(place, Channel):
            return None
        named = conversation_id.partition(";messageid=")[2]
        if named:
            root = self._find(place, named)
            if root is None:
                raise refusals.conversation_not_found()
            return root.thread_id
        known = self._find(place, replied_to) if replied_to else None
        return known.thread_id if known else None

    def _recipient(self, place: Conversation, activity: Json) -> Person:
        recipient = activity.get("recipient") or {}
        person = self.world.person_called(str(recipient.get("id", "")))
        if person is None:
            raise refusals.bad_targeting("A targeted message needs a recipient.")
        if person not in place.members:
            raise refusals.bot_not_in_roster()
        return person

    def _post(self, place: Conversation, activity: Json, root_id: str | None) -> Message:
        self._check(activity)
        message = self.world.post(place, self.world.bot, root_id=root_id)
        _fill(message, activity)
        return message

    async def _update(self, request: web.Request) -> Json:
        activity = await _read(request)
        message = self._own_message(request)
        if _targeted(request) and activity.get("recipient"):
            raise refusals.bad_targeting("The recipient of a targeted message cannot be changed.")
        self._check(activity)
        _fill(message, activity)
        message.edited_at = self.world.now()
        # What one person was shown alone gives way to the new card for all.
        message.views.clear()
        message.times_updated += 1
        self.world.changed()
        return {"id": message.id}

    async def _delete(self, request: web.Request) -> Json:
        message = self._own_message(request)
        message.deleted = True
        message.views.clear()
        message.notices.clear()
        self.world.changed()
        return {}

    async def _react(self, request: web.Request) -> Json:
        message = self._message(request)
        if message.only_for is not None:
            raise refusals.bad_argument("Targeted messages have no reactions.")
        who = message.reactions.setdefault(request.match_info["kind"], [])
        if self.world.bot not in who:
            who.append(self.world.bot)
        self.world.changed()
        return {}

    async def _unreact(self, request: web.Request) -> Json:
        message = self._message(request)
        who = message.reactions.get(request.match_info["kind"], [])
        if self.world.bot in who:
            who.remove(self.world.bot)
        self.world.changed()
        return {}

    # --- finding and checking ---

    def _place(self, conversation_id: str) -> Conversation:
        place = self.world.conversation(conversation_id)
        return allowed(self.world, place)

    def _find(self, place: Conversation, message_id: str | None) -> Message | None:
        return next((one for one in place.messages if one.id == message_id), None)

    def _message(self, request: web.Request) -> Message:
        place = self._place(request.match_info["cid"])
        message = self._find(place, request.match_info["aid"])
        gone = message is None or message.deleted or message.expired(self.world.now())
        if message is None or gone or (message.only_for is not None) != _targeted(request):
            raise refusals.message_not_found()
        return message

    def _own_message(self, request: web.Request) -> Message:
        message = self._message(request)
        if not message.from_bot:
            raise refusals.not_your_message()
        return message

    def _check(self, activity: Json) -> None:
        """Size and mentions. Stricter than Teams: a mention that is not in the text is an error here, not silence."""
        counted = _PICTURE.sub("", orjson.dumps(activity).decode())
        if len(counted.encode("utf-16-le")) > LARGEST_MESSAGE_BYTES:
            raise refusals.too_big()
        if not activity.get("text") and not activity.get("attachments"):
            raise refusals.bad_argument("A message needs a text or an attachment.")
        for entity in activity.get("entities") or []:
            if entity.get("type") != "mention":
                continue
            mentioned = self.world.person_called(str((entity.get("mentioned") or {}).get("id", "")))
            if mentioned is None or entity.get("text", "") not in (activity.get("text") or ""):
                raise refusals.bad_argument("A mention names nobody here, or its text is not part of the message.")


def allowed(world: World, place: Conversation | None) -> Conversation:
    """The place, if the bot may write and read there; else the Refusal Teams would answer."""
    if place is None:
        raise refusals.conversation_not_found()
    if isinstance(place, Channel):
        if place.deleted or place.team.deleted:
            raise refusals.conversation_not_found()
        if not place.team.bot_installed:
            raise refusals.bot_not_in_roster()
        if place.team.archived:
            raise refusals.writes_blocked()
        return place
    if place.blocked:
        raise refusals.blocked_by_user()
    if place.kind == "personal" and not world.app_reaches(place.members[0]):
        raise refusals.not_installed()
    if place.kind == "groupChat" and not place.bot_installed:
        raise refusals.bot_not_in_roster()
    return place


def _targeted(request: web.Request) -> bool:
    return request.query.get("isTargetedActivity", "").lower() == "true"


def _fill(message: Message, activity: Json) -> None:
    message.text = activity.get("text") or ""
    message.text_format = activity.get("textFormat") or "markdown"
    message.attachments = list(activity.get("attachments") or [])
    message.entities = list(activity.get("entities") or [])
    message.summary = activity.get("summary")
    message.importance = activity.get("importance") or "normal"
    message.channel_data = dict(activity.get("channelData") or {})
    message.suggested_actions = list((activity.get("suggestedActions") or {}).get("actions") or [])


async def _read(request: web.Request) -> Json:
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        raise refusals.bad_argument("The body is not JSON.") from None
    if not isinstance(body, dict):
        raise refusals.bad_argument("The body is not a JSON object.")
    return body
