"""`/treffen` and `/protokoll`: where the meeting stands, and the minutes of earlier ones, for one reader."""

from datetime import date

from app.agenda.model import MeetingSeries, SeriesState
from app.agenda.queries_card import meeting_card
from app.agenda.queries_meeting import channel_gone, find_series, live_meetings, schedule_of
from app.agenda.queries_minutes import closed_on, last_closed, minutes_list, minutes_page
from app.agenda.rules_schedule import first_from
from app.kit.answers import Answer, Button, Said
from app.kit.commands import Ask
from app.kit.dates import find_day
from app.kit.errors import UserError
from app.kit.i18n import Clocktime, Day, Text, _, verbatim
from app.kit.unit import Unit
from app.people.model import Channel, ChannelState
from app.standups.queries_overview import SETTINGS_BUTTON

ITEMS_BUTTON = Button(_("Agenda ansehen"), "agenda.list")


def show_coming(unit: Unit, ask: Ask) -> Answer:
    """The running meeting, the one whose agenda is posted, or a word on when it comes."""
    if ask.rest:
        raise UserError(
            _("„{typed}“ passt hier nicht. „treffen“ allein zeigt das nächste Treffen.", typed=verbatim(ask.rest)),
            example="treffen jetzt",
        )
    for meeting in live_meetings(unit.session, unit.acting.team_id):
        return meeting_card(unit, meeting)
    return Said(_coming(unit), _("Treffen"), _buttons(unit))


def _coming(unit: Unit) -> Text:
    series = find_series(unit.session, unit.acting.team_id)
    if series is None:
        return _("Für dieses Team ist noch kein Treffen eingerichtet.")
    channel = unit.session.get_one(Channel, series.channel_id)
    if channel.state != ChannelState.ALIVE:
        return channel_gone(channel.name)
    if series.state == SeriesState.PAUSED:
        return _("Die Treffen pausieren; das steht in den Einstellungen.")
    return _next(unit, series)


def _next(unit: Unit, series: MeetingSeries) -> Text:
    due = first_from(schedule_of(unit.session, series), series.next_on) if series.next_on else None
    if due is None:
        return _("Im kommenden Jahr findet kein Treffen statt. Der Rhythmus steht in den Einstellungen.")
    zone = unit.acting.zone
    return _(
        "Das nächste Treffen ist am {day}, {time}. Die Agenda kommt an dem Tag um {posted}.",
        day=Day(due.on),
        time=Clocktime(due.starts_at.astimezone(zone).time()),
        posted=Clocktime(due.posts_at.astimezone(zone).time()),
    )


def _buttons(unit: Unit) -> tuple[Button, ...]:
    buttons = [ITEMS_BUTTON]
    if last_closed(unit.session, unit.acting.team_id):
        buttons.append(Button(_("Protokolle"), "agenda.minutes_list"))
    if unit.acting.role.coordinates:
        buttons.append(SETTINGS_BUTTON)
    return tuple(buttons)


def show_last_minutes(unit: Unit, ask: Ask) -> Answer:
    """`/protokoll` shows the last minutes, `/protokoll 23.11.` those of a day; else what there is."""
    team_id = unit.acting.team_id
    if not ask.rest:
        last = last_closed(unit.session, team_id)
        if last is None:
            return Said(_("Es gibt noch kein Protokoll. Das erste entsteht, wenn ein Treffen geschlossen wird."))
        return minutes_page(unit, last)
    read = find_day(ask.rest, ask.today)
    if read is None:
        raise UserError(
            _("„{typed}“ ist kein Tag, der sich lesen lässt.", typed=verbatim(ask.rest)),
            example="minutes 2026-11-23" if unit.acting.language == "en" else "protokoll 23.11.",
        )
    on = _past(read.on, ask.today)
    found = closed_on(unit.session, team_id, on)
    if found is None:
        listed = minutes_list(unit.session, team_id)
        told = _("Vom {day} gibt es kein Protokoll.", day=Day(on, "d. MMMM y"))
        return Said(told, buttons=(Button(_("Protokolle"), "agenda.minutes_list"),) if listed.entries else ())
    return minutes_page(unit, found)


def _past(on: date, today: date) -> date:
    """A day without a year means the last one that there was: minutes are of the past."""
    if on <= today:
        return on
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on
