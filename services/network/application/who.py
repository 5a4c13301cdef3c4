"""Who may: the rights that the lines of the table use (security.md 4)."""

from shared.aggregate import SECRETARIAT, Right

ONLY_SECRETARIAT = (Right(SECRETARIAT, "all"),)
NETWORK_ADMIN = (*ONLY_SECRETARIAT, Right("regional_admin", "network"))
"""Records of the granted networks."""
STATE_ADMIN = (*ONLY_SECRETARIAT, Right("regional_admin", "state"))
"""Records of states that are members of the granted networks today."""
ANYBODY_THERE = (*NETWORK_ADMIN, Right("focal_point", "state"))
"""Also the focal points of the state concerned."""
