"""The package an administrator uploads is accepted by Teams' own schema and says the same in both languages."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.capabilities import HOUSE, MENU
from app.kit.commands import Command
from app.kit.i18n import _
from app.kit.room import House, Room
from app.settings import Settings, SettingsError
from manifest.build import LISTS, MOST_COMMANDS, app_version, build_localisation, build_manifest, write_zip
from manifest.words import WORDS

APP_ID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
SCHEMAS = Path(__file__).parents[3] / "shared" / "data" / "teams-manifest"
needs_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="Teams' schemas are not beside this checkout")


def make_settings(**changes: str) -> Settings:
    known = {
        "app_id": APP_ID,
        "public_url": "https://kernteam.example.org/",
        "operator_name": "Musterstadt",
        "operator_address": "Musterweg 1, 90402 Musterstadt",
        "operator_email": "kernteam@example.org",
    }
    return Settings.model_validate(known | changes)


def make_house(count: int, menu: bool = True) -> House:
    commands = tuple(
        Command(
            name=f"thing{number}",
            words={"de": (f"ding{number}", f"sache{number}"), "en": (f"thing{number}",)},
            summary=_("Zeigt ein Ding."),
            run=lambda unit, ask: None,
            menu=menu,
        )
        for number in range(count)
    )
    return House([Room(name="things", commands=commands)])


FULL_HOUSE = make_house(MOST_COMMANDS)


def at_place(manifest: dict[str, Any], place: str) -> Any:
    """The manifest's value at a localisation key such as `bots[0].commandLists[1].commands[2].title`."""
    found: Any = manifest
    for step in re.findall(r"[a-zA-Z]+|\d+", place):
        found = found[int(step)] if step.isdigit() else found[step]
    return found


@needs_schemas
@pytest.mark.parametrize("house", [HOUSE, FULL_HOUSE], ids=["today", "full menu"])
def test_manifest_is_accepted_by_the_schema_of_teams(house: House) -> None:
    schema = json.loads((SCHEMAS / "MicrosoftTeams.schema.v1.30.json").read_text())
    manifest = build_manifest(make_settings(), house)
    jsonschema.Draft4Validator(schema).validate(manifest)
    # Draft 4 knows no `const`, so validators do not look at the version.
    assert manifest["manifestVersion"] == schema["properties"]["manifestVersion"]["const"] == "1.30"


