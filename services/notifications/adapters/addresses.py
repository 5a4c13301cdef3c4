"""Where a person is reached: asked of enrollment's people store for each mail, and kept nowhere (security.md D3, G13)."""

from uuid import UUID

import httpx
from pydantic import ValidationError

from shared.access import SYSTEM_ACTOR, Minter
from shared.contracts.privacy import AddressAsked, AddressTold
from shared.errors import Unavailable

_PATIENCE = httpx.Timeout(4, connect=2, pool=2)
_GONE = (404, 409)


class Addresses:
    """Asks over `client`, whose base is enrollment's address, with a token of 60 seconds."""

    def __init__(self, client: httpx.AsyncClient, minter: Minter) -> None:
        self._client = client
        self._minter = minter

    async def of(self, dispatch: UUID, contact: UUID) -> AddressTold | None:
        """The address for that dispatch; None when there is none any more. Raises Unavailable."""
        token = self._minter.token(SYSTEM_ACTOR, "enrollment", "dispatch")
        asked = AddressAsked(dispatch=dispatch, contact=contact)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "X-Correlation-Id": str(dispatch),
        }
        try:
            answer = await self._client.post("/internal/address", content=asked.model_dump_json(), headers=headers)
        except httpx.HTTPError:
            raise Unavailable("enrollment") from None
        if answer.status_code in _GONE:
            return None
        if answer.status_code != httpx.codes.OK:
            raise Unavailable("enrollment")
        try:
            return AddressTold.model_validate_json(answer.content)
        except ValidationError:
            raise Unavailable("enrollment") from None  # its message would quote the address


def people_store(base: str) -> httpx.AsyncClient:
    """A client of enrollment: no proxies, no redirects."""
    return httpx.AsyncClient(base_url=base, timeout=_PATIENCE, trust_env=False)
