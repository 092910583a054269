"""How the connector says no."""

from typing import Any

import orjson
from aiohttp import web


class Refusal(Exception):
    """An answer of the connector other than success; `code` is the machine-readable word of Teams."""

    def __init__(self, status: int, code: str, message: str, *, sub_code: str | None = None,
                 retry_after: int | None = None) -> None:  # fmt: skip
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.sub_code = sub_code
        self.retry_after = retry_after

    def answer(self) -> web.Response:
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.sub_code:
            error["subCode"] = self.sub_code
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after is not None else {}
        return web.Response(body=orjson.dumps({"error": error}), status=self.status, headers=headers,
                            content_type="application/json")  # fmt: skip


def bad_argument(message: str) -> Refusal:
    return Refusal(400, "BadArgument", message)


def bad_targeting(message: str) -> Refusal:
    """A targeted message without a recipient on send, or with one on update."""
    return Refusal(400, "Bad argument", message)


def not_authorized() -> Refusal:
    return Refusal(401, "Unauthorized", "Authorization has been denied for this request.")


def bot_not_in_roster() -> Refusal:
    return Refusal(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")


def not_installed() -> Refusal:
    return Refusal(403, "ForbiddenOperationException", "The bot is not installed in user's personal scope.")


def blocked_by_user() -> Refusal:
    return Refusal(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")


def writes_blocked() -> Refusal:
    return Refusal(403, "Forbidden", "Messages cannot be written here.", sub_code="MessageWritesBlocked")


def not_your_message() -> Refusal:
    return Refusal(403, "NotEnoughPermissions", "Only the bot's own messages can be changed.")


def conversation_not_found() -> Refusal:
    return Refusal(404, "ConversationNotFound", "Conversation not found.")


def message_not_found() -> Refusal:
    return Refusal(404, "ActivityNotFoundInConversation", "Activity not found in conversation.")


def member_not_found() -> Refusal:
    return Refusal(404, "MemberNotFoundInConversation", "Member not found in conversation.")


def too_big() -> Refusal:
    return Refusal(413, "MessageSizeTooBig", "Message size too large.")


def throttled(seconds: int) -> Refusal:
    return Refusal(429, "Throttled", "Too many requests.", retry_after=seconds)
