"""Makes the app package that an administrator uploads to Teams: `kernteam manifest --out kernteam.zip`.

The strings in manifest.json are German (`defaultLanguageTag` "de"), English ones are in en.json. Teams shows the
default wherever it has no file for the reader's language, and German is what these teams share; a de.json would only
repeat it. `webApplicationInfo` and `authorization` are left out: the bot signs nobody in and asks for no permission.
"""

import json
import re
import tomllib
import uuid
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.capabilities import HOUSE
from app.kit.commands import Command
from app.kit.i18n import translator
from app.kit.room import House
from app.settings import Settings, SettingsError
from manifest.draw_icons import ICONS
from manifest.words import NAME, WORDS

SCHEMA_VERSION = "1.30"
DEFAULT_LANGUAGE = "de"
OTHER_LANGUAGES = ("en",)
ACCENT_COLOUR = "#0E5A68"
MOST_COMMANDS = 12
"""Teams takes no more in one list."""
LONGEST_DEVELOPER_NAME = 32
SEARCH_COMMAND = "suche"

LISTS: tuple[tuple[str, str], ...] = (("team", "slash"), ("team", "mention"), ("personal", "mention"))
"""Scope and trigger of the three command lists Teams allows. There is no slash menu in the 1:1 chat."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "kernteam.manifest")
_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SAME_FOR_EVER = (1980, 1, 1, 0, 0, 0)


def build_manifest(settings: Settings, house: House) -> dict[str, Any]:
    """The content of manifest.json. Raises SettingsError naming every setting the package can't do without."""
    if lines := _missing(settings):
        raise SettingsError(lines)
    words = WORDS[DEFAULT_LANGUAGE]
    url = settings.public_url
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA_VERSION,
        "version": app_version(),
        # Not the bot's own id: Teams tells apps by this, and a registration may stand behind a second package.
        "id": str(uuid.uuid5(_NAMESPACE, settings.app_id.lower())),
        "localizationInfo": {
            "defaultLanguageTag": DEFAULT_LANGUAGE,
            "additionalLanguages": [{"languageTag": tag, "file": f"{tag}.json"} for tag in OTHER_LANGUAGES],
        },
        "developer": {
            "name": _shortened(settings.operator_name, LONGEST_DEVELOPER_NAME),
            "websiteUrl": settings.operator_website if _is_https(settings.operator_website) else url,
            "privacyUrl": f"{url}/legal/privacy",
            "termsOfUseUrl": f"{url}/legal/terms",
        },
        "name": {"short": NAME, "full": words.full_name},
        "description": {"short": words.short, "full": words.full},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT_COLOUR,
        "bots": [
            {
                "botId": settings.app_id,
                "scopes": ["team", "personal"],
                "supportsTargetedMessages": True,
                **_command_lists(house),
            }
        ],
        **_extension(settings, house),
        "defaultInstallScope": "team",
        # Without it Teams refuses a bot in teams. In private and shared channels the bot declines kindly.
        "supportsChannelFeatures": "tier1",
        "validDomains": [urlsplit(url).hostname or ""],
    }


def build_localisation(language: str, house: House) -> dict[str, str]:
    """Every translatable string of the manifest in one language, by its place: the content of en.json."""
    words = WORDS[language]
    found = {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}"
        "/MicrosoftTeams.Localization.schema.json",
        "name.short": NAME,
        "name.full": words.full_name,
        "description.short": words.short,
        "description.full": words.full,
    }
    for list_number, _shown in enumerate(LISTS):
        for number, command in enumerate(_menu(house)):
            place = f"bots[0].commandLists[{list_number}].commands[{number}]"
            for key, text in _entry(command, language).items():
                found[f"{place}.{key}"] = text
    for number, shown in enumerate(_extension_entries(house, language)):
        place = f"composeExtensions[0].commands[{number}]"
        found |= {f"{place}.{key}": shown[key] for key in ("title", "description")}
        for position, parameter in enumerate(shown.get("parameters", ())):
            found |= {f"{place}.parameters[{position}].{key}": parameter[key] for key in ("title", "description")}
    return found


