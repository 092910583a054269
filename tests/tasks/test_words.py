"""A task is read as people write it: title, people, day, and what matters."""

from datetime import date

import pytest

from app.kit.weeks import NoSuchDay
from app.tasks.rules_words import read_task
from tests.kit.phrases import PHRASES, TODAY, Phrase


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda one: one[0][:60])
def test_title_and_day_are_read_as_meant(phrase: Phrase) -> None:
    typed, title, on, *others = phrase
    read = read_task(typed, (), TODAY)
    assert (read.title, read.due.on if read.due else None) == (title, on)
    assert (read.due.others if read.due else ()) == (others[0] if others else ())


def test_there_are_enough_of_them() -> None:
    assert len({phrase[0] for phrase in PHRASES}) >= 150


@pytest.mark.parametrize(
    ("typed", "mentioned", "title", "people"),
    [
        ("Saal buchen Bert Hoffmann bis Freitag", ("Bert Hoffmann",), "Saal buchen", ()),
        ("Saal buchen @Bert bis Freitag", (), "Saal buchen", ("Bert",)),
        ("Saal buchen @Bert @Ceyda bis Freitag", (), "Saal buchen", ("Bert", "Ceyda")),
        ("Bert Hoffmann soll den Saal buchen bis Freitag", ("Bert Hoffmann",), "den Saal buchen", ()),
        ("@Bert: Saal buchen bis Freitag", (), "Saal buchen", ("Bert",)),
        ("Saal buchen, an Bert Hoffmann, bis Freitag", ("Bert Hoffmann",), "Saal buchen", ()),
        ("Saal buchen für @Bert bis Freitag", (), "Saal buchen", ("Bert",)),
        ("Saal buchen (@Bert) bis Freitag", (), "Saal buchen", ("Bert",)),
        ("Saal buchen Anna Berger und Anna Weiß bis Freitag", ("Anna Berger", "Anna Weiß"), "Saal buchen", ()),
        ("Saal buchen Bert Hoffmann bis Freitag", ("Bert", "Hoffmann"), "Saal buchen", ()),
        ("Saal buchen\u00a0@Bert\u00a0bis Freitag", (), "Saal buchen", ("Bert",)),
        ("Raum für Frau Schneider richten bis Freitag", (), "Raum für Frau Schneider richten", ()),
        ("Saal buchen @Frau Schneider bis Freitag", (), "Saal buchen", ("Frau Schneider",)),
        ("Mail an info@example.org schreiben bis Freitag", (), "Mail an info@example.org schreiben", ()),
        ("@Bert please call the caterer by Friday", (), "call the caterer", ("Bert",)),
        ("@Bert Saal buchen bis Freitag", (), "Saal buchen", ("Bert",)),
        ("Zusammen mit @Bert Saal buchen bis Freitag", (), "Saal buchen", ("Bert",)),
        ("Saal buchen @Bert Hoffmann bis Freitag", (), "Saal buchen", ("Bert Hoffmann",)),
        ("Saal buchen @bert.hoffmann bis Freitag", (), "Saal buchen", ("bert.hoffmann",)),
        ("@Bert, bitte Saal buchen bis Freitag", (), "Saal buchen", ("Bert",)),
        ("@Bert kannst du bitte den Saal bis Freitag buchen?", (), "den Saal buchen?", ("Bert",)),
        (
            "Bert Hoffmann und Anna Weiß sollen den Saal bis Freitag buchen",
            ("Bert Hoffmann", "Anna Weiß"),
            "den Saal buchen",
            (),
        ),
        ("Anna Berger Anna Weiß Saal buchen bis Freitag", ("Anna Berger", "Anna Weiß"), "Saal buchen", ()),
        ("Saal buchen Anna Berger Anna bis Freitag", ("Anna", "Anna Berger"), "Saal buchen", ()),
        ("Annahme klären Anna bis Freitag", ("Anna",), "Annahme klären", ()),
        ("Bert\u00a0Hoffmann Saal buchen bis Freitag", ("Bert Hoffmann",), "Saal buchen", ()),
        ("Saal buchen bis Freitag @Bert", (), "Saal buchen", ("Bert",)),
        ("Treffen mit Bert Hoffmann vorbereiten bis Freitag", ("Bert Hoffmann",), "Treffen vorbereiten", ()),
        ("Saal buchen @ bis Freitag", (), "Saal buchen @", ()),
    ],
)
def test_people_go_out_of_the_title_with_the_words_that_lead_to_them(
    typed: str, mentioned: tuple[str, ...], title: str, people: tuple[str, ...]
) -> None:
    read = read_task(typed, mentioned, TODAY)
    assert (read.title, read.people) == (title, people)
    assert read.due
    assert read.due.on == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "title", "people"),
    [
        ("@Bert Hoffmann Saal buchen", "Saal buchen", ("Bert Hoffmann",)),
        ("@bert hoffmann Saal buchen", "Saal buchen", ("bert hoffmann",)),
        ("@Bert Saal buchen", "Saal buchen", ("Bert",)),
        ("Heute @Bert Stühle bringen", "Stühle bringen", ("Bert",)),
        ("@Eva Maria Stein und @Bert Saal buchen", "Saal buchen", ("Eva Maria Stein", "Bert")),
        ("Saal buchen @Zoe Lang", "Saal buchen", ("Zoe Lang",)),
    ],
)
def test_the_team_s_names_say_where_a_typed_name_ends(typed: str, title: str, people: tuple[str, ...]) -> None:
    read = read_task(typed, (), TODAY, ("Hoffmann, Bert (Jobcenter)", "Eva Maria Stein"))
    assert (read.title, read.people) == (title, people)


