"""Consent rounds and votes, through presses and ticks."""

from datetime import timedelta

import pytest

from app.decisions.model import Choice, DecisionState, EntryKind
from app.decisions.views import DecisionShown
from app.kit.answers import Closed
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Form
from app.kit.unit import Units
from app.people.queries_day import lines_of_day
from tests.decisions.makers import (
    ENDS,
    HOME,
    NOW,
    card,
    day,
    decisions,
    entries,
    form_values,
    posted,
    presses,
    says,
    set_up,
    tick,
    voices,
    waiting,
)

CONSENT = "beschluss Einwandrunde: Wir treffen uns dienstags"
VOTE = "beschluss Abstimmung: Wir treffen uns dienstags"


async def test_a_round_is_one_card_without_a_number_that_closes_by_itself(units: Units, team) -> None:
    assert await says(units, team, "Bert", CONSENT, place=HOME) is None
    shown = await card(units)
    assert (shown.state, shown.way, shown.reference) == ("open", "consent", "")
    assert shown.round.closes_on == day("2026-11-25"), "three working days"
    assert [button.verb for button in shown.buttons][:4] == [
        "decisions.choose", "decisions.speak", "decisions.speak", "decisions.close",
    ]  # fmt: skip
    await posted(units, 1)
    await tick(units, ENDS - timedelta(minutes=1))
    assert (await decisions(units))[0].state is DecisionState.OPEN
    await tick(units, ENDS)
    shown = await card(units)
    assert (shown.state, shown.reference, shown.result.why) == ("in_force", "2026-1", "adopted")
    assert await waiting(units) == [("update", "decisions.card", "1")]
    await tick(units, ENDS + timedelta(hours=1))
    assert len(await entries(units)) == 2


async def test_consent_can_be_changed_until_the_close_and_an_objection_needs_its_reason(units: Units, team) -> None:
    await says(units, team, "Bert", CONSENT)
    await presses(units, team, "Chiara", "choose", decision="1", choice="consent", place=HOME)
    opened = await presses(units, team, "Chiara", "speak", decision="1", choice="objection", place=HOME)
    refused = await presses(units, team, "Chiara", "save_voice", place=HOME, **form_values(opened.view))
    assert isinstance(refused.view, Form)
    typed = form_values(opened.view, decision_reason="Dienstags ist Markt")
    assert isinstance(await presses(units, team, "Chiara", "save_voice", place=HOME, **typed), Closed)
    assert [(one.choice, one.reason) for one in await voices(units)] == [(Choice.OBJECTION, "Dienstags ist Markt")]
    await presses(units, team, "Anna", "save_voice", decision="1", choice="concern", decision_reason="")
    running = await card(units)
    assert (running.round.taken_part, running.result) == (2, None)
    await tick(units, ENDS)
    shown = await card(units)
    assert (shown.state, shown.reference, shown.result.why) == ("not_adopted", "", "objection")
    assert [(one.name, one.text) for one in shown.result.objections] == [("Chiara Muster", "Dienstags ist Markt")]
    assert shown.result.taken_part == ("Anna Muster", "Chiara Muster")
    last = (await entries(units))[-1]
    assert last.content["objections"] == ["Dienstags ist Markt"]
    assert "Chiara" not in str(last.content)


async def test_an_objection_taken_back_lets_the_proposal_through(units: Units, team) -> None:
    await says(units, team, "Bert", CONSENT)
    await presses(units, team, "Chiara", "save_voice", decision="1", choice="objection", decision_reason="Markt")
    await presses(units, team, "Chiara", "choose", decision="1", choice="consent")
    await tick(units, ENDS)
    assert (await decisions(units))[0].reference == "2026-1"


