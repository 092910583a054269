from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.calendar import WorkCalendar, local_day
from app.people.rules import Candidate, new_coordinator, next_day_message, next_roster_check, plan_day_message

BERLIN = ZoneInfo("Europe/Berlin")
BAVARIA = WorkCalendar("DE", "BY")
ZONES = [BERLIN, ZoneInfo("Europe/London"), ZoneInfo("Europe/Kyiv"), ZoneInfo("Atlantic/Azores")]


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
    minutes=st.integers(8 * 60, 12 * 60),
    zone=st.sampled_from(ZONES),
)
def test_the_next_message_is_ahead_on_a_working_day_at_its_hour(now: datetime, minutes: int, zone: ZoneInfo) -> None:
    at = time(minutes // 60, minutes % 60)
    found = next_day_message(now, at, zone, BAVARIA)
    assert found > now
    assert found.astimezone(zone).time() == at
    assert BAVARIA.is_working_day(local_day(found, zone))
    plan = plan_day_message(now, at, zone, BAVARIA)
    assert plan.next_at == found
    if plan.on:
        assert BAVARIA.is_working_day(plan.on)
        assert now < plan.useless_after


def test_public_holidays_are_passed_over() -> None:
    christmas = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)  # Thursday; Friday is a holiday
    assert next_day_message(christmas, time(8, 30), BERLIN, BAVARIA) == datetime(2026, 12, 28, 7, 30, tzinfo=UTC)


@given(now=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)), team=st.integers(1, 500))
def test_rosters_are_checked_once_every_night(now: datetime, team: int) -> None:
    found = next_roster_check(now, BERLIN, team)
    assert timedelta(0) < found - now <= timedelta(days=1, hours=1)
    assert time(2) <= found.astimezone(BERLIN).time() < time(5)


def candidate(number: int, *marks: str, joined: date = date(2026, 1, 1)) -> Candidate:
    return Candidate(number, "guest" in marks, joined, "coordinates" in marks, "installed" in marks)


@pytest.mark.parametrize(
    ("present", "chosen"),
    [
        ([], None),
        ([candidate(1), candidate(2, "coordinates")], None),
        ([candidate(1), candidate(2, "installed")], 2),
        ([candidate(1, "coordinates"), candidate(2, "installed")], 2),
        ([candidate(1, "coordinates", "installed")], None),
        ([candidate(1, "guest"), candidate(2)], 2),
        ([candidate(1, joined=date(2026, 5, 1)), candidate(2)], 2),
        ([candidate(2, "guest"), candidate(1, "guest")], 1),
    ],
)
def test_a_team_is_never_without_coordination(present: list[Candidate], chosen: int | None) -> None:
    assert new_coordinator(present) == chosen
