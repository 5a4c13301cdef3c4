"""sec-S12, G6 to G8: no page of another site does anything here in somebody's name, whichever route it aims at.

The routes are those of the application itself: one that is added later is tried as well.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from services.gateway.adapters.people import People
from services.gateway.adapters.services import Services
from services.gateway.entrypoints.serve import PREFIX, frozen, public_app
from shared.access import Minter
from shared.settings import Settings
from shared.store.database import Database
from tests.component.gateway.front import Front
from tests.support.signing import keys

SAFE = {"GET", "HEAD", "OPTIONS"}
FORM = "application/x-www-form-urlencoded"
ELSEWHERE: dict[str, dict[str, str]] = {
    "another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "a neighbour": {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:9999"},
    "nothing at all": {},
    "a sandboxed frame": {"Origin": "null"},
    "an old browser": {"Origin": "https://evil.example", "Referer": "https://evil.example/"},
    "a claim of ours": {"Origin": "https://evil.example", "Referer": "http://127.0.0.1:8080/"},
    "with the mark of a script": {"Sec-Fetch-Site": "cross-site", "X-Lemkin-Request": "1"},
    "typed by hand": {"Sec-Fetch-Site": "none"},
}
PLACES = {"service": "gateway", "collection": "access-grants", "id": str(UUID(int=1)), "task": "revoke"}


def _application() -> FastAPI:
    minter = Minter("gateway", keys() / "gateway.key")
    return public_app(Settings(keys=keys()), Database("", None), Services({}, minter), People(None, minter), frozen())


def _routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path as they are served, whether a document describes them or not."""
    for route in app.routes:
        one: Any = route
        parts = one.effective_route_contexts() if hasattr(one, "effective_route_contexts") else [one]
        for part in parts:
            yield from ((method, part.path) for method in getattr(part, "methods", None) or ())


def _unsafe() -> list[tuple[str, str]]:
    """Method and path of everything outside the public API that may change something."""
    served = set(_routes(_application()))
    return sorted((method, path) for method, path in served if method not in SAFE and not path.startswith(PREFIX))


def _filled(path: str) -> str:
    filled = path.replace(":path}", "}")
    for name, value in PLACES.items():
        filled = filled.replace(f"{{{name}}}", value)
    assert "{" not in filled, f"{path}: name a value for it in PLACES"
    return filled


UNSAFE = _unsafe()


def test_the_routes_were_found() -> None:
    assert {("POST", "/sign-out"), ("POST", "/sign-out/everywhere"), ("POST", "/sign-in/invitation")} <= set(UNSAFE)
    assert {method for method, _ in UNSAFE} == {"POST"}


@pytest.mark.parametrize(("method", "path"), UNSAFE, ids=[path for _, path in UNSAFE])
async def test_another_site_does_nothing_here_even_with_the_form_token(front: Front, method: str, path: str) -> None:
    async with front.browser() as browser:
        await browser.sign_in("secretariat")
        token = await browser.token()
        for name, headers in ELSEWHERE.items():
            answer = await browser.site.request(method, _filled(path), data={"csrf_token": token}, headers=headers)
            assert answer.status_code == 403, (name, answer.status_code)
            assert "set-cookie" not in answer.headers, name
        assert (await browser.site.get("/networks")).status_code == 200


@pytest.mark.parametrize(("method", "path"), UNSAFE, ids=[path for _, path in UNSAFE])
async def test_a_form_of_ours_needs_its_token_and_its_kind(front: Front, method: str, path: str) -> None:
    here = {"Sec-Fetch-Site": "same-origin"}
    async with front.browser() as browser, front.browser() as other:
        await browser.sign_in("secretariat")
        await other.sign_in("auditor")
        for token in (None, "", "x", await other.token()):
            fields: dict[str, Any] = {} if token is None else {"csrf_token": token}
            answer = await browser.site.request(
                method, _filled(path), data=fields, headers=here | {"Content-Type": FORM}
            )
            assert answer.status_code not in {200, 201, 303}, (token, answer.status_code)
            assert "set-cookie" not in answer.headers
        good = await browser.token()
        for kind in ("application/json", "text/plain", ""):
            content = f"csrf_token={good}".encode()
            answer = await browser.site.request(
                method, _filled(path), content=content, headers=here | {"Content-Type": kind}
            )
            assert answer.status_code == 415, kind
        assert (await browser.site.get("/networks")).status_code == 200


@pytest.mark.parametrize(("method", "path"), UNSAFE, ids=[path for _, path in UNSAFE])
async def test_no_safe_method_and_no_override_does_what_a_form_does(front: Front, method: str, path: str) -> None:
    overriding = {"X-HTTP-Method-Override": method, "X-Method-Override": method, "Sec-Fetch-Site": "same-origin"}
    async with front.browser() as browser:
        await browser.sign_in("secretariat")
        token = await browser.token()
        query = {"csrf_token": token, "_method": method}
        for safe in ("GET", "HEAD", "OPTIONS"):
            answer: httpx.Response = await browser.site.request(safe, _filled(path), params=query, headers=overriding)
            assert answer.status_code in {200, 303, 400, 404, 405}, (safe, answer.status_code)
            assert "set-cookie" not in answer.headers
        assert (await browser.site.get("/networks")).status_code == 200


async def test_the_public_api_knows_no_cookie(front: Front) -> None:
    async with front.browser() as browser:
        await browser.sign_in("secretariat")
        for method in ("POST", "GET"):
            answer = await browser.site.request(
                method,
                f"{PREFIX}/gateway/access-grants",
                json={},
                headers={"Sec-Fetch-Site": "same-origin", "Idempotency-Key": "k"},
            )
            assert answer.status_code in {401, 404, 405}, answer.text
