"""The page that says what runs here, and the legal pages. No script, no cookie, nothing about the reader."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from app.kit.i18n import _
from app.web.language import language_of
from app.web.site import Site

LEGAL_PAGES = ("imprint", "privacy", "accessibility", "terms")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    def __init__(self, site: Site) -> None:
        self._site = site

    async def give_home(self, request: web.Request) -> web.Response:
        return self._site.page("home.html", language_of(request))

    def legal(self, name: str) -> Handler:
        """The handler of one legal page: a whole template for each language, or 404 while nobody says who runs this."""

        async def give(request: web.Request) -> web.Response:
            language = language_of(request)
            if not self._site.settings.names_operator:
                return self._site.sentence(
                    language,
                    _("Noch keine Angaben"),
                    _(
                        "Der Betreiber hat noch keine Angaben hinterlegt. Bitte fragen Sie die Person, die Kernteam in "
                        "Ihrem Team eingerichtet hat."
                    ),
                    status=404,
                )
            return self._site.page(f"legal_{name}.{language}.html", language)

        return give
