"""Typed words, presses and days for the tests of tasks."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.capabilities import HOUSE
from app.kit.commands import Ask
from app.kit.forms import Form
from app.kit.i18n import translator
from app.kit.incoming import Mention, Place, PlaceKind, Who
from app.kit.outbox import OutboxRow, Post, find_conversation
from app.kit.unit import Unit, Units
from app.people.model import Person
from app.people.queries_day import lines_of_day
from app.tasks.model import Task
from tests.makers import TENANT, MadeTeam

BERLIN = ZoneInfo("Europe/Berlin")
LATER = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""Monday, 30 November 2026, 09:00 in Berlin."""
GERMAN, ENGLISH = translator("de"), translator("en")
CHAT = Place(PlaceKind.PERSONAL, "chat", "http://127.0.0.1:9/", TENANT)


def berlin(day: str, at: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=BERLIN).astimezone(UTC)


def channel(team: MadeTeam, thread: str | None = None) -> Place:
    thread_id = team.team.teams_team_id
    return Place(PlaceKind.CHANNEL, thread_id, "http://127.0.0.1:9/", TENANT, thread_id, thread_id, thread)


def mention(person: Person) -> Mention:
    return Mention(Who(person.teams_user_id, person.entra_id, person.name), 0)


async def add(
    units: Units,
    team: MadeTeam,
    name: str,
    words: str,
    *mentioned: str,
    at: datetime = LATER,
    place: Place = CHAT,
    language: str = "de",
) -> Any:
    """Type words; the mentioned people stand in the text by their full names, as the door writes them."""
    found = HOUSE.commands.find(words)
    assert found is not None, words
    mentions = tuple(mention(team.people[one]) for one in mentioned)

    def work(unit: Unit) -> Any:
        today: date = at.astimezone(BERLIN).date()
        return found.command.run(unit, Ask(rest=found.phrase.rest(), mentions=mentions, place=place, today=today))

    return await act(units, team, name, work, at, language)


async def press(
    units: Units,
    team: MadeTeam,
    name: str,
    verb: str,
    values: Mapping[str, Any],
    *,
    at: datetime = LATER,
    place: Place = CHAT,
) -> Any:
    found = HOUSE.verb(verb)
    assert found is not None, verb
    texts = {key: str(value) for key, value in values.items()}
    return await act(units, team, name, lambda unit: found.run(unit, Ask(values=texts, place=place)), at)


async def act(units: Units, team: MadeTeam, name: str, work: Any, at: datetime, language: str = "de") -> Any:
    def with_actor(unit: Unit) -> Any:
        person = unit.session.get(Person, team.people[name].id)
        assert person is not None
        person.language = language
        unit.actor = team.actor(name)
        unit.actor = type(unit.actor)(**{**unit.actor.__dict__, "language": language})
        return work(unit)

    return await units.run(with_actor, now=at)


async def save(
    units: Units,
    team: MadeTeam,
    name: str,
    form: Form,
    /,
    *,
    at: datetime = LATER,
    place: Place = CHAT,
    **typed: Any,
) -> Any:
    """Save a form as it comes, with some inputs changed."""
    values = {one.name: one.value for section in form.sections for one in section.fields}
    changes = {f"task_{key}": value for key, value in typed.items()}
    return await press(units, team, name, form.verb, {**values, **dict(form.hidden), **changes}, at=at, place=place)


def values_of(form: Form) -> dict[str, str]:
    return {one.name.removeprefix("task_"): one.value for section in form.sections for one in section.fields}


def errors_of(form: Form) -> dict[str, str]:
    fields = [one for section in form.sections for one in section.fields]
    return {one.name.removeprefix("task_"): GERMAN(one.error) for one in fields if one.error}


def labels(view: Any) -> list[str]:
    return [GERMAN(one.label) for one in view.buttons]


async def tasks_of(units: Units) -> list[Task]:
    return await units.run(lambda unit: list(unit.session.scalars(select(Task).order_by(Task.id))))


async def sent(units: Units) -> list[tuple[str, str, str]]:
    """(operation, notice, subject) of all outbox rows."""

    def work(unit: Unit) -> list[tuple[str, str, str]]:
        rows = unit.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [(str(row.operation), row.notice, row.subject) for row in rows]

    return await units.run(work)


async def posted(units: Units, team: MadeTeam, task_id: int = 1) -> None:
    """The task's card stands in Teams, and nothing waits any more."""

    def work(unit: Unit) -> None:
        home = find_conversation(unit.session, f"channel:{team.id}:{team.team.teams_team_id}")
        assert home is not None
        for row in unit.session.scalars(select(OutboxRow)):
            unit.session.delete(row)
        post = Post(thing=f"tasks.card:{task_id}", conversation_id=home.id, activity_id=f"a{task_id}", posted_at=LATER)
        unit.session.add(post)

    await units.run(work)


async def card(units: Units, task_id: int = 1, at: datetime = LATER) -> Any:
    """The card in the channel as it would be sent now."""
    notice = HOUSE.notice("tasks.card")
    return await units.run(lambda unit: notice.load(unit.session, str(task_id), at), now=at)


async def lines(units: Units, team: MadeTeam, day: str) -> dict[str, list[str]]:
    """Who hears what of tasks in the message of that day."""
    told = await day_lines(units, team, day)
    return {name: [GERMAN(line.text) for line in found] for name, found in told.items()}


async def day_lines(units: Units, team: MadeTeam, day: str) -> dict[str, list[Any]]:
    names = {person.id: name for name, person in team.people.items()}

    def work(unit: Unit) -> dict[str, list[Any]]:
        found = lines_of_day(unit, list(names), date.fromisoformat(day))
        return {names[one]: list(told) for one, told in found.items() if told}

    return await units.run(work, now=berlin(day, "08:30"))
