"""The composition root of the enrollment service."""

from pathlib import Path

from services.enrollment.adapters.keystore import migrate_keystore
from services.enrollment.application.commands import COMMANDS
from services.enrollment.application.reactions import REACTIONS
from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.published import CATALOG
from shared.react import reacting, wanted
from shared.service import Service

SERVICE = Service(
    name="enrollment",
    catalog=CATALOG,
    commands=COMMANDS,
    retraction=EnrollmentFactRetracted,
    hears=("enrollment", "network"),
    handle=reacting(REACTIONS, CATALOG),
    migrations=Path(__file__).parent / "adapters" / "migrations",
    inside="services.enrollment.entrypoints.inside:inside",
    migrates=migrate_keystore,
    handles=wanted(REACTIONS, (EnrollmentFactRetracted, NetworkFactRetracted)),
)
