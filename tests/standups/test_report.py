"""The report: blockers first, then people by name, in pages that fit on a card."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.capabilities import HOUSE
from app.kit.answers import Dialog, Said, Skip
from app.kit.unit import Unit, Units
from app.people.model import Person
from app.standups.queries_report import load_report
from app.standups.rules_answers import PAGE_BYTES, plan_pages
from app.standups.views import Report
from tests.makers import MadeTeam
from tests.standups.makers import CLOSES, OPENS, answer, press, set_up, tick, type_words

LATER = CLOSES + timedelta(hours=1)


async def report(units: Units) -> Report:
    found = await units.run(lambda unit: load_report(HOUSE, unit.session, "1", unit.now))
    assert isinstance(found, Report)
    return found


async def test_blockers_come_first_and_people_by_name(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Chiara", 1, OPENS, review="Messe", blocker="nein")
    await answer(units, team, "Bert", 1, OPENS, next="Saal", blocker="Geld fehlt")
    await answer(units, team, "Anna", 1, OPENS, review="Besuch", next="Brief")
    await tick(units, CLOSES)
    shown = await report(units)
    assert shown.answers == 3
    assert [(one.name, one.lines[0].text) for one in shown.blockers] == [("Bert Muster", "Geld fehlt")]
    assert [one.name for one in shown.passages] == ["Anna Muster", "Bert Muster", "Chiara Muster"]
    assert [line.text for line in shown.passages[0].lines] == ["Besuch", "Brief"]
    assert "nein" not in repr(shown)


async def test_nothing_says_who_is_missing_or_away(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    await tick(units, CLOSES)
    shown = repr(await report(units))
    assert not [name for name in ("Anna", "Chiara", "Dilek") if name in shown]


async def test_umlauts_stand_where_people_look_for_them(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    for name in ("Anna", "Bert", "Chiara"):
        await answer(units, team, name, 1, OPENS, review="x")

    def rename(unit: Unit) -> None:
        for name, new in {"Anna": "Özlem Z", "Bert": "Olga A", "Chiara": "Peter"}.items():
            unit.session.get_one(Person, team.people[name].id).name = new

    await units.run(rename)
    assert [one.name for one in (await report(units)).passages] == ["Özlem Z", "Olga A", "Peter"]


async def test_a_quiet_week_says_so_with_its_next_steps(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, next="Saal")
    await tick(units, CLOSES)
    week = timedelta(weeks=1)
    await tick(units, OPENS + week)
    await press(units, team, "Bert", "standups.same", {"round": "2"}, at=OPENS + week)
    found = await units.run(lambda unit: load_report(HOUSE, unit.session, "2", unit.now))
    assert isinstance(found, Report)
    (passage,) = found.passages
    assert (passage.quiet, [line.text for line in passage.lines]) == (True, ["Saal"])


async def test_an_open_round_is_not_read_yet(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    shown = await press(units, team, "Anna", "standups.show_report", {"round": "1"}, at=OPENS)
    assert isinstance(shown, Said)


async def test_without_answers_there_is_nothing_to_send_and_the_reason_is_named(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await tick(units, CLOSES)
    assert await units.run(lambda unit: load_report(HOUSE, unit.session, "1", unit.now)) == Skip("no_answers")
    assert await units.run(lambda unit: load_report(HOUSE, unit.session, "9", unit.now)) == Skip("round_gone")
    shown = await press(units, team, "Anna", "standups.open_report", {"round": "1"}, at=LATER)
    assert isinstance(shown, Dialog)
    assert isinstance(shown.view, Said)


async def test_a_long_report_has_pages_that_together_hold_everything(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    for name in team.people:
        texts = {slot: f"{name} {slot} " + "ü" * 1100 for slot in ("review", "next", "blocker")}
        await answer(units, team, name, 1, OPENS, **texts)
    await tick(units, CLOSES)
    first = await report(units)
    assert (first.page, first.pages) == (1, 3)
    shown = []
    for page in range(1, first.pages + 1):
        values = {"round": "1", "page": str(page)}
        one = await press(units, team, "Bert", "standups.show_report", values, at=LATER)
        assert isinstance(one, Report)
        shown.append(one)
    texts_shown = [line.text[:20] for one in shown for part in (*one.blockers, *one.passages) for line in part.lines]
    assert len(texts_shown) == len(set(texts_shown)) == 12
    assert any(part.continued for one in shown for part in one.passages)
    beyond = await press(units, team, "Bert", "standups.show_report", {"round": "1", "page": "99"}, at=LATER)
    assert beyond.page == first.pages


async def test_pages_in_a_dialog_stay_in_the_dialog(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    await tick(units, CLOSES)
    shown = await press(units, team, "Bert", "standups.open_report", {"round": "1", "page": "1"}, at=LATER)
    assert isinstance(shown, Dialog)
    assert shown.view.in_dialog
    assert not (await type_words(units, team, "Bert", "runde letzte", at=LATER)).in_dialog


async def test_nothing_is_read_only_where_it_is_all_that_was_said(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, blocker="nichts")
    await answer(units, team, "Chiara", 1, OPENS, blocker="Geld fehlt")
    shown = await report(units)
    assert [(one.name, [line.text for line in one.lines]) for one in shown.passages] == [("Bert Muster", ["nichts"])]
    assert [one.name for one in shown.blockers] == ["Chiara Muster"]


@given(st.lists(st.integers(0, 2 * PAGE_BYTES), max_size=60))
def test_pages_lose_nothing_and_are_not_too_full(sizes: list[int]) -> None:
    pages = plan_pages(sizes)
    assert [index for page in pages for index in page] == list(range(len(sizes)))
    for page in pages:
        assert len(page) > 0 or not sizes
        assert len(page) == 1 or sum(sizes[index] for index in page) <= PAGE_BYTES
