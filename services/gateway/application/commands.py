"""What the gateway itself can do: the table of its commands. Everything else it forwards."""

from services.gateway.domain import access_grant
from services.gateway.domain.access_grant import ACCESS_GRANT
from shared.aggregate import SECRETARIAT, Right
from shared.commands import CommandSpec as Line
from shared.contracts.gateway.access_grant import AccessGranted, AccessRevoked

_SECRETARIAT = (Right(SECRETARIAT, "all"),)

COMMANDS = (
    Line(
        path="access-grants",
        command=access_grant.GrantAccess,
        kind=ACCESS_GRANT,
        decide=access_grant.grant_access,
        makes=(AccessGranted,),
        who=_SECRETARIAT,
    ),
    Line(
        path="access-grants/{id}/revoke",
        command=access_grant.RevokeAccess,
        kind=ACCESS_GRANT,
        decide=access_grant.revoke_access,
        makes=(AccessRevoked,),
        who=_SECRETARIAT,
        states=("active",),
    ),
)
