"""Setting a team up, changing its settings, and saying which team is meant in 1:1."""

from collections.abc import Mapping
from datetime import time

from sqlalchemy import select

from app.kit.actor import Role
from app.kit.answers import Answer, Closed, Dialog, Said, Toast
from app.kit.calendar import local_day
from app.kit.commands import Ask
from app.kit.errors import NotAllowed, UserError
from app.kit.i18n import LANGUAGES, Text, _
from app.kit.incoming import PlaceKind
from app.kit.outbox import Conversation, find_post
from app.kit.unit import Unit
from app.people.actions_conversations import speak_as_team
from app.people.model import Channel, Person, Team, TeamState
from app.people.queries import channels_of, coordinators_of, members_of, team_by_id, teams_of
from app.people.queries_help import help_view
from app.people.queries_settings import (
    LANDS,
    ZONES,
    find_section,
    land_of,
    preview,
    settings_form,
    settings_shown,
    team_choice,
)
from app.people.rules import DAY_MESSAGE_EARLIEST, DAY_MESSAGE_LATEST, next_day_message

DEFAULT_WEEKS, MOST_WEEKS = 4, 12


def show_settings(unit: Unit, ask: Ask) -> Answer:
    return settings_shown(unit, unit.acting.team_id)


def open_settings(unit: Unit, ask: Ask) -> Answer:
    return Dialog(_("Einstellungen"), show_settings(unit, ask))


def open_section(unit: Unit, ask: Ask) -> Answer:
    """One room's form, for those who coordinate the team whose overview it was."""
    team = _team_of_form(unit, ask)
    return Dialog(_("Einstellungen"), settings_form(unit, team.id, ask.values.get("section", "")))


def open_help(unit: Unit, ask: Ask) -> Answer:
    return Dialog(_("Hilfe"), help_view(unit.house))


def save_settings(unit: Unit, ask: Ask) -> Answer:
    """One room's form, saved as a whole or not at all. A team still new is set up by it, the rest as proposed."""
    team = _team_of_form(unit, ask)
    # Locked, so that of two who save at once the second sees what the first has saved.
    unit.session.refresh(team, with_for_update=True)
    typed, name = dict(ask.values), ask.values.get("section", "")
    section, form = find_section(unit, name), settings_form(unit, team.id, name)
    errors = section.check(unit, team.id, typed)
    if typed.get("seen") != dict(form.hidden)["seen"]:
        errors = [UserError(_CHANGED_MEANWHILE), *errors]
    if errors:
        return Dialog(_("Einstellungen"), form.refused(typed, errors))
    section.save(unit, team.id, typed)
    if team.state is TeamState.NEW:
        _take_proposals(unit, team, but_not=name)
        _activate(unit, team)
    else:
        team.settings_changed_on = local_day(unit.now, team.zone)
    _show_welcome(unit, team)
    if ask.place and ask.place.kind is PlaceKind.PERSONAL:
        return Dialog(_("Einstellungen"), settings_shown(unit, team.id, _SAVED))
    return Closed(_SAVED)


_SAVED = _("Gespeichert. Die Karte im Kanal zeigt, was jetzt gilt.")
_CHANGED_MEANWHILE = _(
    "Diese Einstellungen hat inzwischen jemand geändert. Hier steht, was Sie eingegeben haben. Noch einmal speichern "
    "ersetzt die andere Änderung."
)


def _take_proposals(unit: Unit, team: Team, but_not: str = "") -> None:
    for name, section in unit.house.settings.items():
        if name != but_not:
            proposed = {field.name: field.value for field in section.load(unit, team.id).fields}
            section.save(unit, team.id, proposed)


def _team_of_form(unit: Unit, ask: Ask) -> Team:
    """The team whose form was open, even if another one is meant in 1:1 by now; its coordinators only."""
    team_id = ask.number("team_id") if "team_id" in ask.values else unit.acting.team_id
    for team, member in teams_of(unit.session, unit.acting.person_id):
        if team.id == team_id and member.role.coordinates:
            return team
    raise NotAllowed(_("Die Einstellungen dieses Teams ändert die Koordination."))


def set_up(unit: Unit, ask: Ask) -> Answer:
    """*So übernehmen*: what the card proposes becomes the team's settings."""
    actor = unit.acting
    team = team_by_id(unit.session, actor.team_id)
    if not actor.role.coordinates:
        return Toast(_left_to_coordinators(unit, team.id))
    if team.state is not TeamState.NEW:
        _show_welcome(unit, team)
        return Toast(_("Das Team ist schon eingerichtet."))
    _take_proposals(unit, team)
    _activate(unit, team)
    _show_welcome(unit, team)
    return Toast(_("Eingerichtet. Was als Nächstes kommt, steht gleich auf der Karte."))


def _left_to_coordinators(unit: Unit, team_id: int) -> Text:
    names = ", ".join(person.name for person in coordinators_of(unit.session, team_id))
    if not names:
        return _("Das übernimmt die Koordination des Teams.")
    return _("Das übernimmt die Koordination: {names}.", names=names)


def _activate(unit: Unit, team: Team) -> None:
    team.state = TeamState.ACTIVE
    team.set_up_at = unit.now
    team.next_day_message_at = next_day_message(unit.now, team.day_message_time, team.zone, team.calendar)
    unit.session.flush()


