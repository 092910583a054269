"""How the agenda looks."""

import json
from typing import Any

import pytest

from app.agenda.rules import LONGEST_TITLE, LONGEST_TYPED, PAGE
from app.agenda.views import (
    CurrentItem,
    ItemLine,
    ItemList,
    ItemShown,
    Look,
    MeetingCard,
    MinutesLineShown,
    MinutesList,
    MinutesPage,
    PartLine,
    PartShown,
)
from app.kit.answers import Button, Link
from app.kit.i18n import Day, _, _many, verbatim
from app.kit.unit import Units
from cards.canvas import Surface
from cards.parts import LONGEST_BYTES
from tests.agenda.makers import BEGINS, POSTS, card, items_of, posted, pressed, set_up, tick, types
from tests.cards.golden import draw_checked, elements, marked_up_texts, matches_golden
from tests.makers import MadeTeam
from tests.standups.makers import CHANNEL, berlin, closed_round

LANGUAGES = ("de", "en")
TYPED = '*stars* _underscores_ "Arbeitgeber*innen" [Link](https://example.org) <at>x</at> 🙂'
MORE = Button(_("Mehr"), "agenda.item", {"item": 3, "back": "list:2"})
FACTS = (verbatim("Bert *M*"), _many("{n} Minute", "{n} Minuten", 10), _("zum {n}. Mal", n=3))
DONE = _("Besprochen")
ROWS = ((Button(DONE, "agenda.finish", {"item": 3, "back": "meeting:1"}, primary=True),),
        (Button(_("Notiz"), "agenda.note", {"item": 3, "meeting": 1}, dialog=True),))  # fmt: skip
