"""Teams with schedules of every kind, people who answer by themselves, and a diary of all that was ever sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.capabilities import HOUSE
from app.kit.clock import Clock
from app.kit.room import Due, House, Room
from app.kit.sender import Destination, Message
from app.kit.unit import Unit
from app.people.model import Absence, Member
from app.people.rules import next_day_message
from app.standups.actions_settings import save_settings
from app.standups.model import Answer, Round, RoundState
from tests.makers import MadeTeam, make_team
from tests.scheduler.senders import MemorySender
from tests.standups.makers import values_of


@dataclass(frozen=True)
class Plan:
    """One team's schedule as it is typed into the settings, and the oracle's words for the same."""

    name: str
    zone: str
    country: str
    land: str | None
    typed: Mapping[str, str] = field(default_factory=dict)
    day_message: time = time(8, 30)

    def value(self, name: str, default: str) -> str:
        return self.typed.get(name, default)

    def is_holiday(self, day: date) -> bool:
        return day in holidays.country_holidays(self.country, subdiv=self.land)

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and not self.is_holiday(day)

    def report_days(self, first: date, last: date) -> list[date]:
        """Every day between the two on which this team's report is due: written anew, by counting days."""
        weekday = int(self.value("closes_weekday", "0"))
        found = []
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            if day.weekday() != weekday or not self._in_rhythm(day):
                continue
            if self.is_holiday(day):
                if self.value("holidays", "skip") == "skip":
                    continue
                while not self.works(day):
                    day += timedelta(days=1)
            if day <= last:
                found.append(day)
        return found

    def _in_rhythm(self, day: date) -> bool:
        rhythm = self.value("rhythm", "weekly")
        if rhythm == "biweekly":
            anchor = date.fromisoformat(self.typed["anchor"])
            return ((day - timedelta(day.weekday())) - (anchor - timedelta(anchor.weekday()))).days % 14 == 0
        if rhythm == "month_last":
            return (day + timedelta(days=7)).month != day.month
        if rhythm.startswith("month_"):
            return (day.day + 6) // 7 == int(rhythm[-1])
        return True


SHORT = (
    Plan("Passau", "Europe/Berlin", "DE", "BY", {"holidays": "move"}, time(9, 30)),
    Plan("Porto", "Europe/Lisbon", "DE", "NW", {"rhythm": "biweekly", "anchor": "2026-11-30"}),
    Plan("Turku", "Europe/Helsinki", "DE", "SN", {
        "rhythm": "month_last", "opens_weekday": "0", "opens_time": "12:00", "reminder_weekday": "2",
        "closes_weekday": "3", "closes_time": "16:00", "holidays": "move",
    }, time(10, 30)),
)  # fmt: skip
"""Their messages of the day leave at the same moment, so that few moments make a year."""

FULL = (
    *SHORT,
    Plan("Berlin", "Europe/Berlin", "DE", "BE"),
    Plan("Wien", "Europe/Berlin", "AT", None, {"holidays": "move", "opens_weekday": "1", "opens_time": "08:00",
         "reminder_weekday": "3", "closes_weekday": "1", "closes_time": "08:00"}, time(8, 0)),
    Plan("Kyjiw", "Europe/Kyiv", "DE", "TH", {"rhythm": "month_1", "reminder_weekday": "none"}, time(12, 0)),
    Plan("Dresden", "Europe/Berlin", "DE", "SN", {"opens_weekday": "2", "opens_time": "08:00", "closes_weekday": "2",
         "closes_time": "17:59", "reminder_weekday": "none"}),
    Plan("London", "Europe/London", "CH", None, {"rhythm": "month_3", "closes_weekday": "4", "closes_time": "12:00",
         "opens_weekday": "4", "opens_time": "12:00", "reminder_weekday": "1", "holidays": "move"}),
    Plan("Istanbul", "Europe/Istanbul", "DE", "HH", {"rhythm": "biweekly", "anchor": "2026-12-07", "holidays": "move"}),
)  # fmt: skip


class Diary(MemorySender):
    """Remembers when (product time) each message arrived."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.sent_at: dict[str, datetime] = {}

    async def send(self, to: Destination, message: Message) -> str:
        activity_id = await super().send(to, message)
        self.sent_at[activity_id] = self._clock.now()
        return activity_id


def _unanswered() -> object:
    return select(Round).where(Round.state == RoundState.OPEN, ~exists().where(Answer.round_id == Round.id))


def _answer(unit: Unit) -> int:
    """In every open round the first person answers at once: so there is a report, and the others are reminded."""
    rounds = unit.session.scalars(_unanswered()).all()  # type: ignore[call-overload]
    for one in rounds:
        person_id = unit.session.scalar(select(func.min(Member.person_id)).where(Member.team_id == one.team_id))
        unit.session.add(Answer(round_id=one.id, person_id=person_id, texts={"next": "x"}, saved_on=one.opened_on))
    unit.session.flush()
    return len(rounds)


def _next_answer(session: Session) -> datetime | None:
    found = session.scalars(_unanswered().with_only_columns(func.min(Round.opens_at)))  # type: ignore[attr-defined]
    return found.one()


ANSWERING_HOUSE = House([*HOUSE.rooms, Room("tests", due=(Due("tests.answers", _answer, _next_answer),))])


def settle_team(unit: Unit, plan: Plan, number: int) -> MadeTeam:
    """The plan's team, set up; its third person is away for the first two weeks of every August."""
    people = " ".join(f"{name}{number}" for name in ("Anna", "Bert", "Chiara"))
    made = make_team(unit, plan.name, people, number)
    team = made.team
    team.time_zone, team.country, team.subdivision = plan.zone, plan.country, plan.land
    team.day_message_time, team.set_up_at = plan.day_message, unit.now
    unit.session.flush()
    save_settings(unit, team.id, values_of(unit, team.id, **plan.typed))
    team.next_day_message_at = next_day_message(unit.now, plan.day_message, ZoneInfo(plan.zone), team.calendar)
    for year in range(2027, 2033):
        away = Absence(person_id=made.people[f"Chiara{number}"].id)
        away.first_day, away.last_day = date(year, 8, 1), date(year, 8, 14)
        unit.session.add(away)
    unit.session.flush()
    return made
