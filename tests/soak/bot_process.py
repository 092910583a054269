"""The real bot in a process of its own that can be killed: `python -m tests.soak.bot_process <product time>`.

Settings come from the environment. Each line on stdin is a moment to which product time jumps; when stdin ends (because
the test ended, too), the process ends. Leases, ticks and polls are shorter than in earnest, so that a crash is over in
seconds; nothing else differs from `kernteam serve`.
"""

import asyncio
import logging
import sys
from datetime import datetime, timedelta

from app.kit.clock import MovableClock
from app.main import start_bot
from app.settings import read_settings
from scheduler import carrier, claims, clockwork, delivery

LEASE_SECONDS = 4.0


def hurry() -> None:
    claims.LEASE = timedelta(seconds=LEASE_SECONDS)
    carrier.LONGEST_SEND = timedelta(seconds=LEASE_SECONDS / 2)  # type: ignore[misc]
    clockwork.DUE_WORK_EVERY = timedelta(seconds=0.1)
    delivery.POLL_SECONDS = 0.1  # type: ignore[misc]


async def run(begin: datetime) -> None:
    clock = MovableClock(begin)
    bot = await start_bot(read_settings(), clock)
    print("ready", flush=True)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        clock.move_to(datetime.fromisoformat(line.decode().strip()))
        bot.dispatcher.wake()
    await bot.stop()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    hurry()
    asyncio.run(run(datetime.fromisoformat(sys.argv[1])))
