"""A coordinator takes a passage out of all that stands of the team; it is then found in no column of any table."""

from typing import Any

import pytest
from sqlalchemy import select

from app.kit.answers import Dialog, Said
from app.kit.errors import NotAllowed
from app.kit.forms import Form
from app.kit.inbox import InboxEntry
from app.kit.outbox import OutboxRow, Post, channel_key, find_conversation
from app.kit.redaction import blacked_out, passage_pattern
from app.kit.search import SearchDocument, make_findable
from app.kit.unit import Unit, Units
from app.people.views_privacy import RedactAsked, Redacted
from app.standups.model import Answer
from tests.makers import MadeTeam
from tests.privacy.test_erase import marked
from tests.standups.makers import CLOSES, closed_round, press, type_words

PASSAGE = "Familie Öztürk"


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


async def test_it_is_counted_before_anything_changes(units: Units, team: MadeTeam) -> None:
    await stand(units, team)
    before = await units.run(lambda unit: len(unit.session.scalars(select(OutboxRow)).all()))
    asked = await redact(units, team, "people.redact_ask")
    assert isinstance(asked, Dialog)
    assert isinstance(asked.view, RedactAsked)
    (place,) = asked.view.places
    assert place.params["places"].params["n"] == 2

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
        assert unit.session.scalars(select(SearchDocument.title)).all() == ["Brief an [geschwärzt]"]
        updates = unit.session.scalars(select(OutboxRow.notice).where(OutboxRow.operation == "update")).all()
        assert "standups.report" in updates

    await units.run(work)
    again = await redact(units, team, "people.redact")
    assert isinstance(again, Said), "the second press finds nothing more"


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
