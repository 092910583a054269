"""What the app's manifest offers: slash commands, mention suggestions, message actions, searches."""

from collections.abc import Iterator, Mapping
from typing import Any

from .messages import Json
from .world import Channel, Conversation


class CommandMenus:
    """Reads a Teams manifest (schema 1.30). `translations` are its localisation files by language tag."""

    def __init__(self, manifest: Mapping[str, Any] | None, translations: Mapping[str, Mapping[str, str]]) -> None:
        self._manifest = manifest or {}
        self._translations = translations

    def _words(self, language: str, path: str, usual: Any) -> str:
        """Keys of a localisation file are paths, as in `bots[0].commandLists[0].commands[3].title`."""
        return str(self._translations.get(language, {}).get(path, usual or ""))

    def commands(self, place: Conversation, trigger: str, language: str) -> list[Json]:
        """The bot's commands for `slash` or `mention` at this place, as title and description."""
        scope = "team" if isinstance(place, Channel) else place.kind
        bot: Json = next(iter(self._manifest.get("bots") or []), {})
        if trigger == "slash" and not bot.get("supportsTargetedMessages"):
            return []
        found = []
        for number, listed in enumerate(bot.get("commandLists") or []):
            if scope not in listed.get("scopes", []) or trigger not in listed.get("triggers", ["mention"]):
                continue
            for position, command in enumerate(listed.get("commands") or []):
                at = f"bots[0].commandLists[{number}].commands[{position}]"
                title = self._words(language, f"{at}.title", command.get("title"))
                text = self._words(language, f"{at}.description", command.get("description"))
                found.append({"title": title, "description": text})
        return found

    def extensions(self, language: str) -> dict[str, list[Json]]:
        """The message extension's commands: `message` (on a message), `compose` (beside the text box), `search`,
        `slash` (actions that are also in the slash list)."""
        menus: dict[str, list[Json]] = {"message": [], "compose": [], "search": [], "slash": []}
        for at, command in self._extension_commands():
            entry = {
                "id": command["id"],
                "title": self._words(language, f"{at}.title", command.get("title")),
                "description": self._words(language, f"{at}.description", command.get("description")),
            }
            context = command.get("context") or ["compose", "commandBox"]
            if command.get("type", "query") == "query":
                name = (command.get("parameters") or [{"name": "query"}])[0]["name"]
                menus["search"].append(entry | {"parameter": name})
                continue
            for where in ("message", "compose"):
                if where in context:
                    menus[where].append(entry)
            if "slash" in command.get("triggers", []):
                menus["slash"].append(entry)
        return menus

    def _extension_commands(self) -> Iterator[tuple[str, Json]]:
        for number, extension in enumerate(self._manifest.get("composeExtensions") or []):
            for position, command in enumerate(extension.get("commands") or []):
                yield f"composeExtensions[{number}].commands[{position}]", command
