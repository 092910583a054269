"""The forms for a task, and what was typed into them. A button may carry the same values as a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.kit.errors import UserError
from app.kit.forms import NO_CASES, Choice, Field, Form, Kind, Section
from app.kit.i18n import Day, Text, _, verbatim
from app.kit.origin import Origin, OriginText, shortened
from app.people.model import Person
from app.people.queries import members_of, team_by_id
from app.tasks.model import Task
from app.tasks.queries import supporter_ids
from app.tasks.rules import LONGEST_NAME, LONGEST_REASON, LONGEST_TITLE, MOST_HELPERS, default_due

NOBODY = "0"
TITLE = _("Neue Aufgabe")
CHANGE = _("Aufgabe ändern")
SAVE = _("Speichern")


@dataclass(frozen=True)
class TaskTyped:
    title: str
    owner_id: int | None = None
    due_on: date | None = None
    owner_name: str | None = None
    supporter_ids: tuple[int, ...] = ()
    important: bool = False

    @property
    def values(self) -> dict[str, str]:
        """As a form's inputs, and as they travel in a button."""
        return {
            "task_title": self.title,
            "task_owner": str(self.owner_id or NOBODY),
            "task_name": self.owner_name or "",
            "task_due": self.due_on.isoformat() if self.due_on else "",
            "task_important": "true" if self.important else "false",
            "task_helpers": ",".join(map(str, self.supporter_ids)),
        }


@dataclass(frozen=True)
class Hidden:
    """What travels along with a form."""

    verb: str
    ids: Mapping[str, str] = field(default_factory=dict)


def task_form(
    session: Session, team_id: int, typed: TaskTyped, hidden: Hidden, *, title: Text = TITLE, notice: Text | None = None
) -> Form:
    people = [person for person, _member in members_of(session, team_id)]
    ids = {person.id for person in people}
    names = tuple(Choice(str(person.id), verbatim(person.name)) for person in people)
    values = typed.values
    fields = (
        Field(
            "task_title",
            _("Was ist zu tun?"),
            Kind.LONG_TEXT,
            values["task_title"],
            required=True,
            longest=LONGEST_TITLE,
        ),
        Field(
            "task_owner",
            _("Wer kümmert sich?"),
            Kind.CHOICE,
            values["task_owner"] if typed.owner_id in ids else NOBODY,
            (Choice(NOBODY, _("noch offen")), *names),
        ),
        Field(
            "task_name",
            _("Oder jemand ohne Konto in diesem Team (Name)"),
            Kind.TEXT,
            values["task_name"],
            longest=LONGEST_NAME,
        ),
        Field("task_due", _("Bis wann? (leer: ohne Tag)"), Kind.DAY, values["task_due"]),
        Field("task_important", _("Wichtig"), Kind.TOGGLE, values["task_important"]),
        Field(
            "task_helpers",
            _("Wer hilft mit?"),
            Kind.CHOICES,
            ",".join(str(one) for one in typed.supporter_ids if one in ids),
            names,
        ),
    )
    section = Section(Text(""), fields)
    return Form(title, (section,), hidden.verb, SAVE, tuple(hidden.ids.items()), intro=NO_CASES, notice=notice)


def origin_form(session: Session, origin: Origin, source: OriginText, back: str, today: date) -> Form:
    """Pre-filled with the source's text, its person and next Friday."""
    due = default_due(today, team_by_id(session, source.team_id).calendar)
    typed = TaskTyped(shortened(source.text, LONGEST_TITLE), source.person_id, due)
    ids = {**{name: str(value) for name, value in origin.in_button.items()}, "back": back}
    return task_form(session, source.team_id, typed, Hidden("tasks.save", ids))


def typed_of(session: Session, task: Task) -> TaskTyped:
    """The task as its form shows it."""
    return TaskTyped(
        task.title,
        task.owner_id,
        task.due_on,
        task.owner_name if task.owner_id is None else None,
        tuple(supporter_ids(session, task.id)),
        task.important,
    )


def read_form(
    session: Session, team_id: int, values: Mapping[str, str], today: date, *, kept: date | None = None
) -> tuple[TaskTyped | None, list[UserError]]:
    """What was typed, or all that is wrong with it. `kept`: a day that may stand though it is over."""
    people = {person.id for person, _member in members_of(session, team_id)}
    errors: list[UserError] = []
    title = " ".join(values.get("task_title", "").split())
    if wrong := wrong_title(title):
        errors.append(wrong)
    owner_id = _person(values.get("task_owner", ""), people, errors)
    name = " ".join(values.get("task_name", "").split())
    if name and owner_id:
        errors.append(UserError(_("Bitte nur eine Person: ausgewählt oder mit Namen."), field="task_name"))
    if len(name) > LONGEST_NAME:
        errors.append(_too_long(len(name), LONGEST_NAME, "task_name"))
    due_on = _day(values.get("task_due", ""), today, kept, errors)
    helpers = _helpers(values.get("task_helpers", ""), people, owner_id, errors)
    if errors:
        return None, errors
    important = values.get("task_important", "") == "true"
    return TaskTyped(title, owner_id, due_on, name or None, helpers, important), []


