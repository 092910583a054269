"""A coordinator takes a passage out of all that stands of the team; it is then found in no column of any table."""

import io
import zipfile
from typing import Any

import pytest
from sqlalchemy import select

from app.agenda.actions_cards import make_item_findable
from app.agenda.model import Addendum, Attendance, Item, Meeting, MeetingState, Treatment
from app.agenda.queries_minutes import load_file, make_minutes_findable
from app.agenda.rules_minutes import FrozenItem, freeze
from app.decisions.actions_recording import add_entry, changed
from app.decisions.model import Choice, Decision, DecisionState, EntryKind, Participation, Way
from app.decisions.queries_papers import load_book, load_csv, load_history
from app.kit.answers import Dialog, Said
from app.kit.contributions import MinutesLine, MinutesPart
from app.kit.errors import NotAllowed
from app.kit.forms import Form
from app.kit.i18n import Text, translator
from app.kit.inbox import InboxEntry
from app.kit.outbox import OutboxRow, Post, channel_key, find_conversation
from app.kit.papers import PaperKind
from app.kit.redaction import REDACTED, blacked_out, passage_pattern
from app.kit.search import SearchDocument, make_findable
from app.kit.unit import Unit, Units
from app.people.views_privacy import RedactAsked, Redacted
from app.standups.model import Answer
from app.tasks.actions import findable
from app.tasks.model import Task
from app.web.papers import write_down
from tests.makers import MadeTeam
from tests.privacy.test_erase import marked
from tests.standups.makers import CLOSES, closed_round, press, type_words

PASSAGE = "Familie Öztürk"
PLACES = [2, 1, 1, 2]
"""Answers, tasks, decisions, items and meetings in which it stands, as `stand` writes it."""


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("Familie Öztürk", "Mit Familie Öztürk gesprochen", "Mit [geschwärzt] gesprochen"),
        ("familie öztürk", "FAMILIE ÖZTÜRK", "[geschwärzt]"),
        ("Familie  Öztürk", "Familie\nÖztürk kommt", "[geschwärzt] kommt"),
        ("Familie Öztürk", "Familie O\u0308ztu\u0308rk", "[geschwärzt]"),
        ("Familie Öztürk", "Familie Oeztuerk", "Familie Oeztuerk"),
        ("a.b*", "a.b* und axbb", "[geschwärzt] und axbb"),
        ("Öztürks", "Öztürk", "Öztürk"),
    ],
)
def test_a_passage_is_found_in_any_case_and_across_line_breaks(typed: str, text: str, expected: str) -> None:
    pattern = passage_pattern(typed)
    assert pattern is not None
    assert blacked_out(text, pattern) == expected


@pytest.mark.parametrize("typed", ["", "   ", "abc", "a b c", "\n"])
def test_less_than_four_signs_is_no_passage(typed: str) -> None:
    assert passage_pattern(typed) is None


async def redact(units: Units, team: MadeTeam, verb: str, passage: str = PASSAGE, who: str = "Anna") -> Any:
    values = {"team_id": str(team.id), "passage": passage}
    return await press(units, team, who, verb, values, at=CLOSES)


async def stand(units: Units, team: MadeTeam) -> None:
    """The passage in a closed round with its report, in an answer of the bot, and in what search finds."""
    await closed_round(units, team, Bert="Mit Familie Öztürk", Chiara="familie\nöztürk wartet")

    def work(unit: Unit) -> None:
        conversation = find_conversation(unit.session, channel_key(team.id, team.channel.teams_channel_id))
        assert conversation is not None
        unit.session.add(
            Post(thing="standups.report:1", conversation_id=conversation.id, activity_id="r", posted_at=unit.now)
        )
        answer = {"card": {"body": [{"text": f"Notiert: {PASSAGE}"}]}}
        unit.session.add(InboxEntry(key=f"{team.channel.teams_channel_id}|9", answer=answer, arrived_at=unit.now))
        make_findable(unit.session, team.id, "x.y", 1, f"Brief an {PASSAGE}", unit.now.date())

    await units.run(work)

    await units.run(lambda unit: in_tasks(unit, team))
    await units.run(lambda unit: in_decisions(unit, team))
    await units.run(lambda unit: in_the_agenda(unit, team))


