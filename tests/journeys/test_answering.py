"""Answering a round: in a dialog, in 1:1, by old clients, in the browser; twice, late and from two places."""

import re
from typing import Any

from aiohttp import ClientSession
from sqlalchemy import func, select

from app.standups.model import Answer
from tests.journeys.play import Play, berlin, inputs_of, offers, read

FRIDAY, NEXT_MONDAY = "2026-11-20", "2026-11-23"


async def count(play: Play, of: Any = Answer) -> int:
    found: int = await play.stage.bot.database.run(
        lambda session: session.scalar(select(func.count()).select_from(of)) or 0
    )
    return found


async def test_a_double_click_saves_once_and_answers_the_same(open_round: Play) -> None:
    play = open_round
    form = await play.opens_form("bert")
    first = await play.who("bert").submits(form, {"answer_review": "Zwei Betriebe."})
    second = await play.who("bert").submits(form, {"answer_review": "Zwei Betriebe."})
    await play.settle()
    assert first.toast == second.toast
    assert await count(play) == 1
    assert "1 Antwort" in read(play.card())


async def test_an_activity_that_arrives_again_changes_nothing_and_is_answered_the_same(open_round: Play) -> None:
    play = open_round
    form = await play.opens_form("bert")
    first = await play.who("bert").submits(form, {"answer_review": "Zwei Betriebe."})
    await play.who("bert").submits(form, {"answer_review": "Drei Betriebe.", "answer_next": "Feiern."})
    before = await play.dump(without=())
    again = await play.teams.person("bert")._wire.post(first.sent)
    assert again.body == first.body
    assert await play.dump(without=()) == before


async def test_a_typed_command_that_arrives_again_happens_once(open_round: Play) -> None:
    play = open_round
    first = await play.who("bert").says_in_chat("abwesend 23.11.")
    before = await play.dump(without=())
    await play.who("bert")._wire.post(first.sent)
    assert await play.dump(without=()) == before


async def test_a_changed_answer_of_two_windows_is_shown_before_it_is_overwritten(open_round: Play) -> None:
    play = open_round
    old = await play.opens_form("bert")
    await play.answers("bert", "Vom Telefon.")
    kept = await play.who("bert").submits(old, {"answer_review": "Vom Rechner."})
    assert kept.dialog
    assert "inzwischen an anderer Stelle geändert" in read(kept)
    assert inputs_of(kept.dialog.card)["answer_review"] == "Vom Rechner."
    saved = await play.who("bert").submits(kept.dialog, {})
    assert saved.toast
    assert inputs_of((await play.opens_form("bert")).card)["answer_review"] == "Vom Rechner."


async def test_an_empty_and_a_too_long_answer_are_refused_with_what_was_typed(open_round: Play) -> None:
    play = open_round
    form = await play.opens_form("bert")
    empty = await play.who("bert").submits(form, {})
    assert empty.dialog
    assert "Mindestens eine Antwort ist nötig." in read(empty)
    long = {"type": "Action.Submit", "data": {"verb": "standups.save", **hidden(form.card)}}
    typed = {"answer_review": "ä" * 1501, "answer_next": "kurz"}
    refused = await play.who("bert").sends_dialog(empty.dialog, long, typed)
    assert refused.dialog
    assert "höchstens 1500" in read(refused)
    assert inputs_of(refused.dialog.card)["answer_next"] == "kurz"
    assert await count(play) == 0


def hidden(card: Any) -> dict[str, str]:
    return {"round": re.findall(r"'round': '(\d+)'", str(card))[0]}


async def test_the_form_opens_and_saves_in_private_too(open_round: Play) -> None:
    play = open_round
    overview = await play.asks("dmytro", "runde")
    form = await play.press("dmytro", overview, "standups.form")
    assert "Bitte keine Namen oder Fälle" in read(form)
    back = await play.press("dmytro", overview, "standups.save", {"answer_next": "Anrufen."})
    assert "Ihre Antwort ist gespeichert." in read(back)
    assert "1 Antwort" in read(play.card())
    changed = await play.press("dmytro", overview, "standups.form")
    assert "Anrufen." in read(changed)


