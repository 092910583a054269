"""The form behind a personal link, `/f/<code>`: works without script and cookies, and never loses what was typed.

Who holds the link is its person; nothing else is asked and nothing about the device is noted.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from aiohttp import web

from app.kit.errors import NotAllowed, TryLater, UserError
from app.kit.i18n import LANGUAGES, Text, _
from app.kit.unit import Unit, Units
from app.standups.views import LinkPage
from app.web.language import language_of, switched_language
from app.web.limits import LinkLimit
from app.web.linked_rounds import LinkedRounds
from app.web.reading import Unreadable, read_values
from app.web.site import Site, note_fault

logger = logging.getLogger(__name__)

REPEAT, SHOW_IN, UNTICKED = "press_repeat", "press_show_in", "press_unticked"
"""Names of the page's own controls; everything else that a form sends is an answer."""

_WROTE_SOMETHING = _(
    "Sie haben schon etwas geschrieben. Bitte speichern Sie es, oder leeren Sie die Felder, wenn es wie letzte Woche "
    "heißen soll."
)
_PRIVATE = {"X-Robots-Tag": "noindex, nofollow"}
_UNREADABLE = {
    413: (_("Das war zu viel Text"), _("Bitte kürzen Sie Ihre Antworten und speichern Sie noch einmal.")),
    415: (_("Das konnten wir nicht lesen"), _("Bitte füllen Sie das Formular auf dieser Seite aus.")),
    400: (_("Das konnten wir nicht lesen"), _("Bitte füllen Sie das Formular auf dieser Seite aus.")),
}


@dataclass(frozen=True)
class Shown:
    page: LinkPage
    can_repeat: bool


