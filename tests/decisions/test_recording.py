"""Decisions recorded with words and forms, found again, superseded, revoked, reviewed."""

import pytest

from app.decisions.model import DecisionState, EntryKind
from app.decisions.views import DecisionList, DecisionShown
from app.kit.answers import Closed, Dialog, Said
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Form
from app.kit.unit import Units
from tests import makers
from tests.decisions.makers import (
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
    waiting,
)


async def test_a_typed_decision_gets_its_number_and_shows_as_a_card_in_the_channel(units: Units, team) -> None:
    answer = await says(units, team, "Bert", "/beschluss Wir mieten den Saal. Begründung: er ist hell", place=HOME)
    assert answer is None
    [made] = await decisions(units)
    assert (made.reference, made.state, made.reason) == ("2026-1", DecisionState.IN_FORCE, "er ist hell")
    assert made.decided_on == day("2026-11-20")
    assert made.review_on == day("2027-05-20"), "six months are proposed"
    assert await waiting(units) == [("post", "decisions.card", "1")]
    shown = await card(units)
    assert (shown.reference, shown.wording) == ("2026-1", "Wir mieten den Saal.")
    assert next(button.verb for button in shown.buttons) == "decisions.edit"


@pytest.mark.parametrize("words", ["entscheidung Wir mieten den Saal", "decision we rent it", "BESCHLUSS Saal mieten"])
async def test_synonyms_and_english_words_record_as_well(units: Units, team, words: str) -> None:
    shown = await says(units, team, "Bert", words)
    assert isinstance(shown, DecisionShown)
    assert shown.reference == "2026-1"


async def test_numbers_count_for_each_team_and_year_of_the_teams_own_day(units: Units, team) -> None:
    other = await units.run(lambda unit: makers.make_team(unit, "Zweites", "Eva Farid", number=2))
    await says(units, team, "Bert", "beschluss Eins")
    await says(units, other, "Eva", "beschluss Zwei")
    await says(units, team, "Bert", "beschluss Drei")
    # Half past eleven at night in London is the new year in Berlin.
    await says(units, team, "Bert", "beschluss Vier", at=NOW.replace(month=12, day=31, hour=23, minute=30))
    assert [one.reference for one in await decisions(units)] == ["2026-1", "2026-1", "2026-2", "2027-1"]


async def test_bare_words_list_what_is_in_force_newest_first_and_page(units: Units, team) -> None:
    for number in range(1, 13):
        await says(units, team, "Bert", f"beschluss Nummer {number}")
    for words in ("beschluss", "beschlüsse", "beschluesse", "decisions", "Entscheidung"):
        listed = await says(units, team, "Chiara", words)
        assert isinstance(listed, DecisionList)
        assert [line.reference for line in listed.lines] == [f"2026-{n}" for n in range(12, 2, -1)]
        assert (listed.count, listed.pages) == (12, 2)
    second = await presses(units, team, "Chiara", "list", page="2")
    assert [line.reference for line in second.lines] == ["2026-2", "2026-1"]


