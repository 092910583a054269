"""A house of two rooms whose settings are easy to oversee: people, and one that rhymes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from app.kit.answers import Answer, Planned
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.forms import Field, Form, Kind, Section
from app.kit.i18n import _, verbatim
from app.kit.room import House, Room, SettingsSection
from app.kit.unit import Unit
from app.people.room import PEOPLE
from tests.makers import MadeTeam

SAVED: list[str] = []


def check_rhyme(unit: Unit, team_id: int, typed: Mapping[str, str]) -> list[UserError]:
    return [] if typed.get("rhyme", "ok") == "ok" else [UserError(_("Das ist kein Tag."), field="rhyme")]


def forecast(unit: Unit, team_id: int, until: datetime) -> Iterable[Planned]:
    at = unit.now + timedelta(days=3)
    while at <= until:
        yield Planned(at, verbatim("Reim"), verbatim("Allgemein"))
        at += timedelta(days=7)


RHYMES = Room(
    "rhymes",
    settings=SettingsSection(
        lambda unit, team_id: Section(_("Team"), (Field("rhyme", _("Team"), Kind.TEXT, "ok"),)),
        check_rhyme,
        lambda unit, team_id, typed: SAVED.append(typed["rhyme"]),
        lambda unit, team_id: (verbatim("Reime"),),
    ),
    forecast=forecast,
)
TEST_HOUSE = House([PEOPLE, RHYMES])


def pressing(team: MadeTeam, verb: str, name: str, **values: str) -> Callable[[Unit], Answer]:
    def work(unit: Unit) -> Answer:
        unit.actor = team.actor(name)
        found = TEST_HOUSE.verb(verb)
        assert found
        return found.run(unit, Ask(values=values))

    return work


def values_of(form: Form) -> dict[str, str]:
    return dict(form.hidden) | {field.name: field.value for section in form.sections for field in section.fields}
