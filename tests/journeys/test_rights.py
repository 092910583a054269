"""One team never sees another's records, nor a leaver the team's: every command and every button, by everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.errors import NotAllowed, UserError
from app.people.model import Download, Person
from app.people.queries import actor_for, teams_of
from tests.journeys.attacks import SETTINGS, Attacker, Ids, every_command, every_value, ids_of
from tests.journeys.owned import changes, people_only_in, rows_of
from tests.journeys.play import Play, berlin
from tests.journeys.records import leave_records

NAMES = {"main": "Kernteam Integration", "other": "Kernteam Ausbildung"}
SECRETS = {
    "main": ("Geheimnis der ersten Runde", "Kernteam Integration", "Anna Berger", "Kanal Seerose"),
    "other": ("Geheimnis der anderen Runde", "Kernteam Ausbildung", "Jonas Weiß", "Kanal Libelle"),
}
ATTACKS = [
    ("nora", "main", "a stranger"),
    ("jonas", "main", "the coordinator of another team"),
    ("katharina", "main", "a member of another team"),
    ("greta", "main", "a leaver"),
    ("layla", "other", "a guest"),
    ("eva", "other", "a member"),
    ("anna", "other", "a coordinator"),
]


@pytest.fixture
async def two_teams(play: Play) -> Play:
    """Each with records of every room, a closed and an open round, absences and links; Greta has left the first."""
    await play.begins()
    await play.begins(play.other, by="jonas")
    await play.admin.create_channel(play.team, "Kanal Seerose")
    await play.admin.create_channel(play.other, "Kanal Libelle")
    await play.to(berlin("2026-11-19", "10:00"))
    await play.answers("bert", SECRETS["main"][0], SECRETS["main"][0], SECRETS["main"][0], play.team)
    await play.answers("greta", SECRETS["main"][0], team=play.team)
    await play.answers("katharina", SECRETS["other"][0], SECRETS["other"][0], SECRETS["other"][0], play.other)
    await play.to(berlin("2026-11-26", "10:00"))
    await play.answers("dmytro", SECRETS["main"][0], team=play.team)
    await play.answers("jonas", SECRETS["other"][0], team=play.other)
    for key in ("dmytro", "katharina"):
        await play.asks(key, "abwesend 1.–4.12.")
        await play.asks(key, "runde link")
    await play.admin.remove_members(play.team, [play.who("greta").person])
    await play.who("nora").installs()
    await play.who("greta").installs()
    await play.settle()
    for victim, name in NAMES.items():
        people = await play.stage.bot.database.run(
            lambda session, name=name: people_only_in(session, _id(session, name))
        )
        await play.stage.bot.database.run(
            lambda session, name=name, victim=victim, people=people: leave_records(
                session, name, SECRETS[victim][0], [*people, *people][:2] if len(people) < 2 else people[:2]
            )
        )
    return play


def _id(session: Any, name: str) -> int:
    from app.people.model import Team

    return int(session.scalars(select(Team.id).where(Team.name == name)).one())


# The same lines run on both databases: on PostgreSQL the two that come closest are enough.
MATRIX = [("sqlite", *attack) for attack in ATTACKS] + [("postgresql", *ATTACKS[1]), ("postgresql", *ATTACKS[3])]


@pytest.mark.parametrize(
    ("database_at", "key", "victim", "role"),
    MATRIX,
    ids=[f"{one[0]}-{one[3]}" for one in MATRIX],
    indirect=["database_at"],
)
async def test_nothing_of_another_team_is_read_or_changed_by(two_teams: Play, key: str, victim: str, role: str) -> None:
    play, attacker = two_teams, Attacker(two_teams, key)
    foreign = await ids_of(play, NAMES[victim])
    own = None if key in ("nora", "greta") else await ids_of(play, NAMES["other" if victim == "main" else "main"])
    before = await rows_of(play, NAMES[victim])
    told = [str(one) async for one in _attacks(attacker, foreign, own)]
    await play.settle()
    assert changes(before, await rows_of(play, NAMES[victim])) == {}
    seen = told + attacker.seen()
    assert {(secret, one[:600]) for secret in SECRETS[victim] for one in seen if secret in one} == set()
    assert [one[:600] for one in seen if "schiefgegangen" in one or "went wrong" in one] == []
    assert await foreign_papers(play, key, victim, foreign) == []


async def _attacks(attacker: Attacker, foreign: Ids, own: Ids | None) -> Any:
    for number, place in enumerate(attacker.places()):
        for words in every_command():
            yield await attacker.types(place, words)
        for one in await attacker.uses_menus(place):
            yield one
        for verb in HOUSE.verbs:
            for nth, values in enumerate(every_value(verb.name, foreign, own)):
                if number and nth and not verb.name.startswith("people."):
                    break  # elsewhere than in private the same checks are asked: once is enough
                for one in await attacker.presses(place, verb.name, values, all_ways=nth == 0):
                    yield one


async def foreign_papers(play: Play, key: str, victim: str, foreign: Ids) -> list[str]:
    """Files of the other team that a link was made for, and papers that would tell of it if one could be made."""

    def work(unit: Any) -> list[str]:
        entra_id = play.who(key).person.entra_id
        person = unit.session.scalar(select(Person).where(Person.entra_id == entra_id))
        if person is None:
            return []
        query = select(Download).where(Download.person_id == person.id)
        ids = {str(one) for one in (*foreign.decision, *foreign.meeting)}
        made = [f"{one.paper} {one.subject}" for one in unit.session.scalars(query)
                if one.paper in ("decisions.one", "agenda.minutes") and one.subject in ids]  # fmt: skip
        return made + list(told_by_papers(unit, person, victim, foreign))

    found: list[str] = await play.stage.bot.units.run(work)
    return found


def told_by_papers(unit: Any, person: Person, victim: str, foreign: Ids) -> Iterator[str]:
    subjects = {*foreign.decision, *foreign.meeting, *foreign.person, *foreign.team, "all", "2026"}
    for team, member in teams_of(unit.session, person.id):
        unit.actor = actor_for(person, team, member)
        for paper in HOUSE.papers.values():
            for subject in subjects:
                try:
                    told = repr(paper.load(unit, str(subject)))
                except (NotAllowed, UserError, ValueError):
                    continue
                yield from (f"{paper.name} {subject}" for secret in SECRETS[victim] if secret in told)


@pytest.mark.parametrize("database_at", ["sqlite"], indirect=True)
@pytest.mark.parametrize("key", ["bert", "layla"], ids=["a member", "a guest"])
async def test_what_only_coordinators_may_changes_nothing_by_the_hands_of(two_teams: Play, key: str) -> None:
    play, attacker = two_teams, Attacker(two_teams, key)
    await play.asks(key, "runde", play.channel)  # a first word tells the person's language
    before = await rows_of(play, NAMES["main"])
    ids = await ids_of(play, NAMES["main"])
    for command in HOUSE.commands.commands:
        if command.role.coordinates:
            for words in (*command.words["de"], *command.examples.get("de", ())):
                await attacker.types(play.channel, words)
    for verb in (*[one.name for one in HOUSE.verbs if one.role.coordinates], *CHECKED_INSIDE, *SETTINGS):
        for values in every_value(verb, ids, None):
            changed = {**values, "round_on": "false", "meeting_on": "false", "team_language": "en"}
            await attacker.presses(play.channel, verb, changed, all_ways=True)
    assert changes(before, await rows_of(play, NAMES["main"])) == {}


CHECKED_INSIDE = ("people.set_up", "people.redact_ask", "people.redact", "decisions.close")
"""Verbs for coordinators (or who opened the round) that check the right themselves."""
