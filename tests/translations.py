"""Finds the marked sentences in code and templates, and brings the catalogues up to date: `make translations`."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "app" / "locales"
TRANSLATED = ("en",)
"""German is the language of the sentences in the code."""

KEYWORDS: dict[str, Any] = {
    "_": (1,),
    "_many": (1, 2),
    "_within": ((1, "c"), 2),
    "t": (1,),
    "many": (1, 2),
    "within": ((1, "c"), 2),
}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
FOLDERS = ("app", "cards", "scheduler", "manifest")


def marked_sentences() -> Iterator[tuple[Any, str | None]]:
    """(msgid or (singular, plural), context) of every marked sentence."""
    for folder in FOLDERS:
        found = extract_from_dir(
            ROOT / folder,
            METHODS,
            {"**/templates/**.html": {"silent": "false"}},
            KEYWORDS,
            directory_filter=lambda path: "node_modules" not in str(path) and "__pycache__" not in str(path),
        )
        for _, _, message, _, context in found:
            yield message, context


def catalogue_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "kernteam.po"


def read_catalogue(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue with all marked sentences in it, old translations kept, and nothing that is not marked any more."""
    old, new = read_catalogue(language), Catalog(locale=language, project="Kernteam", fuzzy=False)
    for message, context in marked_sentences():
        known = old.get(message[0] if isinstance(message, tuple) else message, context)
        new.add(message, known.string if known else None, context=context)
    return new


def written(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_po(file, catalogue, omit_header=False, no_location=True, sort_output=True, width=120)
    lines = [line for line in file.getvalue().split(b"\n") if not line.startswith((b'"POT-Creation', b'"PO-Revision'))]
    return b"\n".join(lines)


def main() -> None:
    for language in TRANSLATED:
        catalogue = updated(language)
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue))
        missing = [message.id for message in catalogue if message.id and not _complete(message.string)]
        print(f"{language}: {len(catalogue)} sentences, {len(missing)} without a translation")
        for msgid in missing:
            print("  ", msgid)


def _complete(string: Any) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()
