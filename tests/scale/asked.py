"""What is asked of a large database: each command with its examples, each button, and what happens by itself."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from app.capabilities import HOUSE
from app.kit.commands import Ask, Command, read_arguments
from app.kit.errors import UserError
from app.kit.incoming import Place, PlaceKind
from app.kit.unit import Unit
from app.people.queries_day import lines_of_day
from tests.scale.fill import TODAY

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CHAT = Place(PlaceKind.PERSONAL, "chat", "http://127.0.0.1:9/", "11111111-2222-3333-4444-555555555555")

Work = Callable[[Unit], Any]


def typed(words: str) -> Work:
    """Typed in 1:1. A kind refusal is an answer, too."""

    def work(unit: Unit) -> Any:
        found = HOUSE.commands.find(words)
        assert found is not None, words
        try:
            arguments, rest = read_arguments(found.command, found.phrase, TODAY)
            return found.command.run(unit, Ask(arguments, rest, {}, (), CHAT, TODAY))
        except UserError as error:
            return error

    return work


def pressed(verb: str, **values: str) -> Work:
    def work(unit: Unit) -> Any:
        found = HOUSE.verb(verb)
        assert found is not None, verb
        try:
            return found.run(unit, Ask(values=values, place=CHAT, today=TODAY))
        except UserError as error:
            return error

    return work


def commands() -> Iterator[tuple[str, Work]]:
    for command in [one for one in HOUSE.commands.commands if one.needs_records]:
        for words in dict.fromkeys(_spoken(command)):
            yield words, typed(words)


def _spoken(command: Command) -> Iterator[str]:
    yield command.words["de"][0]
    yield from command.examples.get("de", ())


def background() -> Iterator[tuple[str, Work]]:
    """What happens without being asked: due work, its next time, the private messages, the agenda's lines."""
    for due in HOUSE.due:
        yield f"due {due.name}", due.run
        yield f"next {due.name}", lambda unit, due=due: due.next_at(unit.session)
    yield "day lines", lambda unit: lines_of_day(unit, list(range(21, 31)), TODAY)
    yield "agenda", lambda unit: HOUSE.agenda_parts(unit, unit.acting.team_id, TODAY)
    yield "minutes", lambda unit: HOUSE.minutes_parts(unit, 1)
    yield "forecast", lambda unit: HOUSE.forecast(unit, unit.acting.team_id, datetime(2026, 12, 20, tzinfo=UTC))
    for room, personal in HOUSE.personal:
        yield f"held {room.name}", lambda unit, personal=personal: personal.held(unit, unit.acting.person_id)
        yield f"export {room.name}", lambda unit, personal=personal: personal.export(unit, unit.acting.person_id)
        yield f"erase {room.name}", lambda unit, personal=personal: personal.erase(unit, unit.acting.person_id)
    yield "redact", lambda unit: HOUSE.redact(unit, unit.acting.team_id, "Saal buchen")
