"""The search: whose records it looks through, and how one of them is opened."""

from collections.abc import Sequence

from app.kit.answers import Answer, Button, Dialog, FoundRecord
from app.kit.commands import Ask
from app.kit.i18n import _
from app.kit.incoming import Place, PlaceKind
from app.kit.origin import gone
from app.kit.search import find
from app.kit.unit import Unit
from app.knowledge.views import Hits
from app.people.queries import teams_of

PAGE = 8
LONGEST_TYPED = 100
MOST_PAGES = 50


def find_typed(unit: Unit, ask: Ask) -> Answer:
    """`/wissen Saal`."""
    return _page(unit, " ".join(ask.rest.split())[:LONGEST_TYPED], ask.place, 1)


def turn_page(unit: Unit, ask: Ask) -> Answer:
    page = min(max(ask.number("page"), 1), MOST_PAGES)
    return _page(unit, ask.values.get("typed", "")[:LONGEST_TYPED], ask.place, page)


def _page(unit: Unit, typed: str, place: Place | None, page: int) -> Hits:
    records = _records(unit, typed, place, PAGE + 1, (page - 1) * PAGE)
    return Hits(typed, tuple(records[:PAGE]), page, len(records) > PAGE and page < MOST_PAGES)


def search(unit: Unit, typed: str, place: Place, most: int) -> Sequence[FoundRecord]:
    """For the search extension."""
    return _records(unit, typed[:LONGEST_TYPED], place, most, 0)


def _records(unit: Unit, typed: str, place: Place | None, most: int, skipped: int) -> list[FoundRecord]:
    actor, house = unit.acting, unit.house
    names = {team.id: team.name for team, _member in teams_of(unit.session, actor.person_id)}
    if place is not None and place.kind is PlaceKind.CHANNEL:
        names = {actor.team_id: names.get(actor.team_id, "")}
    hits = find(unit.session, names, typed, house.findings, most=most, skipped=skipped)
    several = len(names) > 1
    return [
        FoundRecord(
            house.findings[hit.kind].noun,
            hit.title,
            hit.on,
            names[hit.team_id] if several else None,
            Button(_("Ansehen"), "knowledge.open", {"kind": hit.kind, "id": hit.record_id}, dialog=True),
        )
        for hit in hits
    ]


def open_record(unit: Unit, ask: Ask) -> Answer:
    """*Ansehen*: the record's own room shows it, and checks that the asker may read it."""
    finding = unit.house.findings.get(ask.values.get("kind", ""))
    if finding is None:
        raise gone()
    return Dialog(finding.noun, finding.show(unit, ask.values.get("id", "")))
