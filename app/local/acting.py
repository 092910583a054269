"""What a person does in Teams; tests and the page use the same deeds."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from . import cards, outcomes
from .messages import ADAPTIVE_CARD, Json, Message, Notice
from .outcomes import Dialog, Outcome
from .world import Conversation
from .writing import Writer

# A client refreshes a card at most once a minute, and only when at most 60 people would do so (Teams documentation).
REFRESH_PAUSE = timedelta(minutes=1)
MOST_REFRESHING = 60


class Actor(Writer):
    """One person with hands: writes (see Writer), presses buttons, fills in dialogs, uses the message extension."""

    # --- cards ---

    async def presses(self, message: Message, button: str, inputs: Mapping[str, Any] | None = None, *, which: int = 0,
                      where: Mapping[str, Any] | None = None) -> Outcome:  # fmt: skip
        """Press a button of a message's card as this person sees it, found by title, id or verb.

        `inputs` are what is typed, by input id; all others keep what the card pre-fills. Of several buttons with one
        title take `which`, or the one whose data holds `where`. Required inputs are checked here, as a client does.
        """
        self._check_seen(message)
        shown = message.attachments_for(self.person)
        place = self._place_of(message)
        missing = cards.NoSuchButton("the message has no card")
        for number, attachment in enumerate(shown):
            if attachment.get("contentType") != ADAPTIVE_CARD:
                continue
            card = cards.with_people(attachment["content"], place.members)
            try:
                found = cards.find_button(card, button, which, where)
            except cards.NoSuchButton as reason:
                missing = reason
                continue
            values, refused = cards.filled_form(found, inputs or {})
            if refused:
                return Outcome(message=message, refused=refused)
            return await self.performs(message, found.action, values, number)
        raise missing

    async def performs(self, message: Message, action: Json, values: Mapping[str, str], attachment: int = 0) -> Outcome:
        """Do what an action says, its form filled with `values`; `attachment` is the card's place in the message."""
        kind = action.get("type")
        if kind == "Action.OpenUrl":
            return Outcome(message=message, url=str(action.get("url")))
        if kind == "Action.Execute":
            return await self._executes(message, action, values, attachment, "manual")
        if kind != "Action.Submit":
            return Outcome(message=message)
        place = self._place_of(message)
        given = action.get("data")
        data: Any = {**given, **values} if isinstance(given, dict) else (dict(values) if given is None else given)
        teams = (given.get("msteams") or {}) if isinstance(given, dict) else {}
        message.notices.pop(self.person.key, None)
        if teams.get("type") == "task/fetch":
            value = {"data": {**data, "type": "task/fetch"}, "context": {"theme": "default"}}
            return await self._opens_dialog("task/fetch", "task/submit", place, value, message, {})
        if teams.get("type") == "imBack":
            return await self.says(place, str(teams.get("value")), thread=message)
        if teams.get("type") == "messageBack":
            text = str(teams.get("text") or "")
            activity = self._maker.submitted(self.person, message, place, teams.get("value"), text)
            if teams.get("displayText"):
                self._write(place, str(teams["displayText"]), message, [])
        else:
            sent = {key: value for key, value in data.items() if key != "msteams"} if isinstance(data, dict) else data
            activity = self._maker.submitted(self.person, message, place, sent)
        reply = await self._wire.post(activity)
        self._notice(message, outcomes.of_reply(reply, message))
        return outcomes.of_reply(reply, message)

    async def _executes(self, message: Message, action: Json, values: Mapping[str, str], attachment: int,
                        trigger: str) -> Outcome:  # fmt: skip
        place = self._place_of(message)
        given = action.get("data")
        data: Any = given if given is not None and not isinstance(given, dict) else {**(given or {}), **values}
        sent = {"type": "Action.Execute", "data": data}
        sent |= {key: action[key] for key in ("id", "verb", "title") if key in action}
        value = {"action": sent, "trigger": trigger}
        reply = await self._wire.post(self._maker.invoke("adaptiveCard/action", self.person, place, value, message))
        outcome = outcomes.of_execute(reply, message)
        if outcome.card is not None:
            message.show_to(self.person, attachment, outcome.card)
        if trigger == "manual":
            self._notice(message, outcome)
        self._world.changed()
        return outcome

    def _notice(self, message: Message, outcome: Outcome) -> None:
        message.notices.pop(self.person.key, None)
        if not 200 <= outcome.status < 300:
            message.notices[self.person.key] = Notice("unreachable", "")
        elif outcome.error or outcome.toast:
            message.notices[self.person.key] = Notice("error" if outcome.error else "toast",
                                                      outcome.error or outcome.toast or "")  # fmt: skip
        self._world.changed()

    async def opens(self, place: Conversation) -> list[Outcome]:
        """Open a conversation: its cards with a `refresh` for this person ask the bot for the person's own view."""
        found = []
        for message in list(place.messages):
            if message.deleted or not message.visible_to(self.person, self._world.now()):
                continue
            for number, attachment in enumerate(message.attachments):
                if attachment.get("contentType") == ADAPTIVE_CARD and self._wants_refresh(message, place, attachment):
                    message.refreshed_at[self.person.key] = self._world.now()
                    action = attachment["content"]["refresh"]["action"]
                    found.append(await self._executes(message, action, {}, number, "automatic"))
        return found

    def _wants_refresh(self, message: Message, place: Conversation, attachment: Json) -> bool:
        refresh = attachment["content"].get("refresh")
        last = message.refreshed_at.get(self.person.key)
        if not refresh or (last is not None and self._world.now() - last < REFRESH_PAUSE):
            return False
        if "userIds" not in refresh:
            return len(place.members) <= MOST_REFRESHING
        return self.person.teams_id in refresh["userIds"][:MOST_REFRESHING]

    # --- dialogs and message extensions ---

    async def submits(self, dialog: Dialog, inputs: Mapping[str, Any] | None = None, button: str | None = None,
                      which: int = 0) -> Outcome:  # fmt: skip
        """Fill in a dialog's form and send it by its only or its named button."""
        if dialog.card is None:
            raise cards.NoSuchButton("the dialog has no card")
        card = cards.with_people(dialog.card, dialog.place.members)
        if button is None:
            sending = [one for one in cards.buttons(cards.drawn(card)) if one.action["type"] == "Action.Submit"]
            if not sending:
                raise cards.NoSuchButton("the dialog has no Action.Submit")
            found = sending[0]
        else:
            found = cards.find_button(card, button, which)
        values, refused = cards.filled_form(found, inputs or {})
        if refused:
            return Outcome(message=dialog.message, dialog=dialog, refused=refused)
        return await self.sends_dialog(dialog, found.action, values)

    async def sends_dialog(self, dialog: Dialog, action: Json, values: Mapping[str, str]) -> Outcome:
        """Send a dialog's form; the outcome closes it, keeps it open with a new card, or says why not."""
        given = action.get("data")
        data: Any = given if given is not None and not isinstance(given, dict) else {**(given or {}), **values}
        value = {**dialog.context, "data": data, "context": {"theme": "default"}}
        return await self._opens_dialog(dialog.invoke_name, dialog.invoke_name, dialog.place, value, dialog.message,
                                        dialog.context)  # fmt: skip

    async def uses_on(self, message: Message, command_id: str) -> Outcome:
        """Choose a message-extension action from a message's menu."""
        self._check_seen(message)
        place = self._place_of(message)
        context = {"commandId": command_id, "commandContext": "message",
                   "messagePayload": self._maker.message_payload(message, place)}  # fmt: skip
        return await self._opens_dialog("composeExtension/fetchTask", "composeExtension/submitAction", place, context,
                                        message, context)  # fmt: skip

    async def composes(self, place: Conversation, command_id: str) -> Outcome:
        """Choose an action of the message extension beside the text box (or its slash entry)."""
        context = {"commandId": command_id, "commandContext": "compose"}
        return await self._opens_dialog("composeExtension/fetchTask", "composeExtension/submitAction", place, context,
                                        None, context)  # fmt: skip

    async def searches(self, place: Conversation, command_id: str, **parameters: str) -> Outcome:
        """Type into the message extension's search; `outcome.results` are the attachments it found."""
        listed = [{"name": name, "value": value} for name, value in parameters.items()]
        value = {"commandId": command_id, "parameters": listed, "queryOptions": {"skip": 0, "count": 25}}
        activity = self._maker.invoke("composeExtension/query", self.person, place, value)
        return outcomes.of_task(await self._wire.post(activity), place, None, "", {}, "")

    async def inserts(self, place: Conversation, attachment: Json, *, thread: Message | None = None) -> Outcome:
        """Send a search result (without its preview) as one's own message."""
        message = self._write(place, "", thread, [])
        message.attachments = [{key: value for key, value in attachment.items() if key != "preview"}]
        self._world.changed()
        return Outcome(message=message)

    async def _opens_dialog(self, name: str, submit_name: str, place: Conversation, value: Json,
                            message: Message | None, context: Json) -> Outcome:  # fmt: skip
        asked_on = message if name.startswith("task/") else None
        reply = await self._wire.post(self._maker.invoke(name, self.person, place, value, asked_on))
        outcome = outcomes.of_task(reply, place, message, submit_name, context, uuid.uuid4().hex)
        # What a dialog answers is shown in the dialog; only its opening speaks under the message.
        if message is not None and outcome.dialog is None and not name.lower().endswith(("submit", "submitaction")):
            self._notice(message, outcome)
        return outcome