@needs_schemas
@pytest.mark.parametrize("house", [HOUSE, FULL_HOUSE], ids=["today", "full menu"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_localisation_is_accepted_by_the_schema_of_teams(house: House, language: str) -> None:
    schema = json.loads((SCHEMAS / "MicrosoftTeams.Localization.schema.v1.30.json").read_text())
    jsonschema.Draft4Validator(schema).validate(build_localisation(language, house))


@pytest.mark.parametrize("house", [HOUSE, FULL_HOUSE], ids=["today", "full menu"])
def test_german_strings_in_the_manifest_are_those_of_the_german_localisation(house: House) -> None:
    manifest = build_manifest(make_settings(), house)
    localisation = build_localisation("de", house)
    del localisation["$schema"]
    assert {place: at_place(manifest, place) for place in localisation} == localisation


def test_english_localisation_translates_every_place_of_the_german_one() -> None:
    assert build_localisation("en", FULL_HOUSE).keys() == build_localisation("de", FULL_HOUSE).keys()


def test_three_lists_offer_each_menu_command_by_slash_by_mention_and_in_the_personal_chat() -> None:
    lists = build_manifest(make_settings(), FULL_HOUSE)["bots"][0]["commandLists"]
    assert [(one["scopes"], one["triggers"]) for one in lists] == [
        (["team"], ["slash"]),
        (["team"], ["mention"]),
        (["personal"], ["mention"]),
    ]
    for one in lists:
        assert [command["title"] for command in one["commands"]] == [f"ding{number}" for number in range(12)]
    english = build_localisation("en", FULL_HOUSE)
    for number in range(len(LISTS)):
        assert english[f"bots[0].commandLists[{number}].commands[11].title"] == "thing11"


def test_menu_has_the_order_in_which_a_week_needs_its_words() -> None:
    titles = [one["title"] for one in build_manifest(make_settings(), HOUSE)["bots"][0]["commandLists"][0]["commands"]]
    assert titles == [word for word in MENU if word in titles]
    assert {"runde", "agenda", "aufgabe", "wissen", "hilfe"} <= set(titles)


@pytest.mark.parametrize("language", ["de", "en"])
def test_message_menu_and_search_keep_within_the_limits_of_teams(language: str) -> None:
    [extension] = build_manifest(make_settings(), HOUSE)["composeExtensions"]
    words = build_localisation(language, HOUSE)
    assert extension["botId"] == APP_ID
    assert len(extension["commands"]) <= 10
    for number, command in enumerate(extension["commands"]):
        place = f"composeExtensions[0].commands[{number}]"
        assert 0 < len(words[f"{place}.title"]) <= 32
        assert 0 < len(words[f"{place}.description"]) <= 128
        if command["type"] == "action":
            assert (command["context"], command["fetchTask"]) == (["message"], True)
        else:
            assert command["parameters"][0]["name"] == "query"


def test_commands_outside_the_menu_stay_out_of_the_manifest() -> None:
    bot = build_manifest(make_settings(), make_house(3, menu=False))["bots"][0]
    assert "commandLists" not in bot


def test_thirteenth_menu_command_is_refused() -> None:
    with pytest.raises(ValueError, match="takes 12 commands, marked are 13"):
        build_manifest(make_settings(), make_house(13))


@pytest.mark.parametrize("language", ["de", "en"])
def test_descriptions_keep_within_the_limits_of_teams_and_say_what_is_read(language: str) -> None:
    words = WORDS[language]
    assert len(words.short) <= 80
    assert len(words.full_name) <= 100
    assert len(words.full) <= 4000
    assert {"de": "Es liest nicht mit", "en": "not listen in"}[language] in words.full


def test_bot_works_in_teams_and_personally_and_asks_for_no_permission() -> None:
    manifest = build_manifest(make_settings(), FULL_HOUSE)
    bot = manifest["bots"][0]
    assert bot["botId"] == APP_ID
    assert sorted(bot["scopes"]) == ["personal", "team"]
    assert bot["supportsTargetedMessages"] is True
    assert manifest["supportsChannelFeatures"] == "tier1"
    assert not {"authorization", "webApplicationInfo", "permissions"} & manifest.keys()


def test_every_address_is_encrypted_and_ours_are_under_the_public_url() -> None:
    manifest = build_manifest(make_settings(operator_website="http://musterstadt.example"), FULL_HOUSE)
    addresses = re.findall(r"[a-z]+://[^\"\\\s]+", json.dumps([manifest, build_localisation("en", FULL_HOUSE)]))
    assert all(address.startswith("https://") for address in addresses)
    assert manifest["validDomains"] == ["kernteam.example.org"]
    assert manifest["developer"] == {
        "name": "Musterstadt",
        "websiteUrl": "https://kernteam.example.org",
        "privacyUrl": "https://kernteam.example.org/legal/privacy",
        "termsOfUseUrl": "https://kernteam.example.org/legal/terms",
    }


def test_website_of_the_operator_is_linked_where_it_is_encrypted() -> None:
    manifest = build_manifest(make_settings(operator_website="https://musterstadt.example"), HOUSE)
    assert manifest["developer"]["websiteUrl"] == "https://musterstadt.example"


def test_long_names_of_operators_are_cut_between_words() -> None:
    name = "Agentur für Arbeit Musterstadt, gemeinsamer Arbeitgeberservice"
    shown = build_manifest(make_settings(operator_name=name), HOUSE)["developer"]["name"]
    assert shown == "Agentur für Arbeit Musterstadt…"
    assert len(shown) <= 32


def test_id_stays_the_same_for_a_registration_and_differs_between_two() -> None:
    first = build_manifest(make_settings(), HOUSE)["id"]
    assert first == build_manifest(make_settings(app_id=APP_ID.upper()), FULL_HOUSE)["id"]
    assert first != build_manifest(make_settings(app_id=APP_ID.replace("0a", "0b")), HOUSE)["id"]
    assert first != APP_ID


def test_all_missing_settings_are_named_together() -> None:
    with pytest.raises(SettingsError) as refused:
        build_manifest(Settings.model_validate({"public_url": "http://kernteam.example.org"}), HOUSE)
    assert [line.split(":")[0] for line in refused.value.lines] == [
        "MicrosoftAppId",
        "KERNTEAM_PUBLIC_URL",
        "KERNTEAM_OPERATOR_NAME",
        "KERNTEAM_OPERATOR_ADDRESS",
        "KERNTEAM_OPERATOR_EMAIL",
    ]


def test_package_holds_the_manifest_its_translation_and_the_icons_and_nothing_else(tmp_path: Path) -> None:
    write_zip(tmp_path / "kernteam.zip", make_settings(), FULL_HOUSE)
    with zipfile.ZipFile(tmp_path / "kernteam.zip") as package:
        assert sorted(package.namelist()) == ["color.png", "en.json", "manifest.json", "outline.png"]
        manifest = json.loads(package.read("manifest.json"))
        assert manifest == build_manifest(make_settings(), FULL_HOUSE)
        assert json.loads(package.read("en.json")) == build_localisation("en", FULL_HOUSE)
        named = [
            *manifest["icons"].values(),
            *(one["file"] for one in manifest["localizationInfo"]["additionalLanguages"]),
        ]
        assert set(named) | {"manifest.json"} == set(package.namelist())


def test_same_settings_make_the_same_package(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        write_zip(tmp_path / name, make_settings(), FULL_HOUSE)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_nothing_is_written_when_settings_are_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        write_zip(tmp_path / "kernteam.zip", make_settings(operator_name=""), FULL_HOUSE)
    assert not (tmp_path / "kernteam.zip").exists()


def test_version_is_that_of_the_project() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", app_version())
