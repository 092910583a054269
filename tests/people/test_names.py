"""Who is meant by a typed name."""

import pytest

from app.people.rules_names import who_is_meant

MEMBERS = (
    (1, "Anna Berger"),
    (2, "Anna Weiß"),
    (3, "Bert Müller"),
    (4, "Eva-Maria von Stein"),
    (5, "Dr. Jürgen Groß"),
    (6, "Schmidt, Ceyda (Jobcenter)"),
    (7, "Émilie Dubois"),
    (8, "Lea Groß-Berger"),
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bert", [3]),
        ("bert", [3]),
        ("Bert Müller", [3]),
        ("Mueller", [3]),
        ("Müller, Bert", [3]),
        ("Anna", [1, 2]),
        ("Anna Weiss", [2]),
        ("anna berger", [1]),
        ("Eva", [4]),
        ("Eva-Maria", [4]),
        ("von Stein", [4]),
        ("Juergen", [5]),
        ("Dr. Groß", [5]),
        ("Herr Groß", [5]),
        ("Frau Schmidt", [6]),
        ("Ceyda Schmidt", [6]),
        ("Emilie", [7]),
        ("Frau Schneider", []),
        ("Ber", []),
        ("Bert Berger", []),
        ("", []),
        ("!", []),
        ("Frau", []),
        ("Muller", [3]),
        ("Jurgen", [5]),
        ("Frau Dr. Groß", [5]),
        ("Hr. Groß", [5]),
        ("Anna B.", [1]),
        ("A. Weiß", [2]),
        ("A.", []),
        ("bert_mueller", [3]),
        ("bert.mueller", [3]),
        ("Berger", [1]),
        ("Groß-Berger", [8]),
        ("Groß", [5]),
        ("Lea", [8]),
    ],
)
def test_names_are_known_however_they_are_written(written: str, meant: list[int]) -> None:
    assert who_is_meant(written, MEMBERS) == meant
