from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.kit.actor import Role
from app.kit.clock import StandingClock
from app.kit.errors import NotAllowed
from app.kit.incoming import Gesture, Incoming, Place, PlaceKind, Who
from app.kit.outbox import Conversation, OutboxRow, RowState, channel_key, find_conversation, person_key
from app.kit.unit import Unit, Units
from app.people import actions_roster as people
from app.people.due import next_removed_team_due, put_off_roster_check, removed_teams_due, teams_to_check
from app.people.model import Channel, ChannelState, Member, Person, Team, TeamState
from app.people.queries import coordinators_of, find_person, find_team, members_of, recognise, team_by_id
from app.people.views import RosterEntry, TeamFacts
from tests.makers import SERVICE_URL, TENANT, MadeTeam, make_member, make_team

THREAD = "19:new@thread.tacv2"
FACTS = TeamFacts(TENANT, THREAD, "group", "Kernteam Süd", SERVICE_URL, THREAD, "", "de-DE")


def entry(first_name: str, guest: bool = False) -> RosterEntry:
    return RosterEntry(f"entra-{first_name.lower()}", f"29:{first_name.lower()}", f"{first_name} Muster", guest)


def incoming(first_name: str, kind: PlaceKind, thread: str | None = THREAD, locale: str | None = None) -> Incoming:
    place = Place(kind, "a:chat" if kind is PlaceKind.PERSONAL else str(thread), SERVICE_URL, TENANT, thread, thread)
    who = Who(f"29:{first_name.lower()}", f"entra-{first_name.lower()}", f"{first_name} Muster")
    return Incoming(Gesture.WORDS, "1", who, place, words="hilfe", locale=locale)


def install(unit: Unit, *first_names: str, installer: str | None = "entra-bert") -> Team:
    team = people.install_team(unit, FACTS, installer)
    people.take_roster(unit, team.id, [entry(name, name == "Dilek") for name in first_names], complete=True)
    return team


def names(unit: Unit, team_id: int) -> list[str]:
    return [person.name.split()[0] for person, _member in members_of(unit.session, team_id)]


def coordinating(unit: Unit, team_id: int) -> list[str]:
    return [person.name.split()[0] for person in coordinators_of(unit.session, team_id)]


def posted(unit: Unit, notice: str) -> Sequence[OutboxRow]:
    return unit.session.scalars(select(OutboxRow).where(OutboxRow.notice == notice)).all()


async def test_both_installation_events_make_one_team_and_one_welcome(units: Units) -> None:
    first = await units.run(lambda unit: people.install_team(unit, FACTS, "entra-bert").id)
    second = await units.run(lambda unit: people.install_team(unit, FACTS, None).id)
    assert first == second
    rows = await units.run(lambda unit: posted(unit, "people.welcome"))
    assert [row.subject for row in rows] == [f"{first}-1"]
    team = await units.run(lambda unit: team_by_id(unit.session, first))
    assert team.state is TeamState.NEW
    assert team.next_day_message_at is None


async def test_the_installer_coordinates_once_the_roster_shows_them(units: Units) -> None:
    team_id = await units.run(lambda unit: install(unit, "Anna", "Bert", "Dilek").id)
    assert await units.run(lambda unit: coordinating(unit, team_id)) == ["Bert"]
    # Taking it over again changes nothing.
    await units.run(lambda unit: install(unit, "Anna", "Bert", "Dilek"))
    assert await units.run(lambda unit: coordinating(unit, team_id)) == ["Bert"]


async def test_without_a_known_installer_the_first_who_is_no_guest_coordinates(units: Units) -> None:
    team_id = await units.run(lambda unit: install(unit, "Dilek", "Anna", "Bert", installer="entra-admin").id)
    assert await units.run(lambda unit: coordinating(unit, team_id)) == ["Anna"]


async def test_when_the_coordinator_leaves_the_longest_member_goes_on(units: Units, team: MadeTeam) -> None:
    await units.run(lambda unit: people.members_left(unit, team.id, ["entra-anna"]))
    assert await units.run(lambda unit: coordinating(unit, team.id)) == ["Bert"]
    await units.run(lambda unit: people.take_roster(unit, team.id, [entry("Anna"), entry("Bert")], complete=False))
    assert await units.run(lambda unit: coordinating(unit, team.id)) == ["Bert"]