def _show_welcome(unit: Unit, team: Team) -> None:
    """The card is brought up to date where it stands, even if another channel is home by now."""
    subject = f"{team.id}-{team.installations}"
    post = find_post(unit.session, "people.welcome", subject)
    if post is None:
        return
    key = unit.session.scalar(select(Conversation.key).where(Conversation.id == post.conversation_id))
    if key:
        unit.update("people.welcome", subject, key)


def check_team(unit: Unit, team_id: int, typed: Mapping[str, str]) -> list[UserError]:
    """What is missing in the typed values was not on the form and stays as it is."""
    team = team_by_id(unit.session, team_id)
    errors: list[UserError] = []
    if typed.get("team_language", team.language) not in LANGUAGES:
        errors.append(UserError(_("Diese Sprache kann Kernteam nicht."), field="team_language"))
    if typed.get("team_zone", team.time_zone) not in (*ZONES, team.time_zone):
        errors.append(UserError(_("Bitte eine Zeitzone aus der Liste wählen."), field="team_zone"))
    if typed.get("team_land", land_of(team)) not in (*LANDS, land_of(team)):
        errors.append(UserError(_("Bitte ein Land aus der Liste wählen."), field="team_land"))
    if "day_message_time" in typed:
        at = _time(typed["day_message_time"])
        if at is None or not DAY_MESSAGE_EARLIEST <= at <= DAY_MESSAGE_LATEST:
            errors.append(
                UserError(
                    _("Die Uhrzeit liegt zwischen 08:00 und 12:00, zum Beispiel 08:30."), field="day_message_time"
                )
            )
    if "team_coordinators" in typed:
        chosen = _ids(typed["team_coordinators"])
        if not chosen:
            errors.append(UserError(_("Mindestens eine Person koordiniert das Team."), field="team_coordinators"))
        elif not chosen <= {p.id for p, m in members_of(unit.session, team_id) if m.role is not Role.GUEST}:
            errors.append(
                UserError(_("Jemand davon gehört nicht mehr zum Team. Bitte neu wählen."), field="team_coordinators")
            )
    home = typed.get("home_channel", str(team.home_channel_id))
    if home not in {str(channel.id) for channel in channels_of(unit.session, team_id)} and "home_channel" in typed:
        errors.append(UserError(_("Bitte einen Kanal wählen, den es noch gibt."), field="home_channel"))
    return errors


def save_team(unit: Unit, team_id: int, typed: Mapping[str, str]) -> None:
    team = team_by_id(unit.session, team_id)
    team.time_zone = typed.get("team_zone", team.time_zone)
    country, _dash, subdivision = typed.get("team_land", land_of(team)).partition("-")
    team.country, team.subdivision = country, subdivision or None
    team.day_message_time = _time(typed.get("day_message_time", "")) or team.day_message_time
    if home := typed.get("home_channel"):
        team.home_channel_id = int(home)
    if typed.get("team_language", team.language) != team.language:
        team.language = typed["team_language"]
        channels = unit.session.scalars(select(Channel).where(Channel.team_id == team_id)).all()
        speak_as_team(unit, team, channels, [person for person, _member in members_of(unit.session, team_id)])
    if chosen := _ids(typed.get("team_coordinators", "")):
        for person, member in members_of(unit.session, team_id):
            if person.id in chosen:
                member.role = Role.COORDINATOR
            elif member.role.coordinates:
                member.role = Role.MEMBER
    if team.state is TeamState.ACTIVE:
        team.next_day_message_at = next_day_message(unit.now, team.day_message_time, team.zone, team.calendar)
    unit.session.flush()


def _ids(written: str) -> set[int]:
    return {int(one) for one in written.split(",") if one.strip().isdecimal() and len(one) < 10}


def _time(written: str) -> time | None:
    try:
        return time.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        return None


def show_preview(unit: Unit, ask: Ask) -> Answer:
    weeks = ask.arguments.get("weeks") or DEFAULT_WEEKS
    if weeks > MOST_WEEKS:
        example = "preview 4 weeks" if unit.acting.language == "en" else "vorschau 4 Wochen"
        raise UserError(_("Die Vorschau reicht höchstens {n} Wochen weit.", n=MOST_WEEKS), example=example)
    return preview(unit, unit.acting.team_id, weeks)


def show_teams(unit: Unit, ask: Ask) -> Answer:
    """In a channel there is nothing to choose: it belongs to its team."""
    actor = unit.acting
    if ask.place and ask.place.kind is not PlaceKind.PERSONAL:
        team = team_by_id(unit.session, actor.team_id)
        return Said(_("In diesem Kanal geht es um das Team {team}.", team=team.name))
    return team_choice(unit, actor.person_id, actor.team_id)


def switch_team(unit: Unit, ask: Ask) -> Answer:
    team_id, person_id = ask.number("team_id"), unit.acting.person_id
    if team_id not in {team.id for team, _member in teams_of(unit.session, person_id)}:
        raise NotAllowed(_("Zu diesem Team gehören Sie nicht mehr."))
    unit.session.get_one(Person, person_id).chosen_team_id = team_id
    return team_choice(unit, person_id, team_id)