def _person(chosen: str, people: set[int], errors: list[UserError]) -> int | None:
    if not chosen or chosen == NOBODY:
        return None
    found = _number(chosen)
    if found not in people:
        errors.append(UserError(_("Diese Person gehört nicht mehr zum Team."), field="task_owner"))
    return found


def _helpers(written: str, people: set[int], owner_id: int | None, errors: list[UserError]) -> tuple[int, ...]:
    found = dict.fromkeys(_number(one) for one in written.split(",") if one.strip())
    if not set(found) <= people:
        errors.append(UserError(_("Diese Person gehört nicht mehr zum Team."), field="task_helpers"))
    if len(found) > MOST_HELPERS:
        errors.append(UserError(_("Höchstens {n} Personen helfen mit.", n=MOST_HELPERS), field="task_helpers"))
    return tuple(one for one in found if one is not None and one != owner_id)


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None


def _day(typed: str, today: date, kept: date | None, errors: list[UserError]) -> date | None:
    if not typed:
        return None
    try:
        due_on = date.fromisoformat(typed)
    except ValueError:
        errors.append(UserError(_("Das ist kein Tag."), field="task_due"))
        return None
    if due_on < today and due_on != kept:
        errors.append(UserError(_("Dieser Tag ist schon vorbei."), field="task_due"))
    return due_on


def wrong_title(title: str) -> UserError | None:
    if not title:
        return UserError(_("Bitte schreiben, was zu tun ist."), field="task_title")
    return _too_long(len(title), LONGEST_TITLE, "task_title") if len(title) > LONGEST_TITLE else None


def _too_long(length: int, longest: int, name: str) -> UserError:
    return UserError(
        _("Das sind {n} Zeichen, höchstens {longest} sind möglich. Bitte kürzen.", n=length, longest=longest),
        field=name,
    )


WAS = "was_"
"""Begins the hidden values of a form for changing: as they were when it was opened."""


def merged(values: Mapping[str, str], now: TaskTyped) -> tuple[dict[str, str], list[str]]:
    """Typed values over what stands now, and the inputs that two people changed differently.

    What the one who saves left alone keeps the other's change.
    """
    found, both = dict(values), []
    for name, stands in now.values.items():
        was = values.get(WAS + name, stands)
        typed = values.get(name, stands)
        if stands in (was, typed):
            continue
        if typed == was:
            found[name] = stands
        else:
            both.append(name)
    return found, both


def stands_now(session: Session, now: TaskTyped, names: Sequence[str]) -> Text:
    """What others changed meanwhile, for who saves over it."""
    owner = session.get(Person, now.owner_id) if now.owner_id else None
    people = [person.name for one in now.supporter_ids if (person := session.get(Person, one))]
    owned = _("zuständig: {name}", name=owner.name if owner else now.owner_name or _("noch niemand"))
    said = {
        "task_title": verbatim(f"„{now.title}“"),
        "task_owner": owned,
        "task_name": owned,
        "task_due": _("bis {day}", day=Day(now.due_on, "EEE, d. MMM")) if now.due_on else _("ohne Tag"),
        "task_important": _("wichtig") if now.important else _("nicht mehr wichtig"),
        "task_helpers": _("es helfen mit: {names}", names=", ".join(people)) if people else _("niemand hilft mit"),
    }
    first, *others = dict.fromkeys(said[name] for name in names)
    for one in others:
        first = _("{first}; {second}", first=first, second=one)
    return _("Inzwischen geändert: {what}. Noch einmal speichern nimmt, was hier steht.", what=first)


def reason_form(task: Task, verb: str, title: Text, label: Text, back: str) -> Form:
    asked = Field("task_reason", label, Kind.LONG_TEXT, required=True, longest=LONGEST_REASON)
    hidden = (("task", str(task.id)), ("back", back))
    return Form(title, (Section(Text(""), (asked,)),), verb, SAVE, hidden, intro=NO_CASES)


def read_reason(values: Mapping[str, str]) -> tuple[str, list[UserError]]:
    reason = values.get("task_reason", "").strip()
    if not reason:
        return reason, [UserError(_("Bitte den Grund schreiben."), field="task_reason")]
    too_long = [_too_long(len(reason), LONGEST_REASON, "task_reason")] if len(reason) > LONGEST_REASON else []
    return reason, too_long


def offer_form(people: Sequence[Person], task: Task, back: str) -> Form:
    """To whom; everybody in the team but who has it already."""
    choices = tuple(Choice(str(person.id), verbatim(person.name)) for person in people if person.id != task.owner_id)
    asked = Field("task_to", _("An wen?"), Kind.CHOICE, "", choices, required=True)
    note = _("Sie bleibt bei der jetzigen Person, bis sie angenommen ist.")
    section = Section(Text(""), (asked,), note)
    hidden = (("task", str(task.id)), ("back", back))
    return Form(_("Aufgabe weitergeben"), (section,), "tasks.save_offer", _("Weitergeben"), hidden)
