"""Stand-ins for login: Local Teams' own key, the OpenID document about it, and tokens for the bot."""

import base64
import secrets
import time
from typing import Any

import jwt
import orjson
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

# What the connector is called as a resource; the bot asks for a token with this scope.
CONNECTOR_SCOPE = "https://api.botframework.com/.default"


def _number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class SigningKey:
    """An RSA key of 2048 bits with the endorsement `msteams`, as in the Bot Framework's key document."""

    def __init__(self) -> None:
        self.key_id = secrets.token_urlsafe(12)
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def as_jwk(self) -> dict[str, Any]:
        numbers = self.private.public_key().public_numbers()
        public = {"n": _number(numbers.n), "e": _number(numbers.e)}
        return {"kty": "RSA", "use": "sig", "kid": self.key_id, "alg": "RS256", "endorsements": ["msteams"]} | public


class Entra:
    """Signs what goes to the bot, and hands the bot its tokens. Counts what was fetched, for tests.

    Tokens live in real time, whatever the product's clock says.
    """

    def __init__(self, app_id: str, tenant_id: str, app_secret: str | None = None) -> None:
        self.app_id = app_id
        self.tenant_id = tenant_id
        self.app_secret = app_secret
        self.issuer = ""
        self.jwks_url = ""
        self.token_url = ""
        self.token_lifetime_seconds = 3600
        self.openid_fetched = 0
        self.keys_fetched = 0
        self.tokens_fetched = 0
        self.current = SigningKey()
        self.published = [self.current]
        self._issued: dict[str, float] = {}

    def rotate_key(self, *, keep_old: bool = False) -> None:
        """Sign with a new key from now on; the old one leaves the key document unless `keep_old`."""
        self.current = SigningKey()
        self.published = [*self.published, self.current] if keep_old else [self.current]

    def sign(self, service_url: str, **changes: Any) -> str:
        """A token for one activity. `changes` replace claims (a forged `aud`, an old `exp`); None leaves one out."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": self.app_id, "nbf": now - 60, "exp": now + 3600, "serviceurl": service_url,
        }  # fmt: skip
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        return jwt.encode(claims, self.current.private, "RS256", headers={"kid": self.current.key_id})

    def issue_token(self) -> str:
        """What the token endpoint hands out; the connector's side accepts it until it runs out."""
        token = f"local-{secrets.token_urlsafe(24)}"
        self._issued[token] = time.monotonic() + self.token_lifetime_seconds
        return token

    def accepts(self, authorization: str | None) -> bool:
        """Whether this Authorization header carries a living token of ours."""
        kind, _, token = (authorization or "").partition(" ")
        return kind.lower() == "bearer" and self._issued.get(token, 0.0) > time.monotonic()

    def withdraw_tokens(self) -> None:
        """Every token handed out so far is refused from now on."""
        self._issued.clear()

    # --- over HTTP ---

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/entra/.well-known/openidconfiguration", self._openid),
            web.get("/entra/keys", self._keys),
            web.post("/entra/{tenant}/oauth2/v2.0/token", self._token),
        ]

    async def _openid(self, _: web.Request) -> web.Response:
        self.openid_fetched += 1
        return _json({
            "issuer": self.issuer, "jwks_uri": self.jwks_url, "token_endpoint": self.token_url,
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        })  # fmt: skip

    async def _keys(self, _: web.Request) -> web.Response:
        self.keys_fetched += 1
        return _json({"keys": [key.as_jwk() for key in self.published]})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.tokens_fetched += 1
        wrong = self._wrong_with(request.match_info["tenant"], {name: str(value) for name, value in form.items()})
        if wrong:
            return _json({"error": wrong[0], "error_description": wrong[1]}, status=401)
        lifetime = self.token_lifetime_seconds
        return _json({"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime,
                      "access_token": self.issue_token()})  # fmt: skip

    def _wrong_with(self, tenant: str, form: dict[str, str]) -> tuple[str, str] | None:
        if tenant != self.tenant_id:
            return "invalid_request", f"AADSTS90002: Tenant '{tenant}' not found."
        if form.get("grant_type") != "client_credentials":
            return "unsupported_grant_type", "AADSTS70003: only client_credentials is supported."
        if form.get("client_id") != self.app_id:
            return "unauthorized_client", "AADSTS700016: application was not found in the directory."
        if form.get("scope") != CONNECTOR_SCOPE:
            return "invalid_scope", f"AADSTS70011: scope must be {CONNECTOR_SCOPE}."
        if self.app_secret is not None and form.get("client_secret") != self.app_secret:
            return "invalid_client", "AADSTS7000215: invalid client secret provided."
        return None


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
