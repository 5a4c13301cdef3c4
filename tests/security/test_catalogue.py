"""sec-S21, R1, V2: what the roles of the services own, and what they can do to their own and to foreign databases."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager

import asyncpg
import pytest

from deploy.embedded.databases import Server
from services.enrollment.main import SERVICE as ENROLLMENT
from services.gateway.main import SERVICE as GATEWAY
from services.network.main import SERVICE as NETWORK
from services.notifications.main import SERVICE as NOTIFICATIONS
from shared.store.database import migrate
from tests.support.platform import ServiceDatabase, service_database

SERVICES = {service.name: service for service in (ENROLLMENT, GATEWAY, NETWORK, NOTIFICATIONS)}
Made = dict[str, ServiceDatabase]
FORBIDDEN = (
    "create table mine (id int)",
    "create temporary table mine (id int)",
    "create schema mine",
    "create function mine() returns int language sql as 'select 1'",
    "create view mine as select * from journal",
    "create materialized view mine as select 1",
    "create role mine",
    "alter table journal add column mine int",
    "alter table aggregates enable row level security",
    "alter role current_user superuser",
    "drop table outbox",
    "truncate journal",
    "create trigger mine before insert on outbox execute function pg_catalog.suppress_redundant_updates_trigger()",
    "comment on table journal is 'mine'",
    "copy journal to program 'true'",
    "copy journal to '/tmp/lemkin-copied'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('.')",
    "select lo_import('/etc/passwd')",
    "select * from pg_authid",
    "select * from pg_hba_file_rules",
    "set role postgres",
    "set session authorization postgres",
    "alter system set log_statement = 'all'",
)
KEPT = (
    "update journal set event = '{}'",
    "delete from journal",
    "truncate journal",
    "insert into migrations (name, digest) values ('x', 'y')",
    "update migrations set digest = ''",
    "delete from migrations",
)
"""What nobody may do to the record of what happened, however well-connected (V2)."""


@pytest.fixture(scope="module")
def made(postgres: Server) -> Iterator[Made]:
    """A migrated database of each service."""
    with ExitStack() as stack:
        databases = {name: stack.enter_context(service_database(postgres, name)) for name in SERVICES}
        for name, one in databases.items():
            asyncio.run(migrate(one.migrator, one.migrator_password, SERVICES[name].migrations))
        yield databases


@asynccontextmanager
async def connected(one: ServiceDatabase) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """As the running service."""
    connection = await asyncpg.connect(one.app, password=one.app_password)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_has_no_power_beyond_its_rows(made: Made, name: str) -> None:
    async with connected(made[name]) as connection:
        role = await connection.fetchrow("select * from pg_roles where rolname = current_user")
        assert role is not None
        for power in ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls"):
            assert role[power] is False, power
        assert (
            await connection.fetchval("select count(*) from pg_auth_members where member = current_user::regrole") == 0
        )
        assert await connection.fetchval(_OWNED) == []
        assert await connection.fetchval("select has_schema_privilege('public', 'create')") is False
        reached = await connection.fetchval(_REACHED)
        assert made[name].name in reached
        assert {database.rpartition("_")[0] for database in reached} == {name}, "others of its own, made by other tests"


_OWNED = """
    select coalesce(array_agg(name), '{}') from (
        select relname as name from pg_class where relowner = current_user::regrole
        union all select nspname from pg_namespace where nspowner = current_user::regrole
        union all select proname from pg_proc where proowner = current_user::regrole
        union all select typname from pg_type where typowner = current_user::regrole
        union all select datname from pg_database where datdba = current_user::regrole) as owned
"""
_REACHED = (
    "select array_agg(datname::text) from pg_database where datallowconn and has_database_privilege(oid, 'connect')"
)


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_cannot_change_the_shape_of_anything_or_leave_the_database(made: Made, name: str) -> None:
    async with connected(made[name]) as connection:
        for statement in FORBIDDEN:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                pytest.fail(f"{name} may: {statement}: {await connection.execute(statement)}")


@pytest.mark.parametrize("name", SERVICES)
async def test_what_was_recorded_cannot_be_changed_by_the_service(made: Made, name: str) -> None:
    async with connected(made[name]) as connection:
        for statement in KEPT:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                pytest.fail(f"{name} may: {statement}: {await connection.execute(statement)}")
        for table in ("journal", "migrations"):
            assert await connection.fetchval("select has_table_privilege($1, 'select')", table)
        assert await connection.fetchval("select has_table_privilege('journal', 'insert')")


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_cannot_reach_another_ones_database(made: Made, name: str) -> None:
    for other in [*(made[one].name for one in SERVICES if one != name), "postgres", "template1"]:
        address = made[name].app.rpartition("/")[0] + f"/{other}"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(address, password=made[name].app_password)


@pytest.mark.parametrize("name", SERVICES)
async def test_no_role_comes_in_without_its_password(made: Made, postgres: Server, name: str) -> None:
    admin = f"postgresql://{postgres.user}@{postgres.host}:{postgres.port}/postgres"
    for address in (made[name].app, made[name].migrator, admin):
        for password in ("", "wrong", made["network"].app_password if name != "network" else "x"):
            with pytest.raises((asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError)):
                await asyncpg.connect(address, password=password)


async def test_the_server_stores_no_password_that_can_be_read_and_trusts_nobody(postgres: Server) -> None:
    stored = postgres.run("select rolname || ' ' || rolpassword from pg_authid where rolpassword is not null")
    assert stored
    assert all(line.split()[1].startswith("SCRAM-SHA-256$") for line in stored), stored
    rules = postgres.run("select auth_method || ' ' || coalesce(address, type) from pg_hba_file_rules")
    assert rules
    assert not [rule for rule in rules if rule.startswith(("trust", "password", "md5", "ident"))], rules
