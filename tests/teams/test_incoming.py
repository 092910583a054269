"""Every kind of activity, as recorded: read into plain facts, fit for the published schema, and answered."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft4Validator

from app.kit.incoming import Gesture, Incoming, Mention, Place, PlaceKind, Who
from app.teams.incoming import (
    Happening,
    NotUnderstood,
    What,
    read_dialog,
    read_extension,
    read_happening,
    read_message,
    read_press,
)
from tests.teams.recorded import NAMES, SERVICE_URL, TENANT_ID, open_door, recorded

API = Path(__file__).parents[2].parent / "shared/data/bot-connector/ConnectorAPI.json"

TEAM = "19:7f3a2c51e0b94d6c8a1e5f0c2b7d9e41@thread.tacv2"
CHANNEL = "19:c4d1e8b0a9f24f6d9b3c7a5e1f082d64@thread.tacv2"
GROUP_ID = "8a1f6a52-0e2b-4c7d-9b5f-2c3d4e5f6a7b"
CHAT = "a:1Qm9fX2xTzVdK0pWcR7yN4uJhB3eLgS8aO6iD5kM1wEnUvPqZrCtYbHjGfXlAoIs"

ANNA = Who("29:1Xk3pT9mVQ2rZ7sYc0bN5dWfHj8LgUaEoIiKuMnRvPw", "0f0f0f0f-1111-4222-8333-000000000001", "Anna Berger")
BERT = Who("29:1Bb2hO8fMaNn4xYcVtRqWeZuIoPlKjHgFdSaMnBvCxY", "0f0f0f0f-1111-4222-8333-000000000002", "Bert Hoffmann")
CEYDA = Who(
    "29:1Gg7uE5sTqLw2oYx9cVbN4mKjHfD8aSzPiRtOeUyWqZ", "0f0f0f0f-1111-4222-8333-000000000003", "Ceyda Yılmaz (Gast)"
)


def in_thread(root: str | None = "1763799999000") -> Place:
    full = f"{CHANNEL};messageid={root}" if root else CHANNEL
    return Place(PlaceKind.CHANNEL, full, SERVICE_URL, TENANT_ID, TEAM, CHANNEL, root)


ALONE = Place(PlaceKind.PERSONAL, CHAT, SERVICE_URL, TENANT_ID)
CARD_WORDS: dict[str, Any] = {"who": ANNA, "place": in_thread(), "locale": "de-DE"}

SAID: dict[str, Incoming] = {
    "channel_message_with_mention": Incoming(
        Gesture.WORDS, "1763800000123", ANNA, in_thread("1763800000123"), words="abwesend 12.–20.8.", locale="de-DE"
    ),
    "thread_reply": Incoming(
        Gesture.WORDS,
        "1763800001456",
        ANNA,
        in_thread(),
        words="aufgabe Saal buchen Bert Hoffmann bis Freitag",
        mentions=(Mention(BERT, 20),),
        locale="de-DE",
        pressed_activity_id="1763799999000",
    ),
    "personal_message": Incoming(Gesture.WORDS, "1763800002789", ANNA, ALONE, words="Hilfe", locale="de-DE"),
    "group_chat_message": Incoming(
        Gesture.WORDS,
        "1763800003012",
        ANNA,
        Place(PlaceKind.GROUP, "19:3f9a7b1c2d4e4f60a1b2c3d4e5f60718@thread.v2", SERVICE_URL, TENANT_ID),
        words="runde jetzt",
        locale="de-DE",
    ),
    "guest_message": Incoming(
        Gesture.WORDS, "1763800003345", CEYDA, in_thread("1763800003345"), words="wieder da", locale="tr-TR"
    ),
    "slash_command": Incoming(
        Gesture.WORDS, "1763800004567", ANNA, in_thread(None), words="runde 2026-W31", locale="de-DE", targeted=True
    ),
    "card_action": Incoming(
        Gesture.PRESS,
        "f:5e8c2c1a-7b1d-4d0e-9a53-1c2d3e4f5a6b",
        verb="standups.same",
        values={"round": "7", "quiet": "true"},
        pressed_activity_id="1763800009000",
        **CARD_WORDS,
    ),
    "card_refresh": Incoming(
        Gesture.PRESS,
        "f:6f9d3d2b-8c2e-4e1f-8b64-2d3e4f5a6b7c",
        verb="standups.form",
        values={"round": "7"},
        pressed_activity_id="1763800009000",
        **CARD_WORDS,
    ),
    "submit_message": Incoming(
        Gesture.PRESS,
        "1763800005678",
        ANNA,
        ALONE,
        verb="standups.save",
        values={"round": "7", "answer_review": "Zwei Betriebe", "answer_next": ""},
        locale="de-DE",
        pressed_activity_id="1763800009100",
    ),
    "task_fetch": Incoming(
        Gesture.OPEN_DIALOG,
        "f:70ae4e3c-9d3f-4f20-9c75-3e4f5a6b7c8d",
        verb="standups.form",
        values={"round": "7", "type": "task/fetch"},
        pressed_activity_id="1763800009000",
        **CARD_WORDS,
    ),
    "task_submit": Incoming(
        Gesture.SUBMIT_DIALOG,
        "f:81bf5f4d-ae40-4031-8d86-4f5a6b7c8d9e",
        verb="standups.save",
        values={"round": "7", "answer_next": "Saal buchen"},
        pressed_activity_id="1763800009000",
        **CARD_WORDS,
    ),
    "extension_fetch_task": Incoming(
        Gesture.OPEN_DIALOG,
        "f:92c06a5e-bf51-4142-9e97-5a6b7c8d9eaf",
        extension="aufgabeAusNachricht",
        values={
            "text": "Wer fragt den Saal an?",
            "link": f"https://teams.microsoft.com/l/message/{CHANNEL}/1763799000000?context=x",
            "author": "Bert Hoffmann",
            "written_on": "2026-11-22",
        },
        **CARD_WORDS,
    ),
    "extension_query": Incoming(
        Gesture.SEARCH,
        "f:a3d17b6f-c062-4253-8fa8-6b7c8d9eafb0",
        words="Wohnen",
        extension="wissen",
        **CARD_WORDS,
    ),
}


def in_team(what: What, channel_id: str | None = None, **more: Any) -> Happening:
    place = Place(PlaceKind.CHANNEL, TEAM, SERVICE_URL, TENANT_ID, TEAM, channel_id)
    known: dict[str, Any] = {"locale": "de-DE", "team_name": "Kernteam Integration", "entra_group_id": GROUP_ID}
    return Happening(what, place, ANNA, **{**known, "channel_id": channel_id or "", **more})


def to_channel(what: What) -> Happening:
    return in_team(what, CHANNEL, channel_name="Netzwerktreffen")


HAPPENED: dict[str, Happening] = {
    "team_install": replace(in_team(What.INSTALLED), channel_id=CHANNEL),
    "team_upgrade": in_team(What.INSTALLED),
    "team_remove": in_team(What.REMOVED),
    "bot_added": in_team(What.INSTALLED),
    "personal_install": Happening(What.INSTALLED, ALONE, ANNA, "de-DE"),
    "personal_remove": Happening(What.REMOVED, ALONE, ANNA, "de-DE"),
    "member_added": in_team(What.MEMBERS_CAME, entra_ids=(CEYDA.entra_id,)),
    "member_removed": in_team(What.MEMBERS_LEFT, entra_ids=(CEYDA.entra_id,)),
    "channel_created": to_channel(What.CHANNEL_SEEN),
    "channel_renamed": to_channel(What.CHANNEL_RENAMED),
    "channel_deleted": to_channel(What.CHANNEL_DELETED),
    "channel_restored": to_channel(What.CHANNEL_RESTORED),
    "team_renamed": in_team(What.TEAM_RENAMED),
    "team_archived": in_team(What.TEAM_ARCHIVED),
    "team_unarchived": in_team(What.TEAM_UNARCHIVED),
    "team_deleted": in_team(What.TEAM_DELETED),
}

PASSED_OVER = ("message_update", "message_delete", "message_reaction")
UNKNOWN_INVOKES = ("signin",)


def read(activity: dict[str, Any]) -> Incoming | Happening | None:
    match activity["type"], activity.get("name"):
        case "message", _:
            return read_message(activity)
        case "invoke", "adaptiveCard/action":
            return read_press(activity)
        case "invoke", "task/fetch":
            return read_dialog(activity, Gesture.OPEN_DIALOG)
        case "invoke", "task/submit":
            return read_dialog(activity, Gesture.SUBMIT_DIALOG)
        case "invoke", "composeExtension/fetchTask":
            return read_extension(activity, Gesture.OPEN_DIALOG)
        case "invoke", "composeExtension/query":
            return read_extension(activity, Gesture.SEARCH)
    return read_happening(activity)


def test_each_recording_has_its_expectation() -> None:
    assert sorted([*SAID, *HAPPENED, *PASSED_OVER, *UNKNOWN_INVOKES]) == sorted(NAMES)


@pytest.mark.parametrize("name", [*SAID, *HAPPENED])
def test_an_activity_is_read_into_plain_facts(name: str) -> None:
    assert read(recorded(name)) == (SAID | HAPPENED)[name]


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("missing", ["conversation", "from", "tenant"])
def test_without_conversation_sender_or_tenant_nothing_is_understood(name: str, missing: str) -> None:
    activity = recorded(name)
    if missing == "tenant":
        del activity["conversation"]["tenantId"], activity["channelData"]["tenant"]
    else:
        del activity[missing]
    with pytest.raises(NotUnderstood):
        read(activity)


@pytest.mark.parametrize("name", NAMES)
def test_the_recordings_fit_the_published_schema(name: str) -> None:
    if not API.exists():
        pytest.skip("the published schema is not on this machine")
    definitions = orjson.loads(API.read_bytes())["definitions"]
    check = Draft4Validator({"$ref": "#/definitions/Activity", "definitions": definitions})
    # The document knows objects as an attachment's content; Teams sends the HTML copy of a text as a string.
    assert not [one.message for one in check.iter_errors(recorded(name)) if list(one.path)[-1:] != ["content"]]


@pytest.fixture(params=["sqlite", "postgresql"])
def stage_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: the stage makes the tables itself."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/stage.sqlite3"
    return str(request.getfixturevalue("empty_postgres_url"))


async def test_each_is_answered_and_none_is_a_fault(stage_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Installed and removed at the end, so that most of them meet a team that is there."""
    order = sorted(NAMES, key=lambda name: (name not in ("bot_added", "team_install"), "remove" in name, name))
    wanted = {name: 501 if name in UNKNOWN_INVOKES else 200 for name in NAMES}
    caplog.set_level(logging.ERROR)
    async with open_door(stage_url) as door:
        token = door.bearer()
        for _twice in range(2):
            answers = {name: await door.post(recorded(name, door.service_url), token) for name in order}
            assert {name: status for name, (status, _body) in answers.items()} == wanted
        for name in ("card_action", "card_refresh"):
            assert orjson.loads(answers[name][1])["statusCode"] == 200
        assert "task" in orjson.loads(answers["task_fetch"][1])
    assert [record.getMessage() for record in caplog.records] == []


async def test_what_people_change_delete_or_like_leaves_no_trace(stage_url: str) -> None:
    async with open_door(stage_url) as door:
        before = await door.rows()
        for name in (*PASSED_OVER, *UNKNOWN_INVOKES):
            await door.post(recorded(name, door.service_url), door.bearer())
        assert await door.rows() == before
