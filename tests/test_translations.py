"""German first, English equal: every marked sentence has its translation, and no translation is left over."""

import re

import pytest

from tests.translations import TRANSLATED, marked_sentences, read_catalogue, updated, written

PLACEHOLDER = re.compile(r"{(\w+)}")


def sentences() -> list[tuple[object, str | None]]:
    return sorted(set(marked_sentences()), key=str)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_marked_sentence_is_translated(language: str) -> None:
    catalogue = read_catalogue(language)
    missing = []
    for message, context in sentences():
        known = catalogue.get(message[0] if isinstance(message, tuple) else message, context)
        strings = known.string if known and isinstance(known.string, tuple | list) else (known.string if known else "",)
        if not all(strings):
            missing.append(message)
    assert missing == [], "run `make translations` and fill them in"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: str) -> None:
    assert written(read_catalogue(language)) == written(updated(language)), "run `make translations`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_the_same_placeholders(language: str) -> None:
    for message in read_catalogue(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = {name for one in ids for name in PLACEHOLDER.findall(one)}
        for string in strings:
            assert set(PLACEHOLDER.findall(string)) <= wanted, string
        assert {name for one in strings for name in PLACEHOLDER.findall(one)} == wanted, message.id
