"""The composition root of the notifications service."""

from datetime import UTC, datetime
from pathlib import Path

from services.notifications.adapters.lookups import grants_of, seats_of
from services.notifications.application.announce import Announcements
from services.notifications.application.commands import COMMANDS
from services.notifications.application.reactions import reactions
from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.gateway.facts import GatewayFactRetracted
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.notifications.facts import NotificationsFactRetracted
from shared.contracts.published import CATALOG
from shared.react import reacting, wanted
from shared.service import Service

REACTIONS = reactions(Announcements(lambda: datetime.now(UTC), grants_of), seats_of)

SERVICE = Service(
    name="notifications",
    catalog=CATALOG,
    commands=COMMANDS,
    retraction=NotificationsFactRetracted,
    hears=("enrollment", "network", "gateway"),
    handle=reacting(REACTIONS, CATALOG),
    handles=wanted(REACTIONS, (EnrollmentFactRetracted, NetworkFactRetracted, GatewayFactRetracted)),
    migrations=Path(__file__).parent / "adapters" / "migrations",
    beside=("services.notifications.entrypoints.sending:send",),
)