async def test_a_number_shows_that_decision_and_words_search(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den großen Saal")
    await says(units, team, "Bert", "beschluss Catering vom Betrieb Müller")
    for words in ("beschluss 2026-1", "/beschluss Nr. 2026-1", "beschlüsse 2026-1", "decision 2026-1"):
        shown = await says(units, team, "Chiara", words)
        assert shown.wording == "Wir mieten den großen Saal"
        assert len(shown.history) == 1
    for words in ("beschluss suche gross", "beschlüsse suche Saal", "decision search saal", "beschlüsse saal"):
        found = await says(units, team, "Chiara", words)
        assert [line.reference for line in found.lines] == ["2026-1"], words
    assert (await says(units, team, "Chiara", "beschluss suche Zirkus")).lines == ()
    with pytest.raises(UserError):
        await says(units, team, "Chiara", "beschluss 2026-99")
    assert len(await decisions(units)) == 2, "asking records nothing"


async def test_another_teams_decisions_are_neither_found_nor_shown_nor_changed(units: Units, team) -> None:
    other = await units.run(lambda unit: makers.make_team(unit, "Zweites", "Eva Farid", number=2))
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    assert (await says(units, other, "Eva", "beschluss suche Saal")).lines == ()
    with pytest.raises(UserError):
        await says(units, other, "Eva", "beschluss 2026-1")
    for verb in ("show", "edit", "save_edit", "replace", "revise", "review", "save_review", "revoke", "save_revoke",
                 "choose", "speak", "save_voice", "close"):  # fmt: skip
        with pytest.raises(NotAllowed):
            await presses(units, other, "Eva", verb, decision="1", choice="yes")
    with pytest.raises(NotAllowed):
        await presses(units, other, "Eva", "export", one="1")


async def test_what_was_not_understood_comes_back_as_the_filled_form(units: Units, team) -> None:
    form = await says(units, team, "Bert", "beschluss Wir mieten den Saal, ersetzt 2026-9", place=HOME)
    assert isinstance(form, Form)
    values = form_values(form)
    assert values["decision_wording"] == "Wir mieten den Saal"
    assert values["decision_supersedes"] == "2026-9"
    assert await decisions(units) == []
    saved = await presses(units, team, "Bert", "save", place=HOME, **{**values, "decision_supersedes": ""})
    assert isinstance(saved, Closed)
    assert [one.reference for one in await decisions(units)] == ["2026-1"]


async def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(units: Units, team) -> None:
    opened = await presses(units, team, "Bert", "new")
    typed = form_values(opened.view, decision_wording="", decision_review_on="2026-11-20", decision_reason="hell")
    refused = await presses(units, team, "Bert", "save", **typed)
    fields = {field.name: field for section in refused.view.sections for field in section.fields}
    assert fields["decision_wording"].error
    assert fields["decision_review_on"].error
    assert fields["decision_reason"].value == "hell"
    long = await presses(units, team, "Bert", "save", **{**typed, "decision_wording": "x" * 2001})
    assert {field.name for s in long.view.sections for field in s.fields if field.error} == {
        "decision_wording", "decision_review_on",
    }  # fmt: skip


async def test_completing_adds_to_the_record_and_never_changes_the_wording(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    await posted(units, 1)
    opened = await presses(units, team, "Chiara", "edit", decision="1", place=HOME)
    values = form_values(opened.view, decision_reason="barrierefrei", decision_decided_by="alle Anwesenden")
    saved = await presses(units, team, "Chiara", "save_edit", place=HOME, **values, decision_wording="anders")
    assert isinstance(saved, Closed)
    [made] = await decisions(units)
    assert (made.wording, made.reason, made.decided_by) == ("Wir mieten den Saal", "barrierefrei", "alle Anwesenden")
    assert [one.kind for one in await entries(units)] == [EntryKind.RECORDED, EntryKind.CHANGED]
    assert (await entries(units))[1].content == {"reason": "barrierefrei", "decided_by": "alle Anwesenden"}
    assert await waiting(units) == [("update", "decisions.card", "1")]


async def test_two_people_completing_at_once_lose_nothing(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    first = form_values((await presses(units, team, "Bert", "edit", decision="1")).view)
    await presses(units, team, "Chiara", "save_edit", **{**first, "decision_reason": "von Chiara"})
    again = await presses(units, team, "Bert", "save_edit", **{**first, "decision_reason": "von Bert"})
    fields = {field.name: field for section in again.view.sections for field in section.fields}
    assert fields["decision_reason"].value == "von Bert"
    assert fields["decision_reason"].error.params["text"] == "von Chiara"
    assert again.view.notice
    await presses(units, team, "Bert", "save_edit", **form_values(again.view))
    assert (await decisions(units))[0].reason == "von Bert"


async def test_superseding_links_both_ways_and_updates_both_cards(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    await posted(units, 1)
    opened = await presses(units, team, "Bert", "replace", decision="1", place=HOME)
    values = form_values(opened.view)
    assert (values["decision_wording"], values["decision_supersedes"]) == ("Wir mieten den Saal", "2026-1")
    await presses(units, team, "Bert", "save", place=HOME, **{**values, "decision_wording": "Wir mieten die Halle"})
    old, new = await card(units, 1), await card(units, 2)
    assert (old.state, old.superseded_by) == ("superseded", "2026-2")
    assert (new.state, new.supersedes) == ("in_force", "2026-1")
    assert ("update", "decisions.card", "1") in await waiting(units)
    assert ("post", "decisions.card", "2") in await waiting(units)
    assert [one.kind for one in await entries(units, 1)] == [EntryKind.RECORDED, EntryKind.SUPERSEDED]
    assert [one.kind for one in await entries(units, 2)] == [EntryKind.RECORDED, EntryKind.SUPERSEDES]
    refused = await says(units, team, "Bert", "beschluss Noch anders, ersetzt 2026-1")
    assert isinstance(refused, Form)
    with pytest.raises(UserError):
        await presses(units, team, "Bert", "edit", decision="1")


async def test_revoking_needs_a_reason_which_stands_on_the_card(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    refused = await presses(units, team, "Bert", "save_revoke", decision="1", decision_reason=" ")
    assert isinstance(refused.view, Form)
    shown = await presses(units, team, "Bert", "save_revoke", decision="1", decision_reason="Der Saal ist vergeben")
    assert isinstance(shown, Dialog)
    assert (await card(units)).revoked_because == "Der Saal ist vergeben"
    assert (await says(units, team, "Bert", "beschlüsse")).lines == ()


async def test_a_review_writes_what_came_of_it_and_the_next_day(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    opened = await presses(units, team, "Bert", "review", decision="1")
    values = form_values(opened.view, decision_effect="partly", decision_note="Der Saal war zu klein")
    assert values["decision_review_on"] == "2027-05-20"
    assert isinstance(
        (await presses(units, team, "Bert", "save_review", **{**values, "decision_effect": ""})).view, Form
    )
    await presses(units, team, "Bert", "save_review", **{**values, "decision_review_on": ""})
    shown = await card(units)
    assert (shown.effect, shown.effect_note, shown.review_on) == ("partly", "Der Saal war zu klein", None)
    assert (await entries(units))[-1].kind is EntryKind.REVIEWED


async def test_a_decision_due_for_review_becomes_an_item_of_the_agenda(units: Units, team) -> None:
    await set_up(units, team, review_months="1")
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")

    def lines(on: str):
        def work(unit):
            unit.actor = team.actor("Anna")
            return [
                (line.as_item, line.origin, unit.house.origin_text(unit, line.origin).text)
                for part in unit.house.agenda_parts(unit, team.id, day(on))
                for line in part.lines
                if line.origin and line.origin.kind == "decisions.decision"
            ]

        return units.run(work)

    assert await lines("2026-12-19") == []
    [(as_item, origin, text)] = await lines("2026-12-20")
    assert as_item
    assert origin.id == "1-20261220", "each review is a matter of its own"
    assert text == "Wir mieten den Saal"
    shown = await card(units, at=NOW.replace(month=12, day=21))
    assert "decisions.review" in [button.verb for button in shown.buttons]


@pytest.mark.parametrize(
    ("typed", "review"), [("Wiedervorlage 3/4/2027", "2027-04-03"), ("Wiedervorlage am Freitag", "2026-11-27")]
)
async def test_a_day_read_with_doubt_is_shown_back_with_one_button(units: Units, team, typed: str, review: str) -> None:
    answer = await says(units, team, "Bert", f"beschluss Wir mieten den Saal, {typed}", place=HOME)
    assert isinstance(answer, Said)
    assert [button.verb for button in answer.buttons] == ["decisions.edit"]
    assert answer.text.params["day"].on == day(review)
    [made] = await decisions(units)
    assert (made.wording, made.review_on) == ("Wir mieten den Saal", day(review))


async def test_a_day_that_does_not_exist_comes_back_with_all_that_was_typed(units: Units, team) -> None:
    form = await says(units, team, "Bert", "beschluss Wir mieten den Saal, Wiedervorlage 31.2.", place=HOME)
    assert isinstance(form, Form)
    assert form_values(form)["decision_wording"] == "Wir mieten den Saal, Wiedervorlage 31.2."
    assert form.notice
    assert await decisions(units) == []


async def test_a_leaver_sees_and_changes_nothing(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")

    def leave(unit) -> None:
        from app.people.model import Member

        unit.session.get_one(Member, team.members["Bert"].id).left_on = day("2026-11-19")

    await units.run(leave)
    with pytest.raises(NotAllowed):
        await presses(units, team, "Bert", "show", decision="1")
