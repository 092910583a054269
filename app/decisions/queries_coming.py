"""What is coming: lines of the private message of the day, of the agenda and the minutes, and the forecast."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.decisions.model import Decision, DecisionSettings, DecisionState, Participation, Way
from app.decisions.queries import DECISION, LINE_LENGTH
from app.decisions.queries_shown import review_origin_id
from app.decisions.rules import WARNED_BEFORE, months_later
from app.kit.answers import Button, DayLine, Planned
from app.kit.calendar import local_day, moment_of
from app.kit.contributions import AgendaLine, AgendaPart, MinutesLine, MinutesPart
from app.kit.i18n import Day, Text, _, _many
from app.kit.origin import Origin, shortened
from app.kit.unit import Unit
from app.people.model import Channel, Member, Team, TeamState
from app.people.queries import away_on, coordinators_of, members_of, team_by_id

_SOON, _LATER = 2, 6
MOST_REVIEWS = 10
_MOST_NAMED = 5


def day_lines(unit: Unit, person_ids: Sequence[int], on: date) -> Mapping[int, Sequence[DayLine]]:
    """Rounds that end soon, for those who have not taken part; for coordinators what the filing plan will delete."""
    found: dict[int, list[DayLine]] = {}
    for person_id, line in [*_round_lines(unit, set(person_ids), on), *_filing_lines(unit, set(person_ids), on)]:
        found.setdefault(person_id, []).append(line)
    return found


def _round_lines(unit: Unit, person_ids: set[int], on: date) -> Iterator[tuple[int, DayLine]]:
    mine = select(Member.team_id).where(Member.person_id.in_(person_ids), Member.left_on.is_(None))
    rows = unit.session.execute(
        select(Decision, Team)
        .join(Team, Team.id == Decision.team_id)
        .where(
            Decision.team_id.in_(mine),
            Decision.state == DecisionState.OPEN,
            Decision.remind_on == on,
            Decision.closes_at > unit.now,
            Team.state == TeamState.ACTIVE,
        )
        .order_by(Decision.closes_at, Decision.id)
    ).all()
    for decision, team in rows:
        waiting = {person.id for person, _member in members_of(unit.session, team.id)} & person_ids
        voices = select(Participation.person_id).where(Participation.decision_id == decision.id)
        waiting -= {one for one in unit.session.scalars(voices) if one}
        waiting -= away_on(unit.session, waiting, on)
        button = Button(_("Ansehen"), "decisions.show", {"decision": decision.id}, dialog=True)
        line = DayLine(_open_until(decision, team), team.id, (button,), _SOON)
        yield from ((person_id, line) for person_id in sorted(waiting))


def _open_until(decision: Decision, team: Team) -> Text:
    assert decision.closes_at is not None, "an open round has an end"
    told = {
        "day": Day(local_day(decision.closes_at, team.zone), "EEE, d. MMM"),
        "wording": shortened(decision.wording, LINE_LENGTH),
    }
    if decision.way is Way.CONSENT:
        return _("Einwandrunde offen bis {day}: {wording}", **told)
    return _("Abstimmung offen bis {day}: {wording}", **told)


def _filing_lines(unit: Unit, person_ids: set[int], on: date) -> Iterator[tuple[int, DayLine]]:
    """30 days before the filing plan deletes something, on one day; what falls on days off is told after them."""
    rows = unit.session.execute(
        select(DecisionSettings, Team)
        .join(Team, Team.id == DecisionSettings.team_id)
        .join(Member, Member.team_id == Team.id)
        .where(
            Member.person_id.in_(person_ids),
            Member.left_on.is_(None),
            DecisionSettings.kept_years.is_not(None),
            Team.state == TeamState.ACTIVE,
        )
        .distinct()
    ).all()
    for chosen, team in rows:
        told = _filing_text(unit, chosen, team, on)
        if told is None:
            continue
        for person in coordinators_of(unit.session, team.id):
            if person.id in person_ids:
                yield person.id, DayLine(told, team.id, urgency=_LATER)


def _filing_text(unit: Unit, chosen: DecisionSettings, team: Team, on: date) -> Text | None:
    before = team.calendar.working_day_until(on - timedelta(days=1))
    assert chosen.kept_years is not None
    assert chosen.kept_since is not None
    query = select(Decision).where(
        Decision.team_id == team.id,
        Decision.state != DecisionState.OPEN,
        Decision.filed_from <= months_later(on + WARNED_BEFORE, -12 * chosen.kept_years),
    )
    # On the first working day after the plan was chosen, all that is old enough already is told together.
    if not before <= chosen.kept_since < on:
        query = query.where(Decision.filed_from > months_later(before + WARNED_BEFORE, -12 * chosen.kept_years))
    found = unit.session.scalars(query.order_by(Decision.filed_from, Decision.id).limit(200)).all()
    if not found:
        return None
    numbers = ", ".join([one.reference for one in found if one.reference][:_MOST_NAMED])
    told = _many(
        "Nach dem Ablageplan wird ab {day} ein Beschluss gelöscht",
        "Nach dem Ablageplan werden ab {day} {n} Beschlüsse gelöscht",
        len(found),
        day=Day(on + WARNED_BEFORE, "d. MMMM y"),
    )
    return _("{told}: {numbers}", told=told, numbers=numbers) if numbers else told


def agenda_part(unit: Unit, team_id: int, on: date) -> AgendaPart | None:
    """Decisions whose review date has come: each is a matter to talk about."""
    rows = _reviews(unit, team_id, on, MOST_REVIEWS)
    lines = tuple(
        AgendaLine(
            _(
                "Wiedervorlage {reference}: {wording}",
                reference=one.reference,
                wording=shortened(one.wording, LINE_LENGTH),
            ),
            Origin(DECISION, review_origin_id(one)),
            as_item=True,
        )
        for one in rows
    )
    return AgendaPart(_("Beschlüsse"), lines, Button(_("Alle Beschlüsse"), "decisions.list", dialog=True))


def _reviews(unit: Unit, team_id: int, until: date, most: int) -> Sequence[Decision]:
    return unit.session.scalars(
        select(Decision)
        .where(Decision.team_id == team_id, Decision.state == DecisionState.IN_FORCE, Decision.review_on <= until)
        .order_by(Decision.review_on, Decision.id)
        .limit(most)
    ).all()


def minutes_part(unit: Unit, meeting_id: int) -> MinutesPart | None:
    """What was recorded during the meeting."""
    rows = unit.session.scalars(
        select(Decision)
        .where(Decision.meeting_id == meeting_id, Decision.number.is_not(None))
        .order_by(Decision.year, Decision.number)
    )
    return MinutesPart(_("Beschlüsse"), tuple(MinutesLine(one.wording, one.reference) for one in rows))


def forecast(unit: Unit, team_id: int, until: datetime) -> Iterator[Planned]:
    """Rounds that end, who is reminded of them, and decisions whose review comes."""
    team = team_by_id(unit.session, team_id)
    if team.state != TeamState.ACTIVE:
        return
    channel = unit.session.get(Channel, team.home_channel_id) if team.home_channel_id else None
    to = _("Kanal {name}", name=channel.name) if channel else _("Kanal")
    rounds = unit.session.scalars(
        select(Decision)
        .where(Decision.team_id == team_id, Decision.state == DecisionState.OPEN)
        .order_by(Decision.closes_at, Decision.id)
    ).all()
    planned: list[Planned] = []
    for one in rounds:
        assert one.closes_at is not None
        wording = shortened(one.wording, 60)
        if one.remind_on:
            at = moment_of(one.remind_on, team.day_message_time, team.zone)
            what = _("Erinnerung an die Runde „{wording}“ in der Tagesnachricht", wording=wording)
            planned.append(Planned(at, what, _("alle, die noch nicht teilgenommen haben")))
        planned.append(Planned(one.closes_at, _("Runde „{wording}“ schließt, Ergebnis", wording=wording), to))
    for one in _reviews(unit, team_id, local_day(until, team.zone), 50):
        assert one.review_on is not None
        at = moment_of(one.review_on, team.day_message_time, team.zone)
        planned.append(Planned(at, _("Wiedervorlage {reference}", reference=one.reference), _("nächste Agenda")))
    yield from (one for one in planned if unit.now < one.at <= until)
