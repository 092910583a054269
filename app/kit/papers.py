"""Files that people fetch: minutes, lists, exports. A room says what stands in one; `web` writes and hands it out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.kit.i18n import Text

if TYPE_CHECKING:
    from app.kit.unit import Unit


class PaperKind(StrEnum):
    DOCX = "docx"
    CSV = "csv"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True)
class Paper:
    """`name` is `capability.thing`. The view is loaded anew when the file is fetched, and the right checked again."""

    name: str
    kind: PaperKind
    load: Callable[["Unit", str], Any]
    """`load(unit, subject)`: a view that `web` can write down. Raises NotAllowed."""
    title: Text | None = None
    """What is in it, for the page on which it is fetched. Whoever has the address reads it: no names, no numbers."""
