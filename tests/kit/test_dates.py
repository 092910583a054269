from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.dates import find_days, read_days
from app.kit.errors import UserError
from app.kit.i18n import translator
from app.kit.weeks import NoSuchDay, find_week, read_weeks
from app.kit.words import Phrase

FRIDAY = date(2026, 11, 20)
SUMMER = date(2026, 7, 20)


def span(text: str, today: date = SUMMER) -> str | None:
    found = find_days(Phrase(text), today)
    return f"{found.first:%d.%m.%y}-{found.last:%d.%m.%y}" if found else None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12.–20.8.", "12.08.26-20.08.26"),
        ("12.-20.8.", "12.08.26-20.08.26"),
        ("12. — 20. August", "12.08.26-20.08.26"),
        ("vom 12. bis 20.8.", "12.08.26-20.08.26"),
        ("vom 12. bis zum 20. August 2027", "12.08.27-20.08.27"),
        ("12.8. bis einschließlich 20.8.", "12.08.26-20.08.26"),
        ("12.08.2026 - 20.08.2026", "12.08.26-20.08.26"),
        ("12.8.26–20.8.26", "12.08.26-20.08.26"),
        ("12. 8. bis 20. 8.", "12.08.26-20.08.26"),
        ("2026-08-12 bis 2026-08-20", "12.08.26-20.08.26"),
        ("12-20 Aug", "12.08.26-20.08.26"),
        ("Aug 12-20", "12.08.26-20.08.26"),
        ("Aug 12-20, 2027", "12.08.27-20.08.27"),
        ("August 12th to 20th", "12.08.26-20.08.26"),
        ("from the 12th of August until the 20th of August", "12.08.26-20.08.26"),
        ("12 Aug - 3 Sep", "12.08.26-03.09.26"),
        ("12.8.", "12.08.26-12.08.26"),
        ("am 12. August", "12.08.26-12.08.26"),
        ("5. März", "05.03.27-05.03.27"),
        ("5. Maerz", "05.03.27-05.03.27"),
        ("bis Freitag", "20.07.26-24.07.26"),
        ("until Friday", "20.07.26-24.07.26"),
        ("bis 20.8.", "20.07.26-20.08.26"),
        ("morgen", "21.07.26-21.07.26"),
        ("übermorgen", "22.07.26-22.07.26"),
        ("uebermorgen", "22.07.26-22.07.26"),
        ("the day after tomorrow", "22.07.26-22.07.26"),
        ("heute bis Freitag", "20.07.26-24.07.26"),
        ("Donnerstag bis Dienstag", "23.07.26-28.07.26"),
        ("Mi. bis Fr.", "22.07.26-24.07.26"),
        ("ab Montag 2 Wochen", "20.07.26-02.08.26"),
        ("ab 3.8. für drei Tage", "03.08.26-05.08.26"),
        ("2 Wochen", "20.07.26-02.08.26"),
        ("nächste Woche", "27.07.26-02.08.26"),
        ("this week", "20.07.26-26.07.26"),
        ("KW 31", "27.07.26-02.08.26"),
        ("2027-W01", "04.01.27-10.01.27"),
        ("22.–25.", "22.07.26-25.07.26"),
        ("3.–5.", "03.08.26-05.08.26"),
        ("Urlaub", None),
        ("um 12 Uhr", None),
        ("do so", None),
        ("12. 3 Leute", None),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, expected: str | None) -> None:
    assert span(typed) == expected


@pytest.mark.parametrize(
    ("typed", "today", "expected"),
    [
        ("20.12.–5.1.", FRIDAY, "20.12.26-05.01.27"),
        ("20 Dec to 5 Jan", FRIDAY, "20.12.26-05.01.27"),
        ("20.12.–5.1.", date(2027, 1, 3), "20.12.26-05.01.27"),
        ("28.12.2026 bis 3.1.", FRIDAY, "28.12.26-03.01.27"),
        ("28.12. bis 3.1.2027", FRIDAY, "28.12.26-03.01.27"),
        ("12.–25.11.", FRIDAY, "12.11.26-25.11.26"),  # has begun already
        ("12.–20.8.", FRIDAY, "12.08.27-20.08.27"),  # long over: the coming one
        ("18.11.", FRIDAY, "18.11.26-18.11.26"),  # just over: a slip, not a year ahead
        ("gestern", FRIDAY, "19.11.26-19.11.26"),
        ("12.8.2020", FRIDAY, "12.08.20-12.08.20"),
        ("5.1.", date(2026, 12, 30), "05.01.27-05.01.27"),
        ("30.12.", date(2027, 1, 4), "30.12.26-30.12.26"),
        ("29.2.", FRIDAY, "29.02.28-29.02.28"),
        ("KW 1", FRIDAY, "04.01.27-10.01.27"),
    ],
)
def test_the_year_nobody_types_is_the_one_that_is_meant(typed: str, today: date, expected: str) -> None:
    assert span(typed, today) == expected


