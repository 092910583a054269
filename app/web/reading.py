"""Reads what a browser's form sends: small, urlencoded, as text without control characters."""

import re
from urllib.parse import parse_qsl

from aiohttp import web

LONGEST_BODY = 64 * 1024
"""Bytes. Four answers of 1500 characters stay under it even where each takes nine bytes when encoded."""

_MOST_FIELDS = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""All but tab and line feed: no keyboard types them, and PostgreSQL refuses the first of them."""


class Unreadable(Exception):
    """The body is too large (413), of another type (415) or malformed (400)."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


async def read_values(request: web.Request) -> dict[str, str]:
    """The form's values by name; of several values with one name, ticked boxes, a comma list."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Unreadable(415)
    if (request.content_length or 0) > LONGEST_BODY:
        raise Unreadable(413)
    body = bytearray()
    async for part in request.content.iter_any():
        body += part
        if len(body) > LONGEST_BODY:
            raise Unreadable(413)
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise Unreadable(400) from None
    found: dict[str, str] = {}
    for name, text in pairs:
        clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        found[name] = f"{found[name]},{clean}" if found.get(name) else clean
    return found
