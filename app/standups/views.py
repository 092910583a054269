"""What people see of rounds."""

from dataclasses import dataclass
from datetime import date, time

from app.kit.answers import Button
from app.kit.forms import Form
from app.kit.i18n import Text


@dataclass(frozen=True)
class RoundCard:
    """The one card of a round in its channel. Says how many answered and never who."""

    round_id: int
    week: int
    closes_on: date
    closes_time: time
    closed: bool
    answers: int
    forgotten: bool = False
    """Its answers are deleted by now."""


@dataclass(frozen=True)
class Line:
    label: Text
    """The question."""
    text: str
    """What the person typed."""


@dataclass(frozen=True)
class Passage:
    """One person's part of a report, or what of it stands on this page."""

    name: str
    lines: tuple[Line, ...]
    quiet: bool = False
    continued: bool = False
    """Began on the page before."""
    marks: tuple[Text, ...] = ()
    """What became of a blocker."""
    buttons: tuple[Button, ...] = ()
    """What can still be made of it."""


@dataclass(frozen=True)
class Report:
    """One page of a round's report. Blockers come first, then people by name; who is missing is not in it."""

    round_id: int
    week: int
    report_on: date
    answers: int
    blockers: tuple[Passage, ...]
    passages: tuple[Passage, ...]
    page: int = 1
    pages: int = 1
    in_dialog: bool = False


@dataclass(frozen=True)
class AnswerForm:
    form: Form
    same: Button | None = None
    """*Wie letzte Woche*, where there is something to take over."""


@dataclass(frozen=True)
class TooLate:
    """An answer that came after the close: the round as it stands, and what was typed, so that it is not lost."""

    round: RoundCard
    typed: tuple[Line, ...]


@dataclass(frozen=True)
class Overview:
    """`/runde`: the present or next round for one reader."""

    title: Text
    lines: tuple[Text, ...]
    buttons: tuple[Button, ...]
    reports: tuple[Button, ...]
    """Past rounds, the latest first."""


@dataclass(frozen=True)
class LinkShown:
    """A new personal link. The code stands here and nowhere else."""

    code: str
    week: int
    closes_on: date
    closes_time: time


@dataclass(frozen=True)
class LinkPage:
    """What the page behind a personal link shows: a form, or a sentence where there is nothing to fill in."""

    title: Text
    language: str
    form: Form | None = None
    sentence: Text | None = None
    typed: tuple[Line, ...] = ()
    """What was typed too late."""
    saved: bool = False
