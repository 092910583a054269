"""`kernteam serve`: one process until it is asked to stop."""

import asyncio
import gc
import logging
import signal
import sys

from app.main import start_bot
from app.migrations import is_newest
from app.settings import Settings, SettingsError


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT, then stops cleanly."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # Botbuilder, APScheduler and asyncpg speak of every turn, tick and statement.
    for chatty in ("apscheduler", "botbuilder", "msrest", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if not await is_newest(settings.database_url):
        raise SettingsError(
            ["KERNTEAM_DATABASE_URL: the database is not at this version's shape, run: kernteam migrate"]
        )
    bot = await start_bot(settings)
    # What was imported stays for good: left to the collector, each full round over it holds the loop for 60 ms.
    gc.collect()
    gc.freeze()
    logging.getLogger(__name__).info("listening on %s", bot.url)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    await bot.stop()
