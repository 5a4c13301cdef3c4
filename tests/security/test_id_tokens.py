"""sec-S11, G1: no forged id token signs anybody in; a second, independent verifier agrees on those that do."""

import re
from typing import Any

import jwt
import pytest
from pydantic import SecretStr

from services.gateway.adapters.issuer import Provider, SignInRefused, subject_of
from tests.security.forging_id import CLIENT, ISSUER, KID, NONCE, IdForge

FORGE = IdForge()
FORMS = FORGE.forms()
PROVIDER = Provider(ISSUER, CLIENT, SecretStr("s3cret"), "https://lemkin.example/sign-in/return")


def _second(token: str) -> str:
    """PyJWT, told the same rules."""
    header = jwt.get_unverified_header(token)
    if not {"alg", "kid"} <= set(header) <= {"alg", "kid", "typ"} or header.get("typ", "JWT") != "JWT":
        raise jwt.InvalidTokenError
    key = next(key for key in jwt.PyJWKSet.from_dict(FORGE.jwks).keys if key.key_id == header["kid"])
    options: Any = {"require": ["iss", "aud", "sub", "nonce", "iat", "exp"]}
    claims = jwt.decode(
        token, key, ["ES256" if header["kid"] == KID else "RS256"], options, audience=CLIENT, issuer=ISSUER
    )
    if claims["nonce"] != NONCE:
        raise jwt.InvalidTokenError
    return str(claims["sub"])


def test_there_are_enough_forms() -> None:
    assert len({form for _, form in FORMS}) >= 100


@pytest.mark.parametrize(
    "form", [form for _, form in FORMS], ids=[re.sub(r"[0-9]{9,}", "N", ascii(name)) for name, _ in FORMS]
)
def test_no_forged_token_signs_anybody_in(form: str) -> None:
    with pytest.raises(SignInRefused):
        subject_of(form, FORGE.jwks, PROVIDER, NONCE)


@pytest.mark.parametrize("name", dict(FORGE.good()))
def test_a_good_token_is_accepted_by_both_verifiers(name: str) -> None:
    token = dict(FORGE.good())[name]
    assert subject_of(token, FORGE.jwks, PROVIDER, NONCE) == "somebody" == _second(token)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": None},
        {"keys": {}},
        {"keys": []},
        {"keys": [{}]},
        {"keys": ["x"]},
        {"keys": [FORGE.rsa]},
        {"keys": [FORGE.elliptic, FORGE.elliptic]},
        {"keys": [FORGE.elliptic | {"use": "enc"}]},
        {"keys": [FORGE.elliptic | {"alg": "ES384"}]},
        {"keys": [FORGE.elliptic | {"kid": "other"}]},
        {"keys": [FORGE.elliptic | {"x": "AAAA"}]},
        {"keys": [FORGE.elliptic | {"kty": "oct", "k": "AAAA"}]},
        {"keys": [FORGE.rsa | {"kid": KID}]},
    ],
    ids=range(14),
)
def test_a_key_set_without_exactly_that_key_accepts_nothing(keys: dict[str, Any]) -> None:
    with pytest.raises(SignInRefused):
        subject_of(dict(FORGE.good())["plain"], keys, PROVIDER, NONCE)


def test_a_token_of_another_sign_in_issuer_or_client_is_refused() -> None:
    good = dict(FORGE.good())["plain"]
    for provider, nonce in (
        (PROVIDER, "another"),
        (PROVIDER, ""),
        (Provider("https://other.example", CLIENT, SecretStr("x"), "x"), NONCE),
        (Provider(ISSUER, "other", SecretStr("x"), "x"), NONCE),
    ):
        with pytest.raises(SignInRefused):
            subject_of(good, FORGE.jwks, provider, nonce)