@pytest.mark.parametrize("typed", ["20.8.–12.8.", "20.–12.8.", "20 Aug - 12 Aug", "2026-08-20 bis 2026-08-12"])
def test_a_range_turned_round_is_seen(typed: str) -> None:
    found = find_days(Phrase(typed), SUMMER)
    assert found
    assert found.reversed


@pytest.mark.parametrize("typed", ["31.2.", "12.13.2026", "32. August", "KW 54", "2027-W53", "30 Feb"])
def test_days_and_weeks_that_do_not_exist_are_named(typed: str) -> None:
    with pytest.raises(NoSuchDay) as caught:
        find_days(Phrase(typed), SUMMER)
    assert caught.value.example


@pytest.mark.parametrize(
    ("typed", "sure"),
    [
        ("20.8.", True),
        ("Montag", False),
        ("Dienstag", True),
        ("nächsten Dienstag", False),
        ("3/4/2027", False),
        ("3.5", False),
    ],
)
def test_doubtful_readings_say_so(typed: str, sure: bool) -> None:
    found = find_days(Phrase(typed), SUMMER)
    assert found
    assert found.sure is sure


def test_a_beginning_without_an_end_says_so() -> None:
    found = find_days(Phrase("ab Montag"), FRIDAY)
    assert found
    assert not found.ends


def test_what_was_read_is_taken_out_and_the_rest_stays_as_typed() -> None:
    phrase = Phrase("Größe* prüfen bis Freitag, bitte_schön")
    assert read_days(phrase, SUMMER)
    assert phrase.rest() == "Größe* prüfen bitte_schön"


@pytest.mark.parametrize(
    ("typed", "past", "expected"),
    [
        ("2026-W31", True, (2026, 31)),
        ("2026W31", True, (2026, 31)),
        ("KW 31", True, (2026, 31)),
        ("kw31", True, (2026, 31)),
        ("kw31/2026", True, (2026, 31)),
        ("week 31", True, (2026, 31)),
        ("week 31 of 2025", True, (2025, 31)),
        ("Kalenderwoche 50", True, (2025, 50)),
        ("KW 50", False, (2026, 50)),
        ("KW 2", False, (2027, 2)),
        ("31", True, None),
        ("Woche", True, None),
    ],
)
def test_weeks_are_read_as_people_type_them(typed: str, past: bool, expected: tuple[int, int] | None) -> None:
    found = find_week(Phrase(typed), FRIDAY, past=past)
    assert ((found.year, found.number) if found else None) == expected


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [("4 Wochen", 4), ("zwei Wochen", 2), ("fünf Wochen", 5), ("1 week", 1), ("", None), ("bald", None)],
)
def test_numbers_of_weeks_are_read(typed: str, weeks: int | None) -> None:
    assert read_weeks(Phrase(typed), FRIDAY) == weeks


DASHES = ["-", "–", "—", " - ", " – ", " bis ", " to ", " until ", "\u2011"]


@given(
    today=st.dates(date(2026, 1, 1), date(2032, 1, 1)),
    ahead=st.integers(0, 300),
    length=st.integers(0, 30),
    dash=st.sampled_from(DASHES),
    style=st.sampled_from(["numbers", "year", "iso", "german", "english", "english first"]),
)
def test_any_range_however_written_is_read_back(today: date, ahead: int, length: int, dash: str, style: str) -> None:
    first = today + timedelta(days=ahead)
    last = first + timedelta(days=length)
    speak = {
        "numbers": lambda d: f"{d.day}.{d.month}.",
        "year": lambda d: f"{d:%d.%m.%Y}",
        "iso": lambda d: d.isoformat(),
        "german": lambda d: translator("de").day(d, "d. MMMM"),
        "english": lambda d: translator("en").day(d, "d MMM"),
        "english first": lambda d: translator("en").day(d, "MMMM d"),
    }[style]
    if style == "iso" and dash.strip() in ("-", "–", "—", "\u2011"):
        dash = " - "
    found = find_days(Phrase(f"bin weg {speak(first)}{dash}{speak(last)} danke"), today)
    assert found
    assert (found.first, found.last) == (first, last)


@given(st.text(alphabet=st.sampled_from(list("0123456789.-–/ bisvomkwaug,")), max_size=25))
def test_nonsense_is_never_a_fault(typed: str) -> None:
    phrase = Phrase(typed)
    try:
        found = read_days(phrase, FRIDAY)
        find_week(Phrase(typed), FRIDAY)
        read_weeks(Phrase(typed), FRIDAY)
    except UserError:
        return
    if found:
        assert 0 <= found.start < found.end <= len(typed)
