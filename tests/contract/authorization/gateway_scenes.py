"""The operations of the gateway itself: grants, which are nobody's but the secretariat's."""

from collections.abc import Iterable
from uuid import UUID

from services.gateway.domain.access_grant import ACCESS_GRANT
from shared.contracts.gateway.access_grant import AccessGranted, GrantedRole
from tests.contract.authorization.network_scenes import redated
from tests.contract.authorization.world import NONE, Given, Place, Scene

_ACCOUNT = UUID("09000000-0000-4000-8000-000000000009")


def granted(place: Place) -> Iterable[Given]:
    """Somebody's grant."""
    event = AccessGranted(account=_ACCOUNT, role=GrantedRole.AUDITOR)
    yield Given(ACCESS_GRANT, _grant(place), [event])


def _grant(place: Place) -> UUID:
    return place.id("grant")


SCENES = (
    Scene("GrantAccess", (NONE,), lambda _: (), lambda _: {"account": _ACCOUNT, "role": "auditor"}),
    Scene("RevokeAccess", (NONE,), granted, lambda _: {"reason": "left"}, id=_grant),
    Scene("CorrectAccessGrants", (NONE,), granted, redated(1, "2012-01-02"), id=_grant, fact=1),
)
