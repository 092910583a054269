"""The product's clock as Local Teams sees it."""

from datetime import datetime, timedelta
from typing import Protocol


class TimeMachine(Protocol):
    """Lets the page's clock bar move the product's time. Without one the bar is hidden and time is real."""

    def now(self) -> datetime:
        """Product time, UTC with zone."""
        ...

    async def forward(self, by: timedelta) -> None:
        """Move on, doing on the way all that falls due; returns when it is done."""
        ...

    async def to_next_event(self) -> str:
        """Move to the next thing that falls due, do it, and say in one line what it is."""
        ...
