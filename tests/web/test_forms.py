"""The form behind a personal link: answered in a minute without an account, and nothing typed is ever lost."""

import html
import logging
import re
from collections.abc import Mapping

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from app.kit.errors import TryLater
from app.kit.unit import Unit, Units
from app.standups.model import Answer, Round, RoundState
from app.standups.rules_answers import LONGEST_ANSWER
from app.standups.views import LinkPage
from app.web import routes
from app.web.forms import PersonalForms
from app.web.limits import LinkLimit
from app.web.linked_rounds import ROUNDS, LinkedRounds
from app.web.reading import LONGEST_BODY
from app.web.site import Site
from tests.makers import MadeTeam
from tests.web.makers import CODE, Client, MadeRound, make_app, make_settings

LINK = f"/f/{CODE}"
TYPED = {
    "answer_review": "Zwei Betriebe besucht",
    "answer_next": "Saal *buchen*\nund <b>Essen</b>",
    "answer_blocker": "",
}


async def stored(units: Units) -> list[dict[str, str]]:
    """What people answered in the open round."""
    return await units.run(
        lambda unit: list(
            unit.session.scalars(select(Answer.texts).join(Round).where(Round.iso_week == 48).order_by(Answer.id))
        )
    )


async def post(client: Client, values: Mapping[str, str], path: str = LINK) -> tuple[int, str]:
    """Status and unescaped text of the answer, redirections followed as a browser does."""
    answer = await client.post(path, data=values)
    return answer.status, html.unescape(await answer.text())


async def get(client: Client, path: str = LINK) -> tuple[int, str]:
    answer = await client.get(path)
    return answer.status, html.unescape(await answer.text())


async def test_form_asks_the_rounds_questions_with_last_weeks_steps_filled_in(client: Client, made: MadeRound) -> None:
    status, text = await get(client)
    assert status == 200
    assert "<h1>Runde KW 48</h1>" in text
    assert "Offen bis Montag, 23. November, 08:00 Uhr." in text
    assert "Bitte keine Namen oder Fälle von Ratsuchenden." in text
    assert re.search(r'<textarea id="answer_review"[^>]*>\nRaum buchen</textarea>', text)
    for slot in ("review", "next", "blocker"):
        assert f'<label for="answer_{slot}">' in text


async def test_answers_are_saved_shown_again_and_reloading_sends_nothing(
    client: Client, made: MadeRound, units: Units
) -> None:
    answer = await client.post(LINK, data=TYPED, allow_redirects=False)
    assert answer.status == 303
    assert answer.headers["Location"] == "?saved=1"
    status, text = await get(client, f"{LINK}?saved=1")
    assert status == 200
    assert "<title>Gespeichert: Runde KW 48 – Kernteam</title>" in text
    assert 'role="status"' in text
    assert "Saal *buchen*\nund <b>Essen</b></textarea>" in text
    assert await stored(units) == [{"review": "Zwei Betriebe besucht", "next": "Saal *buchen*\nund <b>Essen</b>"}]


async def test_answers_can_be_changed_until_the_close(client: Client, made: MadeRound, units: Units) -> None:
    await post(client, TYPED)
    status, _text = await post(client, TYPED | {"answer_blocker": "Kein Dolmetscher"})
    assert status == 200
    assert [texts["blocker"] for texts in await stored(units)] == ["Kein Dolmetscher"]


async def test_typed_markup_stays_text(client: Client, made: MadeRound) -> None:
    await post(client, TYPED)
    raw = await (await client.get(LINK)).text()
    assert "&lt;b&gt;Essen&lt;/b&gt;" in raw


async def test_empty_form_is_refused_with_a_summary_and_the_page_says_so_in_its_title(
    client: Client, made: MadeRound, units: Units
) -> None:
    status, text = await post(client, dict.fromkeys(TYPED, " "))
    assert status == 422
    assert "<title>Bitte prüfen: Runde KW 48 – Kernteam</title>" in text
    assert 'role="alert"' in text
    assert "Mindestens eine Antwort ist nötig." in text
    assert await stored(units) == []


