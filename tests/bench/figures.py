"""What was measured, and how several rounds of it become one row."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.children import Child, DidNotStart
from tests.bench.load import Load, Window
from tests.bench.stand_ins import Counts

CONCURRENCY = 16
FEWEST_ANSWERS = 64


@dataclass(frozen=True)
class Lengths:
    """How long and how often; a smoke run is short and says little."""

    rounds: int
    warm_seconds: float
    window_seconds: float
    turns: int
    """Of the memory run."""
    early_turns: int = 500
    times: int = 25
    """Each command, where its cost hangs on the size of the database."""


FULL = Lengths(rounds=5, warm_seconds=2.0, window_seconds=5.0, turns=10_000)
QUICK = Lengths(rounds=1, warm_seconds=0.8, window_seconds=1.5, turns=1_500, early_turns=300, times=5)


@dataclass(frozen=True)
class Figures:
    """One run of one variant."""

    user_ms: float
    system_ms: float
    """CPU per request."""
    per_second: float
    p50_ms: float
    p99_ms: float
    rss_mb: float
    refused: int
    """Answers that were no 2xx, and lost connections."""
    start_seconds: float
    token_fetches: int
    connections: int
    messages: int
    unexpected: int

    @property
    def cpu_ms(self) -> float:
        return self.user_ms + self.system_ms


async def measure(
    started: Child, load: Load, counts: Counts, lengths: Lengths, start_seconds: float
) -> tuple[Figures, Window]:
    """A warm-up and one window of `load`. `counts` are those since the start of the process."""
    await load.start()
    await load.measure(lengths.warm_seconds, at_least=CONCURRENCY)
    before = started.cpu_seconds()
    window = await load.measure(lengths.window_seconds, at_least=FEWEST_ANSWERS)
    after = started.cpu_seconds()
    await load.stop()
    if not window.answered:
        raise DidNotStart(f"{started.name} answers nothing:\n{started.last_words()}")
    answered = window.answered
    figures = Figures(
        user_ms=(after[0] - before[0]) * 1000 / answered,
        system_ms=(after[1] - before[1]) * 1000 / answered,
        per_second=window.answered / window.seconds,
        p50_ms=window.percentile(0.5),
        p99_ms=window.percentile(0.99),
        rss_mb=started.rss_mb(),
        refused=sum(count for status, count in window.statuses.items() if status >= 300) + window.lost,
        start_seconds=start_seconds,
        token_fetches=counts.token_fetches,
        connections=counts.connector_connections,
        messages=counts.messages,
        unexpected=counts.unexpected,
    )
    return figures, window


Rounds = Mapping[str, Sequence[Figures]]
"""By the variant's name, one entry for each round in its order."""


def middle(rounds: Sequence[Figures], name: str) -> float:
    return statistics.median(getattr(one, name) for one in rounds)


@dataclass(frozen=True)
class Ratio:
    """Of two variants' CPU per request, taken within each round."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.2f}x ({self.least:.2f}–{self.most:.2f})"


def ratio(upper: Sequence[Figures], lower: Sequence[Figures], name: str = "cpu_ms") -> Ratio:
    each = [getattr(one, name) / getattr(other, name) for one, other in zip(upper, lower, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each))
