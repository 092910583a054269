"""A file asked for in Teams: fetched with one press, once, by nobody who only guesses, and never lost to a fault."""

import html
import logging
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import orjson
import pytest
from aiohttp.test_utils import TestClient, TestServer

from app.capabilities import HOUSE
from app.kit.clock import StandingClock
from app.kit.db import Database
from app.kit.errors import NotAllowed
from app.kit.i18n import Translator, _, verbatim
from app.kit.papers import Paper, PaperKind
from app.kit.room import House, Room
from app.kit.unit import Unit, Units
from app.people.actions_downloads import DOWNLOAD_LASTS, download_link
from app.people.due import next_old_download_due, old_downloads_due
from app.people.model import Download, Person, Team, TeamState
from app.people.rules import DOWNLOADS_KEPT
from app.people.views import ExportPart, PersonalExport
from app.web.downloads import Downloads, disposition
from app.web.limits import LinkLimit
from app.web.papers_written import Written
from app.web.site import Site
from tests.makers import MadeTeam
from tests.web.makers import Client, make_app, make_settings


def load_trial(unit: Unit, subject: str) -> PersonalExport:
    if subject == "gone":
        raise NotAllowed(_("Nichts."))
    name = unit.session.get_one(Person, unit.acting.person_id).name
    return PersonalExport(name, date(2026, 11, 20), (ExportPart(verbatim(subject), ()),), {"subject": subject})


PAPERS = (
    Paper("trial.json", PaperKind.JSON, load_trial, _("Aufgaben")),
    Paper("trial.html", PaperKind.HTML, load_trial),
)


def with_papers(database: Database, clock: StandingClock) -> Units:
    return Units(database, House([*HOUSE.rooms, Room("trial", papers=PAPERS)]), clock)


@pytest.fixture
def units(database: Database, clock: StandingClock) -> Units:
    return with_papers(database, clock)


@pytest.fixture
async def client(units: Units) -> AsyncIterator[Client]:
    async with TestClient(TestServer(make_app(units))) as opened:
        yield opened


async def ask(
    units: Units, team: MadeTeam, subject: str = "alles", paper: str = "trial.json", who: str = "Bert"
) -> str:
    """The path of a link asked for by that person."""

    def work(unit: Unit) -> str:
        unit.actor = team.actor("Bert")
        return download_link(unit, _("Herunterladen"), paper, subject).url

    return await units.run(work)


async def test_file_is_fetched_with_a_press_by_its_full_name(client: Client, units: Units, team: MadeTeam) -> None:
    path = await ask(units, team)
    answer = await client.post(path)
    assert answer.status == 200
    assert orjson.loads(await answer.read()) == {"person": "Bert Muster", "on": "2026-11-20", "subject": "alles"}
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Meine Daten in Kernteam')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_looking_spends_nothing_however_often(client: Client, units: Units, team: MadeTeam) -> None:
    path = await ask(units, team)
    for _look in range(3):
        assert (await client.get(path)).status == 200
        assert (await client.head(path)).status == 200
    assert (await client.post(path)).status == 200


async def test_second_press_is_told_kindly_to_ask_again(client: Client, units: Units, team: MadeTeam) -> None:
    path = await ask(units, team)
    assert (await client.post(path)).status == 200
    answer = await client.post(path)
    assert answer.status == 404
    assert "Bitte in Teams noch einmal anfordern." in await answer.text()


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_unknown_spent_over_and_forbidden_look_alike(
    client: Client, units: Units, team: MadeTeam, clock: StandingClock, method: str
) -> None:
    late = await ask(units, team)
    clock.move_to(clock.now() + DOWNLOAD_LASTS + timedelta(seconds=1))
    spent = await ask(units, team)
    await client.post(spent)
    pages = set()
    for path in (late, spent, "/d/unknown"):
        answer = await client.request(method, path)
        pages.add((answer.status, await answer.text()))
    if method == "POST":
        answer = await client.post(await ask(units, team, "gone"))
        pages.add((answer.status, await answer.text()))
    assert [status for status, _text in pages] == [404]


