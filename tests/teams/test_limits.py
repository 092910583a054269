"""Teams' limits: no window is ever exceeded, nobody waits without need, idle conversations are forgotten."""

from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.teams.connector import error_code, retry_after
from app.teams.limits import CONVERSATION_WINDOWS, TENANT_WINDOW, SendLimits, conversation_root


def fullest(slots: list[float], seconds: float) -> int:
    """The most slots in any stretch [t, t + seconds)."""
    slots = sorted(slots)
    return max((bisect_left(slots, start + seconds) - index for index, start in enumerate(slots)), default=0)


def breaks_a_limit(slots: list[float], windows: tuple[tuple[int, float], ...]) -> bool:
    return any(fullest(slots, seconds) > count for count, seconds in windows)


def test_seven_leave_at_once_the_eighth_waits_a_second_the_ninth_two() -> None:
    limits = SendLimits()
    waits = [limits.reserve("a", "t", 100.0) for _ in range(10)]
    assert waits == [0.0] * 7 + [1.0, 2.0, 2.0]


def test_sixty_leave_in_thirty_seconds() -> None:
    limits = SendLimits()
    waits = [limits.reserve("a", "t", 0.0) for _ in range(61)]
    assert waits[59] < 30
    assert waits[60] == 30.0


def test_eighteen_hundred_leave_in_an_hour() -> None:
    limits = SendLimits()
    waits = [limits.reserve("a", "t", 0.0) for _ in range(1801)]
    assert waits[1799] < 3600
    assert waits[1800] == 3600.0


def test_threads_of_one_channel_count_together() -> None:
    limits = SendLimits()
    waits = [limits.reserve(f"19:c@thread.tacv2;messageid={number}", "t", 0.0) for number in range(7)]
    assert waits == [0.0] * 7
    assert limits.reserve("19:c@thread.tacv2", "t", 0.0) == 1.0
    assert conversation_root("19:c@thread.tacv2;messageid=7") == "19:c@thread.tacv2"


def test_fifty_conversations_of_a_tenant_leave_in_a_second_and_another_tenant_does_not_wait() -> None:
    limits = SendLimits()
    assert [limits.reserve(f"c{number}", "t", 0.0) for number in range(51)] == [0.0] * 50 + [1.0]
    assert limits.reserve("c99", "other", 0.0) == 0.0
    assert limits.reserve(None, "t", 0.0) == 1.0, "reads count for the tenant"


def test_a_busy_conversation_does_not_hold_up_another() -> None:
    limits = SendLimits()
    for _ in range(40):
        limits.reserve("busy", "t", 0.0)
    assert limits.reserve("idle", "t", 0.0) == 0.0


def test_a_wait_that_is_too_long_books_nothing() -> None:
    limits = SendLimits()
    for _ in range(60):
        limits.reserve("a", "t", 0.0)
    assert limits.reserve("a", "t", 0.0, at_most=5.0) == 30.0
    assert limits.reserve("a", "t", 0.0) == 30.0


def test_a_pause_teams_asked_for_moves_every_slot_behind_it() -> None:
    limits = SendLimits()
    limits.hold("a;messageid=1", 30.0)
    limits.hold("a", 12.0)
    assert limits.held_for("a", 10.0) == 20.0
    assert limits.reserve("a", "t", 10.0) == 20.0
    assert limits.reserve("b", "t", 10.0) == 0.0
    assert limits.held_for("a", 31.0) == 0.0


def test_idle_conversations_are_forgotten_after_an_hour_and_pauses_are_not() -> None:
    limits = SendLimits()
    for number in range(5000):
        limits.reserve(f"c{number}", f"t{number}", number / 10)
    assert len(limits) == 5000
    limits.reserve("last", "t", 4000.0)
    assert len(limits) <= 1001
    limits.hold("paused", 20_000.0)
    limits.reserve("x", "t", 15_000.0)
    assert limits.held_for("paused", 15_000.0) == 5000.0


moves = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from([0, 0, 0, 0, 10, 100, 900, 3000, 31_000])),
    max_size=400,
)


@settings(deadline=None, max_examples=60)
@given(moves)
def test_no_window_is_exceeded_and_nobody_waits_without_need(steps: list[tuple[int, int, int]]) -> None:
    """In milliseconds of whole numbers halved exactly, so that sums are exact: 1/1024 s per unit."""
    limits = SendLimits()
    now = 0.0
    lanes: dict[str, list[float]] = {}
    tenants: dict[str, list[float]] = {}
    for conversation, tenant, pause in steps:
        now += pause / 1024
        lane, everyone = lanes.setdefault(f"{tenant}/{conversation}", []), tenants.setdefault(f"{tenant}", [])
        slot = now + limits.reserve(f"{tenant}/{conversation}", f"{tenant}", now)
        assert slot >= now
        assert not lane or slot >= lane[-1], "the order within a conversation is kept"
        if slot > max([now, *lane[-1:]]):
            # Any earlier time in order would break a limit: it is enough to look where stretches could open,
            # which is at the start, and right at the ends of windows of earlier slots.
            starts = [seconds + one for one in lane + everyone for _, seconds in (*CONVERSATION_WINDOWS, TENANT_WINDOW)]
            lowest = max([now, *lane[-1:]])
            for earlier in {lowest, *(one for one in starts if lowest <= one < slot)}:
                too_full = breaks_a_limit([*lane, earlier], CONVERSATION_WINDOWS)
                assert too_full or breaks_a_limit([*everyone, earlier], (TENANT_WINDOW,))
        lane.append(slot)
        everyone.append(slot)
    assert not any(breaks_a_limit(lane, CONVERSATION_WINDOWS) for lane in lanes.values())
    assert not any(breaks_a_limit(everyone, (TENANT_WINDOW,)) for everyone in tenants.values())


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from([0, 0, 0, 1, 40, 600])), min_size=100, max_size=400))
def test_a_tenant_with_many_conversations_keeps_fifty_a_second(steps: list[tuple[int, int]]) -> None:
    limits = SendLimits()
    now, slots = 0.0, list[float]()
    for conversation, pause in steps:
        now += pause / 1024
        slots.append(now + limits.reserve(f"c{conversation}", "t", now))
    assert fullest(slots, 1.0) <= 50


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *((None, None), ("", None), ("soon", None), ("nan", None), ("-5", None), ("1 2", None)),
        *(("0", 0.0), ("1.5", 1.5), ("9e99", 86_400.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)),
    ],
)
def test_an_odd_retry_after_is_bounded_or_ignored(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, 1_000_000.0) == seconds


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b'{"error": 7}', b'{"error": {"code": "a b\\n"}}', b"\xff"])
def test_a_body_without_a_sound_code_has_none(content: bytes) -> None:
    assert error_code(content) is None
