"""The composition root of the network service."""

from services.network.application.commands import COMMANDS
from services.network.application.reactions import REACTIONS
from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.published import CATALOG
from shared.react import reacting, wanted
from shared.service import Service

SERVICE = Service(
    name="network",
    catalog=CATALOG,
    commands=COMMANDS,
    retraction=NetworkFactRetracted,
    hears=("network", "enrollment"),
    handle=reacting(REACTIONS, CATALOG),
    handles=wanted(REACTIONS, (NetworkFactRetracted, EnrollmentFactRetracted)),
)
