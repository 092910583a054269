"""What somebody tries who may not: every command, every button with the ids of another team, forms, menus, searches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import text

from app.capabilities import HOUSE
from app.local.outcomes import Dialog
from app.local.world import Channel, Conversation
from tests.journeys.play import Play

SETTINGS = ("people.settings_section", "people.save_settings")
HAND = "Fremde Hand"
SEARCHES = ("Geheimnis", "geheimnis wort", "Punkt", "")
MORE_WORDS = (
    "runde KW 48", "runde 2026-W49", "runde aussetzen KW 50", "wissen Geheimnis", "suche Wortlaut", "wissen",
    "beschluss 2026-1", "beschluss 2026-2", "beschlüsse", "beschlüsse suche Geheimnis", "protokoll", "protokolle",
    "protokoll 24.11.", "aufgaben", "aufgaben team", "agenda", "treffen", "daten", "daten löschen",
    "beschluss Wir tagen anders. ersetzt 2026-2",
)  # fmt: skip


@dataclass(frozen=True)
class Ids:
    """The ids of a team's records, by what they are."""

    team: tuple[int, ...]
    channel: tuple[int, ...]
    person: tuple[int, ...]
    absence: tuple[int, ...]
    round: tuple[int, ...]
    answered: tuple[str, ...]
    """As blockers are named: `round-person`."""
    task: tuple[int, ...]
    decision: tuple[int, ...]
    item: tuple[int, ...]
    meeting: tuple[int, ...]

    def origins(self) -> dict[str, list[str]]:
        """The ids of every kind of origin that any room hands out; a new kind must be named here."""
        known = {
            "standups.blocker": [str(one) for one in self.answered],
            "tasks.task": [str(one) for one in self.task],
            "decisions.decision": [str(one) for one in self.decision],
            "agenda.item": [f"{one}.1" for one in self.item],
            "agenda.minutes": [str(one) for one in self.meeting],
            "agenda.meeting": [str(one) for one in self.meeting],
        }
        sources = {source.kind for room in HOUSE.rooms for source in room.sources}
        assert sources | set(HOUSE.findings) <= set(known), "an origin or finding that nobody attacks"
        return known | {"agenda.item#": [str(one) for one in self.item]}


KEYS: Mapping[str, str] = {
    "round": "round", "task": "task", "decision": "decision", "one": "decision", "item": "item", "seen": "item",
    "meeting": "meeting", "absence_id": "absence", "team_id": "team", "home_channel": "channel",
    "round_channel": "channel", "meeting_channel": "channel", "task_owner": "person", "task_helpers": "person",
    "task_to": "person", "item_presenter": "person", "people": "person", "round_people": "person",
    "team_coordinators": "person",
}  # fmt: skip
"""What each name in a button's data or a form holds the id of."""

TYPED: Mapping[str, str] = {
    "page": "1", "version": "0", "week": "2026-W50", "day": "2026-12-03", "back": "list:1", "first_day": "nonsense",
    "last_day": "nonsense", "answer_review": HAND, "answer_next": HAND, "answer_blocker": HAND, "task_title": HAND,
    "task_name": "", "task_due": "2026-12-04", "task_important": "true", "task_reason": HAND, "due": "2026-12-04",
    "days": "7", "off": "false", "form": "", "text": HAND, "link": "", "decision_wording": HAND,
    "decision_reason": HAND, "decision_decided_by": HAND, "decision_valid_from": "", "decision_review_on": "",
    "decision_supersedes": "2026-2", "decision_way": "noted", "decision_effect": "reached", "decision_note": HAND,
    "choice": "consent", "item_title": HAND, "item_minutes": "5", "note": HAND, "names": HAND, "meeting_note": HAND,
    "addendum": HAND, "making": "tasks", "typed": "Geheimnis", "passage": "Geheimnis", "section": "standups",
    "list": "", "shown": "origin", "asked": "form",
}  # fmt: skip
"""What is typed or chosen beside the ids. Owners by id win over names."""


def own_and_foreign(foreign: Ids, own: Ids | None) -> Iterator[dict[str, str]]:
    """All ids foreign, one record after the other; then one foreign among one's own."""
    many = max(len(getattr(foreign, one.name)) for one in fields(foreign) if one.name not in ("person", "answered"))
    for number in range(many):
        yield dict(TYPED) | {name: _id(foreign, kind, number) for name, kind in KEYS.items()}
    for kind in dict.fromkeys(KEYS.values()) if own else ():
        yield dict(TYPED) | {name: _id(foreign if of == kind else own, of, 0) for name, of in KEYS.items()}


def _id(ids: Ids | None, kind: str, number: int) -> str:
    found = getattr(ids, kind)
    return str(found[number % len(found)]) if found else "0"


def every_value(verb: str, foreign: Ids, own: Ids | None) -> Iterator[dict[str, str]]:
    """The data of a button of the other team, and what a form of it would send."""
    room = verb.partition(".")[0]
    for values in own_and_foreign(foreign, own):
        if room == "decisions":
            for choice in ("consent", "objection", "yes") if verb in VOICES else ("consent",):
                yield {**values, "choice": choice}
        else:
            yield values
    for kind, ids in foreign.origins().items():
        for one in ids if takes_origin(verb) else ():
            written = {"kind": kind.removesuffix("#"), "id": one, "list": f"origin.1.{kind.removesuffix('#')}.{one}"}
            yield {**TYPED, **written, "task_owner": "0", "task_helpers": "", "decision_supersedes": ""}
    if verb in SETTINGS:
        for section in HOUSE.settings:
            yield {**dict(TYPED), **{name: _id(foreign, kind, 0) for name, kind in KEYS.items()}, "section": section}


