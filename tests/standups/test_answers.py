"""What people answer is saved once, can be changed until the close, and is never lost."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from app.kit.answers import Closed, Dialog, Said
from app.kit.errors import NotAllowed, UserError
from app.kit.unit import Units
from app.people.model import Member
from app.people.views import DayMessage
from app.standups.model import Answer, Round
from app.standups.queries import earlier_answer
from app.standups.rules_answers import LONGEST_ANSWER, is_blocker
from app.standups.views import AnswerForm, Overview, Report, TooLate
from tests.makers import MadeTeam, make_team
from tests.standups.makers import (
    CLOSES,
    OPENS,
    PERSONAL,
    answer,
    answers_of,
    press,
    sent,
    set_up,
    tick,
)

HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
async def round_id(units: Units, team: MadeTeam) -> int:
    """The open round of week 49."""
    await set_up(units, team)
    await tick(units, OPENS)
    return 1


async def form(units: Units, team: MadeTeam, name: str, round_id: int = 1, **more: Any) -> AnswerForm:
    at = more.pop("at", OPENS + HOUR)
    shown = await press(units, team, name, "standups.form", {"round": str(round_id)}, at=at, **more)
    assert isinstance(shown, Dialog)
    assert isinstance(shown.view, AnswerForm)
    return shown.view


def filled(shown: AnswerForm) -> dict[str, str]:
    return {field.name: field.value for section in shown.form.sections for field in section.fields}


async def test_antworten_opens_three_questions_with_the_word_of_caution(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    shown = await form(units, team, "Bert")
    assert list(filled(shown)) == ["answer_review", "answer_next", "answer_blocker"]
    assert shown.form.intro is not None
    assert shown.form.intro.msgid == "Bitte keine Namen oder Fälle von Ratsuchenden."
    assert shown.same is None, "there is no last week yet"


async def test_saving_in_the_channels_dialog_closes_it_and_counts_on_the_card(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    shown = await answer(units, team, "Bert", round_id, OPENS + HOUR, review="Messe geplant", blocker="nein")
    assert isinstance(shown, Closed)
    (saved,) = await answers_of(units)
    assert saved.texts == {"review": "Messe geplant", "blocker": "nein"}
    assert ("update", "standups.round", "1") in await sent(units)


async def test_a_time_is_kept_no_finer_than_its_day(units: Units, team: MadeTeam, round_id: int) -> None:
    await answer(units, team, "Bert", round_id, OPENS + HOUR, review="x")
    (saved,) = await answers_of(units)
    assert saved.saved_on == date(2026, 11, 26)
    assert not [column.name for column in Answer.__table__.columns if column.name.endswith("_at")]


async def test_in_the_chat_a_confirmation_with_change_stands_in_the_forms_place(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    shown = await press(
        units, team, "Bert", "standups.save", {"round": "1", "answer_next": "Saal"}, at=OPENS + HOUR, place=PERSONAL
    )
    assert isinstance(shown, Said)
    assert [button.verb for button in shown.buttons] == ["standups.form"]


async def test_pressed_in_the_message_of_the_day_that_message_stands_there_again(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    values = {"round": "1", "answer_next": "Saal", "back": "day:2026-11-27"}
    shown = await press(units, team, "Bert", "standups.save", values, at=OPENS + 23 * HOUR, place=PERSONAL)
    assert isinstance(shown, DayMessage)
    assert shown.entries == ()


async def test_opened_from_the_overview_the_overview_stands_there_again(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    values = {"round": "1", "answer_next": "Saal", "back": "overview"}
    shown = await press(units, team, "Bert", "standups.save", values, at=OPENS + HOUR, place=PERSONAL)
    assert isinstance(shown, Overview)
    assert "Ihre Antwort ist gespeichert." in [line.msgid for line in shown.lines]


async def test_a_double_click_is_one_answer(units: Units, team: MadeTeam, round_id: int) -> None:
    for _ in range(2):
        await answer(units, team, "Bert", round_id, OPENS + HOUR, review="x")
    (saved,) = await answers_of(units)
    assert saved.version == 1


async def test_two_saves_at_once_are_one_answer(units: Units, team: MadeTeam, round_id: int) -> None:
    await asyncio.gather(*(answer(units, team, "Bert", round_id, OPENS + HOUR, review="x") for _ in range(2)))
    assert len(await answers_of(units)) == 1


async def test_an_answer_can_be_changed_until_the_close(units: Units, team: MadeTeam, round_id: int) -> None:
    await answer(units, team, "Bert", round_id, OPENS + HOUR, review="alt")
    shown = await form(units, team, "Bert", at=CLOSES - HOUR)
    assert filled(shown)["answer_review"] == "alt"
    values = {**dict(shown.form.hidden), "answer_review": "neu", "answer_next": "Saal"}
    await press(units, team, "Bert", "standups.save", values, at=CLOSES - HOUR)
    (saved,) = await answers_of(units)
    assert (saved.texts, saved.version) == ({"review": "neu", "next": "Saal"}, 2)


async def test_a_change_from_another_device_is_shown_before_it_is_replaced(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    first = dict((await form(units, team, "Bert")).form.hidden)
    await answer(units, team, "Bert", round_id, OPENS + HOUR, review="vom Telefon")
    values = {**first, "answer_review": "vom Rechner"}
    shown = await press(units, team, "Bert", "standups.save", values, at=OPENS + HOUR)
    assert isinstance(shown, Dialog)
    assert filled(shown.view)["answer_review"] == "vom Rechner", "what was typed stays"
    assert shown.view.form.notice is not None
    again = {**dict(shown.view.form.hidden), "answer_review": "vom Rechner"}
    assert isinstance(await press(units, team, "Bert", "standups.save", again, at=OPENS + HOUR), Closed)
    assert (await answers_of(units))[0].texts == {"review": "vom Rechner"}


async def test_an_empty_form_says_what_is_missing(units: Units, team: MadeTeam, round_id: int) -> None:
    shown = await answer(units, team, "Bert", round_id, OPENS + HOUR, review="  ", next="")
    assert isinstance(shown, Dialog)
    assert shown.view.form.notice is not None
    assert await answers_of(units) == []


async def test_too_long_a_text_stays_in_the_form_with_the_reason_beside_it(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    text = "ä" * (LONGEST_ANSWER + 1)
    shown = await answer(units, team, "Bert", round_id, OPENS + HOUR, review=text, next="Saal")
    fields = {field.name: field for field in shown.view.form.sections[0].fields}
    assert fields["answer_review"].value == text
    assert fields["answer_review"].error is not None
    assert fields["answer_next"].value == "Saal"
    assert await answers_of(units) == []


async def test_an_answer_after_the_close_is_shown_back_and_not_lost(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    await tick(units, CLOSES)
    shown = await answer(units, team, "Bert", round_id, CLOSES + HOUR, review="zu spät")
    assert isinstance(shown, Dialog)
    assert isinstance(shown.view, TooLate)
    assert shown.view.round.closed
    assert [line.text for line in shown.view.typed] == ["zu spät"]
    assert await answers_of(units) == []


async def test_a_late_click_on_an_old_card_shows_the_round_as_it_stands(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    await tick(units, CLOSES)
    for verb in ("standups.form", "standups.same"):
        shown = await press(units, team, "Bert", verb, {"round": "1"}, at=CLOSES + HOUR)
        assert isinstance(shown.view if isinstance(shown, Dialog) else shown, TooLate)


async def test_the_review_begins_with_last_weeks_next_steps(units: Units, team: MadeTeam, round_id: int) -> None:
    await answer(units, team, "Bert", round_id, OPENS + HOUR, review="alt", next="Saal buchen")
    await tick(units, CLOSES)
    await tick(units, OPENS + WEEK)
    shown = await form(units, team, "Bert", 2, at=OPENS + WEEK)
    assert filled(shown) == {"answer_review": "Saal buchen", "answer_next": "", "answer_blocker": ""}
    assert shown.same is not None
    other = await form(units, team, "Chiara", 2, at=OPENS + WEEK)
    assert filled(other)["answer_review"] == ""
    assert other.same is None


@pytest.mark.parametrize(("weeks", "known"), [(5, True), (6, False)])
async def test_an_answer_older_than_five_weeks_is_not_taken_over(
    units: Units, team: MadeTeam, round_id: int, weeks: int, known: bool
) -> None:
    await answer(units, team, "Bert", round_id, OPENS + HOUR, next="Saal buchen")
    await tick(units, CLOSES)
    for week in range(1, weeks + 1):
        await tick(units, OPENS + week * WEEK)
        await tick(units, CLOSES + week * WEEK)
    person = team.people["Bert"].id
    found = await units.run(
        lambda unit: earlier_answer(unit.session, unit.session.get_one(Round, weeks + 1), person) is not None
    )
    assert found is known


async def test_wie_letzte_woche_keeps_the_next_steps_and_no_blocker(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    await answer(units, team, "Bert", round_id, OPENS + HOUR, review="a", next="Saal buchen", blocker="Geld fehlt")
    await tick(units, CLOSES)
    await tick(units, OPENS + WEEK)
    shown = await press(units, team, "Bert", "standups.same", {"round": "2", "asked": "form"}, at=OPENS + WEEK)
    assert isinstance(shown, Closed)
    saved = (await answers_of(units))[-1]
    assert (saved.texts, saved.quiet) == ({"next": "Saal buchen"}, True)


async def test_wie_letzte_woche_never_replaces_an_answer_that_stands(
    units: Units, team: MadeTeam, round_id: int
) -> None:
    await answer(units, team, "Bert", round_id, OPENS + HOUR, next="Saal buchen")
    await tick(units, CLOSES)
    await tick(units, OPENS + WEEK)
    await answer(units, team, "Bert", 2, OPENS + WEEK, review="ausführlich")
    await press(units, team, "Bert", "standups.same", {"round": "2"}, at=OPENS + WEEK, place=PERSONAL)
    assert (await answers_of(units))[-1].texts == {"review": "ausführlich"}


async def test_without_a_last_week_there_is_nothing_to_take_over(units: Units, team: MadeTeam, round_id: int) -> None:
    with pytest.raises(UserError):
        await press(units, team, "Bert", "standups.same", {"round": "1"}, at=OPENS + HOUR)


async def test_someone_of_another_team_is_refused(units: Units, team: MadeTeam, round_id: int) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await answer(units, team, "Bert", round_id, OPENS + HOUR, review="geheim")
    await tick(units, CLOSES)
    for verb in ("standups.form", "standups.save", "standups.same", "standups.show_report", "standups.open_report"):
        with pytest.raises(NotAllowed):
            await press(units, other, "Emil", verb, {"round": "1", "answer_review": "x"}, at=CLOSES + HOUR)


async def test_a_leaver_answers_no_more_and_what_they_said_stays(units: Units, team: MadeTeam, round_id: int) -> None:
    await answer(units, team, "Bert", round_id, OPENS + HOUR, review="bleibt")
    member_id = team.members["Bert"].id

    await units.run(lambda unit: setattr(unit.session.get_one(Member, member_id), "left_on", date(2026, 11, 27)))
    with pytest.raises(NotAllowed):
        await answer(units, team, "Bert", round_id, OPENS + 2 * HOUR, review="anders")
    await tick(units, CLOSES)
    shown = await press(units, team, "Anna", "standups.show_report", {"round": "1"}, at=CLOSES)
    assert isinstance(shown, Report)
    assert [passage.name for passage in shown.passages] == ["Bert Muster"]


async def test_a_guest_answers_like_everybody(units: Units, team: MadeTeam, round_id: int) -> None:
    assert isinstance(await answer(units, team, "Dilek", round_id, OPENS + HOUR, review="x"), Closed)


@pytest.mark.parametrize(
    "text", ["nein", "Nein.", "nichts", "Nichts!", "keine", "-", "–", "—", "no", "None", " n/a ", "aktuell nichts"]
)
def test_nothing_is_no_blocker(text: str) -> None:
    assert not is_blocker(text)


@pytest.mark.parametrize(
    "text", ["Geld fehlt", "Nein, aber der Saal ist weg", "keine Rückmeldung vom Amt", "no budget"]
)
def test_something_is_a_blocker(text: str) -> None:
    assert is_blocker(text)
