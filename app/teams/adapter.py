"""Botbuilder's turn on our own feet: activities read and written without msrest, answers sent over our connector."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, Final

from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    CardAction,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    ConversationResourceResponse,
    Entity,
    MessageReaction,
    PagedMembersResult,
    ResourceResponse,
    SemanticAction,
    SuggestedActions,
    TextHighlight,
)
from botframework.connector.auth import ConnectorFactory
from msrest.serialization import Model

from app.teams.auth import KernteamBotFrameworkAuthentication
from app.teams.connector import Connector

REMEMBERED_CLIENTS: Final = 1000

Logic = Callable[[TurnContext], Awaitable[Any]]


class MalformedActivity(ValueError):
    """400: the JSON is no activity: a field has a type it cannot have, or type or conversation is missing."""


_NESTED: Final = {
    one.__name__: one
    for one in (
        Attachment,
        CardAction,
        ChannelAccount,
        ConversationAccount,
        ConversationReference,
        Entity,
        MessageReaction,
        SemanticAction,
        SuggestedActions,
        TextHighlight,
    )
}


class _Shape:
    """How a botbuilder model class looks on the wire, worked out once per class from its own attribute map."""

    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind
        self.blank = {name: value for name, value in vars(kind()).items() if name != "additional_properties"}
        self.fields = {meta["key"]: (name, meta["type"]) for name, meta in kind._attribute_map.items()}
        self.keys = [(name, key) for key, (name, _) in self.fields.items()]


_shapes: dict[type[Any], _Shape] = {}


def _shape(kind: type[Any]) -> _Shape:
    shape = _shapes.get(kind)
    if shape is None:
        shape = _shapes[kind] = _Shape(kind)
    return shape


def read_model(kind: type[Any], data: object) -> Any:
    """A botbuilder model from JSON; fields the model does not know stay in `additional_properties`.

    The same objects as msrest's deserialiser makes, at a fraction of its cost, except that single letters of case in
    keys count and that a date that cannot be read stays a string.
    """
    if not isinstance(data, dict):
        raise MalformedActivity(f"{kind.__name__} is no JSON object")
    shape = _shape(kind)
    model = object.__new__(kind)
    values = model.__dict__
    values.update(shape.blank)
    extra = values["additional_properties"] = {}
    for key, value in data.items():
        known = shape.fields.get(key)
        if known is None:
            extra[key] = value
        elif value is not None:
            values[known[0]] = _read_value(known[1], key, value)
    return model


def _read_value(wanted: str, key: str, value: Any) -> Any:
    if wanted == "str":
        if not isinstance(value, str):
            raise MalformedActivity(f"{key} is no string")
        return value
    if wanted == "iso-8601":
        try:
            return datetime.fromisoformat(value)
        except (ValueError, TypeError):
            return value
    if wanted.startswith("["):
        if not isinstance(value, list):
            raise MalformedActivity(f"{key} is no list")
        inner = wanted[1:-1]
        return [_read_value(inner, key, one) for one in value]
    nested = _NESTED.get(wanted)
    return value if nested is None else read_model(nested, value)


def read_activity(data: object) -> Activity:
    activity = read_model(Activity, data)
    if not activity.type or activity.conversation is None or not activity.conversation.id:
        raise MalformedActivity("type or conversation is missing")
    return activity


def write_model(value: Any) -> Any:
    """JSON of botbuilder models, dicts and lists; unlike msrest it keeps what is in `additional_properties`."""
    if isinstance(value, Model):
        written = dict(value.additional_properties or {})
        for name, key in _shape(type(value)).keys:
            field = getattr(value, name)
            if field is not None:
                written[key] = write_model(field)
        return written
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: write_model(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [write_model(one) for one in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value


class ConversationsClient:
    """`connector_client.conversations` as botbuilder calls it, for one service URL."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self._connector = connector
        self._service_url = service_url

    async def send_to_conversation(self, conversation_id: str, activity: Activity, **_: Any) -> ResourceResponse:
        body = write_model(activity)
        answer = await self._connector.send_to_conversation(
            self._service_url, conversation_id, body, tenant_id=_tenant(body), targeted=_targeted(body)
        )
        return ResourceResponse(id=answer.get("id"))

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity, **_: Any
    ) -> ResourceResponse:
        body = write_model(activity)
        if _targeted(body):  # there are no targeted replies [PLATFORM B]
            return await self.send_to_conversation(conversation_id, activity)
        answer = await self._connector.reply_to_activity(
            self._service_url, conversation_id, activity_id, body, tenant_id=_tenant(body)
        )
        return ResourceResponse(id=answer.get("id"))

    async def update_activity(
        self, conversation_id: str, activity_id: str, activity: Activity, **_: Any
    ) -> ResourceResponse:
        body = write_model(activity)
        targeted = _targeted(body)
        if targeted:
            del body["recipient"]  # needed on send, forbidden on update [PLATFORM A5]
        answer = await self._connector.update_activity(
            self._service_url, conversation_id, activity_id, body, tenant_id=_tenant(body), targeted=targeted
        )
        return ResourceResponse(id=answer.get("id"))

    async def delete_activity(self, conversation_id: str, activity_id: str, **_: Any) -> None:
        await self._connector.delete_activity(self._service_url, conversation_id, activity_id)

    async def create_conversation(self, parameters: Any, **_: Any) -> ConversationResourceResponse:
        answer = await self._connector.create_conversation(self._service_url, write_model(parameters))
        return read_model(ConversationResourceResponse, answer)

    async def get_conversation_member(self, conversation_id: str, member_id: str, **_: Any) -> ChannelAccount:
        return read_model(ChannelAccount, await self._connector.member(self._service_url, conversation_id, member_id))

    async def get_conversation_paged_members(
        self, conversation_id: str, page_size: int | None = None, continuation_token: str | None = None, **_: Any
    ) -> PagedMembersResult:
        page = await self._connector.members_page(
            self._service_url, conversation_id, page_size=page_size or 200, continuation_token=continuation_token
        )
        members = [read_model(ChannelAccount, one) for one in page.get("members") or ()]
        return PagedMembersResult(continuation_token=page.get("continuationToken"), members=members)

    async def get_conversation_members(self, conversation_id: str, **_: Any) -> list[ChannelAccount]:
        """All members, page by page: the unpaged call is deprecated and allowed five times a minute."""
        page = await self.get_conversation_paged_members(conversation_id)
        members = list(page.members)
        while page.continuation_token:
            page = await self.get_conversation_paged_members(conversation_id, None, page.continuation_token)
            members += page.members
        return members


