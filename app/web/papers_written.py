"""What a writer hands back: a file's bytes, its type and its name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.kit.i18n import Translator
from app.kit.papers import PaperKind

CONTENT_TYPES = {
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperKind.CSV: "text/csv; charset=utf-8",
    PaperKind.HTML: "text/html; charset=utf-8",
    PaperKind.JSON: "application/json; charset=utf-8",
}

_LONGEST_NAME = 100
"""Characters before the dot. A name in umlauts and emoji stays under the 255 bytes that file systems allow."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|]+')
"""What Windows refuses in a file's name, and what steers a terminal."""

_TURNING = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of reading: with one, `cod.exe` reads as `exe.doc`."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML forbids or advises against; no other file needs it either."""


@dataclass(frozen=True)
class Written:
    body: bytes
    content_type: str
    file_name: str
    """With its ending, fit for every file system: see `file_name`."""


Writer = Callable[[Any, Translator], Written]
"""`write(view, t)`: the paper's view, in the language of the person who asked for it."""


def written(body: bytes, kind: PaperKind, name: str) -> Written:
    """A file of that kind. `name` may be typed text: `Beschlüsse Kernteam Nürnberg 2026`."""
    return Written(body, CONTENT_TYPES[kind], file_name(name, kind))


def file_name(name: str, kind: PaperKind) -> str:
    """A name that Windows, Android and iOS take: no path, no sign they refuse, not too long."""
    fit = " ".join(_UNFIT.sub(" ", _TURNING.sub("", name)).split())
    return f"{fit[:_LONGEST_NAME].strip(' .') or 'Kernteam'}.{kind}"


def clean(text: str) -> str:
    """Typed text without what breaks a file: line ends are line feeds, control characters are gone."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
