"""What is stored about a person, told by all rooms: now, as a file, and what each kind of record is for."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.kit.actor import Role
from app.kit.calendar import local_day
from app.kit.errors import NotAllowed
from app.kit.i18n import Day, Text, Translator, _, _many, translator
from app.kit.personal import Held, Kept
from app.kit.room import House, Room
from app.kit.unit import Unit
from app.people.model import Absence, Member, Person, Team
from app.people.queries import team_by_id
from app.people.views import ExportPart, PersonalExport
from app.people.views_privacy import EraseAsked, HeldPart, KeptPart, MyRecords, WhatIsKept

FORMER_PERSON = _("eine frühere Person")
"""Stands where a record named somebody who was taken out of it."""

KEPT = (
    Kept(
        _("Name, Kennungen in Microsoft Entra und Teams, Sprache; je Team die Rolle, der Tag von Ein- und Austritt"),
        _("Damit Nachrichten ankommen und nur Mitglieder etwas sehen. Teams liefert die Angaben jede Nacht neu"),
        _("Solange jemand zu einem Team gehört; danach 12 Wochen"),
        _("Alle im Team sehen den Namen und wer koordiniert"),
    ),
    Kept(
        _("Abwesenheiten: erster und letzter Tag, ohne Grund"),
        _("Damit so lange nichts Privates kommt"),
        _("Bis 7 Tage nach der Rückkehr"),
        _("Niemand sonst"),
    ),
    Kept(
        _("Angeforderte Dateien: welche und für wen; der Link selbst wird nicht gespeichert"),
        _("Damit ein Link nur einmal und nur für eine Person gilt"),
        _("Eine Viertelstunde, danach höchstens einen halben Tag"),
        _("Niemand sonst"),
    ),
    Kept(
        _("Welche Nachricht wohin ging und ob sie ankam, ohne Wortlaut"),
        _("Damit nichts doppelt gesendet wird oder verloren geht"),
        _("Höchstens 400 Tage"),
        _("Niemand im Team"),
    ),
    Kept(
        _("Antworten des Bots auf Eingaben und gedrückte Schaltflächen"),
        _("Damit ein doppelter Klick nichts doppelt tut"),
        _("3 Tage"),
        _("Niemand im Team"),
    ),
    Kept(
        _("Private Nachrichten des Bots im Einzelchat"),
        _("Höchstens eine am Arbeitstag, nur mit Anlass"),
        _("12 Wochen, dann löscht der Bot sie in Teams"),
        _("Nur die Person selbst"),
    ),
)

ROLES = {Role.COORDINATOR: _("Koordination"), Role.MEMBER: _("Mitglied"), Role.GUEST: _("Gast")}


def held(unit: Unit, person_id: int) -> Iterator[Held]:
    for team, member in _memberships(unit, person_id):
        since = Day(member.joined_on, "d. MMMM y")
        yield Held(_("Team {team}: {role}, seit {day}", team=team.name, role=ROLES[member.role], day=since))
    absences = len(_absences(unit, person_id))
    if absences:
        yield Held(_many("{n} eingetragene Abwesenheit", "{n} eingetragene Abwesenheiten", absences))


def held_lines(unit: Unit, person_id: int) -> list[Held]:
    return list(held(unit, person_id))


def export(unit: Unit, person_id: int) -> dict[str, Any]:
    person = unit.session.get_one(Person, person_id)
    return {
        "you": {
            "name": person.name,
            "entra_id": person.entra_id,
            "teams_user_id": person.teams_user_id,
            "language": person.language,
        },
        "teams": [
            {
                "team": team.name,
                "role": member.role.value,
                "joined_on": member.joined_on.isoformat(),
                "left_on": member.left_on.isoformat() if member.left_on else None,
            }
            for team, member in _memberships(unit, person_id)
        ],
        "absences": [
            {"first_day": one.first_day.isoformat(), "last_day": one.last_day.isoformat()}
            for one in _absences(unit, person_id)
        ],
    }


def _memberships(unit: Unit, person_id: int) -> list[tuple[Team, Member]]:
    rows = unit.session.execute(
        select(Team, Member)
        .join(Member, Member.team_id == Team.id)
        .where(Member.person_id == person_id)
        .order_by(Member.id)
    )
    return [(team, member) for team, member in rows]


def _absences(unit: Unit, person_id: int) -> list[Absence]:
    return list(unit.session.scalars(select(Absence).where(Absence.person_id == person_id).order_by(Absence.first_day)))


def my_records(unit: Unit) -> MyRecords:
    person_id = unit.acting.person_id
    return MyRecords(
        tuple(
            HeldPart(title_of(room), tuple(one.text for one in personal.held(unit, person_id)))
            for room, personal in unit.house.personal
        )
    )


def what_is_kept(house: House, page: int) -> WhatIsKept:
    """One room a page; a page that is not there is taken as the nearest one."""
    parts = kept_parts(house)
    page = min(max(page, 1), len(parts))
    return WhatIsKept(parts[page - 1], page, len(parts))


def kept_parts(house: House) -> list[KeptPart]:
    return [KeptPart(title_of(room), tuple(personal.kept)) for room, personal in house.personal]


def title_of(room: Room) -> Text:
    return room.title or Text(room.name)


def erase_asked() -> EraseAsked:
    return EraseAsked(
        goes=(
            _("Ihre Antworten auf Runden, auch in den Berichten im Kanal"),
            _("Abwesenheiten, persönliche Links, angeforderte Dateien und was Sie für sich eingestellt haben"),
            _("Ihr Name an Aufgaben, Punkten der Agenda, Beschlüssen und Protokollen"),
            _("Die Nachrichten, die der Bot von sich aus in Ihren Einzelchat geschrieben hat"),
        ),
        stays=(
            _("Aufgaben, Beschlüsse, Protokolle. Wo Ihr Name stand, steht „eine frühere Person“ oder nichts"),
            _("Texte, in die jemand Ihren Namen getippt hat: Die kann die Koordination mit „schwärzen“ herausnehmen"),
            _("Solange Sie zum Team gehören: Name, Kennungen und Rolle. Teams liefert sie jede Nacht neu"),
            _("Antworten des Bots in Ihrem Einzelchat: Die löschen Sie dort selbst"),
            _("Dateien, die schon jemand heruntergeladen hat"),
        ),
    )


def load_export(unit: Unit, subject: str) -> PersonalExport:
    """One's own alone. Raises NotAllowed."""
    actor = unit.acting
    if subject != str(actor.person_id):
        raise NotAllowed(_("Das sind nicht Ihre Angaben."))
    person = unit.session.get_one(Person, actor.person_id)
    t = translator(actor.language)
    parts: list[ExportPart] = []
    raw: dict[str, Any] = {}
    for room, personal in unit.house.personal:
        found = personal.export(unit, actor.person_id)
        raw[room.name] = found
        parts.append(ExportPart(title_of(room), tuple(_rows(t, personal.kept, found))))
    return PersonalExport(
        person.name, local_day(unit.now, team_by_id(unit.session, actor.team_id).zone), tuple(parts), raw
    )


