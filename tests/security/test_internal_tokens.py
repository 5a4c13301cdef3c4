"""sec-S11, G12: no forged internal token is accepted; a second, independent verifier agrees on those that are."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from jwt.algorithms import OKPAlgorithm

from shared.access import Actor, Minter, NotSignedIn, Verifier
from shared.api import callers
from shared.contracts.ids import SYSTEM
from tests.security.forging import ALGORITHM, AUDIENCE, CALLER, TYPE, Forge, pem_of
from tests.support.signing import keys

FORMS = Forge(keys()).forms()
SCHEMES = ("", "Basic {}", "bearer {}", "Bearer  {}", "Bearer\t{}", "{}", "Token {}", "Bearer {} {}", "DPoP {}")


@pytest.fixture(scope="module")
def forge() -> Forge:
    return Forge(keys())


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(AUDIENCE, [CALLER], keys())


class Second:
    """PyJWT, told the same rules."""

    def __init__(self, public: bytes) -> None:
        self._key = pem_of(public)

    def claims(self, token: str) -> dict[str, Any]:
        """The claims of a good token. Raises PyJWTError, or what it trips over."""
        header = jwt.get_unverified_header(token)
        if header != {"alg": ALGORITHM, "typ": TYPE, "kid": CALLER}:
            raise jwt.InvalidTokenError
        options: Any = {"require": ["iss", "aud", "sub", "jti", "iat", "exp"], "strict_aud": True}
        return jwt.decode(token, self._key, [ALGORITHM], options, audience=AUDIENCE, issuer=CALLER)


@pytest.fixture(scope="module")
def second(forge: Forge) -> Iterator[Second]:
    jwt.register_algorithm(ALGORITHM, OKPAlgorithm())  # RFC 9864's name of EdDSA on that curve
    yield Second(forge.public)
    jwt.unregister_algorithm(ALGORITHM)


def test_there_are_enough_forms() -> None:
    assert len({form for _, form in FORMS}) >= 100


@pytest.mark.parametrize(
    "form", [form for _, form in FORMS], ids=[re.sub(r"[0-9]{9,}", "N", name) for name, _ in FORMS]
)
def test_no_forged_token_is_accepted(verifier: Verifier, form: str) -> None:
    with pytest.raises(NotSignedIn):
        verifier.actor(f"Bearer {form}")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_other_scheme_is_accepted(verifier: Verifier, forge: Forge, scheme: str) -> None:
    with pytest.raises(NotSignedIn):
        verifier.actor(scheme.format(forge.good(), forge.good()))
    with pytest.raises(NotSignedIn):
        verifier.actor(None)


def test_a_good_token_is_accepted_by_both_verifiers(verifier: Verifier, second: Second, forge: Forge) -> None:
    actor = Actor(SYSTEM, "regional_admin", frozenset({"network:1", "state:ARG"}), CALLER)
    token = Minter(CALLER, keys() / "gateway.key").token(actor, AUDIENCE, "command")
    assert verifier.actor(f"Bearer {token}") == actor
    for one in (token, forge.good()):
        assert verifier.actor(f"Bearer {one}").caller == CALLER
        claims = second.claims(one)
        assert claims["exp"] - claims["iat"] == 60


def test_a_second_verifier_refuses_the_same_headers_signatures_and_shapes(second: Second, forge: Forge) -> None:
    for name, form in (*forge.wrong_headers(), *forge.wrong_signatures(), *forge.wrong_shapes()):
        with pytest.raises((jwt.PyJWTError, ValueError, TypeError, RecursionError)):
            pytest.fail(f"accepted: {name}: {second.claims(form)}")


def test_a_token_is_for_one_service_and_of_one_caller(forge: Forge) -> None:
    for verifier in (Verifier("enrollment", [CALLER], keys()), Verifier(AUDIENCE, [], keys())):
        with pytest.raises(NotSignedIn):
            verifier.actor(f"Bearer {forge.good()}")


def test_clocks_may_differ_by_a_few_seconds_and_no_more(verifier: Verifier, forge: Forge) -> None:
    now = int(time.time())
    assert verifier.actor(f"Bearer {forge.token(forge.header(), forge.claims(iat=now + 2, exp=now + 60))}")
    with pytest.raises(NotSignedIn):
        verifier.actor(f"Bearer {forge.token(forge.header(), forge.claims(iat=now + 30, exp=now + 60))}")


def test_only_the_gateway_gives_commands(tmp_path: Path, forge: Forge) -> None:
    """G13: whoever has taken over another service cannot act as the secretariat in this one."""
    for name in ("gateway", "notifications", "enrollment", "network"):
        (tmp_path / f"{name}.pub").write_bytes(forge.public)
        (tmp_path / f"{name}.key").write_bytes((keys() / "gateway.key").read_bytes())
    accepting = Verifier(AUDIENCE, callers(tmp_path), tmp_path)
    actor = Actor(SYSTEM, "secretariat", frozenset({"secretariat"}))
    assert accepting.actor(f"Bearer {Minter('gateway', tmp_path / 'gateway.key').token(actor, AUDIENCE, 'x')}")
    for name in ("notifications", "enrollment", "network"):
        with pytest.raises(NotSignedIn):
            accepting.actor(f"Bearer {Minter(name, tmp_path / f'{name}.key').token(actor, AUDIENCE, 'x')}")


def test_an_error_tells_no_reason(verifier: Verifier) -> None:
    for _, form in FORMS:
        with pytest.raises(NotSignedIn) as refused:
            verifier.actor(f"Bearer {form}")
        assert str(refused.value) == ""
