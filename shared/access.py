"""Who is calling, and what they may: internal tokens (security.md G12), and the one policy over roles and scopes (A2, A4)."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.aggregate import SECRETARIAT, Right
from shared.contracts.ids import SYSTEM, ActorId
from shared.errors import Forbidden, LemkinError, NotFound

LIFETIME = 60
SKEW = 5
"""Seconds by which clocks of two machines may differ."""
_TYPE = "lemkin-internal+jwt"
_ALGORITHM = "Ed25519"
_HEADER = {"alg", "typ", "kid"}
_TEXTS = {"iss", "aud", "sub", "role", "scopes", "purpose", "jti"}
_CLAIMS = {*_TEXTS, "iat", "exp"}

ROLES = (SECRETARIAT, "regional_admin", "focal_point", "reviewer", "auditor", "operator")


class NotSignedIn(LemkinError):
    """No token, or none that we accept; which rule it breaks is told to nobody."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with one role and the scopes of today (networks already expanded to their member states)."""

    id: ActorId
    role: str
    scopes: frozenset[str]
    caller: str = ""


SYSTEM_ACTOR = Actor(SYSTEM, SECRETARIAT, frozenset({SECRETARIAT}))
"""Deadlines and reactions act in the name of the secretariat."""


def role_may(actor: Actor, rights: Sequence[Right]) -> bool:
    """Whether the role is allowed at all; if not, saying so tells nothing about the object."""
    return any(right.role == actor.role for right in rights)


def may(actor: Actor, rights: Sequence[Right], scopes: Iterable[str]) -> bool:
    """Whether one of the rights fits the role, and its relation the atoms of the object."""
    own = actor.scopes.intersection(scopes)
    return any(
        right.role == actor.role
        and (right.relation == "all" or any(atom.startswith(f"{right.relation}:") for atom in own))
        for right in rights
    )


def require(actor: Actor, rights: Sequence[Right], scopes: Iterable[str]) -> None:
    """Raise Forbidden if the role never may, NotFound if only this object is not theirs (security.md I7)."""
    if not role_may(actor, rights):
        raise Forbidden("forbidden", role=actor.role)
    if not may(actor, rights, scopes):
        raise NotFound("not-found")


class Minter:
    """Makes internal tokens in the name of one service. `key` is a PEM file only that service can read."""

    def __init__(self, issuer: str, key: Path) -> None:
        self._issuer = issuer
        self._key = OKPKey.import_key(key.read_bytes())

    def token(self, actor: Actor, audience: str, purpose: str) -> str:
        """A token for one service, for 60 s."""
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": audience,
            "sub": str(actor.id),
            "role": actor.role,
            "scopes": " ".join(sorted(actor.scopes)),
            "purpose": purpose,
            "jti": str(uuid4()),
            "iat": now,
            "exp": now + LIFETIME,
        }
        header = {"alg": _ALGORITHM, "typ": _TYPE, "kid": self._issuer}
        return jwt.encode(header, claims, self._key, algorithms=[_ALGORITHM])


class Verifier:
    """Accepts internal tokens for one service from the callers whose public keys stand in a folder."""

    def __init__(self, audience: str, callers: Sequence[str], keys: Path) -> None:
        self._audience = audience
        self._keys = {name: OKPKey.import_key((keys / f"{name}.pub").read_bytes()) for name in callers}

    def actor(self, authorization: str | None) -> Actor:
        """The actor of an `Authorization: Bearer` header. Raises NotSignedIn."""
        scheme, _, token = (authorization or "").partition(" ")
        try:
            if scheme != "Bearer" or len(token) > 65_536:
                raise NotSignedIn
            header = jws.extract_compact(token.encode()).headers()
            if set(header) != _HEADER or header["typ"] != _TYPE or header["alg"] != _ALGORITHM:
                raise NotSignedIn
            claims = jwt.decode(token, self._keys[header["kid"]], algorithms=[_ALGORITHM]).claims
            return self._checked(claims, header["kid"])
        except (JoseError, KeyError, TypeError, ValueError, AttributeError, UnicodeError) as error:
            raise NotSignedIn from error

    def _checked(self, claims: dict[str, object], caller: str) -> Actor:
        now = time.time()
        if set(claims) != _CLAIMS or not all(isinstance(claims[name], str) for name in _TEXTS):
            raise NotSignedIn
        issued, expires, role = claims["iat"], claims["exp"], claims["role"]
        if claims["iss"] != caller or claims["aud"] != self._audience or role not in ROLES:
            raise NotSignedIn
        # bool is an int to Python
        if type(issued) is not int or type(expires) is not int or expires - issued > LIFETIME:
            raise NotSignedIn
        if not issued - SKEW <= now < expires:
            raise NotSignedIn
        return Actor(ActorId(UUID(str(claims["sub"]))), str(role), frozenset(str(claims["scopes"]).split()), caller)
