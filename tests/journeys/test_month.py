"""The bot speaks less than people do: a whole month with its holidays, counted."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from app.kit.calendar import WorkCalendar
from app.local.messages import Message
from tests.journeys.play import BERLIN, Play, berlin, read

BEGINS, ENDS = date(2026, 12, 1), date(2027, 1, 15)
ANSWERING = {"bert": 1, "ceyda": 2, "eva": 1, "mike": 3}
"""Who answers how often: in each, each second, each third round."""


def wall(message: Message) -> datetime:
    return message.created_at.astimezone(BERLIN)


@pytest.fixture
async def month(play: Play) -> Play:
    """Six weeks over Christmas, with people who answer, are away, leave the rounds, and a channel nobody reads."""
    await play.to(berlin(BEGINS, "09:00"))
    await play.begins()
    await play.begins(play.other, by="jonas")
    await play.asks("farid", "abwesend 7.12.–8.1.")
    await play.asks("greta", "runde verlassen")
    await play.settle()
    day, round_number = BEGINS, 0
    while day <= ENDS:
        await play.to(berlin(day, "10:30"))
        opened = [it for it in play.posts() if wall(it).date() == day and "Antworten" in read(it)]
        if opened and "Offen bis" in read(opened[-1]):
            round_number += 1
            for key in [key for key, every in ANSWERING.items() if round_number % every == 0]:
                await play.answers(key, f"Woche {round_number}.", "Weiter so.", "Raum fehlt." if key == "bert" else "")
        day += timedelta(days=1)
    return play


async def test_a_month_keeps_the_budget_and_the_quiet_times_and_presses_nobody(month: Play) -> None:
    play, calendar = month, WorkCalendar()
    channel = [it for team in (play.team, play.other) for place in team.channels for it in play.posts(place)]
    private = {one.key: play.chat(one.key) for one in play.teams.world.people}
    assert len([it for it in play.posts() if "Runde KW" in read(it) and it.root_id is None]) >= 3

    unbidden = [it for it in channel if wall(it).date() > BEGINS]
    for it in [*unbidden, *(it for told in private.values() for it in told if wall(it).date() > BEGINS)]:
        assert calendar.is_working_day(wall(it).date()), (wall(it), read(it))
        assert 8 <= wall(it).hour < 18, (wall(it), read(it))

    for team in (play.team, play.other):
        roots = [it for place in team.channels for it in play.posts(place) if it.root_id is None]
        weeks = Counter(wall(it).isocalendar()[:2] for it in roots)
        assert max(weeks.values()) <= 3, weeks

    for key, told in private.items():
        days = Counter(wall(it).date() for it in told if wall(it).date() > BEGINS)
        assert all(number == 1 for number in days.values()), (key, days)
        assert {wall(it).strftime("%H:%M") for it in told if wall(it).date() > BEGINS} <= {"08:30"}
    nobody_is_pressed(play)


def nobody_is_pressed(play: Play) -> None:
    """Nobody who is away, has left the rounds or has answered is reminded, and no name stands where all read."""
    last_day_away = date(2027, 1, 8)
    assert not [it for it in play.chat("farid") if date(2026, 12, 7) <= wall(it).date() <= last_day_away]
    assert not any("noch offen" in read(it) for it in play.chat("greta"))
    assert not any("noch offen" in read(it) for it in play.chat("bert") if "Team Kernteam Integration" in read(it))
    public = "".join(read(it) for it in play.posts() if wall(it).date() > BEGINS)
    assert not any(name in public for name in ("Farid", "Greta", "Dmytro", "Layla"))
