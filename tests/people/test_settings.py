from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.actor import Role
from app.kit.answers import Answer, Closed, Dialog, Planned, Said, Toast
from app.kit.clock import StandingClock
from app.kit.commands import Ask, read_arguments
from app.kit.db import Database
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Field, Form, Kind, Section
from app.kit.i18n import _, verbatim
from app.kit.incoming import Place, PlaceKind
from app.kit.outbox import OutboxRow, Post, channel_key, find_conversation, person_key, thing_of
from app.kit.room import House, Room, SettingsSection
from app.kit.unit import Unit, Units
from app.people import actions_roster as people
from app.people.model import TeamState
from app.people.queries import coordinators_of, find_person, team_by_id
from app.people.room import PEOPLE
from app.people.views import Preview, RosterEntry, SettingsShown, TeamChoice, TeamFacts, Welcome
from tests.makers import SERVICE_URL, TENANT, MadeTeam, make_member, make_team

SAVED: list[str] = []


def check_rhyme(unit: Unit, team_id: int, typed: Mapping[str, str]) -> list[UserError]:
    return [] if typed.get("rhyme", "ok") == "ok" else [UserError(_("Das ist kein Tag."), field="rhyme")]


def forecast(unit: Unit, team_id: int, until: datetime) -> Iterable[Planned]:
    at = unit.now + timedelta(days=3)
    while at <= until:
        yield Planned(at, verbatim("Reim"), verbatim("Allgemein"))
        at += timedelta(days=7)


RHYMES = Room(
    "rhymes",
    settings=SettingsSection(
        lambda unit, team_id: Section(_("Team"), (Field("rhyme", _("Team"), Kind.TEXT, "ok"),)),
        check_rhyme,
        lambda unit, team_id, typed: SAVED.append(typed["rhyme"]),
        lambda unit, team_id: (verbatim("Reime"),),
    ),
    forecast=forecast,
)
TEST_HOUSE = House([PEOPLE, RHYMES])


@pytest.fixture(autouse=True)
def _nothing_saved() -> None:
    SAVED.clear()


@pytest.fixture
def units(database: Database, clock: StandingClock) -> Units:
    return Units(database, TEST_HOUSE, clock)


def pressing(team: MadeTeam, verb: str, name: str, **values: str) -> Callable[[Unit], Answer]:
    def work(unit: Unit) -> Answer:
        unit.actor = team.actor(name)
        found = TEST_HOUSE.verb(verb)
        assert found
        return found.run(unit, Ask(values=values))

    return work


def typing(team: MadeTeam, words: str, name: str = "Bert", place: Place | None = None) -> Callable[[Unit], Answer]:
    def work(unit: Unit) -> Answer:
        unit.actor = team.actor(name)
        found = TEST_HOUSE.commands.find(words)
        assert found
        arguments, rest = read_arguments(found.command, found.phrase, unit.now.date())
        return found.command.run(unit, Ask(arguments, rest, place=place))

    return work


def values_of(form: Form) -> dict[str, str]:
    return dict(form.hidden) | {field.name: field.value for section in form.sections for field in section.fields}


async def form_of(units: Units, team: MadeTeam) -> Form:
    form = await units.run(typing(team, "einstellungen", "Anna"))
    assert isinstance(form, Form)
    return form


async def test_one_form_holds_the_settings_of_all_rooms(units: Units, team: MadeTeam) -> None:
    form = await form_of(units, team)
    assert values_of(form) == {
        "team_id": str(team.id),
        "team_language": "de",
        "team_zone": "Europe/Berlin",
        "team_land": "DE-BY",
        "day_message_time": "08:30",
        "team_coordinators": str(team.people["Anna"].id),
        "home_channel": str(team.channel.id),
        "rhyme": "ok",
    }
    coordinators = next(f for s in form.sections for f in s.fields if f.name == "team_coordinators")
    assert [choice.title.params["typed"] for choice in coordinators.choices] == [
        "Anna Muster",
        "Bert Muster",
        "Chiara Muster",
    ]


async def test_fields_of_all_rooms_have_names_of_their_own(units: Units, team: MadeTeam) -> None:
    def names(unit: Unit) -> list[str]:
        sections = [section.load(unit, team.id) for section in HOUSE.settings]
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
    assert SAVED == ["ok"]
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
        ("rhyme", "wrong"),
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
    assert SAVED == []


