"""Wall clocks, working days and quiet hours: the only place that turns a team's local times into moments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

QUIET_FROM = time(18, 0)
QUIET_UNTIL = time(8, 0)
"""Nothing but a cancellation on the same day is posted between the two, on weekends and on public holidays."""


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which the wall clock of `zone` shows this day and time.

    A doubled hour (clocks put back) means its first pass; an hour that does not exist (clocks put forward) means the
    moment the clocks jump to, so that nothing is skipped and nothing happens twice.
    """
    local = datetime.combine(day, at, zone)  # fold=0: the first pass of a doubled hour
    utc = local.astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return utc
    # In the gap `local` has the offset before the jump; its UTC moment lies as far behind the jump as the wall time
    # lies inside the gap. The jump itself is where the offset changes.
    before, after = local.utcoffset(), utc.astimezone(zone).utcoffset()
    assert before is not None
    assert after is not None
    low, high = utc - (after - before), utc
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


@dataclass(frozen=True)
class WorkCalendar:
    """Working days of a place. `subdivision` as in ISO 3166-2 without the country (`BY`); None: nationwide only."""

    country: str = "DE"
    subdivision: str | None = "BY"

    def holiday(self, day: date, language: str = "de") -> str | None:
        """The public holiday's name, or None on other days."""
        name = _holidays(self.country, self.subdivision, language).get(day)
        return str(name) if name else None

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and self.holiday(day) is None

    def working_day_from(self, day: date) -> date:
        """The day itself or the next working day."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def working_day_until(self, day: date) -> date:
        """The day itself or the working day before."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def speaking_time(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment itself, or the end of the quiet time it lies in."""
        local = moment.astimezone(zone)
        if self.is_working_day(local.date()) and QUIET_UNTIL <= local.time() < QUIET_FROM:
            return moment
        first = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
        return moment_of(self.working_day_from(first), QUIET_UNTIL, zone)


@lru_cache(maxsize=128)
def _holidays(country: str, subdivision: str | None, language: str) -> Any:
    # Imported on first use: it costs start-up time that `hilfe` does not need.
    import holidays

    languages = {"de": "de", "en": "en_US"}
    try:
        return holidays.country_holidays(country, subdiv=subdivision, language=languages.get(language))
    except NotImplementedError:
        return holidays.country_holidays(country)


def subdivisions(country: str = "DE") -> tuple[str, ...]:
    """The country's subdivisions that have public holidays of their own."""
    import holidays

    found = holidays.list_supported_countries(include_aliases=False).get(country, ())
    return tuple(sorted(code for code in found if len(code) <= 3))  # ISO codes; the library also knows cities
