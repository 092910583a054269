"""A decision is read as people write it: wording, reason, days, what it replaces, and how it is decided."""

from datetime import date
from typing import Any

import pytest

from app.decisions.rules_words import read_decision
from app.kit.weeks import NoSuchDay

TODAY = date(2026, 11, 25)
SAAL = "Wir mieten den Saal im Kolpinghaus"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (SAAL, {}),
        (SAAL + ".", {}),
        (SAAL + ", weil er barrierefrei ist.", {"wording": SAAL + ", weil er barrierefrei ist."}),
        (SAAL + ". Begründung: Er ist barrierefrei.", {"reason": "Er ist barrierefrei."}),
        (SAAL + " (Grund: barrierefrei)", {"reason": "barrierefrei"}),
        (SAAL + "\nBegründung: Er ist barrierefrei.\nUnd nah.", {"reason": "Er ist barrierefrei.\nUnd nah."}),
        (SAAL + ". Gilt ab 1.1.", {"valid_from": date(2027, 1, 1)}),
        (SAAL + ", gültig ab Montag", {"valid_from": date(2026, 11, 30)}),
        (SAAL + ". Wiedervorlage Ende Juni", {"review": date(2027, 6, 30)}),
        (SAAL + ", Wiedervorlage: 1.6.2027", {"review": date(2027, 6, 1)}),
        (SAAL + ". Wiedervorlage in 6 Monaten.", {"review": date(2027, 5, 25)}),
        (
            SAAL + ". Gilt ab 1.1., Wiedervorlage Ende Juni",
            {"valid_from": date(2027, 1, 1), "review": date(2027, 6, 30)},
        ),
        (SAAL + " ersetzt 2026-3", {"supersedes": (2026, 3)}),
        (SAAL + " (ersetzt Beschluss 2026-3)", {"supersedes": (2026, 3)}),
        (SAAL + ", statt Beschluss 2026-3", {"supersedes": (2026, 3)}),
        ("Einwandrunde: " + SAAL, {"way": "consent"}),
        ("Abstimmung: " + SAAL, {"way": "vote"}),
        ("Konsent: " + SAAL, {"way": "consent"}),
        ("vote: " + SAAL, {"way": "vote"}),
        (SAAL + ". Reason: it has no steps", {"reason": "it has no steps"}),
        (SAAL + ", valid from 1 January", {"valid_from": date(2027, 1, 1)}),
        (SAAL + ", review by end of June", {"review": date(2027, 6, 30)}),
        (SAAL + " supersedes 2026-3", {"supersedes": (2026, 3)}),
        (SAAL + ". Gilt ab sofort.", {"valid_from": TODAY}),
        (SAAL + ", effective immediately", {"valid_from": TODAY}),
        (SAAL + ". Tritt am 1.1. in Kraft.", {"valid_from": date(2027, 1, 1)}),
        (
            SAAL + ". Gültig ab Januar. Wiedervorlage im Juni",
            {
                "valid_from": date(2027, 1, 1),
                "review": date(2027, 6, 30),
            },
        ),
        (SAAL + ", gilt ab dem 1.1., ersetzt 2026-3.", {"valid_from": date(2027, 1, 1), "supersedes": (2026, 3)}),
        (SAAL + ". Wiedervorlage nach einem Jahr", {"review": date(2027, 11, 25)}),
        (SAAL + ", review in June", {"review": date(2027, 6, 30)}),
        (SAAL + ". Wiedervorlage Freitag, den 4.12.", {"review": date(2026, 12, 4)}),
        (SAAL + ". Löst Beschluss 2026-3 ab.", {"supersedes": (2026, 3)}),
        (SAAL + ". Ersetzt den Beschluss Nr. 2026-03.", {"supersedes": (2026, 3)}),
        (SAAL + " (Wiedervorlage 30.6., ersetzt 2026-3)", {"review": date(2027, 6, 30), "supersedes": (2026, 3)}),
        (SAAL + ". Gilt ab 1.1. bis 31.12.", {"wording": SAAL + ". Gilt ab 1.1. bis 31.12."}),
        (SAAL + ". Wiedervorlage: keine", {"wording": SAAL + ". Wiedervorlage: keine"}),
    ],
)
def test_a_decision_is_read_as_meant(typed: str, read: dict[str, Any]) -> None:
    found = read_decision(typed, TODAY)
    wanted = {
        "wording": SAAL,
        "reason": None,
        "review": None,
        "valid_from": None,
        "supersedes": None,
        "way": None,
    } | read
    got = {
        "wording": found.wording, "reason": found.reason, "supersedes": found.supersedes, "way": found.way,
        "review": found.review.on if found.review else None,
        "valid_from": found.valid_from.on if found.valid_from else None,
    }  # fmt: skip
    if typed.startswith(SAAL + ".") and "wording" not in read:
        wanted["wording"] = SAAL + "."
    assert got == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "Die Abstimmung mit der Schule läuft über Anna",
        "Wer die Wiedervorlage führt, bleibt offen",
        "Der Antrag 2026-3 wird ersetzt",
        "Wir zahlen ab 5 Personen",
        "Die Regel gilt ab sofort",
        "Der Grund wird gekauft",
    ],
)
def test_words_that_only_sound_like_it_stay_in_the_wording(typed: str) -> None:
    found = read_decision(typed, TODAY)
    assert (found.wording, found.reason, found.review, found.supersedes, found.way) == (typed, None, None, None, None)


def test_a_day_that_does_not_exist_is_named() -> None:
    with pytest.raises(NoSuchDay):
        read_decision(SAAL + ". Wiedervorlage 31.2.", TODAY)
