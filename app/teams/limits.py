"""How fast one may send: Teams' limits as pure arithmetic on times that are passed in [PLATFORM A6]."""

from bisect import bisect_left, bisect_right, insort
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from math import inf
from typing import Final

CONVERSATION_WINDOWS: Final = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""(messages, seconds): in any stretch of so many seconds at most so many messages to one conversation."""
TENANT_WINDOW: Final = (50, 1.0)

_LONGEST_WINDOW: Final = max(seconds for _, seconds in CONVERSATION_WINDOWS)
_MOST: Final = max(count for count, _ in CONVERSATION_WINDOWS)


def conversation_root(conversation_id: str) -> str:
    """The channel of a thread's conversation id: Teams counts all threads of a channel together."""
    return conversation_id.partition(";messageid=")[0]


@dataclass
class _Lane:
    slots: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST))
    """When messages left or will leave, never falling: a conversation's messages keep their order."""
    held_until: float = -inf


class SendLimits:
    """Hands out times for sending. Idle conversations are forgotten once no window reaches back to them."""

    def __init__(self) -> None:
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()
        self._tenants: OrderedDict[str, list[float]] = OrderedDict()

    def reserve(self, conversation: str | None, tenant: str, now: float, *, at_most: float = inf) -> float:
        """Books the earliest slot that keeps all limits; the seconds to wait for it.

        `conversation` None (a read) counts for the tenant only. If the wait exceeds `at_most`, nothing is booked.
        """
        self._forget_idle(now)
        earliest = now
        lane = None
        if conversation is not None:
            conversation = conversation_root(conversation)
            lane = self._lanes.get(conversation) or _Lane()
            earliest = max(earliest, _earliest_in_lane(lane))
        slots = self._tenants.get(tenant, [])
        slot = _earliest_in_window(slots, earliest, *TENANT_WINDOW)
        if slot - now > at_most:
            return slot - now
        if lane is not None and conversation is not None:
            lane.slots.append(slot)
            self._lanes[conversation] = lane
            self._lanes.move_to_end(conversation)
        del slots[: bisect_left(slots, now - TENANT_WINDOW[1])]
        insort(slots, slot)
        self._tenants[tenant] = slots
        self._tenants.move_to_end(tenant)
        return slot - now

    def hold(self, conversation: str, until: float) -> None:
        """Teams asked for a pause (429 with Retry-After): no slot of this conversation before `until`."""
        conversation = conversation_root(conversation)
        lane = self._lanes.setdefault(conversation, _Lane())
        lane.held_until = max(lane.held_until, until)
        self._lanes.move_to_end(conversation)

    def held_for(self, conversation: str, now: float) -> float:
        """Seconds left of the pause Teams asked for; 0 if there is none."""
        lane = self._lanes.get(conversation_root(conversation))
        return max(0.0, lane.held_until - now) if lane is not None else 0.0

    def __len__(self) -> int:
        """How many conversations are remembered."""
        return len(self._lanes)

    def _forget_idle(self, now: float) -> None:
        # From the front, where the longest unused are: each call clears at most what earlier calls have put there.
        while self._lanes:
            lane = next(iter(self._lanes.values()))
            if lane.held_until > now or (lane.slots and lane.slots[-1] + _LONGEST_WINDOW > now):
                break
            self._lanes.popitem(last=False)
        while self._tenants:
            slots = next(iter(self._tenants.values()))
            if slots and slots[-1] + TENANT_WINDOW[1] > now:
                break
            self._tenants.popitem(last=False)


def _earliest_in_lane(lane: _Lane) -> float:
    slots = lane.slots
    earliest = max(lane.held_until, slots[-1]) if slots else lane.held_until
    for count, seconds in CONVERSATION_WINDOWS:
        if len(slots) >= count:
            earliest = max(earliest, slots[-count] + seconds)
    return earliest


def _earliest_in_window(slots: list[float], earliest: float, count: int, seconds: float) -> float:
    """The first time from `earliest` on at which one more fits; `slots` is sorted and may reach into the future.

    Other conversations may have booked later slots already, so a new one has to fit between those, too.
    """
    candidate = earliest
    while True:
        position = bisect_right(slots, candidate)
        blocked = candidate
        # Every stretch that would hold the new slot and `count` others: it starts at one of the slots before, or here.
        for first in range(max(0, position - count), position + 1):
            if first + count - 1 >= len(slots):
                break
            start = slots[first] if first < position else candidate
            if slots[first + count - 1] < start + seconds and candidate < start + seconds:
                # No time before the end of that stretch can do, since it stays as full as it is.
                blocked = max(blocked, slots[first] + seconds)
        if blocked == candidate:
            return candidate
        candidate = blocked