async def test_only_a_complete_roster_tells_who_has_left(units: Units, team: MadeTeam) -> None:
    def take(unit: Unit, first_names: list[str], complete: bool) -> list[str]:
        people.take_roster(unit, team.id, [entry(name, name == "Dilek") for name in first_names], complete=complete)
        return names(unit, team.id)

    assert await units.run(lambda unit: take(unit, ["Anna"], False)) == ["Anna", "Bert", "Chiara", "Dilek"]
    assert await units.run(lambda unit: take(unit, [], True)) == ["Anna", "Bert", "Chiara", "Dilek"]
    assert await units.run(lambda unit: take(unit, ["Anna", "Dilek", "Emil"], True)) == ["Anna", "Dilek", "Emil"]

    def left_on(unit: Unit) -> date | None:
        return unit.session.scalar(select(Member.left_on).where(Member.id == team.members["Bert"].id))

    assert await units.run(left_on) == date(2026, 11, 20)
    assert await units.run(lambda unit: take(unit, ["Bert"], False)) == ["Anna", "Bert", "Dilek", "Emil"]


async def test_a_leaver_sees_nothing_even_with_an_old_card(units: Units, team: MadeTeam) -> None:
    await units.run(lambda unit: people.members_left(unit, team.id, ["entra-chiara"]))

    def press(unit: Unit) -> None:
        here = incoming("Chiara", PlaceKind.CHANNEL, team.team.teams_team_id)
        people.person_seen(unit, here)
        recognise(unit.session, here)

    with pytest.raises(NotAllowed):
        await units.run(press)


async def test_who_writes_in_a_channel_before_the_roster_was_read_is_a_member(units: Units, team: MadeTeam) -> None:
    here = incoming("Emil", PlaceKind.CHANNEL, team.team.teams_team_id, "en-GB")

    def write(unit: Unit) -> str:
        people.person_seen(unit, here)
        return recognise(unit.session, here).language

    assert await units.run(write) == "en"
    assert await units.run(lambda unit: names(unit, team.id)) == ["Anna", "Bert", "Chiara", "Dilek", "Emil"]
    assert await units.run(lambda unit: teams_to_check(unit.session, unit.now)) == [team.id]


async def test_strangers_in_a_chat_leave_no_trace(units: Units, team: MadeTeam) -> None:
    await units.run(lambda unit: people.person_seen(unit, incoming("Emil", PlaceKind.PERSONAL, None)))
    await units.run(lambda unit: people.person_seen(unit, incoming("Emil", PlaceKind.CHANNEL, "19:other@thread")))
    assert await units.run(lambda unit: find_person(unit.session, TENANT, "entra-emil")) is None


async def test_a_private_chat_dies_and_is_revived_by_writing(units: Units, team: MadeTeam) -> None:
    anna = team.people["Anna"].id

    def chat(unit: Unit) -> Conversation:
        found = find_conversation(unit.session, person_key(anna))
        assert found
        return found

    await units.run(lambda unit: people.personal_removed(unit, TENANT, "entra-anna"))
    assert (await units.run(chat)).dead_reason == "removed_by_person"
    await units.run(lambda unit: people.person_seen(unit, incoming("Anna", PlaceKind.CHANNEL, team.team.teams_team_id)))
    assert (await units.run(chat)).dead_reason == "removed_by_person"
    await units.run(lambda unit: people.person_seen(unit, incoming("Anna", PlaceKind.PERSONAL, None)))
    revived = await units.run(chat)
    assert revived.dead_reason is None
    assert revived.teams_conversation_id == "a:chat"


async def test_the_language_is_the_one_their_teams_speaks(units: Units, team: MadeTeam) -> None:
    def write(unit: Unit, locale: str | None) -> str | None:
        people.person_seen(unit, incoming("Bert", PlaceKind.PERSONAL, None, locale))
        person = find_person(unit.session, TENANT, "entra-bert")
        return person.language if person else None

    spoken = [await units.run(lambda unit, tag=tag: write(unit, tag)) for tag in ("en-US", None, "fr-FR", "de-AT")]
    assert spoken == ["en", "en", "en", "de"]


