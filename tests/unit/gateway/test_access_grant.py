"""AccessGrant: one role of one account, which names what the role needs, and is never stated by the account itself."""

from uuid import UUID

import pytest

from services.gateway.domain.access_grant import (
    ACCESS_GRANT,
    GrantAccess,
    RevokeAccess,
    claims,
    grant_access,
    revoke_access,
    scopes,
)
from shared.contracts.gateway.access_grant import AccessGranted, AccessRevoked
from tests.support.given import SOMEBODY, given

ACCOUNT, NETWORK = UUID(int=5), UUID(int=9)
ADMIN = {"account": ACCOUNT, "role": "regional_admin", "networks": (NETWORK,)}


def test_a_grant_names_what_its_role_needs_and_holds_the_accounts_place() -> None:
    granted = given(ACCESS_GRANT).when(grant_access, GrantAccess.model_validate(ADMIN, strict=False))
    state = granted.then(AccessGranted(**ADMIN)).state
    assert state is not None
    assert claims(state) == [f"grant:{ACCOUNT}"]
    assert scopes(state) == {"secretariat"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "regional_admin"},
        {"role": "regional_admin", "states": ("ARG",)},
        {"role": "focal_point", "networks": (NETWORK,)},
        {"role": "secretariat", "networks": (NETWORK,)},
        {"role": "auditor", "states": ("ARG",)},
    ],
)
def test_a_grant_that_does_not_fit_its_role_is_refused(wrong: dict[str, object]) -> None:
    command = GrantAccess.model_validate({"account": ACCOUNT, **wrong}, strict=False)
    given(ACCESS_GRANT).when(grant_access, command).then_refused("grant-does-not-fit-role")


def test_nobody_states_corrects_or_ends_a_grant_of_their_own() -> None:
    own = GrantAccess.model_validate({"account": SOMEBODY, "role": "auditor"}, strict=False)
    given(ACCESS_GRANT).when(grant_access, own).then_refused("own-grant")


def test_a_grant_is_revoked_once_and_gives_the_place_back() -> None:
    granted = given(ACCESS_GRANT, AccessGranted(**ADMIN))
    granted.when(grant_access, GrantAccess.model_validate(ADMIN, strict=False)).then_refused("exists-already")
    revoked = granted.when(revoke_access, RevokeAccess(reason="left"))
    after = revoked.then(AccessRevoked(account=ACCOUNT, reason="left"))
    assert after.state is not None
    assert claims(after.state) == []
    after.when(revoke_access, RevokeAccess(reason="left")).then_refused("already-so")
