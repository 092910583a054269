"""Reads for the settings card and the welcome card."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from sqlalchemy import select

from app.kit.errors import UserError
from app.kit.forms import Choice, Field, Kind, Section
from app.kit.i18n import LANGUAGES, Clocktime, Text, _, translator, verbatim
from app.kit.rhythm import HolidayRule, Rhythm, rhythm_name
from app.kit.unit import Unit
from app.people.queries import channels_of, members_of, team_by_id
from app.standups import rules_settings as names
from app.standups.model import Asked, Series, SeriesPerson, SeriesState
from app.standups.queries import QUESTIONS, find_series, questions_of
from app.standups.rules import Slot
from app.standups.rules_settings import Wish, read_wish

WEEKDAYS = (
    _("Montag"),
    _("Dienstag"),
    _("Mittwoch"),
    _("Donnerstag"),
    _("Freitag"),
)

DEFAULTS: Mapping[str, str] = {
    names.ON: "true",
    names.OPENS_WEEKDAY: "3",
    names.OPENS_TIME: "10:00",
    names.REMINDER: "4",
    names.CLOSES_WEEKDAY: "0",
    names.CLOSES_TIME: "08:00",
    names.RHYTHM: "weekly",
    names.ANCHOR: "",
    names.HOLIDAYS: HolidayRule.SKIP.value,
    names.EVERYONE: "true",
    names.PEOPLE: "",
}

_RHYTHM_NAMES: Mapping[str, Text] = {
    "weekly": _("jede Woche"),
    "biweekly": _("alle zwei Wochen"),
    "month_1": _("monatlich, am ersten Berichtstag"),
    "month_2": _("monatlich, am zweiten Berichtstag"),
    "month_3": _("monatlich, am dritten Berichtstag"),
    "month_4": _("monatlich, am vierten Berichtstag"),
    "month_last": _("monatlich, am letzten Berichtstag"),
}


def default_wordings(slot: Slot) -> frozenset[str]:
    """A default question as any reader may have seen it: saved unchanged, it stays the default in all languages."""
    text = QUESTIONS.get(slot)
    return frozenset(translator(language)(text) for language in LANGUAGES) if text else frozenset()


def settings_section(unit: Unit, team_id: int) -> Section:
    """The fields with what is set; before the set-up with the defaults and the channel of the installation."""
    team = team_by_id(unit.session, team_id)
    series = find_series(unit.session, team_id)
    language = unit.actor.language if unit.actor else team.language
    values = dict(DEFAULTS)
    asked: list[Asked] = [{"slot": slot.value, "text": None} for slot in QUESTIONS]
    values[names.CHANNEL] = str(team.home_channel_id or "")
    if series:
        values |= _values_of(unit, series)
        asked = questions_of(unit.session, series.id)
    # A default question is filled in as this reader reads it, so that it can be changed like any text.
    for question in asked:
        text = question["text"] or translator(language)(QUESTIONS[Slot(question["slot"])])
        values[names.question_field(Slot(question["slot"]))] = text
    people = tuple(
        Choice(str(person.id), verbatim(person.name)) for person, _member in members_of(unit.session, team_id)
    )
    channels = tuple(Choice(str(channel.id), verbatim(channel.name)) for channel in channels_of(unit.session, team_id))
    days = tuple(Choice(str(number), day) for number, day in enumerate(WEEKDAYS))
    reminder = (*days, Choice(names.NO_REMINDER, _("keine Erinnerung")))
    rhythms = tuple(Choice(name, text) for name, text in _RHYTHM_NAMES.items())
    holidays = (
        Choice(HolidayRule.SKIP.value, _("Die Runde fällt aus")),
        Choice(HolidayRule.MOVE.value, _("Der Bericht kommt am nächsten Arbeitstag")),
    )
    fields = [
        Field(names.ON, _("Runden finden statt"), Kind.TOGGLE),
        Field(names.CHANNEL, _("Kanal der Runde"), Kind.CHOICE, choices=channels, required=True),
        Field(names.OPENS_WEEKDAY, _("Runde öffnet am"), Kind.CHOICE, choices=days, required=True),
        Field(names.OPENS_TIME, _("Runde öffnet um"), Kind.TIME, required=True),
        Field(names.REMINDER, _("Erinnerung an die Runde"), Kind.CHOICE, choices=reminder, required=True),
        Field(names.CLOSES_WEEKDAY, _("Schluss und Bericht am"), Kind.CHOICE, choices=days, required=True),
        Field(names.CLOSES_TIME, _("Schluss und Bericht um"), Kind.TIME, required=True),
        Field(
            names.RHYTHM,
            _("Rhythmus der Runde"),
            Kind.CHOICE,
            choices=rhythms,
            required=True,
            hint=_("Monatlich zählt der Wochentag des Berichts: zum Beispiel der erste Montag."),
        ),
        Field(
            names.ANCHOR,
            _("Ein Tag aus einer Woche mit Runde"),
            Kind.DAY,
            hint=_("Nur bei „alle zwei Wochen“. Es zählt die Woche des Berichts."),
        ),
        Field(names.HOLIDAYS, _("Bericht an einem Feiertag"), Kind.CHOICE, choices=holidays, required=True),
        *(
            Field(names.question_field(slot), label, Kind.TEXT, longest=names.LONGEST_QUESTION)
            for slot, label in _QUESTION_LABELS.items()
        ),
        Field(names.EVERYONE, _("Alle im Team werden gefragt"), Kind.TOGGLE),
        Field(
            names.PEOPLE,
            _("Nur diese Personen, wenn nicht alle gefragt werden"),
            Kind.CHOICES,
            choices=people,
            hint=_("Antworten kann immer jede Person im Team."),
        ),
    ]
    return Section(
        _("Runde"),
        tuple(_filled(field, values) for field in fields),
        note=_("Eine leere Frage entfällt. Was hier geändert wird, gilt ab der nächsten Runde."),
    )


_QUESTION_LABELS: Mapping[Slot, Text] = {
    Slot.REVIEW: _("Frage zum Rückblick"),
    Slot.NEXT: _("Frage nach den nächsten Schritten"),
    Slot.BLOCKER: _("Frage, wo es hakt"),
    Slot.EXTRA: _("Eigene Frage"),
}


def _filled(field: Field, values: Mapping[str, str]) -> Field:
    return replace(field, value=values.get(field.name, ""))


def _values_of(unit: Unit, series: Series) -> dict[str, str]:
    chosen = unit.session.scalars(
        select(SeriesPerson.person_id).where(SeriesPerson.series_id == series.id, SeriesPerson.chosen)
    )
    return {
        names.ON: "true" if series.state == SeriesState.ACTIVE else "false",
        names.CHANNEL: str(series.channel_id),
        names.OPENS_WEEKDAY: str(series.opens_weekday),
        names.OPENS_TIME: f"{series.opens_time:%H:%M}",
        names.REMINDER: names.NO_REMINDER if series.reminder_weekday is None else str(series.reminder_weekday),
        names.CLOSES_WEEKDAY: str(series.closes_weekday),
        names.CLOSES_TIME: f"{series.closes_time:%H:%M}",
        names.RHYTHM: rhythm_name(series.rhythm, series.nth),
        names.ANCHOR: series.anchor_on.isoformat() if series.rhythm == Rhythm.BIWEEKLY else "",
        names.HOLIDAYS: series.holiday_rule.value,
        names.EVERYONE: "true" if series.everyone else "false",
        names.PEOPLE: ",".join(str(person_id) for person_id in sorted(chosen)),
    }


def read_settings(unit: Unit, team_id: int, values: Mapping[str, str]) -> tuple[Wish | None, list[UserError]]:
    channels = [channel.id for channel in channels_of(unit.session, team_id)]
    members = [person.id for person, _member in members_of(unit.session, team_id)]
    return read_wish(values, channels, members, team_by_id(unit.session, team_id).day_message_time)


def check_settings(unit: Unit, team_id: int, values: Mapping[str, str]) -> list[UserError]:
    return read_settings(unit, team_id, values)[1]


def settings_summary(unit: Unit, team_id: int) -> list[Text]:
    """What is set, in lines for the welcome card; before the set-up what *So übernehmen* would set."""
    series = find_series(unit.session, team_id)
    values = _values_of(unit, series) if series else DEFAULTS
    if series and series.state == SeriesState.PAUSED:
        return [_("Runde: pausiert")]
    line = _(
        "Runde: {opens_day}, {opens_time} bis {closes_day}, {closes_time}",
        opens_day=WEEKDAYS[int(values[names.OPENS_WEEKDAY])],
        opens_time=Clocktime(time.fromisoformat(values[names.OPENS_TIME])),
        closes_day=WEEKDAYS[int(values[names.CLOSES_WEEKDAY])],
        closes_time=Clocktime(time.fromisoformat(values[names.CLOSES_TIME])),
    )
    if series is None or series.rhythm == Rhythm.WEEKLY:
        return [line]
    return [_("{line}, {rhythm}", line=line, rhythm=_RHYTHM_NAMES[rhythm_name(series.rhythm, series.nth)])]
