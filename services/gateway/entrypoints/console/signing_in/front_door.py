"""Front door: how people come in, and what they are told when they do not."""

import hashlib
from dataclasses import dataclass

from fastapi import Request

from services.gateway.adapters.accounts import DEMO, DemoAccount
from services.gateway.adapters.identities import Identities, identities
from services.gateway.adapters.issuer import Issuer
from services.gateway.entrypoints.console.language.marking import marked
from services.gateway.entrypoints.console.signing_in.cookies import departure_cookie
from services.gateway.entrypoints.console.signing_in.departure import LASTS, Departure, Departures


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """`issuer` None: nobody can sign in; `demo`: the accounts of the development issuer, if it is that one.

    `base_url`: scheme, host and port of this site, from the settings and never from a request.
    """

    base_url: str
    issuer: Issuer | None
    identities: Identities
    departures: Departures
    demo: tuple[DemoAccount, ...] = ()

    async def send(
        self, back: str | None, *, hint: str | None = None, invitation: bytes | None = None
    ) -> tuple[str, str] | None:
        """The issuer's address for somebody who leaves now, and what the browser keeps meanwhile; None without an issuer.

        Raises Unavailable.
        """
        if self.issuer is None:
            return None
        departure, kept = self.departures.begin(back, invitation)
        return await self.issuer.address(departure.state, departure.nonce, departure.verifier, hint), kept

    def returned(self, request: Request) -> Departure | None:
        """Who left as they come back: the address names the state once, and the browser kept its own."""
        states = request.query_params.getlist("state")
        kept = departure_cookie(self.base_url, LASTS).of(request)
        return self.departures.read(kept, states[0]) if len(states) == 1 else None


def front_door(private_key: bytes, base_url: str, issuer: Issuer | None, *, demo: bool = False) -> FrontDoor:
    """The one of an installation: what it signs with comes from the gateway's private key (PEM)."""
    departures = Departures(hashlib.sha256(b"departures" + private_key).digest())
    return FrontDoor(base_url, issuer, identities(private_key), departures, DEMO if demo else ())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nobody was signed in: for the log, and in English keys of the catalogues what to do."""

    code: str
    status: int
    title: str
    advice: str
    invites: bool = False


LOST = Refusal(
    "lost",
    400,
    marked("This sign-in is over"),
    marked("It took longer than ten minutes, was begun in another browser, or was used already. Sign in again."),
)
REFUSED = Refusal(
    "refused",
    400,
    marked("You were not signed in"),
    marked("The sign-in service did not confirm who you are. Nothing was changed. Sign in again."),
)
UNKNOWN = Refusal(
    "unknown",
    403,
    marked("You have no account here"),
    marked(
        "The sign-in service knows you, but no account here is yours. "
        "Use the invitation you were given, or ask the secretariat for one."
    ),
    invites=True,
)
NOT_INVITED = Refusal(
    "not-invited",
    403,
    marked("This invitation opens nothing"),
    marked("It was used already, has ended, or is for somebody else. Ask the secretariat for a new one."),
    invites=True,
)
AWAY = Refusal(
    "issuer-away",
    503,
    marked("The sign-in service does not answer"),
    marked("Nothing was lost. Try again in a moment. If it goes on, tell the operator of this site."),
)
