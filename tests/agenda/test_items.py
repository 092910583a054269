"""Items come onto the agenda, are moved, left out once, set aside and changed."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from app.agenda.model import ItemState
from app.agenda.views import ItemList, ItemShown
from app.kit.answers import Closed, Dialog, Said
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Form
from app.kit.incoming import Mention, Who
from app.kit.search import find
from app.kit.unit import Units
from app.people.model import Member
from app.standups.model import Round
from app.standups.queries_report import load_report
from app.standups.views import Report
from tests.agenda.makers import (
    BEGINS,
    GERMAN,
    POSTS,
    card,
    items_of,
    posted,
    pressed,
    running,
    said,
    tick,
    titles,
    told,
    types,
)
from tests.makers import MadeTeam, make_team
from tests.standups.makers import CHANNEL, CLOSES, blocker_of, closed_round, press, sent

LATER = CLOSES + timedelta(hours=1)


async def add(units: Units, team: MadeTeam, text: str, **more: Any) -> Any:
    return await types(units, team, "Anna", f"agenda {text}", at=LATER, **more)


async def marks(units: Units) -> list[str]:
    from app.capabilities import HOUSE

    report = await units.run(lambda unit: load_report(HOUSE, unit.session, "1", unit.now))
    assert isinstance(report, Report)
    return [GERMAN(mark) for passage in report.blockers for mark in passage.marks]


async def test_a_typed_item_shows_as_its_card_for_all_and_the_asker_hears_nothing(units: Units, team: MadeTeam) -> None:
    assert await add(units, team, "Raumplan *Januar* (10 min) @bert", place=CHANNEL) is None
    (item,) = await items_of(units)
    assert (item.title, item.minutes, item.presenter_id) == ("Raumplan *Januar*", 10, team.people["Bert"].id)
    assert ("post", "agenda.item", "1") in await sent(units)


async def test_in_the_chat_the_item_itself_answers(units: Units, team: MadeTeam) -> None:
    shown = await add(units, team, "Saal (1 h)")
    assert isinstance(shown, ItemShown)
    assert (shown.title, said(shown.facts)) == ("Saal", ["60 Minuten"])


async def test_a_mention_presents_it(units: Units, team: MadeTeam) -> None:
    bert = team.people["Bert"]
    mention = Mention(Who(bert.teams_user_id, bert.entra_id, bert.name), 0)
    await add(units, team, f"Saal @{bert.name}", place=CHANNEL, mentions=(mention,))
    (item,) = await items_of(units)
    assert (item.title, item.presenter_id) == ("Saal", bert.id)


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("Saal @Zoe", "„Zoe“ gehört nicht zu diesem Team."),
        ("Saal @Bert @Anna", "Mehrere Namen stehen da; vorstellen kann es eine Person."),
        ("Saal @Muster", "Mit „Muster“ kann mehr als eine Person gemeint sein."),
    ],
)
async def test_a_name_in_doubt_is_asked_with_one_button_and_nothing_is_lost(
    units: Units, team: MadeTeam, typed: str, doubt: str
) -> None:
    answered = await add(units, team, typed, place=CHANNEL)
    assert isinstance(answered, Said)
    assert GERMAN(answered.text) == f"Steht auf der Agenda: Saal. {doubt}"
    (button,) = answered.buttons
    assert (button.verb, button.dialog) == ("agenda.edit", True)
    (item,) = await items_of(units)
    assert (item.title, item.presenter_id) == ("Saal", None)


@pytest.mark.parametrize("typed", ["ä" * 301, "(10 min)", "Saal (999 min)"])
async def test_what_cannot_be_is_refused_with_an_example(units: Units, team: MadeTeam, typed: str) -> None:
    with pytest.raises(UserError) as refused:
        await add(units, team, typed)
    assert refused.value.example
    assert await items_of(units) == []


async def test_a_posted_agenda_shows_a_new_item_itself_and_the_asker_gets_a_word(units: Units, team: MadeTeam) -> None:
    await posted(units, team, "Saal")
    answered = await types(units, team, "Bert", "agenda Geld (70 min)", at=POSTS, place=CHANNEL)
    assert GERMAN(answered.text) == "Steht auf der Agenda für Montag, 23. November, 09:00 Uhr."
    assert ("post", "agenda.item", "2") not in await sent(units)
    assert ("update", "agenda.meeting", "1") in await sent(units)
    view = await card(units)
    assert titles(view) == ["Saal", "Geld"]
    assert said(view.lines)[1] == (
        "70 von 60 Minuten verplant: 10 Minuten zu viel. Bitte kürzen oder etwas verschieben."
    )


async def test_the_sum_is_said(units: Units, team: MadeTeam) -> None:
    await posted(units, team, "Saal (20 min)", "Geld (25 min)", "Ohne Zeit")
    assert said((await card(units)).lines)[1] == "45 von 60 Minuten verplant"


async def test_one_press_puts_a_blocker_on_the_agenda_and_marks_it_for_everybody(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld *fehlt*", Chiara="Saal fehlt")
    shown = await press(units, team, "Dilek", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    assert isinstance(shown, Report)
    assert [len(passage.marks) for passage in shown.blockers] == [1, 0]
    assert ("update", "standups.report", "1") in await sent(units)
    assert await marks(units) == ["→ auf der Agenda"]
    listed = await types(units, team, "Anna", "agenda", at=LATER)
    (item,) = listed.items
    assert (item.title, said(item.facts)) == ("Geld *fehlt*", ["Bert Muster, Runde KW 49"])


async def test_a_press_in_the_dialog_stays_in_the_dialog(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    shown = await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert", "dialog:1"), at=LATER)
    assert isinstance(shown, Dialog)
    assert shown.view.in_dialog


async def test_presses_at_once_make_one_item(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    values = blocker_of(team, "Bert")
    await asyncio.gather(
        *(press(units, team, name, "agenda.add_from", values, at=LATER) for name in ("Anna", "Bert", "Dilek"))
    )
    assert len(await items_of(units)) == 1


async def test_done_and_parked_stay_marked_and_dropped_can_be_put_back(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    for verb, mark in (
        ("agenda.finish", ["→ auf der Agenda ✓ erledigt"]),
        ("agenda.restore", ["→ auf der Agenda"]),
        ("agenda.park", ["→ auf der Agenda, geparkt"]),
        ("agenda.drop", []),
    ):
        await pressed(units, team, "Anna", verb, at=LATER, item=1, back="list:1")
        assert await marks(units) == mark
    await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    assert await marks(units) == ["→ auf der Agenda"]
    assert [one.state for one in await items_of(units)] == [ItemState.OPEN]


async def test_the_list_acts_in_place_and_takes_back(units: Units, team: MadeTeam) -> None:
    for text in ("Saal", "*Geld*"):
        await add(units, team, text)
    for _ in range(2):
        shown = await pressed(units, team, "Dilek", "agenda.drop", at=LATER, item=2, back="list:1")
        assert isinstance(shown, ItemList)
        assert told(shown) == "Gestrichen: *Geld*"
        assert [(one.number, one.title) for one in shown.items] == [(1, "Saal")]
    shown = await pressed(units, team, "Dilek", shown.undo.verb, at=LATER, **shown.undo.data)
    assert titles(shown) == ["Saal", "*Geld*"]


async def test_what_somebody_else_did_meanwhile_stands_and_is_said(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Saal")
    await pressed(units, team, "Anna", "agenda.finish", at=LATER, item=1, back="list:1")
    shown = await pressed(units, team, "Bert", "agenda.drop", at=LATER, item=1, back="list:1")
    assert told(shown) == "Inzwischen anders: Saal ✓ besprochen. Es blieb dabei."
    assert [one.state for one in await items_of(units)] == [ItemState.DONE]


async def test_items_change_places_and_a_press_on_an_old_list_moves_nothing(units: Units, team: MadeTeam) -> None:
    for text in ("eins", "zwei", "drei"):
        await add(units, team, text)
    listed = await types(units, team, "Anna", "agenda", at=LATER)
    up = next(button for button in listed.items[2].buttons if button.verb == "agenda.up")
    shown = await pressed(units, team, "Anna", up.verb, at=LATER, **up.data)
    assert titles(shown) == ["eins", "drei", "zwei"]
    again = await pressed(units, team, "Anna", up.verb, at=LATER, **up.data)
    assert titles(again) == ["eins", "drei", "zwei"]
    assert told(again) == "Inzwischen hat sich die Agenda geändert. So steht sie jetzt."
    down = next(button for button in again.items[0].buttons if button.verb == "agenda.down")
    assert titles(await pressed(units, team, "Bert", down.verb, at=LATER, **down.data)) == ["drei", "eins", "zwei"]
    verbs = [[button.verb for button in item.buttons] for item in again.items]
    assert verbs == [
        ["agenda.down", "agenda.item"],
        ["agenda.up", "agenda.down", "agenda.item"],
        ["agenda.up", "agenda.item"],
    ]


async def test_not_this_time_leaves_it_out_once_and_does_not_count(units: Units, team: MadeTeam) -> None:
    await posted(units, team, "Saal", "Geld")
    shown = await pressed(units, team, "Anna", "agenda.skip_item", item=2, back="list:1")
    assert told(shown) == "Nicht beim Treffen am Montag, 23. November: Geld"
    assert titles(await card(units)) == ["Saal"]
    await tick(units, BEGINS + timedelta(days=1))
    await tick(units, POSTS + timedelta(weeks=1))
    view = await card(units, 2)
    assert [(line.title, said(line.facts)) for line in view.items] == [("Saal", ["zum 2. Mal"]), ("Geld", [])]
    undone = await pressed(units, team, "Anna", "agenda.skip_item", item=1, back="list:1")
    await pressed(units, team, "Anna", undone.undo.verb, **undone.undo.data)
    assert titles(await card(units, 2)) == ["Saal", "Geld"]


async def test_parked_items_stand_on_no_agenda_and_come_back(units: Units, team: MadeTeam) -> None:
    await posted(units, team, "Saal", "Geld")
    await pressed(units, team, "Anna", "agenda.park", item=1, back="meeting:1")
    assert titles(await card(units)) == ["Geld"]
    parked = await types(units, team, "Bert", "agenda geparkt", at=POSTS)
    assert titles(parked) == ["Saal"]
    back = parked.items[0].buttons[0]
    shown = await pressed(units, team, "Bert", back.verb, **back.data)
    assert titles(shown) == []
    assert titles(await card(units)) == ["Geld", "Saal"]


async def form_of(units: Units, team: MadeTeam, name: str, verb: str, **values: Any) -> dict[str, str]:
    opened = await pressed(units, team, name, verb, **values)
    assert isinstance(opened, Dialog)
    form: Form = opened.view
    fields = {field.name: field.value for section in form.sections for field in section.fields}
    return {**dict(form.hidden), **fields, "": form.verb}


async def save(units: Units, team: MadeTeam, name: str, form: dict[str, str], **changes: str) -> Any:
    values = {key: value for key, value in {**form, **changes}.items() if key}
    return await pressed(units, team, name, form[""], **values)


async def test_two_who_change_different_things_both_keep_them(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Saal")
    one = await form_of(units, team, "Anna", "agenda.edit", item=1)
    other = await form_of(units, team, "Bert", "agenda.edit", item=1)
    assert isinstance(await save(units, team, "Anna", one, item_minutes="15"), Closed)
    assert isinstance(await save(units, team, "Bert", other, item_title="Großer Saal"), Closed)
    (item,) = await items_of(units)
    assert (item.title, item.minutes) == ("Großer Saal", 15)


async def test_two_who_change_the_same_thing_are_told_and_nothing_typed_is_lost(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Saal")
    one = await form_of(units, team, "Anna", "agenda.edit", item=1)
    other = await form_of(units, team, "Bert", "agenda.edit", item=1)
    await save(units, team, "Anna", one, item_title="Kleiner Saal")
    refused = await save(units, team, "Bert", other, item_title="Großer Saal", item_minutes="5")
    fields = {field.name: field.value for section in refused.view.sections for field in section.fields}
    assert (fields["item_title"], fields["item_minutes"]) == ("Großer Saal", "5")
    assert "„Kleiner Saal“" in GERMAN(refused.view.notice)
    again = {**dict(refused.view.hidden), **fields, "": refused.view.verb}
    assert isinstance(await save(units, team, "Bert", again), Closed)
    assert [item.title for item in await items_of(units)] == ["Großer Saal"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item_title": " "}, "item_title"),
        ({"item_minutes": "viele"}, "item_minutes"),
        ({"item_presenter": "99"}, "item_presenter"),
    ],
)
async def test_a_wrong_form_comes_back_filled(
    units: Units, team: MadeTeam, changes: dict[str, str], field: str
) -> None:
    form = await form_of(units, team, "Anna", "agenda.new", back="")
    refused = await save(units, team, "Anna", form, **{"item_title": "Saal", **changes})
    wrong = [one.name for section in refused.view.sections for one in section.fields if one.error]
    assert wrong == [field]
    assert await items_of(units) == []


async def test_a_message_becomes_one_item_and_keeps_its_link(units: Units, team: MadeTeam) -> None:
    link = "https://teams.microsoft.com/l/message/19:x/1"
    values = {"text": "Wer öffnet den *Saal*?", "link": link, "author": "Bert", "written_on": "2026-11-20"}
    for _ in range(2):
        form = await form_of(units, team, "Anna", "agenda.from_message", **values)
        assert form["item_title"] == "Wer öffnet den *Saal*?"
        answered = await save(units, team, "Anna", form)
    assert GERMAN(answered.text) == "Aus dieser Nachricht gibt es schon einen Punkt: Wer öffnet den *Saal*?"
    (item,) = await items_of(units)
    assert item.link == link
    shown = await pressed(units, team, "Anna", "agenda.item", item=item.id, back="list:1")
    assert link in [getattr(one, "url", "") for row in shown.rows for one in row]


async def test_a_link_that_is_no_address_becomes_no_button(units: Units, team: MadeTeam) -> None:
    form = await form_of(units, team, "Anna", "agenda.from_message", text="x", link="javascript:alert(1)")
    await save(units, team, "Anna", form)
    assert [item.link for item in await items_of(units)] == [None]


async def test_long_lists_turn_pages_and_numbers_go_on(units: Units, team: MadeTeam) -> None:
    for number in range(8):
        await add(units, team, f"Punkt {number}")
    second = await pressed(units, team, "Anna", "agenda.list", page=2)
    assert [one.number for one in second.items] == [7, 8]
    beyond = await pressed(units, team, "Anna", "agenda.open", page=99)
    assert beyond.view.page == 2


@pytest.mark.parametrize("words", ["agenda", "/Agenda", "Tagesordnung", "punkte", "items"])
async def test_a_bare_word_lists_for_the_asker_alone(units: Units, team: MadeTeam, words: str) -> None:
    from app.capabilities import HOUSE

    found = HOUSE.commands.find(words)
    assert found is not None
    assert (found.command.name, found.command.shared, found.command.writes) == ("agenda.list", False, False)
    assert isinstance(await types(units, team, "Anna", words, at=LATER), ItemList)


async def test_items_are_found_until_they_are_dropped(units: Units, team: MadeTeam) -> None:
    await add(units, team, "Wohnraum für *Fachkräfte*")

    async def found() -> list[str]:
        return await units.run(lambda unit: [hit.title for hit in find(unit.session, [team.id], "fachkraefte wohn")])

    assert await found() == ["Wohnraum für *Fachkräfte*"]
    await pressed(units, team, "Anna", "agenda.drop", item=1, back="list:1")
    assert await found() == []


async def test_another_team_and_a_leaver_are_refused(units: Units, team: MadeTeam) -> None:
    other = await units.run(lambda unit: make_team(unit, "Anderes Team", "Emil", number=2))
    meeting = await running(units, team, "Saal")
    left = team.members["Chiara"].id
    await units.run(lambda unit: setattr(unit.session.get_one(Member, left), "left_on", date(2026, 11, 21)))
    from app.capabilities import HOUSE

    own_team = {"agenda.list", "agenda.open", "agenda.parked", "agenda.new", "agenda.from_message", "agenda.save_new",
                "agenda.minutes_list", "agenda.hold"}  # fmt: skip
    verbs = [verb.name for verb in HOUSE.verbs if verb.name.startswith("agenda.") and verb.name not in own_team]
    assert len(verbs) > 20
    for who, name in ((other, "Emil"), (team, "Chiara")):
        for verb in verbs:
            with pytest.raises(NotAllowed):
                await pressed(units, who, name, verb, item=1, meeting=meeting, page=1, kind="agenda.item", id="1.1")
    assert titles(await types(units, other, "Emil", "agenda", at=LATER)) == []
    assert isinstance(await types(units, other, "Emil", "treffen", at=LATER), Said)


async def test_an_item_outlives_the_round_it_came_from(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="Geld fehlt")
    await press(units, team, "Anna", "agenda.add_from", blocker_of(team, "Bert"), at=LATER)
    await units.run(lambda unit: unit.session.delete(unit.session.get_one(Round, 1)))
    listed = await types(units, team, "Anna", "agenda", at=LATER)
    assert [(one.title, one.facts) for one in listed.items] == [("Geld fehlt", ())]
    shown = await pressed(units, team, "Anna", "agenda.finish", at=LATER, item=1, back="list:1")
    assert titles(shown) == []
