"""What people see of decisions."""

from dataclasses import dataclass
from datetime import date, time

from app.kit.answers import Button
from app.kit.i18n import Text


@dataclass(frozen=True)
class Voice:
    """An objection or a concern with its reason; without a name where the person was taken out."""

    name: str
    text: str


@dataclass(frozen=True)
class RoundShown:
    """A round that goes on: nobody's choice, and only how many took part."""

    closes_on: date
    closes_time: time
    taken_part: int
    quorum: int
    open_voting: bool


@dataclass(frozen=True)
class ResultShown:
    why: str
    """A `Why`."""
    tally: tuple[tuple[str, int], ...]
    """By `Choice`."""
    quorum: int
    taken_part: tuple[str, ...]
    """Names by the alphabet."""
    nameless: int = 0
    """Took part as well, and are named nowhere any more."""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By `Choice`, the names: in an open vote alone."""
    objections: tuple[Voice, ...] = ()
    concerns: tuple[Voice, ...] = ()


@dataclass(frozen=True)
class HistoryLine:
    on: date
    text: Text
    name: str = ""
    """Who did it."""


@dataclass(frozen=True)
class DecisionShown:
    """A decision's card: in its channel, or for one reader with its history (`detailed`)."""

    decision_id: int
    reference: str
    state: str
    way: str
    wording: str
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    valid_from: date | None = None
    review_on: date | None = None
    effect: str | None = None
    effect_note: str = ""
    supersedes: str = ""
    superseded_by: str = ""
    revoked_because: str = ""
    link: str = ""
    comes_from: Text | None = None
    round: RoundShown | None = None
    result: ResultShown | None = None
    marks: tuple[Text, ...] = ()
    """What became of it in other rooms."""
    buttons: tuple[Button, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    earlier: int = 0
    """Entries for which there is no room."""
    told: Text | None = None
    """What the last press did."""
    kept: str = ""
    """What was typed and came too late, to be copied."""


@dataclass(frozen=True)
class DecisionLine:
    decision_id: int
    reference: str
    wording: str
    decided_on: date | None
    review_due: bool = False
    closes_on: date | None = None
    """A round about it goes on."""
    team: str = ""
    """Where decisions of several teams stand together."""
    state: str = ""


@dataclass(frozen=True)
class DecisionList:
    """A page of what is in force; the rounds that go on stand on the first. Or what a search found."""

    lines: tuple[DecisionLine, ...]
    open_rounds: tuple[DecisionLine, ...]
    count: int
    page: int = 1
    pages: int = 1
    searched: str = ""
    more: bool = False
    """A search found more than there is room for."""


@dataclass(frozen=True)
class FiledDecision:
    """A decision in a file, with all that is known of it."""

    shown: DecisionShown
    checksum: str
    intact: bool
    first_wrong: int | None
    redacted_on: tuple[date, ...]


@dataclass(frozen=True)
class DecisionBook:
    """All of a team's decisions in force, or all of a year."""

    team: str
    year: int | None
    on: date
    decisions: tuple[FiledDecision, ...]
    checksum: str


@dataclass(frozen=True)
class DecisionFile:
    team: str
    on: date
    filed: FiledDecision


@dataclass(frozen=True)
class HistoryFile:
    """The chain itself, for computing its checksums again: plain JSON values."""

    name: str
    chains: tuple[dict[str, object], ...]
