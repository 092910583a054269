"""All addresses of the public pages. The access log that fits them is `app.web.access_log.RouteLog`."""

from aiohttp import web

from app.kit.unit import Units
from app.settings import Settings
from app.web.forms import PersonalForms
from app.web.linked_rounds import ROUNDS
from app.web.pages import LEGAL_PAGES, Pages
from app.web.site import Site


def add_routes(app: web.Application, settings: Settings, units: Units) -> None:
    site = Site(settings)
    pages = Pages(site)
    forms = PersonalForms(site, units, ROUNDS)
    app.router.add_get("/", pages.give_home)
    for name in LEGAL_PAGES:
        app.router.add_get(f"/legal/{name}", pages.legal(name))
    app.router.add_get("/assets/kernteam.css", site.give_stylesheet)
    app.router.add_get("/f/{code}", forms.give)
    app.router.add_post("/f/{code}", forms.take)
