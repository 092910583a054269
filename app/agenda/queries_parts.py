"""What other rooms bring to a meeting's card: three lines of each, with what became of them and what still can."""

import json
from collections.abc import Iterator, Sequence

from app.agenda.model import Meeting
from app.agenda.queries import traces
from app.agenda.rules import first_that_fit
from app.agenda.views import PartLine, PartShown
from app.kit.answers import Button
from app.kit.contributions import AgendaLine, AgendaPart
from app.kit.i18n import Text
from app.kit.origin import Making, Origin, Trace, shortened
from app.kit.unit import Unit

LINES_OF_A_PART = 3
LONGEST_LINE = 200
FRAME_BYTES = 330
"""What a card needs around one text."""
BUTTON_BYTES = 560
"""A button with its fallback for old clients, in any language."""


def back_to(meeting: Meeting) -> str:
    """What a button on the meeting's card says about where it stood."""
    return f"meeting:{meeting.id}"


def parts_shown(unit: Unit, meeting: Meeting, room: int) -> Iterator[PartShown]:
    """The other rooms' lines, three of each at most; what was made an item stands above already."""
    for part in unit.house.agenda_parts(unit, meeting.team_id, meeting.on):
        lines = _not_items(unit, meeting, part.lines)
        shown = _part_lines(unit, meeting, lines[:LINES_OF_A_PART])
        sizes = [_part_bytes(line) for line in shown]
        room -= FRAME_BYTES + (BUTTON_BYTES if part.more else 0)
        if not shown or room < min(sizes, default=0):
            continue
        fitting = first_that_fit(sizes, room)
        room -= sum(sizes[:fitting])
        yield PartShown(part.title, tuple(shown[:fitting]), len(lines) - fitting, _more(part, len(lines) > fitting))


def _not_items(unit: Unit, meeting: Meeting, lines: Sequence[AgendaLine]) -> list[AgendaLine]:
    """What needs to be talked about stands among the items already, unless it came up after the posting."""
    items: set[Origin] = set()
    for kind in {line.origin.kind for line in lines if line.as_item and line.origin}:
        ids = [line.origin.id for line in lines if line.as_item and line.origin and line.origin.kind == kind]
        items |= {Origin(kind, one) for one in traces(unit.session, meeting.team_id, kind, ids)}
    return [line for line in lines if not line.as_item or line.origin not in items]


def _more(part: AgendaPart, is_more: bool) -> Button | None:
    return part.more if is_more or part.more is None or part.more.primary else None


def _part_lines(unit: Unit, meeting: Meeting, lines: Sequence[AgendaLine]) -> list[PartLine]:
    by_kind: dict[str, list[str]] = {}
    for line in lines:
        if line.origin:
            by_kind.setdefault(line.origin.kind, []).append(line.origin.id)
    made: dict[Origin, list[tuple[Making, Trace | None]]] = {
        Origin(kind, one): found
        for kind, ids in by_kind.items()
        for one, found in unit.house.traces(unit.session, meeting.team_id, kind, ids).items()
    }
    return [_part_line(meeting, line, made.get(line.origin, []) if line.origin else []) for line in lines]


def _part_line(meeting: Meeting, line: AgendaLine, made: Sequence[tuple[Making, Trace | None]]) -> PartLine:
    assert line.origin or not made
    marks = tuple(trace.text for _making, trace in made if trace)
    buttons = tuple(
        making.button(line.origin, back_to(meeting)) for making, trace in made if trace is None and line.origin
    )
    return PartLine(_short(line.text), marks, buttons)


def _short(text: Text) -> Text:
    """What people typed in it cut to a line."""
    params = {
        name: shortened(value, LONGEST_LINE) if isinstance(value, str) else value for name, value in text.params.items()
    }
    return Text(text.msgid, params, text.plural, text.context)


def _part_bytes(line: PartLine) -> int:
    typed = [str(value) for text in (line.text, *line.marks) for value in text.params.values()]
    written = len(json.dumps(typed, ensure_ascii=False).encode())
    return written + FRAME_BYTES * (1 + len(line.marks)) + BUTTON_BYTES * len(line.buttons)
