"""An open round with a personal link, as the web pages meet it."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient

from app.kit.unit import Unit, Units
from app.settings import Settings
from app.standups.model import Answer, PersonalLink, Round, RoundState, Series
from app.standups.queries_form import code_hash
from app.standups.rules import Slot
from app.web.routes import add_routes
from tests.makers import MadeTeam

CODE = "Vw3k-personal_link9"

Client = TestClient[web.Request, web.Application]

OPERATOR = {
    "public_url": "https://kernteam.example.org",
    "operator_name": "Musterstadt",
    "operator_address": "Musterweg 1\n90402 Musterstadt",
    "operator_email": "kernteam@example.org",
    "operator_phone": "0911 12345",
    "operator_privacy_contact": "datenschutz@example.org",
    "operator_supervisory_authority": "Landesbeauftragte für den Datenschutz\nMusterplatz 2, 90402 Musterstadt",
    "operator_website": "https://musterstadt.example.org",
}


def make_settings(**changes: str) -> Settings:
    return Settings.model_validate(OPERATOR | changes)


def make_app(units: Units, settings: Settings | None = None) -> web.Application:
    app = web.Application()
    add_routes(app, settings or make_settings(), units)
    return app


@dataclass(frozen=True)
class MadeRound:
    round: Round
    code: str


def make_round(
    unit: Unit, team: MadeTeam, person: str = "Dilek", *, last_week: dict[str, str] | None = None
) -> MadeRound:
    """The round of ISO week 48 of 2026, closing on Monday, with a link for one person."""
    series = Series(
        team_id=team.id,
        channel_id=team.channel.id,
        opens_weekday=3,
        opens_time=time(10),
        reminder_weekday=4,
        closes_weekday=0,
        closes_time=time(8),
        anchor_on=date(2026, 11, 23),
    )
    unit.session.add(series)
    unit.session.flush()
    if last_week is not None:
        before = _round(unit, team, series, 47, RoundState.CLOSED)
        unit.session.add(
            Answer(
                round_id=before.id,
                person_id=team.people[person].id,
                texts=last_week,
                saved_on=before.report_on - timedelta(days=3),
            )
        )
    made = _round(unit, team, series, 48, RoundState.OPEN)
    unit.session.add(PersonalLink(round_id=made.id, person_id=team.people[person].id, code_sha256=code_hash(CODE)))
    unit.session.flush()
    return MadeRound(made, CODE)


def _round(unit: Unit, team: MadeTeam, series: Series, week: int, state: RoundState) -> Round:
    report_on = date.fromisocalendar(2026, week, 1)
    closes_at = unit.now.replace(year=report_on.year, month=report_on.month, day=report_on.day, hour=7)
    made = Round(
        series_id=series.id,
        team_id=team.id,
        channel_id=team.channel.id,
        iso_year=2026,
        iso_week=week,
        report_on=report_on,
        opens_at=closes_at - timedelta(days=4),
        remind_on=report_on - timedelta(days=3),
        closes_at=closes_at,
        state=state,
        questions=[{"slot": slot.value, "text": None} for slot in (Slot.REVIEW, Slot.NEXT, Slot.BLOCKER)],
        opened_on=report_on - timedelta(days=4),
    )
    unit.session.add(made)
    unit.session.flush()
    return made
