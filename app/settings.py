"""All that the environment says, read once. What is wrong or missing is reported together, by name, never by value."""

import ipaddress
import os
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class AppType(StrEnum):
    SINGLE_TENANT = "SingleTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"
    MULTI_TENANT = "MultiTenant"
    """Can't be newly registered since 2025-07-31; older registrations run on."""


class SettingsError(Exception):
    """The environment is not fit to start with. `lines` name each setting and what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _kernteam(name: str) -> AliasChoices:
    return AliasChoices(f"KERNTEAM_{name}")


class Settings(BaseSettings):
    """Environment names are those of `.env.example`. Secrets never show in `repr`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, populate_by_name=True)

    app_id: str = Field("", validation_alias=AliasChoices("MicrosoftAppId"))
    app_password: SecretStr = Field(SecretStr(""), validation_alias=AliasChoices("MicrosoftAppPassword"))
    app_type: AppType = Field(AppType.SINGLE_TENANT, validation_alias=AliasChoices("MicrosoftAppType"))
    app_tenant_id: str = Field("", validation_alias=AliasChoices("MicrosoftAppTenantId"))
    app_certificate: str = Field("", validation_alias=_kernteam("APP_CERTIFICATE"))
    """Path of a PEM file with certificate and key, instead of a password."""

    database_url: str = Field("sqlite:///kernteam.sqlite3", validation_alias=_kernteam("DATABASE_URL"))
    host: str = Field("127.0.0.1", validation_alias=_kernteam("HOST"))
    port: int = Field(3978, ge=0, le=65535, validation_alias=_kernteam("PORT"))
    public_url: str = Field("", validation_alias=_kernteam("PUBLIC_URL"))
    """Where people reach the pages, without a slash at the end. Without it there are no personal links."""
    local: bool = Field(False, validation_alias=_kernteam("LOCAL"))
    """No authentication, for the Playground only: refuses to bind anything but loopback."""
    metrics_token: SecretStr = Field(SecretStr(""), validation_alias=_kernteam("METRICS_TOKEN"))

    bot_openid_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        validation_alias=_kernteam("BOT_OPENID_URL"),
    )
    bot_token_url: str = Field("", validation_alias=_kernteam("BOT_TOKEN_URL"))
    """Where the connector's token is asked for; empty: Microsoft Entra of the tenant."""
    bot_token_issuer: str = Field("https://api.botframework.com", validation_alias=_kernteam("BOT_TOKEN_ISSUER"))
    bot_service_hosts: str = Field("", validation_alias=_kernteam("BOT_SERVICE_HOSTS"))
    """Comma list of the hosts that may be the connector; empty: Microsoft's."""

    graph_base_url: str = Field("https://graph.microsoft.com/v1.0", validation_alias=_kernteam("GRAPH_BASE_URL"))
    graph_token_url: str = Field("", validation_alias=_kernteam("GRAPH_TOKEN_URL"))
    graph_site_id: str = Field("", validation_alias=_kernteam("GRAPH_SITE_ID"))

    operator_name: str = Field("", validation_alias=_kernteam("OPERATOR_NAME"))
    operator_address: str = Field("", validation_alias=_kernteam("OPERATOR_ADDRESS"))
    operator_email: str = Field("", validation_alias=_kernteam("OPERATOR_EMAIL"))
    operator_phone: str = Field("", validation_alias=_kernteam("OPERATOR_PHONE"))
    operator_privacy_contact: str = Field("", validation_alias=_kernteam("OPERATOR_PRIVACY_CONTACT"))
    """The data protection officer's e-mail address."""
    operator_supervisory_authority: str = Field("", validation_alias=_kernteam("OPERATOR_SUPERVISORY_AUTHORITY"))
    operator_website: str = Field("", validation_alias=_kernteam("OPERATOR_WEBSITE"))

    @field_validator("public_url", "graph_base_url")
    @classmethod
    def _no_slash_at_the_end(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "sqlite://", "postgresql://", "postgres://")):
            raise ValueError("begins with sqlite:/// or postgresql://, for example sqlite:///kernteam.sqlite3")
        return value

    @cached_property
    def binds_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def service_hosts(self) -> tuple[str, ...]:
        return tuple(host.strip() for host in self.bot_service_hosts.split(",") if host.strip())

    @property
    def names_operator(self) -> bool:
        """Whether the legal pages can be shown: who runs it, where, and how to reach them."""
        return bool(self.operator_name and self.operator_address and self.operator_email)


def read_settings(environment: Mapping[str, str] = os.environ, *, starts_bot: bool = True) -> Settings:
    """Settings from the environment. Raises SettingsError naming all that is wrong or missing.

    `starts_bot` False: credentials may be missing, for commands that only look at the database.
    """
    lines: list[str] = []
    try:
        settings = Settings.model_validate(dict(environment))
    except ValidationError as error:
        lines = [f"{one['loc'][0]}: {one['msg'].removeprefix('Value error, ')}" for one in error.errors()]
        settings = None
    known = settings or Settings.model_validate({})
    said = {name: environment.get(name, "") for name in _CREDENTIALS}
    if known.local or environment.get("KERNTEAM_LOCAL"):
        lines += _unsafe_local(known)
    elif starts_bot:
        lines += _missing(said)
    if settings is None or lines:
        raise SettingsError(lines)
    return settings


_CREDENTIALS = (
    "MicrosoftAppId",
    "MicrosoftAppPassword",
    "MicrosoftAppType",
    "MicrosoftAppTenantId",
    "KERNTEAM_APP_CERTIFICATE",
)


def _missing(said: Mapping[str, str]) -> list[str]:
    """Without credentials and without KERNTEAM_LOCAL the bot does not start: it would accept everybody's word."""
    app_type = said["MicrosoftAppType"] or AppType.SINGLE_TENANT
    lines = []
    if not said["MicrosoftAppId"]:
        lines.append("MicrosoftAppId: missing, the bot's app id")
    needs_secret = app_type != AppType.MANAGED_IDENTITY
    if needs_secret and not said["MicrosoftAppPassword"] and not said["KERNTEAM_APP_CERTIFICATE"]:
        lines.append("MicrosoftAppPassword: missing, the app's client secret (or set KERNTEAM_APP_CERTIFICATE)")
    if app_type != AppType.MULTI_TENANT and not said["MicrosoftAppTenantId"]:
        lines.append("MicrosoftAppTenantId: missing, the tenant the bot is registered in")
    return lines


def _unsafe_local(settings: Settings) -> list[str]:
    if settings.binds_loopback:
        return []
    return ["KERNTEAM_LOCAL: accepts everybody, so it binds loopback only: set KERNTEAM_HOST=127.0.0.1 or leave it out"]
