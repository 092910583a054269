"""The agenda posts itself: once for each planned day, in time, and fills itself."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from app.agenda.model import ItemState, MeetingState
from app.agenda.queries_coming import day_lines, forecast
from app.agenda.rules_schedule import SkipReason
from app.kit.answers import Said
from app.kit.errors import UserError
from app.kit.unit import Unit, Units
from app.people.model import Channel, ChannelState, Team, TeamState
from tests.agenda.makers import (
    BEGINS,
    GERMAN,
    POSTS,
    card,
    has_arrived,
    items_of,
    meetings_of,
    pressed,
    said,
    set_up,
    tick,
    titles,
    types,
    values_of,
)
from tests.makers import MadeTeam
from tests.standups.makers import BERLIN, CHANNEL, berlin, closed_round, sent


async def agendas(units: Units) -> list[str]:
    return [
        subject for operation, notice, subject in await sent(units) if (operation, notice) == ("post", "agenda.meeting")
    ]


async def test_the_agenda_comes_once_before_the_meeting(units: Units, team: MadeTeam) -> None:
    series = await set_up(units, team)
    assert series.next_post_at == POSTS
    await tick(units, POSTS - timedelta(seconds=1))
    assert await agendas(units) == []
    for _ in range(3):
        await tick(units, POSTS)
    assert await agendas(units) == ["1"]
    (meeting,) = await meetings_of(units)
    assert (meeting.planned_on, meeting.starts_at, meeting.state) == (date(2026, 11, 23), BEGINS, MeetingState.PLANNED)
    view = await card(units)
    assert GERMAN(view.title) == "Agenda für Montag, 23. November"
    assert said(view.lines) == ["09:00 Uhr, 60 Minuten", "Noch steht kein Punkt auf der Agenda."]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"before": "30"}, "2026-11-23 08:30"),
        ({"before": "240"}, "2026-11-23 08:00"),
        ({"time": "14:00", "before": "240"}, "2026-11-23 10:00"),
        ({"time": "08:00"}, "2026-11-23 08:00"),
        ({"weekday": "2"}, "2026-11-25 08:00"),
        ({"rhythm": "month_last"}, "2026-11-30 08:00"),
        ({"rhythm": "month_1"}, "2026-12-07 08:00"),
        ({"rhythm": "biweekly", "anchor": "2026-12-01"}, "2026-11-30 08:00"),
    ],
)
async def test_it_comes_when_the_settings_say(
    units: Units, team: MadeTeam, changes: dict[str, str], expected: str
) -> None:
    series = await set_up(units, team, **changes)
    assert series.next_post_at is not None
    assert f"{series.next_post_at.astimezone(BERLIN):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("rule", ["skip", "move"])
async def test_a_year_of_agendas_has_none_missing_none_doubled_and_none_at_quiet_times(
    units: Units, team: MadeTeam, rule: str
) -> None:
    series = await set_up(units, team, holidays=rule)
    at = series.next_post_at
    while at is not None and at < POSTS + timedelta(weeks=53):
        await tick(units, at)
        at = await units.run(lambda unit: unit.session.get_one(type(series), series.id).next_post_at)
    held = await meetings_of(units)
    days = [meeting.on for meeting in held]
    planned = [meeting.planned_on for meeting in held]
    mondays = [date(2026, 11, 23) + timedelta(weeks=week) for week in range(53)]
    holidays = {date(2027, 3, 29), date(2027, 5, 17), date(2027, 11, 1)}  # Easter and Whit Monday, All Saints
    assert planned == [day for day in mondays if rule == "move" or day not in holidays]
    moved = {date(2027, 3, 30), date(2027, 5, 18), date(2027, 11, 2)} if rule == "move" else set()
    assert {day for day in days if day.weekday() != 0} == moved
    assert all(one < other for one, other in pairwise(days))
    for meeting in held:
        local = meeting.starts_at.astimezone(BERLIN)
        assert (local.hour, local.minute) == (9, 0)
        assert team.team.calendar.is_working_day(meeting.on)
    assert len(await agendas(units)) == len(held)


async def test_too_late_is_not_posted_and_says_why(units: Units, team: MadeTeam) -> None:
    series = await set_up(units, team)
    await tick(units, berlin("2026-11-23", "10:00"))
    (meeting,) = await meetings_of(units)
    assert (meeting.state, meeting.skip_reason) == (MeetingState.LEFT_OUT, SkipReason.POSTED_TOO_LATE)
    assert await agendas(units) == []
    after = await units.run(lambda unit: unit.session.get_one(type(series), series.id).next_on)
    assert after == date(2026, 11, 30)


async def test_late_but_not_over_is_posted(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await tick(units, berlin("2026-11-23", "09:30"))
    assert await agendas(units) == ["1"]


async def test_a_deleted_channel_and_a_resting_team_rest(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    channel_id, team_id = team.channel.id, team.id
    await units.run(lambda unit: setattr(unit.session.get_one(Channel, channel_id), "state", ChannelState.DELETED))
    await tick(units, POSTS)
    lines = await units.run(lambda unit: day_lines(unit, [p.id for p in team.people.values()], POSTS.date()), now=POSTS)
    anna = team.people["Anna"].id
    assert list(lines) == [anna]
    assert said(line.text for line in lines[anna]) == [
        "Der Kanal „Allgemein“ wurde gelöscht. Die Agenda ruht, bis ein Kanal gewählt ist."
    ]
    await units.run(lambda unit: setattr(unit.session.get_one(Channel, channel_id), "state", ChannelState.ALIVE))
    await units.run(lambda unit: setattr(unit.session.get_one(Team, team_id), "state", TeamState.ARCHIVED))
    await tick(units, POSTS)
    assert await agendas(units) == []
    await units.run(lambda unit: setattr(unit.session.get_one(Team, team_id), "state", TeamState.ACTIVE))
    await tick(units, POSTS + timedelta(minutes=5))
    assert await agendas(units) == ["1"]


async def test_the_report_comes_before_the_agenda(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    order = [due.name for due in team_house_due()]
    assert order.index("standups.closing") < order.index("agenda.posting")


def team_house_due() -> tuple:  # type: ignore[type-arg]
    from app.capabilities import HOUSE

    return HOUSE.due


async def test_blockers_of_the_round_stand_on_the_agenda_and_become_items_by_a_press(
    units: Units, team: MadeTeam
) -> None:
    await closed_round(units, team, Bert="Geld *fehlt*", Chiara="nein")
    await set_up(units, team)
    monday = berlin("2026-11-30", "08:00")
    for _ in range(2):  # the agenda of a week ago is left out first
        await tick(units, monday)
    await has_arrived(units, "agenda.meeting", 2)
    view = await card(units, 2)
    part = next(part for part in view.parts if GERMAN(part.title) == "Hier hakt es")
    assert said(line.text for line in part.lines) == ["Bert Muster: Geld *fehlt*"]
    button = next(one for one in part.lines[0].buttons if one.verb == "agenda.add_from")
    shown = await pressed(units, team, "Dilek", button.verb, at=monday, **button.data)
    assert titles(shown) == ["Geld *fehlt*"]
    part = next(part for part in shown.parts if GERMAN(part.title) == "Hier hakt es")
    assert said(part.lines[0].marks) == ["→ auf der Agenda"]
    assert ("update", "agenda.meeting", "2") in await sent(units)
    assert ("update", "standups.report", "1") in await sent(units)


async def test_of_a_task_that_is_due_no_second_task_is_offered(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    await types(units, team, "Anna", "aufgabe Saal buchen bis 23.11.", at=POSTS - timedelta(days=3))
    await tick(units, POSTS)
    view = await card(units, 1)
    part = next(part for part in view.parts if GERMAN(part.title) == "Fällige Aufgaben")
    assert [button.verb for button in part.lines[0].buttons] == ["agenda.add_from"]


async def test_what_other_rooms_say_must_be_talked_about_becomes_an_item_once(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    recorded = await types(
        units, team, "Anna", "beschluss Wir mieten den Saal. Wiedervorlage 23.11.", at=POSTS - timedelta(days=2)
    )
    assert recorded is not None
    await tick(units, POSTS)
    (item,) = await items_of(units)
    assert "Wir mieten den Saal" in item.title
    assert (item.origin_kind, item.state) == ("decisions.decision", ItemState.OPEN)
    await tick(units, POSTS + timedelta(weeks=1))
    assert len(await items_of(units)) == 1
    await pressed(units, team, "Anna", "agenda.finish", item=item.id)
    await tick(units, POSTS + timedelta(weeks=2))
    (again,) = await items_of(units)
    assert (again.state, again.times_carried) == (ItemState.OPEN, 0)


@pytest.mark.parametrize("words", ["treffen aussetzen", "sitzung aussetzen 23.11.", "meeting skip"])
async def test_a_meeting_is_left_out_once_and_held_after_all(units: Units, team: MadeTeam, words: str) -> None:
    await set_up(units, team)
    friday = POSTS - timedelta(days=3)
    for _ in range(2):
        answered = await types(units, team, "Anna", words, at=friday)
        assert GERMAN(answered.text).startswith("Das Treffen am Montag, 23. November fällt aus. Das nächste ist am")
    await tick(units, POSTS)
    assert await meetings_of(units) == []
    held = await pressed(units, team, "Anna", answered.buttons[0].verb, at=friday, **answered.buttons[0].data)
    assert GERMAN(held.text) == "Das Treffen am Montag, 23. November findet statt."
    await tick(units, POSTS)
    assert [one.planned_on for one in await meetings_of(units)] == [date(2026, 11, 23)]
    with pytest.raises(UserError):
        await types(units, team, "Anna", "treffen stattfinden", at=friday)


async def test_what_cannot_be_skipped_is_said(units: Units, team: MadeTeam) -> None:
    with pytest.raises(UserError):
        await types(units, team, "Anna", "treffen aussetzen", at=POSTS)
    await set_up(units, team)
    for words in ("treffen aussetzen 24.11.", "treffen aussetzen irgendwann", "treffen aussetzen 29.3.2027"):
        with pytest.raises(UserError):
            await types(units, team, "Anna", words, at=POSTS - timedelta(days=3))


async def test_the_forecast_says_what_then_happens(units: Units, team: MadeTeam) -> None:
    units.clock.move_to(berlin("2027-03-19", "10:00"))  # type: ignore[attr-defined]
    await set_up(units, team)

    def planned(unit: Unit) -> list[tuple[datetime, str]]:
        return [(one.at, GERMAN(one.what)) for one in forecast(unit, team.id, unit.now + timedelta(weeks=3))]

    lines = await units.run(planned)
    assert [text for _at, text in lines] == [
        "Agenda für das Treffen am 22. März, 09:00 Uhr",
        "Treffen am 29. März fällt aus: Ostermontag",
        "Agenda für das Treffen am 5. April, 09:00 Uhr",
    ]
    for at, text in lines:
        await tick(units, at)
        assert bool(text.startswith("Agenda")) == any(meeting.on == at.date() for meeting in await meetings_of(units))


async def test_the_settings_refuse_what_cannot_be(units: Units, team: MadeTeam) -> None:
    from app.agenda.queries_settings import check_settings, settings_summary

    def wrong(unit: Unit, **changes: str) -> set[str | None]:
        return {error.field for error in check_settings(unit, team.id, values_of(unit, team.id, **changes))}

    found = await units.run(
        lambda unit: wrong(
            unit, time="19:00", weekday="6", length="2", before="x", rhythm="?", holidays="?", anchor="?", channel="99"
        )
    )
    names = ("time", "weekday", "length", "before", "rhythm", "holidays", "anchor", "channel")
    assert found == {f"meeting_{name}" for name in names}
    assert said(await units.run(lambda unit: settings_summary(unit, team.id))) == [
        "Treffen: Montag, 09:00 Uhr, 60 Minuten"
    ]
    await set_up(units, team, on="false", rhythm="biweekly")
    assert said(await units.run(lambda unit: settings_summary(unit, team.id))) == ["Treffen: pausiert"]
    await tick(units, POSTS)
    assert await meetings_of(units) == []


async def test_the_bare_word_shows_the_coming_meeting(units: Units, team: MadeTeam) -> None:
    first = await types(units, team, "Bert", "treffen", at=POSTS - timedelta(days=1))
    assert GERMAN(first.text) == "Für dieses Team ist noch kein Treffen eingerichtet."
    await set_up(units, team)
    shown = await types(units, team, "Bert", "Sitzung", at=POSTS - timedelta(days=1))
    assert GERMAN(shown.text) == (
        "Das nächste Treffen ist am Montag, 23. November, 09:00 Uhr. Die Agenda kommt an dem Tag um 08:00 Uhr."
    )
    await tick(units, POSTS)
    assert GERMAN((await types(units, team, "Bert", "meeting", at=POSTS)).title) == "Agenda für Montag, 23. November"
    with pytest.raises(UserError):
        await types(units, team, "Bert", "treffen übermorgen", at=POSTS)


async def test_now_posts_and_begins_in_one_and_only_once(units: Units, team: MadeTeam) -> None:
    await set_up(units, team)
    early = berlin("2026-11-23", "07:30")
    assert await types(units, team, "Dilek", "treffen jetzt", at=early, place=CHANNEL) is None
    assert isinstance(await types(units, team, "Bert", "treffen jetzt", at=early, place=CHANNEL), Said)
    await tick(units, POSTS)
    (meeting,) = await meetings_of(units)
    assert (meeting.state, meeting.planned_on) == (MeetingState.RUNNING, date(2026, 11, 23))
    assert await agendas(units) == ["1"]


async def test_now_begins_the_posted_meeting_and_works_without_a_series(units: Units, team: MadeTeam) -> None:
    view = await types(units, team, "Anna", "besprechung jetzt", at=POSTS - timedelta(days=3))
    assert GERMAN(view.title) == "Treffen am Freitag, 20. November läuft"
    await tick(units, POSTS - timedelta(days=2))
    await set_up(units, team)
    await tick(units, POSTS)
    await types(units, team, "Anna", "treffen jetzt", at=POSTS)
    assert [one.state for one in await meetings_of(units)] == [MeetingState.CLOSED, MeetingState.RUNNING]
