"""How large things may be, and what fits on a card."""

from collections.abc import Sequence
from datetime import timedelta

LONGEST_TITLE = 300
LONGEST_NOTE = 4000
"""Of what is stored; a form takes less, so that it fits on a card together with what it was refused for."""
LONGEST_TYPED = 3000
LONGEST_NAME = 200
LONGEST_ITEM_MINUTES = 480

PAGE = 6
"""With three buttons each, this many of the longest items fit on a card in every language."""
LONGEST_IN_LIST = 160
"""Of a title, where several stand on one card; an item's own card shows all of it."""

ASKS_FROM = 2
"""Carried over this often, an item stands on the agenda for the third time: decide, park or drop."""

DROPPED_KEPT = timedelta(days=731)
"""Dropped items, and those done outside of any meeting, are deleted after two years."""
WARNED_BEFORE = timedelta(days=30)
"""The coordination is told this long before minutes are deleted."""


def first_that_fit(sizes: Sequence[int], limit: int) -> int:
    """How many of these, from the first on, take at most `limit` together; one always does."""
    taken = 0
    for count, size in enumerate(sizes):
        taken += size
        if taken > limit and count:
            return count
    return len(sizes)
