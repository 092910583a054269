from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from app.capabilities import HOUSE
from app.kit.answers import Button
from app.kit.commands import Command
from app.kit.forms import Choice, Field, Form, Kind, Section
from app.kit.i18n import Text, _, verbatim
from app.people.queries_help import help_view
from app.people.views import (
    AbsenceLine,
    Absences,
    DayEntry,
    DayMessage,
    Hello,
    Help,
    Mistyped,
    PlannedLine,
    Preview,
    SettingsPart,
    SettingsShown,
    TeamChoice,
    TeamLine,
    Welcome,
)
from cards.canvas import Surface
from tests.cards.golden import draw_checked, elements, marked_up_texts, matches_golden

LANGUAGES = ("de", "en")
STARRED = "*Integration* _vor_ [Ort](https://example.org)"
ON = date(2026, 11, 26)
PLANNED = PlannedLine(ON, time(10), _("Team"), verbatim("Allgemein"))
WELCOME = Welcome(STARRED, False, False, (_("Team"), verbatim("Donnerstag, 10:00 Uhr")), ("Anna *Muster*",), None, None)
SET_UP = replace(WELCOME, set_up=True, next=PLANNED, changed_on=date(2026, 11, 20))
FORM = Form(
    _("Abwesenheit eintragen"),
    (
        Section(
            Text(""),
            (
                Field(
                    "first_day", _("Erster Tag"), Kind.DAY, "2026-12-01", required=True, error=_("Das ist kein Tag.")
                ),
                Field("last_day", _("Letzter Tag (leer: nur ein Tag)"), Kind.DAY),
            ),
        ),
    ),
    "people.add_absence",
    _("Eintragen"),
)
AWAY = Absences(
    (AbsenceLine(1, ON, ON), AbsenceLine(2, date(2026, 12, 20), date(2027, 1, 5))),
    FORM,
    _("Zurückgenommen."),
    away_now=True,
)
DAY = DayMessage(
    ON,
    (
        DayEntry(verbatim("Die Runde schließt *heute*."), STARRED, (Button(_("Hilfe"), "people.help", {"back": "x"}),)),
        DayEntry(verbatim("Noch eines."), None, ()),
    ),
    more=3,
)
FOUR_WEEKS = Preview(
    STARRED, 4, (PLANNED, replace(PLANNED, at=time(11)), replace(PLANNED, on=date(2026, 11, 30))), time(8, 30), 2
)
AWAY_COMMAND: Command = next(c for c in HOUSE.commands.commands if c.name == "people.away")

OVERVIEW = SettingsShown(
    team=STARRED,
    team_id=1,
    parts=(
        SettingsPart("people", _("Team"), WELCOME.settings),
        SettingsPart("standups", _("Runde"), (verbatim("Runde: Donnerstag *10:00*"),)),
    ),
    coordinators=("Anna *Muster*",),
)

