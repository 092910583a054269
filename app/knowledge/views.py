"""What people see of a search."""

from dataclasses import dataclass

from app.kit.answers import FoundRecord


@dataclass(frozen=True)
class Hits:
    """A page of what was found for `typed`; nothing typed: what is newest."""

    typed: str
    records: tuple[FoundRecord, ...]
    page: int = 1
    more: bool = False
