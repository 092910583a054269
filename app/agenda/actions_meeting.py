"""The meeting itself: it begins, goes from item to item, and notes and results come of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.agenda.actions import after_press, treatment_here
from app.agenda.actions_cards import show_agenda_anew, show_meeting_anew
from app.agenda.actions_posting import make_meeting, post_card
from app.agenda.model import Item, ItemState, Meeting, MeetingState
from app.agenda.queries import ITEM, item_for
from app.agenda.queries_card import makings, meeting_card
from app.agenda.queries_form import NOTE, note_form, too_long
from app.agenda.queries_meeting import (
    day_and_time,
    find_meeting,
    find_series,
    live_meetings,
    meeting_for,
    next_item,
    running_meeting,
    schedule_of,
    starts,
    treatment_of,
)
from app.agenda.rules_schedule import Occurrence, on_day
from app.kit.answers import Answer, Button, Closed, Dialog, Said
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import NotAllowed, UserError
from app.kit.i18n import Clocktime, Day, Text, _
from app.kit.incoming import PlaceKind
from app.kit.origin import shortened
from app.kit.unit import Unit
from app.people.queries import team_by_id

_LONGEST_SHOWN = 400
"""Of the other's note, so that the own words fit beside it."""

LENGTH = 60
"""Of a meeting where none is set up."""


def begin(unit: Unit, ask: Ask) -> Answer:
    """*Treffen beginnen*: everybody may, and it begins once."""
    meeting = meeting_for(unit.session, unit.acting, ask.number("meeting"), lock=True)
    if meeting.state == MeetingState.PLANNED:
        _begin(unit, meeting)
    return meeting_card(unit, meeting)


def _begin(unit: Unit, meeting: Meeting) -> None:
    other = running_meeting(unit.session, meeting.team_id)
    if other is not None and other.id != meeting.id:
        raise UserError(
            _("Das Treffen vom {day}, {time} läuft noch. Bitte zuerst schließen.", **day_and_time(unit.session, other))
        )
    first = next_item(unit.session, meeting, None)
    meeting.state, meeting.opened_by = MeetingState.RUNNING, unit.acting.person_id
    meeting.current_item_id = first.id if first else None
    meeting.version += 1
    unit.session.flush()
    show_meeting_anew(unit, meeting)


def begin_now(unit: Unit, ask: Ask) -> Answer:
    """`/treffen jetzt`: today's agenda is posted, where it is not yet, and the meeting begins."""
    actor = unit.acting
    team = team_by_id(unit.session, actor.team_id)
    today = local_day(unit.now, team.zone)
    in_channel = ask.place is not None and ask.place.kind is PlaceKind.CHANNEL
    if running := running_meeting(unit.session, team.id):
        return meeting_card(unit, running) if not in_channel else Said(_running())
    meeting = _posted_today(unit, team.id, today)
    if meeting is None:
        series = find_series(unit.session, team.id)
        planned = on_day(schedule_of(unit.session, series), today) if series else None
        over = find_meeting(unit.session, team.id, planned.planned_on if planned else today)
        if over is not None:
            return _met_already(unit, over)
        channel_id = series.channel_id if series else team.home_channel_id
        if channel_id is None:
            raise UserError(_("Für dieses Team ist noch kein Treffen eingerichtet. Das geht in den Einstellungen."))
        length = series.length_minutes if series else LENGTH
        now = Occurrence(planned.planned_on if planned else today, today, unit.now, unit.now, unit.now)
        meeting = make_meeting(unit, team, channel_id, now, length)
        post_card(unit, team, meeting, at_once=in_channel)
    _begin(unit, meeting)
    return None if in_channel else meeting_card(unit, meeting)


def _posted_today(unit: Unit, team_id: int, today: date) -> Meeting | None:
    return next((one for one in live_meetings(unit.session, team_id) if one.on == today), None)


def _running() -> Text:
    return _("Das Treffen läuft. Seine Karte steht im Kanal.")


def _met_already(unit: Unit, meeting: Meeting) -> Answer:
    if meeting.state != MeetingState.CLOSED:
        raise UserError(_("Das Treffen von heute ist schon vorbei."))
    button = Button(_("Protokoll"), "agenda.open_minutes", {"meeting": meeting.id, "page": 1}, dialog=True)
    return Said(_("Heute gab es schon ein Treffen. Es ist geschlossen."), buttons=(button,))


def go_on(unit: Unit, ask: Ask) -> Answer:
    """*Nächster Punkt*. Who presses on a card that is not true any more goes nowhere and sees what is."""
    meeting = _running_for(unit, ask)
    if meeting.current_item_id == ask.number("seen"):
        current = unit.session.get(Item, meeting.current_item_id)
        following = next_item(unit.session, meeting, current)
        if following is None:
            return meeting_card(unit, meeting, told=_("Das war der letzte Punkt."))
        _turn_to(unit, meeting, following)
    return meeting_card(unit, meeting)


