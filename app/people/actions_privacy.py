"""`/daten`, taking a person out of everything, and what is forgotten by itself."""

import re
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.kit.answers import Answer, Button, Said
from app.kit.commands import Ask
from app.kit.forgetting import blank_answers, is_from, stands_in, take_chat_back
from app.kit.i18n import _
from app.kit.outbox import Conversation, find_conversation, person_key
from app.kit.unit import Unit
from app.people.actions_downloads import download_link
from app.people.model import Absence, Download, Member, Person, Team
from app.people.queries_privacy import erase_asked, my_records, what_is_kept
from app.people.rules import LEFT_KEPT

HTML, JSON = "people.export_html", "people.export_json"
BACK = Button(_("Zurück"), "people.my_data")

_AT_ONCE = 20


def show_my_data(unit: Unit, ask: Ask) -> Answer:
    return my_records(unit)


def show_kept(unit: Unit, ask: Ask) -> Answer:
    return what_is_kept(unit.house, ask.number("page") if "page" in ask.values else 1)


def hand_out(unit: Unit, ask: Ask) -> Answer:
    """Both files, each behind a link that works once."""
    me = unit.acting.person_id
    return Said(
        _("Jeder Link öffnet die Datei ein einziges Mal, eine Viertelstunde lang. Bitte nicht weitergeben."),
        _("Was über Sie gespeichert ist"),
        (download_link(unit, _("Als Datei zum Lesen"), HTML, me), download_link(unit, _("Als JSON"), JSON, me), BACK),
    )


def ask_erase(unit: Unit, ask: Ask) -> Answer:
    return erase_asked()


def erase_me(unit: Unit, ask: Ask) -> Answer:
    unit.house.erase(unit, unit.acting.person_id)
    return Said(
        _(
            "Gelöscht. Die Karten im Kanal werden gleich neu geschrieben, und die Nachrichten hier verschwinden. "
            "Solange Sie zum Team gehören, bleiben Name, Kennungen und Rolle, denn Teams liefert sie jede Nacht neu."
        ),
        _("Ihre Angaben"),
    )


def erase(unit: Unit, person_id: int) -> None:
    """What `people` and the kit keep, but for a present member's row of the roster: the bot needs it to work."""
    session = unit.session
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        return
    session.execute(delete(Absence).where(Absence.person_id == person_id))
    session.execute(delete(Download).where(Download.person_id == person_id))
    session.execute(delete(Member).where(Member.person_id == person_id, Member.left_on.is_not(None)))
    marks = [person.name, person.entra_id, person.teams_user_id]
    pattern = re.compile("|".join(re.escape(mark) for mark in marks if len(mark) > 1))
    chat = find_conversation(session, person_key(person_id))
    own = [f"{chat.teams_conversation_id}|"] if chat and chat.teams_conversation_id else []
    blank_answers(unit, lambda entry: is_from(entry, own) or stands_in(entry, pattern))
    take_chat_back(unit, person_id)
    person.language = person.chosen_team_id = None
    for team in session.scalars(select(Team).where(Team.installer_entra_id == person.entra_id)):
        team.installer_entra_id = None
    session.flush()


def left_people_due(unit: Unit) -> int:
    """Who left twelve weeks ago: out of a team they no longer belong to, and out of everything where it was the last.

    The bot's messages in their chat are as old and were deleted in Teams already, so the chat is forgotten with them.
    """
    session = unit.session
    members = session.scalars(
        select(Member)
        .where(Member.left_on < unit.now.date() - LEFT_KEPT)
        .order_by(Member.left_on, Member.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for member in members:
        person_id = member.person_id
        session.delete(member)
        session.flush()
        if session.scalar(select(Member.id).where(Member.person_id == person_id).limit(1)) is None:
            unit.house.erase(unit, person_id)
            session.execute(delete(Conversation).where(Conversation.key == person_key(person_id)))
            session.execute(delete(Person).where(Person.id == person_id))
    return len(members)


def next_left_person_due(session: Session) -> datetime | None:
    first = session.scalar(select(func.min(Member.left_on)))
    return datetime.combine(first + LEFT_KEPT + timedelta(days=1), time(), UTC) if first else None
