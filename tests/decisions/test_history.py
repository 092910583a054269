"""The history: chained, checked, redacted, without persons."""

import json
from hashlib import sha256

from sqlalchemy import update

from app.decisions.model import Decision, Entry, EntryKind
from app.decisions.queries_papers import load_book, load_history, verdict_of
from app.decisions.rules_history import Verdict
from app.kit.unit import Unit, Units
from tests.decisions.makers import ENDS, card, day, decisions, entries, posted, presses, says, tick, voices, waiting


async def verdict(units: Units, decision_id: int = 1) -> Verdict:
    return await units.run(lambda unit: verdict_of(unit.session, unit.session.get_one(Decision, decision_id)))


async def a_history(units: Units, team) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal von Frau Öz. Begründung: Frau Öz hilft")
    await presses(units, team, "Chiara", "save_edit", decision="1", version="1", decision_reason="Frau  öz ist da")
    await presses(units, team, "Anna", "save_review", decision="1", decision_effect="reached", decision_note="Gut")


async def test_an_untouched_history_is_intact_and_recomputable_from_its_export(units: Units, team) -> None:
    await a_history(units, team)
    found = await verdict(units)
    assert found.intact
    assert found.checksum == (await entries(units))[-1].sha256

    def exported(unit: Unit) -> str:
        unit.actor = team.actor("Anna")
        return json.dumps(load_history(unit, "all").chains)

    [chain] = json.loads(await units.run(exported))
    previous = ""
    for entry in chain["entries"]:
        told = {name: entry[name] for name in ("content", "kind", "on", "position")}
        told |= {"decision": chain["decision"], "previous": previous}
        written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = sha256(written.encode()).hexdigest()
        assert entry["sha256"] == previous
    assert previous == found.checksum


async def test_a_tampered_entry_a_missing_one_and_a_tampered_decision_are_found(units: Units, team) -> None:
    await a_history(units, team)
    content = {"reason": "ganz anders"}
    await units.run(lambda unit: unit.session.execute(update(Entry).where(Entry.id == 2).values(content=content)))
    found = await verdict(units)
    assert (found.intact, found.first_wrong) == (False, 2)

    await says(units, team, "Bert", "beschluss Zweiter")
    await presses(units, team, "Bert", "save_edit", decision="2", version="1", decision_reason="x")
    await units.run(lambda unit: unit.session.delete(unit.session.get_one(Entry, 4)))
    assert (await verdict(units, 2)).first_wrong == 1

    await says(units, team, "Bert", "beschluss Dritter")
    await units.run(
        lambda unit: unit.session.execute(update(Decision).where(Decision.id == 3).values(wording="Anders"))
    )
    found = await verdict(units, 3)
    assert (found.intact, found.first_wrong, found.differs) == (False, None, ("wording",))


async def test_an_entry_that_a_person_is_taken_out_of_keeps_its_checksum(units: Units, team) -> None:
    await a_history(units, team)
    before = (await verdict(units)).checksum
    person_id = team.people["Bert"].id
    await units.run(lambda unit: [personal.erase(unit, person_id) for room, personal in unit.house.personal
                                  if room.name == "decisions"])  # fmt: skip
    found = await verdict(units)
    assert found.intact
    assert found.checksum == before
    assert "Bert" not in str(list((await card(units)).history))
    assert next(one.person_id for one in await entries(units)) is None
    assert (await decisions(units))[0].created_by is None


async def test_a_redaction_reaches_everything_and_says_when_without_the_passage(units: Units, team) -> None:
    await a_history(units, team)
    await says(units, team, "Bert", "beschluss Einwandrunde: Alles bleibt")
    await presses(
        units, team, "Chiara", "save_voice", decision="2", choice="objection", decision_reason="Frau Öz nicht"
    )
    await tick(units, ENDS)
    old = (await verdict(units)).checksum
    await posted(units, 1, 2)

    def work(unit: Unit) -> int:
        unit.actor = team.actor("Anna")
        return unit.house.redact(unit, team.id, "frau öz")

    assert await units.run(work) == 2
    assert "Öz" not in str([(one.wording, one.reason, one.effect_note) for one in await decisions(units)])
    for decision_id in (1, 2):
        assert "Öz" not in str([one.content for one in await entries(units, decision_id)])
        assert "öz" not in str([one.content for one in await entries(units, decision_id)])
    assert [one.reason for one in await voices(units)] == ["[geschwärzt] nicht"]
    found = await verdict(units)
    assert found.intact, "redacted, not tampered with"
    assert found.redacted_on == (day("2026-11-20"),)
    assert found.before_redaction == (old,), "who holds an older export finds its checksum here"
    assert (await entries(units))[-1].kind is EntryKind.REDACTED
    assert set(await waiting(units)) == {("update", "decisions.card", "1"), ("update", "decisions.card", "2")}
    assert (await says(units, team, "Bert", "beschluss suche Öz")).lines == ()
    assert await units.run(work) == 0
    assert await units.run(lambda unit: unit.house.redact(unit, team.id, "   ")) == 0


async def test_redacting_stays_in_its_team(units: Units, team) -> None:
    from tests import makers

    other = await units.run(lambda unit: makers.make_team(unit, "Zweites", "Eva Farid", number=2))
    await says(units, other, "Eva", "beschluss Frau Öz kommt")
    assert await units.run(lambda unit: unit.house.redact(unit, team.id, "Frau Öz")) == 0
    assert (await decisions(units))[0].wording == "Frau Öz kommt"


async def test_the_book_has_one_checksum_over_all_of_it(units: Units, team) -> None:
    await a_history(units, team)
    await says(units, team, "Bert", "beschluss Zweiter")

    def book(unit: Unit):
        unit.actor = team.actor("Dilek")
        return load_book(unit, "2026")

    made = await units.run(book)
    lines = "\n".join(f"{one.shown.reference} {one.checksum}" for one in made.decisions)
    assert made.checksum == sha256(lines.encode()).hexdigest()
    assert [one.shown.reference for one in made.decisions] == ["2026-2", "2026-1"]
    await presses(units, team, "Bert", "save_revoke", decision="2", decision_reason="doch nicht")
    assert (await units.run(book)).checksum != made.checksum


async def test_a_redaction_that_makes_a_full_text_longer_leaves_it_intact(units: Units, team) -> None:
    await presses(units, team, "Bert", "save", decision_wording="Frau " * 400)
    assert await units.run(lambda unit: unit.house.redact(unit, team.id, "Frau")) == 1
    assert len((await decisions(units))[0].wording) == 2000
    assert (await verdict(units)).intact