async def test_error_stands_at_its_field_and_in_a_summary_that_links_there(client: Client, made: MadeRound) -> None:
    long = "x" * (LONGEST_ANSWER + 1)
    status, text = await post(client, TYPED | {"answer_next": long})
    assert status == 422
    assert '<a href="#answer_next">Was sind die nächsten Schritte? – Das sind 1501 Zeichen' in text
    field = re.search(r'<textarea id="answer_next"[^>]*>', text)
    assert field
    assert 'aria-describedby="answer_next-error"' in field.group().replace(' "', '"')
    assert 'aria-invalid="true"' in field.group()
    assert 'id="answer_next-error">Fehler: Das sind 1501 Zeichen' in text
    assert f"{long}</textarea>" in text
    assert "Zwei Betriebe besucht</textarea>" in text
    assert "Offen bis Montag" in text
    assert "Wie letzte Woche</button>" in text


async def test_after_the_close_what_was_typed_is_shown_back(client: Client, made: MadeRound, units: Units) -> None:
    await units.run(lambda unit: close(unit, made))
    status, text = await post(client, TYPED)
    assert status == 409
    assert "ist geschlossen" in text
    assert "Saal *buchen*\nund <b>Essen</b>" in text
    assert "Was sind die nächsten Schritte?" in text
    assert await stored(units) == []


async def test_link_of_a_closed_round_says_that_it_is_closed(client: Client, made: MadeRound, units: Units) -> None:
    await units.run(lambda unit: close(unit, made))
    status, text = await get(client)
    assert status == 410
    assert "Die Runde KW 48 ist geschlossen." in text
    assert "<form" not in text


def close(unit: Unit, made: MadeRound) -> None:
    unit.session.get_one(Round, made.round.id).state = RoundState.CLOSED


async def test_unknown_link_gets_a_kind_page(client: Client, made: MadeRound) -> None:
    for path in ("/f/nothing", "/f/%00%ff", "/f/" + "x" * 3000):
        status, text = await get(client, path)
        assert status == 404
        assert "Dieser Link führt nicht weiter" in text
        assert "runde link" in text


async def test_leavers_link_ends_and_shows_the_typed_text_back(
    client: Client, made: MadeRound, units: Units, team: MadeTeam
) -> None:
    def leave(unit: Unit) -> None:
        unit.session.merge(team.members["Dilek"]).left_on = unit.now.date()

    await units.run(leave)
    status, text = await post(client, TYPED)
    assert status == 404
    assert "Zwei Betriebe besucht" in text
    assert await stored(units) == []


async def test_as_last_week_is_one_press(client: Client, made: MadeRound, units: Units) -> None:
    _status, text = await get(client)
    assert "Wie letzte Woche</button>" in text
    status, text = await post(client, {"answer_review": "Raum buchen", "answer_next": "", "press_repeat": "1"})
    assert status == 200
    assert "Gespeichert" in text
    assert "Wie letzte Woche</button>" not in text
    assert await stored(units) == [{"next": "Raum buchen"}]


async def test_as_last_week_does_not_throw_away_what_was_typed(client: Client, made: MadeRound, units: Units) -> None:
    status, text = await post(client, TYPED | {"press_repeat": "1"})
    assert status == 422
    assert "Sie haben schon etwas geschrieben." in text
    assert "Zwei Betriebe besucht</textarea>" in text
    assert await stored(units) == []


async def test_as_last_week_after_the_close_saves_nothing(client: Client, made: MadeRound, units: Units) -> None:
    await units.run(lambda unit: close(unit, made))
    status, text = await post(client, {"press_repeat": "1"})
    assert status == 409
    assert "ist geschlossen" in text
    assert await stored(units) == []


async def test_switching_the_language_keeps_what_was_typed_and_saves_nothing(
    client: Client, made: MadeRound, units: Units
) -> None:
    status, text = await post(client, TYPED | {"press_show_in": "en"}, f"{LINK}?lang=en")
    assert status == 200
    assert '<html lang="en">' in text
    assert "Zwei Betriebe besucht</textarea>" in text
    assert 'action="?lang=en"' in text
    assert await stored(units) == []


async def test_chosen_language_stays_after_saving(client: Client, made: MadeRound) -> None:
    answer = await client.post(f"{LINK}?lang=en", data=TYPED, allow_redirects=False)
    assert answer.headers["Location"] == "?saved=1&lang=en"


