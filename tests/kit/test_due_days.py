"""A day is read back as it was written, whatever stands around it; and no text makes the reader fall over."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kit.dates import find_day
from app.kit.day_words import WEEKDAYS
from app.kit.i18n import translator
from app.kit.weeks import NoSuchDay
from app.tasks.rules_words import read_task
from tests.kit.phrases import PHRASES, TODAY

DE, EN = translator("de"), translator("en")
TITLES = ("Saal buchen", "Liste der Betriebe prüfen", "call the caterer", "Häuser in der Königstraße 5 ansehen")


def wordings(on: date) -> dict[str, list[str]]:
    """Ways of writing a day that can mean no other, by the word that stands before them."""
    numbers = [f"{on.day}.{on.month}.{on.year}", f"{on:%d.%m.%Y}", f"{on.day}. {on.month}. {on.year}", on.isoformat()]
    german = [*numbers, DE.day(on, "d. MMMM y"), DE.day(on, "d. MMM y").replace("..", ".")]
    english = [EN.day(on, "d MMMM y"), EN.day(on, "MMMM d, y"), on.isoformat()]
    return {
        "bis ": german, "bis zum ": german, "am ": german, "spätestens am ": german, "": numbers,
        "by ": english, "until ": english, "no later than ": english, "on ": english,
    }  # fmt: skip


@st.composite
def written_days(draw: st.DrawFn) -> tuple[str, str, date]:
    """A task with a day in it: (text, title, day)."""
    on = TODAY + timedelta(days=draw(st.integers(-300, 900)))
    ways = wordings(on)
    lead = draw(st.sampled_from(sorted(ways)))
    written = lead + draw(st.sampled_from(ways[lead]))
    title = draw(st.sampled_from(TITLES))
    if draw(st.booleans()):
        written = draw(st.sampled_from([written.upper(), written.capitalize()]))
    if lead.strip() and lead not in ("am ", "on ") and draw(st.booleans()):
        return f"{written} {title}", title, on
    joined = draw(st.sampled_from([" ", ", ", " – ", "\n", "  "]))
    return f"{title}{joined}{written}{draw(st.sampled_from(['', '.', ' ', '!']))}", title, on


@given(written_days())
@settings(max_examples=400, deadline=None)
def test_the_day_written_is_the_day_read_and_the_title_is_what_remains(phrase: tuple[str, str, date]) -> None:
    text, title, on = phrase
    read = read_task(text, (), TODAY)
    assert read.due is not None, text
    assert (read.due.on, read.due.sure, read.title) == (on, True, title)


@given(st.integers(0, 20_000), st.sampled_from(sorted(word for word in WEEKDAYS if word.endswith(("tag", "day")))))
@settings(max_examples=200, deadline=None)
def test_a_weekday_is_the_next_one_on_any_day(days: int, word: str) -> None:
    today = date(2026, 1, 1) + timedelta(days=days)
    read = find_day(f"Saal buchen bis {word}", today)
    assert read is not None
    assert read.on.weekday() == WEEKDAYS[word]
    assert 0 <= (read.on - today).days <= 6


@given(st.integers(-200, 700), st.sampled_from(["", "bis ", "by ", "am "]), st.sampled_from([", den ", " ", ", "]))
@settings(max_examples=200, deadline=None)
def test_a_weekday_with_its_date_is_one_day(ahead: int, lead: str, joined: str) -> None:
    on = TODAY + timedelta(days=ahead)
    read = read_task(f"Saal buchen {lead}{DE.day(on, 'EEEE')}{joined}{on.day}.{on.month}.{on.year}", (), TODAY)
    assert read.due is not None
    assert (read.due.on, read.due.others, read.title) == (on, (), "Saal buchen")


@given(st.lists(st.sampled_from(["bis Freitag ", "@Bert ", "„", "Freitag, ", "3.12. ", "x " * 20]), max_size=40))
@settings(max_examples=100, deadline=None)
def test_a_name_or_a_quotation_is_nowhere_lost(pieces: list[str]) -> None:
    """Only days, names and what stands around them leave the text: words that are neither stay, in their order."""
    kept = [f"wort{number}" for number, _piece in enumerate(pieces)]
    text = "".join(f"{piece}{word} " for piece, word in zip(pieces, kept, strict=True))
    title = read_task(text, (), TODAY).title
    places = [title.find(word) for word in kept]
    assert -1 not in places
    assert places == sorted(places)


_TROUBLE = """bis am um zum vor in im den nächste Woche Freitag Ende Januar KW 49 3 31. 15.12. 3/12 Uhr by next end of
    month the fortnight heute – - , ( ) „ “ " ' ! 2026-13-45 99.99. 0.0. 29. Februar 24:00 ß İ ﬁ 🙂 \u200f\u00a0x"""
_PIECES = st.sampled_from(_TROUBLE.split())


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map(" ".join)), st.integers(-4000, 40_000))
@settings(max_examples=800, deadline=None)
def test_any_text_is_read_or_refused_and_nothing_else(text: str, days: int) -> None:
    today = date(2026, 1, 1) + timedelta(days=days)
    try:
        read = find_day(text, today)
        read_task(text, (), today)
    except NoSuchDay:
        return
    if read is not None:
        assert 0 <= read.start < read.end <= len(text)
        assert read.sure is not bool(read.others)
        assert read.on not in read.others


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date(2026, 3, 29)])
def test_the_turn_of_the_year_and_leap_days_are_no_matter(today: date) -> None:
    for phrase in PHRASES:
        read_task(phrase[0], (), today)


def test_the_29th_of_february_is_the_one_that_exists() -> None:
    read = find_day("bis 29. Februar", TODAY)
    assert read is not None
    assert read.on == date(2028, 2, 29)
