"""Forms that a room describes and a card or page draws: fields with labels, values, errors. Checked on the server."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.kit.errors import UserError
from app.kit.i18n import Text, _

NO_CASES = _("Bitte keine Namen oder Fälle von Ratsuchenden.")
"""Stands on each form with free text."""


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    TIME = "time"
    """HH:MM, the team's wall clock."""
    DAY = "day"
    """YYYY-MM-DD."""
    CHOICE = "choice"
    CHOICES = "choices"
    """Several; the value is a comma list."""
    TOGGLE = "toggle"
    """The value is "true" or "false"."""


@dataclass(frozen=True)
class Choice:
    value: str
    title: Text


@dataclass(frozen=True)
class Field:
    name: str
    label: Text
    kind: Kind
    value: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    hint: Text | None = None
    error: Text | None = None
    longest: int = 0
    """Characters at most; 0 for fields without a limit of their own."""


@dataclass(frozen=True)
class Section:
    title: Text
    fields: tuple[Field, ...]
    note: Text | None = None


@dataclass(frozen=True)
class Form:
    """`verb` is pressed with all values; `hidden` ids travel along."""

    title: Text
    sections: tuple[Section, ...]
    verb: str
    save_label: Text
    hidden: tuple[tuple[str, str], ...] = ()
    intro: Text | None = None
    notice: Text | None = None
    """A word above the form, for instance that something typed was refused."""

    def refused(self, typed: dict[str, str], errors: list[UserError]) -> "Form":
        """The same form with what was typed kept and each error at its field."""
        by_field = {error.field: error.sentence for error in errors if error.field}
        general = next((error.sentence for error in errors if not error.field), None)
        sections = tuple(
            replace(
                section,
                fields=tuple(
                    replace(one, value=typed.get(one.name, one.value), error=by_field.get(one.name))
                    for one in section.fields
                ),
            )
            for section in self.sections
        )
        return replace(self, sections=sections, notice=general or self.notice)
