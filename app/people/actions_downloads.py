"""Files that people ask for: a link that works once, within a quarter of an hour, for who asked and nobody else."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.kit.actor import Actor
from app.kit.answers import Link
from app.kit.errors import NotAllowed
from app.kit.i18n import Text, _
from app.kit.papers import Paper
from app.kit.unit import Unit
from app.people.model import Download, Person
from app.people.queries import RESTING, actor_for, find_member, team_by_id

DOWNLOAD_LASTS = timedelta(minutes=15)
DOWNLOAD_PATH = "/d/"


def download_link(unit: Unit, label: Text, paper: str, subject: str | int) -> Link:
    """A button that opens the page on which the file is fetched. The right is checked again there."""
    code = secrets.token_urlsafe(16)
    unit.house.papers[paper]  # an unknown name is a fault of ours and shows in the first test
    unit.session.add(
        Download(
            code_sha256=_hashed(code),
            paper=paper,
            subject=str(subject),
            person_id=unit.acting.person_id,
            team_id=unit.acting.team_id,
            useless_after=unit.now + DOWNLOAD_LASTS,
        )
    )
    unit.session.flush()
    return Link(label, DOWNLOAD_PATH + code)


@dataclass(frozen=True)
class Asked:
    download: Download
    paper: Paper
    actor: Actor


def find_download(unit: Unit, code: str, *, take: bool = False) -> Asked:
    """What was asked for by this code, with the person acting. Raises NotAllowed; `take` spends it."""
    query = select(Download).where(Download.code_sha256 == _hashed(code))
    found = unit.session.scalar(query.with_for_update() if take else query)
    if found is None or found.taken or found.useless_after < unit.now:
        raise over()
    team = team_by_id(unit.session, found.team_id)
    person = unit.session.get_one(Person, found.person_id)
    member = find_member(unit.session, team, person)
    paper = unit.house.papers.get(found.paper)
    if member is None or paper is None or team.state in RESTING:
        raise over()
    found.taken = take
    return Asked(found, paper, actor_for(person, team, member))


def over() -> NotAllowed:
    return NotAllowed(
        _(
            "Dieser Link gilt nicht mehr: Er öffnet die Datei ein einziges Mal, eine Viertelstunde lang. "
            "Bitte in Teams noch einmal anfordern."
        )
    )


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
