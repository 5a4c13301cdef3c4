"""Keys: wrapped, bound to their place, away, rotated, destroyed (security.md K2 to K7)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from deploy.embedded import secret_files
from deploy.embedded.databases import Server
from deploy.embedded.layout import Layout
from deploy.embedded.topology import KEYSTORE
from deploy.operations.rotation import rotate
from services.enrollment.adapters.kek import Kek, decoded, encoded, fresh
from services.enrollment.adapters.keyring import Keyring
from services.enrollment.adapters.keystore import Keystore
from services.enrollment.main import SERVICE
from services.enrollment.settings import EnrollmentSettings
from shared.access import Verifier
from shared.api import command_app, inside_of
from shared.contracts.privacy import Erased, Group
from shared.records import Stop
from shared.settings import Settings
from shared.store.database import Connection, Database
from shared.store.outbox import Backlog
from shared.store.wake import Wake
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.people_store import ADDRESS, GIVEN, Somebody, names, recorded
from tests.support.signing import keys

AWAY = {"unavailable": True, "why": "keys-away"}


def _settings(service: Enrollment) -> EnrollmentSettings:
    return cast("EnrollmentSettings", service.service.settings)


def _kek(service: Enrollment) -> Path:
    path = _settings(service).kek
    assert path is not None
    return path


@asynccontextmanager
async def _keyring(service: Enrollment) -> AsyncIterator[tuple[Keyring, Keystore]]:
    settings = _settings(service)
    async with Keystore(settings) as keystore:
        yield Keyring(keystore, Kek(settings.kek)), keystore


async def _identity(service: Enrollment, somebody: Somebody) -> Mapping[str, Any]:
    told: Mapping[str, Any] = (await names(service, somebody.id))[str(somebody.id)]["identity"]
    return told


async def _health(service: Enrollment) -> Mapping[str, Any]:
    told: Mapping[str, Any] = (await service.service.ask("health")).json()
    return told


async def test_a_missing_key_makes_names_unavailable_and_nothing_else(service: Enrollment) -> None:
    somebody = await recorded(service)
    assert (await _health(service))["people"] == "available"
    hidden = _kek(service).with_suffix(".hidden")
    _kek(service).rename(hidden)
    assert await _identity(service, somebody) == AWAY
    assert (await _health(service)) == {"status": "degraded", "people": "kek"}
    name = {"given_name": "Ana", "family_name": "Gil"}
    version = len(await service.journal())
    assert (await service.post(f"persons/{somebody.id}/record-name", name)).status_code == 503
    assert len(await service.journal()) == version, "an event without its value"
    assert (await service.post(f"persons/{somebody.id}/choose-language", {"language": "es"})).status_code == 200
    hidden.rename(_kek(service))
    assert (await _identity(service, somebody))["given_name"] == GIVEN


async def test_a_key_that_others_can_read_is_not_used_and_nothing_starts_with_it(service: Enrollment) -> None:
    somebody = await recorded(service)
    _kek(service).chmod(0o640)
    assert await _identity(service, somebody) == AWAY
    verifier = Verifier("enrollment", ["gateway"], keys())
    with pytest.raises(Stop) as stopped:
        async with inside_of(SERVICE, _settings(service), service.service.database, verifier):
            pass
    assert stopped.value.code == 78


async def test_a_table_with_a_line_that_nobody_keeps_does_not_start() -> None:
    database, verifier = Database("", None), Verifier("enrollment", ["gateway"], keys())
    with pytest.raises(Stop, match="addresses") as stopped:
        command_app(SERVICE, Settings(), database, Wake(), Backlog(database, 1), verifier)
    assert stopped.value.code == 78


async def test_without_a_keystore_names_are_unavailable(service: Enrollment, postgres: Server) -> None:
    somebody = await recorded(service)
    name = _settings(service).keystore.rpartition("/")[2]
    postgres.run(f"alter database {name} allow_connections false")
    postgres.run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
    assert await _identity(service, somebody) == AWAY
    assert (await _health(service))["people"] == "keystore"


@pytest.mark.parametrize(
    "moved",
    [
        "update people set record = '99'",
        "update people set kind = 'post'",
        "update people set version = 2",
        "update people set ciphertext = ciphertext || '\\x00'",
        "update people set ciphertext = '\\x00'",
    ],
    ids=["record", "kind", "version", "longer", "short"],
)
async def test_a_value_moved_elsewhere_does_not_open(service: Enrollment, moved: str) -> None:
    somebody = await recorded(service)
    assert (await _identity(service, somebody))["given_name"] == GIVEN
    async with service.service.database.transaction() as connection:
        await connection.execute("delete from people where kind = 'post'")
        await connection.execute(f"{moved} where field in ('given_name', 'family_name')")
        if "record" in moved:
            await connection.execute(
                "update aggregates set state = state || $1 where id = $2", {"name": 99}, somebody.id
            )
    assert await _identity(service, somebody) == AWAY


async def test_a_name_moved_to_somebody_else_does_not_open(service: Enrollment) -> None:
    somebody, other = await recorded(service), await recorded(service)
    async with service.service.database.transaction() as connection:
        await connection.execute("delete from people where subject = $1 and kind = 'name'", other.id)
        await connection.execute(
            "update people set subject = $2 where subject = $1 and kind = 'name'", somebody.id, other.id
        )
    assert await _identity(service, other) == AWAY


async def test_a_data_key_moved_elsewhere_does_not_open(service: Enrollment) -> None:
    somebody, other = await recorded(service), await recorded(service)
    async with _keyring(service) as (_, keystore), keystore.transaction() as connection:
        await connection.execute(_SWAP, somebody.id, other.id)
    assert await _identity(service, somebody) == AWAY


_SWAP = """
    update data_keys set wrapped = (select wrapped from data_keys where subject = $2 and grp = 'identity')
    where subject = $1 and grp = 'identity'
