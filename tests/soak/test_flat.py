"""A bot that runs for months: thousands of turns leave neither memory nor open files behind."""

import asyncio
import os
from pathlib import Path

import pytest

from app.local.world import Team
from tests.soak.firing_range import Range
from tests.soak.test_kills import at

WARM_UP, TURNS = 600, 2_000
AT_ONCE = 4
MOST_GROWTH_BYTES = 8 * 1024 * 1024
"""Less than 4 KB a turn: caches that are still filling. A leak of one card a turn would be ten times as much."""

PRESSES = (
    ("people.help", {}),
    ("people.settings", {}),
    ("people.my_data", {}),
    ("people.add_absence", {"first_day": "2027-06-10", "last_day": "2027-06-11"}),
    ("people.back", {}),
    ("standups.nothing", {"round": "1"}),
)


async def turns(field: Range, team: Team, number: int) -> None:
    """Presses by everybody in turn: answered in the request itself, so that no limit on messages slows them."""
    maker, waiting = field.stage.teams.activities, iter(range(number))

    async def press() -> None:
        for one in waiting:
            verb, data = PRESSES[one % len(PRESSES)]
            person = team.members[one % len(team.members)]
            value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}
            reply = await field.stage.teams.post(maker.invoke("adaptiveCard/action", person, team.general, value))
            assert reply.status == 200, reply
            assert reply.body["statusCode"] == 200

    await asyncio.gather(*(press() for _ in range(AT_ONCE)))


def resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def open_files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system has no /proc")
async def test_two_thousand_turns_leave_memory_and_open_files_as_they_were(tmp_path: Path) -> None:
    field = await Range.open(f"sqlite:///{tmp_path}/flat.sqlite3", at(0, -1, 10), seed=1, log=tmp_path / "bot.log")
    try:
        team = field.stage.teams.world.teams[0]
        await field.stage.teams.administration.install(team)
        await field.stage.settle()
        await field.take_over()
        await field.start()
        await turns(field, team, WARM_UP)
        memory, files = resident_bytes(field.pid), open_files(field.pid)
        await turns(field, team, TURNS)
        grown, more = resident_bytes(field.pid) - memory, open_files(field.pid) - files
        print(f"{memory / 1e6:.0f} MB and {files} files before, {grown / 1e6:+.1f} MB and {more:+} files after")
        assert grown < MOST_GROWTH_BYTES
        assert more <= 2
    finally:
        await field.close()
