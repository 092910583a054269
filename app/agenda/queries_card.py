"""A meeting's one card: planned, running, closed. What does not fit is a press away."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.model import Item, ItemState, Meeting, MeetingState, Treatment
from app.agenda.queries import asks, count_items, facts_of, made_marks, names_of, on_agenda
from app.agenda.queries_meeting import (
    OUTCOMES,
    count_deferred,
    outcome_text,
    planned_minutes,
    starts,
    treated,
    treatment_of,
)
from app.agenda.queries_parts import BUTTON_BYTES, FRAME_BYTES, back_to, parts_shown
from app.agenda.rules import LONGEST_IN_LIST, first_that_fit
from app.agenda.rules_minutes import items_of
from app.agenda.views import CurrentItem, ItemLine, MeetingCard
from app.kit.answers import Button, Skip
from app.kit.i18n import Clocktime, Day, Text, _
from app.kit.origin import Making, shortened
from app.kit.room import House
from app.kit.unit import Unit

MEETING = "agenda.meeting"
MINUTES = "agenda.minutes"
MOST_ITEMS = 12
MOST_ASKED = 2
"""So many items that stand there for the third time have their three buttons on the card; others have them alone."""
LONGEST_NOTE_SHOWN = 400

_ITEMS_BYTES, _PARTS_BYTES = 7_000, 13_600
"""What items may take, and what items and the other rooms' lines may take together, so that with the frame and a
running item's buttons the card stays under 20 KB in every language."""
_CURRENT_BYTES = 6_400


def load_meeting(house: House, session: Session, subject: str, now: datetime) -> MeetingCard | Skip:
    found = session.get(Meeting, int(subject))
    if found is None:
        return Skip("meeting_gone")
    return meeting_card(Unit(session, now, house), found)


def meeting_card(unit: Unit, meeting: Meeting, *, told: Text | None = None) -> MeetingCard:
    match meeting.state:
        case MeetingState.PLANNED | MeetingState.RUNNING:
            return _live_card(unit, meeting, told)
        case _state:
            return _past_card(unit, meeting, told)


def _title(meeting: Meeting) -> Text:
    day = Day(meeting.on)
    match meeting.state:
        case MeetingState.RUNNING:
            return _("Treffen am {day} läuft", day=day)
        case MeetingState.CLOSED:
            return _("Treffen am {day} ✓ geschlossen", day=day)
        case MeetingState.NOT_HELD:
            return _("Treffen am {day} fand nicht statt", day=day)
        case _state:
            return _("Agenda für {day}", day=day)


