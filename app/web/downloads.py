"""The page behind `/d/<code>`: a file somebody asked for in Teams, fetched with a press, once.

A press and not the address itself, because scanners of links open every address they see and would spend it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web

from app.kit.errors import NotAllowed, TryLater, UserError
from app.kit.i18n import Text, Translator, _, translator
from app.kit.papers import Paper, PaperKind
from app.kit.unit import Unit, Units
from app.people.actions_downloads import find_download, over
from app.web.language import language_of
from app.web.limits import LinkLimit
from app.web.papers import write_down
from app.web.papers_written import Written
from app.web.site import SAFE_HEADERS, Site, note_fault

logger = logging.getLogger(__name__)

KINDS: Mapping[PaperKind, Text] = {
    PaperKind.DOCX: _("Word-Datei (DOCX)"),
    PaperKind.CSV: _("Tabelle für Excel und andere Programme (CSV)"),
    PaperKind.HTML: _("Seite zum Lesen und Drucken (HTML)"),
    PaperKind.JSON: _("Datei für andere Programme (JSON)"),
}

_ANY_FILE = _("Datei aus Kernteam")
_PRIVATE = {"X-Robots-Tag": "noindex, nofollow"}

Write = Callable[[Any, PaperKind, Translator], Written]


class Downloads:
    def __init__(self, site: Site, units: Units, limit: LinkLimit | None = None, *, write: Write = write_down) -> None:
        self._site = site
        self._units = units
        self._limit = LinkLimit() if limit is None else limit
        self._write = write

    async def give(self, request: web.Request) -> web.Response:
        return await self._kindly(request, self._give)

    async def take(self, request: web.Request) -> web.Response:
        return await self._kindly(request, self._take)

    async def _give(self, request: web.Request) -> web.Response:
        code = request.match_info["code"]
        paper = await self._units.run(lambda unit: find_download(unit, code).paper)
        return self._site.page(
            "download.html",
            language_of(request),
            headers=_PRIVATE,
            title=paper.title or _ANY_FILE,
            kind=KINDS[paper.kind],
        )

    async def _take(self, request: web.Request) -> web.Response:
        """Written first and spent then: a fault on the way leaves the link as it was.

        Between the two transactions, so that a long list holds up neither the database nor other readers.
        """
        code = request.match_info["code"]
        paper, view, language = await self._units.run(lambda unit: _load(unit, code))
        file = await asyncio.to_thread(self._write, view, paper.kind, translator(language))
        await self._units.run(lambda unit: _spend(unit, code))
        return web.Response(
            body=file.body,
            headers={
                **SAFE_HEADERS,
                **_PRIVATE,
                "Content-Type": file.content_type,
                "Content-Disposition": disposition(file.file_name),
                "Content-Language": language,
            },
        )

    async def _kindly(
        self, request: web.Request, answer: Callable[[web.Request], Awaitable[web.Response]]
    ) -> web.Response:
        """Every failure is a page; none is logged with the link or with anything of the file."""
        if seconds := self._limit.wait_seconds(request.match_info["code"]):
            return self._say(
                request,
                _("Einen Moment bitte"),
                _("Dieser Link wurde gerade sehr oft benutzt. Bitte versuchen Sie es in einer Minute noch einmal."),
                429,
                {"Retry-After": str(seconds)},
            )
        try:
            return await answer(request)
        except NotAllowed:
            # Unknown, spent, over, and a right that is gone look alike: nobody learns which it was by trying.
            return self._say(request, _("Dieser Link führt nicht weiter"), over().sentence, 404)
        except UserError as error:
            return self._say(request, _("Das geht gerade nicht"), error.sentence, 409)
        except TryLater:
            return self._say(
                request,
                _("Einen Moment bitte"),
                _("Das hat gerade nicht geklappt. Bitte versuchen Sie es gleich noch einmal."),
                503,
                {"Retry-After": "5"},
            )
        except Exception as error:
            reference = note_fault(logger, "a download", error)
            return self._say(
                request,
                _("Das tut uns leid"),
                _("Hier ist etwas schiefgegangen. Nummer für Rückfragen: {reference}", reference=reference),
                500,
            )

    def _say(
        self,
        request: web.Request,
        heading: Text,
        sentence: Text,
        status: int,
        headers: Mapping[str, str] | None = None,
    ) -> web.Response:
        return self._site.sentence(
            language_of(request), heading, sentence, status=status, headers={**_PRIVATE, **(headers or {})}
        )


def _load(unit: Unit, code: str) -> tuple[Paper, Any, str]:
    asked = find_download(unit, code)
    unit.actor = asked.actor
    return asked.paper, asked.paper.load(unit, asked.download.subject), asked.actor.language


def _spend(unit: Unit, code: str) -> None:
    find_download(unit, code, take=True)


def disposition(file_name: str) -> str:
    """Saved, never shown in the browser. The full name for all of today's browsers, an ASCII one for the others."""
    plain = file_name.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
