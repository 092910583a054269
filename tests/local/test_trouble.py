"""Rate limits and faults on demand."""

import pytest
from aiohttp import ClientError

from app.local.faults import Faults
from app.local.limits import Limits


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("allowed", "seconds", "pause"), [(7, 1.0, 0.0), (8, 2.0, 0.2), (60, 30.0, 0.49)])
def test_the_request_after_the_last_allowed_one_has_to_wait(allowed, seconds, pause):
    clock = Seconds()
    limits = Limits.as_in_teams(clock)
    waits = []
    for _ in range(allowed + 1):
        waits.append(limits.wait_for("c", "write"))
        clock.now += pause
    assert waits[: min(allowed, 7)] == [0] * min(allowed, 7)
    assert waits[-1] > 0
    clock.now += 3601
    assert limits.wait_for("c", "write") == 0


def test_conversations_do_not_share_their_limit():
    limits = Limits.as_in_teams(Seconds())
    assert [limits.wait_for(str(number), "write") for number in range(20)] == [0] * 20


def test_all_conversations_of_a_tenant_share_fifty_requests_a_second():
    limits = Limits.as_in_teams(Seconds())
    waits = [limits.wait_for(str(number), "write") for number in range(51)]
    assert waits == [0] * 50 + [1]


async def test_a_throttled_bot_is_told_how_long_to_wait(bot, local, general):
    local.limits = Limits.as_in_teams(Seconds())
    for number in range(7):
        await bot.sends(general.id, str(number))
    status, answer = await bot.call("POST", f"conversations/{general.id}/activities", {"type": "message", "text": "x"})
    assert (status, answer["error"]["code"], bot.answer_headers["Retry-After"]) == (429, "Throttled", "1")
    assert len(general.messages) == 7


async def test_the_demo_has_no_limits(bot, general):
    for number in range(20):
        await bot.sends(general.id, str(number))


async def test_a_fault_strikes_as_often_as_asked(bot, local, general):
    local.faults.add("POST */activities*", status=429, retry_after=1, times=2)
    path = f"conversations/{general.id}/activities"
    statuses = [(await bot.call("POST", path, {"type": "message", "text": "x"}))[0] for _ in range(3)]
    assert statuses == [429, 429, 201]
    assert len(general.messages) == 1


@pytest.mark.parametrize(("when", "left"), [("before", 0), ("after", 1)])
async def test_a_connection_can_break_before_or_after_the_message_was_taken(bot, local, general, when, left):
    await bot.fetch_token()
    local.faults.add("POST */activities", hang_up=when)
    with pytest.raises(ClientError):
        await bot.sends(general.id, "x")
    assert len(general.messages) == left
    assert local.calls[-1].status == 499


def test_chances_are_repeatable():
    def strikes() -> list[bool]:
        faults = Faults(seed=7)
        faults.add("*", status=503, times=None, probability=0.5)
        return [faults._for("GET /x") is not None for _ in range(20)]

    assert strikes() == strikes()
    assert set(strikes()) == {True, False}


async def test_token_and_key_can_fail_and_change(bot, local, team, anna, general):
    local.entra.rotate_key()
    assert (await anna.says(general, "hilfe")).ok
    forged = local.entra.sign("http://elsewhere/")
    activity = bot.told[-1]
    assert (await local.post(activity, token=forged)).status == 401
    assert (await local.post(activity, token=local.entra.sign(local.service_url, aud="another app"))).status == 401
    assert (await local.post(activity)).ok


async def test_opening_chats_with_many_people_is_not_one_conversation(bot, local, team):
    local.limits = Limits.as_in_teams(Seconds())
    for person in team.members:
        body = {"members": [{"id": person.teams_id}], "tenantId": local.world.tenant_id}
        assert (await bot.call("POST", "conversations", body))[0] == 201