def _rows(t: Translator, kept: Any, found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What each kind is for, then what there is, record by record."""
    for one in kept:
        yield t(one.what), t(_("Wozu: {why}. Wie lange: {long}. Wer es sieht: {who}.", **said_of(one)))
    for name, value in found.items():
        records = value if isinstance(value, list) else [value]
        for number, record in enumerate(records, 1):
            label = label_of(t, name)
            yield (f"{label} {number}" if isinstance(value, list) else label), _written(t, record)


def said_of(kept: Kept) -> dict[str, Text]:
    return {"why": kept.why, "long": kept.how_long, "who": kept.seen_by}


def _written(t: Translator, value: Any) -> str:
    if isinstance(value, dict):
        said = [f"{label_of(t, name)}: {_written(t, one)}" for name, one in value.items() if one not in (None, "", [])]
        return "; ".join(said)
    if isinstance(value, list):
        return ", ".join(_written(t, one) for one in value)
    if isinstance(value, bool):
        return t(_("ja")) if value else t(_("nein"))
    return str(value)


def label_of(t: Translator, name: str) -> str:
    """A field's plain English name in the reader's language; one that is not in the table as it is."""
    known = LABELS.get(name)
    return t(known) if known else name.replace("_", " ")


LABELS = {
    "you": _("Sie"),
    "name": _("Name"),
    "entra_id": _("Kennung in Microsoft Entra"),
    "teams_user_id": _("Kennung in Teams"),
    "language": _("Sprache"),
    "teams": _("Team"),
    "team": _("Team"),
    "role": _("Rolle"),
    "joined_on": _("seit"),
    "left_on": _("verlassen am"),
    "absences": _("Abwesenheit"),
    "first_day": _("erster Tag"),
    "last_day": _("letzter Tag"),
    "answers": _("Antwort"),
    "rounds": _("Runde"),
    "week": _("Woche"),
    "saved_on": _("gespeichert am"),
    "texts": _("Texte"),
    "quiet": _("wie letzte Woche"),
    "links": _("Persönlicher Link"),
    "taking_part": _("Teilnahme an Runden"),
    "chosen": _("ausgewählt"),
    "left": _("ausgestiegen"),
    "tasks": _("Aufgabe"),
    "title": _("Titel"),
    "state": _("Stand"),
    "reason": _("Grund"),
    "due_on": _("fällig am"),
    "created_on": _("angelegt am"),
    "done_on": _("erledigt am"),
    "important": _("wichtig"),
    "snoozed_until": _("verschoben bis"),
    "you_are": _("Sie sind"),
    "reminders": _("Erinnerungen"),
    "decision": _("Beschluss"),
    "decision_entries": _("Eintrag im Verlauf"),
    "decision_participations": _("Teilnahme"),
    "wording": _("Wortlaut"),
    "kind": _("Art"),
    "on": _("am"),
    "choice": _("Stimme"),
    "review": _("Rückblick"),
    "next": _("Nächste Schritte"),
    "blocker": _("Wo es hakt"),
    "agenda_items_created": _("Eingebrachter Punkt der Agenda"),
    "agenda_items_presented": _("Vorgestellter Punkt der Agenda"),
    "meetings_attended": _("Dabei beim Treffen"),
    "meetings_opened": _("Begonnenes Treffen"),
    "meetings_closed": _("Geschlossenes Treffen"),
    "addenda": _("Nachtrag zum Protokoll"),
    "text": _("Text"),
}