def write_zip(path: Path, settings: Settings, house: House = HOUSE) -> None:
    """Write the package: the same settings give the same file, byte by byte. Raises SettingsError before writing."""
    files = dict(_files(settings, house))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, _SAME_FOR_EVER), content, zipfile.ZIP_DEFLATED)


def app_version() -> str:
    """The installed version, or in a checkout the one in pyproject.toml."""
    try:
        return version("kernteam")
    except PackageNotFoundError:
        project = Path(__file__).parent.parent / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def _files(settings: Settings, house: House) -> Iterator[tuple[str, bytes]]:
    yield "manifest.json", _json(build_manifest(settings, house))
    for tag in OTHER_LANGUAGES:
        yield f"{tag}.json", _json(build_localisation(tag, house))
    for icon in ("color.png", "outline.png"):
        yield icon, (ICONS / icon).read_bytes()


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _command_lists(house: House) -> dict[str, list[dict[str, Any]]]:
    """Left out as a whole while no command is marked for the menu: Teams takes no empty list."""
    entries = [_entry(command, DEFAULT_LANGUAGE) for command in _menu(house)]
    if not entries:
        return {}
    lists = [{"scopes": [scope], "triggers": [trigger], "commands": list(entries)} for scope, trigger in LISTS]
    return {"commandLists": lists}


def _extension(settings: Settings, house: House) -> dict[str, Any]:
    """What people find in the menu of any message, and the search beside the text box."""
    commands = _extension_entries(house, DEFAULT_LANGUAGE)
    return {"composeExtensions": [{"botId": settings.app_id, "commands": commands}]} if commands else {}


def _extension_entries(house: House, language: str) -> list[dict[str, Any]]:
    words = WORDS[language]
    entries: list[dict[str, Any]] = [
        {
            "id": one.name,
            "type": "action",
            "title": one.title[language],
            "description": one.description[language],
            "context": ["message"],
            "fetchTask": True,
        }
        for one in house.from_message.values()
    ]
    if any(room.search for room in house.rooms):
        parameter = {"name": "query", "title": words.search, "description": words.searched}
        entries.append(
            {
                "id": SEARCH_COMMAND,
                "type": "query",
                "title": words.search,
                "description": words.searched,
                "context": ["compose", "commandBox"],
                "initialRun": True,
                "parameters": [parameter],
            }
        )
    return entries


def _menu(house: House) -> tuple[Command, ...]:
    menu = house.menu
    if len(menu) > MOST_COMMANDS:
        raise ValueError(f"Teams' menu takes {MOST_COMMANDS} commands, marked are {len(menu)}")
    return menu


def _entry(command: Command, language: str) -> dict[str, str]:
    """The title is what Teams types for the person, so it is the command's own word."""
    return {"title": command.words[language][0], "description": translator(language)(command.summary)}


def _missing(settings: Settings) -> list[str]:
    lines = []
    if not _GUID.fullmatch(settings.app_id):
        lines.append("MicrosoftAppId: needed for the package, the bot's app id as 8-4-4-4-12 hexadecimal digits")
    if not _is_https(settings.public_url):
        lines.append(
            "KERNTEAM_PUBLIC_URL: needed for the package, where people reach the pages, beginning with https://"
        )
    for name, value in (
        ("KERNTEAM_OPERATOR_NAME", settings.operator_name),
        ("KERNTEAM_OPERATOR_ADDRESS", settings.operator_address),
        ("KERNTEAM_OPERATOR_EMAIL", settings.operator_email),
    ):
        if not value:
            lines.append(f"{name}: needed for the package, Teams links to the legal pages that show it")
    return lines


def _is_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)


def _shortened(name: str, longest: int) -> str:
    """Names of authorities are often longer than Teams' 32 characters: cut between words, marked by an ellipsis."""
    if len(name) <= longest:
        return name
    at = name.rfind(" ", 0, longest)
    return name[: at if at > longest // 2 else longest - 1].rstrip(" ,;:-") + "…"