async def test_the_short_welcome_in_a_chat_comes_once(units: Units, team: MadeTeam) -> None:
    here = incoming("Anna", PlaceKind.PERSONAL, None)
    for _time in range(2):
        await units.run(lambda unit: people.personal_installed(unit, here.place, here.who, "de-DE"))
    assert len(await units.run(lambda unit: posted(unit, "people.hello"))) == 1
    stranger = incoming("Emil", PlaceKind.PERSONAL, None)
    await units.run(lambda unit: people.personal_installed(unit, stranger.place, stranger.who, None))
    await units.run(lambda unit: people.personal_removed(unit, TENANT, "entra-emil"))
    assert await units.run(lambda unit: find_person(unit.session, TENANT, "entra-emil")) is None


async def test_a_removed_team_rests_and_comes_back_as_it_was(
    units: Units, team: MadeTeam, clock: StandingClock
) -> None:
    thread = team.team.teams_team_id

    def remove(unit: Unit) -> None:
        team_by_id(unit.session, team.id).set_up_at = unit.now
        key = channel_key(team.id, thread)
        unit.post("people.welcome", f"{team.id}-1", key, useless_after=unit.now + timedelta(days=1))
        unit.update("people.welcome", f"{team.id}-1", key)
        people.remove_team(unit, TENANT, thread)
        people.remove_team(unit, TENANT, thread)

    await units.run(remove)
    rows = await units.run(lambda unit: posted(unit, "people.welcome"))
    assert {(row.state, row.reason, row.key is None) for row in rows} == {
        (RowState.DROPPED, "team_removed", False),
        (RowState.DROPPED, "team_removed", True),
    }
    with pytest.raises(NotAllowed):
        await units.run(lambda unit: recognise(unit.session, incoming("Anna", PlaceKind.CHANNEL, thread)))

    facts = replace(FACTS, teams_team_id=thread, home_channel_id=thread)
    await units.run(lambda unit: people.install_team(unit, facts, "entra-bert"))
    await units.run(lambda unit: people.install_team(unit, facts, "entra-bert"))
    back = await units.run(lambda unit: team_by_id(unit.session, team.id))
    assert (back.state, back.installations, back.removed_at) == (TeamState.ACTIVE, 2, None)
    assert back.next_day_message_at
    waiting = await units.run(lambda unit: [r.subject for r in posted(unit, "people.welcome") if r.state == "waiting"])
    assert waiting == [f"{team.id}-2"]
    home = await units.run(lambda unit: find_conversation(unit.session, channel_key(team.id, thread)))
    assert home
    assert home.dead_reason is None


async def test_after_thirty_days_a_removed_team_is_gone_with_its_people(units: Units, clock: StandingClock) -> None:
    def both(unit: Unit) -> tuple[int, int]:
        one = make_team(unit, people="Anna Bert")
        other = make_team(unit, people="Carl", number=2)
        make_member(unit, other.team, one.people["Anna"])
        people.remove_team(unit, TENANT, one.team.teams_team_id)
        return one.id, other.id

    gone, kept = await units.run(both)
    clock.move_to(clock.now() + timedelta(days=29))
    assert await units.run(removed_teams_due) == 0
    due_at = await units.run(lambda unit: next_removed_team_due(unit.session))
    assert due_at == clock.now() + timedelta(days=1)
    clock.move_to(due_at)
    assert await units.run(removed_teams_due) == 1
    assert await units.run(lambda unit: unit.session.get(Team, gone)) is None
    left = await units.run(lambda unit: sorted(unit.session.scalars(select(Person.name))))
    assert left == ["Anna Muster", "Carl Muster"]
    assert await units.run(lambda unit: names(unit, kept)) == ["Anna", "Carl"]
    assert await units.run(lambda unit: unit.session.scalar(select(func.count(Conversation.id)))) == 3