@pytest.mark.parametrize(
    "typed",
    [
        "Dringend Saal buchen bis Freitag", "Saal buchen bis Freitag ‼️", "Saal buchen, bis Freitag, sehr wichtig!",
        "Saal buchen bis Freitag wichtig", "Saal buchen wichtig bis Freitag", "wichtig: Saal buchen bis Freitag",
        "Saal buchen bis Freitag!", "! Saal buchen bis Freitag", "Saal buchen bis Freitag (dringend)",
        "Saal buchen bis Freitag, urgent", "Dringend! Saal buchen bis Freitag", "Saal buchen bis Freitag !!!",
    ],
)  # fmt: skip
def test_what_matters_is_marked_and_leaves_the_title(typed: str) -> None:
    read = read_task(typed, (), TODAY)
    assert (read.title, read.important) == ("Saal buchen", True)
    assert read.due


@pytest.mark.parametrize(
    "typed",
    [
        "Saal buchen",
        "Wichtige Gäste einladen",
        "wichtig",
        "Ist das wichtig? Klären",
        "!",
        "Klären, was wichtig ist",
        "Klären, was uns wichtig",
        "find out what is important",
    ],
)
def test_what_is_not_marked_is_not_important(typed: str) -> None:
    read = read_task(typed, (), TODAY)
    assert (read.title or "!", read.important) == (typed, False)


@pytest.mark.parametrize(
    "typed",
    ["Saal bis 31.2.", "Saal bis 12.13.", "Saal bis 0.1.", "Saal bis 30. Februar", "book by 31 Apr", "bis 32.1. x"],
)
def test_a_day_that_does_not_exist_is_named_where_it_was_meant(typed: str) -> None:
    with pytest.raises(NoSuchDay):
        read_task(typed, (), TODAY)


@pytest.mark.parametrize("typed", ["Raum 31.2. herrichten", "Raum 31.2.", "Abschnitt 32.1 lesen"])
def test_what_looks_like_such_a_day_without_a_word_for_it_is_text(typed: str) -> None:
    assert read_task(typed, (), TODAY).due is None
