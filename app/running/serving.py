"""`kernteam serve`: one process until it is asked to stop."""

import asyncio
import gc
import logging
import signal
import sys

from app.main import start_bot
from app.migrations import is_newest
from app.settings import Settings, SettingsError


class LineFormatter(logging.Formatter):
    """One line for each entry, with its fields behind: a reference shown to a person is found in the log by it."""

    _USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

    def formatMessage(self, record: logging.LogRecord) -> str:
        fields = (f"{name}={value}" for name, value in vars(record).items() if name not in self._USUAL)
        return " ".join([super().formatMessage(record), *fields])


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT, then stops cleanly."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(LineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[lines])
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
    logging.getLogger(__name__).info("stopped")
