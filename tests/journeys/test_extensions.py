"""What people make of a message by its menu, and what they find beside the text box; a small room stands for all."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import main
from app.agenda.room import AGENDA
from app.decisions.room import DECISIONS
from app.kit.answers import Answer, Button, Closed, Dialog, Said
from app.kit.commands import Ask, Command, MessageCommand, Verb
from app.kit.errors import UserError
from app.kit.forms import Field, Form, Kind, Section
from app.kit.i18n import _, verbatim
from app.kit.room import Finding, House, Notice, Room
from app.kit.search import make_findable
from app.kit.unit import Unit
from app.knowledge.room import KNOWLEDGE
from app.people.actions_shown import show_card
from app.people.room import PEOPLE
from app.running import stage
from app.standups.room import STANDUPS
from app.tasks.room import TASKS
from tests.journeys.play import Play, inputs_of, offers, read

COMMAND = "notizAusNachricht"
ADDRESS = "https://teams.microsoft.com/l/message/"


def _open(unit: Unit, ask: Ask) -> Answer:
    fields = (
        Field("title", verbatim("Notiz"), Kind.TEXT, ask.values["text"], required=True),
        Field("source", verbatim("Woher"), Kind.TEXT, f"{ask.values['author']} {ask.values['written_on']}".strip()),
    )
    form = Form(
        verbatim("Notiz"), (Section(verbatim(""), fields),), "notes.save", verbatim("Speichern"),
        hidden=(("link", ask.values["link"]),),
    )  # fmt: skip
    return Dialog(verbatim("Notiz aus Nachricht"), form)


def _save(unit: Unit, ask: Ask) -> Answer:
    title, team_id = ask.values["title"], unit.acting.team_id
    make_findable(unit.session, team_id, "notes.note", title, title, ask.today)
    show_card(unit, team_id, "notes.note", title, ask.place)
    if title == "kaputt":
        raise UserError(_("Das geht so nicht."))
    return Closed(verbatim(f"Notiert: {title} {ask.values['link'][: len(ADDRESS)]}"))


def _typed(unit: Unit, ask: Ask) -> Answer:
    show_card(unit, unit.acting.team_id, "notes.note", ask.rest, ask.place)
    if ask.rest == "kaputt":
        raise UserError(_("Das geht so nicht."))
    if ask.rest == "unklar":
        return Said(_("Das geht so nicht."), buttons=(Button(verbatim("Ändern"), "notes.open", dialog=True),))
    return None


def _load(session: Session, subject: str, now: Any) -> Answer:
    return Said(verbatim(f"Notiz: {subject}"))


NOTES = Room(
    "notes",
    commands=(Command("notes.add", {"de": ("notiz",), "en": ("note",)}, verbatim("Notiz"), _typed, writes=True),),
    verbs=(Verb("notes.open", _open), Verb("notes.save", _save, writes=True)),
    notices=(Notice("notes.note", _load, unknown="repeat"),),
    from_message=MessageCommand(
        COMMAND, {"de": "Notiz aus Nachricht", "en": "Note from message"}, {"de": "Notiz", "en": "Note"}, "notes.open"
    ),
    found={"notes.note": Finding(verbatim("Notiz"), lambda unit, record: Said(verbatim(f"Notiz: {record}")))},
)


@pytest.fixture(autouse=True)
def with_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comes before the stage is built: fixtures that run by themselves are first."""
    house = House([PEOPLE, STANDUPS, KNOWLEDGE, TASKS, DECISIONS, AGENDA, NOTES])
    monkeypatch.setattr(main, "HOUSE", house)
    monkeypatch.setattr(stage, "HOUSE", house)


async def test_a_message_of_the_channel_fills_the_form_and_the_card_appears_in_its_thread(working: Play) -> None:
    play, bert = working, working.who("bert")
    anna = play.who("anna")
    said = await anna.says(play.channel, "Wer fragt den Saal an?", mention_bot=False)
    opened = await bert.uses_on(said.message, COMMAND)
    assert opened.dialog
    assert opened.dialog.title == "Notiz aus Nachricht"
    shown = inputs_of(opened.dialog.card)
    assert shown == {"title": "Wer fragt den Saal an?", "source": "Anna Berger 2026-11-16"}
    done = await bert.submits(opened.dialog, {"title": "Saal anfragen"})
    assert done.toast == f"Notiert: Saal anfragen {ADDRESS}"
    await play.settle()
    [card] = [one for one in play.posts() if "Notiz: Saal anfragen" in read(one)]
    assert card.root_id == said.message.id
    again = await bert.submits(opened.dialog, {"title": "kaputt"})
    assert "Das geht so nicht." in read(again)
    await play.settle()
    assert len([one for one in play.posts() if "Notiz: " in read(one)]) == 1


