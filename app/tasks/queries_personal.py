"""What tasks keep about a person: in words, and as a file."""

from typing import Any

from sqlalchemy import func, select

from app.kit.i18n import _, _many
from app.kit.personal import Held, Kept
from app.kit.unit import Unit
from app.people.model import Team
from app.tasks.model import Supporter, Task
from app.tasks.queries_lists import is_reminded

KEPT = (
    Kept(
        _("Aufgaben: Wortlaut, wer sich kümmert, wer mithilft, wer sie angelegt hat, bis wann, wie es steht"),
        _("Damit nichts liegen bleibt, was jemand zugesagt hat"),
        _("Bis zwei Jahre nachdem die Aufgabe erledigt oder abgesagt wurde"),
        _("Alle im Team. Nach Personen filtern, sortieren oder zählen lässt sich nichts"),
    ),
    Kept(
        _("Ob an Aufgaben erinnert wird, und bis wann eine Erinnerung verschoben ist"),
        _("Damit Erinnerungen nicht stören"),
        _("Bis es geändert wird oder die Aufgabe gelöscht ist"),
        _("Niemand sonst"),
    ),
)


def held(unit: Unit, person_id: int) -> list[Held]:
    """Nothing that is not there."""

    def count(*where: Any) -> int:
        return unit.session.scalar(select(func.count()).select_from(Task).where(*where)) or 0

    helping = unit.session.scalar(select(func.count()).select_from(Supporter).where(Supporter.person_id == person_id))
    found = []
    if n := count(Task.owner_id == person_id):
        found.append(_many("{n} Aufgabe, um die Sie sich kümmern", "{n} Aufgaben, um die Sie sich kümmern", n))
    if n := count(Task.created_by == person_id):
        found.append(_many("{n} Aufgabe, die Sie angelegt haben", "{n} Aufgaben, die Sie angelegt haben", n))
    if n := count(Task.offered_to_id == person_id):
        found.append(_many("{n} Aufgabe, die Ihnen angeboten ist", "{n} Aufgaben, die Ihnen angeboten sind", n))
    if helping:
        found.append(_many("{n} Aufgabe, bei der Sie mithelfen", "{n} Aufgaben, bei denen Sie mithelfen", helping))
    if not is_reminded(unit, person_id):
        found.append(_("An Aufgaben wollen Sie nicht erinnert werden"))
    return [Held(text) for text in found]


def export(unit: Unit, person_id: int) -> dict[str, Any]:
    """Each task with what the person has to do with it. Other people are left out."""
    helping = select(Supporter.task_id).where(Supporter.person_id == person_id)
    ways = {
        "owner": Task.owner_id == person_id,
        "creator": Task.created_by == person_id,
        "offered": Task.offered_to_id == person_id,
        "helper": Task.id.in_(helping),
    }
    tasks: dict[int, dict[str, Any]] = {}
    for way, where in ways.items():
        rows = unit.session.execute(select(Task, Team.name).join(Team, Team.id == Task.team_id).where(where))
        for task, team in rows:
            tasks.setdefault(task.id, _exported(task, team))["you_are"].append(way)
            if way == "owner":
                tasks[task.id]["snoozed_until"] = task.snoozed_until.isoformat() if task.snoozed_until else None
    return {"tasks": [tasks[one] for one in sorted(tasks)], "reminders": is_reminded(unit, person_id)}


def _exported(task: Task, team: str) -> dict[str, Any]:
    days = {"due_on": task.due_on, "created_on": task.created_on, "done_on": task.done_on}
    return {
        "team": team,
        "title": task.title,
        "state": str(task.state),
        "reason": task.reason,
        "important": task.important,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "you_are": [],
    }