async def test_channels_come_go_and_come_back(units: Units, team: MadeTeam) -> None:
    thread = team.team.teams_team_id

    def states(unit: Unit) -> dict[str, ChannelState]:
        return {channel.name: channel.state for channel in unit.session.scalars(select(Channel))}

    await units.run(lambda unit: people.take_channels(unit, team.id, {thread: "", "19:b@thread": "Runde"}))
    assert await units.run(states) == {"Allgemein": ChannelState.ALIVE, "Runde": ChannelState.ALIVE}
    await units.run(lambda unit: people.channel_renamed(unit, team.id, "19:b@thread", "Runden"))
    await units.run(lambda unit: people.take_channels(unit, team.id, {}))
    await units.run(lambda unit: people.take_channels(unit, team.id, {thread: ""}))
    assert await units.run(states) == {"Allgemein": ChannelState.ALIVE, "Runden": ChannelState.DELETED}
    await units.run(lambda unit: people.channel_restored(unit, team.id, "19:b@thread"))
    assert await units.run(states) == {"Allgemein": ChannelState.ALIVE, "Runden": ChannelState.ALIVE}
    found = await units.run(lambda unit: find_conversation(unit.session, channel_key(team.id, "19:b@thread")))
    assert found
    assert found.dead_reason is None


async def test_an_archived_team_rests_until_it_is_unarchived(units: Units, team: MadeTeam) -> None:
    def cycle(unit: Unit) -> tuple[TeamState, TeamState]:
        row = team_by_id(unit.session, team.id)
        row.set_up_at = unit.now
        people.team_archived(unit, team.id)
        resting = row.state
        people.team_unarchived(unit, team.id)
        people.team_renamed(unit, team.id, "Neuer Name")
        return resting, row.state

    assert await units.run(cycle) == (TeamState.ARCHIVED, TeamState.ACTIVE)
    await units.run(lambda unit: people.team_deleted(unit, team.id))
    found = await units.run(lambda unit: find_team(unit.session, TENANT, team.team.teams_team_id))
    assert found
    assert (found.name, found.state) == ("Neuer Name", TeamState.REMOVED)


async def test_the_roster_is_read_at_once_and_then_every_night(units: Units, clock: StandingClock) -> None:
    team_id = await units.run(lambda unit: people.install_team(unit, FACTS, None).id)
    assert await units.run(lambda unit: teams_to_check(unit.session, unit.now)) == [team_id]
    await units.run(lambda unit: install(unit, "Anna"))
    assert await units.run(lambda unit: teams_to_check(unit.session, unit.now)) == []
    tomorrow = clock.now() + timedelta(days=1)
    assert await units.run(lambda unit: teams_to_check(unit.session, tomorrow)) == [team_id]


async def test_guests_follow_teams_and_roles_stay(units: Units, team: MadeTeam) -> None:
    def roles(unit: Unit) -> dict[str, Role]:
        roster = [entry("Anna"), entry("Bert", guest=True), entry("Dilek")]
        people.take_roster(unit, team.id, roster, complete=False)
        return {person.name.split()[0]: member.role for person, member in members_of(unit.session, team.id)}

    found = await units.run(roles)
    assert found == {"Anna": Role.COORDINATOR, "Bert": Role.GUEST, "Chiara": Role.MEMBER, "Dilek": Role.MEMBER}


async def test_people_without_a_language_hear_the_teams(units: Units) -> None:
    def make(unit: Unit) -> str:
        facts = replace(FACTS, language="en-GB")
        team = people.install_team(unit, facts, None)
        people.take_roster(unit, team.id, [entry("Anna")], complete=True)
        person = find_person(unit.session, TENANT, "entra-anna")
        assert person
        assert person.language is None
        chat = find_conversation(unit.session, person_key(person.id))
        return chat.language if chat else ""

    assert await units.run(make) == "en"


async def test_a_roster_that_cannot_be_read_waits_an_hour(units: Units, clock: StandingClock) -> None:
    team_id = await units.run(lambda unit: people.install_team(unit, FACTS, None).id)
    await units.run(lambda unit: put_off_roster_check(unit, team_id))
    assert await units.run(lambda unit: teams_to_check(unit.session, unit.now)) == []
    clock.move_to(clock.now() + timedelta(hours=1))
    assert await units.run(lambda unit: teams_to_check(unit.session, unit.now)) == [team_id]
