"""How rounds look."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from app.capabilities import HOUSE
from app.kit.answers import Button
from app.kit.forms import Field, Form, Kind, Section
from app.kit.i18n import Clocktime, Day, Text, _, translator, verbatim
from app.kit.unit import Units
from app.people.queries_day import day_view
from app.standups.queries_report import load_report
from app.standups.queries_settings import settings_section
from app.standups.views import AnswerForm, Line, LinkShown, Overview, Passage, Report, RoundCard, TooLate
from cards.canvas import Canvas, Surface
from cards.faces import draw
from tests.cards.golden import check_card, draw_checked, elements, marked_up_texts, matches_golden
from tests.makers import MadeTeam, make_team
from tests.standups.makers import CLOSES, OPENS, answer, berlin, blocker_of, closed_round, press, set_up, tick

LANGUAGES = ("de", "en")
TYPED = '*stars* _underscores_ "Arbeitgeber*innen"\n- [Link](https://example.org) <at>x</at> 🙂'
REVIEW, NEXT, BLOCKER = (
    _("Was ist seit letzter Woche passiert?"),
    _("Was sind die nächsten Schritte?"),
    _("Wo hakt es?"),
)
OPEN = RoundCard(7, 48, date(2026, 11, 23), time(8), closed=False, answers=3)
CLOSED = replace(OPEN, closed=True, answers=7)
FORM = AnswerForm(
    Form(
        _("Runde KW {week}", week=48),
        (
            Section(
                Text(""),
                (
                    Field(
                        "answer_review",
                        REVIEW,
                        Kind.LONG_TEXT,
                        TYPED,
                        hint=_("Übernommen aus den nächsten Schritten von KW {week}", week=47),
                        longest=1500,
                    ),
                    Field("answer_next", NEXT, Kind.LONG_TEXT, longest=1500),
                    Field("answer_blocker", verbatim("Was *bremst* uns?"), Kind.LONG_TEXT, longest=1500),
                ),
            ),
        ),
        "standups.save",
        _("Speichern"),
        (("round", "7"), ("version", "0")),
        intro=_("Bitte keine Namen oder Fälle von Ratsuchenden."),
    ),
    Button(_("Wie letzte Woche"), "standups.same", {"round": 7, "asked": "form"}),
)
BLOCKER_PRESSED = {"kind": "standups.blocker", "id": "7-1", "back": "2"}
MAKE_TASK = Button(_("Als Aufgabe"), "tasks.add_from", BLOCKER_PRESSED, dialog=True)
PUT_ON_AGENDA = Button(_("Auf die Agenda"), "agenda.add_from", BLOCKER_PRESSED)
TASK_MADE = _(
    "{task} ✓ erledigt",
    task=_(
        "→ Aufgabe: {title} ({name}, bis {day})",
        title="Antrag *stellen*",
        name="Bert Muster",
        day=Day(date(2026, 12, 4), "EEE, d. MMM"),
    ),
)
REPORT = Report(
    7,
    48,
    date(2026, 11, 23),
    7,
    (
        Passage("Bert Muster", (Line(BLOCKER, TYPED),), buttons=(MAKE_TASK, PUT_ON_AGENDA)),
        Passage("Chiara *M*", (Line(BLOCKER, "Saal fehlt"),), marks=(TASK_MADE,), buttons=(PUT_ON_AGENDA,)),
        Passage("Dilek Muster", (Line(BLOCKER, "Geld fehlt"),), marks=(TASK_MADE, _("→ auf der Agenda"))),
    ),
    (
        Passage("Anna Muster", (Line(REVIEW, "Messe geplant"), Line(NEXT, TYPED)), continued=True),
        Passage("Bert Muster", ()),
        Passage("Chiara *M*", (Line(NEXT, "Saal buchen"),), quiet=True),
    ),
    page=2,
    pages=3,
)
OVERVIEW = Overview(
    _("Runde KW {week}", week=48),
    (
        _("Offen bis {day}, {time}.", day=Day(date(2026, 11, 23)), time=Clocktime(time(8))),
        _("Ihre Antwort steht noch aus."),
        _("Der Kanal „{channel}“ wurde gelöscht. Die Runde ruht, bis ein Kanal gewählt ist.", channel="*K*"),
    ),
    (
        Button(_("Antworten"), "standups.form", {"round": 7, "back": "overview"}, primary=True, dialog=True),
        Button(_("Wie letzte Woche"), "standups.same", {"round": 7, "back": "overview"}),
    ),
    tuple(
        Button(_("KW {week}", week=week), "standups.open_report", {"round": week, "page": 1}, dialog=True)
        for week in range(47, 41, -1)
    ),
)
CARDS: dict[str, tuple[Any, Surface]] = {
    "round": (OPEN, Surface.CHANNEL),
    "round_closed": (CLOSED, Surface.CHANNEL),
    "round_without_answers": (replace(CLOSED, answers=0), Surface.CHANNEL),
    "form": (FORM, Surface.DIALOG),
    "form_in_chat": (FORM, Surface.PERSONAL),
    "too_late": (TooLate(CLOSED, (Line(REVIEW, TYPED), Line(verbatim("Eigene *Frage*?"), "x"))), Surface.DIALOG),
    "report": (REPORT, Surface.CHANNEL),
    "report_in_dialog": (replace(REPORT, in_dialog=True), Surface.DIALOG),
    "overview": (OVERVIEW, Surface.PERSONAL),
    "link": (LinkShown("c0de", 48, date(2026, 11, 23), time(8)), Surface.PERSONAL),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_a_card_looks_as_it_was_last_looked_at(name: str, language: str) -> None:
    view, surface = CARDS[name]
    matches_golden(f"standups.{name}", view, language, surface)


@pytest.mark.parametrize("name", CARDS)
def test_what_people_typed_is_never_read_as_markdown(name: str) -> None:
    view, surface = CARDS[name]
    for text in marked_up_texts(draw_checked(view, "de", surface).card):
        assert not [sign for sign in "*_[<" if sign in text], text


def test_what_people_typed_stands_there_letter_by_letter() -> None:
    drawn = draw_checked(REPORT, "de", Surface.CHANNEL)
    assert TYPED in [element.get("text") for element in elements(drawn.card) if element.get("type") == "TextRun"]


def test_the_channels_card_asks_in_a_dialog_and_in_the_chat_in_its_place() -> None:
    (in_channel,) = draw_checked(OPEN, "de", Surface.CHANNEL).card["actions"]  # type: ignore[misc]
    assert in_channel["data"]["msteams"] == {"type": "task/fetch"}
    (in_chat,) = draw_checked(OPEN, "de", Surface.PERSONAL).card["actions"]  # type: ignore[misc]
    assert in_chat["type"] == "Action.Execute"


def test_pages_turn_where_they_are_shown() -> None:
    for view, surface, verb in (
        (REPORT, Surface.CHANNEL, "standups.show_report"),
        (replace(REPORT, in_dialog=True), Surface.DIALOG, "standups.open_report"),
    ):
        actions: list[dict[str, Any]] = draw_checked(view, "de", surface).card["actions"]  # type: ignore[assignment]
        assert [(one["data"]["verb"], one["data"]["page"]) for one in actions] == [(verb, 1), (verb, 3)]


def test_a_blocker_asks_for_its_task_in_a_dialog_and_goes_onto_the_agenda_at_once() -> None:
    drawn = draw_checked(REPORT, "de", Surface.CHANNEL)
    rows = [one["actions"] for one in elements(drawn.card) if one.get("type") == "ActionSet"]
    assert [[action["type"] for action in row] for row in rows] == [
        ["Action.Submit", "Action.Execute"],
        ["Action.Execute"],
    ]
    assert rows[0][0]["data"]["msteams"] == {"type": "task/fetch"}


def test_the_personal_link_needs_a_public_address() -> None:
    view = LinkShown("c0de", 48, date(2026, 11, 23), time(8))
    without = draw(Canvas(translator("de")), view)
    assert "c0de" not in str(without.card)
    drawn = draw(Canvas(translator("de"), public_url="https://kernteam.example"), view)
    check_card(drawn.card)
    (action,) = drawn.card["actions"]  # type: ignore[misc]
    assert action["url"] == "https://kernteam.example/f/c0de"


@pytest.mark.parametrize("typed", ["ü" * 1499, "🙂" * 750, "\n" * 1500, "م" * 1500, '"\\' * 750])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_thirty_people_with_a_lot_to_say_fit_on_pages(units: Units, typed: str) -> None:
    names = [f"Person{number}" for number in range(30)]
    team = await units.run(lambda unit: make_team(unit, "Großes Team", " ".join(names), number=3))
    await set_up(units, team, question_review="*" * 200)
    await tick(units, OPENS)
    text = f"A{typed}"[:1499] + "Z"
    for name in names:
        await answer(units, team, name, 1, OPENS, review=text, next=text, blocker=text)
    await tick(units, CLOSES)
    first = await units.run(lambda unit: load_report(HOUSE, unit.session, "1", unit.now))
    assert isinstance(first, Report)
    shown = 0
    for page in range(1, first.pages + 1):
        for verb in ("standups.show_report", "standups.open_report"):
            view = await press(units, team, "Person1", verb, {"round": "1", "page": str(page)}, at=CLOSES)
            report = view if isinstance(view, Report) else view.view
            for language in LANGUAGES:
                draw_checked(report, language, Surface.CHANNEL if verb.endswith("show_report") else Surface.DIALOG)
        shown += sum(len(part.lines) for part in (*report.blockers, *report.passages))
    assert shown == 90


@pytest.mark.parametrize("short", [True, False])
@pytest.mark.parametrize("made", [True, False])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_thirty_blockers_with_buttons_or_marks_fit_on_pages(units: Units, short: bool, made: bool) -> None:
    names = [f"Person{number}" for number in range(30)]
    team = await units.run(lambda unit: make_team(unit, "Großes Team", " ".join(names), number=3))
    blocker = "🙂 fehlt" if short else "🙂" * 700
    await closed_round(units, team, **dict.fromkeys(names, blocker))
    if made:
        for name in names:
            values = {**blocker_of(team, name), "task_title": "🙂" * 200, "task_due": "2026-12-04"}
            values["task_owner"] = str(team.people[name].id)
            await press(units, team, name, "tasks.save", values, at=CLOSES)
            await press(units, team, name, "agenda.add_from", values, at=CLOSES)
    seen, page, pages = 0, 1, 1
    while page <= pages:
        for verb, surface in (
            ("standups.show_report", Surface.PERSONAL),  # all its buttons have a fallback: larger than in the channel
            ("standups.open_report", Surface.DIALOG),
        ):
            view = await press(units, team, "Person1", verb, {"round": "1", "page": str(page)}, at=CLOSES)
            report = view if isinstance(view, Report) else view.view
            for language in LANGUAGES:
                draw_checked(report, language, surface)
        seen += sum(len(one.marks) if made else len(one.buttons) for one in report.blockers)
        page, pages = page + 1, report.pages
    offered = [one for one in HOUSE.makings if one.offered("standups.blocker")]
    assert seen == 30 * (2 if made else len(offered))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_form_with_four_full_answers_fits_on_a_card(units: Units, team: MadeTeam) -> None:
    await set_up(units, team, question_extra="Noch etwas?")
    await tick(units, OPENS)
    full = "ü" * 1500
    texts = dict.fromkeys(("review", "next", "blocker", "extra"), full)
    await answer(units, team, "Bert", 1, OPENS, **texts)
    shown = await press(units, team, "Bert", "standups.form", {"round": "1"}, at=OPENS)
    for surface in (Surface.DIALOG, Surface.PERSONAL):
        draw_checked(shown.view, "de", surface)
    await tick(units, CLOSES)
    late = await answer(units, team, "Bert", 1, CLOSES, **texts)
    draw_checked(late.view, "de", Surface.DIALOG)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_settings_and_the_line_of_the_day_can_be_drawn(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    section = await units.run(lambda unit: settings_section(unit, team.id))
    form = Form(_("Einstellungen"), (section,), "people.save_settings", _("Speichern"))
    await tick(units, OPENS)
    bert = team.people["Bert"].id
    message = await units.run(lambda unit: day_view(unit, bert, date(2026, 11, 27)), now=berlin("2026-11-27", "08:30"))
    assert message.entries
    for language in LANGUAGES:
        draw_checked(form, language)
        draw_checked(message, language)
