"""The legal pages say who runs this, in two languages, and tell nobody anything about the reader."""

import re

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from app.kit.clock import StandingClock
from app.kit.db import open_database
from app.kit.room import House
from app.kit.unit import Units
from app.settings import Settings
from app.web.language import preferred_language
from app.web.pages import LEGAL_PAGES
from app.web.site import STYLESHEET
from tests.conftest import FRIDAY
from tests.web.makers import Client, make_app, make_settings


async def open_client(settings: Settings) -> Client:
    """These pages never ask the database, so it stays empty."""
    units = Units(open_database("sqlite://"), House([]), StandingClock(FRIDAY))
    return TestClient(TestServer(make_app(units, settings)))


async def text_of(settings: Settings, path: str, status: int = 200, accepted: str = "") -> str:
    async with await open_client(settings) as client:
        answer = await client.get(path, headers={"Accept-Language": accepted})
        assert answer.status == status
        return await answer.text()


@pytest.mark.parametrize("name", LEGAL_PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_legal_page_is_there_in_both_languages(name: str, language: str) -> None:
    text = await text_of(make_settings(), f"/legal/{name}?lang={language}")
    assert f'<html lang="{language}">' in text
    assert "Musterstadt" in text
    assert "kernteam@example.org" in text
    assert re.search(r"<title>[^<]+ – Kernteam</title>", text)
    assert text.count("<h1>") == 1


@pytest.mark.parametrize("name", LEGAL_PAGES)
async def test_legal_pages_without_an_operator_say_so_kindly(name: str) -> None:
    text = await text_of(make_settings(operator_email=""), f"/legal/{name}", 404)
    assert "Der Betreiber hat noch keine Angaben hinterlegt" in text
    assert "/legal/imprint" not in text


async def test_imprint_shows_what_the_operator_set_and_nothing_that_is_not_set() -> None:
    full = await text_of(make_settings(), "/legal/imprint")
    assert "Musterweg 1\n90402 Musterstadt" in full
    assert "0911 12345" in full
    bare = await text_of(make_settings(operator_phone="", operator_website=""), "/legal/imprint")
    assert "Telefon" not in bare
    assert "Website" not in bare


async def test_privacy_page_names_officer_authority_and_rights() -> None:
    text = await text_of(make_settings(), "/legal/privacy")
    for fact in ("datenschutz@example.org", "Landesbeauftragte für den Datenschutz", "Art. 15", "Art. 77", "12 Wochen"):
        assert fact in text


async def test_privacy_page_without_an_officer_says_whom_to_ask() -> None:
    text = await text_of(
        make_settings(operator_privacy_contact="", operator_supervisory_authority=""), "/legal/privacy"
    )
    assert "noch nicht genannt" in text
    assert "in dem Sie wohnen oder arbeiten" in text


async def test_what_the_operator_set_is_shown_as_typed() -> None:
    text = await text_of(make_settings(operator_name="Müller & Söhne <b>GmbH</b>"), "/legal/imprint")
    assert "Müller &amp; Söhne &lt;b&gt;GmbH&lt;/b&gt;" in text


async def test_front_page_says_what_runs_here() -> None:
    text = await text_of(Settings.model_validate({}), "/")
    assert "ein Bot in Microsoft Teams" in text
    assert "/legal/" not in text


async def test_language_follows_the_browser_and_the_switch_wins() -> None:
    asked = "en-GB,en;q=0.9,de;q=0.5"
    assert '<html lang="en">' in await text_of(make_settings(), "/legal/terms", accepted=asked)
    assert '<html lang="de">' in await text_of(make_settings(), "/legal/terms?lang=de", accepted=asked)
    switch = await text_of(make_settings(), "/legal/terms", accepted=asked)
    assert 'href="?lang=de" hreflang="de" lang="de">Deutsch</a>' in switch


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "de"),
        ("uk,ru;q=0.8", "de"),
        ("en", "en"),
        ("EN-us", "en"),
        ("de-AT,en;q=0.8", "de"),
        ("fr,en;q=0.3,de;q=0.7", "de"),
        ("de;q=0,en;q=0.1", "en"),
        ("en;q=much,de;q=0.1", "de"),
        ("en;q=0.5,de;q=0.5", "en"),
        (",;,;q=", "de"),
    ],
)
def test_best_known_language_of_the_browser_is_taken(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


@pytest.mark.parametrize("path", ["/", "/legal/privacy", "/legal/imprint?lang=en"])
async def test_pages_load_nothing_foreign_run_nothing_and_set_no_cookie(path: str) -> None:
    async with await open_client(make_settings()) as client:
        answer = await client.get(path)
        text = await answer.text()
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "<script" not in text
    assert "style=" not in text
    assert 'href="#content"' in text


async def test_stylesheet_is_found_where_the_pages_say() -> None:
    async with await open_client(make_settings()) as client:
        text = await (await client.get("/")).text()
        address = re.search(r'<link rel="stylesheet" href="([^"]+)">', text)
        assert address
        answer = await client.get(address.group(1))
        assert answer.status == 200
        assert answer.content_type == "text/css"
        assert await answer.read() == STYLESHEET.read_bytes()


async def test_addresses_keep_the_path_a_proxy_shows_the_pages_under() -> None:
    text = await text_of(make_settings(public_url="https://example.org/kernteam/"), "/")
    assert 'href="/kernteam/legal/privacy?lang=de"' in text
    assert 'href="/kernteam/assets/kernteam.css?v=' in text


def test_stylesheet_loads_nothing() -> None:
    css = STYLESHEET.read_text()
    assert "url(" not in css
    assert "@import" not in css


def colours() -> list[dict[str, str]]:
    """The stylesheet's named colours, light and dark."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLESHEET.read_text(), re.DOTALL)
    named = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in (light, dark)]
    assert named[0].keys() == named[1].keys()
    return named


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


TEXT_ON = [
    *[(text, ground) for text in ("text", "quiet", "accent") for ground in ("ground", "sheet")],
    ("text", "accent-soft"),
    ("text", "good-soft"),
    ("text", "bad-soft"),
    ("bad", "bad-soft"),
    ("bad", "sheet"),
    ("on-accent", "accent"),
]
EDGE_ON = [("edge", "sheet"), ("edge", "ground"), ("accent", "sheet"), ("focus", "sheet"), ("focus", "ground")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("above", "below", "least"), [(*pair, 4.5) for pair in TEXT_ON] + [(*p, 3.0) for p in EDGE_ON])
def test_contrast_is_enough_in_both_colour_schemes(scheme: int, above: str, below: str, least: float) -> None:
    named = colours()[scheme]
    lighter, darker = sorted((luminance(named[above]), luminance(named[below])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


async def test_unknown_methods_are_refused() -> None:
    async with await open_client(make_settings()) as client:
        assert (await client.post("/legal/privacy")).status == web.HTTPMethodNotAllowed.status_code
