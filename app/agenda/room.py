"""What the agenda offers to the doors, to the clock and to the other rooms."""

from functools import partial

from app.agenda import actions, actions_closing, actions_items, actions_meeting, actions_minutes, due
from app.agenda.actions_personal import erase, redact
from app.agenda.actions_series import hold_meeting
from app.agenda.actions_settings import save_settings
from app.agenda.commands import COMMANDS, LIST
from app.agenda.queries import ITEM, item_text, traces
from app.agenda.queries_card import MEETING, MINUTES, load_meeting
from app.agenda.queries_coming import day_lines, forecast
from app.agenda.queries_lists import find_item, load_item
from app.agenda.queries_meeting import meeting_now
from app.agenda.queries_minutes import find_minutes, load_file, load_minutes
from app.agenda.queries_personal import KEPT, export, held
from app.agenda.queries_settings import check_settings, settings_section, settings_summary
from app.kit.actor import Role
from app.kit.commands import MessageCommand, Verb
from app.kit.i18n import _
from app.kit.origin import Making, Source
from app.kit.papers import Paper, PaperKind
from app.kit.personal import Personal
from app.kit.room import Due, Finding, House, Notice, Room, SettingsSection


def composed_notices(house: House) -> tuple[Notice, ...]:
    """The meeting's card shows what all rooms bring."""
    return (Notice(MEETING, partial(load_meeting, house), unknown="repeat"),)


AGENDA = Room(
    name="agenda",
    title=_("Agenda"),
    commands=COMMANDS,
    bare={"agenda": LIST, "tagesordnung": LIST},
    verbs=(
        Verb("agenda.list", actions.show_items),
        Verb("agenda.open", actions.open_items),
        Verb("agenda.parked", actions.show_parked),
        Verb("agenda.item", actions.show_item),
        Verb("agenda.finish", actions.finish, writes=True),
        Verb("agenda.defer", actions.defer, writes=True),
        Verb("agenda.park", actions.park, writes=True),
        Verb("agenda.drop", actions.drop, writes=True),
        Verb("agenda.restore", actions.restore, writes=True),
        Verb("agenda.up", actions.move_up, writes=True),
        Verb("agenda.down", actions.move_down, writes=True),
        Verb("agenda.skip_item", actions.skip_item, writes=True),
        Verb("agenda.unskip_item", actions.unskip_item, writes=True),
        Verb("agenda.add_from", actions_items.add_from, writes=True),
        Verb("agenda.new", actions_items.open_new),
        Verb("agenda.from_message", actions_items.open_message),
        Verb("agenda.save_new", actions_items.save_new, writes=True),
        Verb("agenda.edit", actions_items.open_edit),
        Verb("agenda.save", actions_items.save_edit, writes=True),
        Verb("agenda.begin", actions_meeting.begin, writes=True),
        Verb("agenda.next", actions_meeting.go_on, writes=True),
        Verb("agenda.discuss", actions_meeting.discuss, writes=True),
        Verb("agenda.note", actions_meeting.open_note),
        Verb("agenda.save_note", actions_meeting.save_note, writes=True),
        Verb("agenda.make", actions_meeting.make_of_item, writes=True),
        Verb("agenda.close", actions_closing.open_close),
        Verb("agenda.save_close", actions_closing.save_close, writes=True),
        Verb("agenda.show_minutes", actions_minutes.show_minutes),
        Verb("agenda.open_minutes", actions_minutes.open_minutes),
        Verb("agenda.minutes_list", actions_minutes.list_minutes),
        # Not noted in the inbox, which would keep the link's code.
        Verb("agenda.minutes_file", actions_minutes.give_file),
        Verb("agenda.addendum", actions_minutes.open_addendum),
        Verb("agenda.save_addendum", actions_minutes.save_addendum, writes=True),
        Verb("agenda.hold", hold_meeting, role=Role.COORDINATOR, writes=True),
    ),
    notices=(Notice(ITEM, load_item, unknown="repeat"), Notice(MINUTES, load_minutes, unknown="repeat")),
    composed=composed_notices,
    due=(
        # Yesterday's meeting first: what it left over stands on today's agenda.
        Due("agenda.ending", due.meetings_ending_due, due.next_ending_at, _("Ein Treffen von gestern endet")),
        Due("agenda.posting", due.agendas_due, due.next_agenda_at, _("Eine Agenda kommt")),
        Due("agenda.filing", due.filing_due, due.next_filing_at),
    ),
    settings=SettingsSection(settings_section, check_settings, save_settings, settings_summary),
    day_lines=day_lines,
    forecast=forecast,
    sources=(Source(ITEM, item_text, actions.show_item_anew, actions.item_again),),
    making=Making(_("Auf die Agenda"), "agenda.add_from", traces),
    from_message=MessageCommand(
        "aufDieAgenda",
        {"de": "Auf die Agenda", "en": "Add to agenda"},
        {
            "de": "Macht aus dieser Nachricht einen Punkt für das nächste Treffen",
            "en": "Makes an item for the next meeting out of this message",
        },
        "agenda.from_message",
    ),
    meeting_now=meeting_now,
    found={ITEM: Finding(_("Punkt"), find_item), MINUTES: Finding(_("Protokoll"), find_minutes)},
    papers=(Paper(MINUTES, PaperKind.DOCX, load_file, _("Protokoll")),),
    personal=Personal(KEPT, held, export, erase),
    redact=redact,
)
