"""Reads for the settings card and the welcome card."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from app.agenda import rules_settings as names
from app.agenda.model import MeetingSeries, SeriesState
from app.agenda.queries_meeting import find_series
from app.agenda.rules_settings import Wish, read_wish
from app.kit.errors import UserError
from app.kit.forms import Choice, Field, Kind, Section
from app.kit.i18n import Clocktime, Text, _, _many, verbatim
from app.kit.rhythm import HolidayRule, Rhythm, rhythm_name
from app.kit.unit import Unit
from app.people.queries import channels_of, team_by_id
from app.standups.queries_settings import WEEKDAYS

DEFAULTS: Mapping[str, str] = {
    names.ON: "true",
    names.WEEKDAY: "0",
    names.TIME: "09:00",
    names.LENGTH: "60",
    names.BEFORE: "60",
    names.RHYTHM: "weekly",
    names.ANCHOR: "",
    names.HOLIDAYS: HolidayRule.SKIP.value,
}

_RHYTHM_NAMES: Mapping[str, Text] = {
    "weekly": _("jede Woche"),
    "biweekly": _("alle zwei Wochen"),
    "month_1": _("monatlich, am ersten solchen Wochentag"),
    "month_2": _("monatlich, am zweiten solchen Wochentag"),
    "month_3": _("monatlich, am dritten solchen Wochentag"),
    "month_4": _("monatlich, am vierten solchen Wochentag"),
    "month_last": _("monatlich, am letzten solchen Wochentag"),
}


def settings_section(unit: Unit, team_id: int) -> Section:
    """The fields with what is set; before the set-up with the defaults and the channel of the installation."""
    values = present_values(unit, team_id)
    channels = tuple(Choice(str(channel.id), verbatim(channel.name)) for channel in channels_of(unit.session, team_id))
    days = tuple(Choice(str(number), day) for number, day in enumerate(WEEKDAYS))
    fields = (
        Field(names.ON, _("Treffen finden statt"), Kind.TOGGLE),
        Field(names.CHANNEL, _("Kanal der Agenda"), Kind.CHOICE, choices=channels, required=True),
        Field(names.WEEKDAY, _("Wochentag des Treffens"), Kind.CHOICE, choices=days, required=True),
        Field(names.TIME, _("Treffen beginnt um"), Kind.TIME, required=True),
        Field(
            names.LENGTH,
            _("Länge des Treffens"),
            Kind.CHOICE,
            choices=_minutes(names.LENGTHS, values[names.LENGTH]),
            required=True,
        ),
        Field(
            names.BEFORE,
            _("Agenda kommt vor dem Treffen"),
            Kind.CHOICE,
            choices=_minutes(names.BEFORES, values[names.BEFORE]),
            required=True,
            hint=_("Nie vor 08:00 Uhr am Tag des Treffens."),
        ),
        Field(
            names.RHYTHM,
            _("Rhythmus der Treffen"),
            Kind.CHOICE,
            choices=tuple(Choice(name, text) for name, text in _RHYTHM_NAMES.items()),
            required=True,
        ),
        Field(
            names.ANCHOR,
            _("Ein Tag aus einer Woche mit Treffen"),
            Kind.DAY,
            hint=_("Nur bei „alle zwei Wochen“."),
        ),
        Field(
            names.HOLIDAYS,
            _("Treffen an einem Feiertag"),
            Kind.CHOICE,
            choices=(
                Choice(HolidayRule.SKIP.value, _("Das Treffen fällt aus")),
                Choice(HolidayRule.MOVE.value, _("Das Treffen ist am nächsten Arbeitstag")),
            ),
            required=True,
        ),
    )
    return Section(
        _("Treffen"),
        tuple(replace(field, value=values.get(field.name, "")) for field in fields),
        note=_("Was hier geändert wird, gilt ab der nächsten Agenda."),
    )


def _minutes(usual: tuple[int, ...], present: str) -> tuple[Choice, ...]:
    numbers = sorted({*usual, int(present)})
    return tuple(Choice(str(number), _many("{n} Minute", "{n} Minuten", number)) for number in numbers)


def present_values(unit: Unit, team_id: int) -> dict[str, str]:
    series = find_series(unit.session, team_id)
    home = str(team_by_id(unit.session, team_id).home_channel_id or "")
    return _values_of(series) if series else {**DEFAULTS, names.CHANNEL: home}


def _values_of(series: MeetingSeries) -> dict[str, str]:
    return {
        names.ON: "true" if series.state == SeriesState.ACTIVE else "false",
        names.CHANNEL: str(series.channel_id),
        names.WEEKDAY: str(series.weekday),
        names.TIME: f"{series.starts_time:%H:%M}",
        names.LENGTH: str(series.length_minutes),
        names.BEFORE: str(series.posted_before_minutes),
        names.RHYTHM: rhythm_name(series.rhythm, series.nth),
        names.ANCHOR: series.anchor_on.isoformat() if series.rhythm == Rhythm.BIWEEKLY else "",
        names.HOLIDAYS: series.holiday_rule.value,
    }


def read_settings(unit: Unit, team_id: int, values: Mapping[str, str]) -> tuple[Wish | None, list[UserError]]:
    """What is missing in the typed values was not on the form and stays as it is."""
    channels = [channel.id for channel in channels_of(unit.session, team_id)]
    return read_wish({**present_values(unit, team_id), **values}, channels)


def check_settings(unit: Unit, team_id: int, values: Mapping[str, str]) -> list[UserError]:
    typed = any(name.startswith("meeting_") for name in values)
    return read_settings(unit, team_id, values)[1] if typed else []


def settings_summary(unit: Unit, team_id: int) -> list[Text]:
    """What is set, in a line for the welcome card; before the set-up what *So übernehmen* would set."""
    series = find_series(unit.session, team_id)
    if series and series.state == SeriesState.PAUSED:
        return [_("Treffen: pausiert")]
    values = _values_of(series) if series else DEFAULTS
    line = _(
        "Treffen: {day}, {time}, {length} Minuten",
        day=WEEKDAYS[int(values[names.WEEKDAY])],
        time=Clocktime(time.fromisoformat(values[names.TIME])),
        length=values[names.LENGTH],
    )
    if values[names.RHYTHM] == "weekly":
        return [line]
    return [_("{line}, {rhythm}", line=line, rhythm=_RHYTHM_NAMES[values[names.RHYTHM]])]
