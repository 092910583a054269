"""The prepared databases: migrated by the product, filled through its door by what Teams sends at an installation."""

import asyncio
import sys
from collections.abc import Iterator

import orjson

from tests.bench.children import DidNotStart, child, first_answer, free_port
from tests.bench.load import Load
from tests.bench.messages import PEOPLE, TENANTS, Said, head, installation, service_url, tenant, whole
from tests.bench.stage import ROOT, Stage

WELCOMES_SECONDS = 30.0


async def prepare(stage: Stage, kind: str) -> None:
    """Forty teams of fifteen people, each of whom has written to the bot once."""
    if stage.databases.has(kind):
        return
    url = await stage.databases.empty(kind)
    port = free_port()
    environment = stage.environment(port, {"KERNTEAM_DATABASE_URL": url})
    await _migrate(environment)
    command = [sys.executable, "-m", "app", "serve"]
    async with child(
        f"prepare {kind}", command, environment, port=port, folder=stage.folder, working_folder=ROOT
    ) as bot:
        await first_answer(bot, stage.requests(Said(("hilfe",))))
        installed = await Load(port, _installations(stage), concurrency=2).send(TENANTS)
        known = await Load(port, stage.requests(Said(("team",), in_channel=False)), concurrency=8).send(
            TENANTS * PEOPLE
        )
        if set(installed.statuses) | set(known.statuses) != {200}:
            raise DidNotStart(f"installing: {installed.statuses}, first messages: {known.statuses}\n{bot.last_words()}")
        await _quiet(stage)
    stage.databases.keep(kind, url)


async def _migrate(environment: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app",
        "migrate",
        env=environment,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    if process.returncode:
        raise DidNotStart(f"migrate ended with {process.returncode}:\n{said.decode()[-2000:]}")


async def _quiet(stage: Stage) -> None:
    """Until the welcomes have gone out, which wait five seconds for an installation's second event."""
    async with asyncio.timeout(WELCOMES_SECONDS):
        before = -1
        while before != stage.stand_ins.counts.messages:
            before = stage.stand_ins.counts.messages
            await asyncio.sleep(6)


def _installations(stage: Stage) -> Iterator[bytes]:
    for number in range(TENANTS):
        tenant_id = tenant(number)
        yield whole(head(stage.signer.token(service_url(tenant_id))), orjson.dumps(installation(tenant_id)))
