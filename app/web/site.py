"""How every public page is made: one layout, one stylesheet, the same strict headers, in the reader's language."""

import hashlib
import logging
import secrets
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.kit.i18n import LANGUAGES, Text, translator
from app.settings import Settings

HERE = Path(__file__).parent
STYLESHEET = HERE / "assets" / "kernteam.css"

LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}

SAFE_HEADERS: Mapping[str, str] = {
    # Nothing is loaded but our stylesheet, nothing runs, nothing is framed, a form only comes back to us.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # A personal link must not travel on in a Referer.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}


def note_fault(logger: logging.Logger, what: str, error: Exception) -> str:
    """A reference for who saw it. A database error's message may quote what people typed: only its kind is logged."""
    reference = secrets.token_hex(4)
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s failed with %s\n%s", reference, what, type(error).__name__, where)
    return reference


class Site:
    """What all pages share. `root` is the path under which a reverse proxy shows them, mostly empty."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.root = urlsplit(settings.public_url).path
        self.stylesheet = STYLESHEET.read_bytes()
        self._stylesheet_url = f"{self.root}/assets/kernteam.css?v={hashlib.sha256(self.stylesheet).hexdigest()[:12]}"
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(
        self,
        template: str,
        language: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **shown: Any,
    ) -> web.Response:
        """The page drawn from `templates/<template>` with the values its template names."""
        text = self._templates.get_template(template).render(
            {
                "t": translator(language),
                "language": language,
                "languages": [(tag, LANGUAGE_NAMES[tag]) for tag in LANGUAGES],
                "root": self.root,
                "stylesheet_url": self._stylesheet_url,
                "operator": self.settings if self.settings.names_operator else None,
                **shown,
            }
        )
        return web.Response(
            text=text,
            status=status,
            content_type="text/html",
            charset="utf-8",
            headers={**SAFE_HEADERS, "Content-Language": language, **(headers or {})},
        )

    def sentence(
        self,
        language: str,
        heading: Text,
        sentence: Text,
        *,
        status: int,
        headers: Mapping[str, str] | None = None,
        kept: Sequence[tuple[Text | None, str]] = (),
        again: Sequence[tuple[str, str]] = (),
    ) -> web.Response:
        """A heading and a sentence. `kept` shows what was typed; `again` sends these values once more on a press."""
        return self.page(
            "sentence.html",
            language,
            status=status,
            headers=headers,
            heading=heading,
            sentence=sentence,
            kept=kept,
            again=again,
        )

    async def give_stylesheet(self, request: web.Request) -> web.Response:
        """Its address carries its content's fingerprint, so it may be kept for as long as it likes."""
        return web.Response(
            body=self.stylesheet,
            content_type="text/css",
            charset="utf-8",
            headers={"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"},
        )
