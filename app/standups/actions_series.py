"""What coordinators and each person set about the series by a word: pause, single weeks, taking part."""

from sqlalchemy import delete, select

from app.kit.answers import Answer as Shown
from app.kit.answers import Button, Said
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Clocktime, Day, Text, _
from app.kit.rhythm import Week
from app.kit.unit import Unit
from app.kit.words import Phrase
from app.people.queries import team_by_id
from app.standups.actions_rounds import plan_anew
from app.standups.model import RoundState, Series, SeriesPerson, SeriesState, SkippedWeek
from app.standups.queries import find_round, schedule_of, series_for
from app.standups.queries_overview import overview_of
from app.standups.rules import Occurrence, occurrence
from app.standups.rules_words import read_coming_week


def pause(unit: Unit, ask: Ask) -> Shown:
    series = series_for(unit.session, unit.acting)
    series.state = SeriesState.PAUSED
    plan_anew(unit, series)
    return Said(_("Die Runden pausieren. Eine offene Runde läuft zu Ende; weiter geht es mit „runde weiter“."))


def resume(unit: Unit, ask: Ask) -> Shown:
    """Goes on with the next opening; a round missed in the pause is not made up for."""
    series = series_for(unit.session, unit.acting)
    if series.state != SeriesState.ACTIVE:
        series.state = SeriesState.ACTIVE
        plan_anew(unit, series)
    return Said(next_opening(unit, series))


def next_opening(unit: Unit, series: Series) -> Text:
    if series.next_opens_at is None:
        return _("Im kommenden Jahr findet keine Runde statt. Der Rhythmus steht in den Einstellungen.")
    local = series.next_opens_at.astimezone(team_by_id(unit.session, series.team_id).zone)
    return _(
        "Die nächste Runde (KW {week}) öffnet am {day}, {time}.",
        week=series.next_week,
        day=Day(local.date()),
        time=Clocktime(local.time()),
    )


def skip_week(unit: Unit, ask: Ask) -> Shown:
    """`/runde aussetzen KW 50`. Skipping a skipped week says so and changes nothing."""
    series, week = _coming_week(unit, ask)
    planned = occurrence(schedule_of(unit.session, series), week)
    if isinstance(planned, Occurrence):
        unit.session.add(SkippedWeek(series_id=series.id, iso_year=week.year, iso_week=week.number))
        unit.session.flush()
        plan_anew(unit, series)
    elif _skipped_row(unit, series, week) is None:
        raise UserError(_("In KW {week}/{year} ist ohnehin keine Runde geplant.", week=week.number, year=week.year))
    return Said(
        _("Die Runde KW {week}/{year} fällt aus.", week=week.number, year=week.year),
        buttons=(Button(_("Doch stattfinden lassen"), "standups.unskip", {"week": str(week)}),),
    )


def unskip_week(unit: Unit, ask: Ask) -> Shown:
    series, week = _coming_week(unit, ask)
    if _skipped_row(unit, series, week) is None:
        raise UserError(_("Die Runde KW {week}/{year} war nicht ausgesetzt.", week=week.number, year=week.year))
    unit.session.execute(
        delete(SkippedWeek).where(
            SkippedWeek.series_id == series.id, SkippedWeek.iso_year == week.year, SkippedWeek.iso_week == week.number
        )
    )
    plan_anew(unit, series, week)
    return Said(_("Die Runde KW {week}/{year} findet statt.", week=week.number, year=week.year))


def _coming_week(unit: Unit, ask: Ask) -> tuple[Series, Week]:
    """The typed or pressed week. Raises UserError where its round is open or over already."""
    series = series_for(unit.session, unit.acting)
    week = ask.arguments.get("week") or read_coming_week(Phrase(ask.values.get("week", "")), ask.today)
    if week is None:
        raise UserError(_("Welche Woche ist gemeint?"), example="runde aussetzen KW 50")
    found = find_round(unit.session, series.id, week)
    if found and found.state == RoundState.OPEN:
        raise UserError(_("Die Runde KW {week} ist schon offen.", week=week.number))
    today = local_day(unit.now, team_by_id(unit.session, series.team_id).zone)
    if found or week.day(series.closes_weekday) < today:
        raise UserError(_("KW {week}/{year} ist schon vorbei.", week=week.number, year=week.year))
    return series, week


def _skipped_row(unit: Unit, series: Series, week: Week) -> SkippedWeek | None:
    return unit.session.scalar(
        select(SkippedWeek).where(
            SkippedWeek.series_id == series.id, SkippedWeek.iso_year == week.year, SkippedWeek.iso_week == week.number
        )
    )


def leave(unit: Unit, ask: Ask) -> Shown:
    """Silent: no list shows it, no coordinator is told."""
    row = _own_row(unit)
    row.left = True
    unit.session.flush()
    return Said(
        _("Sie werden an keine Runde mehr erinnert. Niemand sonst sieht das; antworten können Sie trotzdem jederzeit."),
        buttons=(Button(_("Wieder teilnehmen"), "standups.join"),),
    )


def join(unit: Unit, ask: Ask) -> Shown:
    series = series_for(unit.session, unit.acting)
    row = _own_row(unit)
    row.left = False
    if not series.everyone:
        row.chosen = True
    unit.session.flush()
    return overview_of(unit, unit.acting)


def _own_row(unit: Unit) -> SeriesPerson:
    series = series_for(unit.session, unit.acting)
    row = unit.session.scalar(
        select(SeriesPerson).where(SeriesPerson.series_id == series.id, SeriesPerson.person_id == unit.acting.person_id)
    )
    if row is None:
        row = SeriesPerson(series_id=series.id, person_id=unit.acting.person_id, chosen=False, left=False)
        unit.session.add(row)
    return row
