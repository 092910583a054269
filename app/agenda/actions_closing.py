"""A meeting ends: its minutes freeze, and what was not dealt with carries over."""

from sqlalchemy import select

from app.agenda.actions_cards import show_meeting_anew
from app.agenda.model import Attendance, Item, ItemState, Meeting, MeetingState, Outcome
from app.agenda.queries import on_agenda
from app.agenda.queries_card import MEETING, MINUTES
from app.agenda.queries_form import MEETING_NOTE, CloseTyped, addendum_form, close_form, read_close_form
from app.agenda.queries_meeting import meeting_for, rests, starts, treated
from app.agenda.queries_minutes import make_minutes_findable, minutes_page
from app.agenda.rules_minutes import FrozenItem, freeze
from app.kit.answers import Answer, Closed, Dialog, Said
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Clocktime, Day, _
from app.kit.incoming import PlaceKind
from app.kit.outbox import Conversation, channel_key, find_post
from app.kit.unit import Unit
from app.people.actions_shown import CARD_USELESS_AFTER
from app.people.model import Channel
from app.people.queries import team_by_id

_TITLE = _("Treffen schließen")


def open_close(unit: Unit, ask: Ask) -> Answer:
    meeting = meeting_for(unit.session, unit.acting, ask.number("meeting"))
    if meeting.state == MeetingState.CLOSED:
        return Dialog(_("Protokoll"), minutes_page(unit, meeting, in_dialog=True))
    if meeting.state != MeetingState.RUNNING:
        raise UserError(_("Dieses Treffen hat noch nicht begonnen."))
    return Dialog(_TITLE, close_form(unit.session, meeting))


def save_close(unit: Unit, ask: Ask) -> Answer:
    """Closed once: who sends the form second finds the minutes, and the own note as an addendum to send."""
    meeting = meeting_for(unit.session, unit.acting, ask.number("meeting"), lock=True)
    if meeting.state != MeetingState.RUNNING:
        return _too_late(unit, ask, meeting)
    typed, errors = read_close_form(unit.session, meeting.team_id, ask.values)
    if typed is None:
        return Dialog(_TITLE, close_form(unit.session, meeting).refused(dict(ask.values), errors))
    close_meeting(unit, meeting, typed)
    if ask.place and ask.place.kind is PlaceKind.PERSONAL:
        return minutes_page(unit, meeting)
    return Closed(_("Geschlossen. Das Protokoll steht unter der Agenda."))


def _too_late(unit: Unit, ask: Ask, meeting: Meeting) -> Answer:
    note = ask.values.get(MEETING_NOTE, "").strip()
    on, at = starts(unit.session, meeting)
    sentence = _("Das Treffen am {day}, {time} wurde inzwischen geschlossen.", day=Day(on), time=Clocktime(at))
    if note and meeting.state == MeetingState.CLOSED:
        return Dialog(_("Nachtrag zum Protokoll"), addendum_form(meeting, "", note, sentence))
    return Dialog(_TITLE, Said(sentence))


def close_meeting(unit: Unit, meeting: Meeting, typed: CloseTyped, *, by_itself: bool = False) -> None:
    """`by_itself`: nobody closed it, so nobody said who was there."""
    team = team_by_id(unit.session, meeting.team_id)
    meeting.state = MeetingState.CLOSED
    meeting.closed_on = local_day(unit.now, team.zone)
    meeting.closed_by = None if by_itself else unit.acting.person_id
    meeting.note, meeting.current_item_id = typed.note, None
    meeting.version += 1
    unit.session.add_all(
        [
            *(Attendance(meeting_id=meeting.id, person_id=person_id) for person_id in typed.people),
            *(Attendance(meeting_id=meeting.id, name=name) for name in typed.names),
        ]
    )
    unit.session.flush()
    items = _carry_over(unit, meeting)
    parts = unit.house.minutes_parts(unit, meeting.id)
    meeting.minutes = freeze(items, parts, typed.people, typed.names, typed.note, by_itself=by_itself)
    unit.session.flush()
    make_minutes_findable(unit, meeting)
    _post(unit, meeting)


def _carry_over(unit: Unit, meeting: Meeting) -> list[FrozenItem]:
    """What becomes of each item; those not dealt with count one more time."""
    said = {item.id: (item, treatment) for item, treatment in treated(unit.session, meeting.id)}
    waiting = unit.session.scalars(
        select(Item)
        .where(*on_agenda(meeting.team_id, meeting.planned_on))
        .order_by(Item.position, Item.id)
        .with_for_update()
    ).all()
    rows = {item.id: item for item in (*(item for item, _t in said.values()), *waiting)}
    frozen: list[FrozenItem] = []
    for item in sorted(rows.values(), key=lambda one: (one.position, one.id)):
        treatment = said[item.id][1] if item.id in said else None
        outcome: Outcome | None = treatment.outcome if treatment else None
        if item.state == ItemState.OPEN and item.created_on <= meeting.on:
            item.times_carried += 1
            item.version += 1
        if item.id not in said and item.created_on > meeting.on:
            continue  # came after the day of a meeting that closes by itself
        frozen.append(
            {
                "id": item.id,
                "title": item.title,
                "presenter": item.presenter_id,
                "outcome": outcome.value if outcome else None,
                "note": treatment.note if treatment else None,
            }
        )
    unit.session.flush()
    return frozen


def _post(unit: Unit, meeting: Meeting) -> None:
    """The card says that it is closed, and the minutes stand under it, or alone where no card was posted."""
    team = team_by_id(unit.session, meeting.team_id)
    channel = unit.session.get_one(Channel, meeting.channel_id)
    if rests(team, channel):
        return  # the minutes are kept, and `protokoll` shows them
    show_meeting_anew(unit, meeting)
    post = find_post(unit.session, MEETING, meeting.id)
    conversation = unit.session.get(Conversation, post.conversation_id) if post else None
    unit.reply(
        MINUTES,
        meeting.id,
        conversation.key if conversation else channel_key(team.id, channel.teams_channel_id),
        under=(MEETING, meeting.id),
        useless_after=unit.now + CARD_USELESS_AFTER,
        send_after=team.calendar.speaking_time(unit.now, team.zone) if unit.actor is None else unit.now,
    )


def end_by_itself(unit: Unit, meeting: Meeting) -> None:
    """The next morning: a forgotten meeting closes, one that nobody opened was not held."""
    if meeting.state == MeetingState.RUNNING:
        close_meeting(unit, meeting, CloseTyped((), (), None), by_itself=True)
        return
    meeting.state, meeting.version = MeetingState.NOT_HELD, meeting.version + 1
    _carry_over(unit, meeting)
    if not rests(team_by_id(unit.session, meeting.team_id), unit.session.get_one(Channel, meeting.channel_id)):
        show_meeting_anew(unit, meeting)
