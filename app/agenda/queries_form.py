"""The forms of the agenda, and what was typed into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.model import Attendance, Item, Meeting, MeetingState
from app.agenda.queries import count_items, on_agenda
from app.agenda.queries_meeting import count_deferred, treatment_of
from app.agenda.rules import LONGEST_ITEM_MINUTES, LONGEST_NAME, LONGEST_TITLE, LONGEST_TYPED
from app.kit.errors import UserError
from app.kit.forms import NO_CASES, Choice, Field, Form, Kind, Section
from app.kit.i18n import Text, _, _many, verbatim
from app.people.queries import away_on, members_of

NOBODY = "0"
TITLE, PRESENTER, MINUTES = "item_title", "item_presenter", "item_minutes"
NOTE = "note"
PEOPLE, NAMES, MEETING_NOTE = "people", "names", "meeting_note"
ADDENDUM = "addendum"
MOST_NAMES = 40

_NO_TITLE = Text("")


@dataclass(frozen=True)
class ItemTyped:
    title: str
    presenter_id: int | None
    minutes: int | None


def item_form(
    session: Session,
    team_id: int,
    typed: ItemTyped,
    *,
    title: Text,
    verb: str,
    hidden: Mapping[str, str],
    notice: Text | None = None,
) -> Form:
    """For a new item, one made of a message, and one that is changed."""
    people = [Choice(NOBODY, _("niemand Bestimmtes"))]
    people += [Choice(str(person.id), verbatim(person.name)) for person, _member in members_of(session, team_id)]
    present = str(typed.presenter_id or NOBODY)
    fields = (
        Field(TITLE, _("Worum geht es?"), Kind.TEXT, typed.title, required=True, longest=LONGEST_TITLE, hint=NO_CASES),
        Field(
            PRESENTER,
            _("Wer stellt es vor?"),
            Kind.CHOICE,
            present if any(choice.value == present for choice in people) else NOBODY,
            tuple(people),
        ),
        Field(
            MINUTES,
            _("Wie viele Minuten?"),
            Kind.TEXT,
            str(typed.minutes or ""),
            hint=_("Zum Beispiel 10. Darf leer bleiben."),
            longest=4,
        ),
    )
    return Form(
        title,
        (Section(_NO_TITLE, fields),),
        verb,
        _("Speichern"),
        tuple(hidden.items()),
        notice=notice,
    )


def read_item_form(
    session: Session, team_id: int, values: Mapping[str, str]
) -> tuple[ItemTyped | None, list[UserError]]:
    title = " ".join(values.get(TITLE, "").split())
    errors: list[UserError] = []
    if wrong := wrong_title(title):
        errors.append(UserError(wrong.sentence, field=TITLE))
    presenter = values.get(PRESENTER, NOBODY) or NOBODY
    known = {str(person.id): person.id for person, _member in members_of(session, team_id)}
    if presenter != NOBODY and presenter not in known:
        errors.append(UserError(_("Diese Person gehört nicht mehr zum Team."), field=PRESENTER))
    written = values.get(MINUTES, "").strip()
    minutes = int(written) if written.isascii() and written.isdecimal() and len(written) < 5 else None
    if written and (minutes is None or wrong_minutes(minutes)):
        errors.append(UserError(_MINUTES_WRONG, field=MINUTES))
    return (None if errors else ItemTyped(title, known.get(presenter), minutes or None)), errors


_MINUTES_WRONG = _("Bitte eine Zahl von 1 bis {longest} angeben, zum Beispiel 10.", longest=LONGEST_ITEM_MINUTES)


def wrong_minutes(minutes: int | None) -> UserError | None:
    return UserError(_MINUTES_WRONG) if minutes is not None and not 0 < minutes <= LONGEST_ITEM_MINUTES else None


def wrong_title(title: str) -> UserError | None:
    if not title:
        return UserError(_("Bitte schreiben, worum es gehen soll."))
    if len(title) > LONGEST_TITLE:
        return UserError(
            _(
                "Das sind {n} Zeichen, höchstens {longest} sind möglich. Bitte kürzen.",
                n=len(title),
                longest=LONGEST_TITLE,
            )
        )
    return None


def too_long(text: str, field: str, longest: int = LONGEST_TYPED) -> UserError | None:
    if len(text) <= longest:
        return None
    return UserError(
        _("Das sind {n} Zeichen, höchstens {longest} sind möglich. Bitte kürzen.", n=len(text), longest=longest),
        field=field,
    )


def note_form(session: Session, meeting: Meeting, item: Item, back: str, notice: Text | None = None) -> Form:
    treatment = treatment_of(session, meeting.id, item.id)
    hidden = {
        "meeting": str(meeting.id),
        "item": str(item.id),
        "version": str(treatment.version if treatment else 0),
        "back": back,
    }
    field = Field(
        NOTE,
        _("Notiz"),
        Kind.LONG_TEXT,
        treatment.note or "" if treatment else "",
        longest=LONGEST_TYPED,
        hint=NO_CASES,
    )
    intro = _("Zu: {title}", title=item.title)
    return Form(
        _("Notiz"), (Section(_NO_TITLE, (field,)),), "agenda.save_note", _("Speichern"), tuple(hidden.items()), intro,
        notice,
    )  # fmt: skip


def close_form(session: Session, meeting: Meeting) -> Form:
    """Who was there is proposed by the last time: whoever was there then and is not away today."""
    people = [person for person, _member in members_of(session, meeting.team_id)]
    away = away_on(session, [person.id for person in people], meeting.on)
    last = _last_attendance(session, meeting)
    there = [person.id for person in people if person.id not in away and (not last or person.id in last)]
    fields = (
        Field(
            PEOPLE,
            _("Wer war dabei?"),
            Kind.CHOICES,
            ",".join(map(str, there)),
            tuple(Choice(str(person.id), verbatim(person.name)) for person in people),
            hint=_LIKE_LAST_TIME if last else _ALL_HERE,
        ),
        Field(
            NAMES,
            _("Wer war noch dabei?"),
            Kind.LONG_TEXT,
            hint=_("Menschen von außerhalb des Teams: ein Name je Zeile."),
        ),
        Field(MEETING_NOTE, _("Anmerkung zum Treffen"), Kind.LONG_TEXT, longest=LONGEST_TYPED, hint=NO_CASES),
    )
    waiting = count_items(session, *on_agenda(meeting.team_id, meeting.planned_on))
    waiting -= count_deferred(session, meeting)
    intro = _("Danach steht das Protokoll fest. Korrekturen gehen als Nachtrag.")
    if waiting > 0:
        left = _many(
            "Ein Punkt ist noch nicht besprochen und kommt wieder.",
            "{n} Punkte sind noch nicht besprochen und kommen wieder.",
            waiting,
        )
        intro = _("{left} {frozen}", left=left, frozen=intro)
    return Form(
        _("Treffen schließen"),
        (Section(_NO_TITLE, fields),),
        "agenda.save_close",
        _("Treffen schließen"),
        (("meeting", str(meeting.id)),),
        intro,
    )


def _last_attendance(session: Session, meeting: Meeting) -> set[int]:
    last = session.scalar(
        select(Meeting.id)
        .where(Meeting.team_id == meeting.team_id, Meeting.state == MeetingState.CLOSED)
        .order_by(Meeting.on.desc())
        .limit(1)
    )
    if last is None:
        return set()
    rows = session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == last))
    return {person_id for person_id in rows if person_id}


_LIKE_LAST_TIME = _("Vorgeschlagen nach dem letzten Treffen; wer heute abwesend ist, ist nicht angekreuzt.")
_ALL_HERE = _("Angekreuzt sind alle, die heute nicht abwesend sind.")


@dataclass(frozen=True)
class CloseTyped:
    people: tuple[int, ...]
    names: tuple[str, ...]
    note: str | None


def read_close_form(
    session: Session, team_id: int, values: Mapping[str, str]
) -> tuple[CloseTyped | None, list[UserError]]:
    known = [person.id for person, _member in members_of(session, team_id)]
    ticked = {one.strip() for one in values.get(PEOPLE, "").split(",")}
    names = _names(values.get(NAMES, ""))
    note = values.get(MEETING_NOTE, "").strip()
    errors = [error for error in (too_long(note, MEETING_NOTE),) if error]
    if any(len(name) > LONGEST_NAME for name in names) or len(names) > MOST_NAMES:
        errors.append(UserError(_("Bitte je Zeile nur einen Namen schreiben."), field=NAMES))
    people = tuple(one for one in known if str(one) in ticked)
    return (None if errors else CloseTyped(people, tuple(names), note or None)), errors


def _names(written: str) -> Sequence[str]:
    return list(dict.fromkeys(name for line in written.splitlines() if (name := " ".join(line.split()))))


def addendum_form(meeting: Meeting, back: str, typed: str = "", notice: Text | None = None) -> Form:
    field = Field(ADDENDUM, _("Nachtrag"), Kind.LONG_TEXT, typed, required=True, longest=LONGEST_TYPED, hint=NO_CASES)
    return Form(
        _("Nachtrag zum Protokoll"),
        (Section(_NO_TITLE, (field,)),),
        "agenda.save_addendum",
        _("Speichern"),
        (("meeting", str(meeting.id)), ("back", back)),
        _("Das Protokoll selbst bleibt, wie es ist. Der Nachtrag steht darunter, mit Tag und Namen."),
        notice,
    )
