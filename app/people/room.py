"""What people offer to the doors and to the clock."""

from functools import partial

from app.kit.commands import Verb
from app.kit.i18n import _
from app.kit.papers import Paper, PaperKind
from app.kit.personal import Personal
from app.kit.room import Due, House, Notice, Room, SettingsSection
from app.people import due
from app.people.actions_away import add_absence, be_back, cancel_absence
from app.people.actions_privacy import (
    HTML,
    JSON,
    ask_erase,
    erase,
    erase_me,
    hand_out,
    left_people_due,
    next_left_person_due,
    show_kept,
    show_my_data,
)
from app.people.actions_redaction import ask_redact, redact, redact_passage
from app.people.actions_settings import (
    check_team,
    open_help,
    open_section,
    open_settings,
    save_settings,
    save_team,
    set_up,
    switch_team,
)
from app.people.commands import COMMANDS
from app.people.queries_day import load_day, lost_lines
from app.people.queries_privacy import KEPT, export, held_lines, load_export
from app.people.queries_settings import load_hello, load_welcome, team_section, team_summary


def composed_notices(house: House) -> tuple[Notice, ...]:
    return (
        Notice("people.welcome", partial(load_welcome, house), unknown="repeat"),
        Notice("people.day", partial(load_day, house), unknown="repeat", alert=True),
    )


PEOPLE = Room(
    name="people",
    title=_("Team und Abwesenheit"),
    commands=COMMANDS,
    verbs=(
        Verb("people.help", open_help),
        Verb("people.settings", open_settings),
        Verb("people.settings_section", open_section),
        Verb("people.save_settings", save_settings, writes=True),
        Verb("people.set_up", set_up, writes=True),
        Verb("people.add_absence", add_absence, writes=True),
        Verb("people.cancel_absence", cancel_absence, writes=True),
        Verb("people.back", be_back, writes=True),
        Verb("people.switch_team", switch_team, writes=True),
        Verb("people.my_data", show_my_data),
        Verb("people.kept", show_kept),
        # Not noted in the inbox: the answer holds links, which are stored nowhere.
        Verb("people.export", hand_out),
        Verb("people.erase_ask", ask_erase),
        Verb("people.erase", erase_me, writes=True),
        # Its answer holds the passage and is not noted; which team it may be is checked by the team of the form.
        Verb("people.redact_ask", ask_redact),
        Verb("people.redact", redact_passage, writes=True),
    ),
    notices=(Notice("people.hello", load_hello, unknown="leave"),),
    composed=composed_notices,
    due=(
        Due("people.day_messages", due.day_messages_due, due.next_day_message_due, _("Zeit für private Nachrichten")),
        Due(
            "people.removed_teams",
            due.removed_teams_due,
            due.next_removed_team_due,
            _("Ein entferntes Team wird gelöscht"),
        ),
        Due(
            "people.old_absences",
            due.old_absences_due,
            due.next_old_absence_due,
        ),
        Due(
            "people.left_people",
            left_people_due,
            next_left_person_due,
        ),
        Due(
            "people.old_downloads",
            due.old_downloads_due,
            due.next_old_download_due,
        ),
    ),
    settings=SettingsSection(team_section, check_team, save_team, team_summary),
    day_lines=lost_lines,
    papers=(
        Paper(HTML, PaperKind.HTML, load_export, _("Was über Sie gespeichert ist")),
        Paper(JSON, PaperKind.JSON, load_export, _("Was über Sie gespeichert ist")),
    ),
    personal=Personal(KEPT, held_lines, export, erase),
    redact=redact,
)