async def test_who_left_the_team_fetches_nothing_more(client: Client, units: Units, team: MadeTeam) -> None:
    path = await ask(units, team)
    await units.run(lambda unit: unit.session.delete(unit.session.merge(team.members["Bert"])))
    assert (await client.get(path)).status == 404
    assert (await client.post(path)).status == 404


async def test_removed_team_hands_out_nothing(client: Client, units: Units, team: MadeTeam) -> None:
    path = await ask(units, team)

    def remove(unit: Unit) -> None:
        unit.session.get_one(Team, team.id).state = TeamState.REMOVED

    await units.run(remove)
    assert (await client.post(path)).status == 404


async def test_fault_while_writing_does_not_spend_the_link(
    units: Units, team: MadeTeam, caplog: pytest.LogCaptureFixture
) -> None:
    broken = True

    def write(view: Any, kind: PaperKind, t: Translator) -> Written:
        if broken:
            raise OSError(f"{view.person} hat nichts")
        return Written(b"ok", "text/plain", "ok.txt")

    app = make_app(units, None)
    trial = Downloads(Site(make_settings()), units, write=write)
    app.router.add_post("/trial/{code}", trial.take)
    path = (await ask(units, team)).replace("/d/", "/trial/")
    async with TestClient(TestServer(app)) as client:
        with caplog.at_level(logging.INFO):
            answer = await client.post(path)
        assert answer.status == 500
        assert "Nummer für Rückfragen" in await answer.text()
        broken = False
        answer = await client.post(path)
        assert (answer.status, await answer.read()) == (200, b"ok")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("app.")]
    assert len(ours) == 1
    assert "Bert" not in ours[0]
    assert path.rpartition("/")[2] not in ours[0]


async def test_page_says_what_it_is_and_names_nobody(client: Client, units: Units, team: MadeTeam) -> None:
    text = html.unescape(await (await client.get(await ask(units, team))).text())
    assert '<html lang="de">' in text
    assert text.count("<h1>") == 1
    assert "<title>Datei herunterladen – Kernteam</title>" in text
    assert "<dd>Aufgaben</dd>" in text
    assert "<dd>Datei für andere Programme (JSON)</dd>" in text
    assert "Viertelstunde" in text
    assert "Bert" not in text
    assert team.team.name not in text


async def test_page_speaks_the_browsers_language_and_the_file_the_persons(
    client: Client, units: Units, team: MadeTeam
) -> None:
    path = await ask(units, team, paper="trial.html")
    page = await client.get(path, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert page.headers["Content-Language"] == "en"
    assert "<h1>Download a file</h1>" in await page.text()
    file = await client.post(f"{path}?lang=en")
    assert '<html lang="de">' in await file.text()


async def test_one_link_can_not_be_tried_without_end(units: Units, team: MadeTeam) -> None:
    app = make_app(units)
    app.router.add_get("/trial/{code}", Downloads(Site(make_settings()), units, LinkLimit(most=2)).give)
    path = (await ask(units, team)).replace("/d/", "/trial/")
    async with TestClient(TestServer(app)) as client:
        found = [(await client.get(path)).status for _try in range(3)]
    assert found == [200, 200, 429]


async def test_links_are_forgotten_within_a_day(units: Units, team: MadeTeam, clock: StandingClock) -> None:
    await ask(units, team)
    due_at = await units.run(lambda unit: next_old_download_due(unit.session))
    assert due_at == clock.now() + DOWNLOAD_LASTS + DOWNLOADS_KEPT
    assert await units.run(old_downloads_due, now=due_at - timedelta(seconds=1)) == 0
    assert await units.run(old_downloads_due, now=due_at) == 1
    assert await units.run(lambda unit: unit.session.query(Download).count()) == 0


def test_umlauts_in_a_files_name_arrive() -> None:
    header = disposition('Beschlüsse "2026" 👩.docx'.replace('"', ""))
    assert header.encode("ascii")
    assert 'filename="Beschl_sse 2026 _.docx"' in header
    assert unquote(header.partition("filename*=UTF-8''")[2]) == "Beschlüsse 2026 👩.docx"