class ConnectorClient:
    """What botbuilder keeps in the turn's state under `ConnectorClient`."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self.conversations = ConversationsClient(connector, service_url)


class KernteamConnectorFactory(ConnectorFactory):  # type: ignore[misc]
    """The same client object for a service URL in every turn; nothing is opened or fetched for it."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._clients: OrderedDict[str, ConnectorClient] = OrderedDict()

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:
        client = self._clients.get(service_url)
        if client is None:
            client = self._clients[service_url] = ConnectorClient(self._connector, service_url)
            if len(self._clients) > REMEMBERED_CLIENTS:
                self._clients.popitem(last=False)
        return client


class KernteamAdapter(CloudAdapterBase):  # type: ignore[misc]
    """Botbuilder's turn. `on_turn_error` is asked for: without it an error becomes a 500 and Teams sends again."""

    def __init__(
        self,
        authentication: KernteamBotFrameworkAuthentication,
        on_turn_error: Callable[[TurnContext, Exception], Awaitable[None]],
    ) -> None:
        super().__init__(authentication)
        self.on_turn_error = on_turn_error

    async def run(
        self, activity_json: dict[str, Any], authorization: str | None, logic: Logic
    ) -> InvokeResponse | None:
        """One turn. None for all but invokes; an invoke's `body` may be a plain dict.

        Raises `Unauthorised`, `Forbidden` or `MalformedActivity` before the turn, and then nothing has been done.
        """
        accepted = await self.bot_framework_authentication.check(authorization, activity_json)
        return await self.process_activity(accepted, read_activity(activity_json), logic)

    @classmethod
    def answer_invoke(cls, context: TurnContext, status: int, body: Any = None) -> None:
        """Sets an invoke's answer; `send_activity` would copy the whole card once more on its way to the same place."""
        answer = Activity(type=ActivityTypes.invoke_response, value=InvokeResponse(status=status, body=body))
        context.turn_state[cls._INVOKE_RESPONSE_KEY] = answer


def _targeted(body: dict[str, Any]) -> bool:
    return (body.get("recipient") or {}).get("isTargeted") is True


def _tenant(body: dict[str, Any]) -> str:
    conversation = body.get("conversation") or {}
    return conversation.get("tenantId") or conversation.get("tenantID") or ""
