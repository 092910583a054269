"""What decisions offer to the doors, to the clock and to the other rooms."""

from functools import partial

from app.decisions import due
from app.decisions.actions import (
    edit,
    open_new,
    open_review,
    open_revoke,
    save_edit,
    save_review,
    save_revoke,
    show,
    show_decisions,
)
from app.decisions.actions_origins import (
    add_from,
    come_back,
    from_message,
    open_replace,
    open_revise,
    save_decision,
    show_anew,
)
from app.decisions.actions_personal import erase
from app.decisions.actions_redaction import redact
from app.decisions.actions_settings import save_settings
from app.decisions.actions_voices import close_now, open_voice, press_choice, save_voice
from app.decisions.commands import ADD, FIND, LIST
from app.decisions.queries import DECISION, NOTICE, traces
from app.decisions.queries_coming import agenda_part, day_lines, forecast, minutes_part
from app.decisions.queries_papers import load_book, load_csv, load_history, load_one, open_export
from app.decisions.queries_personal import KEPT, export, held_lines
from app.decisions.queries_settings import check_settings, settings_section, settings_summary
from app.decisions.queries_shown import OWN_MAKING, decision_text, load_card, review_settled
from app.kit.commands import MessageCommand, Verb
from app.kit.i18n import _
from app.kit.origin import Making, Source
from app.kit.papers import Paper, PaperKind
from app.kit.personal import Personal
from app.kit.room import Due, Notice, Room, SettingsSection

DECISIONS = Room(
    name="decisions",
    title=_("Beschlüsse"),
    commands=(ADD, LIST, FIND),
    bare=dict.fromkeys(("beschluss", "entscheidung", "decision"), LIST),
    verbs=(
        Verb("decisions.list", show_decisions),
        Verb("decisions.show", show),
        Verb("decisions.new", open_new),
        Verb("decisions.add_from", add_from),
        Verb("decisions.from_message", from_message),
        Verb("decisions.save", save_decision, writes=True),
        Verb("decisions.edit", edit),
        Verb("decisions.save_edit", save_edit, writes=True),
        Verb("decisions.replace", open_replace),
        Verb("decisions.revise", open_revise),
        Verb("decisions.review", open_review),
        Verb("decisions.save_review", save_review, writes=True),
        Verb("decisions.revoke", open_revoke),
        Verb("decisions.save_revoke", save_revoke, writes=True),
        Verb("decisions.choose", press_choice, writes=True),
        Verb("decisions.speak", open_voice),
        Verb("decisions.save_voice", save_voice, writes=True),
        Verb("decisions.close", close_now, writes=True),
        # Not noted in the inbox, which would keep the links' codes.
        Verb("decisions.export", open_export),
    ),
    composed=lambda house: (Notice(NOTICE, partial(load_card, house), unknown="repeat"),),
    due=(
        Due(
            "decisions.closing",
            due.rounds_closing_due,
            due.next_closing_at,
            _("Eine Abstimmung oder Einwandrunde endet"),
        ),
        Due("decisions.filing", due.filing_due, due.next_filing_at),
    ),
    settings=SettingsSection(settings_section, check_settings, save_settings, settings_summary),
    day_lines=day_lines,
    forecast=forecast,
    sources=(Source(DECISION, decision_text, show_anew, come_back, review_settled),),
    making=Making(_("Als Beschluss"), OWN_MAKING, traces, dialog=True, quick=False),
    from_message=MessageCommand(
        "alsBeschluss",
        {"de": "Als Beschluss festhalten", "en": "Record as decision"},
        {
            "de": "Hält den Text dieser Nachricht als Beschluss fest; der Link bleibt dabei.",
            "en": "Records the text of this message as a decision and keeps the link.",
        },
        "decisions.from_message",
    ),
    agenda=agenda_part,
    minutes=minutes_part,
    papers=(
        Paper("decisions.book", PaperKind.DOCX, load_book, _("Beschlüsse")),
        Paper("decisions.one", PaperKind.DOCX, load_one, _("Beschluss")),
        Paper("decisions.csv", PaperKind.CSV, load_csv, _("Beschlüsse")),
        Paper("decisions.history", PaperKind.JSON, load_history, _("Verlauf der Beschlüsse")),
    ),
    personal=Personal(KEPT, held_lines, export, erase),
    redact=redact,
)