async def test_only_the_coordination_changes_settings_all_may_read_them(units: Units, team: MadeTeam) -> None:
    shown = await units.run(typing(team, "settings", "Dilek"))
    assert isinstance(shown, SettingsShown)
    assert shown.coordinators == ("Anna Muster",)
    assert shown.settings
    with pytest.raises(NotAllowed):
        await units.run(pressing(team, "people.save_settings", "Bert", team_id=str(team.id), team_land="AT"))

    def coordinator_elsewhere(unit: Unit) -> None:
        made = make_team(unit, "Ost", "Carl", number=2)
        make_member(unit, made.team, team.people["Bert"], Role.COORDINATOR)

    await units.run(coordinator_elsewhere)
    with pytest.raises(NotAllowed):
        await units.run(pressing(team, "people.save_settings", "Bert", team_id=str(team.id), team_land="AT"))


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


async def installed(units: Units) -> int:
    def work(unit: Unit) -> int:
        facts = TeamFacts(TENANT, "19:n@thread", None, "Neu", SERVICE_URL, "19:n@thread", "", "de-DE")
        team = people.install_team(unit, facts, "entra-anna")
        roster = [RosterEntry(f"entra-{name}", f"29:{name}", name.title(), False) for name in ("anna", "bert")]
        people.take_roster(unit, team.id, roster, complete=True)
        return team.id

    return await units.run(work)


async def press_as(units: Units, entra_id: str, verb: str, team_id: int, role: Role) -> Answer:
    def work(unit: Unit) -> Answer:
        from app.kit.actor import Actor

        person = find_person(unit.session, TENANT, entra_id)
        assert person
        unit.actor = Actor(person.id, team_id, role, "de", team_by_id(unit.session, team_id).zone)
        found = TEST_HOUSE.verb(verb)
        assert found
        return found.run(unit, Ask())

    return await units.run(work)


async def test_set_up_is_one_press_of_the_coordination(units: Units) -> None:
    team_id = await installed(units)

    async def card() -> Welcome:
        view = await units.run(
            lambda unit: unit.house.notice("people.welcome").load(unit.session, f"{team_id}-1", unit.now)
        )
        assert isinstance(view, Welcome)
        return view

    proposed = await card()
    assert not proposed.set_up
    assert proposed.next is None
    assert verbatim("Reime") in proposed.settings
    kindly = await press_as(units, "entra-bert", "people.set_up", team_id, Role.MEMBER)
    assert isinstance(kindly, Toast)
    assert kindly.text.params["names"] == "Anna"
    assert not (await card()).set_up
    assert isinstance(await press_as(units, "entra-anna", "people.set_up", team_id, Role.COORDINATOR), Toast)
    assert SAVED == ["ok"]
    done = await card()
    assert done.set_up
    assert done.next
    assert (done.next.on.isoformat(), done.next.at) == ("2026-11-23", time(10))
    team = await units.run(lambda unit: team_by_id(unit.session, team_id))
    assert team.state is TeamState.ACTIVE
    assert team.next_day_message_at == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    await press_as(units, "entra-anna", "people.set_up", team_id, Role.COORDINATOR)
    assert SAVED == ["ok"]


async def test_saving_the_form_sets_a_new_team_up(units: Units) -> None:
    team_id = await installed(units)
    answer = await press_as(units, "entra-anna", "people.settings", team_id, Role.COORDINATOR)
    typed = values_of(answer.view) | {"day_message_time": "10:00"}

    def save(unit: Unit) -> Answer:
        from app.kit.actor import Actor

        person = find_person(unit.session, TENANT, "entra-anna")
        assert person
        unit.actor = Actor(person.id, team_id, Role.COORDINATOR, "de", team_by_id(unit.session, team_id).zone)
        found = TEST_HOUSE.verb("people.save_settings")
        assert found
        return found.run(unit, Ask(values=typed))

    assert isinstance(await units.run(save), Closed)
    team = await units.run(lambda unit: team_by_id(unit.session, team_id))
    assert (team.state, team.settings_changed_on) == (TeamState.ACTIVE, None)
    assert team.day_message_time == time(10)


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
