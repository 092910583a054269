"""Decisions made of other things, other things made of decisions, and what a person finds of themselves."""

from app.decisions.views import DecisionShown
from app.kit.answers import Closed, Dialog
from app.kit.forms import Form
from app.kit.unit import Unit, Units
from app.people.queries_day import day_view
from tests.decisions.makers import (
    ENDS,
    HOME,
    NOW,
    card,
    day,
    decisions,
    form_values,
    posted,
    presses,
    says,
    tick,
    waiting,
)
from tests.standups.makers import CLOSES, blocker_of, closed_round, press


async def test_a_blocker_becomes_a_decision_once_and_says_so(units: Units, team) -> None:
    await closed_round(units, team, Bert="Es fehlt ein Raum")
    blocker = blocker_of(team, "Bert")
    opened = await presses(units, team, "Anna", "add_from", at=CLOSES, place=HOME, **blocker)
    values = form_values(opened.view)
    assert values["decision_wording"] == "Es fehlt ein Raum"
    typed = {**values, "decision_wording": "Wir mieten einen Raum"}
    assert isinstance(await presses(units, team, "Anna", "save", at=CLOSES, place=HOME, **typed), Closed)
    again = await presses(units, team, "Chiara", "save", at=CLOSES, place=HOME, **typed)
    assert isinstance(again.view, DecisionShown)
    assert len(await decisions(units)) == 1
    seen = await presses(units, team, "Chiara", "add_from", at=CLOSES, place=HOME, **blocker)
    assert isinstance(seen.view, DecisionShown)

    def traced(unit: Unit) -> object:
        found = unit.house.traces(unit.session, team.id, blocker["kind"], [blocker["id"]])[blocker["id"]]
        return [str(trace.text.params) for _making, trace in found if trace]

    assert await units.run(traced) == [str({"reference": "2026-1", "wording": "Wir mieten einen Raum"})]


async def test_a_message_becomes_a_decision_and_its_link_is_kept(units: Units, team) -> None:
    link = "https://teams.microsoft.com/l/message/19:x/1"
    opened = await presses(units, team, "Bert", "from_message", place=HOME, text="Also dienstags!", link=link)
    assert isinstance(opened, Dialog)
    await presses(units, team, "Bert", "save", place=HOME, **form_values(opened.view))
    shown = await card(units)
    assert (shown.wording, shown.link) == ("Also dienstags!", link)
    evil = await presses(units, team, "Bert", "from_message", text="x", link="javascript:alert(1)")
    await presses(units, team, "Bert", "save", **{**form_values(evil.view), "link": "javascript:alert(1)"})
    assert (await card(units, 2)).link == ""


async def test_a_decision_becomes_a_task_and_its_card_shows_that(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    await posted(units, 1)
    button = next(one for one in (await card(units)).buttons if one.verb == "tasks.add_from")
    values = {name: str(value) for name, value in button.data.items()}
    form = (await press(units, team, "Chiara", "tasks.add_from", values, at=NOW)).view
    assert isinstance(form, Form)
    typed = form_values(form)
    assert "Wir mieten den Saal" in typed.values()
    await press(units, team, "Chiara", form.verb, typed, at=NOW)
    shown = await card(units)
    assert len(shown.marks) == 1
    assert "tasks.add_from" not in [one.verb for one in shown.buttons]
    assert ("update", "decisions.card", "1") in await waiting(units)


async def test_the_day_message_leads_to_the_round_and_back(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Einwandrunde: Dienstags")
    at, on = NOW.replace(day=24, hour=8), day("2026-11-24")
    person_id = team.people["Chiara"].id
    message = await units.run(lambda unit: day_view(unit, person_id, on), now=at)
    [button] = [one for entry in message.entries for one in entry.buttons if one.verb == "decisions.show"]
    values = {name: str(value) for name, value in button.data.items()}
    shown = await presses(units, team, "Chiara", "show", at=at, **values)
    choose = next(one for one in shown.view.buttons if one.verb == "decisions.choose")
    pressed = {name: str(value) for name, value in choose.data.items()}
    after = await presses(units, team, "Chiara", "choose", at=at, **pressed)
    assert [one for entry in after.entries for one in entry.buttons if one.verb == "decisions.show"] == []


async def test_what_is_recorded_in_a_meeting_stands_in_its_minutes(units: Units, team, monkeypatch) -> None:
    from app.kit.room import House

    monkeypatch.setattr(House, "meeting_now", lambda self, unit, team_id: 7)
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    await says(units, team, "Bert", "beschluss Einwandrunde: Dienstags")

    def minutes(unit: Unit) -> list[tuple[str, str]]:
        return [(line.reference, line.text) for part in unit.house.minutes_parts(unit, 7)
                for line in part.lines if line.reference]  # fmt: skip

    assert await units.run(minutes) == [("2026-1", "Wir mieten den Saal")]
    await tick(units, ENDS)
    assert [reference for reference, _text in await units.run(minutes)] == ["2026-1", "2026-2"]


async def test_a_person_finds_exports_and_erases_what_is_theirs(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Einwandrunde: Dienstags")
    await presses(units, team, "Chiara", "save_voice", decision="1", choice="objection", decision_reason="Markt")
    await presses(units, team, "Anna", "choose", decision="1", choice="consent")
    await tick(units, ENDS)
    await posted(units, 1)
    person_id = team.people["Chiara"].id

    def personal(unit: Unit):
        return next(one for room, one in unit.house.personal if room.name == "decisions")

    def work(unit: Unit) -> tuple[int, dict]:
        unit.actor = team.actor("Chiara")
        held = personal(unit).held(unit, person_id)
        return len(held), personal(unit).export(unit, person_id)

    count, export = await units.run(work)
    assert count == 1
    assert export["decision_participations"] == [
        {"decision": None, "wording": "Dienstags", "choice": "objection", "reason": "Markt"}
    ]
    assert "Anna" not in str(export)
    await units.run(lambda unit: personal(unit).erase(unit, person_id))
    shown = await card(units)
    assert [(one.name, one.text) for one in shown.result.objections] == [("", "Markt")]
    assert (shown.result.taken_part, shown.result.nameless) == (("Anna Muster",), 1)
    assert await waiting(units) == [("update", "decisions.card", "1")]
    count, export = await units.run(work)
    assert (count, export["decision_participations"]) == (0, [])