async def test_a_rejected_proposal_is_revised_once_and_goes_onto_the_agenda(units: Units, team) -> None:
    await says(units, team, "Bert", CONSENT)
    await presses(units, team, "Chiara", "save_voice", decision="1", choice="objection", decision_reason="Markt")
    await tick(units, ENDS)
    shown = await presses(units, team, "Bert", "show", at=ENDS, decision="1")
    verbs = [button.verb for button in shown.view.buttons]
    assert verbs[0] == "decisions.revise"
    assert "agenda.add_from" in verbs
    form = (await presses(units, team, "Bert", "revise", at=ENDS, decision="1")).view
    values = form_values(form, decision_wording="Wir treffen uns mittwochs")
    assert values["decision_way"] == "consent"
    await presses(units, team, "Bert", "save", at=ENDS, **values)
    again = await presses(units, team, "Chiara", "save", at=ENDS, **values)
    assert isinstance(again.view, DecisionShown), "the second press shows the proposal that is there"
    assert len(await decisions(units)) == 2
    assert (await card(units)).marks[0].params["wording"] == "Wir treffen uns mittwochs"


async def test_a_secret_vote_stores_nobodys_choice_and_cannot_be_changed(units: Units, team) -> None:
    await says(units, team, "Bert", VOTE)
    assert not (await card(units)).round.open_voting
    for name, choice in (("Anna", "yes"), ("Bert", "yes"), ("Chiara", "no")):
        told = await presses(units, team, name, "choose", decision="1", choice=choice, place=HOME)
        assert choice not in str(told.told.params)
        assert "Ja" not in told.told.msgid
    second = await presses(units, team, "Chiara", "choose", decision="1", choice="yes", place=HOME)
    assert "schon gezählt" in second.told.msgid
    assert [(one.choice, one.reason) for one in await voices(units)] == [(None, None)] * 3
    running = await card(units)
    assert (running.round.taken_part, running.round.quorum, running.result) == (3, 2, None)
    await tick(units, ENDS)
    shown = await card(units)
    assert dict(shown.result.tally) == {"yes": 2, "no": 1, "abstain": 0}
    assert shown.result.taken_part == ("Anna Muster", "Bert Muster", "Chiara Muster")
    assert shown.result.choices == ()
    assert shown.reference == "2026-1"


async def test_open_voting_is_fixed_when_the_round_begins_and_shows_names_at_the_close(units: Units, team) -> None:
    await set_up(units, team, open_voting="true", quorum_percent="0")
    await says(units, team, "Bert", VOTE)
    await set_up(units, team, open_voting="false")
    await presses(units, team, "Anna", "choose", decision="1", choice="yes")
    await presses(units, team, "Anna", "choose", decision="1", choice="no")
    await presses(units, team, "Chiara", "choose", decision="1", choice="yes")
    await presses(units, team, "Bert", "choose", decision="1", choice="yes")
    running = await card(units)
    assert running.round.open_voting
    assert running.result is None
    await tick(units, ENDS)
    shown = await card(units)
    assert dict(shown.result.choices) == {
        "yes": ("Bert Muster", "Chiara Muster"), "no": ("Anna Muster",), "abstain": (),
    }  # fmt: skip


async def test_too_few_means_not_adopted_and_once_more(units: Units, team) -> None:
    await says(units, team, "Bert", VOTE)
    await presses(units, team, "Anna", "choose", decision="1", choice="yes")
    await tick(units, ENDS)
    shown = await card(units)
    assert (shown.state, shown.result.why, shown.result.quorum) == ("not_adopted", "quorum", 2)
    assert shown.buttons[0].label.msgid == "Noch einmal"
    await says(units, team, "Bert", "beschluss Nächster")
    assert [one.reference for one in await decisions(units)] == ["", "2026-1"], "a proposal takes no number"


