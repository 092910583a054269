"""The private line of the day, and the forecast."""

from datetime import date, timedelta

from app.kit.answers import DayLine, Planned
from app.kit.i18n import translator
from app.kit.unit import Unit, Units
from app.people.model import Absence, Channel, ChannelState, Member
from app.standups.queries_coming import day_lines, forecast
from tests.makers import MadeTeam, make_member, make_team
from tests.standups.makers import (
    CLOSES,
    OPENS,
    PERSONAL,
    answer,
    answers_of,
    berlin,
    press,
    rounds_of,
    set_up,
    tick,
    type_words,
)

REMINDER = berlin("2026-11-27", "08:30")
GERMAN = translator("de")


async def lines_at(units: Units, team: MadeTeam, at: object = REMINDER) -> dict[str, list[DayLine]]:
    names = {person.id: name for name, person in team.people.items()}

    def work(unit: Unit) -> dict[str, list[DayLine]]:
        found = day_lines(unit, list(names), unit.now.date())
        return {names[person_id]: list(lines) for person_id, lines in found.items()}

    return await units.run(work, now=at)  # type: ignore[arg-type]


async def test_only_who_has_not_answered_is_reminded(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, review="x")
    found = await lines_at(units, team)
    assert set(found) == {"Anna", "Chiara", "Dilek"}
    (line,) = found["Anna"]
    assert GERMAN(line.text) == "Runde KW 49: noch offen bis Montag, 30. November, 08:00 Uhr"
    assert [(button.verb, button.dialog) for button in line.buttons] == [("standups.form", True)]


