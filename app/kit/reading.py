"""Reads the typed fields of a form one by one and collects what is wrong, each with its field."""

from collections.abc import Collection, Mapping
from datetime import date, time
from typing import TypeVar

from app.kit.calendar import QUIET_FROM, QUIET_UNTIL
from app.kit.errors import UserError
from app.kit.i18n import Text, _

T = TypeVar("T")

WORKDAYS_ONLY = _("Bitte einen Tag von Montag bis Freitag wählen.")


class FieldReader:
    """Each reader gives None where something is wrong, and `errors` says what."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.errors: list[UserError] = []

    def wrong(self, field: str, sentence: Text) -> None:
        self.errors.append(UserError(sentence, field=field))

    def number(self, field: str, allowed: Collection[int], sentence: Text) -> int | None:
        typed = self._values.get(field, "").strip()
        if typed.isdecimal() and int(typed) in allowed:
            return int(typed)
        self.wrong(field, sentence)
        return None

    def workday(self, field: str) -> int | None:
        return self.number(field, range(5), WORKDAYS_ONLY)

    def one_of(self, field: str, known: Mapping[str, T]) -> T | None:
        found = known.get(self._values.get(field, ""))
        if found is None:
            self.wrong(field, _("Bitte eine der Möglichkeiten wählen."))
        return found

    def time(self, field: str) -> time | None:
        """A time outside the quiet hours."""
        try:
            at = time.fromisoformat(self._values.get(field, "").strip())
        except ValueError:
            self.wrong(field, _("Bitte eine Uhrzeit wie 10:00 angeben."))
            return None
        if not QUIET_UNTIL <= at < QUIET_FROM:
            self.wrong(
                field,
                _("Von 18:00 bis 08:00 Uhr bleibt es still. Bitte eine Zeit von 08:00 bis 17:59 Uhr wählen."),
            )
            return None
        return at.replace(second=0, microsecond=0, tzinfo=None)

    def day(self, field: str) -> date | None:
        """None also where nothing is typed, which is not wrong."""
        typed = self._values.get(field, "").strip()
        if not typed:
            return None
        try:
            return date.fromisoformat(typed)
        except ValueError:
            self.wrong(field, _("Bitte einen Tag wie 2026-11-23 angeben."))
            return None
