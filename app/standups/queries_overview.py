"""`/runde`: where the round stands, for one reader."""

from app.kit.actor import Actor, Role
from app.kit.answers import Answer as Shown
from app.kit.answers import Button
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Clocktime, Day, Text, _, verbatim
from app.kit.unit import Unit
from app.people.model import Channel, ChannelState
from app.standups.model import Round, Series, SeriesState
from app.standups.queries import (
    answer_of,
    channel_gone,
    earlier_answer,
    find_series,
    open_round,
    past_rounds,
    round_title,
    takes_part,
)
from app.standups.queries_form import answer_button, same_button, until
from app.standups.queries_report import report_button, report_of_week
from app.standups.views import Overview

REPORTS_LISTED = 6
"""Teams shows six buttons in a row."""

SETTINGS_BUTTON = Button(_("Einstellungen"), "people.settings", dialog=True)


def show_rounds(unit: Unit, ask: Ask) -> Shown:
    """`/runde`, and `/runde KW 31` with a week."""
    if week := ask.arguments.get("week"):
        return report_of_week(unit, week)
    if ask.rest:
        raise UserError(
            _("„{typed}“ passt hier nicht. „runde“ allein zeigt die laufende Runde.", typed=verbatim(ask.rest)),
            example="runde KW 31",
        )
    return overview_of(unit, unit.acting)


def overview_of(unit: Unit, actor: Actor, round_: Round | None = None) -> Shown:
    """The overview; `round_` is the round that was just pressed, where two are open."""
    session = unit.session
    series = find_series(session, actor.team_id)
    present = round_ or open_round(session, actor.team_id)
    lines: list[Text] = []
    buttons: list[Button] = []
    title = _("Runden")
    if present:
        title = round_title(present)
        lines.append(_("Offen bis {day}, {time}.", **until(session, present)))
        own = answer_of(session, present.id, actor.person_id)
        lines.append(_("Ihre Antwort ist gespeichert.") if own else _("Ihre Antwort steht noch aus."))
        buttons.append(answer_button(present, _("Antwort ändern") if own else _("Antworten"), back="overview"))
        if own is None and earlier_answer(session, present, actor.person_id):
            buttons.append(same_button(present, {"back": "overview"}))
    more_lines, more_buttons = _series_lines(unit, series, actor, quiet=present is not None)
    lines.extend(more_lines)
    buttons.extend(more_buttons)
    reports = tuple(report_button(one) for one in past_rounds(session, actor.team_id, REPORTS_LISTED))
    return Overview(title, tuple(lines), tuple(buttons), reports)


def _series_lines(unit: Unit, series: Series | None, actor: Actor, *, quiet: bool) -> tuple[list[Text], list[Button]]:
    """What is to be said of the series. `quiet`: a round is open, so that the next one is left out."""
    if series is None:
        return (
            [_("Für dieses Team ist noch keine Runde eingerichtet.")],
            [SETTINGS_BUTTON] if actor.role == Role.COORDINATOR else [],
        )
    lines: list[Text] = []
    buttons: list[Button] = []
    coordinates = actor.role == Role.COORDINATOR
    channel = unit.session.get_one(Channel, series.channel_id)
    if channel.state != ChannelState.ALIVE:
        lines.append(channel_gone(channel.name))
        if coordinates:
            buttons.append(SETTINGS_BUTTON)
    elif series.state == SeriesState.PAUSED:
        lines.append(_("Die Runden pausieren."))
        if coordinates:
            buttons.append(Button(_("Fortsetzen"), "standups.resume"))
    elif series.next_opens_at and not quiet:
        local = series.next_opens_at.astimezone(actor.zone)
        lines.append(
            _(
                "Die nächste Runde (KW {week}) öffnet am {day}, {time}.",
                week=series.next_week,
                day=Day(local.date()),
                time=Clocktime(local.time()),
            )
        )
    if not takes_part(unit.session, series, actor.person_id):
        lines.append(_("Sie nehmen zurzeit nicht teil und werden nicht erinnert."))
        buttons.append(Button(_("Teilnehmen"), "standups.join"))
    return lines, buttons