VOICES = ("decisions.choose", "decisions.speak", "decisions.save_voice")


def takes_origin(verb: str) -> bool:
    return verb.endswith((".add_from", ".save", ".list", ".open")) or verb == "knowledge.open"


def every_command() -> Iterator[str]:
    for command in HOUSE.commands.commands:
        if command.name in ("people.away", "people.back"):
            continue  # one's own days, in no team's name
        yield command.words["de"][0]
        yield from command.examples.get("de", ())
    yield from MORE_WORDS


async def ids_of(play: Play, team_name: str) -> Ids:
    def work(session: Any) -> Ids:
        team = session.scalar(text("SELECT id FROM people_team WHERE name = :name"), {"name": team_name})
        own = f"SELECT person_id FROM people_member WHERE team_id = {team} AND left_on IS NULL ORDER BY person_id"
        of_people = f"SELECT id FROM people_absence WHERE person_id IN ({own}) ORDER BY id"
        answered = (
            "SELECT a.round_id, a.person_id FROM standups_answer a JOIN standups_round r ON r.id = a.round_id "
            f"WHERE r.team_id = {team} ORDER BY a.id"
        )
        tables = {
            "channel": "people_channel", "round": "standups_round", "task": "tasks_task",
            "decision": "decisions_decision", "item": "agenda_item", "meeting": "agenda_meeting",
        }  # fmt: skip
        found = {
            name: tuple(session.scalars(text(f"SELECT id FROM {table} WHERE team_id = {team} ORDER BY id")))
            for name, table in tables.items()
        }
        return Ids(
            team=(team,), person=tuple(session.scalars(text(own))), absence=tuple(session.scalars(text(of_people))),
            answered=tuple(f"{one}-{other}" for one, other in session.execute(text(answered))), **found,
        )  # fmt: skip

    ids: Ids = await play.stage.bot.database.run(work)
    assert all(getattr(ids, one.name) for one in fields(ids)), ids
    return ids


@dataclass
class Attacker:
    """One person, and the hands to press what no honest client would show them."""

    play: Play
    key: str

    def places(self) -> Iterator[Conversation]:
        """In private, in a channel of each of their teams, and (a leaver) on a card left open."""
        actor = self.play.who(self.key)
        yield actor.chat
        yield from (team.general for team in (self.play.team, self.play.other) if actor.person in team.members)
        if self.key == "greta":
            yield self.play.team.general

    async def types(self, place: Conversation, words: str) -> Any:
        actor, bot = self.play.who(self.key), self.play.teams.world.bot
        message = self.play.teams.world.post(place, actor.person, f"<at>{bot.name}</at> {words}")
        message.only_for = actor.person
        return (await actor._wire.post(actor._maker.message(message, place, [bot]))).body

    async def presses(self, place: Conversation, verb: str, values: Mapping[str, str], *, all_ways: bool) -> list[Any]:
        """As Action.Execute; in all ways also as a dialog that opens, as its form, as a menu's form and as an old
        client's message."""
        actor = self.play.who(self.key)
        card = self.play.teams.world.post(place, self.play.teams.world.bot)
        card.only_for = actor.person
        execute = {"action": {"type": "Action.Execute", "verb": verb, "data": {"verb": verb, **values}}}
        data = {"data": {"verb": verb, **values}}
        activities = [actor._maker.invoke("adaptiveCard/action", actor.person, place, execute, card)]
        if all_ways:
            menu = {"commandId": "aufDieAgenda", "commandContext": "message", **data}
            dialog = Dialog("d", "", {}, place, card, "task/submit", {})
            activities += [
                actor._maker.invoke("task/fetch", actor.person, place, data, card),
                actor._maker.invoke(dialog.invoke_name, actor.person, place, data, card),
                actor._maker.invoke("composeExtension/submitAction", actor.person, place, menu),
                actor._maker.submitted(actor.person, card, place, {"verb": verb, **values}),
            ]
        replies = [await actor._wire.post(one) for one in activities]
        assert all(200 <= reply.status < 300 for reply in replies), verb
        return [reply.body for reply in replies]

    async def uses_menus(self, place: Conversation) -> list[Any]:
        """Each entry of a message's menu, on a message of the place, and the search beside the text box."""
        actor, maker = self.play.who(self.key), self.play.who(self.key)._maker
        message = self.play.teams.world.post(place, actor.person, HAND)
        payload = maker.message_payload(message, place)
        values = [
            {"commandId": name, "commandContext": "message", "messagePayload": payload} for name in HOUSE.from_message
        ]
        replies = [
            await actor._wire.post(maker.invoke("composeExtension/fetchTask", actor.person, place, value))
            for value in values
        ]
        found = [await actor.searches(place, "suche", query=words) for words in SEARCHES]
        found.append(await actor.searches(place, "suche", initialRun="true"))
        return [reply.body for reply in replies] + [one.results for one in found]

    def seen(self) -> list[str]:
        """What the bot wrote to this person alone since the attack began."""
        person, now = self.play.who(self.key).person, self.play.stage.time.now()
        places: list[Conversation] = [*self.play.teams.world.channels(), self.play.who(self.key).chat]
        return [
            str((it.text, it.attachments)) for place in places for it in place.messages
            if it.from_bot and it.created_at >= now and (it.only_for is person or not isinstance(place, Channel))
        ]  # fmt: skip
