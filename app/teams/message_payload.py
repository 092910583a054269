"""A message somebody chose an action on: its HTML becomes plain text, its link is kept where it leads into Teams."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

LONGEST_TEXT = 4000
LONGEST_LINK = 1000
LONGEST_AUTHOR = 200

_TEAMS_HOSTS = ("teams.microsoft.com", "teams.cloud.microsoft", "gov.teams.microsoft.us", "teams.microsoftonline.cn")
_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "pre"))
_UNREAD = frozenset(("script", "style"))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_payload(payload: Mapping[str, Any], *, link_only: bool) -> dict[str, str]:
    """`text`, `link`, `author` and `written_on` of a `messagePayload`; `link_only`: of a chat others wrote in."""
    found = {"text": "", "link": _link(payload.get("linkToMessage")), "author": "", "written_on": ""}
    if link_only:
        return found
    body = payload.get("body")
    if isinstance(body, Mapping) and isinstance(content := body.get("content"), str):
        found["text"] = (plain_text(content) if body.get("contentType") == "html" else content.strip())[:LONGEST_TEXT]
    sender = payload.get("from")
    user = sender.get("user") if isinstance(sender, Mapping) else None
    if isinstance(user, Mapping) and isinstance(name := user.get("displayName"), str):
        found["author"] = name[:LONGEST_AUTHOR]
    if isinstance(written := payload.get("createdDateTime"), str) and (day := _DAY.match(written)):
        found["written_on"] = day.group()
    return {name: value.replace("\x00", "") for name, value in found.items()}


def plain_text(html: str) -> str:
    """The words as a reader sees them, blocks on lines of their own; a link keeps its address, pictures say nothing."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = 0
        self._leads_to = ""
        self._begun = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a":
            self._leads_to, self._begun = known.get("href") or "", len(self.parts)
        elif tag == "emoji" or (tag == "img" and "emoji" in (known.get("itemtype") or "").lower()):
            self.parts.append(known.get("alt") or "")
        elif tag in _UNREAD:
            self._unread += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        elif tag in _UNREAD:
            self._unread = max(self._unread - 1, 0)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append("\n")

    def _close_link(self) -> None:
        """The address is kept as text where the words do not say it."""
        words, address = "".join(self.parts[self._begun :]).strip(), self._leads_to
        if address.startswith(("https://", "http://")) and address not in words and words.rstrip("/") not in address:
            self.parts.append(f" ({address})")
        elif address.startswith(("https://", "http://")) and address not in words:
            self.parts[self._begun :] = [address]
        self._leads_to = ""

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data.replace("\n", " "))


def _link(address: Any) -> str:
    """Only what leads into Teams, so that a forged payload can't put a foreign address behind our button."""
    if not isinstance(address, str) or len(address) > LONGEST_LINK:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme == "https" and parts.netloc in _TEAMS_HOSTS else ""
