"""The meeting runs on its card: from item to item, with what comes out of each; two who press at once lose nothing."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.agenda.due import agendas_due
from app.agenda.model import ItemState, MeetingState
from app.kit.answers import Closed, Dialog
from app.kit.errors import UserError
from app.kit.unit import Units
from tests.agenda.makers import (
    BEGINS,
    GERMAN,
    NEXT_MORNING,
    POSTS,
    card,
    items_of,
    meetings_of,
    posted,
    pressed,
    running,
    said,
    tick,
    told,
    types,
)
from tests.makers import MadeTeam
from tests.standups.makers import PERSONAL, sent


def verbs(view: Any) -> list[list[str]]:
    return [[button.verb for button in row] for row in view.current.rows]


def now(view: Any) -> str | None:
    return view.current.line.title if view.current else None


async def test_everybody_may_begin_and_it_begins_once(units: Units, team: MadeTeam) -> None:
    meeting = await posted(units, team, "Saal", "Geld")
    for name in ("Dilek", "Bert"):
        view = await pressed(units, team, name, "agenda.begin", meeting=meeting)
        assert GERMAN(view.title) == "Treffen am Montag, 23. November läuft"
        assert now(view) == "Saal"
    (row,) = await meetings_of(units)
    assert (row.state, row.opened_by) == (MeetingState.RUNNING, team.people["Dilek"].id)
    assert verbs(view) == [
        ["agenda.finish", "agenda.defer", "agenda.next"],
        ["agenda.note", *["agenda.make"] * (len(verbs(view)[1]) - 1)],
        ["agenda.park", "agenda.drop"],
    ]
    assert ("update", "agenda.meeting", "1") in await sent(units)


async def test_items_are_gone_through_in_order(units: Units, team: MadeTeam) -> None:
    meeting = await running(units, team, "eins", "zwei", "drei")
    view = await pressed(units, team, "Anna", "agenda.finish", item=1, back="meeting:1")
    assert (told(view), now(view)) == ("Besprochen: eins", "zwei")
    view = await pressed(units, team, "Anna", "agenda.next", meeting=meeting, seen=2)
    assert now(view) == "drei"
    view = await pressed(units, team, "Anna", "agenda.defer", item=3, back="meeting:1")
    assert now(view) == "zwei"
    view = await pressed(units, team, "Anna", "agenda.next", meeting=meeting, seen=2)
    assert told(view) == "Das war der letzte Punkt."
    marks = {line.title: GERMAN(line.mark) for line in view.items if line.mark}
    assert marks == {"eins": "✓ besprochen", "drei": "→ vertagt"}
    assert ([line.number for line in view.items], view.left) == ([1, 3], 0)


async def test_next_pressed_by_two_at_once_goes_on_by_one(units: Units, team: MadeTeam) -> None:
    meeting = await running(units, team, "eins", "zwei", "drei")
    both = await asyncio.gather(
        *(pressed(units, team, name, "agenda.next", meeting=meeting, seen=1) for name in ("Anna", "Bert"))
    )
    assert {now(view) for view in both} == {"zwei"}


async def test_presses_about_different_things_merge(units: Units, team: MadeTeam) -> None:
    meeting = await running(units, team, "eins", "zwei")
    note = {"meeting": meeting, "item": 1, "version": 0, "back": "meeting:1"}
    await asyncio.gather(
        pressed(units, team, "Anna", "agenda.save_note", note="Geklärt *bis Mai*", **note),
        pressed(units, team, "Bert", "agenda.finish", item=1, back="meeting:1"),
        pressed(units, team, "Chiara", "agenda.park", item=2, back="meeting:1"),
        types(units, team, "Dilek", "agenda drei", at=BEGINS),
    )
    assert [item.state for item in await items_of(units)] == [ItemState.DONE, ItemState.PARKED, ItemState.OPEN]
    item = await pressed(units, team, "Anna", "agenda.item", item=1, back="list:1")
    assert item.note == "Geklärt *bis Mai*"


async def test_different_outcomes_for_one_item_are_not_overwritten(units: Units, team: MadeTeam) -> None:
    await running(units, team, "eins", "zwei")
    await pressed(units, team, "Anna", "agenda.defer", item=1, back="meeting:1")
    view = await pressed(units, team, "Bert", "agenda.finish", item=1, back="meeting:1")
    assert told(view) == "Inzwischen anders: eins → vertagt. Es blieb dabei."
    assert (await items_of(units))[0].state == ItemState.OPEN
    await pressed(units, team, "Bert", "agenda.restore", item=1, back="meeting:1")
    view = await pressed(units, team, "Bert", "agenda.finish", item=1, back="meeting:1")
    assert told(view) == "Besprochen: eins"


async def test_a_note_that_changed_meanwhile_is_refused_with_both_texts_kept(units: Units, team: MadeTeam) -> None:
    meeting = await running(units, team, "eins")
    opened = await pressed(units, team, "Anna", "agenda.note", meeting=meeting, item=1, back="meeting:1")
    hidden = dict(opened.view.hidden)
    saved = await pressed(units, team, "Bert", "agenda.save_note", note="von Bert", **hidden)
    assert isinstance(saved, Closed)
    refused = await pressed(units, team, "Anna", "agenda.save_note", note="von Anna", **hidden)
    assert isinstance(refused, Dialog)
    assert GERMAN(refused.view.notice).startswith("Inzwischen hat jemand anderes diese Notiz geändert.")
    assert "„von Bert“" in GERMAN(refused.view.notice)
    assert refused.view.sections[0].fields[0].value == "von Anna"
    again = await pressed(
        units, team, "Anna", "agenda.save_note", note="von Bert und Anna", **dict(refused.view.hidden)
    )
    assert isinstance(again, Closed)
    assert (await card(units)).current.note == "von Bert und Anna"  # type: ignore[union-attr]


async def test_a_note_too_long_comes_back_whole(units: Units, team: MadeTeam) -> None:
    meeting = await running(units, team, "eins")
    typed = "x" * 3001
    refused = await pressed(units, team, "Anna", "agenda.save_note", meeting=meeting, item=1, version=0, note=typed)
    (field,) = refused.view.sections[0].fields
    assert field.value == typed
    assert GERMAN(field.error) == "Das sind 3001 Zeichen, höchstens 3000 sind möglich. Bitte kürzen."


async def test_in_the_chat_forms_come_back_to_the_card(units: Units, team: MadeTeam) -> None:
    meeting = await running(units, team, "eins")
    values = {"meeting": meeting, "item": 1, "version": 0, "back": "meeting:1", "note": "x"}
    shown = await pressed(units, team, "Anna", "agenda.save_note", place=PERSONAL, **values)
    assert told(shown) == "Notiz gespeichert."


async def test_any_item_can_be_talked_about_out_of_order(units: Units, team: MadeTeam) -> None:
    meeting = await running(units, team, "eins", "zwei", "drei")
    view = await pressed(units, team, "Anna", "agenda.discuss", meeting=meeting, item=3, back="meeting:1")
    assert now(view) == "drei"
    view = await pressed(units, team, "Anna", "agenda.finish", item=3, back="meeting:1")
    assert now(view) == "eins"


async def test_the_form_of_a_decision_sent_twice_makes_one_and_a_second_form_another(
    units: Units, team: MadeTeam
) -> None:
    await running(units, team, "Saal")
    forms = [
        await pressed(units, team, name, "agenda.make", item=1, making="decisions", back="meeting:1")
        for name in ("Anna", "Bert")
    ]
    assert [dict(form.view.hidden)["id"] for form in forms] == ["1.1", "1.2"]
    for form, wording in zip(forms, ("Wir mieten.", "Wir sparen."), strict=True):
        fields = {field.name: field.value for section in form.view.sections for field in section.fields}
        fields |= {name: wording for name in fields if "wording" in name}
        for _ in range(2):
            await pressed(units, team, "Anna", form.view.verb, **dict(form.view.hidden), **fields)
    marks = said((await card(units)).current.marks)  # type: ignore[union-attr]
    assert len(marks) == 2
    assert "Wir mieten." in marks[0]
    assert "Wir sparen." in marks[1]
    with pytest.raises(UserError):
        await pressed(units, team, "Anna", "agenda.make", item=1, making="agenda", back="meeting:1")


async def test_carried_over_counts_itself_and_asks_at_the_third_time(units: Units, team: MadeTeam) -> None:
    await posted(units, team, "Saal")
    for week in range(2):
        await tick(units, NEXT_MORNING + timedelta(weeks=week))
        await tick(units, POSTS + timedelta(weeks=week + 1))
    view = await card(units, 3)
    (line,) = view.items
    assert said(line.facts) == ["zum 3. Mal"]
    assert said(button.label for button in line.buttons) == ["Entscheiden", "Parken", "Streichen"]
    assert [one.state for one in await meetings_of(units)][:2] == [MeetingState.NOT_HELD] * 2
    third = POSTS + timedelta(weeks=2)
    await pressed(units, team, "Anna", "agenda.park", at=third, item=1, back="meeting:3")
    await pressed(units, team, "Anna", "agenda.restore", at=third, item=1, back="parked:1")
    assert [line.buttons for line in (await card(units, 3)).items] == [()]


async def test_a_second_meeting_waits_for_the_first_to_close(units: Units, team: MadeTeam) -> None:
    await running(units, team, "Saal")
    await units.run(agendas_due, now=POSTS + timedelta(weeks=1))
    with pytest.raises(UserError):
        await pressed(units, team, "Anna", "agenda.begin", meeting=2)