def _live_card(unit: Unit, meeting: Meeting, told: Text | None) -> MeetingCard:
    session = unit.session
    running = meeting.state == MeetingState.RUNNING
    current = session.get(Item, meeting.current_item_id) if running and meeting.current_item_id else None
    rows = _rows(session, meeting, current)
    presenting = [item for item, _treatment in rows] + ([current] if current else [])
    names = names_of(session, [item.presenter_id for item in presenting])
    numbers = _numbers(session, meeting, [item for item, _treatment in rows])
    asked = {item.id for item in [item for item, _treatment in rows if asks(item)][:MOST_ASKED]} if not running else ()
    lines = [
        _line(meeting, item, treatment, numbers[item.id], names, asking=item.id in asked)
        for item, treatment in rows
        if current is None or item.id != current.id
    ]
    spent = _CURRENT_BYTES if current else 0
    fitting = first_that_fit([_line_bytes(line) for line in lines[:MOST_ITEMS]], _ITEMS_BYTES - spent // 2)
    shown = tuple(lines[:fitting])
    taken = sum(_line_bytes(line) for line in shown)
    total = count_items(session, *on_agenda(meeting.team_id, meeting.planned_on))
    waiting = total - (count_deferred(session, meeting) if running else 0)
    left = max(0, waiting - sum(line.mark is None for line in shown) - (1 if current else 0))
    return MeetingCard(
        _title(meeting),
        tuple(_facts(session, meeting, total)),
        _("Weitere Punkte") if current else _("Punkte"),
        shown,
        left,
        tuple(parts_shown(unit, meeting, _PARTS_BYTES - spent - taken)),
        _current(unit, meeting, current, names) if current else None,
        tuple(_buttons(meeting, left)),
        told,
    )


def _rows(session: Session, meeting: Meeting, current: Item | None) -> list[tuple[Item, Treatment | None]]:
    """What is still to be talked about comes first, then what was dealt with."""
    waiting = session.scalars(
        select(Item)
        .where(*on_agenda(meeting.team_id, meeting.planned_on))
        .order_by(Item.position, Item.id)
        .limit(2 * MOST_ITEMS)
    ).all()
    if meeting.state != MeetingState.RUNNING:
        return [(item, None) for item in waiting]
    said = treated(session, meeting.id)
    dealt = [(item, treatment) for item, treatment in said if treatment.outcome]
    ids = {item.id for item, _treatment in dealt}
    open_ones = [(item, None) for item in waiting if item.id not in ids]
    if current and current.id not in ids and all(item.id != current.id for item, _t in open_ones):
        open_ones.insert(0, (current, None))
    return [*open_ones, *dealt]


def _numbers(session: Session, meeting: Meeting, shown: Sequence[Item]) -> dict[int, int]:
    """Places on the whole agenda, what was dealt with among it: a number stays while the meeting goes on."""
    rows = session.execute(select(Item.position, Item.id).where(*on_agenda(meeting.team_id, meeting.planned_on)))
    places = {(position, item_id) for position, item_id in rows} | {(item.position, item.id) for item in shown}
    return {item_id: number for number, (_position, item_id) in enumerate(sorted(places), 1)}


def _facts(session: Session, meeting: Meeting, total: int) -> Iterator[Text]:
    _on, at = starts(session, meeting)
    yield _("{time}, {length} Minuten", time=Clocktime(at), length=meeting.length_minutes)
    minutes = planned_minutes(session, meeting)
    if minutes > meeting.length_minutes:
        over = minutes - meeting.length_minutes
        yield _(
            "{sum} von {length} Minuten verplant: {over} Minuten zu viel. Bitte kürzen oder etwas verschieben.",
            sum=minutes,
            length=meeting.length_minutes,
            over=over,
        )
    elif minutes:
        yield _("{sum} von {length} Minuten verplant", sum=minutes, length=meeting.length_minutes)
    if not total:
        yield _("Noch steht kein Punkt auf der Agenda.")


def _line(
    meeting: Meeting,
    item: Item,
    treatment: Treatment | None,
    number: int,
    names: Mapping[int, str],
    *,
    asking: bool,
) -> ItemLine:
    mark = OUTCOMES[treatment.outcome] if treatment and treatment.outcome else None
    # An item that is done with says so and no more.
    facts = () if mark else facts_of(item, names)
    buttons = tuple(asking_buttons(item, back_to(meeting))) if asking else ()
    return ItemLine(item.id, number, shortened(item.title, LONGEST_IN_LIST), facts, buttons, mark)


def asking_buttons(item: Item, back: str) -> Iterator[Button]:
    """From the third time on. Deciding goes through the room whose things decisions are, where there is one."""
    data: dict[str, str | int] = {"item": item.id, "back": back}
    yield Button(_("Entscheiden"), "agenda.make", {**data, "making": "decisions"}, dialog=True)
    yield Button(_("Parken"), "agenda.park", data)
    yield Button(_("Streichen"), "agenda.drop", data)


def _line_bytes(line: ItemLine) -> int:
    typed = [line.title, *(str(value) for fact in line.facts for value in fact.params.values())]
    return len(json.dumps(typed, ensure_ascii=False).encode()) + FRAME_BYTES + BUTTON_BYTES * len(line.buttons)


def _current(unit: Unit, meeting: Meeting, item: Item, names: Mapping[int, str]) -> CurrentItem:
    treatment = treatment_of(unit.session, meeting.id, item.id)
    note = shortened(treatment.note, LONGEST_NOTE_SHOWN) if treatment and treatment.note else None
    mark = OUTCOMES[treatment.outcome] if treatment and treatment.outcome else None
    data: dict[str, str | int] = {"item": item.id, "back": back_to(meeting)}
    going_on = {"meeting": meeting.id, "seen": item.id}
    first: tuple[Button, ...]
    last: tuple[Button, ...]
    if mark or item.state != ItemState.OPEN:
        first = (Button(_("Nächster Punkt"), "agenda.next", going_on, primary=True),)
        last = (Button(_("Wieder öffnen"), "agenda.restore", data),)
    else:
        first = (
            Button(_("Besprochen"), "agenda.finish", data, primary=True),
            Button(_("Vertagen"), "agenda.defer", data),
            Button(_("Nächster Punkt"), "agenda.next", going_on),
        )
        last = (Button(_("Parken"), "agenda.park", data), Button(_("Streichen"), "agenda.drop", data))
    middle = (
        Button(_("Notiz"), "agenda.note", {**data, "meeting": meeting.id}, dialog=True),
        *(making_button(making, data) for making in makings(unit.house)),
    )
    return CurrentItem(
        ItemLine(item.id, 0, item.title, facts_of(item, names), mark=mark),
        note,
        made_marks(unit, item)[-4:],
        (first, middle, last),
    )


def makings(house: House) -> list[Making]:
    """What other rooms can make of an item."""
    return [making for making in house.makings if not making.verb.startswith("agenda.")]


def making_button(making: Making, data: Mapping[str, str | int]) -> Button:
    return Button(making.label, "agenda.make", {**data, "making": making.verb.split(".")[0]}, dialog=making.dialog)


def _buttons(meeting: Meeting, left: int) -> Iterator[Button]:
    data: dict[str, str | int] = {"meeting": meeting.id}
    running = meeting.state == MeetingState.RUNNING
    if not running:
        yield Button(_("Treffen beginnen"), "agenda.begin", data, primary=True)
    yield Button(_("Punkt hinzufügen"), "agenda.new", {"back": back_to(meeting)}, dialog=True)
    yield Button(_("Alle Punkte"), "agenda.open", dialog=True)
    if running:
        yield Button(_("Treffen schließen"), "agenda.close", data, dialog=True)


def _past_card(unit: Unit, meeting: Meeting, told: Text | None) -> MeetingCard:
    data: dict[str, str | int] = {"meeting": meeting.id}
    _on, at = starts(unit.session, meeting)
    lines = [_("{time}, {length} Minuten", time=Clocktime(at), length=meeting.length_minutes)]
    if meeting.state != MeetingState.CLOSED:
        lines.append(_("Was auf der Agenda stand, kommt beim nächsten Mal wieder."))
        return MeetingCard(_title(meeting), tuple(lines), _("Punkte"), (), 0, told=told)
    items = items_of(meeting.minutes)
    shown = [
        ItemLine(item["id"], number, shortened(item["title"], LONGEST_IN_LIST), mark=outcome_text(item["outcome"]))
        for number, item in enumerate(items, 1)
    ]
    fitting = first_that_fit([_line_bytes(line) for line in shown], _ITEMS_BYTES)
    if not items:
        lines.append(_("Es stand kein Punkt auf der Agenda."))
    return MeetingCard(
        _title(meeting),
        tuple(lines),
        _("Punkte"),
        tuple(shown[:fitting]),
        max(0, len(shown) - fitting),
        buttons=(Button(_("Protokoll"), "agenda.open_minutes", {**data, "page": 1}, dialog=True),),
        told=told,
    )