VIEWS: dict[str, tuple[Any, Surface]] = {
    "welcome": (WELCOME, Surface.CHANNEL),
    "welcome_again": (replace(WELCOME, again=True), Surface.CHANNEL),
    "set_up": (SET_UP, Surface.CHANNEL),
    "hello": (Hello((STARRED, "Kernteam Ost")), Surface.PERSONAL),
    "hello_nobody": (Hello(()), Surface.PERSONAL),
    "settings_shown": (OVERVIEW, Surface.DIALOG),
    "settings_to_change": (replace(OVERVIEW, may_change=True), Surface.CHANNEL),
    "settings_proposed": (replace(OVERVIEW, may_change=True, proposed=True), Surface.DIALOG),
    "settings_saved": (replace(OVERVIEW, may_change=True, told=verbatim("Gespeichert.")), Surface.PERSONAL),
    "absences": (AWAY, Surface.PERSONAL),
    "absences_none": (Absences((), FORM), Surface.CHANNEL),
    "team_choice": (TeamChoice((TeamLine(1, STARRED, True), TeamLine(2, "Kernteam Ost", False))), Surface.PERSONAL),
    "preview": (FOUR_WEEKS, Surface.PERSONAL),
    "preview_nothing": (Preview("Ost", 1, (), time(8, 30)), Surface.PERSONAL),
    "day": (DAY, Surface.PERSONAL),
    "day_done": (DayMessage(ON, ()), Surface.PERSONAL),
    "mistyped": (Mistyped("*abwsend* morgen", AWAY_COMMAND), Surface.PERSONAL),
    "mistyped_unknown": (Mistyped("x" * 500, None), Surface.CHANNEL),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_the_card_looks_as_it_did(name: str, language: str) -> None:
    view, surface = VIEWS[name]
    matches_golden(f"people.{name}", view, language, surface)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize("name", VIEWS)
def test_what_people_typed_is_never_read_as_markdown(name: str, surface: Surface, language: str) -> None:
    view, _surface = VIEWS[name]
    for text in marked_up_texts(draw_checked(view, language, surface).card):
        assert "*" not in text
        assert "[" not in text


def test_help_is_grouped_with_examples_and_the_menu_first() -> None:
    view = help_view(HOUSE)
    menu = [line.words["de"][0] for line in view.groups[0].lines]
    assert {"abwesend", "einstellungen", "hilfe"} <= set(menu)
    assert len(menu) <= 12
    for language in LANGUAGES:
        drawn = draw_checked(view, language)
        assert "Freitag" in str(drawn.card) if language == "de" else "Friday" in str(drawn.card)


def test_help_for_one_topic_shows_its_group_alone() -> None:
    assert [group.title for group in help_view(HOUSE, "vorschau").groups] == [_("Team und Abwesenheit")]
    assert len(help_view(HOUSE, "nirgendwo").groups) > 1
    assert isinstance(help_view(HOUSE), Help)


def test_every_command_has_words_and_examples_in_both_languages() -> None:
    for command in HOUSE.commands.commands:
        assert command.words["de"]
        assert command.words["en"]
        assert set(command.examples) in (set(), {"de", "en"})
        for language, examples in command.examples.items():
            for example in examples:
                found = HOUSE.commands.find(example)
                assert found, example
                assert found.command is command, (language, example)


def test_large_teams_and_long_lists_stay_under_the_limit() -> None:
    people = tuple(f"{number} " + "Maximiliane Mustermann-Beispielhausen" for number in range(30))
    lines = tuple(verbatim("Eine recht lange Zeile über die Runde am Donnerstag um zehn Uhr") for _n in range(12))
    planned = tuple(replace(PLANNED, on=date(2026, 11, 1 + number // 2)) for number in range(40))
    buttons = (Button(_("Hilfe"), "people.help", {"round_id": 1, "back": "day:2026-11-27"}),) * 2
    choices = tuple(Choice(str(number), verbatim(name)) for number, name in enumerate(people))
    coordinators = Field("people", _("Koordination"), Kind.CHOICES, "1", choices, required=True)
    for view in (
        replace(SET_UP, coordinators=people, settings=lines),
        replace(WELCOME, coordinators=people, settings=lines),
        Preview("Ost", 12, planned, time(8, 30), 9),
        DayMessage(ON, tuple(DayEntry(lines[0], "Kernteam Ost", buttons) for _n in range(10)), 5),
        Absences(tuple(AbsenceLine(number, ON, ON) for number in range(8)), FORM, more=4),
        Form(_("Einstellungen"), (Section(_("Team"), (coordinators,)),), "people.save_settings", _("Speichern")),
        replace(OVERVIEW, coordinators=people, parts=(SettingsPart("people", _("Team"), lines),) * 8),
        replace(OVERVIEW, may_change=True, told=lines[0], parts=(SettingsPart("people", _("Team"), lines[:4]),) * 8),
    ):
        for language in LANGUAGES:
            draw_checked(view, language, Surface.CHANNEL)


def test_taking_back_is_not_held_back_by_the_empty_form_below() -> None:
    card = draw_checked(AWAY, "de", Surface.CHANNEL).card
    inputs = {one["verb"]: one.get("associatedInputs") for one in elements(card) if one.get("type") == "Action.Execute"}
    assert inputs == {"people.cancel_absence": "none", "people.back": "none", "people.add_absence": None}
