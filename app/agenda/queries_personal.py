"""What the agenda stores about a person: said in plain words and handed over as a file."""

from typing import Any

from sqlalchemy import func, select

from app.agenda.model import Addendum, Attendance, Item, Meeting
from app.kit.i18n import _, _many
from app.kit.personal import Held, Kept
from app.kit.unit import Unit

KEPT = (
    Kept(
        _("Punkte der Agenda, die Sie eingebracht haben oder vorstellen"),
        _("Damit im Treffen klar ist, wer etwas dazu sagt"),
        _("Bis der Punkt gelöscht wird: mit dem Protokoll nach Ablageplan, gestrichene nach zwei Jahren"),
        _("Alle im Team"),
    ),
    Kept(
        _("Bei welchen Treffen Sie dabei waren, und wer es begonnen und geschlossen hat"),
        _("Ein Protokoll sagt, wer dabei war"),
        _("So lange wie das Protokoll, nach Ablageplan"),
        _("Alle im Team"),
    ),
    Kept(
        _("Ihre Nachträge zu Protokollen"),
        _("Damit zu sehen ist, wer etwas berichtigt hat"),
        _("So lange wie das Protokoll, nach Ablageplan"),
        _("Alle im Team"),
    ),
)


def held(unit: Unit, person_id: int) -> list[Held]:
    """In lines, what there is now."""

    def count(*where: Any) -> int:
        return unit.session.scalar(select(func.count()).where(*where)) or 0

    lines = [
        _many(
            "{n} Punkt der Agenda, den Sie eingebracht haben",
            "{n} Punkte der Agenda, die Sie eingebracht haben",
            count(Item.created_by == person_id),
        ),
        _many(
            "{n} Punkt der Agenda, den Sie vorstellen",
            "{n} Punkte der Agenda, die Sie vorstellen",
            count(Item.presenter_id == person_id),
        ),
        _many(
            "{n} Treffen, bei dem Sie dabei waren",
            "{n} Treffen, bei denen Sie dabei waren",
            count(Attendance.person_id == person_id),
        ),
        _many(
            "{n} Treffen, das Sie begonnen haben",
            "{n} Treffen, die Sie begonnen haben",
            count(Meeting.opened_by == person_id),
        ),
        _many(
            "{n} Treffen, das Sie geschlossen haben",
            "{n} Treffen, die Sie geschlossen haben",
            count(Meeting.closed_by == person_id),
        ),
        _many(
            "{n} Nachtrag zu einem Protokoll",
            "{n} Nachträge zu Protokollen",
            count(Addendum.person_id == person_id),
        ),
    ]
    return [Held(line) for line in lines if line.params["n"]]


def export(unit: Unit, person_id: int) -> dict[str, Any]:
    """All of it, as JSON values; other people are left out."""
    session = unit.session

    def items(column: Any) -> list[dict[str, Any]]:
        rows = session.scalars(select(Item).where(column == person_id).order_by(Item.id))
        return [
            {"title": item.title, "created_on": item.created_on.isoformat(), "state": item.state.value} for item in rows
        ]

    attended = session.execute(
        select(Meeting.on).join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.person_id == person_id).order_by(Meeting.on)
    )  # fmt: skip
    addenda = session.scalars(select(Addendum).where(Addendum.person_id == person_id))
    led = {
        name: [on.isoformat() for on in session.scalars(select(Meeting.on).where(column == person_id))]
        for name, column in (("meetings_opened", Meeting.opened_by), ("meetings_closed", Meeting.closed_by))
    }
    return {
        "agenda_items_created": items(Item.created_by),
        "agenda_items_presented": items(Item.presenter_id),
        "meetings_attended": [on.isoformat() for (on,) in attended],
        **led,
        "addenda": [{"text": one.text, "on": one.on.isoformat()} for one in sorted(addenda, key=lambda one: one.id)],
    }
