"""The bot's own token: one fetch per lifetime, whoever asks and however many."""

import asyncio
import datetime
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from app.teams.tokens import ConnectorTokens, EntraCredentials, FetchedToken, PostedCredentials, TokenUnavailable
from tests.teams.stand_ins import APP_ID, TENANT, FakeTime, Signer, TokenStandIn


@pytest.fixture
def tokens(session: aiohttp.ClientSession, token_address: TokenStandIn, time_now: FakeTime) -> ConnectorTokens:
    source = PostedCredentials(session, token_url=token_address.token_url, app_id=APP_ID, password="secret")
    return ConnectorTokens(source, monotonic=time_now)


async def settled(tokens: ConnectorTokens) -> None:
    if tokens._fetching is not None:
        await asyncio.wait({tokens._fetching})


async def test_many_askers_share_one_fetch(tokens: ConnectorTokens, token_address: TokenStandIn) -> None:
    assert set(await asyncio.gather(*(tokens.bearer() for _ in range(50)))) == {"t1"}
    assert await tokens.bearer() == "t1"
    assert token_address.fetches == 1
    assert token_address.forms == [
        {
            "grant_type": "client_credentials",
            "client_id": APP_ID,
            "client_secret": "secret",
            "scope": "https://api.botframework.com/.default",
        }
    ]


async def test_a_token_is_renewed_in_the_background_before_it_ends(
    tokens: ConnectorTokens, token_address: TokenStandIn, time_now: FakeTime
) -> None:
    await tokens.bearer()
    time_now.forward(3600 - 301)
    assert await tokens.bearer() == "t1"
    assert token_address.fetches == 1
    time_now.forward(2)
    assert [await tokens.bearer() for _ in range(5)] == ["t1"] * 5, "nobody waits for the renewal"
    await settled(tokens)
    assert await tokens.bearer() == "t2"
    assert token_address.fetches == 2


async def test_an_old_token_is_used_to_its_end_while_renewal_fails(
    tokens: ConnectorTokens, token_address: TokenStandIn, time_now: FakeTime
) -> None:
    await tokens.bearer()
    time_now.forward(3400)
    token_address.status = 500
    for _ in range(20):
        assert await tokens.bearer() == "t1"
        await settled(tokens)
        time_now.forward(1)
    assert token_address.fetches == 2, "one try in 30 s"
    time_now.forward(200)
    with pytest.raises(TokenUnavailable):
        await tokens.bearer()


async def test_a_failing_token_address_is_asked_once_in_five_seconds(
    tokens: ConnectorTokens, token_address: TokenStandIn, time_now: FakeTime
) -> None:
    token_address.status = 401
    for _ in range(10):
        with pytest.raises(TokenUnavailable) as caught:
            await tokens.bearer()
        assert 0 < caught.value.retry_after_seconds <= 5
    assert token_address.fetches == 1
    token_address.status = 200
    time_now.forward(5)
    assert await tokens.bearer() == "t2"


@pytest.mark.parametrize("lifetime", [0, -5, "soon", None, []])
async def test_an_answer_without_a_sound_lifetime_is_no_token(
    tokens: ConnectorTokens, token_address: TokenStandIn, lifetime: Any
) -> None:
    token_address.lifetime_seconds = lifetime
    with pytest.raises(TokenUnavailable):
        await tokens.bearer()


async def test_a_refused_token_is_dropped_once_a_minute_at_most(
    tokens: ConnectorTokens, token_address: TokenStandIn, time_now: FakeTime
) -> None:
    assert tokens.drop(await tokens.bearer())
    assert await tokens.bearer() == "t2"
    assert tokens.drop("t1"), "it was renewed meanwhile: try with the new one"
    assert not tokens.drop("t2")
    assert await tokens.bearer() == "t2"
    time_now.forward(61)
    assert tokens.drop("t2")
    assert await tokens.bearer() == "t3"
    assert token_address.fetches == 3


