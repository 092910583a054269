"""What stands behind a personal link: the round's form of one person, through the stand-ups' own reads and verbs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.kit.commands import Ask
from app.kit.i18n import _
from app.kit.unit import Unit
from app.people.queries import actor_for, find_member, team_by_id
from app.standups.actions_answers import save_by_link, save_same
from app.standups.queries_form import answer_form, link_target, round_by_link, until
from app.standups.views import LinkPage


@dataclass(frozen=True)
class LinkedRounds:
    """Each takes the link's code and raises NotAllowed where it is unknown or no longer valid."""

    show: Callable[[Unit, str], LinkPage]
    save: Callable[[Unit, str, Mapping[str, str]], LinkPage]
    can_repeat: Callable[[Unit, str], bool]
    """Whether *Wie letzte Woche* has something to take over."""
    repeat: Callable[[Unit, str], LinkPage]


def show(unit: Unit, code: str) -> LinkPage:
    """The page as it is now; while the round is open it says until when."""
    page = round_by_link(unit.session, code, unit.now)
    if page.form is None:
        return page
    round_, _person = link_target(unit.session, code)
    return replace(page, sentence=_("Offen bis {day}, {time}.", **until(unit.session, round_)))


def can_repeat(unit: Unit, code: str) -> bool:
    round_, person = link_target(unit.session, code)
    return answer_form(unit.session, round_, person.id).same is not None


def repeat(unit: Unit, code: str) -> LinkPage:
    """*Wie letzte Woche*, pressed by the person whose link it is. After the close nothing is saved."""
    round_, person = link_target(unit.session, code)
    team = team_by_id(unit.session, round_.team_id)
    member = find_member(unit.session, team, person)
    assert member is not None, "link_target finds members only"
    unit.actor = actor_for(person, team, member)
    save_same(unit, Ask(values={"round": str(round_.id), "asked": "form"}))
    page = show(unit, code)
    return replace(page, saved=page.form is not None)


ROUNDS = LinkedRounds(show=show, save=save_by_link, can_repeat=can_repeat, repeat=repeat)
