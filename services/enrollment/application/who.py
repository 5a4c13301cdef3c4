"""Who may: the rights that the lines of the table use (security.md 4)."""

from shared.aggregate import SECRETARIAT, Right

_SECRETARIAT = (Right(SECRETARIAT, "all"),)
NETWORK_ADMIN = (*_SECRETARIAT, Right("regional_admin", "network"))
"""Records of the granted networks."""
STATE_ADMIN = (*_SECRETARIAT, Right("regional_admin", "state"))
"""People of states that are members of the granted networks today."""
