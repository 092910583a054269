"""What frozen minutes hold, and how a passage or a person is taken out of them later: pure functions.

`{"items": [{"id", "title", "presenter", "outcome", "note"}], "parts": [{"title", "lines": [{"text", "reference",
"people", "names", "due_on"}]}], "people": [ids], "names": [typed], "note", "by_itself"}`. Persons are ids, 0 is
somebody who was taken out. `title` of a part is a sentence's key, so that it is read in any language.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from app.kit.contributions import MinutesPart
from app.kit.redaction import blacked_out

FORMER = 0
"""Stands for a person who was taken out."""


class FrozenItem(TypedDict):
    id: int
    title: str
    presenter: int | None
    outcome: str | None
    note: str | None


Frozen = dict[str, Any]


def freeze(
    items: Sequence[FrozenItem],
    parts: Sequence[MinutesPart],
    people: Sequence[int],
    names: Sequence[str],
    note: str | None,
    *,
    by_itself: bool,
) -> Frozen:
    return {
        "items": list(items),
        "parts": [
            {
                "title": part.title.msgid,
                "lines": [
                    {
                        "text": line.text,
                        "reference": line.reference,
                        "people": list(line.person_ids),
                        "names": list(line.names),
                        "due_on": line.due_on.isoformat() if line.due_on else None,
                    }
                    for line in part.lines
                ],
            }
            for part in parts
        ],
        "people": list(people),
        "names": list(names),
        "note": note,
        "by_itself": by_itself,
    }


def items_of(minutes: Mapping[str, Any] | None) -> list[FrozenItem]:
    return list(minutes["items"]) if minutes else []


def people_in(minutes: Mapping[str, Any]) -> list[int]:
    """All ids of persons that stand in it."""
    presenters = [item["presenter"] for item in minutes["items"] if item["presenter"]]
    named = [person for part in minutes["parts"] for line in part["lines"] for person in line["people"]]
    return [*presenters, *named, *minutes["people"]]


def without_person(minutes: Frozen, person_id: int) -> Frozen:
    """The person is nobody any more; how many were there stays."""

    def nobody(one: int | None) -> int | None:
        return FORMER if one == person_id else one

    return {
        **minutes,
        "items": [{**item, "presenter": nobody(item["presenter"])} for item in minutes["items"]],
        "parts": [
            {
                **part,
                "lines": [{**line, "people": [nobody(one) for one in line["people"]]} for line in part["lines"]],
            }
            for part in minutes["parts"]
        ],
        "people": [nobody(one) for one in minutes["people"]],
    }


def redacted(value: Any, pattern: re.Pattern[str]) -> Any:
    """The same structure with the passage taken out of every text in it."""
    match value:
        case str():
            return blacked_out(value, pattern)
        case list():
            return [redacted(one, pattern) for one in value]
        case dict():
            ours = {"outcome", "due_on", *(("title",) if "lines" in value else ())}  # nobody typed these
            return {name: one if name in ours else redacted(one, pattern) for name, one in value.items()}
        case _value:
            return value
