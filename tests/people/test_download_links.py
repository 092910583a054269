"""A link to a file is of who asked for it, as long as they belong to the team."""

from datetime import date

import pytest
from sqlalchemy import select

from app.kit.errors import NotAllowed
from app.kit.i18n import verbatim
from app.kit.unit import Unit, Units
from app.people.actions_downloads import download_link, find_download
from app.people.model import Member
from tests.makers import MadeTeam


async def test_the_link_of_somebody_who_left_opens_nothing(units: Units, team: MadeTeam) -> None:
    def leave(unit: Unit) -> str:
        unit.actor = team.actor("Bert")
        code = download_link(unit, verbatim("x"), "decisions.book", "all").url.rpartition("/")[2]
        assert find_download(unit, code).actor.person_id == team.people["Bert"].id
        here = select(Member).where(Member.person_id == team.people["Bert"].id)
        unit.session.scalars(here).one().left_on = date(2026, 11, 20)
        unit.session.flush()
        return code

    code = await units.run(leave)
    with pytest.raises(NotAllowed, match="gilt nicht mehr"):
        await units.run(lambda unit: find_download(unit, code))
