"""G1: what an issuer tells about itself, and what is done when it tells nothing that can be used."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.gateway.adapters.issuer import Issuer, Provider, SignInRefused
from shared.errors import Unavailable

ISSUER = "https://issuer.example/realm"
GOOD = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize?a=b",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": "https://keys.example/keys",
}
Answer = Callable[[httpx.Request], httpx.Response]


def _issuer(answer: Answer, name: str = ISSUER) -> Issuer:
    provider = Provider(name, "lemkin", SecretStr("s3cret"), "https://lemkin.example/sign-in/return")
    return Issuer(provider, httpx.MockTransport(answer))


def _told(found: Any, status: int = 200) -> Answer:
    return lambda _: httpx.Response(status, json=found)


async def test_what_it_tells_is_asked_once() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json=GOOD)

    issuer = _issuer(answer)
    first, second = [await issuer.address("s", "n", "v" * 43, hint="a b&c") for _ in range(2)]
    assert first == second
    assert first.startswith(f"{ISSUER}/authorize?a=b&response_type=code&client_id=lemkin&")
    assert "login_hint=a+b%26c" in first
    assert asked == [f"{ISSUER}/.well-known/openid-configuration"]


@pytest.mark.parametrize(
    "found",
    [
        GOOD | {"issuer": "https://evil.example"},
        GOOD | {"issuer": f"{ISSUER}/"},
        GOOD | {"token_endpoint": "http://issuer.example/token"},
        GOOD | {"jwks_uri": "file:///etc/passwd"},
        GOOD | {"jwks_uri": "http://169.254.169.254/keys"},
        GOOD | {"authorization_endpoint": "javascript:alert(1)"},
        GOOD | {"authorization_endpoint": None},
        {name: value for name, value in GOOD.items() if name != "jwks_uri"},
        {},
        [],
        "x",
        None,
    ],
    ids=range(12),
)
async def test_an_issuer_that_tells_something_else_is_away(found: Any) -> None:
    with pytest.raises(Unavailable):
        await _issuer(_told(found)).address("s", "n", "v" * 43)


@pytest.mark.parametrize("status", [301, 302, 404, 500, 503])
async def test_no_redirect_is_followed_and_no_error_believed(status: int) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "issuer.example"
        return httpx.Response(status, json=GOOD, headers={"Location": "https://evil.example/"})

    with pytest.raises(Unavailable):
        await _issuer(answer).address("s", "n", "v" * 43)


async def test_an_issuer_of_this_machine_speaks_for_its_own_place_only() -> None:
    local = "http://127.0.0.1:8181"
    told = {name: value.replace(ISSUER, local) for name, value in GOOD.items()} | {"jwks_uri": f"{local}/keys"}
    assert await _issuer(_told(told), local).address("s", "n", "v" * 43)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        with pytest.raises(Unavailable):
            await _issuer(_told(told | {name: "http://127.0.0.1:9999/x"}), local).address("s", "n", "v" * 43)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b" " * 300_000, b"{}" + b" " * 300_000], ids=range(6)
)
async def test_an_answer_that_cannot_be_read_or_does_not_end_is_none(body: bytes) -> None:
    with pytest.raises(Unavailable):
        await _issuer(lambda _: httpx.Response(200, content=body)).address("s", "n", "v" * 43)


@pytest.mark.parametrize(
    ("status", "found", "raised"),
    [
        (400, {"error": "invalid_grant"}, SignInRefused),
        (401, {"error": "invalid_client"}, SignInRefused),
        (200, {"error": "invalid_grant"}, SignInRefused),
        (200, {"id_token": None}, SignInRefused),
        (200, {"id_token": ["x"]}, SignInRefused),
        (200, {"id_token": "a.b.c"}, SignInRefused),
        (200, [], Unavailable),
        (302, {"id_token": "x"}, Unavailable),
        (500, {"id_token": "x"}, Unavailable),
    ],
)
async def test_what_the_token_endpoint_says_instead_of_a_token(
    status: int, found: Any, raised: type[Exception]
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        match request.url.path:
            case "/realm/token":
                assert request.headers["authorization"].startswith("Basic ")
                return httpx.Response(status, json=found)
            case "/keys":
                return httpx.Response(200, json={"keys": []})
        return httpx.Response(200, json=GOOD)

    with pytest.raises(raised):
        await _issuer(answer).subject("code", "v" * 43, "n")


async def test_an_issuer_that_does_not_answer_is_away() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("x", request=request)

    with pytest.raises(Unavailable):
        await _issuer(answer).address("s", "n", "v" * 43)
