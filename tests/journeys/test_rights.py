"""One team never sees another's records, nor a leaver the team's: every command and every button, by everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from app.capabilities import HOUSE
from app.local.outcomes import Dialog
from app.local.world import Channel, Conversation
from app.migrations import metadata
from app.standups.model import Round
from tests.journeys.play import Play, berlin

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


SETTINGS = ("people.settings_section", "people.save_settings")


@pytest.fixture
async def two_teams(play: Play) -> Play:
    """Each with a closed and an open round, answers, absences and links; Greta has left the first one."""
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
    return play


# The same lines run on both databases: on PostgreSQL the two that come closest are enough.
MATRIX = [("sqlite", *attack) for attack in ATTACKS] + [("postgresql", *ATTACKS[1]), ("postgresql", *ATTACKS[3])]


@pytest.mark.parametrize(
    ("database_at", "key", "victim", "role"),
    MATRIX,
    ids=[f"{one[0]}-{one[3]}" for one in MATRIX],
    indirect=["database_at"],
)
async def test_nothing_of_another_team_is_read_or_changed_by(two_teams: Play, key: str, victim: str, role: str) -> None:
    play = two_teams
    ids = await ids_of(play, victim)
    before = await rows_of(play, victim)
    told: list[str] = []
    for place in places(play, key):
        for words in every_command():
            told.append(str((await types(play, key, place, words)).body))
        for verb in every_verb():
            for values in every_value(verb, ids):
                told += [str(one) for one in await presses(play, key, place, verb, values)]
    await play.settle()
    assert changes(before, await rows_of(play, victim)) == {}
    seen = told + [str((it.text, it.attachments)) for it in all_seen_by(play, key)]
    leaked = {secret for secret in SECRETS[victim] for one in seen if secret in one}
    assert leaked == set()
    assert not any("schiefgegangen" in one or "went wrong" in one for one in seen)


@pytest.mark.parametrize("database_at", ["sqlite"], indirect=True)
@pytest.mark.parametrize("key", ["bert", "layla"], ids=["a member", "a guest"])
async def test_what_only_coordinators_may_changes_nothing_by_the_hands_of(two_teams: Play, key: str) -> None:
    play = two_teams
    await play.asks(key, "runde", play.channel)  # a first word tells the person's language
    before = await rows_of(play, "main")
    ids = await ids_of(play, "main")
    for command in HOUSE.commands.commands:
        if command.role.coordinates:
            for words in (*command.words["de"], *command.examples.get("de", ())):
                await types(play, key, play.channel, words)
    for verb in (*[one.name for one in HOUSE.verbs if one.role.coordinates], "people.set_up", *SETTINGS):
        for values in every_value(verb, ids):
            await presses(play, key, play.channel, verb, {**values, "round_on": "false", "team_language": "en"})
    assert changes(before, await rows_of(play, "main")) == {}


def every_command() -> Iterator[str]:
    for command in HOUSE.commands.commands:
        if command.name in ("people.away", "people.back"):
            continue  # one's own days, in no team's name
        yield command.words["de"][0]
        yield from command.examples.get("de", ())
    yield from ("runde KW 48", "runde 2026-W49", "runde aussetzen KW 50")


def every_verb() -> list[str]:
    return [verb.name for verb in HOUSE.verbs]


def every_value(verb: str, ids: dict[str, list[int]]) -> Iterator[dict[str, str]]:
    """The data of a button of the other team, and what a form of it would send."""
    rounds, absences = ids["round"] or [0], ids["absence"] or [0]
    for round_id in rounds:
        yield {
            "round": str(round_id), "page": "1", "version": "0", "week": "2026-W50",
            "team_id": str(ids["team"][0]), "absence_id": str(absences[0]), "home_channel": str(ids["channel"][0]),
            "round_channel": str(ids["channel"][-1]), "answer_review": "Fremde Hand", "back": "overview",
            "team_coordinators": str(ids["person"][0]), "first_day": "nonsense",
        }  # fmt: skip
    if verb in SETTINGS:
        for section in HOUSE.settings:
            team_id, channel_id = str(ids["team"][0]), str(ids["channel"][0])
            yield {"team_id": team_id, "section": section, "home_channel": channel_id, "round_channel": channel_id}
    if verb.startswith("standups."):
        yield {"round": str(rounds[0]), "answer_next": "Fremde Hand", "back": "day:2026-11-27", "asked": "form"}


def places(play: Play, key: str) -> Iterator[Conversation]:
    """Where this person could press: in private, in their own teams' channels, and (a leaver) on a card left open."""
    person = play.who(key).person
    yield play.who(key).chat
    yield from (team.general for team in (play.team, play.other) if person in team.members)
    if key == "greta":
        yield play.team.general


