"""Reading one's own writes: waits a moment until an object has reached a version."""

import asyncio
import re
from dataclasses import dataclass
from time import monotonic
from typing import Self
from uuid import UUID

from services.gateway.application.access import REGISTRY
from services.gateway.application.moment import BadParameter
from shared.store.database import Database

PATIENCE = 1.0
"""Seconds a read waits for a write it was told of; then it answers and says so."""
_GLANCE = 0.02
_VERSION = """
    select version from objects
    where kind = $1 and id = $2 and (kind = any ($3) or $4::text[] is null or scopes && $4)
"""
_SHAPE = re.compile("([a-z][a-z-]{0,39})/([0-9a-f-]{36})@([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Place:
    """A version of an object: `kind/id@version`, as a command answers it."""

    kind: str
    id: UUID
    version: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it. Raises BadParameter."""
        found = _SHAPE.fullmatch(text)
        try:
            if found is None:
                raise ValueError(text)
            return cls(found[1], UUID(found[2]), int(found[3]))
        except ValueError as error:
            raise BadParameter("after", "must be kind/id@version, as a command answers it") from error


async def reached(database: Database, place: Place, seen: frozenset[str] | None) -> bool:
    """Whether the object has that version by now, or within PATIENCE.

    `seen`: the atoms the reader sees people by (None: all). An object that names people and bears none of them is as good as
    absent: that it is there must not show (security.md I7).
    """
    end = monotonic() + PATIENCE
    while True:
        async with database.transaction() as connection:
            version = await connection.fetchval(
                _VERSION, place.kind, place.id, REGISTRY, seen if seen is None else sorted(seen)
            )
        if version is not None and version >= place.version:
            return True
        if monotonic() > end:
            return False
        await asyncio.sleep(_GLANCE)