"""


async def test_a_rotation_rewraps_every_key_and_the_old_one_opens_nothing(service: Enrollment, tmp_path: Path) -> None:
    somebody = await recorded(service)
    settings, layout = _settings(service), Layout(data=tmp_path)
    password = settings.keystore_password_file
    assert password is not None
    secret_files.write(layout.password(KEYSTORE, "app"), password.read_bytes())
    old = _kek(service).read_bytes()
    secret_files.write(layout.kek, old)
    assert await rotate(layout, settings.keystore) == 3, "two of the person, one of the index"
    assert list(decoded(layout.kek.read_text())) == [2]
    assert await _identity(service, somebody) == AWAY, "the old key still opens something"
    secret_files.write(_kek(service), layout.kek.read_bytes())
    assert (await _identity(service, somebody))["given_name"] == GIVEN


async def test_an_interrupted_rotation_loses_nothing_and_goes_on(service: Enrollment) -> None:
    somebody = await recorded(service)
    old, new = decoded(_kek(service).read_text()), fresh(2)
    secret_files.write(_kek(service), encoded({**old, **new}))
    assert (await _identity(service, somebody))["given_name"] == GIVEN
    other = await recorded(service)
    async with _keyring(service) as (keyring, _):
        assert await keyring.rewrap() == 3, "what was written meanwhile is under the new one already"
        assert await keyring.rewrap() == 0
    secret_files.write(_kek(service), encoded(new))
    assert [(await _identity(service, one))["given_name"] for one in (somebody, other)] == [GIVEN, GIVEN]


async def test_what_was_destroyed_is_erased_for_good_and_replays_still_run(service: Enrollment) -> None:
    somebody = await recorded(service)
    async with _keyring(service) as (keyring, _):
        await keyring.destroy(somebody.id, [Group.IDENTITY])
        await keyring.destroy(somebody.id, [Group.IDENTITY])
        found = await keyring.keys_of([somebody.id], [Group.IDENTITY])
    assert found == {(somebody.id, Group.IDENTITY): Erased()}
    told = (await names(service, somebody.id, groups=("identity", "contact")))[str(somebody.id)]
    assert told["identity"] == {"erased": True}
    assert told["contact"]["addresses"][0]["address"] == ADDRESS
    name = {"given_name": "Ana", "family_name": "Gil"}
    answer = await service.post(f"persons/{somebody.id}/record-name", name)
    assert (answer.status_code, answer.json()["code"]) == (409, "erased")


async def test_the_ledger_can_be_added_to_and_nothing_else(service: Enrollment) -> None:
    async def rights(connection: Connection, table: str) -> set[str]:
        rows = await connection.fetch(
            "select one from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) one"
            " where has_table_privilege('keystore_app', $1, one)",
            table,
        )
        return {row[0] for row in rows}

    async with _keyring(service) as (_, keystore), keystore.transaction() as connection:
        assert await rights(connection, "ledger") == {"SELECT", "INSERT"}
        assert await rights(connection, "data_keys") == {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.mark.parametrize("content", ["", "1 c2hvcnQ=", "one " + "A" * 44, "1", "\x00"])
def test_a_file_that_is_no_key_is_told_without_its_content(content: str) -> None:
    with pytest.raises(ValueError, match="not a file of key-encryption keys"):
        decoded(content)


async def test_neither_role_reaches_the_database_of_the_other(service: Enrollment) -> None:
    settings = _settings(service)
    async with service.service.database.transaction() as connection:
        own = await connection.fetchval("select current_database()")
        keystore = settings.keystore.rpartition("/")[2]
        for role, database, may in (
            ("enrollment_app", own, True),
            ("enrollment_app", keystore, False),
            ("keystore_app", keystore, True),
            ("keystore_app", own, False),
            ("network_app", keystore, False),
        ):
            if await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
                answer = await connection.fetchval("select has_database_privilege($1, $2, 'CONNECT')", role, database)
                assert answer is may, (role, database)
