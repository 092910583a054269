"""The typed settings of the meetings: read, and checked against what a meeting can be. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time

from app.kit.errors import UserError
from app.kit.i18n import _
from app.kit.reading import FieldReader
from app.kit.rhythm import RHYTHMS, HolidayRule, Rhythm

ON = "meeting_on"
CHANNEL = "meeting_channel"
WEEKDAY = "meeting_weekday"
TIME = "meeting_time"
LENGTH = "meeting_length"
BEFORE = "meeting_before"
RHYTHM = "meeting_rhythm"
ANCHOR = "meeting_anchor"
HOLIDAYS = "meeting_holidays"

LENGTHS = (30, 45, 60, 75, 90, 120, 150, 180, 240)
BEFORES = (0, 15, 30, 60, 120, 180, 240)


@dataclass(frozen=True)
class Wish:
    """Settings as somebody wants them, read from a form."""

    on: bool
    channel_id: int
    weekday: int
    starts_time: time
    length_minutes: int
    posted_before_minutes: int
    rhythm: Rhythm
    nth: int
    anchor_on: date | None
    holiday_rule: HolidayRule


def read_wish(values: Mapping[str, str], channels: Collection[int]) -> tuple[Wish | None, list[UserError]]:
    """The settings, or all that is wrong with them. `channels` may be chosen."""
    reader = FieldReader(values)
    on = values.get(ON, "true") != "false"
    channel = reader.number(CHANNEL, channels, _("Bitte einen Kanal wählen, den es im Team gibt."))
    weekday = reader.workday(WEEKDAY)
    starts = reader.time(TIME)
    length = reader.number(LENGTH, range(5, 481), _("Bitte eine Länge von 5 bis 480 Minuten wählen."))
    before = reader.number(BEFORE, range(601), _("Bitte wählen, wie lange vorher die Agenda kommt."))
    rhythm = reader.one_of(RHYTHM, RHYTHMS)
    holiday_rule = reader.one_of(HOLIDAYS, {rule.value: rule for rule in HolidayRule})
    anchor_on = reader.day(ANCHOR)
    if (
        channel is None
        or weekday is None
        or starts is None
        or length is None
        or before is None
        or rhythm is None
        or holiday_rule is None
        or reader.errors
    ):
        return None, reader.errors
    return Wish(on, channel, weekday, starts, length, before, *rhythm, anchor_on, holiday_rule), []
