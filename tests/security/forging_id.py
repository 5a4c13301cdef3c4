"""Ways to forge an id token of the sign-in issuer: header, claims, signature, key set and shape, each one wrong in its own way."""

import json
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from hmac import digest
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.security.forging import Sign, encoded

ISSUER, CLIENT, NONCE, KID = "https://issuer.example/realm", "lemkin", "n0nce-of-this-sign-in", "of-the-issuer"
Form = tuple[str, str]


def _number(value: int, size: int = 32) -> str:
    return encoded(value.to_bytes(size))


class IdForge:
    """Makes id tokens with the issuer's true key, or with others."""

    def __init__(self) -> None:
        self._true, self._other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self._rsa = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        point, modulus = self._true.public_key().public_numbers(), self._rsa.public_key().public_numbers()
        self.elliptic = {"kty": "EC", "crv": "P-256", "kid": KID, "x": _number(point.x), "y": _number(point.y)}
        self.rsa = {"kty": "RSA", "kid": "r", "n": _number(modulus.n, 256), "e": "AQAB"}
        self.jwks: dict[str, Any] = {"keys": [self.elliptic, self.rsa]}

    def sign(self, said: bytes) -> bytes:
        """ES256 with the true key."""
        return _es256(self._true, said)

    def header(self, **changes: Any) -> dict[str, Any]:
        """A good one with changes; None takes a field out."""
        return _changed({"alg": "ES256", "kid": KID}, changes)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Good ones with changes; None takes one out."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": CLIENT, "sub": "somebody", "nonce": NONCE, "iat": now, "exp": now + 60}
        return _changed(good, changes)

    def token(self, header: Mapping[str, Any], claims: Mapping[str, Any], sign: Sign | None = None) -> str:
        """Header, claims, signature."""
        return self.signed(json.dumps(header).encode(), json.dumps(claims).encode(), sign)

    def signed(self, header: bytes, claims: bytes, sign: Sign | None = None) -> str:
        """The same of raw bytes."""
        said = f"{encoded(header)}.{encoded(claims)}"
        return f"{said}.{encoded((sign or self.sign)(said.encode()))}"

    def good(self) -> Iterator[Form]:
        """Tokens that must be accepted."""
        yield "plain", self.token(self.header(), self.claims())
        yield "as a JWT", self.token(self.header(typ="JWT"), self.claims(aud=[CLIENT], azp=CLIENT))
        yield "by RSA", self.token({"alg": "RS256", "kid": "r"}, self.claims(), self._rs256)

    def forms(self) -> list[Form]:
        """All that must not."""
        return [*self._headers(), *self._claims(), *self._signatures(), *self._shapes()]

    def _headers(self) -> Iterator[Form]:
        jwk = {**self.elliptic, "kid": KID}
        changes: list[dict[str, Any]] = [
            *(
                {"alg": name}
                for name in (
                    "none",
                    "None",
                    "",
                    "HS256",
                    "RS256",
                    "PS256",
                    "ES384",
                    "EdDSA",
                    "es256",
                    None,
                    ["ES256"],
                    0,
                )
            ),
            *(
                {"kid": name}
                for name in ("r", "nobody", "", None, "../keys", "/dev/null", "x\x00", [KID], 0, "x" * 9_999)
            ),
            *({"typ": name} for name in ("at+jwt", "lemkin-internal+jwt", "logout+jwt", "", ["JWT"], 1)),
            {"jwk": jwk},
            {"jku": "https://evil.example/jwks.json"},
            {"x5u": "https://evil.example/cert.pem"},
            {"x5c": ["AAAA"]},
            {"crit": ["exp"]},
            {"b64": False, "crit": ["b64"]},
            {"zip": "DEF"},
            {"enc": "A256GCM"},
            {"cty": "JWT"},
        ]
        for change in changes:
            yield f"header {change}"[:70], self.token(self.header(**change), self.claims())

    def _claims(self) -> Iterator[Form]:
        now = int(time.time())
        changes: list[dict[str, Any]] = [
            *({"iss": value} for value in ("https://evil.example", f"{ISSUER}/", "", [ISSUER], {"a": ISSUER}, None)),
            *(
                {"aud": value}
                for value in ("other", "", [CLIENT, "other"], ["other"], [], {"a": CLIENT}, "LEMKIN", None)
            ),
            {"aud": [CLIENT, "other"], "azp": CLIENT},
            {"azp": "other"},
            *({"nonce": value} for value in ("", "another", NONCE.upper(), [NONCE], 1, True, {"a": NONCE}, None)),
            *({"sub": value} for value in ("", ["somebody"], 1, True, "x" * 256, None)),
            *({"exp": value} for value in (now - 1, now - 3_600, f"{now + 60}", True, float("inf"), None, [now + 60])),
            *({"iat": value} for value in (now + 3_600, now - 3_600, f"{now}", True, -(10**20), None)),
            {"nbf": now + 3_600},
            {"iat": now - 86_400, "exp": now + 86_400},
        ]
        for change in changes:
            yield f"claims {change}"[:70], self.token(self.header(), self.claims(**change))
        for text in (b"[]", b"1", b"null", b"{", b"", b"\xff\xfe"):
            yield f"claims {text!r}", self.signed(json.dumps(self.header()).encode(), text)

    def _signatures(self) -> Iterator[Form]:
        good = dict(self.good())["plain"]
        head, body, mark = good.split(".")
        yield "a stranger's key", self.token(self.header(), self.claims(), lambda said: _es256(self._other, said))
        for name, secret in (
            ("the key set", json.dumps(self.jwks)),
            ("the key", json.dumps(self.elliptic)),
            ("nothing", ""),
        ):
            sign = _mac(secret.encode())
            yield f"HS256 with {name}", self.token(self.header(alg="HS256"), self.claims(), sign)
            yield f"an HMAC with {name} called ES256", self.token(self.header(), self.claims(), sign)
        yield "RS256 under the name of the other key", self.token(self.header(alg="RS256"), self.claims(), self._rs256)
        yield "ES256 under the name of the RSA key", self.token(self.header(kid="r"), self.claims())
        yield "other claims", f"{head}.{encoded(json.dumps(self.claims(sub='admin')).encode())}.{mark}"
        yield "no signature", f"{head}.{body}."
        yield "zeros", f"{head}.{body}.{encoded(bytes(64))}"
        yield "half", f"{head}.{body}.{mark[:43]}"
        yield (
            "DER",
            self.token(self.header(), self.claims(), lambda said: self._true.sign(said, ec.ECDSA(hashes.SHA256()))),
        )

    def _shapes(self) -> Iterator[Form]:
        good = dict(self.good())["plain"]
        head, body, mark = good.split(".")
        yield from {
            "nothing": "",
            "dots": "...",
            "two parts": f"{head}.{body}",
            "four parts": f"{good}.{mark}",
            "five parts": f"{head}.{body}.{mark}.{mark}.{mark}",
            "detached": f"{head}..{mark}",
            "a space": f" {good}",
            "a line break": f"{good}\n",
            "full width": "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in good),
            "a surrogate": f"{good}\ud800",
            "JSON": json.dumps({"protected": head, "payload": body, "signature": mark}),
            "huge": f"{head}.{encoded(b'{' + b' ' * 20_000 + b'}')}.{mark}",
            "deep": f"{encoded(b'[' * 5_000)}.{body}.{mark}",
            "a header that is a list": self.signed(b"[]", b"{}"),
        }.items()

    def _rs256(self, said: bytes) -> bytes:
        return self._rsa.sign(said, padding.PKCS1v15(), hashes.SHA256())


def _es256(key: ec.EllipticCurvePrivateKey, said: bytes) -> bytes:
    """As RFC 7518 wants it: both numbers one after the other."""
    r, s = decode_dss_signature(key.sign(said, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32) + s.to_bytes(32)


def _changed(good: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (good | dict(changes)).items() if value is not None}


def _mac(secret: bytes) -> Sign:
    return lambda said: digest(secret, said, sha256)