class PersonalForms:
    def __init__(self, site: Site, units: Units, rounds: LinkedRounds, limit: LinkLimit | None = None) -> None:
        self._site = site
        self._units = units
        self._rounds = rounds
        self._limit = LinkLimit() if limit is None else limit

    async def give(self, request: web.Request) -> web.Response:
        return await self._kindly(request, {}, self._give)

    async def take(self, request: web.Request) -> web.Response:
        try:
            values = await read_values(request)
        except Unreadable as error:
            heading, sentence = _UNREADABLE[error.status]
            return self._say(request, heading, sentence, error.status)
        return await self._kindly(request, values, self._take)

    async def _give(self, request: web.Request, values: Mapping[str, str]) -> web.Response:
        return self._draw(request, await self._shown(request), saved="saved" in request.query)

    async def _take(self, request: web.Request, values: Mapping[str, str]) -> web.Response:
        code = request.match_info["code"]
        typed = _answers(values)
        if (language := values.get(SHOW_IN)) in LANGUAGES:
            return self._draw(request, await self._shown(request, typed), language=language)
        try:
            if REPEAT in values:
                if _wrote_something(await self._shown(request), typed):
                    raise UserError(_WROTE_SOMETHING)
                page = await self._units.run(lambda unit: self._rounds.repeat(unit, code))
            else:
                page = await self._units.run(lambda unit: self._rounds.save(unit, code, typed))
        except NotAllowed:
            raise
        except UserError as error:
            return self._draw(request, await self._shown(request, typed, error))
        if page.saved:
            # Reloading the answered page must not send the answers again.
            chosen = switched_language(request)
            raise web.HTTPSeeOther("?saved=1" + (f"&lang={chosen}" if chosen else ""), headers=dict(_PRIVATE))
        if page.form is None:
            return self._draw(request, Shown(page, can_repeat=False))
        shown = await self._shown(request)
        return self._draw(request, replace(shown, page=replace(shown.page, form=page.form)))

    async def _shown(self, request: web.Request, typed: dict[str, str] | None = None, *errors: UserError) -> Shown:
        """The page as it is now, with what was typed in its fields."""
        code = request.match_info["code"]

        def load(unit: Unit) -> Shown:
            page = self._rounds.show(unit, code)
            return Shown(page, page.form is not None and self._rounds.can_repeat(unit, code))

        shown = await self._units.run(load)
        if typed is None or shown.page.form is None:
            return shown
        form = shown.page.form.refused(typed, list(errors))
        return replace(shown, page=replace(shown.page, form=form))

    def _draw(
        self, request: web.Request, shown: Shown, *, language: str | None = None, saved: bool = False
    ) -> web.Response:
        page = shown.page
        language = language or switched_language(request) or page.language
        posted = request.method == "POST"
        if page.form is None:
            return self._site.sentence(
                language,
                page.title,
                page.sentence or page.title,
                status=409 if posted else 410,
                headers=_PRIVATE,
                kept=[(line.label, line.text) for line in page.typed],
            )
        errors = [one for section in page.form.sections for one in section.fields if one.error]
        refused = bool(errors or page.form.notice)
        return self._site.page(
            "form.html",
            language,
            status=422 if refused and posted else 200,
            headers=_PRIVATE,
            page=page,
            form=page.form,
            errors=errors,
            refused=refused,
            saved=saved and not refused,
            can_repeat=shown.can_repeat,
            presses={"repeat": REPEAT, "show_in": SHOW_IN, "unticked": UNTICKED},
        )

    def _say(
        self,
        request: web.Request,
        heading: Text,
        sentence: Text,
        status: int,
        *,
        values: Mapping[str, str] | None = None,
        again: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> web.Response:
        sent = values or {}
        return self._site.sentence(
            language_of(request),
            heading,
            sentence,
            status=status,
            headers={**_PRIVATE, **(headers or {})},
            kept=[(None, text) for name, text in sent.items() if name.startswith("answer") and text.strip()],
            again=list(sent.items()) if again else [],
        )

    async def _kindly(
        self,
        request: web.Request,
        values: Mapping[str, str],
        handle: Callable[[web.Request, Mapping[str, str]], Awaitable[web.Response]],
    ) -> web.Response:
        """Every failure is a page that shows what was typed; none is logged with the link or with any content."""
        if seconds := self._limit.wait_seconds(request.match_info["code"]):
            return self._say(
                request,
                _("Einen Moment bitte"),
                _("Dieser Link wurde gerade sehr oft benutzt. Bitte versuchen Sie es in einer Minute noch einmal."),
                429,
                values=values,
                again=True,
                headers={"Retry-After": str(seconds)},
            )
        try:
            return await handle(request, values)
        except web.HTTPException:
            raise
        except UserError as error:
            return self._say(request, _("Dieser Link führt nicht weiter"), error.sentence, 404, values=values)
        except TryLater:
            return self._say(
                request,
                _("Einen Moment bitte"),
                _("Das hat gerade nicht geklappt. Bitte versuchen Sie es gleich noch einmal."),
                503,
                values=values,
                again=True,
                headers={"Retry-After": "5"},
            )
        except Exception as error:
            reference = note_fault(logger, "a personal form", error)
            return self._say(
                request,
                _("Das tut uns leid"),
                _("Hier ist etwas schiefgegangen. Nummer für Rückfragen: {reference}", reference=reference),
                500,
                values=values,
                again=True,
            )


def _answers(values: Mapping[str, str]) -> dict[str, str]:
    """What was filled in. A browser says nothing about a box left empty, so the form names its boxes."""
    boxes = values.get(UNTICKED, "")
    found = dict.fromkeys(boxes.split(","), "false") if boxes else {}
    return found | {name: text for name, text in values.items() if name not in (REPEAT, SHOW_IN, UNTICKED)}


def _wrote_something(shown: Shown, typed: Mapping[str, str]) -> bool:
    """Whether a field holds more than what it was filled in with: pressing another button must not lose it."""
    if shown.page.form is None:
        return False
    fields = [one for section in shown.page.form.sections for one in section.fields]
    return any(typed.get(one.name, "").strip() not in ("", one.value.strip()) for one in fields)
