"""Being away and being back. The reason is never asked, and none that is typed is kept."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.kit.answers import Answer
from app.kit.commands import Ask
from app.kit.dates import Days
from app.kit.errors import NotAllowed, UserError
from app.kit.forms import Field, Form, Kind, Section
from app.kit.i18n import Day, Text, _
from app.kit.unit import Unit
from app.people.model import Absence
from app.people.queries import absences_of
from app.people.rules import LONGEST_ABSENCE, merged
from app.people.views import AbsenceLine, Absences

EXAMPLES = {"de": "abwesend 12.–20.8.", "en": "away 12–20 Aug"}
MOST_SHOWN = 8


def be_away(unit: Unit, ask: Ask) -> Answer:
    """`/abwesend 12.–20.8.`; without days the list of what is coming."""
    days: Days | None = ask.arguments.get("days")
    if days is None:
        if ask.rest:
            raise UserError(
                _("Diese Tage konnte Kernteam nicht lesen: „{typed}“.", typed=ask.rest),
                example=EXAMPLES[unit.acting.language],
            )
        return absences_view(unit, ask.today)
    if any(sign.isdigit() for sign in ask.rest):
        raise UserError(
            _("Bitte einen Zeitraum nach dem anderen. Nicht gelesen wurde: „{typed}“.", typed=ask.rest),
            example=EXAMPLES[unit.acting.language],
        )
    if not days.ends:
        raise UserError(
            _("Ab {day}, aber bis wann? Bitte auch den letzten Tag nennen.", day=Day(days.first)),
            example=EXAMPLES[unit.acting.language],
        )
    return _added(unit, ask.today, days.first, days.last)


def add_absence(unit: Unit, ask: Ask) -> Answer:
    """From the form. One empty day means that there is only one."""
    typed = {name: ask.values.get(name, "") for name in ("first_day", "last_day")}
    try:
        first, last = _read_days(typed)
        return _added(unit, ask.today, first, last)
    except UserError as error:
        return absences_view(unit, ask.today, typed=typed, error=error)


def _read_days(typed: Mapping[str, str]) -> tuple[date, date]:
    found: dict[str, date | None] = {}
    for name, value in typed.items():
        try:
            found[name] = date.fromisoformat(value) if value else None
        except ValueError:
            raise UserError(_("Das ist kein Tag."), field=name) from None
    first, last = found["first_day"], found["last_day"]
    if first is None:
        raise UserError(_("Bitte den ersten Tag angeben."), field="first_day")
    return first, last or first


def _added(unit: Unit, today: date, first: date, last: date) -> Absences:
    if last < first:
        raise UserError(
            _("Der letzte Tag ({last}) liegt vor dem ersten ({first}).", first=_written(first), last=_written(last)),
            example=EXAMPLES[unit.acting.language],
            field="last_day",
        )
    if last < today:
        raise UserError(
            _("Diese Tage sind schon vorbei: {last} war der letzte.", last=_written(last)),
            example=EXAMPLES[unit.acting.language],
            field="first_day",
        )
    if last - first > LONGEST_ABSENCE:
        raise UserError(
            _("Mehr als ein Jahr am Stück geht nicht."), example=EXAMPLES[unit.acting.language], field="last_day"
        )
    person_id = unit.acting.person_id
    mine = absences_of(unit.session, person_id, min(first, today) - timedelta(days=1))
    first, last, swallowed = merged(first, last, [(one, one.first_day, one.last_day) for one in mine])
    for one in swallowed[1:]:
        unit.session.delete(one)
    kept = swallowed[0] if swallowed else Absence(person_id=person_id)
    kept.first_day, kept.last_day = first, last
    unit.session.add(kept)
    unit.session.flush()
    told = (
        _("Notiert: abwesend am {first}. An diesem Tag kommt nichts Privates.", first=_written(first))
        if first == last
        else _(
            "Notiert: abwesend von {first} bis {last}. In dieser Zeit kommt nichts Privates.",
            first=_written(first),
            last=_written(last),
        )
    )
    return absences_view(unit, today, told=told)


def cancel_absence(unit: Unit, ask: Ask) -> Answer:
    """One's own only. Pressed twice, the second press finds nothing and shows the list as it is."""
    absence = unit.session.get(Absence, ask.number("absence_id"))
    if absence is None:
        return absences_view(unit, ask.today)
    if absence.person_id != unit.acting.person_id:
        raise NotAllowed(_("Diese Abwesenheit gibt es nicht."))
    _end(unit, absence, ask.today)
    return absences_view(unit, ask.today, told=_("Zurückgenommen."))


def be_back(unit: Unit, ask: Ask) -> Answer:
    """Ends what is running today; what is still to come stays."""
    running = [one for one in absences_of(unit.session, unit.acting.person_id, ask.today) if one.first_day <= ask.today]
    for one in running:
        _end(unit, one, ask.today)
    told = (
        _("Schön, dass Sie wieder da sind. Ab jetzt kommen wieder Nachrichten.")
        if running
        else _("Für heute war keine Abwesenheit eingetragen.")
    )
    return absences_view(unit, ask.today, told=told)


def _end(unit: Unit, absence: Absence, today: date) -> None:
    """Days already over stay on record until they are forgotten; the rest is gone."""
    if absence.first_day < today:
        absence.last_day = today - timedelta(days=1)
    else:
        unit.session.delete(absence)
    unit.session.flush()


def absences_view(
    unit: Unit,
    today: date,
    *,
    told: Text | None = None,
    typed: Mapping[str, str] | None = None,
    error: UserError | None = None,
) -> Absences:
    mine = absences_of(unit.session, unit.acting.person_id, today)
    form = Form(
        _("Abwesenheit eintragen"),
        (
            Section(
                Text(""),
                (
                    Field("first_day", _("Erster Tag"), Kind.DAY, required=True),
                    Field("last_day", _("Letzter Tag (leer: nur ein Tag)"), Kind.DAY),
                ),
            ),
        ),
        verb="people.add_absence",
        save_label=_("Eintragen"),
    )
    return Absences(
        tuple(AbsenceLine(one.id, one.first_day, one.last_day) for one in mine[:MOST_SHOWN]),
        form.refused(dict(typed or {}), [error]) if error else form,
        told,
        away_now=any(one.first_day <= today for one in mine),
        more=max(0, len(mine) - MOST_SHOWN),
    )


def _written(on: date) -> Day:
    return Day(on, "d. MMMM y")
