"""Recorded activities gone wrong in thousands of ways, the same ones in every run."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from tests.teams.recorded import NAMES, recorded

_DEEP: Any = "x"
for _ in range(60):
    _DEEP = {"a": [_DEEP]}

_JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 7, 1.5, 1e308, 2**53, ""),
    *(
        " ",
        "x",
        "\u0000",
        "a\u0000b",
        "😀" * 50,
        "ß" * 300,
        "<at></at>",
        "&nbsp;" * 20,
        "../../etc",
        "'; DROP TABLE x; --",
    ),
    *(
        "19:",
        ";messageid=",
        "29:",
        "2026-11-22",
        "99999999999999999999",
        "-0",
        "NaN",
        "\r\n\r\n",
        "\u202e\u200b",
        "add",
    ),
    *([], {}, [[]], [None], [{}], {"": ""}, {"id": None}, {"id": []}, ["x", 1, None, {}], [[[[[]]]]]),
    *({"tenant": {"id": 1}}, {"data": {"msteams": 1}}, {"action": []}, {"verb": {}, "round": []}, _DEEP),
)
JUNK = tuple(orjson.dumps(one) for one in _JUNK)
HUGE = "langer Text " * 20_000
EVENTS = ("installationUpdate", "conversationUpdate")


def malformed(seed: int) -> Iterator[bytes]:
    """Bodies without end: types swapped, keys missing, huge strings, nulls, nested garbage, bytes flipped."""
    chance = random.Random(seed)
    activities = [recorded(name, "SERVICE") for name in NAMES]
    while True:
        activity = orjson.loads(orjson.dumps(chance.choice(activities)))
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
            _spoil(activity, chance)
        try:
            raw = orjson.dumps(activity)
        except TypeError:  # a part was swapped into itself
            continue
        if chance.random() < 0.03:
            cut = chance.randrange(len(raw))
            raw = raw[:cut] + chance.choice((b"", b"\x00", b"}", b'"', b"\xff", b"[")) + raw[cut + 1 :]
        yield raw


def _spoil(activity: Any, chance: random.Random) -> None:
    spots = [(holder, key) for holder, key in _spots(activity) if key != "serviceUrl"]
    if not spots:
        return
    holder, key = chance.choice(spots)
    match chance.randrange(8):
        case 0 | 1:
            del holder[key]
        case 2 | 3 | 4:
            holder[key] = HUGE if chance.random() < 0.01 else orjson.loads(chance.choice(JUNK))
        case 5:
            other, there = chance.choice(spots)
            holder[key], other[there] = other[there], holder[key]
        case 6:
            holder[key] = [holder[key]] * chance.randrange(1, 4)
        case 7 if isinstance(holder, dict):
            holder[chance.choice(("id", "type", "name", "value", "text", "verb", "x" * 300))] = holder.pop(key)


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything that can be spoilt. What was swapped into itself ends at some depth."""
    waiting, seen = [value], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not isinstance(one, dict | list):
            continue
        seen.add(id(one))
        for key, inner in one.items() if isinstance(one, dict) else enumerate(one):
            yield one, key
            waiting.append(inner)


def is_understood(raw: bytes) -> bool:
    """Whether the activity names what every one of Teams names: type, sender, conversation and tenant."""
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    if not isinstance(found, Mapping):
        return False
    conversation, data = _part(found, "conversation"), _part(found, "channelData")
    named = (found.get("type"), _part(found, "from").get("id"), conversation.get("id"))
    tenants = (_part(data, "tenant").get("id"), conversation.get("tenantId"))
    return all(isinstance(one, str) and one for one in named) and any(isinstance(one, str) and one for one in tenants)


def is_event(raw: bytes) -> bool:
    """Understood, and an event of the app's or a team's life: the only thing of strangers that may be written down."""
    return is_understood(raw) and orjson.loads(raw)["type"] in EVENTS


def _part(source: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = source.get(name)
    return value if isinstance(value, Mapping) else {}
