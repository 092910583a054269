"""What people type about rounds."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.actor import Role
from app.kit.answers import Said
from app.kit.errors import UserError
from app.kit.outbox import OutboxRow
from app.kit.rhythm import Week
from app.kit.unit import Unit, Units
from app.people.model import Channel, ChannelState, Member, Person, Team
from app.standups.model import RoundState, Series, SeriesState
from app.standups.queries import participants
from app.standups.views import Overview, Report
from tests.makers import MadeTeam, make_member, make_person
from tests.standups.makers import CLOSES, OPENS, answer, berlin, press, rounds_of, sent, set_up, tick, type_words

FRIDAY = berlin("2026-11-20", "10:00")
WEEK = timedelta(weeks=1)


async def series_of(units: Units) -> Series:
    return await units.run(lambda unit: unit.session.scalars(select(Series)).one())


def words_of(shown: object) -> list[str]:
    assert isinstance(shown, Overview)
    return [line.msgid for line in shown.lines]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("runde", "standups.rounds"),
        ("Stand-up", "standups.rounds"),
        ("standup", "standups.rounds"),
        ("round", "standups.rounds"),
        ("runde KW 31", "standups.rounds"),
        ("runde 2026-W31", "standups.rounds"),
        ("runde letzte", "standups.last"),
        ("round last", "standups.last"),
        ("runde jetzt", "standups.now"),
        ("standup now", "standups.now"),
        ("/runde pause", "standups.pause"),
        ("round resume", "standups.resume"),
        ("runde weiter", "standups.resume"),
        ("runde aussetzen KW 50", "standups.skip"),
        ("round skip week 50", "standups.skip"),
        ("runde stattfinden KW 50", "standups.unskip"),
        ("runde verlassen", "standups.leave"),
        ("round leave", "standups.leave"),
        ("runde teilnehmen", "standups.join"),
        ("round join", "standups.join"),
        ("runde link", "standups.link"),
    ],
)
def test_the_words_are_understood_in_both_languages(typed: str, name: str) -> None:
    found = HOUSE.commands.find(typed)
    assert found is not None
    assert found.command.name == name


def test_only_coordinators_change_the_series() -> None:
    theirs = {one.name for one in HOUSE.commands.commands if one.role is Role.COORDINATOR}
    assert {"standups.now", "standups.pause", "standups.resume", "standups.skip", "standups.unskip"} <= theirs
    for verb in ("standups.resume", "standups.unskip"):
        found = HOUSE.verb(verb)
        assert found is not None
        assert found.role is Role.COORDINATOR


async def test_without_a_set_up_runde_says_so(units: Units, team: MadeTeam) -> None:
    shown = await type_words(units, team, "Bert", "runde", at=FRIDAY)
    assert words_of(shown) == ["Für dieses Team ist noch keine Runde eingerichtet."]
    assert shown.buttons == ()
    assert [one.verb for one in (await type_words(units, team, "Anna", "runde", at=FRIDAY)).buttons] == [
        "people.settings"
    ]


async def test_runde_tells_of_the_next_round_and_of_the_open_one(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    assert words_of(await type_words(units, team, "Bert", "runde", at=FRIDAY)) == [
        "Die nächste Runde (KW {week}) öffnet am {day}, {time}."
    ]
    await tick(units, OPENS)
    shown = await type_words(units, team, "Bert", "runde", at=OPENS)
    assert words_of(shown) == ["Offen bis {day}, {time}.", "Ihre Antwort steht noch aus."]
    assert [button.verb for button in shown.buttons] == ["standups.form"]
    await answer(units, team, "Bert", 1, OPENS, review="x")
    assert "Ihre Antwort ist gespeichert." in words_of(await type_words(units, team, "Bert", "runde", at=OPENS))


async def test_words_that_do_not_fit_are_answered_with_an_example(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    with pytest.raises(UserError) as refused:
        await type_words(units, team, "Bert", "runde blau", at=FRIDAY)
    assert refused.value.example == "runde KW 31"


async def test_runde_jetzt_opens_the_round_whose_report_comes_next(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    shown = await type_words(units, team, "Anna", "runde jetzt", at=FRIDAY)
    assert isinstance(shown, Said)
    (opened,) = await rounds_of(units)
    assert (opened.week, opened.closes_at) == (Week(2026, 48), CLOSES - WEEK)
    again = await type_words(units, team, "Anna", "runde jetzt", at=FRIDAY)
    assert again.text.msgid == "Die Runde KW {week} ist schon offen, bis {day}, {time}."
    assert [button.verb for button in again.buttons] == ["standups.form"]
    assert await sent(units) == [("post", "standups.round", "1")]


async def test_runde_jetzt_takes_the_place_of_the_planned_opening(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await type_words(units, team, "Anna", "runde jetzt", at=berlin("2026-11-24", "09:00"))
    assert (await series_of(units)).next_week == 50
    await tick(units, OPENS)
    assert [one.week.number for one in await rounds_of(units)] == [49]


async def test_runde_jetzt_at_night_keeps_the_channel_quiet_until_the_morning(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await type_words(units, team, "Anna", "runde jetzt", at=berlin("2026-11-24", "21:00"))
    row = await units.run(lambda unit: unit.session.scalars(select(OutboxRow)).one())
    assert row.send_after == berlin("2026-11-25", "08:00")


async def test_runde_jetzt_shortly_before_the_report_is_refused_with_the_reason(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    with pytest.raises(UserError):
        await type_words(units, team, "Anna", "runde jetzt", at=CLOSES - WEEK - timedelta(minutes=90))
    assert await rounds_of(units) == []


async def test_a_pause_opens_nothing_and_goes_on_with_the_next_round(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await type_words(units, team, "Anna", "runde pause", at=FRIDAY)
    await tick(units, OPENS)
    assert await rounds_of(units) == []
    assert "Die Runden pausieren." in words_of(await type_words(units, team, "Bert", "runde", at=OPENS))
    shown = await type_words(units, team, "Anna", "runde weiter", at=OPENS + timedelta(days=1))
    assert shown.text.params["week"] == 50
    assert (await series_of(units)).state is SeriesState.ACTIVE
    await tick(units, OPENS + timedelta(days=1))
    assert await rounds_of(units) == [], "a round missed in the pause is not made up for"


async def test_a_round_that_is_open_runs_to_its_end_in_a_pause(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    await type_words(units, team, "Anna", "runde pause", at=OPENS)
    await tick(units, CLOSES)
    assert (await rounds_of(units))[0].state is RoundState.CLOSED
    assert ("reply", "standups.report", "1") in await sent(units)


async def test_a_single_week_is_left_out_and_taken_back(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    for _ in range(2):
        shown = await type_words(units, team, "Anna", "runde aussetzen KW 49", at=FRIDAY)
        assert shown.text.msgid == "Die Runde KW {week}/{year} fällt aus."
    assert (await series_of(units)).next_week == 50
    (button,) = shown.buttons
    await press(units, team, "Anna", button.verb, {k: str(v) for k, v in button.data.items()}, at=FRIDAY)
    assert (await series_of(units)).next_week == 49
    await tick(units, OPENS)
    assert [one.week.number for one in await rounds_of(units)] == [49]


async def test_a_week_that_is_over_open_or_without_a_round_is_not_left_out(units: Units, team: MadeTeam) -> None:
    await set_up(units, team, rhythm="biweekly", anchor="2026-11-30")
    await tick(units, OPENS)
    for typed in (
        "runde aussetzen 2026-W40",
        "runde aussetzen KW 49",
        "runde aussetzen KW 50",
        "runde stattfinden KW 51",
    ):
        with pytest.raises(UserError):
            await type_words(units, team, "Anna", typed, at=OPENS)


async def test_which_week_is_asked_with_an_example(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    with pytest.raises(UserError) as asked:
        await type_words(units, team, "Anna", "runde aussetzen", at=FRIDAY)
    assert asked.value.example == "runde aussetzen KW 50"


async def test_leaving_is_silent_and_can_be_taken_back(units: Units, team: MadeTeam) -> None:
    series = await set_up(units, team)
    await type_words(units, team, "Bert", "runde verlassen", at=FRIDAY)
    bert = team.people["Bert"].id

    async def asked() -> set[int]:
        return await units.run(lambda unit: participants(unit.session, unit.session.get_one(Series, series.id)))

    assert bert not in await asked()
    assert await sent(units) == [], "nobody is told"
    await type_words(units, team, "Bert", "runde teilnehmen", at=FRIDAY)
    assert bert in await asked()


async def test_who_was_not_chosen_may_join(units: Units, team: MadeTeam) -> None:
    anna = team.people["Anna"].id
    series = await set_up(units, team, everyone="false", people=str(anna))
    await type_words(units, team, "Bert", "runde teilnehmen", at=FRIDAY)
    found = await units.run(lambda unit: participants(unit.session, unit.session.get_one(Series, series.id)))
    assert found == {anna, team.people["Bert"].id}


async def test_past_reports_are_found_by_week(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="Messe geplant")
    still_open = await type_words(units, team, "Chiara", "runde KW 49", at=OPENS)
    assert isinstance(still_open, Said), "answers are read together, at the close"
    await tick(units, CLOSES)
    for typed in ("runde KW 49", "runde 2026-W49", "runde letzte", "round week 49"):
        shown = await type_words(units, team, "Chiara", typed, at=CLOSES + timedelta(days=1))
        assert isinstance(shown, Report)
        assert shown.week == 49
    overview = await type_words(units, team, "Chiara", "runde", at=CLOSES + timedelta(days=1))
    assert [button.data["round"] for button in overview.reports] == [1]


async def test_a_week_without_a_report_is_answered_with_those_there_are(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    with pytest.raises(UserError):
        await type_words(units, team, "Chiara", "runde KW 31", at=FRIDAY)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    await tick(units, CLOSES)
    with pytest.raises(UserError) as refused:
        await type_words(units, team, "Chiara", "runde KW 31", at=CLOSES)
    assert refused.value.example == "runde KW 49"


async def test_a_deleted_channel_is_told_and_its_report_still_found(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    channel_id = team.channel.id

    await units.run(lambda unit: setattr(unit.session.get_one(Channel, channel_id), "state", ChannelState.DELETED))
    await tick(units, CLOSES)
    assert isinstance(await type_words(units, team, "Bert", "runde KW 49", at=CLOSES), Report)
    shown = await type_words(units, team, "Anna", "runde", at=CLOSES)
    assert words_of(shown) == ["Der Kanal „{channel}“ wurde gelöscht. Die Runde ruht, bis ein Kanal gewählt ist."]
    with pytest.raises(UserError):
        await type_words(units, team, "Anna", "runde jetzt", at=CLOSES + timedelta(days=1))


async def test_who_joins_in_the_middle_may_answer(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)

    def join(unit: Unit) -> tuple[Person, Member]:
        person = make_person(unit, "Emil")
        return person, make_member(unit, unit.session.get_one(Team, team.id), person)

    team.people["Emil"], team.members["Emil"] = await units.run(join)
    await answer(units, team, "Emil", 1, OPENS + timedelta(days=1), review="neu hier")
    await tick(units, CLOSES)
    shown = await type_words(units, team, "Emil", "runde letzte", at=CLOSES)
    assert [passage.name for passage in shown.passages] == ["Emil Muster"]
    assert shown.report_on == date(2026, 11, 30)
