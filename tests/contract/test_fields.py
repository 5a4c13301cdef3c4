"""sec-S9, K8: every column and every field of an event stands in docs/privacy/fields.toml, with why and until when."""

import asyncio
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

import asyncpg
import pytest
from pydantic import BaseModel, ConfigDict, Field

from deploy.embedded.databases import Server
from deploy.embedded.topology import KEYSTORE
from deploy.operations.services import services
from services.enrollment.adapters.keystore import MIGRATIONS
from shared.contracts.published import CATALOG
from shared.store.database import migrate
from tests.support.platform import ServiceDatabase, service_database

LIST = Path(__file__).resolve().parents[2] / "docs" / "privacy" / "fields.toml"
PLACES_OF_SEALED = {"enrollment", KEYSTORE}
"""Where personal values and their keys may rest at all (D2, K4)."""


class Class(StrEnum):
    """Who may know it: everybody, members of a network, those with a right in its scope, nobody without a key."""

    PUBLIC = "public"
    NETWORK = "network"
    REGIONAL = "regional"
    SEALED = "sealed"


class Why(BaseModel):
    """What every entry says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    purpose: str = Field(min_length=15)
    kind: Class = Field(alias="class")
    group: str = Field(pattern="^(none|pseudonym|identity|contact|travel|notes|identity and contact|any)$")
    ends: str = Field(min_length=5)


class Columns(Why):
    """Some columns of a table, in the databases of some services."""

    stores: tuple[str, ...] = Field(min_length=1)
    table: str
    columns: tuple[str, ...] = Field(min_length=1)

    def places(self) -> Iterator[tuple[str, str, str]]:
        """Database, table, column."""
        return ((store, self.table, column) for store in self.stores for column in self.columns)


class Fields(Why):
    """Fields of that name in the events that one of the patterns fits; with its own pattern before a general one."""

    events: tuple[str, ...] = Field(min_length=1)
    fields: tuple[str, ...] = Field(min_length=1)


class Listed(BaseModel):
    """The file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: tuple[Columns, ...]
    fields: tuple[Fields, ...]


def _listed() -> Listed:
    return Listed.model_validate(tomllib.loads(LIST.read_text("utf-8")))


async def _columns(made: ServiceDatabase, store: str, scripts: Path | None) -> set[tuple[str, str, str]]:
    if store == KEYSTORE:
        await migrate(made.migrator, made.migrator_password, MIGRATIONS, schema=())
    else:
        await migrate(made.migrator, made.migrator_password, scripts)
    connection = await asyncpg.connect(made.migrator, password=made.migrator_password)
    try:
        rows = await connection.fetch(_COLUMNS)
    finally:
        await connection.close()
    return {(store, row["relname"], row["attname"]) for row in rows}


_COLUMNS = """
    select relname, attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'v') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped
"""


@pytest.fixture(scope="module")
def columns(postgres: Server) -> set[tuple[str, str, str]]:
    """Every column that there is after the migrations of every service."""
    scripts = {service.name: service.migrations for service in services()} | {KEYSTORE: None}
    found: set[tuple[str, str, str]] = set()
    with ExitStack() as stack:
        for store, path in scripts.items():
            made = stack.enter_context(service_database(postgres, store))
            found |= asyncio.run(_columns(made, store, path))
    return found


def test_every_column_is_listed_once_and_every_entry_has_its_column(columns: set[tuple[str, str, str]]) -> None:
    places = [place for entry in _listed().columns for place in entry.places()]
    assert sorted(columns - set(places)) == [], "columns that nobody gave a purpose and an end"
    assert sorted(set(places) - columns) == [], "entries for columns that are no more"
    assert len(places) == len(set(places)), sorted(place for place in set(places) if places.count(place) > 1)


def test_every_field_of_every_event_is_listed_and_every_entry_has_its_field() -> None:
    entries = _listed().fields
    used: set[tuple[int, str, str]] = set()
    for event in CATALOG.events.values():
        for field in event.model_fields:
            fitting = [
                (number, pattern)
                for number, entry in enumerate(entries)
                for pattern in entry.events
                if field in entry.fields and fnmatchcase(event.type, pattern)
            ]
            assert fitting, f"{event.type}/{field}: nobody gave it a purpose and an end"
            number, pattern = max(fitting, key=lambda found: len(found[1]))
            used |= {(number, pattern, field)}
    listed = {
        (n, pattern, field) for n, entry in enumerate(entries) for pattern in entry.events for field in entry.fields
    }
    left = {(n, field) for n, _, field in listed} - {(n, field) for n, _, field in used}
    assert sorted((entries[n].events, field) for n, field in left) == [], "entries for fields that are no more"


def test_what_is_sealed_rests_in_the_people_store_and_its_keystore_only() -> None:
    listed = _listed()
    assert {
        store for entry in listed.columns if entry.kind is Class.SEALED for store in entry.stores
    } == PLACES_OF_SEALED
    assert not [entry for entry in listed.fields if entry.kind is Class.SEALED]


def test_no_personal_group_is_outside_of_what_is_sealed() -> None:
    listed = _listed()
    open_ones = [entry for entry in (*listed.columns, *listed.fields) if entry.kind is not Class.SEALED]
    assert {entry.group for entry in open_ones} <= {"none", "pseudonym"}
