"""The personal link: the same form in a browser, for one person and one round."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.kit.errors import NotAllowed, UserError
from app.kit.unit import Units
from app.people.model import Member
from app.standups.actions_answers import save_by_link
from app.standups.model import PersonalLink
from app.standups.queries_form import round_by_link
from app.standups.views import LinkPage, LinkShown
from tests.makers import MadeTeam
from tests.standups.makers import CLOSES, OPENS, answers_of, sent, set_up, tick, type_words


async def link(units: Units, team: MadeTeam, name: str = "Dilek") -> str:
    shown = await type_words(units, team, name, "runde link", at=OPENS)
    assert isinstance(shown, LinkShown)
    return shown.code


async def page(units: Units, code: str) -> LinkPage:
    return await units.run(lambda unit: round_by_link(unit.session, code, unit.now))


async def test_the_code_is_shown_once_and_stored_nowhere(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    code = await link(units, team)
    stored = await units.run(lambda unit: unit.session.scalars(select(PersonalLink)).one())
    assert len(code) >= 22, "128 bits"
    assert code not in repr(vars(stored))


async def test_an_answer_by_link_is_the_persons_answer(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    code = await link(units, team)
    shown = await page(units, code)
    assert shown.form is not None
    saved = await units.run(lambda unit: save_by_link(unit, code, {"answer_review": "vom Telefon"}))
    assert saved.saved
    (answer,) = await answers_of(units)
    assert (answer.person_id, answer.texts) == (team.people["Dilek"].id, {"review": "vom Telefon"})
    assert ("update", "standups.round", "1") in await sent(units)


async def test_an_empty_form_comes_back_with_the_reason(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    code = await link(units, team)
    shown = await units.run(lambda unit: save_by_link(unit, code, {}))
    assert not shown.saved
    assert shown.form is not None
    assert shown.form.notice is not None


async def test_a_new_link_ends_the_old_one(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    old, new = await link(units, team), await link(units, team)
    assert (await page(units, new)).form is not None
    for code in (old, "", "x" * 22):
        with pytest.raises(NotAllowed):
            await page(units, code)


async def test_after_the_close_the_page_says_so_and_shows_back_what_was_typed(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    code = await link(units, team)
    await tick(units, CLOSES)
    shown = await page(units, code)
    assert (shown.form, shown.sentence is not None) == (None, True)
    late = await units.run(lambda unit: save_by_link(unit, code, {"answer_next": "zu spät"}))
    assert [line.text for line in late.typed] == ["zu spät"]
    assert await answers_of(units) == []


async def test_a_leavers_link_is_dead(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    code = await link(units, team)
    member_id = team.members["Dilek"].id

    await units.run(lambda unit: setattr(unit.session.get_one(Member, member_id), "left_on", date(2026, 11, 27)))
    with pytest.raises(NotAllowed):
        await page(units, code)


async def test_without_an_open_round_there_is_no_link(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    with pytest.raises(UserError):
        await type_words(units, team, "Dilek", "runde link", at=OPENS - timedelta(days=1))
