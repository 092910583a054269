"""One table over everything that can be found. Each room writes its records' rows in the unit that changes them.

Words are kept normalised (`words.normalise`) and found by their beginnings: `wohn` finds Wohnraum. All typed words must
be there. A row holds no right: who asks gives the teams they belong to, and each room shows its own record afterwards.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit.db import Row
from app.kit.words import normalise

LONGEST_WORD = 40
LONGEST_TITLE = 300
MOST_WORDS = 400
"""Kept of one record: its beginning says what it is about."""
MOST_TYPED = 6

_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"(?<=[^\W\d_])(?:(?:[*:_·]-?|/-)(?=in(?:nen)?\b)|/(?=innen\b)|\((innen|in)\))")
"""The sign some people write before a word's last "innen": whichever it is, or none, the word is the same."""
_BYTEWISE = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")
"""Compared byte by byte on both databases, so that a beginning is one range of the index."""


class SearchDocument(Row):
    __tablename__ = "kit_search_document"
    __table_args__ = (UniqueConstraint("kind", "record_id"), Index("ix_kit_search_document_team_id", "team_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int]
    """Of `people`, which deletes a team's rows (`forget_team`): the kit knows no table of a room."""
    kind: Mapped[str] = mapped_column(String(40))
    """`capability.thing`, as an `Origin`'s."""
    record_id: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    on: Mapped[date]
    """The day the record is from; newer ones come first."""


class SearchWord(Row):
    __tablename__ = "kit_search_word"
    __table_args__ = (Index("ix_kit_search_word_document_id", "document_id"),)

    team_id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(_BYTEWISE, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("kit_search_document.id", ondelete="CASCADE"), primary_key=True)


@dataclass(frozen=True)
class Hit:
    kind: str
    record_id: str
    team_id: int
    title: str
    on: date


def words_of(text: str) -> list[str]:
    """The distinct normalised words, in the order of the text."""
    joined = _SIGN.sub(lambda sign: sign.group(1) or "", normalise(text))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(joined)))


def make_findable(
    session: Session, team_id: int, kind: str, record_id: str | int, title: str, on: date, *more: str
) -> None:
    """Write or replace a record's row: found by the words of its title and of all `more` texts."""
    forget_findable(session, kind, record_id)
    document = SearchDocument(team_id=team_id, kind=kind, record_id=str(record_id), title=title[:LONGEST_TITLE], on=on)
    session.add(document)
    session.flush()
    words = words_of(" ".join((title, *more)))[:MOST_WORDS]
    session.add_all(SearchWord(team_id=team_id, word=word, document_id=document.id) for word in words)
    session.flush()


def forget_findable(session: Session, kind: str, record_id: str | int) -> None:
    session.execute(
        delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.record_id == str(record_id))
    )


def forget_team(session: Session, team_id: int) -> None:
    session.execute(delete(SearchDocument).where(SearchDocument.team_id == team_id))


def find(
    session: Session,
    team_ids: Collection[int],
    typed: str,
    kinds: Collection[str] = (),
    *,
    most: int = 20,
    skipped: int = 0,
) -> Sequence[Hit]:
    """Records of these teams in which each typed word begins a word; the newest first. Nothing typed: the newest."""
    query = select(SearchDocument).where(SearchDocument.team_id.in_(list(team_ids)))
    if kinds:
        query = query.where(SearchDocument.kind.in_(list(kinds)))
    for word in words_of(typed)[:MOST_TYPED]:
        begins = (SearchWord.word >= word) & (SearchWord.word < word + "\U0010ffff")
        query = query.where(
            SearchDocument.id.in_(select(SearchWord.document_id).where(SearchWord.team_id.in_(list(team_ids)), begins))
        )
    rows = session.scalars(
        query.order_by(SearchDocument.on.desc(), SearchDocument.id.desc()).offset(skipped).limit(most)
    )
    return [Hit(row.kind, row.record_id, row.team_id, row.title, row.on) for row in rows]
