"""The typed settings of a series: read, and checked against what a round can be. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.kit.errors import UserError
from app.kit.i18n import _
from app.kit.reading import FieldReader
from app.kit.rhythm import RHYTHMS, HolidayRule, Rhythm
from app.standups.rules import SHORTEST_WINDOW, Slot

ON = "round_on"
CHANNEL = "round_channel"
OPENS_WEEKDAY = "round_opens_weekday"
OPENS_TIME = "round_opens_time"
REMINDER = "round_reminder_weekday"
CLOSES_WEEKDAY = "round_closes_weekday"
CLOSES_TIME = "round_closes_time"
RHYTHM = "round_rhythm"
ANCHOR = "round_anchor"
HOLIDAYS = "round_holidays"
EVERYONE = "round_everyone"
PEOPLE = "round_people"

LONGEST_QUESTION = 200

NO_REMINDER = "none"


def question_field(slot: Slot) -> str:
    return f"round_question_{slot}"


@dataclass(frozen=True)
class Wish:
    """Settings as somebody wants them, read from a form."""

    on: bool
    channel_id: int
    opens_weekday: int
    opens_time: time
    reminder_weekday: int | None
    closes_weekday: int
    closes_time: time
    rhythm: Rhythm
    nth: int
    anchor_on: date | None
    holiday_rule: HolidayRule
    questions: Mapping[Slot, str]
    everyone: bool
    people: frozenset[int]


def read_wish(
    values: Mapping[str, str], channels: Collection[int], members: Collection[int], message_time: time
) -> tuple[Wish | None, list[UserError]]:
    """The settings, or all that is wrong with them. `channels` and `members` may be chosen."""
    reader = FieldReader(values)
    channel = reader.number(CHANNEL, channels, _("Bitte einen Kanal wählen, den es im Team gibt."))
    opens_weekday = reader.workday(OPENS_WEEKDAY)
    opens_time = reader.time(OPENS_TIME)
    closes_weekday = reader.workday(CLOSES_WEEKDAY)
    closes_time = reader.time(CLOSES_TIME)
    no_reminder = values.get(REMINDER) == NO_REMINDER
    reminder = None if no_reminder else reader.workday(REMINDER)
    rhythm = reader.one_of(RHYTHM, RHYTHMS)
    holiday_rule = reader.one_of(HOLIDAYS, {rule.value: rule for rule in HolidayRule})
    anchor_on = reader.day(ANCHOR)
    questions = {slot: text for slot in Slot if (text := " ".join(values.get(question_field(slot), "").split()))}
    if not questions:
        reader.wrong(question_field(Slot.REVIEW), _("Mindestens eine Frage bleibt stehen."))
    for slot, text in questions.items():
        if len(text) > LONGEST_QUESTION:
            reader.wrong(question_field(slot), _("Höchstens {longest} Zeichen.", longest=LONGEST_QUESTION))
    everyone = values.get(EVERYONE, "true") != "false"
    people = frozenset(
        int(one) for one in values.get(PEOPLE, "").split(",") if one.strip().isdecimal() and len(one) < 10
    )
    people &= frozenset(members)
    if not everyone and not people:
        reader.wrong(PEOPLE, _("Bitte mindestens eine Person wählen, oder alle teilnehmen lassen."))
    if opens_weekday is not None and opens_time and closes_weekday is not None and closes_time:
        days = _days_between(opens_weekday, opens_time, closes_weekday, closes_time)
        in_time = message_time < closes_time
        if _length(days, opens_time, closes_time) < SHORTEST_WINDOW:
            reader.wrong(CLOSES_TIME, _("Zwischen Öffnen und Schließen liegen mindestens zwei Stunden."))
        elif reminder is not None and not _reminder_fits(reminder, opens_weekday, days, on_last_day=in_time):
            reader.wrong(
                REMINDER, _("Die Erinnerung kommt frühestens am Tag nach dem Öffnen und noch vor dem Schließen.")
            )
    if reader.errors:
        return None, reader.errors
    assert channel is not None
    assert opens_weekday is not None
    assert opens_time
    assert closes_weekday is not None
    assert closes_time
    assert rhythm
    assert holiday_rule
    return (
        Wish(
            values.get(ON, "true") != "false",
            channel,
            opens_weekday,
            opens_time,
            reminder,
            closes_weekday,
            closes_time,
            *rhythm,
            anchor_on,
            holiday_rule,
            questions,
            everyone,
            people,
        ),
        [],
    )


def _days_between(opens_weekday: int, opens: time, closes_weekday: int, closes: time) -> int:
    """From the opening's day to the close's; the same weekday means the same day only where the opening is earlier."""
    days = (closes_weekday - opens_weekday) % 7
    return 7 if days == 0 and opens >= closes else days


def _length(days: int, opens: time, closes: time) -> timedelta:
    return timedelta(days=days, hours=closes.hour - opens.hour, minutes=closes.minute - opens.minute)


def _reminder_fits(weekday: int, opens_weekday: int, days: int, *, on_last_day: bool) -> bool:
    after_opening = (weekday - opens_weekday - 1) % 7 + 1
    return after_opening < days or (on_last_day and after_opening == days)
