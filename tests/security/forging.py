"""Ways to forge an internal token: each form gives what would stand behind `Bearer `."""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256, sha384, sha512
from hmac import digest
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

TYPE, ALGORITHM, AUDIENCE, CALLER = "lemkin-internal+jwt", "Ed25519", "network", "gateway"
Sign = Callable[[bytes], bytes]


def encoded(value: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(value).decode().rstrip("=")


class Forge:
    """Makes tokens with the true key (a caller that misbehaves) or with others (a stranger)."""

    def __init__(self, keys: Path) -> None:
        self.public = (keys / "gateway.pub").read_bytes()
        private = load_pem_private_key((keys / "gateway.key").read_bytes(), None)
        assert isinstance(private, Ed25519PrivateKey)
        self.sign: Sign = private.sign
        self.stranger: Sign = Ed25519PrivateKey.generate().sign

    def header(self, **changes: Any) -> dict[str, Any]:
        """A good header with changes; None takes a field out."""
        return _changed({"alg": ALGORITHM, "typ": TYPE, "kid": CALLER}, changes)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Good claims with changes; None takes one out."""
        now = int(time.time())
        good = {
            "iss": CALLER,
            "aud": AUDIENCE,
            "sub": str(uuid4()),
            "role": "secretariat",
            "scopes": "secretariat",
            "purpose": "command",
            "jti": str(uuid4()),
            "iat": now,
            "exp": now + 60,
        }
        return _changed(good, changes)

    def token(self, header: Mapping[str, Any], claims: Mapping[str, Any], sign: Sign | None = None) -> str:
        """Header, claims, signature."""
        return self.signed(json.dumps(header).encode(), json.dumps(claims).encode(), sign)

    def signed(self, header: bytes, claims: bytes, sign: Sign | None = None) -> str:
        """The same of raw bytes."""
        said = f"{encoded(header)}.{encoded(claims)}"
        return f"{said}.{encoded((sign or self.sign)(said.encode()))}"

    def good(self) -> str:
        """A token that must be accepted."""
        return self.token(self.header(), self.claims())

    def wrong_headers(self) -> Iterator[tuple[str, str]]:
        """Other algorithms, types and keys, with the true signature: what a header says must not decide."""
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}
        changes: list[dict[str, Any]] = [
            *({"alg": name} for name in ("none", "None", "NONE", "", "EdDSA", "ed25519", "HS256", "RS256", "ES256")),
            *({"alg": name} for name in (None, ["Ed25519"], 0, {"Ed25519": 1})),
            *(
                {"typ": name}
                for name in ("JWT", "jwt", "at+jwt", "lemkin-internal+jwt ", "", None, ["lemkin-internal+jwt"])
            ),
            *(
                {"kid": name}
                for name in ("network", "nobody", "", None, "../gateway", "/dev/null", "gateway\x00", "GATEWAY")
            ),
            *(
                {"kid": name}
                for name in ("http://evil.example/key", "gateway' or '1'='1", ["gateway"], {"a": 1}, 0, "x" * 9_999)
            ),
            {"jwk": jwk},
            {"jku": "https://evil.example/jwks.json"},
            {"x5u": "https://evil.example/cert.pem"},
            {"x5c": ["AAAA"]},
            {"x5t": "AAAA"},
            {"crit": ["exp"]},
            {"crit": []},
            {"b64": False, "crit": ["b64"]},
            {"zip": "DEF"},
            {"cty": "JWT"},
            {"enc": "A256GCM"},
            {"x": 1},
        ]
        for change in changes:
            yield f"header {change}"[:60], self.token(self.header(**change), self.claims())

    def wrong_claims(self) -> Iterator[tuple[str, str]]:
        """The true key, but claims that no service of ours makes."""
        now = int(time.time())
        changes: list[dict[str, Any]] = [
            *({"iss": value} for value in ("network", "", ["gateway"], {"a": 1}, "gateway ", "Gateway")),
            *(
                {"aud": value}
                for value in ("enrollment", "", "*", ["network"], ["network", "gateway"], "network ", "NETWORK")
            ),
            *({"role": value} for value in ("admin", "", ["secretariat"], "Secretariat", "system", {"secretariat": 1})),
            *({"sub": value} for value in ("", "secretariat", 1, ["x"], "0" * 31, "x" * 9_999)),
            *({"scopes": value} for value in (["secretariat"], {"secretariat": 1}, 1, True)),
            *(
                {"exp": value}
                for value in (now - 1, now + 61, now + 10**9, 10**30, "9999999999", float(now + 30), True)
            ),
            *({"iat": value} for value in (now + 3_000, -1, 0, "1", float(now), True, -(10**30))),
            {"iat": now + 3_600, "exp": now + 3_660},
            {"iat": now - 120, "exp": now - 60},
            {"exp": now},
            {"admin": True},
            {"nbf": now - 10},
            {"jti": ["a"]},
            {"purpose": {"a": 1}},
            *({name: None} for name in ("iss", "aud", "sub", "role", "scopes", "purpose", "jti", "iat", "exp")),
        ]
        for change in changes:
            yield f"claims {change}"[:60], self.token(self.header(), self.claims(**change))
        for text in (b"[]", b"1", b'"x"', b"null", b"{", b"", b"\xff\xfe", b"{}" * 9):
            yield f"claims {text!r}", self.signed(json.dumps(self.header()).encode(), text)

    def wrong_signatures(self) -> Iterator[tuple[str, str]]:
        """Other keys, other algorithms made from the public key, signatures of other things."""
        head, body, mark = self.good().split(".")
        yield "a stranger's key", self.token(self.header(), self.claims(), self.stranger)
        for name, hashed in (("HS256", sha256), ("HS384", sha384), ("HS512", sha512)):
            for secret in (self.public, self.public.strip(), b"", b"gateway"):
                sign = _mac(secret, hashed)
                yield f"{name} with {secret[:9]!r}", self.token(self.header(alg=name), self.claims(), sign)
        sign = _mac(self.public, sha256)
        yield "an HMAC called Ed25519", self.token(self.header(), self.claims(), sign)
        yield "RS256", self.token(self.header(alg="RS256"), self.claims(), _rsa())
        yield "ES256", self.token(self.header(alg="ES256"), self.claims(), _elliptic())
        other = encoded(json.dumps(self.claims(role="operator")).encode())
        yield "other claims", f"{head}.{other}.{mark}"
        yield "other header", f"{encoded(json.dumps(self.header(x=1)).encode())}.{body}.{mark}"
        yield "no signature", f"{head}.{body}."
        yield "zeros", f"{head}.{body}.{encoded(bytes(64))}"
        yield "half", f"{head}.{body}.{mark[:43]}"
        yield "twice", f"{head}.{body}.{mark}{mark}"
        flipped = bytearray(urlsafe_b64decode(mark + "=="))
        flipped[0] ^= 1
        yield "a bit flipped", f"{head}.{body}.{encoded(bytes(flipped))}"

    def wrong_shapes(self) -> Iterator[tuple[str, str]]:
        """What is no compact token at all."""
        good = self.good()
        head, body, mark = good.split(".")
        shapes = {
            "nothing": "",
            "dots": "...",
            "a trailing dot": f"{good}.",
            "a leading dot": f".{good}",
            "two parts": f"{head}.{body}",
            "four parts": f"{good}.{mark}",
            "five parts": f"{head}.{body}.{mark}.{mark}.{mark}",
            "detached": f"{head}..{mark}",
            "spaces": f"{head} . {body} . {mark}",
            "a line break": f"{head}.\n{body}.{mark}",
            "padding": f"{head}=.{body}==.{mark}==",
            "standard alphabet": good.replace("_", "/").replace("-", "+") + "+/",
            "letters of another script": good.replace("e", "\u0435"),
            "full width": "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in good),
            "a surrogate": f"{good}\ud800",
            "NUL": f"{good}\x00",
            "a list": f"{good},{good}",
            "JSON serialisation": json.dumps({"protected": head, "payload": body, "signature": mark}),
            "huge": "a" * 70_000,
            "deep": f"{encoded(b'[' * 20_000)}.{body}.{mark}",
            "a header that is a list": self.signed(b"[]", b"{}"),
            "a header twice": self.signed(b'{"alg":"none","alg":"none","typ":"x","kid":"gateway"}', b"{}"),
        }
        yield from shapes.items()

    def forms(self) -> list[tuple[str, str]]:
        """All of them, each with its name."""
        return [*self.wrong_headers(), *self.wrong_claims(), *self.wrong_signatures(), *self.wrong_shapes()]


def _changed(good: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (good | dict(changes)).items() if value is not None}


def _mac(secret: bytes, hashed: Any) -> Sign:
    return lambda said: digest(secret, said, hashed)


def _rsa() -> Sign:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    return lambda said: key.sign(said, padding.PKCS1v15(), hashes.SHA256())


def _elliptic() -> Sign:
    key = ec.generate_private_key(ec.SECP256R1())
    return lambda said: key.sign(said, ec.ECDSA(hashes.SHA256()))


def pem_of(public: bytes) -> Any:
    """The public key as an object, for other verifiers."""
    return serialization.load_pem_public_key(public)
