"""The stage of a run: stand-ins, environment, databases that are ready to be copied, and the variants on it."""

import itertools
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.children import Child, child, first_answer, free_port
from tests.bench.databases import Databases
from tests.bench.identity import APP_ID, Certificates, Signer, make_certificates
from tests.bench.messages import Said, requests
from tests.bench.stand_ins import StandIns

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PEERS_PYTHON = str(ROOT / ".venv-bench" / "bin" / "python")

HELP = Said(("hilfe",), answer="hilfe")
_DAYS = tuple(f"abwesend {day}.{month}.2027" for month in range(1, 13) for day in (5, 15, 25))
AWAY = Said(_DAYS, in_channel=False, answer="Notiert")
"""Days that never touch, so that each message adds a row."""


@dataclass(frozen=True)
class Variant:
    name: str
    command: tuple[str, ...]
    said: Said = HELP
    database: str | None = None
    """`sqlite` or `postgresql`; a fresh copy for each process."""
    environment: Mapping[str, str] = field(default_factory=dict)

    def watched(self, watch: str, report: Path) -> "Variant":
        """The product under `product.py` instead of its own command line."""
        command = (sys.executable, "-m", "tests.bench.product")
        return Variant(
            f"{self.name} watched",
            command,
            self.said,
            self.database,
            {"BENCH_WATCH": watch, "BENCH_REPORT": str(report)},
        )


def _peer(script: str, *arguments: str) -> tuple[str, ...]:
    return (PEERS_PYTHON, str(HERE / script), *arguments)


_SERVE = (sys.executable, "-m", "app", "serve")

BARE = Variant("bare aiohttp", _peer("bare.py"))
FLOOR_ECHO = Variant("floor-echo", _peer("floor.py", "echo"))
FLOOR_VERIFY = Variant("floor-verify", _peer("floor.py", "verify"))
STOCK = Variant("stock botbuilder echo", _peer("stock_echo.py"))
AGENTS = Variant("agents 1.9 echo", _peer("agents_echo.py"))
TUNED = Variant("tuned echo (our adapter, no database)", (sys.executable, "-m", "tests.bench.tuned_echo"))
PRODUCT_HELP = Variant("Kernteam: hilfe", _SERVE, HELP, "sqlite")
WRITES_SQLITE = Variant("Kernteam: abwesend, SQLite", _SERVE, AWAY, "sqlite")
WRITES_POSTGRES = Variant("Kernteam: abwesend, PostgreSQL", _SERVE, AWAY, "postgresql")


class Stage:
    def __init__(self, folder: Path, certificates: Certificates, signer: Signer, stand_ins: StandIns) -> None:
        self.folder = folder
        self.signer = signer
        self.stand_ins = stand_ins
        self.databases = Databases(folder)
        self._bundle = str(certificates.bundle)
        self._numbers = itertools.count(1)

    def environment(self, port: int, more: Mapping[str, str]) -> dict[str, str]:
        hosts = ",".join(f'"{host}": {number}' for host, number in self.stand_ins.ports.items())
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(HERE / "hook"),
            "BENCH_HOSTS": f"{{{hosts}}}",
            "SSL_CERT_FILE": self._bundle,
            "REQUESTS_CA_BUNDLE": self._bundle,
            "MicrosoftAppId": APP_ID,
            "MicrosoftAppPassword": "bench",
            "MicrosoftAppType": "MultiTenant",
            "PORT": str(port),
            "APP_ID": APP_ID,
            "APP_PASSWORD": "bench",
            "KERNTEAM_PORT": str(port),
            "KERNTEAM_HOST": "127.0.0.1",
            **more,
        }

    @asynccontextmanager
    async def run(self, variant: Variant) -> AsyncIterator[tuple[Child, float]]:
        """A fresh process that has answered its first message, and the seconds that took."""
        port = free_port()
        async with self._database_for(variant) as more:
            environment = self.environment(port, {**more, **variant.environment})
            name = f"{next(self._numbers):03d} {variant.name.split(':')[0]}"
            self.stand_ins.reset(variant.said.answer)
            first = requests(variant.said, self.signer)
            async with child(
                name, variant.command, environment, port=port, folder=self.folder, working_folder=ROOT
            ) as started:
                yield started, await first_answer(started, first)

    @asynccontextmanager
    async def _database_for(self, variant: Variant) -> AsyncIterator[dict[str, str]]:
        if variant.database is None:
            yield {}
            return
        async with self.databases.copy(variant.database) as url:
            yield {"KERNTEAM_DATABASE_URL": url}

    def requests(self, said: Said) -> Iterator[bytes]:
        return requests(said, self.signer)


@asynccontextmanager
async def open_stage(folder: Path) -> AsyncIterator[Stage]:
    certificates, signer = make_certificates(folder), Signer("bench-1")
    stand_ins = StandIns(certificates, [signer])
    await stand_ins.start()
    stage = Stage(folder, certificates, signer, stand_ins)
    try:
        yield stage
    finally:
        await stage.databases.close()
        await stand_ins.stop()


def missing_peers(variants: Sequence[Variant]) -> bool:
    return any(variant.command[0] == PEERS_PYTHON for variant in variants) and not Path(PEERS_PYTHON).exists()
