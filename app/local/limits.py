"""Teams' rate limits for bots, in real time. Source: "Rate limiting for bots" of the Teams documentation."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable

# (requests, seconds), per bot and conversation.
WRITES = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
READS = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))
# Per app and tenant, over all conversations.
PER_TENANT = ((50, 1.0),)

Windows = tuple[tuple[int, float], ...]


class Limits:
    """Counts requests. A refused request counts as well: the stricter reading of the documentation."""

    def __init__(self, writes: Windows, reads: Windows, per_tenant: Windows,
                 real_seconds: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        self._windows: dict[str, Windows] = {"write": writes, "read": reads, "tenant": per_tenant}
        self._seconds = real_seconds
        self._seen: dict[tuple[str, str], deque[float]] = defaultdict(deque)
        self.refused = 0

    @classmethod
    def as_in_teams(cls, real_seconds: Callable[[], float] = time.monotonic) -> "Limits":
        return cls(WRITES, READS, PER_TENANT, real_seconds)

    @classmethod
    def generous(cls) -> "Limits":
        """No limits: a demo that jumps a week ahead may send more in a second than a week allows."""
        return cls((), (), ())

    def wait_for(self, conversation_id: str, kind: str) -> int:
        """Note one request of `kind` (`write` or `read`); whole seconds to wait, 0 when it is allowed."""
        waits = [self._over("tenant", ""), self._over(kind, conversation_id)]
        longest = max(waits)
        self.refused += longest > 0
        return math.ceil(longest)

    def _over(self, kind: str, conversation_id: str) -> float:
        windows = self._windows[kind]
        if not windows:
            return 0.0
        now = self._seconds()
        seen = self._seen[kind, conversation_id]
        while seen and now - seen[0] > windows[-1][1]:
            seen.popleft()
        seen.append(now)
        wait = 0.0
        for allowed, seconds in windows:
            if len(seen) > allowed and now - seen[-allowed - 1] < seconds:
                wait = max(wait, seconds - (now - seen[-allowed]))
        return wait
