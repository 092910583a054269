"""All addresses of the public pages. No access log is kept: a personal link is a key, and an address a person."""

from aiohttp import web

from app.kit.unit import Units
from app.settings import Settings
from app.web.downloads import Downloads
from app.web.forms import PersonalForms
from app.web.linked_rounds import ROUNDS
from app.web.pages import LEGAL_PAGES, Pages
from app.web.site import Site


def add_routes(app: web.Application, settings: Settings, units: Units) -> None:
    site = Site(settings)
    pages = Pages(site)
    forms = PersonalForms(site, units, ROUNDS)
    downloads = Downloads(site, units)
    app.router.add_get("/", pages.give_home)
    for name in LEGAL_PAGES:
        app.router.add_get(f"/legal/{name}", pages.legal(name))
    app.router.add_get("/assets/kernteam.css", site.give_stylesheet)
    app.router.add_get("/f/{code}", forms.give)
    app.router.add_post("/f/{code}", forms.take)
    app.router.add_get("/d/{code}", downloads.give)
    app.router.add_post("/d/{code}", downloads.take)
