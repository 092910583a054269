"""The settings as people see them: the overview, each room's form, the welcome card, and what will be posted."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.kit.actor import Role
from app.kit.answers import Planned, Skip
from app.kit.errors import UserError
from app.kit.forms import Choice, Field, Form, Kind, Section
from app.kit.i18n import Clocktime, Text, _, verbatim
from app.kit.room import House, SettingsSection
from app.kit.unit import Unit
from app.people.model import Team, TeamState
from app.people.queries import channels_of, coordinators_of, members_of, team_by_id, teams_of
from app.people.views import Hello, PlannedLine, Preview, SettingsPart, SettingsShown, TeamChoice, TeamLine, Welcome

NEXT_THING_WITHIN = timedelta(days=35)
MOST_PLANNED = 40

LANGUAGES: dict[str, Text] = {"de": _("Deutsch"), "en": _("Englisch")}

ZONES: dict[str, Text] = {
    "Europe/Berlin": _("Mitteleuropa (Berlin, Wien, Zürich …)"),
    "Europe/London": _("London"),
    "Europe/Dublin": _("Dublin"),
    "Europe/Lisbon": _("Lissabon"),
    "Europe/Athens": _("Athen"),
    "Europe/Bucharest": _("Bukarest"),
    "Europe/Helsinki": _("Helsinki"),
    "Europe/Kyiv": _("Kyjiw"),
    "Europe/Istanbul": _("Istanbul"),
}
"""Zones whose clocks differ; cities that share one stand together."""

LANDS: dict[str, Text] = {
    "DE-BW": _("Baden-Württemberg"),
    "DE-BY": _("Bayern"),
    "DE-BE": _("Berlin"),
    "DE-BB": _("Brandenburg"),
    "DE-HB": _("Bremen"),
    "DE-HH": _("Hamburg"),
    "DE-HE": _("Hessen"),
    "DE-MV": _("Mecklenburg-Vorpommern"),
    "DE-NI": _("Niedersachsen"),
    "DE-NW": _("Nordrhein-Westfalen"),
    "DE-RP": _("Rheinland-Pfalz"),
    "DE-SL": _("Saarland"),
    "DE-SN": _("Sachsen"),
    "DE-ST": _("Sachsen-Anhalt"),
    "DE-SH": _("Schleswig-Holstein"),
    "DE-TH": _("Thüringen"),
    "DE": _("Deutschland, nur bundesweite Feiertage"),
    "AT": _("Österreich"),
    "CH": _("Schweiz, nur landesweite Feiertage"),
}
"""Whose public holidays count: ISO 3166, with the Land where it has holidays of its own."""


def land_of(team: Team) -> str:
    return f"{team.country}-{team.subdivision}" if team.subdivision else team.country


def team_section(unit: Unit, team_id: int) -> Section:
    team = team_by_id(unit.session, team_id)
    channels = channels_of(unit.session, team_id)
    # Guests come and go with their offices; those who coordinate already may go on.
    eligible = [p for p, m in members_of(unit.session, team_id) if m.role is not Role.GUEST]
    coordinators = ",".join(str(person.id) for person in coordinators_of(unit.session, team_id))
    return Section(
        _("Team"),
        (
            Field(
                "team_language", _("Sprache im Kanal"), Kind.CHOICE, team.language, _choices(LANGUAGES), required=True
            ),
            Field(
                "team_zone", _("Zeitzone"), Kind.CHOICE, team.time_zone, _choices(ZONES, team.time_zone), required=True
            ),
            Field(
                "team_land", _("Feiertage"), Kind.CHOICE, land_of(team), _choices(LANDS, land_of(team)), required=True
            ),
            Field(
                "day_message_time",
                _("Uhrzeit der privaten Nachricht des Tages"),
                Kind.TIME,
                f"{team.day_message_time:%H:%M}",
                required=True,
                hint=_("Zwischen 08:00 und 12:00. Ohne Anlass kommt keine."),
            ),
            Field(
                "team_coordinators",
                _("Koordination"),
                Kind.CHOICES,
                coordinators,
                tuple(Choice(str(person.id), verbatim(person.name)) for person in eligible),
                required=True,
            ),
            Field(
                "home_channel",
                _("Kanal für Kernteam"),
                Kind.CHOICE,
                str(team.home_channel_id) if any(c.id == team.home_channel_id for c in channels) else "",
                tuple(Choice(str(channel.id), verbatim(channel.name)) for channel in channels),
                required=True,
            ),
        ),
    )


def _choices(titles: dict[str, Text], present: str | None = None) -> tuple[Choice, ...]:
    choices = [Choice(value, title) for value, title in titles.items()]
    if present is not None and present not in titles:
        choices.insert(0, Choice(present, verbatim(present)))
    return tuple(choices)


def team_summary(unit: Unit, team_id: int) -> Sequence[Text]:
    team = team_by_id(unit.session, team_id)
    zone = ZONES.get(team.time_zone)
    land = LANDS.get(land_of(team)) or verbatim(land_of(team))
    place = _("Feiertage: {land}", land=land)
    if team.time_zone != "Europe/Berlin":
        place = _("Feiertage: {land}, Zeitzone: {zone}", land=land, zone=zone or verbatim(team.time_zone))
    return (
        _("Private Nachricht an Arbeitstagen: {time}, nur mit Anlass", time=Clocktime(team.day_message_time)),
        place,
    )


def settings_form(unit: Unit, team_id: int, name: str) -> Form:
    """One room's settings. Raises UserError where no room has a form of that name."""
    section = find_section(unit, name).load(unit, team_id)
    team = team_by_id(unit.session, team_id)
    return Form(
        _("Einstellungen"),
        (section,),
        verb="people.save_settings",
        save_label=_("Speichern"),
        hidden=(("team_id", str(team_id)), ("section", name), ("seen", mark_of(section))),
        intro=_("Für das Team {team}. Was sich ändert, steht danach auf der Karte im Kanal.", team=team.name),
    )


