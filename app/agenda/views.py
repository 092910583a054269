"""What people see of the agenda."""

from dataclasses import dataclass

from app.kit.answers import Button
from app.kit.i18n import Text


@dataclass(frozen=True)
class ItemLine:
    item_id: int
    number: int
    title: str
    comes_from: Text | None = None


@dataclass(frozen=True)
class ItemShown:
    """One item just added, for all to see."""

    title: str
    open_items: int


@dataclass(frozen=True)
class ItemList:
    """A page of what stands on the next meeting's agenda, in order."""

    items: tuple[ItemLine, ...]
    open_items: int
    page: int = 1
    pages: int = 1
    told: Text | None = None
    """What has just been done, with `undo` to take it back."""
    undo: Button | None = None