async def test_only_who_opened_it_or_coordinates_closes_a_round_early(units: Units, team) -> None:
    await says(units, team, "Bert", CONSENT)
    with pytest.raises(NotAllowed):
        await presses(units, team, "Chiara", "close", decision="1")
    await presses(units, team, "Bert", "close", decision="1", place=HOME)
    assert (await decisions(units))[0].reference == "2026-1"
    again = await presses(units, team, "Anna", "close", decision="1")
    assert "schon geschlossen" in again.view.told.msgid if hasattr(again, "view") else "schon" in again.told.msgid
    assert len(await entries(units)) == 2
    await says(units, team, "Bert", VOTE)
    await presses(units, team, "Anna", "close", decision="2")
    assert (await decisions(units))[1].state is DecisionState.NOT_ADOPTED


async def test_a_voice_after_the_close_changes_nothing_and_stands_there_to_be_copied(units: Units, team) -> None:
    await says(units, team, "Bert", CONSENT)
    typed = {"decision": "1", "choice": "objection", "decision_reason": "Markt"}
    late = await presses(units, team, "Chiara", "save_voice", at=ENDS, **typed)
    assert late.view.kept == "Markt"
    await presses(units, team, "Chiara", "choose", at=ENDS, decision="1", choice="consent")
    assert await voices(units) == []
    await tick(units, ENDS)
    assert (await decisions(units))[0].state is DecisionState.IN_FORCE


async def test_a_vote_takes_no_consent_and_no_nonsense(units: Units, team) -> None:
    await says(units, team, "Bert", VOTE)
    for choice in ("consent", "nonsense", ""):
        with pytest.raises(UserError):
            await presses(units, team, "Anna", "choose", decision="1", choice=choice)
    assert await voices(units) == []


async def test_the_message_of_the_day_reminds_once_and_only_who_has_not_taken_part(units: Units, team) -> None:
    await says(units, team, "Bert", CONSENT)
    await presses(units, team, "Chiara", "choose", decision="1", choice="consent")
    people = {name: person.id for name, person in team.people.items()}

    async def reminded(on: str) -> list[str]:
        at = NOW.replace(day=int(on[-2:]), hour=7, minute=30)
        lines = await units.run(lambda unit: lines_of_day(unit, list(people.values()), day(on)), now=at)
        return [
            name for name, id in people.items() if any("Einwandrunde" in one.text.msgid for one in lines.get(id, ()))
        ]

    assert await reminded("2026-11-23") == []
    assert await reminded("2026-11-24") == ["Anna", "Bert", "Dilek"]
    assert await reminded("2026-11-25") == []


async def test_a_round_may_supersede_when_it_is_adopted(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir treffen uns montags")
    await says(units, team, "Bert", "beschluss Einwandrunde: Wir treffen uns dienstags, ersetzt 2026-1")
    assert (await card(units, 1)).state == "in_force"
    await tick(units, ENDS)
    assert (await card(units, 1)).superseded_by == "2026-2"
    assert (await card(units, 2)).supersedes == "2026-1"


async def test_what_ended_meanwhile_is_not_superseded_twice(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir treffen uns montags")
    await says(units, team, "Bert", "beschluss Einwandrunde: Wir treffen uns dienstags, ersetzt 2026-1")
    await presses(units, team, "Bert", "save_revoke", decision="1", decision_reason="überholt")
    await tick(units, ENDS)
    assert (await card(units, 1)).state == "revoked"
    assert (await card(units, 2)).supersedes == ""
    assert [one.kind for one in await entries(units, 2)] == [EntryKind.PROPOSED, EntryKind.RECORDED]


async def test_the_forecast_tells_the_end_and_the_review(units: Units, team) -> None:
    await says(units, team, "Bert", CONSENT)
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    until = NOW + timedelta(days=200)
    planned = await units.run(lambda unit: unit.house.forecast(unit, team.id, until), now=NOW)
    assert [one.what.msgid for one in planned if "stand" not in one.what.msgid.lower()][:3] == [
        "Erinnerung an die Runde „{wording}“ in der Tagesnachricht",
        "Runde „{wording}“ schließt, Ergebnis",
        "Wiedervorlage {reference}",
    ]
