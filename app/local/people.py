"""Who takes part: people with their ids, and the bot."""

import hashlib
import uuid
from dataclasses import dataclass

# Ids are made from names, so that two runs (and two pictures) show the same ones.
_NAMESPACE = uuid.UUID("6f0f6a0e-0d5c-5a55-8a4b-3c1f1d3b7a10")


def stable_guid(*words: str) -> str:
    """The same GUID for the same words, in every run."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(words)))


def stable_hex(*words: str, length: int = 32) -> str:
    return hashlib.sha256("/".join(words).encode()).hexdigest()[:length]


@dataclass(eq=False)
class Person:
    """Somebody with an account (or a guest account) in the tenant.

    `key` is the short name in tests and in the page's address (`?as=anna`); `teams_id` is the `29:` id that this bot
    sees; `entra_id` is the stable one. Guests have no e-mail address in rosters, as in Teams.
    """

    key: str
    given_name: str
    surname: str
    organisation: str
    guest: bool = False
    locale: str = "de-DE"
    time_zone: str = "Europe/Berlin"

    @property
    def name(self) -> str:
        full = f"{self.given_name} {self.surname}"
        return f"{full} (Gast)" if self.guest else full

    @property
    def teams_id(self) -> str:
        return f"29:1{stable_hex('teams', self.key, length=40)}"

    @property
    def entra_id(self) -> str:
        return stable_guid("entra", self.key)

    @property
    def email(self) -> str | None:
        return None if self.guest else f"{self.key}@kernteam.example"

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.surname[:1]).upper()

    def is_called(self, foreign_id: str) -> bool:
        """True for the `29:` id and for the Entra id: the connector takes both."""
        return foreign_id in (self.teams_id, self.entra_id)


@dataclass(frozen=True)
class Bot:
    """The app's bot: `teams_id` is `28:` + app id."""

    app_id: str
    name: str

    @property
    def teams_id(self) -> str:
        return f"28:{self.app_id}"


Author = Person | Bot
