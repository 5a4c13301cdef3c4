"""The real servers that the embedded platform gives: roles, rights, passwords, durable topics."""

import os
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.databases import Server
from deploy.embedded.postgres import Postgres
from deploy.embedded.startup import start
from tests.support.platform import ServiceDatabase, free_port, service_database


async def migrate_a_table(database: ServiceDatabase) -> None:
    """Make one table as the owner, as a migration does."""
    owner = await asyncpg.connect(database.migrator, password=database.migrator_password)
    await owner.execute("CREATE TABLE facts (id int GENERATED ALWAYS AS IDENTITY, said text)")
    await owner.close()


@pytest.mark.asyncio
async def test_app_role_reads_and_writes_rows_but_owns_nothing(
    postgres: Server,
) -> None:
    with service_database(postgres, "network") as database:
        await migrate_a_table(database)
        app = await asyncpg.connect(database.app, password=database.app_password)
        await app.execute("INSERT INTO facts (said) VALUES ('a'), ('b')")
        assert await app.fetchval("SELECT count(*) FROM facts") == 2
        for forbidden in (
            "DROP TABLE facts",
            "CREATE TABLE mine ()",
            "ALTER TABLE facts ADD x int",
            "TRUNCATE facts",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app.execute(forbidden)
        owned = await app.fetchval("SELECT count(*) FROM pg_class WHERE relowner = 'network_app'::regrole")
        rights = await app.fetchrow("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'network_app'")
        await app.close()
    assert owned == 0
    assert rights is not None
    assert tuple(rights) == (False, False)


@pytest.mark.asyncio
async def test_app_role_connects_to_its_own_database_only(postgres: Server) -> None:
    with (
        service_database(postgres, "network") as mine,
        service_database(postgres, "enrollment") as foreign,
    ):
        own_base, _, _ = mine.app.rpartition("/")
        for database in (foreign.name, "postgres", "template1"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(f"{own_base}/{database}", password=mine.app_password)


@pytest.mark.asyncio
async def test_a_wrong_password_is_refused_and_passwords_are_scram(
    postgres: Server,
) -> None:
    with service_database(postgres, "network") as database:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(database.app, password="wrong")
        stored = postgres.run("SELECT rolpassword FROM pg_authid WHERE rolname = 'network_app'")
    assert stored[0].startswith("SCRAM-SHA-256$4096:")


@pytest.mark.asyncio
async def test_a_template_gives_a_migrated_copy_with_the_same_rights(
    postgres: Server,
) -> None:
    with service_database(postgres, "network") as migrated:
        await migrate_a_table(migrated)
        with service_database(postgres, "network", template=migrated.name) as copy:
            app = await asyncpg.connect(copy.app, password=copy.app_password)
            await app.execute("INSERT INTO facts (said) VALUES ('a')")
            await app.close()
            owner = await asyncpg.connect(copy.migrator, password=copy.migrator_password)
            await owner.execute("CREATE TABLE later (id int)")
            await owner.close()
            app = await asyncpg.connect(copy.app, password=copy.app_password)
            assert await app.fetchval("SELECT count(*) FROM later") == 0
            await app.close()


def test_the_lock_of_a_server_that_is_gone_is_forgotten_when_its_id_is_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    cluster = Postgres(tmp_path / "postgres", tmp_path / "secrets", tmp_path / "logs", free_port(), print)
    cluster.prepare()
    lock = cluster.cluster / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{cluster.cluster}\n")
    cluster.prepare()
    assert not lock.exists()


def test_the_lock_of_a_living_server_is_kept(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    cluster = Postgres(tmp_path / "postgres", tmp_path / "secrets", tmp_path / "logs", free_port(), print)
    child = start(cluster, tmp_path / "logs", seconds=60)
    try:
        cluster.prepare()
        assert (cluster.cluster / "postmaster.pid").exists()
    finally:
        child.ask_to_stop()
        child.wait(20)
