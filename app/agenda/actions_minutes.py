"""Minutes after the close: shown, handed out as a file, and completed by what everybody sees under them."""

from sqlalchemy import select

from app.agenda.actions_cards import show_meeting_anew
from app.agenda.model import Addendum, Meeting, MeetingState
from app.agenda.queries_card import MINUTES, meeting_card
from app.agenda.queries_form import ADDENDUM, addendum_form, too_long
from app.agenda.queries_meeting import meeting_for
from app.agenda.queries_minutes import make_minutes_findable, minutes_list, minutes_page
from app.kit.answers import Answer, Closed, Dialog, Said
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import _
from app.kit.incoming import PlaceKind
from app.kit.unit import Unit
from app.people.actions_downloads import download_link
from app.people.actions_shown import update_card
from app.people.queries import team_by_id

_ADDENDUM = _("Nachtrag zum Protokoll")


def show_minutes(unit: Unit, ask: Ask) -> Answer:
    """A page in the place of the card that was pressed."""
    meeting = meeting_for(unit.session, unit.acting, ask.number("meeting"))
    if meeting.state != MeetingState.CLOSED:
        return meeting_card(unit, meeting)
    return minutes_page(unit, meeting, _page(ask))


def open_minutes(unit: Unit, ask: Ask) -> Answer:
    meeting = _closed(unit, ask)
    return Dialog(_("Protokoll"), minutes_page(unit, meeting, _page(ask), in_dialog=_in_channel(ask)))


def _page(ask: Ask) -> int:
    return ask.number("page") if "page" in ask.values else 1


def _in_channel(ask: Ask) -> bool:
    return ask.place is None or ask.place.kind is not PlaceKind.PERSONAL


def list_minutes(unit: Unit, ask: Ask) -> Answer:
    return minutes_list(unit.session, unit.acting.team_id, _page(ask))


def _closed(unit: Unit, ask: Ask, *, lock: bool = False) -> Meeting:
    meeting = meeting_for(unit.session, unit.acting, ask.number("meeting"), lock=lock)
    if meeting.state != MeetingState.CLOSED:
        raise UserError(_("Ein Protokoll gibt es, sobald das Treffen geschlossen ist."))
    return meeting


def give_file(unit: Unit, ask: Ask) -> Answer:
    """*Als Datei*: a link for who asked, and nobody else."""
    meeting = _closed(unit, ask)
    link = download_link(unit, _("Protokoll herunterladen"), MINUTES, meeting.id)
    told = _("Das Protokoll als Word-Datei. Der Link gilt eine Viertelstunde lang und ein einziges Mal.")
    return Dialog(_("Protokoll als Datei"), Said(told, buttons=(link,)))


def open_addendum(unit: Unit, ask: Ask) -> Answer:
    return Dialog(_ADDENDUM, addendum_form(_closed(unit, ask), ask.values.get("back", "")))


def save_addendum(unit: Unit, ask: Ask) -> Answer:
    """The same words sent twice by the same person on one day stand there once."""
    meeting = _closed(unit, ask, lock=True)
    text, back = ask.values.get(ADDENDUM, "").strip(), ask.values.get("back", "")
    wrong = too_long(text, ADDENDUM)
    if not text:
        wrong = UserError(_("Bitte schreiben, was nachgetragen werden soll."), field=ADDENDUM)
    if wrong:
        return Dialog(_ADDENDUM, addendum_form(meeting, back).refused({ADDENDUM: text}, [wrong]))
    _add(unit, meeting, text)
    if back == "dialog" or not _in_channel(ask):
        view = minutes_page(unit, meeting, 10_000, in_dialog=back == "dialog")
        return Dialog(_("Protokoll"), view) if back == "dialog" else view
    return Closed(_("Der Nachtrag steht unter dem Protokoll."))


def _add(unit: Unit, meeting: Meeting, text: str) -> None:
    today = local_day(unit.now, team_by_id(unit.session, meeting.team_id).zone)
    mine = (Addendum.meeting_id == meeting.id, Addendum.person_id == unit.acting.person_id, Addendum.on == today)
    if text in unit.session.scalars(select(Addendum.text).where(*mine)).all():
        return
    unit.session.add(Addendum(meeting_id=meeting.id, text=text, person_id=unit.acting.person_id, on=today))
    meeting.version += 1
    unit.session.flush()
    make_minutes_findable(unit, meeting)
    show_meeting_anew(unit, meeting)
    update_card(unit, MINUTES, meeting.id)
