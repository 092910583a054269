"""The form for a task that is made from something else, and what was typed into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.kit.errors import UserError
from app.kit.forms import Choice, Field, Form, Kind, Section
from app.kit.i18n import Text, _, verbatim
from app.kit.origin import Origin, OriginText, shortened
from app.people.queries import members_of, team_by_id
from app.tasks.rules import LONGEST_TITLE, default_due

NOBODY = "0"
NO_CASES = _("Bitte keine Namen oder Fälle von Ratsuchenden.")
TITLE = _("Neue Aufgabe")


@dataclass(frozen=True)
class TaskTyped:
    title: str
    owner_id: int | None
    due_on: date | None


def task_form(session: Session, origin: Origin, source: OriginText, back: str, today: date) -> Form:
    """Pre-filled with the source's text, its person and next Friday."""
    people = [person for person, _member in members_of(session, source.team_id)]
    is_here = any(person.id == source.person_id for person in people)
    choices = (
        Choice(NOBODY, _("noch offen")),
        *(Choice(str(person.id), verbatim(person.name)) for person in people),
    )
    due = default_due(today, team_by_id(session, source.team_id).calendar)
    fields = (
        Field(
            "task_title",
            _("Was ist zu tun?"),
            Kind.LONG_TEXT,
            shortened(source.text, LONGEST_TITLE),
            required=True,
            longest=LONGEST_TITLE,
        ),
        Field("task_owner", _("Wer kümmert sich?"), Kind.CHOICE, str(source.person_id) if is_here else NOBODY, choices),
        Field("task_due", _("Bis wann? (leer: ohne Tag)"), Kind.DAY, due.isoformat()),
    )
    hidden = {**{name: str(value) for name, value in origin.in_button.items()}, "back": back}
    return Form(
        TITLE, (Section(Text(""), fields),), "tasks.save", _("Speichern"), tuple(hidden.items()), intro=NO_CASES
    )


def read_form(
    session: Session, team_id: int, values: Mapping[str, str], today: date
) -> tuple[TaskTyped | None, list[UserError]]:
    """What was typed, or all that is wrong with it."""
    errors: list[UserError] = []
    title = " ".join(values.get("task_title", "").split())
    if wrong := wrong_title(title):
        errors.append(wrong)
    owner_id: int | None = None
    if (chosen := values.get("task_owner", "") or NOBODY) != NOBODY:
        owner_id = int(chosen) if chosen.isdecimal() else None
        if owner_id not in {person.id for person, _member in members_of(session, team_id)}:
            errors.append(UserError(_("Diese Person gehört nicht mehr zum Team."), field="task_owner"))
    due_on: date | None = None
    if typed := values.get("task_due", ""):
        try:
            due_on = date.fromisoformat(typed)
        except ValueError:
            errors.append(UserError(_("Das ist kein Tag."), field="task_due"))
        else:
            if due_on < today:
                errors.append(UserError(_("Dieser Tag ist schon vorbei."), field="task_due"))
    return (None, errors) if errors else (TaskTyped(title, owner_id, due_on), [])


def wrong_title(title: str) -> UserError | None:
    if not title:
        return UserError(_("Bitte schreiben, was zu tun ist."), field="task_title")
    if len(title) > LONGEST_TITLE:
        return UserError(
            _(
                "Das sind {n} Zeichen, höchstens {longest} sind möglich. Bitte kürzen.",
                n=len(title),
                longest=LONGEST_TITLE,
            ),
            field="task_title",
        )
    return None
