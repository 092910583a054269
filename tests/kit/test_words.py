import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.capabilities import HOUSE
from app.kit.words import Phrase, nearest, normalise


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Größe", "groesse"),
        ("GROESSE", "groesse"),
        ("Übermorgen", "uebermorgen"),
        ("U\u0308bermorgen", "uebermorgen"),
        ("café", "cafe"),
        ("12.–20.8.", "12.-20.8."),
    ],
)
def test_umlauts_accents_and_dashes_have_one_spelling(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hilfe", "people.help"),
        ("/Hilfe", "people.help"),
        ("HELP!", "people.help"),
        ("Wieder da.", "people.back"),
        ("zurueck", "people.back"),
        ("/abwesend 12.–20.8.", "people.away"),
        ("Einstellungen", "people.settings"),
    ],
)
def test_commands_are_found_however_they_are_written(typed: str, name: str) -> None:
    found = HOUSE.commands.find(typed)
    assert found
    assert found.command.name == name


@pytest.mark.parametrize("typed", ["abwsend morgen", "abwesent", "Abwesnd bis Freitag"])
def test_a_mistyped_word_is_guessed(typed: str) -> None:
    assert HOUSE.commands.find(typed) is None
    guess = HOUSE.commands.guess(typed, "de")
    assert guess
    assert guess.name == "people.away"


def test_what_looks_like_nothing_is_not_guessed() -> None:
    assert HOUSE.commands.guess("Guten Morgen zusammen", "de") is None
    assert nearest("", ["hilfe"]) is None
    assert HOUSE.commands.guess("", "de") is None


def test_the_rest_keeps_lines_and_letters_as_typed() -> None:
    phrase = Phrase("Saal* buchen  bis Freitag\nund_Technik")
    phrase.take(14, 25)
    assert phrase.rest() == "Saal* buchen \nund_Technik"


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(typed: str) -> None:
    HOUSE.commands.find(typed)
    HOUSE.commands.guess(typed, "de")
    assert Phrase(typed).rest() == typed.strip()
