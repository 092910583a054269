"""How tasks look."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.kit.answers import Button, Link
from app.kit.forms import Form
from app.kit.i18n import Text, _
from app.kit.unit import Units
from app.tasks.model import Task
from app.tasks.queries_lists import PAGE
from app.tasks.rules import LONGEST_NAME, LONGEST_REASON, LONGEST_TITLE
from app.tasks.views import Shown, Standing, TaskLine, TaskList, TaskShown
from cards.canvas import Surface
from tests.cards.golden import draw_checked, elements, marked_up_texts, matches_golden
from tests.makers import MadeTeam
from tests.standups.makers import CLOSES, blocker_of, closed_round
from tests.tasks.makers import add, berlin, card, press, save

LANGUAGES = ("de", "en")
TYPED = '*stars* _underscores_ "Arbeitgeber*innen" [Link](https://example.org) <at>x</at> 🙂'
OWN = TaskLine(3, TYPED, "Anna Muster", date(2026, 12, 4))
LATE = TaskLine(
    4,
    "Brief schreiben",
    "Bert *M*",
    date(2026, 11, 27),
    Standing.BLOCKED,
    overdue=True,
    owner_left=True,
    important=True,
)
NOBODYS = TaskLine(5, "Saal buchen", None, None)
OUTSIDE = TaskLine(6, "Grußwort & Dank", "Frau Weber", date(2026, 12, 4), no_account=True)
GIVEN = replace(OWN, accepted=False)
ORIGIN = _("Aus: {title}, {person}", title=_("Runde KW {week}", week=48), person="Bert *M*")


def _button(label: Text, verb: str, **more: Any) -> Button:
    return Button(label, f"tasks.{verb}", {"task": 3, **more})


DONE, MORE = _button(_("Erledigt"), "finish"), Button(_("Mehr"), "tasks.more", {"task": 3}, dialog=True)
MARK = _("→ auf der Agenda")
LIST = TaskList(
    Shown.TEAM,
    (OWN, LATE, NOBODYS, OUTSIDE, GIVEN),
    23,
    "list:team.2",
    page=2,
    pages=3,
    tabs=(Button(_("Meine"), "tasks.list", {"list": "mine.1"}),),
    turns=(Button(_("Vorige Seite"), "tasks.list", {"list": "team.1"}),),
    told=_("Erledigt: {title}", title=TYPED),
    undo=_button(_("Wieder öffnen"), "reopen", back="list:team.2"),
)
CARDS: dict[str, tuple[Any, Surface]] = {
    "tasks.task": (TaskShown(OWN, (DONE, MORE), comes_from=ORIGIN, marks=(MARK,)), Surface.CHANNEL),
    "tasks.given": (
        TaskShown(GIVEN, (_button(_("Annehmen"), "accept"), DONE, MORE), ("Chiara *M*", "Dilek Muster"), "Bert *M*"),
        Surface.CHANNEL,
    ),
    "tasks.blocked": (TaskShown(LATE, (DONE, MORE), reason=TYPED), Surface.CHANNEL),
    "tasks.outside": (
        TaskShown(OUTSIDE, (DONE, MORE), told=_("Eingetragen bis {day}.", day=LATE.due_on)),
        Surface.PERSONAL,
    ),
    "tasks.done": (TaskShown(replace(LATE, standing=Standing.DONE, overdue=False), (MORE,)), Surface.DIALOG),
    "tasks.more": (
        TaskShown(OWN, (DONE,) * 5 + (Link(_("Zur Nachricht"), "https://teams.microsoft.com/l/1"),)),
        Surface.DIALOG,
    ),
    "tasks.list": (LIST, Surface.CHANNEL),
    "tasks.origin": (
        replace(LIST, shown=Shown.ORIGIN, comes_from=_("Runde KW {week}", week=48), told=None, undo=None),
        Surface.DIALOG,
    ),
    "tasks.none": (TaskList(Shown.MINE, (), 0, "list:mine.1", tabs=LIST.tabs), Surface.PERSONAL),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_a_card_looks_as_it_was_last_looked_at(name: str, language: str) -> None:
    view, surface = CARDS[name]
    matches_golden(name, view, language, surface)


@pytest.mark.parametrize("name", CARDS)
def test_what_people_typed_is_never_read_as_markdown(name: str) -> None:
    view, surface = CARDS[name]
    for text in marked_up_texts(draw_checked(view, "de", surface).card):
        assert not [sign for sign in "*_[<" if sign in text], text


@pytest.mark.parametrize("name", ["tasks.task", "tasks.list", "tasks.blocked"])
def test_what_people_typed_stands_there_letter_by_letter(name: str) -> None:
    view, surface = CARDS[name]
    drawn = draw_checked(view, "de", surface)
    assert TYPED in [element.get("text") for element in elements(drawn.card) if element.get("type") == "TextRun"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_prepared_for_who_has_no_account(language: str) -> None:
    view, surface = CARDS["tasks.outside"]
    (link,) = [
        one for one in elements(draw_checked(view, language, surface).card) if one.get("type") == "Action.OpenUrl"
    ]
    assert link["url"].startswith("mailto:?subject=")
    assert "Gru%C3%9Fwort%20%26%20Dank" in link["url"]
    assert "Frau%20Weber" in link["url"]
    assert "@" not in link["url"]


@pytest.mark.parametrize("typed", ["ü", "🙂", '"', "م"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_cards_of_the_longest_inputs_stay_small(units: Units, team: MadeTeam, typed: str) -> None:
    for number in range(PAGE + 2):
        await add(units, team, "Bert", f"aufgabe {number}" + typed * (LONGEST_TITLE - 2) + " @Anna @Chiara")

    def rename(unit: Any) -> None:
        for number in range(PAGE + 2):
            task = unit.session.get_one(Task, number + 1)
            task.title, task.owner_id, task.accepted = typed * LONGEST_TITLE, None, True
            task.owner_name, task.link = typed * LONGEST_NAME, "https://teams.microsoft.com/" + "x" * 900

    await units.run(rename)
    for name in ("aufgaben team", "aufgaben"):
        await add(units, team, "Chiara", name)
    tasks = await press(units, team, "Chiara", "tasks.finish", {"task": "1", "back": "list:team.1"})
    await press(units, team, "Chiara", "tasks.save_block", {"task": 2, "task_reason": typed * LONGEST_REASON})
    more = await press(units, team, "Chiara", "tasks.more", {"task": 2})
    form = (await press(units, team, "Chiara", "tasks.change", {"task": 2})).view
    await press(units, team, "Anna", "tasks.save_change", {"task": 2, "task_title": "x", "task_owner": "0"})
    conflict = await save(units, team, "Chiara", form, title=typed * (LONGEST_TITLE - 1), due="2026-12-24")
    refused = await save(units, team, "Chiara", form, title=typed * 999, name=typed * 99, due="x")
    assert isinstance(conflict.view, Form)
    for view in (tasks, more.view, await card(units, 2), form, conflict.view, refused.view):
        for surface in Surface:
            for language in LANGUAGES:
                draw_checked(view, language, surface)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_forms_can_be_drawn_everywhere(units: Units, team: MadeTeam) -> None:
    await closed_round(units, team, Bert="🙂" * 750)
    views = [(await press(units, team, "Anna", "tasks.add_from", blocker_of(team, "Bert"), at=CLOSES)).view]
    await add(units, team, "Anna", "aufgabe Saal")
    views += [
        (await press(units, team, "Anna", f"tasks.{verb}", {"task": 1}, at=berlin("2026-12-02"))).view
        for verb in ("change", "block", "set_aside", "offer")
    ]
    views.append(await add(units, team, "Anna", "aufgabe Saal bis 20.11."))
    for view in views:
        assert isinstance(view, Form)
        for surface in Surface:
            for language in LANGUAGES:
                draw_checked(view, language, surface)
