"""The settings of the meetings: saved as a whole, after everything was found right."""

from collections.abc import Mapping

from app.agenda.actions_posting import plan_anew
from app.agenda.model import MeetingSeries, SeriesState
from app.agenda.queries_meeting import find_series
from app.agenda.queries_settings import read_settings
from app.agenda.rules_schedule import next_night
from app.kit.calendar import local_day
from app.kit.rhythm import Rhythm
from app.kit.unit import Unit
from app.people.queries import team_by_id


def save_settings(unit: Unit, team_id: int, values: Mapping[str, str]) -> None:
    """Save what `check_settings` found right, and plan the next agenda anew. A posted one keeps its times."""
    if not any(name.startswith("meeting_") for name in values):
        return  # another part of the settings was saved
    wish, errors = read_settings(unit, team_id, values)
    if wish is None:
        raise errors[0]
    team = team_by_id(unit.session, team_id)
    series = find_series(unit.session, team_id)
    if series is None:
        series = MeetingSeries(
            team_id=team_id,
            anchor_on=local_day(unit.now, team.zone),
            next_filing_at=next_night(unit.now, team.zone, team_id),
        )
        unit.session.add(series)
    was_biweekly = series.rhythm == Rhythm.BIWEEKLY
    series.channel_id = wish.channel_id
    series.state = SeriesState.ACTIVE if wish.on else SeriesState.PAUSED
    series.weekday, series.starts_time = wish.weekday, wish.starts_time
    series.length_minutes, series.posted_before_minutes = wish.length_minutes, wish.posted_before_minutes
    series.rhythm, series.nth = wish.rhythm, wish.nth
    series.holiday_rule = wish.holiday_rule
    unit.session.flush()
    if wish.anchor_on:
        series.anchor_on = wish.anchor_on
    elif wish.rhythm == Rhythm.BIWEEKLY and not was_biweekly:
        _begin_fortnights_with_next_meeting(unit, series)
    plan_anew(unit, series)


def _begin_fortnights_with_next_meeting(unit: Unit, series: MeetingSeries) -> None:
    """Where no week was named, the meeting that would come next is the first of the new rhythm."""
    series.rhythm = Rhythm.WEEKLY
    plan_anew(unit, series)
    if series.next_on:
        series.anchor_on = series.next_on
    series.rhythm = Rhythm.BIWEEKLY
