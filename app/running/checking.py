"""`kernteam check`: does what the bot needs answer? Each line says in words what was tried and what to do."""

from dataclasses import dataclass

from app.kit.errors import TryLater
from app.main import connector_tokens
from app.migrations import is_newest
from app.settings import Settings
from app.teams.connector import open_session
from app.teams.keys import SigningKeys
from app.teams.tokens import TokenUnavailable


@dataclass(frozen=True)
class Finding:
    fine: bool
    what: str
    remedy: str = ""


async def check(settings: Settings) -> int:
    """Prints one line for each thing tried; 0 when all is well, 1 otherwise."""
    findings = [
        await _database(settings),
        *([] if settings.local else [await _keys(settings), await _token(settings)]),
        _public_address(settings),
        _operator(settings),
    ]
    for finding in findings:
        print(f"{'ok    ' if finding.fine else 'FAILED'} {finding.what}")
        if not finding.fine:
            print(f"       {finding.remedy}")
    return 0 if all(finding.fine for finding in findings) else 1


async def _database(settings: Settings) -> Finding:
    what = "database answers and has this version's shape"
    try:
        newest = await is_newest(settings.database_url)
    except (TryLater, OSError) as error:
        return Finding(False, what, f"KERNTEAM_DATABASE_URL: no answer ({error})")
    return Finding(newest, what, "run: kernteam migrate")


async def _keys(settings: Settings) -> Finding:
    async with open_session(trust_env=not settings.bot_token_url) as session:
        keys = SigningKeys(session, openid_url=settings.bot_openid_url)
        await keys.prefetch()
        fetched = keys.generation > 0
        await keys.close()
    return Finding(
        fetched,
        "signing keys of the Bot Framework can be fetched",
        f"outgoing HTTPS to {settings.bot_openid_url} must be allowed",
    )


async def _token(settings: Settings) -> Finding:
    what = "Microsoft Entra gives the bot a token"
    async with open_session(trust_env=not settings.bot_token_url) as session:
        tokens = connector_tokens(settings, session)
        try:
            await tokens.bearer()
        except TokenUnavailable as error:
            return Finding(False, what, f"look at MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId ({error})")
        finally:
            await tokens.close()
    return Finding(True, what)


def _public_address(settings: Settings) -> Finding:
    return Finding(
        settings.public_url.startswith("https://"),
        "public address is set and uses https",
        "KERNTEAM_PUBLIC_URL: needed for personal links, legal pages and the app package",
    )


def _operator(settings: Settings) -> Finding:
    return Finding(
        settings.names_operator,
        "operator is named for the legal pages",
        "set KERNTEAM_OPERATOR_NAME, KERNTEAM_OPERATOR_ADDRESS and KERNTEAM_OPERATOR_EMAIL",
    )