def posted(unit: Unit, team: MadeTeam, *things: str) -> None:
    home = find_conversation(unit.session, channel_key(team.id, team.channel.teams_channel_id))
    assert home is not None
    unit.session.add_all(
        Post(thing=thing, conversation_id=home.id, activity_id=thing, posted_at=unit.now) for thing in things
    )


def in_tasks(unit: Unit, team: MadeTeam) -> None:
    task = Task(
        team_id=team.id,
        title="FAMILIE ÖZTÜRK anrufen",
        reason=f"{PASSAGE} ist weg",
        owner_name=PASSAGE,
        created_on=unit.now.date(),
    )
    unit.session.add(task)
    unit.session.flush()
    findable(unit, task)
    posted(unit, team, f"tasks.card:{task.id}")


def in_decisions(unit: Unit, team: MadeTeam) -> None:
    """In the decision, in its history and in an objection."""
    told = {"wording": f"{PASSAGE} bekommt den Saal", "reason": "Weil Familie\nÖztürk fragt", "decided_by": PASSAGE}
    decision = Decision(
        team_id=team.id,
        year=2026,
        number=1,
        state=DecisionState.IN_FORCE,
        way=Way.CONSENT,
        tally={"objection": 1},
        created_on=unit.now.date(),
        decided_on=unit.now.date(),
        **told,
    )
    unit.session.add(decision)
    unit.session.flush()
    content = {**told, "reference": "2026-1", "decided_on": unit.now.date().isoformat()}
    add_entry(unit, decision, EntryKind.RECORDED, content, by=None)
    voice = Participation(decision_id=decision.id, person_id=team.people["Bert"].id, choice=Choice.OBJECTION)
    voice.reason = f"Nicht für {PASSAGE}"
    unit.session.add(voice)
    unit.session.flush()
    changed(unit, decision)
    posted(unit, team, f"decisions.card:{decision.id}")


def in_the_agenda(unit: Unit, team: MadeTeam) -> None:
    """In an item, in a note beside it, in the frozen minutes and under them."""
    today = unit.now.date()
    item = Item(team_id=team.id, title=f"Brief von {PASSAGE}", created_on=today)
    unit.session.add(item)
    unit.session.flush()
    make_item_findable(unit, item)
    frozen: list[FrozenItem] = [
        {"id": item.id, "title": item.title, "presenter": None, "outcome": "done", "note": f"{PASSAGE} kommt"}
    ]
    results = [MinutesPart(Text("Beschlüsse"), (MinutesLine(f"{PASSAGE} bekommt den Saal", "2026-1"),))]
    meeting = Meeting(
        team_id=team.id,
        channel_id=team.channel.id,
        planned_on=today,
        on=today,
        starts_at=unit.now,
        length_minutes=60,
        ends_itself_at=unit.now,
        state=MeetingState.CLOSED,
        note=f"Mit {PASSAGE}",
        minutes=freeze(frozen, results, [], [PASSAGE], f"Mit {PASSAGE}", by_itself=False),
    )
    unit.session.add(meeting)
    unit.session.flush()
    unit.session.add(Attendance(meeting_id=meeting.id, name=PASSAGE))
    unit.session.add(Treatment(meeting_id=meeting.id, item_id=item.id, note=f"{PASSAGE} kommt"))
    unit.session.add(Addendum(meeting_id=meeting.id, text=f"{PASSAGE} war nicht da", on=today))
    unit.session.flush()
    make_minutes_findable(unit, meeting)
    posted(unit, team, f"agenda.item:{item.id}", f"agenda.minutes:{meeting.id}")


