"""Keys: wrapped, bound to their place, away, rotated, destroyed (security.md K2 to K7)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest

from deploy.embedded import secret_files
from deploy.embedded.databases import Server
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
from tests.component.enrollment.people_store import ADDRESS, GIVEN, SENDER, Somebody, names, recorded
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


async def test_a_rotation_rewraps_every_key_and_the_old_one_opens_nothing(service: Enrollment) -> None:
    somebody = await recorded(service)
    old = decoded(_kek(service).read_text())
    new = fresh(2)
    secret_files.write(_kek(service), encoded({**old, **new}))
    async with _keyring(service) as (keyring, _):
        assert await keyring.rewrap() == 2
        assert await keyring.rewrap() == 0
    secret_files.write(_kek(service), encoded(new))
    assert (await _identity(service, somebody))["given_name"] == GIVEN
    secret_files.write(_kek(service), encoded(old))
    assert await _identity(service, somebody) == AWAY


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


async def test_an_address_is_told_to_notifications_alone(service: Enrollment) -> None:
    somebody = await recorded(service)
    await service.do(f"persons/{somebody.id}/choose-language", language="es")
    await service.do(f"persons/{somebody.id}/give-consent", purpose="messages")
    body = {"dispatch": str(uuid4()), "contact": str(somebody.contact)}
    answer = await service.service.ask("internal/address", body, actor=SENDER, caller="notifications")
    assert answer.json() == {
        "person": str(somebody.id),
        "channel": "email",
        "address": ADDRESS,
        "language": "es",
        "consents": ["messages"],
    }
    assert (await service.service.ask("internal/address", body, actor=SENDER)).status_code == 401
    asked = {"ids": [str(somebody.id)], "purpose": "list"}
    for path in ("internal/names", f"persons/{somebody.id}/remove-address"):
        assert (await service.service.ask(path, asked, actor=SENDER, caller="notifications")).status_code == 401
    await service.do(f"persons/{somebody.id}/remove-address", contact=str(somebody.contact))
    gone = await service.service.ask("internal/address", body, actor=SENDER, caller="notifications")
    unknown = {**body, "contact": str(uuid4())}
    nobody = await service.service.ask("internal/address", unknown, actor=SENDER, caller="notifications")
    assert (gone.status_code, gone.content, gone.headers) == (404, nobody.content, nobody.headers)


async def test_an_address_of_somebody_erased_is_told_as_that(service: Enrollment) -> None:
    somebody = await recorded(service)
    async with _keyring(service) as (keyring, _):
        await keyring.destroy(somebody.id, [Group.CONTACT])
    body = {"dispatch": str(uuid4()), "contact": str(somebody.contact)}
    answer = await service.service.ask("internal/address", body, actor=SENDER, caller="notifications")
    assert (answer.status_code, answer.json()["code"]) == (409, "erased")


async def test_a_contact_is_one_persons_and_removal_deletes_its_address(service: Enrollment) -> None:
    somebody, other = await recorded(service), await recorded(service)
    body = {"contact": str(somebody.contact), "channel": "email", "address": "other@example.org"}
    assert (await service.post(f"persons/{other.id}/record-address", body)).json()["code"] == "taken"
    await service.do(f"persons/{somebody.id}/remove-address", contact=str(somebody.contact))
    async with service.service.database.transaction() as connection:
        left = await connection.fetchval(
            "select count(*) from people where subject = $1 and grp = 'contact'", somebody.id
        )
    assert left == 0
