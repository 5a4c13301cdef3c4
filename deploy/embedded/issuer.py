"""The development issuer: OpenID Connect for the demo's accounts, without a password, on loopback only (security.md D10, G15).

Run as `python -m deploy.embedded.issuer PORT SECRET_FILE SITE`; ends at SIGTERM. Its keys and codes live in memory alone.
"""

import asyncio
import base64
import hashlib
import hmac
import os
import secrets
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import ECKey

from deploy.embedded.ports import LOOPBACK
from services.gateway.adapters.accounts import DEMO
from shared.http import BadRequest, application, problem
from shared.serving import serve

CLIENT = "lemkin"
ALGORITHM = "ES256"
LIFETIME = 60
_HERE = ("127.0.0.1", "localhost", "::1")
_CARRIED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}"
    "ul{padding:0;list-style:none}button{font:inherit;padding:.5rem 1rem;margin-block:.25rem;min-width:16rem;text-align:start}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


def refusal(environment: Mapping[str, str], site: str) -> str | None:
    """Why this issuer must not run: it lets anybody in, so nobody else may reach what it opens."""
    if environment.get("LEMKIN_PRODUCTION") or environment.get("LEMKIN_MODE", "machine") != "machine":
        return "the development issuer does not run in production or in containers: set LEMKIN_ISSUER to a real one"
    if urlsplit(site).hostname not in _HERE or urlsplit(environment.get("LEMKIN_SITE") or site).hostname not in _HERE:
        return "the development issuer signs people in to this machine only: LEMKIN_SITE must be a loopback address"
    return None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for; `until` on the monotonic clock."""

    account: str
    challenge: str
    nonce: str | None
    until: float


class DevelopmentIssuer:
    """Knows one client, which comes back to one address."""

    def __init__(self, address: str, secret: str, redirect_uri: str) -> None:
        """`address`: under which it is reached, and which its tokens name."""
        self._address, self._secret, self._redirect_uri = address, secret, redirect_uri
        self._key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(8), "use": "sig", "alg": ALGORITHM})
        self._codes: dict[str, Grant] = {}

    def app(self) -> FastAPI:
        """Its pages and endpoints."""
        app = application("development issuer", _HERE)
        app.add_api_route("/.well-known/openid-configuration", self._metadata, methods=["GET"])
        app.add_api_route("/keys", self._keys, methods=["GET"])
        app.add_api_route("/authorize", self._ask, methods=["GET"], response_model=None)
        app.add_api_route("/authorize", self._answer, methods=["POST"], response_model=None)
        app.add_api_route("/token", self._token, methods=["POST"], response_model=None)
        return app

    async def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self._address,
            "authorization_endpoint": f"{self._address}/authorize",
            "token_endpoint": f"{self._address}/token",
            "jwks_uri": f"{self._address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "scopes_supported": ["openid"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    async def _keys(self) -> dict[str, Any]:
        return {"keys": [self._key.as_dict(private=False)]}

    async def _ask(self, request: Request) -> HTMLResponse:
        """Who somebody wants to be: one button an account; the one that was hinted at comes first."""
        given = self._checked(dict(request.query_params))
        hint = request.query_params.get("login_hint")
        names = sorted((demo.name for demo in DEMO), key=lambda name: name != hint)
        hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(given[name])}">' for name in given)
        buttons = "".join(
            f'<li><button name="account" value="{escape(name)}">{escape(name)}</button></li>' for name in names
        )
        page = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign-in of the demo</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body><main>'
            f"<h1>Sign-in of the demo</h1><p>This page runs on this machine only. Nobody here is real, and there is no password."
            f'</p><form method="post" action="/authorize">{hidden}<ul>{buttons}</ul></form></main></body></html>'
        )
        policy = (
            f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self' {_origin(self._redirect_uri)}; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        return HTMLResponse(page, headers={"Content-Security-Policy": policy, "Referrer-Policy": "same-origin"})

    async def _answer(self, request: Request) -> Response:
        """Back to the site with a code, good once and for a minute. Only our own page may send this."""
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return problem(403, "cross-site")
        form = {name: text for name, text in (await request.form()).items() if isinstance(text, str)}
        given = self._checked(form)
        if form.get("account") not in {demo.name for demo in DEMO}:
            raise BadRequest(400, "no-such-account")
        code, now = secrets.token_urlsafe(32), time.monotonic()
        self._codes = {known: grant for known, grant in self._codes.items() if grant.until > now}
        self._codes[code] = Grant(form["account"], given["code_challenge"], given.get("nonce"), now + LIFETIME)
        back = urlencode({"code": code, "state": given["state"], "iss": self._address})
        return RedirectResponse(f"{self._redirect_uri}?{back}", 303)

    async def _token(self, request: Request) -> Response | dict[str, Any]:
        form = await request.form()
        if not self._is_client(request.headers.get("authorization", "")):
            return _refused("invalid_client", 401)
        grant = self._codes.pop(str(form.get("code")), None)
        challenge = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        if (
            form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != self._redirect_uri
            or grant is None
            or grant.until <= time.monotonic()
            or not hmac.compare_digest(base64.urlsafe_b64encode(challenge).decode().rstrip("="), grant.challenge)
        ):
            return _refused("invalid_grant", 400)
        return {"token_type": "Bearer", "access_token": secrets.token_urlsafe(32), "id_token": self._id_token(grant)}

    def _id_token(self, grant: Grant) -> str:
        now = int(time.time())
        claims = {"iss": self._address, "sub": grant.account, "aud": CLIENT, "iat": now, "exp": now + LIFETIME}
        nonce = {"nonce": grant.nonce} if grant.nonce else {}
        header = {"alg": ALGORITHM, "kid": self._key.kid}
        return jwt.encode(header, claims | nonce, self._key, algorithms=[ALGORITHM])

    def _checked(self, given: Mapping[str, str]) -> dict[str, str]:
        """What belongs to the flow, if it is the one flow we know. Raises BadRequest; nobody is sent on with an error."""
        wanted = {
            "client_id": CLIENT,
            "redirect_uri": self._redirect_uri,
            "response_type": "code",
            "scope": "openid",
            "code_challenge_method": "S256",
        }
        for name, value in wanted.items():
            if given.get(name) != value:
                raise BadRequest(400, "not-this-flow", f"/{name}")
        if not given.get("state") or len(given.get("code_challenge", "")) != 43:
            raise BadRequest(400, "not-this-flow", "/code_challenge")
        return {name: given[name] for name in _CARRIED if name in given}

    def _is_client(self, authorization: str) -> bool:
        scheme, _, text = authorization.partition(" ")
        try:
            name, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
        except ValueError:
            return False
        known = hmac.compare_digest(unquote(secret).encode(), self._secret.encode())
        return scheme.lower() == "basic" and unquote(name) == CLIENT and known


def _refused(error: str, status: int) -> Response:
    return problem(status, error.replace("_", "-"), error=error)


def _origin(address: str) -> str:
    split = urlsplit(address)
    return f"{split.scheme}://{split.netloc}"


async def run(port: int, secret: str, site: str) -> None:
    """Serve on loopback until SIGTERM or SIGINT. Raises OSError when the port is taken."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopped.set)
    issuer = DevelopmentIssuer(f"http://{LOOPBACK}:{port}", secret, f"{site}/sign-in/return")
    await serve(issuer.app(), (LOOPBACK, port), stopped)


def main(port: str, secret_file: str, site: str) -> None:
    """Run, or say why not. Raises SystemExit."""
    why = refusal(os.environ, site)
    if why:
        raise SystemExit(why)
    asyncio.run(run(int(port), Path(secret_file).read_text("utf-8").strip(), site))


if __name__ == "__main__":
    main(*sys.argv[1:])
