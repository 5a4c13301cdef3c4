"""The sign-in issuer: the code flow of OpenID Connect with PKCE, and what an id token must be to count (security.md G1).

Authlib speaks OAuth and knows the claims of OpenID Connect (Core 1.0, 3.1.3.7), joserfc the signatures. Everything comes from
the settings: which issuer, who we are, where people come back to.
"""

import hmac
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import orjson
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from pydantic import SecretStr

from shared.errors import LemkinError, Unavailable

LONGEST = 16_384
SKEW = 10
"""Seconds by which the issuer's clock may differ from ours."""
FRESH = 600
"""Seconds within which a sign-in must be over."""
_HEADER = {"alg", "kid", "typ"}
_FAMILIES: dict[str, type[RSAKey | ECKey]] = {"ES256": ECKey, "RS256": RSAKey}
_ANSWER = 256 * 1024
_KEPT = 300.0


class SignInRefused(LemkinError):
    """What came back from the issuer does not count; which rule it breaks is told to nobody."""


@dataclass(frozen=True, slots=True)
class Provider:
    """`issuer` is exactly what its tokens name; `redirect_uri` is our address that it was told to send people back to."""

    issuer: str
    client_id: str
    client_secret: SecretStr
    redirect_uri: str


class Issuer:
    """Sends people to the issuer and takes what it says about them."""

    def __init__(self, provider: Provider, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """`transport` for tests; else the network. No redirect is followed and no proxy of the environment used."""
        self.provider = provider
        self._client = httpx.AsyncClient(transport=transport, timeout=5, follow_redirects=False, trust_env=False)
        self._known: dict[str, str] = {}
        self._until = 0.0

    async def aclose(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def address(self, state: str, nonce: str, verifier: str, hint: str | None = None) -> str:
        """Where a browser is sent to sign in; `hint`: the account it would like. Raises Unavailable."""
        known = await self._metadata()
        uri: str = prepare_grant_uri(
            known["authorization_endpoint"],
            self.provider.client_id,
            "code",
            self.provider.redirect_uri,
            "openid",
            state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            login_hint=hint,
        )
        return uri

    async def subject(self, code: str, verifier: str, nonce: str) -> str:
        """Whom the code is about: the `sub` of a good id token. Raises SignInRefused, Unavailable."""
        known, provider = await self._metadata(), self.provider
        body = prepare_token_request("authorization_code", "", provider.redirect_uri, code=code, code_verifier=verifier)
        secret = provider.client_secret.get_secret_value()
        answer = await self._asked(
            "POST",
            known["token_endpoint"],
            content=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            auth=httpx.BasicAuth(quote(provider.client_id, safe=""), quote(secret, safe="")),
        )
        keys = await self._asked("GET", known["jwks_uri"])
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInRefused
        return subject_of(token, keys, provider, nonce)

    async def _metadata(self) -> dict[str, str]:
        if time.monotonic() > self._until:
            found = await self._asked("GET", f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if found.get("issuer") != self.provider.issuer or not all(self._is_safe(found.get(name)) for name in names):
                raise Unavailable("issuer")
            self._known, self._until = {name: found[name] for name in names}, time.monotonic() + _KEPT
        return self._known

    def _is_safe(self, address: object) -> bool:
        """Only https, or the very place of an issuer on this machine."""
        if not isinstance(address, str):
            return False
        ours, found = urlsplit(self.provider.issuer), urlsplit(address)
        return found.scheme == "https" or (found.scheme, found.netloc) == (ours.scheme, ours.netloc)

    async def _asked(self, method: str, address: str, **given: Any) -> dict[str, Any]:
        """A JSON object. Raises SignInRefused when the issuer says no, Unavailable when it says nothing that can be read."""
        body = bytearray()
        try:
            async with self._client.stream(method, address, **given) as response:
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > _ANSWER:
                        raise Unavailable("issuer")
            found = orjson.loads(body)
        except (httpx.HTTPError, httpx.InvalidURL, orjson.JSONDecodeError) as error:
            raise Unavailable("issuer") from error
        if 400 <= response.status_code < 500 and method == "POST":
            raise SignInRefused
        if response.status_code != httpx.codes.OK or not isinstance(found, dict):
            raise Unavailable("issuer")
        return found


def subject_of(token: str, keys: dict[str, Any], provider: Provider, nonce: str) -> str:
    """The `sub` of an id token, if it is good: signed by one of the issuer's keys, for us, now, for this sign-in.

    Raises SignInRefused.
    """
    try:
        if len(token) > LONGEST:
            raise SignInRefused
        header = jws.extract_compact(token.encode()).headers()
        if not set(header) <= _HEADER or header.get("typ", "JWT") != "JWT":
            raise SignInRefused
        claims = jwt.decode(token, _key(keys, header["alg"], header.get("kid")), algorithms=[header["alg"]]).claims
        return _checked(claims, header, provider, nonce)
    except (JoseError, KeyError, TypeError, ValueError, AttributeError, UnicodeError, RecursionError) as error:
        raise SignInRefused from error


def _key(keys: dict[str, Any], algorithm: str, kid: str | None) -> RSAKey | ECKey:
    """The one key of that name, or the only one (Core 1.0, 10.1). It must be the algorithm's: a header chooses nothing else."""
    named = [key for key in keys["keys"] if kid in (None, key.get("kid"))]
    family = _FAMILIES[algorithm]
    wanted = {"kty": family.key_type, "use": "sig", "alg": algorithm}
    if len(named) != 1 or any(named[0].get(name, value) != value for name, value in wanted.items()):
        raise SignInRefused
    return family.import_key(named[0])


def _checked(claims: dict[str, Any], header: dict[str, Any], provider: Provider, nonce: str) -> str:
    good = CodeIDToken(
        claims,
        header,
        {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True, "allow_blank": False},
        },
        {"client_id": provider.client_id, "nonce": nonce},
    )
    now = int(time.time())
    good.validate(now, SKEW)
    issued, expires, subject, given = claims["iat"], claims["exp"], claims["sub"], claims["nonce"]
    # bool is an int to Python; authlib compares the nonce, and here no time tells how much of it was right
    if type(issued) is not int or type(expires) is not int or not isinstance(given, str):
        raise SignInRefused
    if (
        not hmac.compare_digest(given.encode(), nonce.encode())
        or not now - FRESH <= issued <= now + SKEW
        or expires <= now
    ):
        raise SignInRefused
    if claims["aud"] not in (provider.client_id, [provider.client_id]) or not 1 <= len(subject) <= 255:  # Core 1.0, 2
        raise SignInRefused
    return str(subject)
