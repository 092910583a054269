"""One turn: what somebody typed or pressed becomes a command or verb, runs in one unit, and its answer is drawn.

Knows no SDK: the handler brings an `Incoming` and takes a `Reply`.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from app.kit import inbox
from app.kit.actor import Actor, Role
from app.kit.answers import Answer, Said
from app.kit.calendar import local_day
from app.kit.commands import Ask, Command, Found, Verb, read_arguments
from app.kit.counters import TURNS
from app.kit.errors import NotAllowed, TryLater, UserError
from app.kit.i18n import Text, Translator, _, spoken_language, translator, verbatim
from app.kit.incoming import Gesture, Incoming, PlaceKind
from app.kit.unit import Unit, Units
from app.people.actions_roster import person_seen
from app.people.queries import recognise
from app.people.views import Mistyped
from app.teams.outgoing import Reply, ReplyKind, Result, reply_to, result_of

log = logging.getLogger(__name__)

TURN_SECONDS = 9.0
"""Teams shows an error after 10 to 15 seconds: better our own sentence before that."""

MOST_RESULTS = 25
"""Teams shows no more of a search."""

MOST_DRAWN = 200
"""Constant answers kept; what people add to `hilfe` is endless."""


@dataclass
class _Speaking:
    """The language to answer in, as far as it is known when something goes wrong."""

    language: str


class Turns:
    def __init__(self, units: Units, public_url: str) -> None:
        self._units = units
        self._public_url = public_url
        self._house = units.house
        self._drawn: dict[tuple[str, str, str, PlaceKind], Reply] = {}

    async def answer(self, incoming: Incoming) -> Reply:
        """The reply to anything typed or pressed. Never raises: what goes wrong becomes a sentence."""
        speaking = _Speaking(spoken_language(incoming.locale))
        try:
            async with asyncio.timeout(TURN_SECONDS):
                reply = await self._answer(incoming, speaking)
            TURNS.labels("answered").inc()
            return reply
        except UserError as error:
            TURNS.labels("user_error").inc()
            return self._sentence(incoming, speaking, _explained(error))
        except (TryLater, TimeoutError):
            TURNS.labels("try_later").inc()
            return self._sentence(
                incoming, speaking, _("Das hat gerade nicht geklappt. Bitte in einem Moment noch einmal versuchen.")
            )
        except Exception:
            reference = secrets.token_hex(3).upper()
            TURNS.labels("fault").inc()
            log.exception("turn failed", extra={"reference": reference})
            return self._sentence(
                incoming,
                speaking,
                _(
                    "Da ist etwas schiefgegangen, das tut uns leid. Kennung für die Administration: {code}",
                    code=reference,
                ),
            )

    async def _answer(self, incoming: Incoming, speaking: _Speaking) -> Reply:
        place = incoming.place.kind
        if place in (PlaceKind.GROUP, PlaceKind.CLOSED_CHANNEL):
            return self._sentence(incoming, speaking, _refusal(place))
        if incoming.gesture is Gesture.WORDS:
            return await self._words(incoming, speaking)
        verb = self._house.verb(self._asked_verb(incoming))
        if verb is None:
            raise UserError(_("Diese Schaltfläche passt zu nichts mehr, was es gibt."))
        return await self._units.run(lambda unit: self._pressed(unit, incoming, verb, speaking))

    def _asked_verb(self, incoming: Incoming) -> str:
        """The button's own; for a message's menu the one of its command."""
        if incoming.extension and incoming.gesture is Gesture.OPEN_DIALOG:
            command = self._house.from_message.get(incoming.extension)
            return command.verb if command else ""
        return incoming.verb

    async def search(self, incoming: Incoming) -> list[Result]:
        """Hits for the search extension. Who belongs to no team finds nothing; what goes wrong finds nothing, too."""
        if incoming.place.kind is PlaceKind.CLOSED_CHANNEL:
            return []
        try:
            async with asyncio.timeout(TURN_SECONDS):
                return await self._units.run(lambda unit: self._searched(unit, incoming))
        except NotAllowed:
            return []
        except (TryLater, TimeoutError):
            TURNS.labels("try_later").inc()
            return []
        except Exception:
            TURNS.labels("fault").inc()
            log.exception("search failed")
            return []

    def _searched(self, unit: Unit, incoming: Incoming) -> list[Result]:
        actor = unit.actor = recognise(unit.session, incoming)
        t = translator(actor.language)
        found = self._house.search(unit, incoming.words, incoming.place, MOST_RESULTS)
        return [result_of(one, t, self._public_url) for one in found]

    async def _words(self, incoming: Incoming, speaking: _Speaking) -> Reply:
        found = self._house.commands.find(incoming.words or "hilfe")
        if found is None:
            guess = self._house.commands.guess(incoming.words, speaking.language)
            return self._draw(incoming, Mistyped(incoming.words, guess), speaking.language)
        if not found.command.needs_records:
            return self._constant(incoming, found, speaking.language)
        return await self._units.run(lambda unit: self._typed(unit, incoming, found, speaking))

    def _constant(self, incoming: Incoming, found: Found, language: str) -> Reply:
        """An answer that hangs on no record is drawn once for each language and surface: drawing costs most."""
        rest = found.phrase.rest()
        key = (found.command.name, rest, language, incoming.place.kind)
        reply = self._drawn.get(key)
        if reply is None:
            reply = self._draw(incoming, found.command.run(self._house, Ask(rest=rest)), language)
            if len(self._drawn) < MOST_DRAWN:
                self._drawn[key] = reply
        return reply

    def _typed(self, unit: Unit, incoming: Incoming, found: Found, speaking: _Speaking) -> Reply:
        def work(actor: Actor) -> Answer:
            today = local_day(unit.now, actor.zone)
            arguments, rest = read_arguments(found.command, found.phrase, today)
            ask = Ask(arguments, rest, {}, incoming.mentions, incoming.place, today)
            return found.command.run(unit, ask)

        return self._once(unit, incoming, found.command, speaking, work)

    def _pressed(self, unit: Unit, incoming: Incoming, verb: Verb, speaking: _Speaking) -> Reply:
        def work(actor: Actor) -> Answer:
            ask = Ask(values=incoming.values, place=incoming.place, today=local_day(unit.now, actor.zone))
            return verb.run(unit, ask)

        return self._once(unit, incoming, verb, speaking, work)

    def _once(
        self,
        unit: Unit,
        incoming: Incoming,
        wanted: Command | Verb,
        speaking: _Speaking,
        work: Callable[[Actor], Answer],
    ) -> Reply:
        """Recognise, check the role, do the work; noted when it writes, so that a second arrival changes nothing."""
        key = f"{incoming.place.conversation_id}|{incoming.activity_id}"
        if wanted.writes and (entry := inbox.find_answer(unit.session, key)):
            return Reply.from_stored(entry.answer)
        person_seen(unit, incoming)
        actor = unit.actor = recognise(unit.session, incoming)
        speaking.language = actor.language
        if wanted.role is Role.COORDINATOR and not actor.role.coordinates:
            raise NotAllowed(
                _("Das können nur Personen, die dieses Kernteam koordinieren. „hilfe“ zeigt, was alle können.")
            )
        shared = isinstance(wanted, Command) and wanted.shared
        reply = self._draw(incoming, work(actor), actor.language, shared=shared)
        if wanted.writes:
            inbox.note(unit.session, key, reply.stored(), unit.now)
        return reply

    def _draw(self, incoming: Incoming, answer: Answer, language: str, *, shared: bool = False) -> Reply:
        return reply_to(
            incoming.gesture, incoming.place.kind, answer, translator(language), self._public_url, shared=shared
        )

    def _sentence(self, incoming: Incoming, speaking: _Speaking, text: Text) -> Reply:
        t: Translator = translator(speaking.language)
        if incoming.gesture is Gesture.PRESS:
            return Reply(ReplyKind.TEXT, t(text))
        return reply_to(incoming.gesture, incoming.place.kind, Said(text), t, self._public_url)


def _explained(error: UserError) -> Text:
    if error.example is None:
        return error.sentence
    return _("{sentence} Ein Beispiel: {example}", sentence=error.sentence, example=verbatim(error.example))


def _refusal(place: PlaceKind) -> Text:
    if place is PlaceKind.GROUP:
        return _(
            "In Gruppenchats kann Kernteam nicht mitarbeiten: Ein Kernteam ist ein Team in Teams mit seinen Kanälen. "
            "Fügen Sie Kernteam einem Team hinzu, oder schreiben Sie ihm allein."
        )
    return _(
        "In privaten und geteilten Kanälen kann Kernteam nicht mitarbeiten, weil dort andere lesen als im Team. "
        "Bitte nutzen Sie einen Standardkanal."
    )
