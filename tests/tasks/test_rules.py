"""How a typed task is read, and when its owner hears of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.calendar import WorkCalendar
from app.kit.weeks import NoSuchDay
from app.tasks.rules import default_due, is_due_day, is_overdue_day, read_typed

FRIDAY = date(2026, 11, 20)
BAVARIA = WorkCalendar("DE", "BY")


@pytest.mark.parametrize(
    ("typed", "title", "due_on"),
    [
        ("Saal buchen", "Saal buchen", None),
        ("Saal buchen bis Montag", "Saal buchen", date(2026, 11, 23)),
        ("Saal buchen bis nächsten Freitag", "Saal buchen", date(2026, 11, 27)),
        ("Saal buchen bis zum 4. Dezember 2026", "Saal buchen", date(2026, 12, 4)),
        ("Saal buchen, bis 4.12.", "Saal buchen", date(2026, 12, 4)),
        ("Saal buchen 4.12.", "Saal buchen", date(2026, 12, 4)),
        ("Saal buchen morgen", "Saal buchen", date(2026, 11, 21)),
        ("Saal buchen bis nächste Woche", "Saal buchen", date(2026, 11, 27)),
        ("Saal buchen bis KW 50", "Saal buchen", date(2026, 12, 11)),
        ("Saal buchen KW 50", "Saal buchen KW 50", None),
        ("Saal buchen bis heute", "Saal buchen", FRIDAY),
        ("Bis Montag am Plan arbeiten", "Bis Montag am Plan arbeiten", None),
        ("book the hall by 3 Dec", "book the hall", date(2026, 12, 3)),
        ("book the hall by Monday!", "book the hall", date(2026, 11, 23)),
        ("Raum 3.12 herrichten", "Raum 3.12 herrichten", None),
        ("Raum 3.12", "Raum 3.12", None),
        ("Freitag absagen", "Freitag absagen", None),
        ("bis Freitag", "", date(2026, 11, 20)),
        ("Bert Muster Saal buchen bis Montag", "Saal buchen", date(2026, 11, 23)),
        ("Saal buchen bis Montag Bert Muster", "Saal buchen", date(2026, 11, 23)),
        ("Saal buchen @Bert Muster bis Montag", "Saal buchen", date(2026, 11, 23)),
        ("Zwei\nZeilen\tbis Montag", "Zwei Zeilen", date(2026, 11, 23)),
        ("Raum 31.2.", "Raum 31.2.", None),
        ("Saal buchen in 2 Wochen", "Saal buchen in 2 Wochen", None),
    ],
)
def test_a_day_at_the_end_is_read_and_everything_else_is_the_title(typed: str, title: str, due_on: date | None) -> None:
    assert read_typed(typed, ["Bert Muster"], FRIDAY) == (title, due_on)


def test_a_day_that_does_not_exist_is_named() -> None:
    with pytest.raises(NoSuchDay):
        read_typed("Saal buchen bis 31.2.", [], FRIDAY)


@given(st.text(max_size=300))
def test_no_text_is_too_strange(typed: str) -> None:
    try:
        title, _due_on = read_typed(typed, [], FRIDAY)
    except NoSuchDay:
        return
    assert title == " ".join(title.split())


@pytest.mark.parametrize(
    ("today", "due_on"),
    [
        (date(2026, 11, 23), date(2026, 11, 27)),
        (date(2026, 11, 26), date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 12, 21), date(2026, 12, 24)),  # Friday is Christmas Day
        (date(2026, 12, 24), date(2026, 12, 31)),  # and the Friday after it New Year's Day
    ],
)
def test_next_friday_is_a_working_day(today: date, due_on: date) -> None:
    assert default_due(today, BAVARIA) == due_on


@pytest.mark.parametrize(
    ("due_on", "told_on", "overdue_on"),
    [
        (date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 26)),
        (date(2026, 11, 27), date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 11, 28), date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 12, 25), date(2026, 12, 24), date(2026, 12, 28)),
    ],
)
def test_a_day_off_is_told_before_it_and_overdue_once_after_it(due_on: date, told_on: date, overdue_on: date) -> None:
    days = [date.fromordinal(day) for day in range(date(2026, 11, 1).toordinal(), date(2027, 2, 1).toordinal())]
    assert [day for day in days if is_due_day(day, due_on, BAVARIA) and BAVARIA.is_working_day(day)] == [told_on]
    assert [day for day in days if is_overdue_day(day, due_on, BAVARIA)] == [overdue_on]