def discuss(unit: Unit, ask: Ask) -> Answer:
    """*Jetzt besprechen*: any item, out of order."""
    meeting = _running_for(unit, ask)
    item = item_for(unit.session, unit.acting, ask.number("item"))
    if item.team_id != meeting.team_id or item.state != ItemState.OPEN:
        raise NotAllowed(_("Diesen Punkt gibt es nicht mehr."))
    if item.skips_on is not None:
        item.skips_on = None
    if meeting.current_item_id != item.id:
        _turn_to(unit, meeting, item)
    return after_press(
        unit, item.team_id, ask.values.get("back", ""), item, _("Jetzt geht es um: {title}", title=item.title)
    )


def _turn_to(unit: Unit, meeting: Meeting, item: Item) -> None:
    meeting.current_item_id, meeting.version = item.id, meeting.version + 1
    unit.session.flush()
    show_meeting_anew(unit, meeting)


def _running_for(unit: Unit, ask: Ask) -> Meeting:
    meeting = meeting_for(unit.session, unit.acting, ask.number("meeting"), lock=True)
    if meeting.state != MeetingState.RUNNING:
        raise UserError(_not_running(unit, meeting))
    return meeting


def _not_running(unit: Unit, meeting: Meeting) -> Text:
    on, at = starts(unit.session, meeting)
    if meeting.state == MeetingState.PLANNED:
        return _("Das Treffen am {day}, {time} hat noch nicht begonnen.", day=Day(on), time=Clocktime(at))
    return _(
        "Das Treffen am {day}, {time} ist inzwischen geschlossen. Korrekturen gehen als Nachtrag zum Protokoll.",
        day=Day(on),
        time=Clocktime(at),
    )


def open_note(unit: Unit, ask: Ask) -> Answer:
    meeting = meeting_for(unit.session, unit.acting, ask.number("meeting"))
    item = item_for(unit.session, unit.acting, ask.number("item"))
    if meeting.state != MeetingState.RUNNING or item.team_id != meeting.team_id:
        return Dialog(_("Notiz"), Said(_not_running(unit, meeting)))
    return Dialog(_("Notiz"), note_form(unit.session, meeting, item, ask.values.get("back", "")))


def save_note(unit: Unit, ask: Ask) -> Answer:
    """Two people at the same note: who saves second sees what stands there now, with the own words kept."""
    item = item_for(unit.session, unit.acting, ask.number("item"), lock=True)
    meeting = meeting_for(unit.session, unit.acting, ask.number("meeting"), lock=True)
    back, typed = ask.values.get("back", ""), ask.values.get(NOTE, "").strip()
    if item.team_id != meeting.team_id:
        raise NotAllowed(_("Diesen Punkt gibt es nicht mehr."))
    if meeting.state != MeetingState.RUNNING:
        form = note_form(unit.session, meeting, item, back, _not_running(unit, meeting))
        return Dialog(_("Notiz"), form.refused({NOTE: typed}, []))
    treatment = treatment_of(unit.session, meeting.id, item.id)
    present = treatment.note or "" if treatment else ""
    if wrong := too_long(typed, NOTE):
        form = note_form(unit.session, meeting, item, back)
        return Dialog(_("Notiz"), form.refused({NOTE: typed}, [wrong]))
    if treatment and ask.values.get("version") != str(treatment.version) and present not in ("", typed):
        notice = _(
            "Inzwischen hat jemand anderes diese Notiz geändert. Dort steht jetzt: „{note}“ "
            "Mit „Speichern“ gilt, was hier steht.",
            note=shortened(present, _LONGEST_SHOWN),
        )
        return Dialog(_("Notiz"), note_form(unit.session, meeting, item, back, notice).refused({NOTE: typed}, []))
    if typed != present:
        treatment = treatment_here(unit, meeting, item)
        treatment.note, treatment.version = typed or None, treatment.version + 1
        unit.session.flush()
        show_agenda_anew(unit, meeting.team_id)
    told = _("Notiz gespeichert.")
    if (ask.place and ask.place.kind is PlaceKind.PERSONAL) or back.startswith(("list:", "parked:")):
        return after_press(unit, item.team_id, back, item, told)
    return Closed(told)


def make_of_item(unit: Unit, ask: Ask) -> Answer:
    """*Als Aufgabe*, *Als Beschluss*: each opened form has a number of its own.

    So a form that is sent twice makes one thing, while two people who press at once, or one person again, make two.
    """
    item = item_for(unit.session, unit.acting, ask.number("item"), lock=True)
    wanted = ask.values.get("making", "")
    making = next((one for one in makings(unit.house) if one.verb.partition(".")[0] == wanted), None)
    verb = unit.house.verb(making.verb) if making else None
    if making is None or verb is None:
        raise UserError(_("Diese Schaltfläche passt zu nichts mehr, was es gibt."))
    item.made += 1
    unit.session.flush()
    values: Mapping[str, str] = {"kind": ITEM, "id": f"{item.id}.{item.made}", "back": ask.values.get("back", "")}
    answer: Answer = verb.run(unit, replace(ask, values=values))
    return answer