ITEMS = ItemList(
    _("Auf der Agenda"),
    _("Zurzeit steht nichts auf der Agenda."),
    (ItemLine(3, 7, TYPED, FACTS, (MORE,)), ItemLine(4, 8, "Saal", (), (MORE,))),
    _many("{n} Punkt auf der Agenda", "{n} Punkte auf der Agenda", 17),
    page=2,
    pages=3,
    told=_("Gestrichen: {title}", title=TYPED),
    undo=Button(_("Rückgängig"), "agenda.restore", {"item": 9, "back": "list:2"}),
    hint=_("Ein neuer Punkt: „{words}“", words=_("agenda Saal für das Netzwerktreffen (10 min)")),
    buttons=(Button(_("Punkt hinzufügen"), "agenda.new", {"back": "list:2"}, dialog=True),),
)
PART = PartShown(
    _("Hier hakt es"),
    (PartLine(_("{name}: {text}", name="Bert", text=TYPED), (_("→ auf der Agenda"),), (MORE,)),),
    4,
    Button(_("Bericht"), "standups.open_report", {"round": 1, "page": 1}, dialog=True),
)
PLANNED = MeetingCard(
    _("Agenda für {day}", day=Day(POSTS.date())),
    (_("{sum} von {length} Minuten verplant", sum=45, length=60),),
    _("Punkte"),
    (ItemLine(3, 1, TYPED, FACTS, (MORE,)), ItemLine(4, 2, "Saal", mark=_("✓ besprochen"))),
    3,
    (PART,),
    buttons=(Button(_("Treffen beginnen"), "agenda.begin", {"meeting": 1}, primary=True),),
)
RUNNING = MeetingCard(
    _("Treffen am {day} läuft", day=Day(POSTS.date())),
    PLANNED.lines,
    _("Weitere Punkte"),
    PLANNED.items,
    0,
    (PART,),
    CurrentItem(ItemLine(3, 0, TYPED, FACTS), TYPED, (_("→ Beschluss {number}", number=TYPED),), ROWS),
    PLANNED.buttons,
    _("Besprochen: {title}", title=TYPED),
)
MINUTES = MinutesPage(
    _("Protokoll vom {day}", day=Day(POSTS.date(), "d. MMMM y")),
    (
        MinutesLineShown(Look.HEADING, _("Punkte")),
        MinutesLineShown(Look.STRONG, _("{number}. {title}", number=1, title=TYPED)),
        MinutesLineShown(Look.SUBTLE, _("✓ besprochen")),
        MinutesLineShown(Look.PLAIN, verbatim(TYPED)),
    ),
    1,
    2,
    1,
    (Button(_("Als Datei"), "agenda.minutes_file", {"meeting": 1}, dialog=True),),
)
LISTED = MinutesList(((_("Treffen am {day}", day=Day(POSTS.date(), "d. MMMM y")), MORE),), 1, 2)
SHOWN = ItemShown(_("Auf der Agenda"), TYPED, FACTS, TYPED, (*ROWS, (Link(_("Nachricht ansehen"), "https://x.test/"),)))
CARDS: dict[str, tuple[Any, Surface]] = {
    "agenda.item": (ItemShown(_("Auf der Agenda"), TYPED, rows=ROWS[:1]), Surface.CHANNEL),
    "agenda.item.open": (SHOWN, Surface.PERSONAL),
    "agenda.list": (ITEMS, Surface.PERSONAL),
    "agenda.none": (ItemList(ITEMS.title, ITEMS.nothing, (), ITEMS.count), Surface.PERSONAL),
    "agenda.meeting": (PLANNED, Surface.CHANNEL),
    "agenda.meeting.running": (RUNNING, Surface.CHANNEL),
    "agenda.minutes": (MINUTES, Surface.CHANNEL),
    "agenda.minutes.list": (LISTED, Surface.PERSONAL),
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


@pytest.mark.parametrize("name", ["agenda.item", "agenda.item.open", "agenda.list", "agenda.meeting", "agenda.minutes"])
def test_what_people_typed_stands_there_letter_by_letter(name: str) -> None:
    view, surface = CARDS[name]
    drawn = draw_checked(view, "de", surface)
    assert TYPED in [element.get("text") for element in elements(drawn.card) if element.get("type") == "TextRun"]


SIGNS = ["ü", "🙂", '"', "م"]


def long_words(sign: str, start: str = "x") -> str:
    return start + sign * (LONGEST_TITLE - len(start))


def sizes(view: Any) -> list[int]:
    drawn = [draw_checked(view, language, surface) for language in LANGUAGES for surface in Surface]
    return [len(json.dumps(one.card, ensure_ascii=False).encode()) for one in drawn]


@pytest.mark.parametrize("typed", SIGNS)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sixty_of_the_longest_items_and_blockers_fit_on_the_meetings_card(
    units: Units, team: MadeTeam, typed: str
) -> None:
    blockers = dict.fromkeys(("Anna", "Bert", "Chiara"), typed * 1500)
    await closed_round(units, team, **blockers)
    await set_up(units, team)
    for _number in range(60):
        await types(units, team, "Bert", f"agenda {long_words(typed)} (10 min) @Bert", at=POSTS, place=CHANNEL)
    for item in await items_of(units):
        await units.run(lambda unit, item=item: setattr(unit.session.get_one(type(item), item.id), "times_carried", 2))
    monday = berlin("2026-11-30", "08:00")
    for _round in range(2):
        await tick(units, monday)
    view = await card(units, 2)
    assert 3 <= len(view.items) < 60
    assert view.left == 60 - len(view.items)
    assert view.parts
    sizes(view)
    note = {"meeting": 2, "item": 1, "version": 0, "note": typed * LONGEST_TYPED, "back": "meeting:2"}
    await pressed(units, team, "Anna", "agenda.begin", meeting=2, at=monday)
    await pressed(units, team, "Anna", "agenda.save_note", at=monday, **note)
    for number in range(3):
        form = await pressed(units, team, "Anna", "agenda.make", item=1, making="decisions", back="", at=monday)
        fields = {field.name: field.value for section in form.view.sections for field in section.fields}
        fields |= {name: long_words(typed, str(number)) for name in fields if "wording" in name}
        await pressed(units, team, "Anna", form.view.verb, at=monday, **dict(form.view.hidden), **fields)
    other = await pressed(units, team, "Bert", "agenda.save_note", at=monday, **{**note, "note": typed * 2_999})
    assert other.view.notice
    sizes(other.view)
    running = await card(units, 2)
    assert running.current is not None
    assert len(running.current.marks) == 3
    assert max(sizes(running)) > LONGEST_BYTES // 3
    for item_id in range(2, 30):
        await pressed(units, team, "Anna", "agenda.finish", item=item_id, back="meeting:2", at=monday)
    sizes(await card(units, 2))
    shown = await pressed(units, team, "Anna", "agenda.item", item=1, back="list:1", at=monday)
    sizes(shown)
    await pressed(units, team, "Anna", "agenda.save_close", meeting=2, people="", at=monday)
    sizes(await card(units, 2))
    first = await pressed(units, team, "Anna", "agenda.show_minutes", meeting=2, page=1)
    for page in range(1, first.pages + 1):
        sizes(await pressed(units, team, "Anna", "agenda.show_minutes", meeting=2, page=page))


@pytest.mark.parametrize("typed", SIGNS)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_page_of_the_longest_titles_fits_on_a_card(units: Units, team: MadeTeam, typed: str) -> None:
    for _number in range(18):
        await types(units, team, "Bert", f"agenda {long_words(typed)} (10 min) @Bert", at=BEGINS)
    dropped = await pressed(units, team, "Anna", "agenda.drop", item=12, back="list:2")
    assert len(dropped.items) == PAGE
    sizes(dropped)


async def test_the_first_agenda_is_drawn_as_it_is(units: Units, team: MadeTeam) -> None:
    await posted(units, team, "Saal")
    sizes(await card(units))
