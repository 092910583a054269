"""How often one link may be used: counted in memory, per link and never per address, and forgotten soon."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable


class LinkLimit:
    """At most `most` requests in `seconds` for each link. Remembers only the `remembered` links used last.

    Real time, not the product's clock: a demo that jumps a week forward must not open the gates.
    """

    def __init__(
        self,
        most: int = 30,
        seconds: float = 60.0,
        remembered: int = 5_000,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._remembered = remembered
        self._tick = tick
        self._used: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_seconds(self, link: str) -> int:
        """0 when the request may pass, and then it is counted; else the whole seconds until the next may."""
        now = self._tick()
        used = self._used.setdefault(link, deque())
        self._used.move_to_end(link)
        while len(self._used) > self._remembered:
            self._used.popitem(last=False)
        while used and used[0] <= now - self._seconds:
            used.popleft()
        if len(used) >= self._most:
            return max(1, math.ceil(used[0] + self._seconds - now))
        used.append(now)
        return 0

    def __len__(self) -> int:
        return len(self._used)
