"""The page's own HTTP: its files, its state, its deeds, and a stream that says when something changed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from .acting import Actor
from .administration import Administration
from .cards import NoSuchButton, NoSuchInput
from .looking import outcome_json
from .messages import Json, Message
from .outcomes import Dialog, Outcome
from .world import Channel, Chat, Conversation, Team, World
from .writing import NotAllowedHere

if TYPE_CHECKING:
    from .server import LocalTeams

PAGE = Path(__file__).parent / "page"
# The two packages that `npm ci` brings; served under short names.
LIBRARIES = {
    "adaptivecards.js": PAGE / "node_modules/adaptivecards/dist/adaptivecards.min.js",
    "markdown-it.js": PAGE / "node_modules/markdown-it/dist/markdown-it.min.js",
}
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
# A silent stream sends a line this often, so that a page that went away is noticed.
HEARTBEAT_SECONDS = 20.0
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}

Deed = Callable[["Actor", Json], Awaitable[Json]]


class PageDoor:
    """Serves `/`, `/page/…`, `/lib/…` and `/api/…` of one LocalTeams."""

    def __init__(self, local: "LocalTeams") -> None:
        self._local = local
        self._dialogs: dict[str, Dialog] = {}
        self._watchers: set[asyncio.Event] = set()
        self._closing = False
        local.world.on_change.append(self._wake)

    def routes(self) -> list[web.RouteDef]:
        deeds: dict[str, Deed] = {
            "say": self._say, "edit": self._edit, "delete": self._delete, "react": self._react, "press": self._press,
            "submit": self._submit, "extension": self._extension, "search": self._search, "insert": self._insert,
            "open": self._open, "locale": self._locale, "clock": self._clock, "team": self._team,
        }  # fmt: skip
        return [
            web.get("/", self._index),
            web.get("/page/{name}", self._file),
            web.get("/lib/{name}", self._library),
            web.get("/api/state", self._state),
            web.get("/api/events", self._events),
            *(web.post(f"/api/{name}", self._doing(deed)) for name, deed in deeds.items()),
        ]

    # --- files ---

    async def _index(self, _: web.Request) -> web.Response:
        return self._served(PAGE / "index.html")

    async def _file(self, request: web.Request) -> web.Response:
        path = PAGE / Path(request.match_info["name"]).name
        if path.suffix not in TYPES or not path.is_file():
            raise web.HTTPNotFound
        return self._served(path)

    async def _library(self, request: web.Request) -> web.Response:
        path = LIBRARIES.get(request.match_info["name"])
        if path is None or not path.is_file():
            raise web.HTTPNotFound(text="run `npm ci` in app/local/page (make setup does)")
        return self._served(path)

    def _served(self, path: Path) -> web.Response:
        return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8")

    # --- state ---

    async def _state(self, request: web.Request) -> web.Response:
        actor = self._actor(request.query.get("as", ""))
        state = self._local.look.state(actor.person, request.query.get("open", ""))
        state["clock"] = {"shown": self._local.clock is not None, "busy": self._local.clock_busy,
                          "event": self._local.last_event}  # fmt: skip
        return _json(state)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        changed = asyncio.Event()
        self._watchers.add(changed)
        try:
            while not self._closing:
                await stream.write(f"data: {self._local.world.version}\n\n".encode())
                try:
                    await asyncio.wait_for(changed.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    continue
                finally:
                    changed.clear()
        except ConnectionResetError:
            pass
        finally:
            self._watchers.discard(changed)
        return stream

    def _wake(self) -> None:
        for changed in self._watchers:
            changed.set()

    def close(self) -> None:
        """End all streams, so that stopping does not wait for them."""
        self._closing = True
        self._wake()

    # --- deeds ---

    def _doing(self, deed: Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            # A foreign page cannot send this content type without asking first, and we never say yes.
            if request.content_type != "application/json":
                raise web.HTTPUnsupportedMediaType
            try:
                asked = orjson.loads(await request.read())
                return _json(await deed(self._actor(str(asked.get("as"))), asked))
            except (NotAllowedHere, NoSuchButton, NoSuchInput, KeyError, ValueError) as reason:
                return _json({"ok": False, "status": 200, "error": str(reason)}, status=400)

        return serve

    def _actor(self, key: str) -> Actor:
        known = {one.key for one in self._local.world.people}
        return self._local.person(key if key in known else self._local.world.people[0].key)

    def _place(self, actor: Actor, asked: Json) -> Conversation:
        place = self._local.look.place_named(str(asked["conversation"]), actor.person)
        if place is None:
            raise NotAllowedHere("no such conversation")
        return place

    def _message(self, asked: Json, field: str = "message") -> Message | None:
        return self._local.world.message(str(asked[field])) if asked.get(field) else None

    def _known_message(self, asked: Json) -> Message:
        message = self._message(asked)
        if message is None:
            raise NotAllowedHere("no such message")
        return message

    def _told(self, outcome: Outcome) -> Json:
        if outcome.dialog is not None:
            self._dialogs[outcome.dialog.id] = outcome.dialog
        return outcome_json(outcome)

    async def _say(self, actor: Actor, asked: Json) -> Json:
        place, text, thread = self._place(actor, asked), str(asked["text"]).strip(), self._message(asked, "thread")
        people = [one for one in self._local.world.people if one.key in asked.get("mentions", [])]
        if asked.get("slash"):
            return self._told(await actor.slash(place, text, thread=thread, mentions=people))
        return self._told(await actor.says(place, text, thread=thread, mention_bot=False, mentions=people))

    async def _edit(self, actor: Actor, asked: Json) -> Json:
        return self._told(await actor.edits(self._known_message(asked), str(asked["text"])))

    async def _delete(self, actor: Actor, asked: Json) -> Json:
        deed = actor.restores if asked.get("undo") else actor.deletes
        return self._told(await deed(self._known_message(asked)))

    async def _react(self, actor: Actor, asked: Json) -> Json:
        message, kind = self._known_message(asked), str(asked["kind"])
        added = actor.person not in message.reactions.get(kind, [])
        return self._told(await actor.reacts(message, kind, added=added))

    async def _press(self, actor: Actor, asked: Json) -> Json:
        message, values = self._known_message(asked), dict(asked.get("values") or {})
        return self._told(await actor.performs(message, asked["action"], values, int(asked.get("attachment", 0))))

    async def _submit(self, actor: Actor, asked: Json) -> Json:
        dialog = self._dialogs[str(asked["dialog"])]
        return self._told(await actor.sends_dialog(dialog, asked["action"], dict(asked.get("values") or {})))

    async def _extension(self, actor: Actor, asked: Json) -> Json:
        message = self._message(asked)
        if message is not None:
            return self._told(await actor.uses_on(message, str(asked["command"])))
        return self._told(await actor.composes(self._place(actor, asked), str(asked["command"])))

    async def _search(self, actor: Actor, asked: Json) -> Json:
        words = {str(asked["parameter"]): str(asked["text"])}
        return self._told(await actor.searches(self._place(actor, asked), str(asked["command"]), **words))

    async def _insert(self, actor: Actor, asked: Json) -> Json:
        thread = self._message(asked, "thread")
        return self._told(await actor.inserts(self._place(actor, asked), asked["result"], thread=thread))

    async def _open(self, actor: Actor, asked: Json) -> Json:
        return {"ok": True, "refreshed": len(await actor.opens(self._place(actor, asked)))}

    async def _locale(self, actor: Actor, asked: Json) -> Json:
        actor.person.locale = "en-GB" if asked["language"] == "en" else "de-DE"
        self._local.world.changed()
        return {"ok": True}

    async def _clock(self, _: Actor, asked: Json) -> Json:
        step = str(asked["step"])
        return {"ok": True, "event": await self._local.moves_clock(STEPS.get(step))}

    async def _team(self, actor: Actor, asked: Json) -> Json:
        deed = TeamDeeds(self._local.administration, self._local.world, actor)
        await deed.do(self._local.world.conversation(str(asked["place"])), str(asked["deed"]), asked)
        return {"ok": True}


class TeamDeeds:
    """The small menu of a team, a channel or a group chat."""

    def __init__(self, administration: Administration, world: World, actor: Actor) -> None:
        self._administration = administration
        self._by = actor.person
        self._world = world

    async def do(self, place: Any, deed: str, asked: Json) -> None:
        """`place` is a channel (General stands for its team) or chat; `asked` may hold `person` and `name`."""
        admin, by = self._administration, self._by
        if isinstance(place, Chat):
            await (admin.install_in_chat if deed == "install" else admin.uninstall_from_chat)(place, by=by)
            return
        if not isinstance(place, Channel):
            raise NotAllowedHere("no such team")
        team: Team = place.team
        people = [one for one in self._world.people if one.key == asked.get("person")]
        name = str(asked.get("name") or "").strip()
        deeds: dict[str, Callable[[], Awaitable[Any]]] = {
            "install": lambda: admin.install(team, by=by, selected=place),
            "uninstall": lambda: admin.uninstall(team, by=by),
            "add_member": lambda: admin.add_members(team, people, by=by),
            "remove_member": lambda: admin.remove_members(team, people, by=by),
            "create_channel": lambda: admin.create_channel(team, name or "Neuer Kanal", by=by),
            "rename_channel": lambda: admin.rename_channel(place, name or place.name, by=by),
            "delete_channel": lambda: admin.delete_channel(place, by=by),
            "restore_channel": lambda: admin.restore_channel(place, by=by),
            "archive": lambda: admin.archive(team, by=by),
            "unarchive": lambda: admin.unarchive(team, by=by),
        }
        await deeds[deed]()


def _json(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
