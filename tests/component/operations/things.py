"""A small domain of its own: things with a unique name and a deadline, so that every column of an aggregate is used."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from shared.aggregate import Aggregate, Dated, Deadline, Kind
from shared.contracts.catalog import Catalog
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event, FactRetracted
from shared.contracts.text import Code
from shared.errors import RuleBroken
from shared.store.database import Database
from shared.store.work import Work
from shared.works import Cause, Correction

FAR, PAST = date(2999, 1, 1), date(2020, 1, 1)


class ThingNamed(Event, type="network.thing-named"):
    """It is called so, until the deadline."""

    name: Code
    due: date = FAR


class ThingRetracted(FactRetracted, type="network.fact-retracted"):
    """Taken back."""


class Thing(Aggregate):
    """Its present name, and all it had."""

    name: Code
    due: date
    names: tuple[Code, ...] = ()


def apply(state: Thing | None, fact: Envelope) -> Thing:
    event = fact.event
    if not isinstance(event, ThingNamed):
        raise RuleBroken("not-possible")
    names = state.names if state else ()
    if event.name in names:
        raise RuleBroken("same-name")
    return Thing(name=event.name, due=event.due, names=(*names, event.name))


def _deadlines(state: Thing) -> Sequence[Deadline]:
    return [Deadline("end", state.due, "things/{id}/end", {"name": state.name})]


THING = Kind(
    "thing",
    Thing,
    apply,
    scopes=lambda state: frozenset({"secretariat", f"network:{state.name}"}),
    claims=lambda state: (f"thing:{state.name}",),
    deadlines=_deadlines,
)
CATALOG = Catalog([ThingNamed, ThingRetracted])


async def named(database: Database, id: UUID, *names: str, due: date = FAR) -> None:
    """The thing takes these names, one year after the other."""
    async with database.transaction() as connection:
        work = Work(connection, CATALOG, Cause(uuid4(), uuid4(), PartialDate.parse("2012-01-01")))
        loaded = await work.load(THING, id, create=True)
        dates = (PartialDate.parse(f"{2001 + loaded.version + nth}-01-01") for nth in range(len(names)))
        said = [Dated(ThingNamed(name=name, due=due), on) for name, on in zip(names, dates, strict=False)]
        await work.save(loaded, said)


async def retracted(database: Database, id: UUID, fact: int) -> None:
    """The fact is taken back."""
    async with database.transaction() as connection:
        work = Work(connection, CATALOG, Cause(uuid4(), uuid4(), PartialDate.parse("2012-01-01")))
        taken = Dated(ThingRetracted(fact="network.thing-named"), PartialDate.parse("2012-01-01"))
        await work.save(await work.load(THING, id), [Correction(fact, taken)])


async def run(database: Database, sql: str, *given: Any) -> None:
    """Change the store behind everybody's back."""
    async with database.transaction() as connection:
        await connection.execute(sql, *given)


async def table(database: Database, name: str, order: str) -> list[dict[str, Any]]:
    """A table of the store."""
    async with database.transaction() as connection:
        return [dict(row) for row in await connection.fetch(f"select * from {name} order by {order}")]
