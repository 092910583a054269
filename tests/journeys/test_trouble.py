"""What a busy service and a shaky network do: nothing is lost, nothing doubled."""

import pytest

from tests.journeys.play import Play, berlin, read

FRIDAY, NEXT_MONDAY = "2026-11-20", "2026-11-23"
SENDS = "POST /emea/*"


@pytest.mark.parametrize("status", [429, 502])
async def test_a_storm_of_refusals_loses_and_doubles_nothing(working: Play, status: int) -> None:
    play = working
    play.teams.faults.add("*/emea/*", status=status, times=3, retry_after=0 if status == 429 else None)
    await play.to(berlin("2026-11-19", "10:00"))
    await play.insist()
    play.teams.faults.clear()
    assert len(play.posts()) == 2
    await play.answers("bert", "Zwei Betriebe.")
    play.teams.faults.add("*/emea/*", status=status, times=12, retry_after=0 if status == 429 else None)
    await play.to(berlin(FRIDAY, "08:30"))
    await play.insist()
    told = {one.key: len(play.chat(one.key)) for one in play.team.members}
    assert told == {one.key: 0 if one.key == "bert" else 1 for one in play.team.members}
    assert "1 Antwort" in read(play.card())
    await play.to(berlin(NEXT_MONDAY, "08:00"))
    assert len(play.posts()) == 4  # the report and the agenda of the meeting


async def test_a_connection_that_breaks_off_before_anything_happened_is_tried_again(working: Play) -> None:
    play = working
    play.teams.faults.add(SENDS, hang_up="before", times=1)
    await play.to(berlin("2026-11-19", "10:00"))
    await play.insist()
    assert len([it for it in play.posts() if "Runde KW 48" in read(it)]) >= 1


async def test_new_signing_keys_at_teams_do_not_lock_anybody_out(open_round: Play) -> None:
    play = open_round
    play.teams.entra.rotate_key()
    assert "Ihre Antwort steht noch aus." in read(await play.asks("bert", "runde"))
    await play.answers("bert", "Nach dem Schlüsselwechsel.")
    assert "1 Antwort" in read(play.card())


async def test_withdrawn_tokens_are_fetched_anew(open_round: Play) -> None:
    play = open_round
    play.teams.entra.withdraw_tokens()
    assert "Ihre Antwort steht noch aus." in read(await play.asks("bert", "runde"))
    await play.answers("bert", "Etwas.")
    assert "1 Antwort" in read(play.card())


async def test_a_forged_or_missing_token_opens_nothing(open_round: Play) -> None:
    play = open_round
    form = await play.opens_form("bert")
    sent = (await play.who("bert").submits(form, {"answer_review": "Echt."})).sent
    assert sent
    before = await play.dump(without=())
    wire, entra = play.who("bert")._wire, play.teams.entra
    forged = [
        "", "nonsense", entra.sign(sent["serviceUrl"], aud="somebody-else"), entra.sign(sent["serviceUrl"], exp=1),
        entra.sign("https://evil.example/"), entra.sign(sent["serviceUrl"], iss="https://evil.example"),
    ]  # fmt: skip
    for token in forged:
        reply = await wire.post({**sent, "id": "f:another"}, token=token)
        assert reply.status in (401, 403), token
    assert await play.dump(without=()) == before