async def test_form_speaks_the_persons_language_whatever_the_device_says(client: Client, made: MadeRound) -> None:
    answer = await client.get(LINK, headers={"Accept-Language": "en"})
    assert '<html lang="de">' in await answer.text()


async def test_nothing_is_kept_by_the_browser_or_told_to_others(client: Client, made: MadeRound) -> None:
    for answer in (await client.get(LINK), await client.post(LINK, data=TYPED), await client.get("/f/nothing")):
        text = await answer.text()
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in text
        assert CODE not in text


async def test_no_line_is_logged_about_who_opens_a_link(
    client: Client, made: MadeRound, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="app"):
        await get(client)
        await post(client, TYPED)
        await get(client, "/f/nothing")
    assert [record for record in caplog.records if record.name.startswith("app")] == []


async def test_too_large_a_form_is_refused(client: Client, made: MadeRound) -> None:
    status, text = await post(client, {"answer_next": "x" * LONGEST_BODY})
    assert status == 413
    assert "Das war zu viel Text" in text


async def test_largest_answers_fit_into_a_form() -> None:
    longest_character = len("%F0%9F%98%80")
    assert 4 * LONGEST_ANSWER * longest_character // 2 < LONGEST_BODY  # such a character counts as two in a browser


async def test_body_of_another_type_is_refused(client: Client, made: MadeRound) -> None:
    assert (await client.post(LINK, json={"answer_next": "x"})).status == 415


async def test_too_many_fields_are_refused(client: Client, made: MadeRound) -> None:
    assert (await client.post(LINK, data={f"answer_{n}": "x" for n in range(100)})).status == 400


async def test_control_characters_are_left_out(client: Client, made: MadeRound, units: Units) -> None:
    await post(client, {"answer_next": "Saal\x00 \x1bbuchen\r\nEssen"})
    assert await stored(units) == [{"next": "Saal buchen\nEssen"}]


async def test_link_used_too_often_waits_and_keeps_the_text(client: Client, made: MadeRound, units: Units) -> None:
    for _press in range(30):
        await client.get(LINK)
    answer = await client.post(LINK, data=TYPED)
    text = html.unescape(await answer.text())
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert "Zwei Betriebe besucht" in text
    assert 'name="answer_review" value="Zwei Betriebe besucht"' in text
    assert (await client.get("/f/another")).status == 404
    assert await stored(units) == []


def rounds_failing(error: Exception) -> LinkedRounds:
    def save(unit: Unit, code: str, values: Mapping[str, str]) -> LinkPage:
        raise error

    return LinkedRounds(show=ROUNDS.show, save=save, can_repeat=ROUNDS.can_repeat, repeat=ROUNDS.repeat)


async def test_passing_fault_offers_to_send_the_same_text_again(
    units: Units, made: MadeRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "ROUNDS", rounds_failing(TryLater("database is locked")))
    async with TestClient(TestServer(make_app(units))) as client:
        status, text = await post(client, TYPED)
    assert status == 503
    assert "Noch einmal versuchen</button>" in text
    assert 'name="answer_review" value="Zwei Betriebe besucht"' in text
    assert "database is locked" not in text


async def test_fault_of_ours_shows_a_reference_and_logs_neither_link_nor_text(
    units: Units, made: MadeRound, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(routes, "ROUNDS", rounds_failing(RuntimeError("cannot store 'Zwei Betriebe besucht'")))
    async with TestClient(TestServer(make_app(units))) as client:
        status, text = await post(client, TYPED)
    assert status == 500
    assert "Zwei Betriebe besucht" in text
    reference = re.search(r"Nummer für Rückfragen: ([0-9a-f]{8})", text)
    assert reference
    assert f"{reference.group(1)}: a personal form failed with RuntimeError" in caplog.text
    assert "Zwei Betriebe" not in caplog.text
    assert CODE not in caplog.text
    assert "127.0.0.1" not in caplog.text


async def test_a_stricter_limit_holds_from_the_first_request_on(units: Units, made: MadeRound) -> None:
    app = make_app(units)
    app.router.add_get("/trial/{code}", PersonalForms(Site(make_settings()), units, ROUNDS, LinkLimit(most=2)).give)
    async with TestClient(TestServer(app)) as client:
        found = [(await get(client, f"/trial/{CODE}"))[0] for _try in range(3)]
    assert found == [200, 200, 429]
