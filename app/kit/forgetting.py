"""What the kit itself keeps of people, taken out: answers in the inbox, messages in a 1:1 chat, places of search."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from app.kit.inbox import InboxEntry
from app.kit.outbox import Conversation, Post, find_conversation, person_key
from app.kit.redaction import blacked_out, texts_in
from app.kit.search import SearchDocument, SearchWord, words_of
from app.kit.unit import THREAD, Unit

CHAT_POSTS_KEPT = timedelta(weeks=12)
"""Private messages of the day name what was answered and what is to be done: they go when the answers do."""

_AT_ONCE = 200
PERSON_KEY = person_key(0)[:-1]


def blank_answers(unit: Unit, is_meant: Callable[[InboxEntry], bool]) -> None:
    """Answers of the last days that are meant say nothing any more; a second arrival gets none.

    Read in batches: which of them hold a passage or a name no index knows.
    """
    last: int | None = 0
    while last is not None:
        entries = unit.session.scalars(
            select(InboxEntry).where(InboxEntry.id > last).order_by(InboxEntry.id).limit(_AT_ONCE)
        ).all()
        for entry in entries:
            if entry.answer is not None and is_meant(entry):
                entry.answer = None
        unit.session.flush()
        last = entries[-1].id if entries else None


def stands_in(entry: InboxEntry, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for text in texts_in(entry.answer))


def is_from(entry: InboxEntry, conversations: Collection[str]) -> bool:
    """Noted in one of these Teams conversations, or in a thread of it."""
    return entry.key.startswith(tuple(conversations))


def take_chat_back(unit: Unit, person_id: int) -> None:
    """The bot's messages in the person's chat are deleted in Teams, where the chat can still be reached."""
    chat = find_conversation(unit.session, person_key(person_id))
    if chat is not None:
        _take_back(unit, chat, unit.session.scalars(select(Post).where(Post.conversation_id == chat.id)).all())


def take_old_chat_posts_back(unit: Unit, after_id: int = 0) -> int | None:
    """A batch of messages in 1:1 chats older than twelve weeks; the last one's id, from which the next batch goes on.

    Asked once a night: what Teams refuses to delete is asked for again on the next one.
    """
    rows = unit.session.execute(
        select(Conversation, Post)
        .join(Post, Post.conversation_id == Conversation.id)
        .where(
            Post.posted_at < unit.now - CHAT_POSTS_KEPT,
            Post.id > after_id,
            Conversation.key.startswith(PERSON_KEY),
        )
        .order_by(Post.id)
        .limit(_AT_ONCE)
    ).all()
    last = rows[-1][1].id if rows else None
    for chat, post in rows:
        _take_back(unit, chat, [post])
    return last


def _take_back(unit: Unit, chat: Conversation, posts: Sequence[Post]) -> None:
    for post in posts:
        notice, _colon, subject = post.thing.partition(":")
        if chat.dead_reason is None and notice != THREAD:
            unit.delete_post(notice, subject, chat.key)
        else:
            unit.session.delete(post)
    unit.session.flush()


def redact_search(unit: Unit, team_id: int, pattern: re.Pattern[str]) -> None:
    """Titles, and the passage's words in the same records; the rooms write their rows anew besides."""
    for document in unit.session.scalars(select(SearchDocument).where(SearchDocument.team_id == team_id)):
        if found := pattern.search(document.title):
            document.title = blacked_out(document.title, pattern)[:300]
            unit.session.execute(
                delete(SearchWord).where(
                    SearchWord.document_id == document.id, SearchWord.word.in_(words_of(found.group()))
                )
            )
    unit.session.flush()