async def test_who_is_away_left_the_rounds_or_the_team_hears_nothing(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await type_words(units, team, "Bert", "runde verlassen", at=OPENS)
    chiara, dilek = team.people["Chiara"].id, team.members["Dilek"].id

    def away(unit: Unit) -> None:
        unit.session.add(Absence(person_id=chiara, first_day=date(2026, 11, 27), last_day=date(2026, 11, 27)))
        unit.session.get_one(Member, dilek).left_on = date(2026, 11, 26)

    await units.run(away)
    assert set(await lines_at(units, team)) == {"Anna"}


async def test_only_chosen_people_are_reminded(units: Units, team: MadeTeam) -> None:
    await set_up(units, team, everyone="false", people=str(team.people["Chiara"].id))
    await tick(units, OPENS)
    assert set(await lines_at(units, team)) == {"Chiara"}


async def test_the_reminder_comes_on_its_day_only(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    assert await lines_at(units, team, berlin("2026-11-26", "17:00")) == {}
    assert await lines_at(units, team, berlin("2026-11-30", "08:30")) == {}


async def test_a_closed_round_reminds_nobody(units: Units, team: MadeTeam) -> None:
    await set_up(units, team, closes_weekday="4", closes_time="16:00")
    await tick(units, OPENS)
    assert len(await lines_at(units, team)) == 4
    await tick(units, berlin("2026-11-27", "16:00"))
    assert await lines_at(units, team, berlin("2026-11-27", "16:00")) == {}


async def test_last_weeks_answer_can_be_taken_over_in_the_message(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, OPENS)
    await answer(units, team, "Bert", 1, OPENS, next="Saal")
    await tick(units, CLOSES)
    await tick(units, OPENS + timedelta(weeks=1))
    found = await lines_at(units, team, REMINDER + timedelta(weeks=1))
    assert [button.verb for button in found["Bert"][0].buttons] == ["standups.form", "standups.same"]
    assert [button.verb for button in found["Anna"][0].buttons] == ["standups.form"]


async def test_a_deleted_channel_is_told_to_coordinators_on_the_day_it_matters(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    channel_id = team.channel.id
    await units.run(lambda unit: setattr(unit.session.get_one(Channel, channel_id), "state", ChannelState.DELETED))
    assert await lines_at(units, team, berlin("2026-11-25", "08:30")) == {}
    found = await lines_at(units, team, berlin("2026-11-26", "08:30"))
    assert set(found) == {"Anna"}
    assert GERMAN(found["Anna"][0].text) == (
        "Der Kanal „Allgemein“ wurde gelöscht. Die Runde ruht, bis ein Kanal gewählt ist."
    )
    assert [button.verb for button in found["Anna"][0].buttons] == ["people.settings"]
    assert await lines_at(units, team, REMINDER) == {}


async def planned(units: Units, team: MadeTeam, weeks: int) -> list[Planned]:
    return await units.run(lambda unit: list(forecast(unit, team.id, unit.now + timedelta(weeks=weeks))))


def told(lines: list[Planned]) -> list[str]:
    return [f"{line.at.astimezone(OPENS.tzinfo):%d.%m. %H:%M} {GERMAN(line.what)}" for line in lines]


async def test_the_forecast_says_what_would_be_posted_and_to_whom(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    lines = await planned(units, team, 2)
    assert told(lines) == [
        "26.11. 09:00 Runde KW 49 öffnet",
        "27.11. 07:30 Erinnerung an die Runde KW 49 in der Tagesnachricht",
        "30.11. 07:00 Runde KW 49 schließt, Bericht",
        "03.12. 09:00 Runde KW 50 öffnet",
        "04.12. 07:30 Erinnerung an die Runde KW 50 in der Tagesnachricht",
    ]
    assert [GERMAN(line.to) for line in lines[:2]] == ["Allgemein", "alle, die noch nicht geantwortet haben"]


async def test_the_forecast_knows_open_rounds_and_weeks_left_out(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await type_words(units, team, "Anna", "runde aussetzen KW 50", at=OPENS - timedelta(days=1))
    await tick(units, OPENS)
    units.clock.move_to(OPENS)  # type: ignore[attr-defined]
    lines = told(await planned(units, team, 2))
    assert lines == [
        "27.11. 07:30 Erinnerung an die Runde KW 49 in der Tagesnachricht",
        "30.11. 07:00 Runde KW 49 schließt, Bericht",
        "07.12. 07:00 Runde KW 50 fällt aus: ausgesetzt",
        "10.12. 09:00 Runde KW 51 öffnet",
    ]


async def test_the_forecast_names_the_holiday(units: Units, team: MadeTeam) -> None:
    units.clock.move_to(berlin("2026-03-27", "10:00"))  # type: ignore[attr-defined]
    await set_up(units, team)
    assert "06.04. 06:00 Runde KW 15 fällt aus: Ostermontag" in told(await planned(units, team, 3))


async def test_the_forecast_is_what_then_happens(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    openings = [line.at for line in await planned(units, team, 12) if "öffnet" in line.what.msgid]
    for at in openings:
        await tick(units, at)
    assert [one.opens_at for one in await rounds_of(units)] == openings


async def test_a_pause_has_no_forecast(units: Units, team: MadeTeam) -> None:
    assert await planned(units, team, 4) == []
    await set_up(units, team, on="false")
    assert await planned(units, team, 4) == []


async def test_another_teams_open_round_is_nobody_elses_business(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    await set_up(units, other)
    await tick(units, OPENS)
    assert await lines_at(units, team) == {}
    assert set(await lines_at(units, other)) == {"Emil"}


async def test_a_person_in_two_teams_answers_both_from_one_message(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    bert = team.people["Bert"]
    await units.run(lambda unit: make_member(unit, other.team, bert))
    await set_up(units, other)
    await tick(units, OPENS)
    (line,) = (await lines_at(units, team))["Bert"]
    assert line.team_id == other.id
    # In the chat the first team is meant; the button's round is of the second.
    values = {"round": str(line.buttons[0].data["round"]), "answer_review": "aus beiden"}
    assert await press(units, team, "Bert", "standups.save", values, at=REMINDER, place=PERSONAL)
    assert len(await answers_of(units)) == 1
