"""The settings of a series: saved as a whole, after everything was found right."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from app.kit.calendar import local_day
from app.kit.rhythm import Rhythm, Week
from app.kit.unit import Unit
from app.people.queries import team_by_id
from app.standups.actions_rounds import plan_anew
from app.standups.model import Question, Series, SeriesPerson, SeriesState
from app.standups.queries import find_series
from app.standups.queries_settings import default_wordings, read_settings
from app.standups.rules_settings import Wish


def save_settings(unit: Unit, team_id: int, values: Mapping[str, str]) -> None:
    """Save what `check_settings` found right, and plan the next round anew. An open round keeps its times."""
    wish, errors = read_settings(unit, team_id, values)
    if wish is None:
        raise errors[0]
    team = team_by_id(unit.session, team_id)
    series = find_series(unit.session, team_id)
    if series is None:
        series = Series(team_id=team_id, anchor_on=local_day(unit.now, team.zone))
        unit.session.add(series)
    was_biweekly = series.rhythm == Rhythm.BIWEEKLY
    series.channel_id = wish.channel_id
    series.state = SeriesState.ACTIVE if wish.on else SeriesState.PAUSED
    series.opens_weekday, series.opens_time = wish.opens_weekday, wish.opens_time
    series.closes_weekday, series.closes_time = wish.closes_weekday, wish.closes_time
    series.reminder_weekday = wish.reminder_weekday
    series.rhythm, series.nth = wish.rhythm, wish.nth
    series.holiday_rule, series.everyone = wish.holiday_rule, wish.everyone
    unit.session.flush()
    _save_questions(unit, series, wish)
    _save_people(unit, series, wish)
    if wish.anchor_on:
        series.anchor_on = wish.anchor_on
    elif wish.rhythm == Rhythm.BIWEEKLY and not was_biweekly:
        _begin_fortnights_with_next_round(unit, series)
    plan_anew(unit, series)


def _begin_fortnights_with_next_round(unit: Unit, series: Series) -> None:
    """Where no week was named, the round that would come next is the first of the new rhythm."""
    series.rhythm = Rhythm.WEEKLY
    plan_anew(unit, series)
    if series.next_year and series.next_week:
        series.anchor_on = Week(series.next_year, series.next_week).day(0)
    series.rhythm = Rhythm.BIWEEKLY


def _save_questions(unit: Unit, series: Series, wish: Wish) -> None:
    unit.session.execute(delete(Question).where(Question.series_id == series.id))
    for slot, text in wish.questions.items():
        own_text = None if text in default_wordings(slot) else text
        unit.session.add(Question(series_id=series.id, slot=slot, text=own_text))
    unit.session.flush()


def _save_people(unit: Unit, series: Series, wish: Wish) -> None:
    """Who is chosen. Who left by themselves stays away: that is theirs alone."""
    rows = {
        row.person_id: row
        for row in unit.session.scalars(select(SeriesPerson).where(SeriesPerson.series_id == series.id))
    }
    for person_id, row in rows.items():
        row.chosen = person_id in wish.people
    for person_id in wish.people - rows.keys():
        unit.session.add(SeriesPerson(series_id=series.id, person_id=person_id, chosen=True, left=False))
    unit.session.flush()
