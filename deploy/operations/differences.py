"""What `lemkin verify` and `lemkin rebuild` go through: every service's aggregates, and the gateway's snapshots."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from deploy.operations.aggregates import Aggregates
from deploy.operations.columns import Difference
from deploy.operations.kinds import kinds_of
from deploy.operations.snapshots import SnapshotCheck
from services.gateway.application.views.table import VIEWS
from shared.service import Service
from shared.store.database import Database


@dataclass(frozen=True, slots=True)
class Checked:
    """How many were looked at."""

    service: str
    what: str
    count: int


async def verify(service: Service, database: Database) -> AsyncIterator[Difference | Checked]:
    """Everything that is not as it must be in one service's store, then how many were looked at."""
    aggregates = Aggregates(service.name, database, service.catalog, kinds_of(service.name))
    async for difference in aggregates.verify():
        yield difference
    yield Checked(service.name, "aggregates", aggregates.count)
    if service.name == "gateway":
        snapshots = SnapshotCheck(database, service.catalog, VIEWS)
        async for difference in snapshots.verify():
            yield difference
        yield Checked(service.name, "objects", snapshots.count)


async def rebuild(service: Service, database: Database) -> AsyncIterator[Difference | Checked]:
    """Write the columns of one service's aggregates anew; yields what was changed or could not be."""
    aggregates = Aggregates(service.name, database, service.catalog, kinds_of(service.name))
    async for difference in aggregates.rebuild():
        yield difference
    yield Checked(service.name, "aggregates", aggregates.count)