async def test_of_private_chats_only_the_link_is_taken_over_and_the_card_goes_to_the_home_channel(
    working: Play,
) -> None:
    play, bert = working, working.who("bert")
    for place in (play.teams.world.group_chat("Vorbereitung Messe"), bert.chat):
        said = await bert.says(place, "Ganz unter uns", mention_bot=False)
        await play.settle()
        opened = await bert.uses_on(said.message, COMMAND)
        assert opened.dialog
        assert set(inputs_of(opened.dialog.card).values()) == {""}
        done = await bert.submits(opened.dialog, {"title": f"Getippt {place.kind}"})
        assert done.toast == f"Notiert: Getippt {place.kind} {ADDRESS}"
        await play.settle()
        assert [one for one in play.posts() if f"Notiz: Getippt {place.kind}" in read(one)]


async def test_private_channels_strangers_and_unknown_commands_are_refused_in_a_dialog(working: Play) -> None:
    play = working
    private = play.team.channel("Koordination")
    said = await play.who("anna").says(private, "Unter Leitungen", mention_bot=False)
    refused = await play.who("anna").uses_on(said.message, COMMAND)
    assert "In privaten und geteilten Kanälen" in read(refused)
    said = await play.who("anna").says(play.channel, "Hallo", mention_bot=False)
    assert "passt zu nichts mehr" in read(await play.who("anna").uses_on(said.message, "gibtEsNicht"))
    [stranger] = [one for one in play.other.members if one not in play.team.members][:1]
    actor = play.who(stranger.key)
    group = await actor.says(actor.chat, "Hallo", mention_bot=False)
    assert "noch zu keinem Kernteam" in read(await actor.uses_on(group.message, COMMAND))


async def test_the_search_finds_own_records_and_a_hit_becomes_a_card_that_opens_for_members_alone(
    working: Play,
) -> None:
    play, bert = working, working.who("bert")
    said = await bert.says(play.channel, "Wohnraum?", mention_bot=False)
    opened = await bert.uses_on(said.message, COMMAND)
    assert opened.dialog
    await bert.submits(opened.dialog, {"title": "Wohnraum für Arbeitgeber*innen"})
    await play.settle()
    found = await bert.searches(play.channel, "suche", query="wohn")
    [hit] = found.results
    assert hit["preview"]["content"]["title"] == "Wohnraum für Arbeitgeber*innen"
    assert not (await bert.searches(play.channel, "suche", query="garten")).results
    assert len((await bert.searches(play.channel, "suche", initialRun="true")).results) == 1
    [stranger] = [one for one in play.other.members if one not in play.team.members][:1]
    nothing = await play.who(stranger.key).searches(play.other.general, "suche", query="wohn")
    assert nothing.ok
    assert nothing.results == []
    posted = (await bert.inserts(play.channel, hit)).message
    assert posted
    assert offers(posted, "Ansehen")
    seen = await play.who("anna").presses(posted, "Ansehen")
    assert seen.dialog
    assert "Notiz: Wohnraum für Arbeitgeber*innen" in read(seen)


async def test_a_typed_command_that_fails_posts_nothing_and_says_it_once(working: Play) -> None:
    play = working
    await play.who("bert").slash(play.channel, "/notiz kaputt")
    await play.settle()
    [answer] = play.whispers("bert")
    assert "Das geht so nicht." in read(answer)
    assert not [one for one in play.posts() if "Notiz: " in read(one)]


async def test_a_doubt_is_asked_of_the_writer_alone_and_silence_needs_no_answer(working: Play) -> None:
    play = working
    await play.who("bert").slash(play.channel, "/notiz unklar")
    await play.settle()
    [answer] = play.whispers("bert")
    assert offers(answer, "Ändern")
    await play.who("anna").slash(play.channel, "/notiz klar")
    await play.settle()
    assert not play.whispers("anna")
    assert sorted(read(one).strip() for one in play.posts() if "Notiz: " in read(one)) == [
        "Notiz: klar",
        "Notiz: unklar",
    ]
