"""G1: the issuer's client against an issuer that others wrote (oidc-provider-mock), over a real connection."""

import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from services.gateway.adapters.issuer import Issuer, Provider, SignInRefused
from shared.errors import Unavailable

BACK = "http://127.0.0.1:8080/sign-in/return"
NONCE, VERIFIER = "n" * 43, "v" * 43


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    """Where it listens."""
    program = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", "0"]
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            yield next(found[0] for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:[0-9]+", line)))
        finally:
            process.terminate()


@pytest.fixture
async def issuer(other: str) -> AsyncIterator[Issuer]:
    issuer = Issuer(Provider(other, "lemkin", SecretStr("s3cret/+ :%"), BACK))
    yield issuer
    await issuer.aclose()


async def _code(address: str, sub: str = "somebody") -> str:
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(address, data={"sub": sub})
    assert answer.status_code == 302, answer.text
    given = parse_qs(urlsplit(answer.headers["location"]).query)
    assert given["state"] == ["state"]
    return given["code"][0]


async def test_it_signs_somebody_in(issuer: Issuer) -> None:
    code = await _code(await issuer.address("state", NONCE, VERIFIER))
    assert await issuer.subject(code, VERIFIER, NONCE) == "somebody"
    with pytest.raises(SignInRefused):
        await issuer.subject(code, VERIFIER, NONCE)


async def test_its_answer_for_another_sign_in_is_refused(issuer: Issuer) -> None:
    code = await _code(await issuer.address("state", NONCE, VERIFIER))
    with pytest.raises(SignInRefused):
        await issuer.subject(code, VERIFIER, "another")
    with pytest.raises(SignInRefused):
        await issuer.subject("no code", VERIFIER, NONCE)


async def test_an_issuer_that_calls_itself_otherwise_is_none(other: str) -> None:
    for named in (other.replace("127.0.0.1", "localhost") + "/", f"{other}/realm", "http://127.0.0.1:1"):
        stranger = Issuer(Provider(named, "lemkin", SecretStr("s3cret"), BACK))
        with pytest.raises(Unavailable):
            await stranger.address("state", NONCE, VERIFIER)
        await stranger.aclose()
