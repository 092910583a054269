from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.calendar import QUIET_FROM, QUIET_UNTIL, WorkCalendar, moment_of, subdivisions

BERLIN = ZoneInfo("Europe/Berlin")
BAVARIA = WorkCalendar("DE", "BY")


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 11, 20), time(8, 30), datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        (date(2026, 7, 20), time(8, 30), datetime(2026, 7, 20, 6, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # doubled: its first pass
        (date(2026, 10, 25), time(3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),  # missing: when clocks jump
        (date(2027, 3, 28), time(2, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ],
)
def test_wall_clock_times_become_moments_also_when_clocks_change(day: date, at: time, expected: datetime) -> None:
    assert moment_of(day, at, BERLIN) == expected


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    at=st.times().map(lambda t: t.replace(microsecond=0)),
    zone=st.sampled_from(["Europe/Berlin", "Europe/London", "Africa/Casablanca", "Australia/Lord_Howe", "UTC"]),
)
def test_the_wall_clock_shows_the_time_or_the_end_of_the_gap(day: date, at: time, zone: str) -> None:
    local = moment_of(day, at, ZoneInfo(zone)).astimezone(ZoneInfo(zone))
    shown, wanted = local.replace(tzinfo=None), datetime.combine(day, at)
    assert timedelta(0) <= shown - wanted <= timedelta(hours=2)
    if shown != wanted:
        before = (local.astimezone(UTC) - timedelta(seconds=2)).astimezone(ZoneInfo(zone))
        assert before.utcoffset() != local.utcoffset()


@pytest.mark.parametrize(
    ("calendar", "day", "name"),
    [
        (BAVARIA, date(2027, 1, 6), "Heilige Drei Könige"),
        (WorkCalendar("DE", "NW"), date(2027, 1, 6), None),
        (WorkCalendar("DE", None), date(2026, 10, 3), "Tag der Deutschen Einheit"),
        (WorkCalendar("AT", None), date(2026, 10, 26), "Nationalfeiertag"),
        (WorkCalendar("CH", None), date(2026, 8, 1), "Nationalfeiertag"),
    ],
)
def test_holidays_are_those_of_the_land(calendar: WorkCalendar, day: date, name: str | None) -> None:
    assert calendar.holiday(day) == name


def test_holidays_have_english_names_too() -> None:
    assert BAVARIA.holiday(date(2026, 12, 25), "en") == "Christmas Day"


def test_all_sixteen_laender_have_a_calendar() -> None:
    assert len(subdivisions("DE")) == 16


@given(st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)))
def test_nothing_is_said_in_the_evening_on_weekends_or_holidays(moment: datetime) -> None:
    spoken = BAVARIA.speaking_time(moment, BERLIN)
    local = spoken.astimezone(BERLIN)
    assert spoken >= moment
    assert BAVARIA.is_working_day(local.date())
    assert QUIET_UNTIL <= local.time() < QUIET_FROM
