"""Lookups in the copies that were heard of other services, where the id of the aggregate is what is sought."""

from collections.abc import Sequence
from uuid import UUID

from shared.store.work import Work
from shared.works import Works


async def grants_of(work: Works, network: UUID) -> Sequence[UUID]:
    """Which grants name a network; whether they still hold is judged on all their facts."""
    return await _found(
        work,
        "select distinct id from copies where kind = 'access-grant' and event->'data'->'networks' @> $1 order by id",
        [str(network)],
    )


async def seats_of(work: Works, person: UUID) -> Sequence[UUID]:
    """To which seats a person was ever designated; whether they still sit there is judged on all facts of the seat."""
    return await _found(
        work,
        "select distinct id from copies where kind = 'seat' and event->'data'->>'person' = $1 order by id",
        str(person),
    )


async def _found(work: Works, sql: str, sought: object) -> Sequence[UUID]:
    if not isinstance(work, Work):
        raise TypeError("copies are looked up in the store")
    return [row["id"] for row in await work.connection.fetch(sql, sought)]
