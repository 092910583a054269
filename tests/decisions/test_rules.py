"""The rules of decisions, in tables."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.decisions.rules import (
    Why,
    filed_until,
    months_later,
    outcome_of,
    plan_round,
    quorum_of,
    read_reference,
)
from app.kit.calendar import WorkCalendar

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("way", "tally", "quorum", "why"),
    [
        ("consent", {}, None, Why.ADOPTED),
        ("consent", {"consent": 3, "concern": 2}, None, Why.ADOPTED),
        ("consent", {"consent": 9, "objection": 1}, None, Why.OBJECTION),
        ("vote", {}, 0, Why.MAJORITY),
        ("vote", {"yes": 1}, 0, Why.ADOPTED),
        ("vote", {"yes": 2, "no": 2}, 0, Why.MAJORITY),
        ("vote", {"yes": 2}, 3, Why.QUORUM),
        ("vote", {"yes": 1, "abstain": 2}, 3, Why.ADOPTED),
        ("vote", {"no": 2, "abstain": 2}, 3, Why.MAJORITY),
    ],
)
def test_how_a_round_comes_out(way: str, tally: dict[str, int], quorum: int | None, why: Why) -> None:
    assert outcome_of(way, tally, quorum) is why


@pytest.mark.parametrize(
    ("opened", "days", "closes", "reminds"),
    [
        ("2026-11-20T09:00", 3, "2026-11-25T15:00", "2026-11-24"),
        ("2026-11-20T09:00", 1, "2026-11-23T15:00", "2026-11-23"),  # Friday: the day before is the opening
        ("2026-11-21T09:00", 1, "2026-11-23T15:00", "2026-11-23"),  # a Saturday
        ("2026-12-23T09:00", 2, "2026-12-28T15:00", "2026-12-24"),  # Christmas lies between
        ("2026-10-23T09:00", 1, "2026-10-26T15:00", "2026-10-26"),  # clocks are put back: 16:00 stays 16:00
    ],
)
def test_a_round_ends_on_a_working_day_in_working_hours(opened: str, days: int, closes: str, reminds: str) -> None:
    plan = plan_round(datetime.fromisoformat(opened).replace(tzinfo=UTC), days, BERLIN, WorkCalendar())
    assert plan.closes_at.isoformat()[:16] == closes
    assert plan.remind_on == date.fromisoformat(reminds)


@pytest.mark.parametrize(
    ("members", "percent", "quorum"), [(4, 50, 2), (5, 50, 3), (30, 33, 10), (7, 0, 0), (7, 100, 7)]
)
def test_the_quorum_is_rounded_up(members: int, percent: int, quorum: int) -> None:
    assert quorum_of(members, percent) == quorum


@pytest.mark.parametrize(
    ("on", "months", "later"),
    [("2026-11-20", 6, "2027-05-20"), ("2026-08-31", 6, "2027-02-28"), ("2026-01-15", -12, "2025-01-15"),
     ("2024-02-29", 12, "2025-02-28")],
)  # fmt: skip
def test_months_later(on: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(on), months) == date.fromisoformat(later)


def test_a_new_filing_plan_deletes_nothing_within_thirty_days() -> None:
    assert filed_until(date(2010, 1, 1), 5, date(2026, 11, 20)) == date(2026, 12, 20)
    assert filed_until(date(2024, 1, 1), 5, date(2026, 11, 20)) == date(2029, 1, 1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2026-14", (2026, 14)), (" Nr. 2026/14 ", (2026, 14)), ("#2026-1", (2026, 1)), ("2026–3", (2026, 3)),
     ("2026-14 gilt", None), ("26-14", None), ("2026", None), ("2026-12-24 frei", None)],
)  # fmt: skip
def test_a_number_as_people_quote_it(typed: str, read: tuple[int, int] | None) -> None:
    assert read_reference(typed) == read
