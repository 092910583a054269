"""The page and its door: only for this machine, and only what a person may see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from app.local import page_door
from app.local.command_menus import CommandMenus
from app.local.server import LocalTeams

MANIFEST = {
    "bots": [{"supportsTargetedMessages": True, "commandLists": [
        {"scopes": ["team"], "triggers": ["slash"], "commands": [{"title": "runde", "description": "Die Runde"}]},
        {"scopes": ["personal"], "commands": [{"title": "hilfe", "description": "Was ich kann"}]}]}],
    "composeExtensions": [{"commands": [
        {"id": "task", "type": "action", "title": "Aufgabe", "context": ["message"], "triggers": ["slash"]},
        {"id": "find", "type": "query", "title": "Wissen", "parameters": [{"name": "q"}]}]}],
}  # fmt: skip


class Clock:
    """A time machine that only notes what it was asked."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    async def forward(self, by: timedelta) -> None:
        self.moment += by

    async def to_next_event(self) -> str:
        self.moment += timedelta(days=4)
        return "Die Runde schließt"


async def asked(local, path, **more):
    async with (
        ClientSession() as session,
        session.request(more.pop("method", "GET"), local.url + path, **more) as answer,
    ):
        return answer.status, answer.headers, await answer.read()


async def state(local, who, place=""):
    async with (
        ClientSession() as session,
        session.get(f"{local.url}/api/state", params={"as": who, "open": place}) as answer,
    ):
        return await answer.json()


async def done(local, deed, /, **body):
    async with ClientSession() as session, session.post(f"{local.url}/api/{deed}", json=body) as answer:
        return answer.status, await answer.json()


async def test_the_page_is_served_with_strict_headers(local):
    status, headers, body = await asked(local, "/")
    assert status == 200
    assert b"/page/main.js" in body
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


