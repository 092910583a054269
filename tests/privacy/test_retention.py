"""What is forgotten by itself, in the database and in Teams."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.kit.outbox import OutboxRow, Post, channel_key, find_conversation, person_key
from app.kit.unit import Unit, Units
from app.people.due import old_downloads_due
from app.people.model import Download
from app.people.queries_day import lines_of_day
from app.standups.actions_privacy import old_answers_due
from app.standups.model import Answer, PersonalLink, Round, RoundState
from app.standups.queries_report import load_round
from app.standups.views import RoundCard
from scheduler.jobs import take_old_posts_back
from tests.makers import MadeTeam
from tests.standups.makers import CLOSES, closed_round, press, type_words

TWELVE_WEEKS = timedelta(weeks=12)


async def posted(units: Units, key: str, *things: str, at: datetime = CLOSES) -> None:
    def work(unit: Unit) -> None:
        conversation = find_conversation(unit.session, key)
        assert conversation is not None
        for thing in things:
            unit.session.add(Post(thing=thing, conversation_id=conversation.id, activity_id=thing, posted_at=at))

    await units.run(work)


async def changes(units: Units) -> set[tuple[str, str, str]]:
    def work(unit: Unit) -> set[tuple[str, str, str]]:
        rows = unit.session.scalars(select(OutboxRow).where(OutboxRow.operation.in_(("update", "delete"))))
        return {(str(row.operation), row.notice, row.subject) for row in rows}

    return await units.run(work)


async def test_answers_go_after_twelve_weeks_and_their_report_is_deleted_in_teams(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    home = channel_key(team.id, team.channel.teams_channel_id)
    await posted(units, home, "standups.round:1", "standups.report:1")
    assert await units.run(old_answers_due, now=CLOSES + TWELVE_WEEKS) == 0, "not a moment early"
    at = CLOSES + TWELVE_WEEKS + timedelta(minutes=1)
    assert await units.run(old_answers_due, now=at) == 1
    assert await units.run(old_answers_due, now=at) == 0, "once"

    def work(unit: Unit) -> None:
        assert unit.session.scalars(select(Answer)).all() == []
        assert unit.session.scalars(select(PersonalLink)).all() == []
        assert unit.session.get_one(Round, 1).state == RoundState.FORGOTTEN
        card = load_round(unit.session, "1", unit.now)
        assert isinstance(card, RoundCard)
        assert card.forgotten

    await units.run(work)
    assert {("delete", "standups.report", "1"), ("update", "standups.round", "1")} <= await changes(units)
    said = await press(units, team, "Anna", "standups.show_report", {"round": "1"}, at=at)
    assert "gelöscht" in said.text.msgid
    said = await type_words(units, team, "Anna", "runde KW 49", at=at)
    assert "gelöscht" in said.text.msgid


async def test_coordinators_hear_of_it_thirty_days_ahead_on_one_working_day(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    everybody = [person.id for person in team.people.values()]

    def heard(unit: Unit) -> list[tuple[int, str]]:
        lines = lines_of_day(unit, everybody, unit.now.date())
        return [(who, line.text.msgid) for who, told in lines.items() for line in told if "gelöscht" in line.text.msgid]

    found = {}
    for days in range(100):
        at = CLOSES + timedelta(days=days)
        if lines := await units.run(heard, now=at):
            found[at.date().isoformat()] = [who for who, _text in lines]
    # 23 January 2027, 30 days before 22 February, is a Saturday.
    assert found == {"2027-01-25": [team.people["Anna"].id]}


async def test_private_messages_are_deleted_in_teams_after_twelve_weeks(units: Units, team: MadeTeam) -> None:
    anna, bert = team.people["Anna"].id, team.people["Bert"].id
    long_ago = units.clock.now() - TWELVE_WEEKS - timedelta(days=1)
    things = [f"people.day:{anna}-2026-08-{day:02}" for day in range(1, 29)]
    await posted(units, person_key(anna), *things, at=long_ago)
    await posted(units, person_key(bert), f"people.day:{bert}-2026-11-19", at=units.clock.now())
    await posted(units, channel_key(team.id, team.channel.teams_channel_id), "people.welcome:1-1", at=long_ago)
    await take_old_posts_back(units)
    await take_old_posts_back(units)
    assert await changes(units) == {("delete", "people.day", thing.removeprefix("people.day:")) for thing in things}


async def test_a_chat_that_is_gone_is_not_written_to(units: Units, team: MadeTeam) -> None:
    anna = team.people["Anna"].id
    await posted(units, person_key(anna), f"people.day:{anna}-2026-08-01", at=datetime(2026, 8, 1, 7, tzinfo=UTC))

    def bury(unit: Unit) -> None:
        conversation = find_conversation(unit.session, person_key(anna))
        assert conversation is not None
        conversation.dead_reason = "forbidden"

    await units.run(bury)
    await take_old_posts_back(units)
    assert await changes(units) == set()
    assert await units.run(lambda unit: unit.session.scalars(select(Post)).all()) == []


async def test_spent_links_to_files_go_within_a_day(units: Units, team: MadeTeam) -> None:
    await press(units, team, "Bert", "people.export", {}, at=CLOSES)
    assert await units.run(old_downloads_due, now=CLOSES + timedelta(minutes=20)) == 0
    assert await units.run(old_downloads_due, now=CLOSES + timedelta(days=1)) == 2
    assert await units.run(lambda unit: unit.session.scalars(select(Download)).all()) == []
