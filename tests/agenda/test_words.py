"""An agenda item is read as people write it."""

import pytest

from app.agenda.rules_words import read_item


@pytest.mark.parametrize(
    ("typed", "title", "minutes", "people"),
    [
        ("Raumplan Januar", "Raumplan Januar", None, ()),
        ("Raumplan Januar (10 min)", "Raumplan Januar", 10, ()),
        ("Raumplan Januar 10 Min.", "Raumplan Januar", 10, ()),
        ("Raumplan Januar, 10 Minuten", "Raumplan Januar", 10, ()),
        ("Raumplan Januar 10'", "Raumplan Januar", 10, ()),
        ("Raumplan Januar (10')", "Raumplan Januar", 10, ()),
        ("(10 min) Raumplan Januar", "Raumplan Januar", 10, ()),
        ("Raumplan (10 min) Januar", "Raumplan Januar", 10, ()),
        ("Raumplan Januar 1 h", "Raumplan Januar", 60, ()),
        ("Raumplan Januar 1,5 Std.", "Raumplan Januar", 90, ()),
        ("Raumplan Januar eine Stunde", "Raumplan Januar", 60, ()),
        ("Raumplan Januar (15 minutes)", "Raumplan Januar", 15, ()),
        ("Raumplan Januar (5m)", "Raumplan Januar", 5, ()),
        ("Raumplan Januar (10 min) @Bert", "Raumplan Januar", 10, ("Bert",)),
        ("@Bert: Raumplan Januar", "Raumplan Januar", None, ("Bert",)),
        ("30 Mindestplätze klären", "30 Mindestplätze klären", None, ()),
        ("Gruppe 10 mit neuen Räumen", "Gruppe 10 mit neuen Räumen", None, ()),
        ("100 Minigolfkarten", "100 Minigolfkarten", None, ()),
        ("Saal für 90 Minuten mieten", "Saal für 90 Minuten mieten", None, ()),
        ("Zeile eins\nZeile zwei (5 min)", "Zeile eins – Zeile zwei", 5, ()),
        ("Zeile eins\ngeht weiter (5 min)", "Zeile eins geht weiter", 5, ()),
        ("Raumplan ca. 10 Min.", "Raumplan", 10, ()),
        ("Raumplan (ca. 10 min)", "Raumplan", 10, ()),
        ("Raumplan 10′", "Raumplan", 10, ()),
        ("Raumplan 5-10 min", "Raumplan", 10, ()),
        ("Raumplan [10 min]", "Raumplan", 10, ()),
        ("Raumplan – 10 min – @Bert", "Raumplan", 10, ("Bert",)),
        ("Raumplan (10 Minuten, @Bert)", "Raumplan", 10, ("Bert",)),
        ("10 min: Raumplan", "Raumplan", 10, ()),
        ("Raumplan 1h30", "Raumplan", 90, ()),
        ("Raumplan 1 h 30 min", "Raumplan", 90, ()),
        ("Raumplan 1:30 h", "Raumplan", 90, ()),
        ("Raumplan halbe Stunde", "Raumplan", 30, ()),
        ("Raumplan (eine Viertelstunde)", "Raumplan", 15, ()),
        ("Raumplan half an hour", "Raumplan", 30, ()),
        ("Raumplan (999 min)", "Raumplan", 999, ()),
        ("Film 999 min", "Film 999 min", None, ()),
        ("Bus 10 m", "Bus 10 m", None, ()),
        ("Rede auf 5 min kürzen", "Rede auf 5 min kürzen", None, ()),
    ],
)
def test_minutes_and_people_leave_the_title(
    typed: str, title: str, minutes: int | None, people: tuple[str, ...]
) -> None:
    read = read_item(typed, ())
    assert (read.title, read.minutes, read.people) == (title, minutes, people)


def test_a_person_teams_mentioned_leaves_the_title() -> None:
    assert read_item("Raumplan Bert Hoffmann (10 min)", ("Bert Hoffmann",)).title == "Raumplan"