async def test_every_file_the_page_names_is_there(local):
    for path in sorted(page_door.PAGE.glob("*.*")):
        if path.suffix in page_door.TYPES:
            assert (await asked(local, f"/page/{path.name}"))[0] == 200
    for path in ("/page/package.json", "/page/..%2Fserver.py", "/page/nothing.js", "/lib/nothing.js"):
        assert (await asked(local, path))[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil"])
async def test_a_foreign_host_header_is_refused(local, host):
    for path in ("/", "/api/state", "/entra/keys"):
        assert (await asked(local, path, headers={"Host": host}))[0] == 421


async def test_a_foreign_page_cannot_act(local):
    status, _, _ = await asked(local, "/api/say", method="POST", data='{"as": "anna"}')
    assert status == 415


async def test_a_person_sees_own_teams_and_nothing_targeted_at_others(local, bot, general, anna):
    await anna.slash(general, "runde")
    await anna.says(general, "hallo", mention_bot=False)
    mine, theirs = await state(local, "anna", "General"), await state(local, "bert", "General")
    assert [one["text"] for one in mine["open"]["messages"]] == ["runde", "hallo"]
    assert [one["text"] for one in theirs["open"]["messages"]] == ["hallo"]
    assert [one["name"] for one in (await state(local, "jonas"))["teams"]] == ["Kernteam Ausbildung"]
    assert (await state(local, "nora", general.id))["open"] is None
    assert "Koordination" not in str((await state(local, "eva"))["teams"])


async def test_what_is_deleted_does_not_reach_the_page(local, general, anna):
    said = await anna.says(general, "geheim", mention_bot=False)
    await anna.deletes(said.message)
    shown = (await state(local, "bert", "General"))["open"]["messages"][0]
    assert (shown["deleted"], shown["text"], shown["attachments"]) == (True, "", [])


async def test_the_page_writes_presses_and_submits(local, bot, general, world, make_card):
    assert (await done(local, "say", **{"as": "anna", "conversation": general.id, "text": "<at>Kernteam</at> hilfe"}))[
        1
    ]["ok"]
    assert bot.told[-1]["text"] == "<at>Kernteam</at> hilfe"
    sent = await bot.sends(general.id, make_card())
    bot.answers["task/fetch"] = {"task": {"type": "continue", "value": {"title": "T", "card": {"content": {}}}}}
    bot.answers["task/submit"] = {"task": {"type": "message", "value": "Danke"}}
    action = {"type": "Action.Submit", "data": {"msteams": {"type": "task/fetch"}}}
    _, opened = await done(local, "press", **{"as": "anna", "message": sent, "action": action, "values": {}})
    submit = {"as": "anna", "dialog": opened["dialog"]["id"], "action": {"type": "Action.Submit"}, "values": {"a": "1"}}
    _, last = await done(local, "submit", **submit)
    assert last["toast"] == "Danke"
    assert bot.told[-1]["value"]["data"] == {"a": "1"}


async def test_a_mistake_is_told_and_not_a_crash(local, general):
    status, answer = await done(local, "say", **{"as": "nora", "conversation": general.id, "text": "x"})
    assert (status, answer["ok"]) == (400, False)


async def test_the_language_switch_changes_what_the_bot_is_told(local, bot, general):
    await done(local, "locale", **{"as": "anna", "language": "en"})
    await done(local, "say", **{"as": "anna", "conversation": general.id, "text": "<at>Kernteam</at> help"})
    assert bot.told[-1]["locale"] == "en-GB"


async def test_team_menu_deeds_send_their_events(local, bot, world):
    team = world.team("Kernteam Integration")
    await done(local, "team", **{"as": "anna", "place": team.id, "deed": "install"})
    await done(local, "team", **{"as": "anna", "place": team.id, "deed": "add_member", "person": "nora"})
    assert [one["type"] for one in bot.told] == ["conversationUpdate", "installationUpdate", "conversationUpdate"]
    assert world.person("nora") in team.members


async def test_without_a_clock_the_bar_is_hidden_and_with_one_it_moves_product_time(local, bot):
    assert (await state(local, "anna"))["clock"]["shown"] is False
    clock = Clock()
    timed = LocalTeams(bot.url, "app", "tenant", clock=clock)
    await timed.start()
    try:
        await done(timed, "clock", **{"as": "anna", "step": "day"})
        assert (await state(timed, "anna"))["now"].startswith("2026-11-27T09:00")
        _, told = await done(timed, "clock", **{"as": "anna", "step": "event"})
        assert told["event"] == "Die Runde schließt"
        assert timed.world.post(timed.world.chats[0], timed.world.bot, "x").created_at == clock.moment
    finally:
        await timed.stop()


async def test_the_stream_says_when_something_changed(local, general, anna):
    async with ClientSession() as session, session.get(f"{local.url}/api/events") as stream:
        first = await stream.content.readline()
        await stream.content.readline()
        await anna.says(general, "neu", mention_bot=False)
        second = await stream.content.readline()
    assert first.startswith(b"data: ")
    assert int(second.removeprefix(b"data: ")) > int(first.removeprefix(b"data: "))


def test_menus_follow_the_manifest_and_its_translations(world):
    menus = CommandMenus(MANIFEST, {"en": {"bots[0].commandLists[0].commands[0].title": "round"}})
    general, chat = world.teams[0].general, world.chat_with(world.people[0])
    assert [one["title"] for one in menus.commands(general, "slash", "de")] == ["runde"]
    assert [one["title"] for one in menus.commands(general, "slash", "en")] == ["round"]
    assert [one["title"] for one in menus.commands(chat, "mention", "de")] == ["hilfe"]
    extensions = menus.extensions("de")
    assert [len(extensions[name]) for name in ("message", "compose", "search", "slash")] == [1, 0, 1, 1]
    assert CommandMenus(None, {}).commands(general, "slash", "de") == []


def test_the_lock_file_names_no_addresses():
    lock = (Path(page_door.PAGE) / "package-lock.json").read_text()
    assert '"resolved"' not in lock
