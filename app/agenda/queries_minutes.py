"""Minutes as they were frozen, with the names of today: on cards page by page, and whole for a file."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.agenda.model import Addendum, Meeting, MeetingState
from app.agenda.queries import names_of
from app.agenda.queries_card import MINUTES
from app.agenda.queries_meeting import meeting_for, outcome_text, starts
from app.agenda.rules_minutes import people_in
from app.agenda.views import (
    Look,
    Minutes,
    MinutesAddendum,
    MinutesItem,
    MinutesLineShown,
    MinutesList,
    MinutesPage,
    MinutesResult,
    MinutesSection,
)
from app.kit.answers import Button, Skip
from app.kit.i18n import Day, Text, _, verbatim
from app.kit.origin import gone, read_id
from app.kit.search import make_findable
from app.kit.unit import Unit
from app.people.queries import team_by_id
from app.people.queries_privacy import FORMER_PERSON
from app.standups.rules_answers import plan_pages

PAGE_BYTES = 13_500
"""One page of the minutes, so that the card stays under 20 KB in every language."""
LINE_BYTES = 230
PIECE = 900
"""A long note falls into pieces of so many characters, so that pages can break inside it."""
LISTED = 8


def minutes_of(session: Session, meeting: Meeting) -> Minutes:
    """The whole of it. The meeting is closed."""
    frozen: Mapping[str, Any] = meeting.minutes or {}
    addenda = session.scalars(select(Addendum).where(Addendum.meeting_id == meeting.id).order_by(Addendum.id)).all()
    names = names_of(session, [*people_in(frozen), *(one.person_id for one in addenda)])

    def name(person_id: int | None) -> Text:
        return verbatim(names[person_id]) if person_id in names else FORMER_PERSON

    on, at = starts(session, meeting)
    return Minutes(
        meeting.id,
        team_by_id(session, meeting.team_id).name,
        on,
        at,
        meeting.length_minutes,
        (*(name(one) for one in frozen["people"]), *(verbatim(one) for one in frozen["names"])),
        tuple(
            MinutesItem(
                number,
                item["title"],
                None if item["presenter"] is None else name(item["presenter"]),
                outcome_text(item["outcome"]),
                item["note"],
            )
            for number, item in enumerate(frozen["items"], 1)
        ),
        tuple(
            MinutesSection(
                Text(part["title"]),
                tuple(
                    MinutesResult(
                        line["reference"],
                        line["text"],
                        (*(name(one) for one in line["people"]), *(verbatim(one) for one in line["names"])),
                        date.fromisoformat(line["due_on"]) if line["due_on"] else None,
                    )
                    for line in part["lines"]
                ),
            )
            for part in frozen["parts"]
        ),
        frozen["note"],
        frozen["by_itself"],
        tuple(MinutesAddendum(one.on, name(one.person_id), one.text) for one in addenda),
    )


def _lines(minutes: Minutes) -> Iterator[MinutesLineShown]:
    """The minutes in the order in which they are read on a card."""

    def heading(text: Text) -> MinutesLineShown:
        return MinutesLineShown(Look.HEADING, text)

    if minutes.by_itself:
        told = _("Niemand hat das Treffen geschlossen; am nächsten Morgen schloss es sich von selbst.")
        yield MinutesLineShown(Look.SUBTLE, told)
    if minutes.attendance:
        yield heading(_("Dabei"))
        yield MinutesLineShown(Look.PLAIN, joined(minutes.attendance))
    for section in minutes.sections:
        yield heading(section.title)
        for line in section.lines:
            yield MinutesLineShown(Look.PLAIN, result_text(line))
    if minutes.items:
        yield heading(_("Punkte"))
    for item in minutes.items:
        title = _("{number}. {title}", number=item.number, title=item.title)
        yield MinutesLineShown(Look.STRONG, title)
        told = _("{outcome} · {name}", outcome=item.outcome, name=item.presenter) if item.presenter else item.outcome
        yield MinutesLineShown(Look.SUBTLE, told)
        yield from _typed(item.note)
    if minutes.note:
        yield heading(_("Anmerkung"))
        yield from _typed(minutes.note)
    if minutes.addenda:
        yield heading(_("Nachträge"))
    for addendum in minutes.addenda:
        told = _("{day}, {name}", day=Day(addendum.on, "d. MMMM y"), name=addendum.person)
        yield MinutesLineShown(Look.SUBTLE, told)
        yield from _typed(addendum.text)


def _typed(text: str | None) -> Iterator[MinutesLineShown]:
    """Long texts in pieces that can stand on two pages."""
    rest = text or ""
    while len(rest) > PIECE:
        cut = max(rest.rfind("\n", 0, PIECE), rest.rfind(" ", 0, PIECE))
        cut = cut if cut > PIECE // 2 else PIECE
        yield MinutesLineShown(Look.PLAIN, verbatim(rest[:cut].rstrip()))
        rest = rest[cut:].lstrip()
    if rest:
        yield MinutesLineShown(Look.PLAIN, verbatim(rest))


def joined(texts: tuple[Text, ...]) -> Text:
    """Names after each other; each may be a sentence of ours."""
    found = texts[0]
    for one in texts[1:]:
        found = _("{names}, {name}", names=found, name=one)
    return found


def result_text(line: MinutesResult) -> Text:
    """`2026-14: Wir mieten den Saal. (Bert Muster, bis 4. Dezember 2026)`"""
    text = _("{reference}: {text}", reference=line.reference, text=line.text) if line.reference else verbatim(line.text)
    told = [joined(line.people)] if line.people else []
    if line.due_on:
        told.append(_("bis {day}", day=Day(line.due_on, "d. MMMM y")))
    return _("{text} ({facts})", text=text, facts=joined(tuple(told))) if told else text


def _size(line: MinutesLineShown) -> int:
    return len(json.dumps(_values(line.text), ensure_ascii=False).encode()) + LINE_BYTES


def _values(text: Text) -> list[Any]:
    return [_values(one) if isinstance(one, Text) else str(one) for one in text.params.values()]


def minutes_page(unit: Unit, meeting: Meeting, page: int = 1, *, in_dialog: bool = False) -> MinutesPage:
    """A page; one that is not there is taken as the nearest one."""
    return _minutes_page(unit.session, meeting, page, in_dialog=in_dialog)


def _minutes_page(session: Session, meeting: Meeting, page: int = 1, *, in_dialog: bool = False) -> MinutesPage:
    lines = list(_lines(minutes_of(session, meeting)))
    pages = plan_pages([_size(line) for line in lines], PAGE_BYTES) if lines else [range(0)]
    page = min(max(page, 1), len(pages))
    data: dict[str, str | int] = {"meeting": meeting.id}
    verb = "agenda.open_minutes" if in_dialog else "agenda.show_minutes"
    buttons = []
    if page > 1:
        buttons.append(Button(_("Zurück"), verb, {**data, "page": page - 1}))
    if page < len(pages):
        buttons.append(Button(_("Weiter"), verb, {**data, "page": page + 1}))
    buttons.append(Button(_("Als Datei"), "agenda.minutes_file", data, dialog=True))
    back = "dialog" if in_dialog else ""
    buttons.append(Button(_("Nachtrag"), "agenda.addendum", {**data, "back": back}, dialog=True))
    return MinutesPage(
        _("Protokoll vom {day}", day=Day(meeting.on, "d. MMMM y")),
        tuple(lines[index] for index in pages[page - 1]),
        page,
        len(pages),
        meeting.id,
        tuple(buttons),
        in_dialog,
    )


def load_minutes(session: Session, subject: str, now: datetime) -> MinutesPage | Skip:
    found = session.get(Meeting, int(subject))
    if found is None or found.state != MeetingState.CLOSED:
        return Skip("meeting_gone")
    return _minutes_page(session, found)


def find_minutes(unit: Unit, record_id: str) -> MinutesPage:
    """From the search. Raises NotAllowed."""
    meeting = _closed_for(unit, record_id)
    return minutes_page(unit, meeting, in_dialog=True)


def _closed_for(unit: Unit, written: str) -> Meeting:
    meeting = meeting_for(unit.session, unit.acting, read_id(written))
    if meeting.state != MeetingState.CLOSED:
        raise gone()
    return meeting


def load_file(unit: Unit, subject: str) -> Minutes:
    """What the file holds. Raises NotAllowed."""
    return minutes_of(unit.session, _closed_for(unit, subject))


def make_minutes_findable(unit: Unit, meeting: Meeting) -> None:
    """Found by their items, notes and addenda."""
    frozen: Mapping[str, Any] = meeting.minutes or {"items": [], "parts": [], "note": None, "names": []}
    addenda = unit.session.scalars(select(Addendum.text).where(Addendum.meeting_id == meeting.id)).all()
    texts = [
        *(item["title"] for item in frozen["items"]),
        *(line["text"] for part in frozen["parts"] for line in part["lines"]),
        *(item["note"] or "" for item in frozen["items"]),
        frozen["note"] or "",
        *addenda,
    ]
    title = f"{meeting.on:%d.%m.%Y}"
    first = " · ".join(item["title"] for item in frozen["items"])
    named = f"{title} · {first}" if first else title
    make_findable(unit.session, meeting.team_id, MINUTES, meeting.id, named, meeting.on, "Protokoll minutes", *texts)


def closed_on(session: Session, team_id: int, on: date) -> Meeting | None:
    """The minutes of a day."""
    query = select(Meeting).where(Meeting.team_id == team_id, Meeting.state == MeetingState.CLOSED, Meeting.on == on)
    return session.scalar(query.order_by(Meeting.id.desc()).limit(1))


def last_closed(session: Session, team_id: int) -> Meeting | None:
    query = select(Meeting).where(Meeting.team_id == team_id, Meeting.state == MeetingState.CLOSED)
    return session.scalar(query.order_by(Meeting.on.desc()).limit(1))


def minutes_list(session: Session, team_id: int, page: int = 1) -> MinutesList:
    """Past meetings; a page that is not there is taken as the nearest one."""
    where = (Meeting.team_id == team_id, Meeting.state == MeetingState.CLOSED)
    count = session.scalar(select(func.count()).select_from(Meeting).where(*where)) or 0
    pages = max(1, -(-count // LISTED))
    page = min(max(page, 1), pages)
    rows = session.execute(
        select(Meeting.id, Meeting.on)
        .where(*where)
        .order_by(Meeting.on.desc())
        .offset((page - 1) * LISTED)
        .limit(LISTED)
    )
    entries = tuple(
        (
            _("Treffen am {day}", day=Day(on, "d. MMMM y")),
            Button(_("Protokoll"), "agenda.show_minutes", {"meeting": meeting_id, "page": 1}),
        )
        for meeting_id, on in rows
    )
    return MinutesList(entries, page, pages)
