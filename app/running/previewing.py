"""`kernteam preview`: what the bot would post, when and to whom, by the same rules; sends nothing, changes nothing."""

from datetime import timedelta

from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.clock import SystemClock
from app.kit.db import open_database
from app.kit.i18n import _, translator
from app.kit.unit import Unit, Units
from app.people.model import Team, TeamState
from app.settings import Settings

MOST_WEEKS = 12


async def preview(settings: Settings, *, weeks: int, team_name: str, language: str) -> None:
    """Prints each team's coming posts in its own zone."""
    database = open_database(settings.database_url)
    t = translator(language)

    def look(unit: Unit) -> list[str]:
        until = unit.now + timedelta(weeks=max(1, min(weeks, MOST_WEEKS)))
        teams = unit.session.scalars(select(Team).where(Team.state == TeamState.ACTIVE).order_by(Team.name)).all()
        lines: list[str] = []
        for team in teams:
            if team_name.casefold() not in team.name.casefold():
                continue
            lines.append(team.name)
            planned = HOUSE.forecast(unit, team.id, until)
            lines += [f"  {t.moment(one.at, team.zone)}  {t(one.what)}  ({t(one.to)})" for one in planned]
            if not planned:
                lines.append("  –")
        return lines or [t(_("Hier ist noch kein Kernteam eingerichtet, dessen Name so lautet."))]

    try:
        for line in await Units(database, HOUSE, SystemClock()).run(look):
            print(line)
    finally:
        await database.close()
