"""The rounds' part of the settings card."""

import pytest
from sqlalchemy import select

from app.kit.i18n import translator
from app.kit.unit import Unit, Units
from app.people.model import Channel
from app.standups.actions_settings import save_settings
from app.standups.model import Question, Series, SeriesPerson, SeriesState
from app.standups.queries_settings import check_settings, settings_section, settings_summary
from tests.makers import MadeTeam, make_team
from tests.standups.makers import OPENS, set_up, type_words, values_of


async def shown(units: Units, team: MadeTeam, name: str = "Anna") -> dict[str, str]:
    def work(unit: Unit) -> dict[str, str]:
        unit.actor = team.actor(name)
        return {field.name: field.value for field in settings_section(unit, team.id).fields}

    return await units.run(work)


async def wrong(units: Units, team: MadeTeam, **changes: str) -> set[str | None]:
    return await units.run(
        lambda unit: {error.field for error in check_settings(unit, team.id, values_of(unit, team.id, **changes))}
    )


async def test_the_card_proposes_thursday_to_monday_in_the_home_channel(units: Units, team: MadeTeam) -> None:
    values = await shown(units, team)
    assert values["round_channel"] == str(team.channel.id)
    assert values["round_opens_weekday"] == "3"
    assert values["round_question_review"] == "Was ist seit letzter Woche passiert?"
    assert values["round_question_extra"] == ""
    assert await wrong(units, team) == set()


async def test_saving_plans_the_first_round_and_tells_it_on_the_welcome_card(units: Units, team: MadeTeam) -> None:
    series = await set_up(units, team)
    assert series.next_opens_at == OPENS
    lines = await units.run(lambda unit: settings_summary(unit, team.id))
    assert [translator("de")(line) for line in lines] == ["Runde: Donnerstag, 10:00 Uhr bis Montag, 08:00 Uhr"]


async def test_what_was_saved_stands_there_again(units: Units, team: MadeTeam) -> None:
    bert = str(team.people["Bert"].id)
    await set_up(
        units, team, rhythm="month_last", reminder_weekday="none", holidays="move", everyone="false", people=bert
    )
    values = await shown(units, team)
    assert values["round_rhythm"] == "month_last"
    assert values["round_reminder_weekday"] == "none"
    assert values["round_holidays"] == "move"
    assert (values["round_everyone"], values["round_people"]) == ("false", bert)
    series = await set_up(units, team, rhythm="biweekly")
    assert series.anchor_on.isocalendar()[:2] == (series.next_year, series.next_week)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"opens_time": "07:59"}, "round_opens_time"),
        ({"opens_time": "18:00"}, "round_opens_time"),
        ({"opens_time": "zehn"}, "round_opens_time"),
        ({"closes_time": ""}, "round_closes_time"),
        ({"opens_weekday": "5"}, "round_opens_weekday"),
        ({"closes_weekday": "x"}, "round_closes_weekday"),
        ({"opens_weekday": "0", "opens_time": "08:00", "closes_time": "09:59"}, "round_closes_time"),
        ({"reminder_weekday": "1"}, "round_reminder_weekday"),
        ({"reminder_weekday": "0"}, "round_reminder_weekday"),
        ({"rhythm": "daily"}, "round_rhythm"),
        ({"anchor": "31.12."}, "round_anchor"),
        ({"holidays": ""}, "round_holidays"),
        ({"channel": "999"}, "round_channel"),
        ({"question_review": "", "question_next": " ", "question_blocker": ""}, "round_question_review"),
        ({"question_extra": "x" * 201}, "round_question_extra"),
        ({"everyone": "false", "people": ""}, "round_people"),
    ],
)
async def test_a_wrong_value_is_refused_at_its_field(
    units: Units, team: MadeTeam, changes: dict[str, str], field: str
) -> None:
    assert await wrong(units, team, **changes) == {field}


async def test_all_errors_are_told_together_and_nothing_is_saved(units: Units, team: MadeTeam) -> None:
    assert await wrong(units, team, opens_time="", rhythm="", people="", everyone="false") == {
        "round_opens_time",
        "round_rhythm",
        "round_people",
    }
    assert await units.run(lambda unit: list(unit.session.scalars(select(Series)))) == []


async def test_another_teams_channel_or_person_is_not_taken(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    assert await wrong(units, team, channel=str(other.channel.id)) == {"round_channel"}
    stranger = str(other.people["Emil"].id)
    assert await wrong(units, team, everyone="false", people=stranger) == {"round_people"}


async def test_a_default_question_stays_in_every_readers_language(units: Units, team: MadeTeam) -> None:
    await set_up(units, team, question_next="Was steht an?")

    def texts(unit: Unit) -> dict[str, str | None]:
        return {one.slot.value: one.text for one in unit.session.scalars(select(Question))}

    assert await units.run(texts) == {"review": None, "next": "Was steht an?", "blocker": None}


async def test_coordinators_do_not_see_who_left(units: Units, team: MadeTeam) -> None:
    people = ",".join(str(team.people[name].id) for name in ("Bert", "Chiara"))
    await set_up(units, team, everyone="false", people=people)
    before = await shown(units, team)
    await type_words(units, team, "Bert", "runde verlassen", at=OPENS)
    assert await shown(units, team) == before
    # Saving the same list again takes nobody back in.
    await set_up(units, team)
    bert = team.people["Bert"].id
    row = await units.run(
        lambda unit: unit.session.scalars(select(SeriesPerson).where(SeriesPerson.person_id == bert)).one()
    )
    assert (row.chosen, row.left) == (True, True)


async def test_rounds_can_be_switched_off(units: Units, team: MadeTeam) -> None:
    series = await set_up(units, team, on="false")
    assert series.state is SeriesState.PAUSED
    assert series.next_opens_at is None
    lines = await units.run(lambda unit: settings_summary(unit, team.id))
    assert [line.msgid for line in lines] == ["Runde: pausiert"]


async def test_only_living_channels_are_offered(units: Units, team: MadeTeam) -> None:
    def add(unit: Unit) -> None:
        unit.session.add(Channel(team_id=team.id, teams_channel_id="19:gone", name="Weg", state="deleted"))

    await units.run(add)
    section = await units.run(lambda unit: settings_section(unit, team.id))
    field = next(field for field in section.fields if field.name == "round_channel")
    assert [choice.value for choice in field.choices] == [str(team.channel.id)]


async def test_saving_what_was_not_checked_is_refused(units: Units, team: MadeTeam) -> None:
    with pytest.raises(Exception, match="Uhrzeit"):
        await units.run(lambda unit: save_settings(unit, team.id, values_of(unit, team.id, opens_time="")))
