from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.actor import Role
from app.kit.answers import Answer, Closed, Dialog, Said
from app.kit.clock import StandingClock
from app.kit.commands import Ask, read_arguments
from app.kit.db import Database
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Form
from app.kit.i18n import verbatim
from app.kit.incoming import Place, PlaceKind
from app.kit.outbox import OutboxRow, Post, channel_key, find_conversation, person_key, thing_of
from app.kit.unit import Unit, Units
from app.people.queries import coordinators_of, team_by_id
from app.people.views import Preview, SettingsShown, TeamChoice, Welcome
from tests.makers import SERVICE_URL, TENANT, MadeTeam, make_member, make_team
from tests.people.makers import SAVED, TEST_HOUSE, pressing, values_of


@pytest.fixture(autouse=True)
def _nothing_saved() -> None:
    SAVED.clear()


@pytest.fixture
def units(database: Database, clock: StandingClock) -> Units:
    return Units(database, TEST_HOUSE, clock)


def typing(team: MadeTeam, words: str, name: str = "Bert", place: Place | None = None) -> Callable[[Unit], Answer]:
    def work(unit: Unit) -> Answer:
        unit.actor = team.actor(name)
        found = TEST_HOUSE.commands.find(words)
        assert found
        arguments, rest = read_arguments(found.command, found.phrase, unit.now.date())
        return found.command.run(unit, Ask(arguments, rest, place=place))

    return work


async def form_of(units: Units, team: MadeTeam, section: str = "people", name: str = "Anna") -> Form:
    answer = await units.run(pressing(team, "people.settings_section", name, team_id=str(team.id), section=section))
    assert isinstance(answer, Dialog)
    assert isinstance(answer.view, Form)
    return answer.view


async def test_overview_shows_what_all_rooms_have_set_and_lets_coordinators_change_it(
    units: Units, team: MadeTeam
) -> None:
    shown = await units.run(typing(team, "einstellungen", "Anna"))
    assert isinstance(shown, SettingsShown)
    assert shown.may_change
    assert not shown.proposed
    assert [part.section for part in shown.parts] == ["people", "rhymes"]
    assert shown.parts[1].lines == (verbatim("Reime"),)


async def test_each_form_holds_the_settings_of_one_room(units: Units, team: MadeTeam) -> None:
    form = await form_of(units, team)
    values = values_of(form)
    assert values.pop("seen")
    assert values == {
        "team_id": str(team.id),
        "section": "people",
        "team_language": "de",
        "team_zone": "Europe/Berlin",
        "team_land": "DE-BY",
        "day_message_time": "08:30",
        "team_coordinators": str(team.people["Anna"].id),
        "home_channel": str(team.channel.id),
    }
    coordinators = next(f for s in form.sections for f in s.fields if f.name == "team_coordinators")
    assert [choice.title.params["typed"] for choice in coordinators.choices] == [
        "Anna Muster",
        "Bert Muster",
        "Chiara Muster",
    ]
    assert values_of(await form_of(units, team, "rhymes"))["rhyme"] == "ok"


async def test_form_that_no_room_has_is_refused_with_the_way_back(units: Units, team: MadeTeam) -> None:
    for verb in ("people.settings_section", "people.save_settings"):
        for section in ("kitchen", ""):
            with pytest.raises(UserError) as refused:
                await form_or_save(units, team, verb, section)
            assert refused.value.example == "einstellungen"


async def form_or_save(units: Units, team: MadeTeam, verb: str, section: str) -> Answer:
    return await units.run(pressing(team, verb, "Anna", team_id=str(team.id), section=section))


async def test_what_somebody_else_saved_meanwhile_is_not_replaced_unseen(units: Units, team: MadeTeam) -> None:
    mine, theirs = values_of(await form_of(units, team)), values_of(await form_of(units, team))
    first = await units.run(pressing(team, "people.save_settings", "Anna", **theirs | {"team_land": "AT"}))
    assert isinstance(first, Closed)
    answer = await units.run(pressing(team, "people.save_settings", "Anna", **mine | {"day_message_time": "10:00"}))
    assert isinstance(answer, Dialog)
    assert "inzwischen" in answer.view.notice.msgid
    again = values_of(answer.view)
    assert (again["team_land"], again["day_message_time"]) == ("DE-BY", "10:00")
    saved = await units.run(lambda unit: team_by_id(unit.session, team.id))
    assert (saved.country, saved.day_message_time) == ("AT", time(8, 30))
    assert isinstance(await units.run(pressing(team, "people.save_settings", "Anna", **again)), Closed)
    saved = await units.run(lambda unit: team_by_id(unit.session, team.id))
    assert (saved.country, saved.day_message_time) == ("DE", time(10))