async def types(play: Play, key: str, place: Conversation, words: str) -> Any:
    actor = play.who(key)
    bot = play.teams.world.bot
    message = play.teams.world.post(place, actor.person, f"<at>{bot.name}</at> {words}")
    message.only_for = actor.person
    return await actor._wire.post(actor._maker.message(message, place, [bot]))


async def presses(play: Play, key: str, place: Conversation, verb: str, values: dict[str, str]) -> list[Any]:
    """As Action.Execute, as a dialog that opens, as a dialog's form, and as an old client's message."""
    actor = play.who(key)
    card = play.teams.world.post(place, play.teams.world.bot)
    card.only_for = actor.person
    execute = {"action": {"type": "Action.Execute", "verb": verb, "data": {"verb": verb, **values}}}
    data = {"data": {"verb": verb, **values}}
    dialog = Dialog("d", "", {}, place, card, "task/submit", {})
    activities = [
        actor._maker.invoke("adaptiveCard/action", actor.person, place, execute, card),
        actor._maker.invoke("task/fetch", actor.person, place, data, card),
        actor._maker.invoke(dialog.invoke_name, actor.person, place, data, card),
        actor._maker.submitted(actor.person, card, place, {"verb": verb, **values}),
    ]
    replies = [await actor._wire.post(one) for one in activities]
    assert all(200 <= reply.status < 300 for reply in replies), verb
    return [reply.body for reply in replies]


def all_seen_by(play: Play, key: str) -> list[Any]:
    """What the bot wrote to this person alone since the attack began."""
    person, now = play.who(key).person, play.stage.time.now()
    places: list[Conversation] = [*play.teams.world.channels(), play.who(key).chat]
    return [
        it for place in places for it in place.messages
        if it.from_bot and it.created_at >= now and (it.only_for is person or not isinstance(place, Channel))
    ]  # fmt: skip


async def ids_of(play: Play, victim: str) -> dict[str, list[int]]:
    def work(session: Any) -> dict[str, list[int]]:
        team = session.scalar(text("SELECT id FROM people_team WHERE name = :name"), {"name": SECRETS[victim][1]})
        own = f"SELECT person_id FROM people_member WHERE team_id = {team}"
        found = {
            "channel": f"SELECT id FROM people_channel WHERE team_id = {team} ORDER BY id",
            "absence": f"SELECT id FROM people_absence WHERE person_id IN ({own}) ORDER BY id",
            "person": own,
        }
        rounds = list(session.scalars(select(Round.id).where(Round.team_id == team).order_by(Round.id)))
        return {"team": [team], "round": rounds} | {
            name: list(session.scalars(text(query))) for name, query in found.items()
        }

    ids: dict[str, list[int]] = await play.stage.bot.database.run(work)
    return ids


async def rows_of(play: Play, victim: str) -> dict[str, set[str]]:
    """All rows that belong to the victim's team, by table."""
    ids = await ids_of(play, victim)
    [team] = ids["team"]
    people = await people_only_in(play, team)
    series = f"SELECT id FROM standups_series WHERE team_id = {team}"
    rounds = f"SELECT id FROM standups_round WHERE team_id = {team}"
    keys = f"SELECT id FROM kit_conversation WHERE key LIKE 'channel:{team}:%'"
    mine = ",".join(map(str, people))
    belongs = {
        "team_id": f"team_id = {team}", "series_id": f"series_id IN ({series})", "round_id": f"round_id IN ({rounds})",
        "conversation_id": f"conversation_id IN ({keys})", "person_id": f"person_id IN ({mine})",
    }  # fmt: skip
    own = {"people_team": f"id = {team}", "people_person": f"id IN ({mine})",
           "kit_conversation": f"key LIKE 'channel:{team}:%'"}  # fmt: skip

    def work(session: Any) -> dict[str, set[str]]:
        found = {}
        for name, table in metadata().tables.items():
            where = own.get(name) or next((sql for column, sql in belongs.items() if column in table.columns), None)
            if where:
                found[name] = {repr(tuple(row)) for row in session.execute(text(f"SELECT * FROM {name} WHERE {where}"))}
        return found

    rows: dict[str, set[str]] = await play.stage.bot.database.run(work)
    assert rows["standups_answer"]
    assert rows["standups_personal_link"]
    assert rows["people_absence"]
    return rows


async def people_only_in(play: Play, team: int) -> list[int]:
    query = (
        f"SELECT person_id FROM people_member WHERE team_id = {team} AND left_on IS NULL "
        f"AND person_id NOT IN (SELECT person_id FROM people_member WHERE team_id <> {team})"
    )
    people: list[int] = await play.stage.bot.database.run(lambda session: list(session.scalars(text(query))))
    return people


def changes(before: dict[str, set[str]], after: dict[str, set[str]]) -> dict[str, set[str]]:
    return {name: before[name] ^ after[name] for name in before if before[name] != after[name]}
