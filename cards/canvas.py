"""Where a card is shown, and in whose language."""

from dataclasses import dataclass
from enum import StrEnum

from app.kit.i18n import Text, Translator


class Surface(StrEnum):
    CHANNEL = "channel"
    PERSONAL = "personal"
    DIALOG = "dialog"


@dataclass(frozen=True)
class Canvas:
    t: Translator
    surface: Surface = Surface.PERSONAL
    public_url: str = ""
    """Where people reach the pages, without a slash at the end; empty where there are none."""

    def say(self, text: Text | str) -> str:
        return self.t(text)


@dataclass(frozen=True)
class Drawn:
    """A card as plain JSON, with the sentence that notifications and screen readers get."""

    card: dict[str, object]
    summary: str
