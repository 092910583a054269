"""What stand-ups offer to the doors and to the clock."""

from functools import partial

from app.kit.actor import Role
from app.kit.commands import Verb
from app.kit.i18n import _
from app.kit.origin import Source
from app.kit.personal import Personal
from app.kit.room import Due, Notice, Room, SettingsSection
from app.standups.actions_answers import open_form, save_answer, save_same
from app.standups.actions_privacy import erase, next_old_answers_due, old_answers_due, redact
from app.standups.actions_rounds import show_report_anew
from app.standups.actions_series import join, resume, unskip_week
from app.standups.actions_settings import save_settings
from app.standups.commands import COMMANDS
from app.standups.due import next_closing_at, next_opening_at, rounds_closing_due, rounds_opening_due
from app.standups.queries_blockers import BLOCKER, agenda_part, blocker_text
from app.standups.queries_coming import day_lines, forecast
from app.standups.queries_privacy import KEPT, export, held
from app.standups.queries_report import load_report, load_round, open_report, page_again, show_report
from app.standups.queries_settings import check_settings, settings_section, settings_summary

STANDUPS = Room(
    name="standups",
    title=_("Runde"),
    commands=COMMANDS,
    verbs=(
        Verb("standups.form", open_form),
        Verb("standups.save", save_answer, writes=True),
        Verb("standups.same", save_same, writes=True),
        Verb("standups.show_report", show_report),
        Verb("standups.open_report", open_report),
        Verb("standups.join", join, writes=True),
        Verb("standups.resume", resume, role=Role.COORDINATOR, writes=True),
        Verb("standups.unskip", unskip_week, role=Role.COORDINATOR, writes=True),
    ),
    notices=(Notice("standups.round", load_round, unknown="repeat"),),
    composed=lambda house: (Notice("standups.report", partial(load_report, house), unknown="repeat"),),
    due=(
        # Closing first: where both are late, the old round's report comes before the new round's card.
        Due("standups.closing", rounds_closing_due, next_closing_at, _("Eine Runde schließt")),
        Due("standups.opening", rounds_opening_due, next_opening_at, _("Eine Runde öffnet")),
        Due("standups.old_answers", old_answers_due, next_old_answers_due),
    ),
    settings=SettingsSection(settings_section, check_settings, save_settings, settings_summary),
    day_lines=day_lines,
    forecast=forecast,
    agenda=agenda_part,
    personal=Personal(KEPT, held, export, erase),
    redact=redact,
    sources=(Source(BLOCKER, blocker_text, show_report_anew, page_again),),
)
