"""The real process is killed again and again while rounds open, remind, are answered and close: nothing is lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.outbox import OutboxRow, RowState
from app.local.people import Person
from app.standups.model import Answer, Round, RoundState
from tests.soak.firing_range import MOST_SECONDS, Range

BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY = date(2027, 6, 3)
"""The first of twenty weeks without a holiday."""
KILLS_A_STEP = 3
"""One message may be hit by each of them, and is only given up at the fifth."""


def at(week: int, days: int, hour: int, minute: int = 0) -> datetime:
    day = THURSDAY + timedelta(weeks=week, days=days)
    return datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)


@asynccontextmanager
async def set_up(database_url: str, log: Path) -> AsyncIterator[Range]:
    """Five teams with one schedule, some people in several of them."""
    field = await Range.open(database_url, at(0, -1, 10), seed=20261122, log=log)
    teams = field.stage.teams
    people = teams.world.person
    for name, keys in {"Süd": "nora anna layla", "Nord": "farid nora", "West": "greta mike jonas eva"}.items():
        teams.world.add_team(f"Kernteam {name}", [people(key) for key in keys.split()])
    for team in teams.world.teams:
        await teams.administration.install(team)
        await field.stage.settle()
        pressed = await teams.person(team.owners[0].key).presses(field.newest(team.general), "So übernehmen")
        assert pressed.ok, pressed
    await field.stage.settle()
    await field.take_over()
    await field.start()
    try:
        yield field
    finally:
        await field.close()


async def answers(field: Range, person: Person, channel: object, text: str) -> None:
    """As people do: who gets an error tries again, until it says that it is saved."""
    actor = field.stage.teams.person(person.key)
    async with asyncio.timeout(MOST_SECONDS):
        while True:
            opened = await actor.presses(field.newest(channel), "Antworten")  # type: ignore[arg-type]
            if opened.dialog is not None:
                saved = await actor.submits(opened.dialog, {"answer_next": text})
                if saved.ok and saved.closed:
                    return
            await asyncio.sleep(0.1)


async def step(field: Range, kills: int, repeats: Counter[str]) -> list[OutboxRow]:
    """What happens at this moment, under fire. Each message stands there, and twice only where it may."""
    for _ in range(kills):
        await field.shoot()
    await field.settle()
    found = []
    for row, copies in await field.sent_since():
        assert row.state == RowState.SENT, (row.notice, row.subject, row.state, row.reason)
        assert 1 <= copies <= 1 + field.hits[row.id], (row.notice, row.subject, copies, field.hits[row.id])
        if copies > 1:
            assert HOUSE.notice(row.notice).unknown == "repeat"
            repeats[row.notice] += copies - 1
        found.append(row)
    return found


async def live_through(database_url: str, log: Path, kills: int) -> tuple[int, int, Counter[str]]:
    repeats: Counter[str] = Counter()
    async with set_up(database_url, log) as field:
        world = field.stage.teams.world
        teams, everybody = world.teams, {one.key for team in world.teams for one in team.members}
        week = 0
        while field.kills < kills:
            volley = min(KILLS_A_STEP, -(-kills // 4))
            await field.move_to(at(week, 0, 10))
            opened = await step(field, volley, repeats)
            assert Counter(row.notice for row in opened) == {"standups.round": len(teams)}
            await field.move_to(at(week, 1, 8, 30))
            reminded = await step(field, volley, repeats)
            assert Counter(row.notice for row in reminded) == {"people.day": len(everybody)}
            await field.move_to(at(week, 1, 14))
            text = f"Woche {week}"
            answering = [
                asyncio.create_task(answers(field, team.members[-1], team.general, f"{text} {team.name}"))
                for team in teams
            ]
            assert await step(field, volley, repeats) == []
            await asyncio.gather(*answering)
            await field.settle()
            await field.move_to(at(week, 4, 8))
            closed = await step(field, volley, repeats)
            assert Counter(row.notice for row in closed) == {
                "standups.report": len(teams),
                "agenda.meeting": len(teams),
            }
            for team in teams:
                stands = [
                    one for one in team.general.messages if one.root_id and f"{text} {team.name}" in str(one.cards)
                ]
                assert stands, "what was said to be saved is in the report"
                assert "1 Antwort" in str(field.newest(team.general).cards) or repeats["standups.round"]
            week += 1
        await check_records(field, weeks=week, teams=len(teams))
        return field.kills, sum(field.hits.values()), repeats


async def check_records(field: Range, *, weeks: int, teams: int) -> None:
    rounds = await field.database.run(lambda session: session.scalars(select(Round)).all())
    assert len(rounds) == weeks * teams
    assert {one.state for one in rounds} <= {RoundState.CLOSED}
    answered = await field.database.run(lambda session: session.scalars(select(Answer)).all())
    assert sorted(one.round_id for one in answered) == sorted(one.id for one in rounds)
    rows = await field.database.run(lambda session: session.scalars(select(OutboxRow)).all())
    sends = Counter((row.notice, row.subject) for row in rows if row.operation in ("post", "reply"))
    assert max(sends.values()) == 1, "no row is there twice"
    late = [row for row in rows if row.state in (RowState.WAITING, RowState.CLAIMED)]
    assert not late, "every row has an end"
    assert {row.reason for row in rows} <= {None, "superseded"}


@pytest.fixture(params=["sqlite", "postgresql"])
def kill_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: the stage makes the tables itself."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kills.sqlite3"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.soak)])
async def test_killed_at_any_moment_nothing_is_lost_and_no_more_repeated_than_was_under_way(
    kill_url: str, tmp_path: Path, kills: int
) -> None:
    log = tmp_path / "bot.log"
    killed, hits, repeats = await live_through(kill_url, log, kills)
    print(f"{killed} kills, {hits} claims broken off, repeated: {dict(repeats)}")
    assert killed >= kills
    assert hits > 0, "it must have been killed in the midst of sending"
    assert "Traceback" not in log.read_text()
