"""What coordinators set about single meetings by a word: left out once, held after all."""

from datetime import date

from sqlalchemy import delete, select

from app.agenda.actions_posting import plan_anew
from app.agenda.model import MeetingSeries, SeriesState, SkippedMeeting
from app.agenda.queries_meeting import find_meeting, schedule_of, series_for
from app.agenda.rules_schedule import Occurrence, Skipped, SkipReason, occurrences
from app.kit.answers import Answer, Button, Said
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.dates import find_day
from app.kit.errors import UserError
from app.kit.i18n import Day, Text, _
from app.kit.rhythm import week_of
from app.kit.unit import Unit
from app.people.queries import team_by_id


def skip_meeting(unit: Unit, ask: Ask) -> Answer:
    """`/treffen aussetzen`: the next one, or that of the day that is typed. Skipped already, it says so."""
    series = series_for(unit.session, unit.acting)
    wished = _typed_day(unit, series, ask)
    found = _coming(unit, series, wished)
    if isinstance(found, Skipped):
        if found.reason is not SkipReason.SET:
            raise UserError(
                _("Am {day} ist ein Feiertag: Da fällt das Treffen ohnehin aus.", day=Day(found.planned_on))
            )
        planned_on = found.planned_on
    else:
        if find_meeting(unit.session, series.team_id, found.planned_on):
            raise UserError(_("Die Agenda für {day} steht schon im Kanal.", day=Day(found.on)))
        planned_on = found.planned_on
        unit.session.add(SkippedMeeting(series_id=series.id, on=planned_on))
        unit.session.flush()
        plan_anew(unit, series)
    return Said(
        _("Das Treffen am {day} fällt aus. {next}", day=Day(planned_on), next=next_sentence(unit, series)),
        buttons=(Button(_("Doch stattfinden lassen"), "agenda.hold", {"day": planned_on.isoformat()}),),
    )


def hold_meeting(unit: Unit, ask: Ask) -> Answer:
    """`/treffen stattfinden`: the next one that was skipped, or that of the day that is typed or pressed."""
    series = series_for(unit.session, unit.acting)
    wished = _typed_day(unit, series, ask)
    query = select(SkippedMeeting.on).where(
        SkippedMeeting.series_id == series.id, SkippedMeeting.on >= (wished or _today(unit, series))
    )
    found = unit.session.scalar(query.order_by(SkippedMeeting.on).limit(1))
    if found is None or (wished and found != wished):
        raise UserError(_("Es ist kein Treffen ausgesetzt."))
    unit.session.execute(
        delete(SkippedMeeting).where(SkippedMeeting.series_id == series.id, SkippedMeeting.on == found)
    )
    plan_anew(unit, series, found)
    return Said(_("Das Treffen am {day} findet statt.", day=Day(found)))


def next_sentence(unit: Unit, series: MeetingSeries) -> Text:
    if series.state != SeriesState.ACTIVE:
        return _("Die Treffen pausieren; das steht in den Einstellungen.")
    if series.next_on is None:
        return _("Im kommenden Jahr findet kein Treffen statt. Der Rhythmus steht in den Einstellungen.")
    return _("Das nächste ist am {day}.", day=Day(series.next_on))


def _today(unit: Unit, series: MeetingSeries) -> date:
    return local_day(unit.now, team_by_id(unit.session, series.team_id).zone)


def _typed_day(unit: Unit, series: MeetingSeries, ask: Ask) -> date | None:
    """The day that is meant; None where nothing was said. Raises UserError for what is no day."""
    if pressed := ask.values.get("day"):
        try:
            return date.fromisoformat(pressed)
        except ValueError:
            raise UserError(_("Diese Schaltfläche passt zu nichts mehr, was es gibt.")) from None
    if not ask.rest:
        return None
    read = find_day(ask.rest, _today(unit, series))
    if read is None:
        english = unit.acting.language == "en"
        raise UserError(
            _("„{typed}“ ist kein Tag, der sich lesen lässt.", typed=ask.rest),
            example="meeting skip 7 Dec" if english else "treffen aussetzen 7.12.",
        )
    return read.on


def _coming(unit: Unit, series: MeetingSeries, wished: date | None) -> Occurrence | Skipped:
    today = _today(unit, series)
    schedule = schedule_of(unit.session, series)
    for it in occurrences(schedule, week_of(max(today, wished or today))):
        if wished is None:
            ahead = isinstance(it, Occurrence) and it.ends_at > unit.now
            if ahead and not find_meeting(unit.session, series.team_id, it.planned_on):
                return it
            if isinstance(it, Skipped) and it.reason is SkipReason.SET and it.planned_on >= today:
                return it
        elif it.planned_on == wished or (isinstance(it, Occurrence) and it.on == wished):
            return it
        elif it.planned_on > wished:
            break
    if wished:
        raise UserError(_("Am {day} ist kein Treffen geplant.", day=Day(wished)))
    raise UserError(next_sentence(unit, series))
