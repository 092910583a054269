"""Taking a passage out of a team's records: asked for, counted, confirmed. The passage is noted nowhere."""

from collections.abc import Mapping

from sqlalchemy import select

from app.kit.answers import Answer, Dialog, Said
from app.kit.commands import Ask
from app.kit.errors import NotAllowed, UserError
from app.kit.forgetting import blank_answers, is_from, redact_search, stands_in
from app.kit.forms import Field, Form, Kind, Section
from app.kit.i18n import Text, _, _many
from app.kit.outbox import Conversation, channel_key, person_key
from app.kit.redaction import LONGEST_PASSAGE, SHORTEST_PASSAGE, passage_pattern
from app.kit.unit import Unit
from app.people.model import Channel, Team
from app.people.queries import members_of, team_by_id, teams_of
from app.people.queries_privacy import title_of
from app.people.views_privacy import RedactAsked, Redacted


def show_redact(unit: Unit, ask: Ask) -> Answer:
    """`/schwärzen`: the form. What was typed behind the word stands in it and is counted only on the press."""
    return redact_form(unit, ask.rest.strip())


def redact_form(unit: Unit, typed: str = "", error: UserError | None = None) -> Form:
    team = team_by_id(unit.session, unit.acting.team_id)
    form = Form(
        _("Passage schwärzen"),
        (
            Section(
                Text(""),
                (
                    Field(
                        "passage",
                        _("Passage, genau wie sie dort steht"),
                        Kind.TEXT,
                        value=typed[:LONGEST_PASSAGE],
                        required=True,
                        hint=_("Mindestens {n} Zeichen. Groß- und Kleinschreibung ist gleich.", n=SHORTEST_PASSAGE),
                        longest=LONGEST_PASSAGE,
                    ),
                ),
            ),
        ),
        verb="people.redact_ask",
        save_label=_("Nachsehen, wo sie steht"),
        hidden=(("team_id", str(team.id)),),
        intro=_("Nimmt einen Namen oder Fall aus allem heraus, was beim Team {team} steht.", team=team.name),
    )
    return form.refused({"passage": typed}, [error]) if error else form


def ask_redact(unit: Unit, ask: Ask) -> Answer:
    """In how many places it stands. Nothing changes yet, and the passage is noted nowhere."""
    team, passage = _team_to_redact(unit, ask), ask.values.get("passage", "").strip()
    title = _("Passage schwärzen")
    if passage_pattern(passage) is None:
        error = UserError(_("Bitte mindestens {n} Zeichen.", n=SHORTEST_PASSAGE))
        return Dialog(title, redact_form(unit, passage, error))
    places = unit.house.count_places(unit, team.id, passage)
    if not places:
        error = UserError(_("Das steht nirgends. Geschrieben wie dort?"))
        return Dialog(title, redact_form(unit, passage, error))
    return Dialog(title, RedactAsked(team.name, passage, _places(unit, places), team.id))


def redact_passage(unit: Unit, ask: Ask) -> Answer:
    """Pressed twice, the second press finds nothing more and says so."""
    team, passage = _team_to_redact(unit, ask), ask.values.get("passage", "").strip()
    if passage_pattern(passage) is None:
        return Dialog(
            _("Passage schwärzen"),
            redact_form(unit, "", UserError(_("Bitte mindestens {n} Zeichen.", n=SHORTEST_PASSAGE))),
        )
    places = unit.house.redact_rooms(unit, team.id, passage)
    if not places:
        return Said(_("Die Passage steht nirgends mehr."), _("Passage schwärzen"))
    return Redacted(_places(unit, places))


def _places(unit: Unit, places: Mapping[str, int]) -> tuple[Text, ...]:
    return tuple(
        _(
            "{room}: {places}",
            room=title_of(unit.house.room(name)),
            places=_many("an einer Stelle", "an {n} Stellen", n),
        )
        for name, n in places.items()
    )


def _team_to_redact(unit: Unit, ask: Ask) -> Team:
    """The team whose form was open; its coordinators only."""
    team_id = ask.number("team_id")
    for team, member in teams_of(unit.session, unit.acting.person_id):
        if team.id == team_id and member.role.coordinates:
            return team
    raise NotAllowed(_("Das können nur Personen, die dieses Kernteam koordinieren."))


def redact(unit: Unit, team_id: int, passage: str) -> int:
    """The bot's own notes: answers of the last three days and titles found by search. No record of anybody."""
    pattern = passage_pattern(passage)
    if pattern is None:
        return 0
    conversations = _conversations(unit, team_id)
    blank_answers(unit, lambda entry: is_from(entry, conversations) and stands_in(entry, pattern))
    redact_search(unit, team_id, pattern)
    return 0


def _conversations(unit: Unit, team_id: int) -> list[str]:
    """Teams' ids of the team's channels and of its members' chats."""
    channels = unit.session.scalars(select(Channel.teams_channel_id).where(Channel.team_id == team_id))
    keys = [channel_key(team_id, one) for one in channels]
    keys += [person_key(person.id) for person, _member in members_of(unit.session, team_id)]
    found = unit.session.scalars(select(Conversation.teams_conversation_id).where(Conversation.key.in_(keys)))
    return [one for one in found if one]