async def test_old_clients_that_only_know_submit_are_answered_too(open_round: Play) -> None:
    play = open_round
    await play.who("greta").installs()
    await play.settle()
    overview = await play.asks("greta", "runde")
    [round_id] = set(re.findall(r"'round': (\d+)", str(overview.cards)))
    before = len(play.posts(play.who("greta").chat))
    fallback = {"type": "Action.Submit", "data": {"verb": "standups.form", "round": int(round_id)}}
    await play.who("greta").performs(overview, fallback, {})
    form = play.posts(play.who("greta").chat)[-1]
    assert len(play.posts(play.who("greta").chat)) == before + 1
    assert offers(form, "standups.save")
    save = {"type": "Action.Submit", "data": {"verb": "standups.save", "round": int(round_id), "version": "0"}}
    await play.who("greta").performs(form, save, {"answer_review": "Vom alten Telefon."})
    await play.settle()
    assert "Gespeichert." in read(play.posts(play.who("greta").chat)[-1])
    assert await count(play) == 1


async def test_a_personal_link_is_answered_in_the_browser_and_counts_on_the_card(open_round: Play) -> None:
    play = open_round
    shown = await play.asks("ceyda", "runde link")
    [address] = re.findall(r"http://\S+", read(shown))[:1]
    async with ClientSession() as browser:
        page = await (await browser.get(address)).text()
        assert "Was sind die nächsten Schritte?" in page
        answer = await browser.post(address, data={"answer_review": "Im <b>Browser</b> geschrieben.", "version": "0"})
        assert answer.status == 200
        assert "Gespeichert" in await answer.text()
        await play.settle()
        assert "1 Antwort" in read(play.card())
        assert "Im <b>Browser</b> geschrieben." in inputs_of((await play.opens_form("ceyda")).card)["answer_review"]
        newer = await play.asks("ceyda", "runde link")
        assert (await browser.get(address)).status == 404
        [address] = re.findall(r"http://\S+", read(newer))[:1]
        await play.to(berlin(NEXT_MONDAY, "08:00"))
        late = await browser.post(address, data={"answer_review": "Zu spät.", "version": "1"})
        assert "Zu spät." in await late.text()
    assert "Zu spät." not in read(play.posts()[-1])


async def test_a_link_ends_with_the_membership(open_round: Play) -> None:
    play = open_round
    [address] = re.findall(r"http://\S+", read(await play.asks("ceyda", "runde link")))[:1]
    await play.admin.remove_members(play.team, [play.who("ceyda").person])
    async with ClientSession() as browser:
        assert (await browser.get(address)).status == 404
        assert (await browser.post(address, data={"answer_review": "x", "version": "0"})).status == 404
    assert await count(play) == 0


async def test_a_quiet_week_takes_one_press(open_round: Play) -> None:
    play = open_round
    await play.answers("bert", "Zwei Betriebe.", "Einladung schreiben.", "Raum fehlt.")
    await play.to(berlin("2026-11-26", "10:00"))
    form = await play.opens_form("bert")
    same = await play.who("bert").submits(form, {}, "Wie letzte Woche")
    assert same.toast
    await play.settle()
    assert "1 Antwort" in read(play.card())
    await play.to(berlin("2026-11-30", "08:00"))
    report = play.newest("Bericht zur Runde")
    assert "wie letzte Woche" in report
    assert "Einladung schreiben." in report
    assert "Hier hakt es" not in report


async def test_a_form_pressed_after_the_close_shows_the_closed_round(open_round: Play) -> None:
    play = open_round
    overview = await play.asks("greta", "runde")
    await play.answers("bert", "Etwas.")
    await play.to(berlin(NEXT_MONDAY, "08:00"))
    opened = await play.press("greta", overview, "standups.form")
    assert "Geschlossen · 1 Antwort" in read(opened)
    assert "Bericht ansehen" in read(opened)


async def test_a_report_is_found_again_and_nothing_is_read_before_the_close(open_round: Play) -> None:
    play = open_round
    await play.answers("bert", "Zwei Betriebe.")
    assert "Zwei Betriebe." not in read(await play.asks("anna", "runde KW 48"))
    await play.to(berlin(NEXT_MONDAY, "08:00"))
    for typed in ("runde KW 48", "runde 2026-W48", "runde letzte"):
        assert "Zwei Betriebe." in read(await play.asks("anna", typed))
    unknown = read(await play.asks("anna", "runde KW 31"))
    assert "runde KW 48" in unknown


async def test_a_round_without_answers_closes_without_a_report(open_round: Play) -> None:
    play = open_round
    await play.to(berlin(NEXT_MONDAY, "12:00"))
    assert play.newest("Geschlossen · keine Antworten")
    assert not play.newest("Bericht zur Runde")