async def test_it_is_counted_before_anything_changes(units: Units, team: MadeTeam) -> None:
    await stand(units, team)
    before = await units.run(lambda unit: len(unit.session.scalars(select(OutboxRow)).all()))
    asked = await redact(units, team, "people.redact_ask")
    assert isinstance(asked, Dialog)
    assert isinstance(asked.view, RedactAsked)
    assert [place.params["places"].params["n"] for place in asked.view.places] == PLACES

    def work(unit: Unit) -> None:
        assert len(unit.session.scalars(select(OutboxRow)).all()) == before
        assert PASSAGE in str([answer.texts for answer in unit.session.scalars(select(Answer))])

    await units.run(work)


async def test_it_stands_in_no_column_of_any_table_afterwards(units: Units, team: MadeTeam) -> None:
    await stand(units, team)
    done = await redact(units, team, "people.redact")
    assert isinstance(done, Redacted)
    assert PASSAGE not in repr(done)

    def work(unit: Unit) -> None:
        assert marked(unit, ("Öztürk", "oeztuerk")) == {}
        titles = unit.session.scalars(select(SearchDocument.title)).all()
        assert "Brief an [geschwärzt]" in titles
        assert len(titles) == len([title for title in titles if REDACTED in title])
        updates = unit.session.scalars(select(OutboxRow.notice).where(OutboxRow.operation == "update")).all()
        assert set(updates) >= {"standups.report", *CARDS}

    await units.run(work)
    again = await redact(units, team, "people.redact")
    assert isinstance(again, Said), "the second press finds nothing more"


CARDS = {"tasks.card": "tasks", "decisions.card": "decisions", "agenda.item": "agenda", "agenda.minutes": "agenda"}


async def test_cards_and_files_show_the_mark(units: Units, team: MadeTeam) -> None:
    await stand(units, team)
    await redact(units, team, "people.redact")

    def work(unit: Unit) -> None:
        for notice in CARDS:
            shown = repr(unit.house.notice(notice).load(unit.session, "1", unit.now))
            assert REDACTED in shown, notice
            assert "öztürk" not in shown.casefold(), notice
        unit.actor = team.actor("Anna")
        for load, kind in ((load_csv, PaperKind.CSV), (load_history, PaperKind.JSON)):
            text = write_down(load(unit, "all"), kind, translator("de")).body.decode()
            assert REDACTED in text
            assert "öztürk" not in text.casefold()
            if kind is PaperKind.CSV:
                assert "geschwärzt am 30. November 2026" in text
                assert "verändert:" not in text, "taken out, not tampered with"
        for load, subject in ((load_file, "1"), (load_book, "2026")):
            body = write_down(load(unit, subject), PaperKind.DOCX, translator("de")).body
            text = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()
            assert REDACTED in text
            assert "öztürk" not in text.casefold()

    await units.run(work, now=CLOSES)


async def test_another_teams_texts_stay(units: Units, team: MadeTeam) -> None:
    await stand(units, team)
    with pytest.raises(NotAllowed):
        await press(units, team, "Anna", "people.redact", {"team_id": "99", "passage": PASSAGE}, at=CLOSES)


@pytest.mark.parametrize("verb", ["people.redact_ask", "people.redact"])
async def test_only_coordinators_take_out(units: Units, team: MadeTeam, verb: str) -> None:
    await stand(units, team)
    with pytest.raises(NotAllowed):
        await redact(units, team, verb, who="Bert")


async def test_what_is_too_short_or_nowhere_comes_back_in_the_form(units: Units, team: MadeTeam) -> None:
    await stand(units, team)
    for passage in ("Öz", "Nirgendwo"):
        refused = await redact(units, team, "people.redact_ask", passage)
        assert isinstance(refused, Dialog)
        (field,) = refused.view.sections[0].fields
        assert field.value == passage
        assert refused.view.notice is not None


async def test_words_behind_the_command_stand_in_the_form(units: Units, team: MadeTeam) -> None:
    form = await type_words(units, team, "Anna", f"schwärzen {PASSAGE}", at=CLOSES)
    assert isinstance(form, Form)
    assert form.sections[0].fields[0].value == PASSAGE