def find_section(unit: Unit, name: str) -> SettingsSection:
    section = unit.house.settings.get(name)
    if section is None:
        raise UserError(
            _("Dieses Formular gibt es so nicht mehr. Bitte die Einstellungen noch einmal öffnen."),
            example="settings" if unit.acting.language == "en" else "einstellungen",
        )
    return section


def mark_of(section: Section) -> str:
    """Changes when a value in the section does: by it a form knows that somebody else has saved meanwhile."""
    values = "\n".join(f"{one.name}={one.value}" for one in section.fields)
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def settings_lines(unit: Unit, team_id: int) -> tuple[Text, ...]:
    return tuple(line for section in unit.house.settings.values() for line in section.summary(unit, team_id))


def settings_shown(unit: Unit, team_id: int, told: Text | None = None) -> SettingsShown:
    """What is set, as the person acting may see it: those who coordinate get the buttons."""
    team = team_by_id(unit.session, team_id)
    coordinators = coordinators_of(unit.session, team_id)
    parts = tuple(
        SettingsPart(name, section.load(unit, team_id).title, tuple(section.summary(unit, team_id)))
        for name, section in unit.house.settings.items()
    )
    return SettingsShown(
        team=team.name,
        team_id=team_id,
        parts=parts,
        coordinators=tuple(person.name for person in coordinators),
        may_change=unit.acting.person_id in {person.id for person in coordinators},
        proposed=team.state is TeamState.NEW,
        told=told,
    )


def planned_lines(unit: Unit, team_id: int, until: datetime) -> list[PlannedLine]:
    """What all rooms would post until then, in time's order, on the team's wall clock."""
    zone = team_by_id(unit.session, team_id).zone
    planned: list[Planned] = []
    for room in unit.house.rooms:
        if room.forecast:
            planned.extend(room.forecast(unit, team_id, until))
    local = [(one.at.astimezone(zone), one) for one in sorted(planned, key=lambda one: one.at)]
    return [PlannedLine(at.date(), at.time(), one.what, one.to) for at, one in local]


def preview(unit: Unit, team_id: int, weeks: int) -> Preview:
    team = team_by_id(unit.session, team_id)
    lines = planned_lines(unit, team_id, unit.now + timedelta(weeks=weeks))
    more = max(0, len(lines) - MOST_PLANNED)
    return Preview(team.name, weeks, tuple(lines[:MOST_PLANNED]), team.day_message_time, more)


def welcome_view(unit: Unit, team_id: int) -> Welcome:
    team = team_by_id(unit.session, team_id)
    is_set_up = team.set_up_at is not None
    planned = planned_lines(unit, team_id, unit.now + NEXT_THING_WITHIN) if is_set_up else []
    return Welcome(
        team=team.name,
        again=team.installations > 1,
        set_up=is_set_up,
        settings=settings_lines(unit, team_id),
        coordinators=tuple(person.name for person in coordinators_of(unit.session, team_id)),
        next=planned[0] if planned else None,
        changed_on=team.settings_changed_on,
    )


def load_welcome(house: House, session: Session, subject: str, now: datetime) -> Any | Skip:
    team_id, installation = subject.split("-")
    team = session.get(Team, int(team_id))
    if team is None or team.state is TeamState.REMOVED:
        return Skip("team_removed")
    if team.installations != int(installation):
        return Skip("installed_again")
    return welcome_view(Unit(session, now, house), team.id)


def load_hello(session: Session, subject: str, now: datetime) -> Any | Skip:
    return Hello(tuple(team.name for team, _member in teams_of(session, int(subject))))


def team_choice(unit: Unit, person_id: int, meant_id: int) -> TeamChoice:
    return TeamChoice(
        tuple(TeamLine(team.id, team.name, team.id == meant_id) for team, _m in teams_of(unit.session, person_id))
    )