async def test_an_asker_that_is_cut_off_does_not_cut_off_the_others(
    tokens: ConnectorTokens, token_address: TokenStandIn
) -> None:
    first, second = asyncio.create_task(tokens.bearer()), asyncio.create_task(tokens.bearer())
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "t1"
    assert token_address.fetches == 1
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_source_that_hangs_is_given_up(time_now: FakeTime) -> None:
    class Hanging:
        async def fetch(self) -> FetchedToken:
            await asyncio.Event().wait()
            raise AssertionError

        async def forget(self) -> None: ...

        async def close(self) -> None: ...

    tokens = ConnectorTokens(Hanging(), monotonic=time_now, timeout_seconds=0.01)
    with pytest.raises(TokenUnavailable, match="TimeoutError"):
        await tokens.bearer()
    await tokens.close()


def test_a_token_is_not_printed() -> None:
    assert "abc" not in repr(FetchedToken("abc", 1))


def test_azure_is_not_imported_before_the_first_token() -> None:
    code = "import sys, app.teams.tokens, app.teams.adapter; sys.exit('azure.identity' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class Entra:
    """Entra's token address on TLS, since azure-identity speaks nothing else."""

    def __init__(self, folder: Path) -> None:
        self.forms: list[tuple[str, dict[str, str]]] = []
        signer = Signer("tls")
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(signer.private_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(signer.private_key, hashes.SHA256())
        )
        self.pem = folder / "certificate.pem"
        plain = serialization.NoEncryption()
        private = signer.private_key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        self.pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))

    async def answer(self, request: web.Request) -> web.Response:
        self.forms.append((request.path, {key: str(value) for key, value in (await request.post()).items()}))
        return web.json_response(
            {"token_type": "Bearer", "access_token": f"entra{len(self.forms)}", "expires_in": 3600}
        )


async def test_secret_and_certificate_go_through_azure_identity_on_the_shared_session(tmp_path: Path) -> None:
    entra = Entra(tmp_path)
    server_tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_tls.load_cert_chain(entra.pem)
    client_tls = ssl.create_default_context(cafile=str(entra.pem))
    app = web.Application()
    app.router.add_post("/{rest:.*}", entra.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server_tls)
    await site.start()
    port = runner.addresses[0][1]
    extra = {"authority": f"https://localhost:{port}"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=client_tls)) as session:
        common: dict[str, Any] = {"app_id": APP_ID, "session": session, "extra": extra}
        secret = EntraCredentials(app_type="SingleTenant", tenant_id=TENANT, password="s3cret", **common)
        tokens = ConnectorTokens(secret)
        assert {await tokens.bearer() for _ in range(4)} == {"entra1"}
        assert tokens.drop("entra1")
        assert await tokens.bearer() == "entra2", "azure's own memory of the refused token is gone, too"
        await tokens.close()
        file = EntraCredentials(app_type="MultiTenant", tenant_id=TENANT, certificate_path=str(entra.pem), **common)
        tokens = ConnectorTokens(file)
        assert await tokens.bearer() == "entra3"
        await tokens.close()
        assert not session.closed
    await runner.cleanup()
    (path, form), (_, _), (file_path, file_form) = entra.forms
    assert path == f"/{TENANT}/oauth2/v2.0/token"
    assert (form["client_secret"], form["scope"]) == ("s3cret", "https://api.botframework.com/.default")
    assert file_path == "/botframework.com/oauth2/v2.0/token"
    assert "client_assertion" in file_form


async def test_a_managed_identity_is_asked_for_with_the_apps_id() -> None:
    credential = EntraCredentials(app_type="UserAssignedMSI", app_id=APP_ID, tenant_id=TENANT)._make()
    assert type(credential).__name__ == "ManagedIdentityCredential"
    await credential.close()


async def test_without_password_and_certificate_there_is_no_token() -> None:
    tokens = ConnectorTokens(EntraCredentials(app_type="SingleTenant", app_id=APP_ID, tenant_id=TENANT))
    with pytest.raises(TokenUnavailable, match="neither password nor certificate"):
        await tokens.bearer()