async def test_what_another_room_saved_meanwhile_does_not_matter(units: Units, team: MadeTeam) -> None:
    mine, theirs = values_of(await form_of(units, team)), values_of(await form_of(units, team, "rhymes"))
    assert isinstance(await units.run(pressing(team, "people.save_settings", "Anna", **theirs)), Closed)
    assert isinstance(await units.run(pressing(team, "people.save_settings", "Anna", **mine)), Closed)


async def test_saved_in_a_chat_the_overview_stands_there_again(units: Units, team: MadeTeam) -> None:
    typed = values_of(await form_of(units, team)) | {
        "team_coordinators": str(team.people["Bert"].id),
        "team_land": "AT",
    }

    def save(unit: Unit) -> Answer:
        unit.actor = team.actor("Anna")
        found = TEST_HOUSE.verb("people.save_settings")
        assert found
        return found.run(unit, Ask(values=typed, place=Place(PlaceKind.PERSONAL, "a:1", SERVICE_URL, TENANT)))

    answer = await units.run(save)
    assert isinstance(answer, Dialog)
    assert answer.view.told
    assert answer.view.coordinators == ("Bert Muster",)
    assert not answer.view.may_change, "the coordination has just been handed over"


async def test_fields_of_all_rooms_have_names_of_their_own(units: Units, team: MadeTeam) -> None:
    def names(unit: Unit) -> list[str]:
        sections = [section.load(unit, team.id) for section in HOUSE.settings.values()]
        return [field.name for section in sections for field in section.fields]

    found = await units.run(names)
    assert len(found) == len(set(found))


async def test_saving_changes_the_team_and_says_so_on_its_card(units: Units, team: MadeTeam) -> None:
    def card_stands(unit: Unit) -> None:
        home = find_conversation(unit.session, channel_key(team.id, team.team.teams_team_id))
        assert home
        thing = thing_of("people.welcome", f"{team.id}-1")
        unit.session.add(Post(thing=thing, conversation_id=home.id, activity_id="1", posted_at=unit.now))

    await units.run(card_stands)
    values = values_of(await form_of(units, team)) | {
        "team_language": "en",
        "team_zone": "Europe/London",
        "team_land": "AT",
        "day_message_time": "09:15",
        "team_coordinators": f"{team.people['Bert'].id},{team.people['Chiara'].id}",
    }
    answer = await units.run(pressing(team, "people.save_settings", "Anna", **values))
    assert isinstance(answer, Closed)
    saved = await units.run(lambda unit: team_by_id(unit.session, team.id))
    assert (saved.language, saved.time_zone, saved.country, saved.subdivision) == ("en", "Europe/London", "AT", None)
    assert saved.day_message_time == time(9, 15)
    assert saved.next_day_message_at == datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
    assert SAVED == [], "the other rooms' settings were on another form"
    coordinating = await units.run(lambda unit: [p.name for p in coordinators_of(unit.session, team.id)])
    assert coordinating == ["Bert Muster", "Chiara Muster"]
    row = await units.run(lambda unit: unit.session.scalars(select(OutboxRow)).one())
    assert (row.operation, row.notice) == ("update", "people.welcome")

    def languages(unit: Unit) -> list[str]:
        keys = (channel_key(team.id, team.team.teams_team_id), person_key(team.people["Bert"].id))
        return [found.language for key in keys if (found := find_conversation(unit.session, key))]

    assert await units.run(languages) == ["en", "de"]
    view = await units.run(
        lambda unit: unit.house.notice("people.welcome").load(unit.session, f"{team.id}-1", unit.now)
    )
    assert isinstance(view, Welcome)
    assert view.changed_on is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("team_language", "fr"),
        ("team_zone", "Mars/Olympus"),
        ("team_land", "DE-XX"),
        ("day_message_time", "07:59"),
        ("day_message_time", "18:00"),
        ("day_message_time", "früh"),
        ("team_coordinators", ""),
        ("team_coordinators", "99999"),
        ("home_channel", "99999"),
        ("home_channel", ""),
    ],
)
async def test_a_wrong_value_is_refused_at_its_field_and_nothing_is_half_saved(
    units: Units, team: MadeTeam, field: str, value: str
) -> None:
    typed = values_of(await form_of(units, team)) | {"team_land": "AT", field: value}
    answer = await units.run(pressing(team, "people.save_settings", "Anna", **typed))
    assert isinstance(answer, Dialog)
    fields = {one.name: one for section in answer.view.sections for one in section.fields}
    assert [name for name, one in fields.items() if one.error] == [field]
    assert fields[field].value == value
    assert fields["team_land"].value == (value if field == "team_land" else "AT")
    saved = await units.run(lambda unit: team_by_id(unit.session, team.id))
    assert saved.country == "DE"


