"""Who is who in a bench run: our own CA, the server's certificate, signing keys and the tokens Teams would send."""

import base64
import ipaddress
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import certifi
import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

OPENID_HOST = "login.botframework.com"
ENTRA_HOST = "login.microsoftonline.com"
CONNECTOR_HOST = "smba.trafficmanager.net"
HOSTS = (OPENID_HOST, ENTRA_HOST, CONNECTOR_HOST)

APP_ID = "0b1f6a52-6d0e-4b0f-9a43-6c1c5b5d7e11"
ISSUER = "https://api.botframework.com"


@dataclass(frozen=True)
class Certificates:
    """`bundle` holds the public roots as well, so that reading it costs what it costs in real life."""

    bundle: Path
    server: ssl.SSLContext


def make_certificates(folder: Path) -> Certificates:
    authority_key, server_key = _new_key(), _new_key()
    authority = _certificate("Kernteam bench CA", authority_key, "Kernteam bench CA", authority_key, ())
    server = _certificate("bench", server_key, "Kernteam bench CA", authority_key, HOSTS)
    bundle, chain = folder / "bundle.pem", folder / "server.pem"
    bundle.write_bytes(Path(certifi.where()).read_bytes() + b"\n" + _pem(authority))
    chain.write_bytes(_private_pem(server_key) + _pem(server))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return Certificates(bundle, context)


def _certificate(name: str, key: Any, issuer: str, issuer_key: Any, hosts: tuple[str, ...]) -> x509.Certificate:
    now = datetime.now(UTC)
    is_authority = not hosts
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if hosts:
        names: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts]
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@dataclass
class Signer:
    """One signing key of the Bot Framework."""

    kid: str
    key: rsa.RSAPrivateKey = field(default_factory=_new_key, repr=False)

    def public_entry(self) -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": _number(numbers.n),
            "e": _number(numbers.e),
            "endorsements": ["msteams"],
        }

    def token(self, service_url: str, *, lifetime_seconds: float = 3600, kid: str | None = None) -> str:
        now = time.time()
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "serviceurl": service_url,
            "nbf": int(now - 7200),
            "exp": int(now + lifetime_seconds),
        }
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": kid or self.kid})


def _number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
