"""Which grants name a network: looked up in the copies that were heard of the gateway."""

from collections.abc import Sequence
from uuid import UUID

from shared.store.work import Work
from shared.works import Works


async def grants_of(work: Works, network: UUID) -> Sequence[UUID]:
    """Their ids; whether they still hold is judged on all their facts."""
    if not isinstance(work, Work):
        raise TypeError("copies are looked up in the store")
    rows = await work.connection.fetch(
        "select distinct id from copies where kind = 'access-grant' and event->'data'->'networks' @> $1 order by id",
        [str(network)],
    )
    return [row["id"] for row in rows]