async def test_each_room_refuses_its_own_values(units: Units, team: MadeTeam) -> None:
    typed = values_of(await form_of(units, team, "rhymes")) | {"rhyme": "wrong"}
    answer = await units.run(pressing(team, "people.save_settings", "Anna", **typed))
    assert isinstance(answer, Dialog)
    assert answer.view.sections[0].fields[0].error
    assert SAVED == []


async def test_only_the_coordination_changes_settings_all_may_read_them(units: Units, team: MadeTeam) -> None:
    shown = await units.run(typing(team, "settings", "Dilek"))
    assert isinstance(shown, SettingsShown)
    assert shown.coordinators == ("Anna Muster",)
    assert shown.parts
    assert not shown.may_change
    wanted = {"team_id": str(team.id), "section": "people", "team_land": "AT"}
    for verb in ("people.settings_section", "people.save_settings"):
        with pytest.raises(NotAllowed):
            await units.run(pressing(team, verb, "Bert", **wanted))

    def coordinator_elsewhere(unit: Unit) -> None:
        made = make_team(unit, "Ost", "Carl", number=2)
        make_member(unit, made.team, team.people["Bert"], Role.COORDINATOR)

    await units.run(coordinator_elsewhere)
    for verb in ("people.settings_section", "people.save_settings"):
        with pytest.raises(NotAllowed):
            await units.run(pressing(team, verb, "Bert", **wanted))


async def test_the_form_saves_the_team_it_was_opened_for(units: Units, team: MadeTeam) -> None:
    def other(unit: Unit) -> MadeTeam:
        made = make_team(unit, "Ost", "Carl", number=2)
        make_member(unit, made.team, team.people["Anna"])
        return made

    east = await units.run(other)
    typed = values_of(await form_of(units, team)) | {"team_land": "CH"}

    def after_switching(unit: Unit) -> Answer:
        unit.actor = east.actor("Carl")
        unit.actor = type(unit.actor)(team.people["Anna"].id, east.id, Role.MEMBER, "de", east.team.zone)
        found = TEST_HOUSE.verb("people.save_settings")
        assert found
        return found.run(unit, Ask(values=typed))

    assert isinstance(await units.run(after_switching), Closed)
    assert (await units.run(lambda unit: team_by_id(unit.session, team.id))).country == "CH"
    assert (await units.run(lambda unit: team_by_id(unit.session, east.id))).country == "DE"


async def test_the_preview_shows_what_all_rooms_will_post(units: Units, team: MadeTeam) -> None:
    view = await units.run(typing(team, "vorschau"))
    assert isinstance(view, Preview)
    assert [line.on.day for line in view.lines] == [23, 30, 7, 14]
    assert {line.at for line in view.lines} == {time(10)}
    assert len((await units.run(typing(team, "preview 2 weeks"))).lines) == 2
    with pytest.raises(UserError):
        await units.run(typing(team, "vorschau 13 Wochen"))


async def test_in_a_chat_people_in_several_teams_say_which_one_is_meant(units: Units, team: MadeTeam) -> None:
    def other(unit: Unit) -> MadeTeam:
        made = make_team(unit, "Kernteam Ost", "Carl", number=2)
        make_member(unit, made.team, team.people["Bert"])
        return made

    east = await units.run(other)
    choice = await units.run(typing(team, "team"))
    assert isinstance(choice, TeamChoice)
    assert [(line.name, line.meant) for line in choice.teams] == [
        ("Kernteam Integration", True),
        ("Kernteam Ost", False),
    ]
    after = await units.run(pressing(team, "people.switch_team", "Bert", team_id=str(east.id)))
    assert [line.meant for line in after.teams] == [False, True]
    with pytest.raises(NotAllowed):
        await units.run(pressing(team, "people.switch_team", "Chiara", team_id=str(east.id)))
    channel = Place(PlaceKind.CHANNEL, "19:x", SERVICE_URL, TENANT)
    assert isinstance(await units.run(typing(team, "team", "Bert", channel)), Said)
