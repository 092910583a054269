"""What is taken over of a message on which somebody chose an action."""

from typing import Any

import pytest

from app.kit.incoming import Gesture, PlaceKind
from app.teams.incoming import read_extension
from app.teams.message_payload import LONGEST_TEXT, plain_text, read_payload
from tests.teams.recorded import recorded


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<div>Wer fragt den Saal an?</div>", "Wer fragt den Saal an?"),
        ("<p>Erstens</p><p>Zweitens</p>", "Erstens\n\nZweitens"),
        ("Eine Zeile<br>und noch eine", "Eine Zeile\nund noch eine"),
        (
            '<div><at id="0">Bert Hoffmann</at>&nbsp;bitte Saal &amp; Catering</div>',
            "Bert Hoffmann bitte Saal & Catering",
        ),
        ("<ul><li>Saal</li><li>Essen</li></ul>", "Saal\n\nEssen"),
        ("<script>alert(1)</script><style>p{}</style>Nur das", "Nur das"),
        ('<a href="https://example.org/saal">die Seite</a> lesen', "die Seite (https://example.org/saal) lesen"),
        ('<a href="https://example.org/saal">https://example.org/saal</a>', "https://example.org/saal"),
        ('<a href="https://example.org/saal">example.org/saal</a>', "https://example.org/saal"),
        ('<a href="javascript:alert(1)">die Seite</a>', "die Seite"),
        ('Gut <emoji id="smile" alt="🙂" title="Lächeln"></emoji>', "Gut 🙂"),
        ('<img itemtype="http://schema.skype.com/Emoji" alt="👍"><img src="x" alt="Foto">', "👍"),
        ("5 < 7 und <b>*fett*</b>", "5 < 7 und *fett*"),
        ('<attachment id="1"></attachment>', ""),
        ("kein Ende <div", "kein Ende <div"),
    ],
)
def test_html_becomes_the_words_a_reader_sees(html: str, words: str) -> None:
    assert plain_text(html) == words


@pytest.mark.parametrize(
    "address",
    [
        "http://teams.microsoft.com/l/message/1",
        "https://teams.microsoft.com.example.org/l/message/1",
        "https://user@teams.microsoft.com/l",
        "javascript:alert(1)",
        "https://[",
        "https://teams.microsoft.com/" + "x" * 2000,
        7,
        None,
    ],
)
def test_a_link_that_leads_elsewhere_is_left_out(address: Any) -> None:
    assert read_payload({"linkToMessage": address}, link_only=False)["link"] == ""


def test_a_message_of_the_channel_is_taken_over_with_its_author_day_and_thread() -> None:
    incoming = read_extension(recorded("extension_fetch_task", "https://smba.example/"), Gesture.OPEN_DIALOG)
    assert incoming.extension == "aufgabeAusNachricht"
    assert incoming.values["text"] == "Wer fragt den Saal an?"
    assert incoming.values["author"] == "Bert Hoffmann"
    assert incoming.values["written_on"] == "2026-11-22"
    assert incoming.values["link"].startswith("https://teams.microsoft.com/l/message/")
    assert incoming.place.kind is PlaceKind.CHANNEL
    assert incoming.place.thread_activity_id == "1763799999000"


@pytest.mark.parametrize("kind", ["personal", "groupChat"])
def test_of_a_private_chat_only_the_link_is_taken_over(kind: str) -> None:
    activity = recorded("extension_fetch_task", "https://smba.example/")
    activity["conversation"] = {"id": "19:x@unq.gbl.spaces", "conversationType": kind, "tenantId": "t"}
    activity["channelData"] = {"tenant": {"id": "t"}}
    incoming = read_extension(activity, Gesture.OPEN_DIALOG)
    assert incoming.place.kind is PlaceKind.ELSEWHERE
    assert {name: value for name, value in incoming.values.items() if value} == {"link": incoming.values["link"]}
    assert incoming.values["link"]


def test_a_very_long_message_is_cut() -> None:
    body = {"contentType": "html", "content": "<p>" + "Wort " * 5000 + "</p>"}
    assert len(read_payload({"body": body}, link_only=False)["text"]) <= LONGEST_TEXT


@pytest.mark.parametrize("payload", [{}, {"body": 1, "from": [], "createdDateTime": 3}, {"body": {"content": None}}])
def test_a_payload_without_anything_gives_an_empty_form(payload: dict[str, Any]) -> None:
    assert set(read_payload(payload, link_only=False).values()) == {""}
