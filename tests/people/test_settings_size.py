"""The settings of all rooms as people get them: with a large team and the longest texts still under the limit."""

import pytest

from app.capabilities import HOUSE
from app.kit.forms import Field, Form, Kind
from app.kit.i18n import LANGUAGES
from app.kit.unit import Unit, Units
from app.people.model import Channel
from app.people.queries_settings import settings_form, settings_shown
from cards.canvas import Surface
from tests.cards.golden import draw_checked
from tests.makers import MadeTeam, make_member, make_person

LONG_NAME = "Dr. Maximiliane-Charlotte Mustermann-Beispielhäuser (Agentur für Arbeit Nürnberg) "


def make_large(unit: Unit, team: MadeTeam) -> None:
    """30 people with long names, ten channels with the longest names Teams allows."""
    for number in range(26):
        person = make_person(unit, f"Person{number}")
        person.name = LONG_NAME + str(number)
        make_member(unit, unit.session.merge(team.team), person)
    for number in range(9):
        name = f"Netzwerktreffen {number} " + "ü" * 32
        unit.session.add(Channel(team_id=team.id, teams_channel_id=f"19:c{number}@thread.tacv2", name=name))


def filled(form: Form) -> Form:
    """As somebody sends it who types the longest text into every field."""
    typed = {one.name: longest(one) for section in form.sections for one in section.fields}
    return form.refused(typed, [])


def longest(one: Field) -> str:
    if one.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return "👩" * one.longest
    if one.kind is Kind.CHOICES:
        return ",".join(choice.value for choice in one.choices)
    return one.value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_overview_and_each_form_stay_under_the_limit(units: Units, team: MadeTeam, language: str) -> None:
    await units.run(lambda unit: make_large(unit, team))

    def views(unit: Unit) -> list[object]:
        unit.actor = team.actor("Anna")
        forms = [settings_form(unit, team.id, name) for name in HOUSE.settings]
        return [settings_shown(unit, team.id), *(filled(form) for form in forms)]

    for view in await units.run(views):
        for surface in Surface:
            draw_checked(view, language, surface)
