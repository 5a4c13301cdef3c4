"""The composition root of the gateway."""

from pathlib import Path

from services.gateway.adapters.snapshots import Snapshots
from services.gateway.application.commands import COMMANDS
from services.gateway.application.views.table import VIEWS
from shared.contracts.gateway.facts import GatewayFactRetracted
from shared.contracts.published import CATALOG
from shared.contracts.topics import SERVICES
from shared.service import Service

SERVICE = Service(
    name="gateway",
    catalog=CATALOG,
    commands=COMMANDS,
    retraction=GatewayFactRetracted,
    hears=SERVICES,
    handle=Snapshots(VIEWS, CATALOG).write,
    handles=None,
    isolated=True,
    migrations=Path(__file__).parent / "adapters" / "migrations",
)
