"""People: the encrypted fields of persons. Values enter through the keepers of commands and leave only through `told`."""

import asyncio
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

import asyncpg
from pydantic import ValidationError

from services.enrollment.adapters.keyring import DataKey, Found, Keyring
from services.enrollment.adapters.sealing import Place, seal, unseal
from services.enrollment.application.reading import Known
from services.enrollment.domain.personal import RecordAddress, RecordName, RecordPostDetails, RemoveAddress
from shared.contracts.enrollment.words import Channel
from shared.contracts.privacy import (
    ContactAddress,
    Contacts,
    Erased,
    Group,
    Identity,
    NotAvailable,
    PostDetails,
    Told,
)
from shared.errors import Unavailable
from shared.execute import Outcome
from shared.store.database import Connection

NAME, POST, CONTACT = "name", "post", "contact"
Records: TypeAlias = dict[tuple[str, str], dict[str, str]]
"""Values by kind and id of a record."""
_INDEX = UUID(int=0)
"""The key of the index of addresses is kept like that of a person: wrapped, rotated, in no other database."""
_AWAY = NotAvailable(why="keys-away")


class People:
    """The store; `keyring` has the keys."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def keep_name(self, connection: Connection, id: UUID, command: RecordName, outcome: Outcome) -> None:
        """Beside the names before: which one is used is the aggregate's to say."""
        values = {"given_name": command.given_name, "family_name": command.family_name, "title": command.title}
        await self._keep(connection, id, Group.IDENTITY, NAME, str(outcome.version), values)

    async def keep_post(self, connection: Connection, id: UUID, command: RecordPostDetails, outcome: Outcome) -> None:
        """Under the fact that told it."""
        values = {"body": command.body, "rank": command.rank, "title": command.title}
        await self._keep(connection, id, Group.IDENTITY, POST, str(outcome.version), values)

    async def keep_address(self, connection: Connection, id: UUID, command: RecordAddress, _: Outcome) -> None:
        """In place of the address before; not at all where a removal of a later day stands already."""
        values, record = {"address": command.address}, str(command.contact)
        hash = await self._hash(command.address) if command.channel is Channel.EMAIL else None
        await self._keep(connection, id, Group.CONTACT, CONTACT, record, values, hash)
        await _drop_without_contact(connection, id)

    async def drop_address(self, connection: Connection, id: UUID, _: RemoveAddress, __: Outcome) -> None:
        """For good; not where the contact point was recorded again for a later day."""
        await _drop_without_contact(connection, id)

    async def drop_retracted(self, connection: Connection, id: UUID, _: object, __: Outcome) -> None:
        """After a correction: of contact points that the person has no more."""
        await _drop_without_contact(connection, id)

    async def with_address(self, connection: Connection, address: str) -> list[UUID]:
        """Who has that e-mail address; case does not matter. Raises Unavailable."""
        rows = await connection.fetch(
            "select distinct subject from people where hash = $1 order by subject", await self._hash(address)
        )
        return [row["subject"] for row in rows]

    async def _hash(self, address: str) -> bytes:
        key = await self._keyring.key_for(_INDEX, Group.CONTACT)
        return hmac.digest(key.key, address.strip().casefold().encode(), "sha256")

    async def told(
        self, connection: Connection, persons: Sequence[Known], groups: Iterable[Group]
    ) -> dict[UUID, dict[Group, Told]]:
        """Values in clear, by person and group. Whoever calls has decided who may, and has it in the view log."""
        ids, wanted = [person.id for person in persons], [*groups]
        try:
            keys = await self._keyring.keys_of(ids, wanted)
        except Unavailable:
            keys = {}
        rows = await connection.fetch(
            "select subject, grp, kind, record, field, version, ciphertext from people where subject = any($1) and grp = any($2)",
            ids,
            wanted,
        )
        # Thousands are decrypted for a search: others are served meanwhile.
        return await asyncio.to_thread(_all_told, persons, wanted, rows, keys)

    async def _keep(
        self,
        connection: Connection,
        subject: UUID,
        group: Group,
        kind: str,
        record: str,
        values: Mapping[str, str | None],
        hash: bytes | None = None,
    ) -> None:
        """Encrypted before it is written. Raises Unavailable without keys, Conflict for who was erased."""
        key = await self._keyring.key_for(subject, group)
        places = {name: Place(subject, group, key.version, kind, record, name) for name in values}
        sealed = [
            (subject, group, kind, record, name, key.version, seal(key.key, places[name].bound(), value.encode()), hash)
            for name, value in values.items()
            if value is not None
        ]
        await connection.executemany(_PUT, sealed)


_PUT = """
    insert into people (subject, grp, kind, record, field, version, ciphertext, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (subject, grp, kind, record, field) do update set version = $6, ciphertext = $7, hash = $8
"""


async def _drop_without_contact(connection: Connection, id: UUID) -> None:
    """An address is kept as long as the person has its contact point: facts count by their days, not as they come in."""
    await connection.execute(
        """
        delete from people where subject = $1 and grp = $2 and kind = $3 and not exists (
            select from aggregates a where a.kind = 'person' and a.id = $1 and a.state -> 'contacts' ? people.record)
        """,
        id,
        Group.CONTACT,
        CONTACT,
    )


def _all_told(
    persons: Sequence[Known], groups: Sequence[Group], rows: Sequence[asyncpg.Record], keys: Found
) -> dict[UUID, dict[Group, Told]]:
    opened = _opened(rows, keys)
    return {
        person.id: {
            group: _told(person, group, keys.get((person.id, group)), opened.get((person.id, group), {}))
            for group in groups
        }
        for person in persons
    }


def _opened(rows: Iterable[asyncpg.Record], keys: Found) -> dict[tuple[UUID, Group], Records]:
    """By person and group the values that open; of a record that does not there is nothing but its place."""
    opened: dict[tuple[UUID, Group], Records] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        whose = row["subject"], Group(row["grp"])
        key, record = keys.get(whose), opened[whose][row["kind"], row["record"]]
        if isinstance(key, DataKey):
            place = Place(*whose, row["version"], row["kind"], row["record"], row["field"])
            value = unseal(key.key, place.bound(), row["ciphertext"])
            if value is not None:
                record[row["field"]] = value.decode()
    return {whose: dict(records) for whose, records in opened.items()}


def _told(person: Known, group: Group, key: DataKey | Erased | None, records: Records) -> Told:
    if isinstance(key, Erased):
        return key
    try:
        return _contacts(person, records) if group is Group.CONTACT else _identity(person, records)
    except (KeyError, ValidationError):  # told of on the bus, and not to be read here
        return _AWAY


def _identity(person: Known, records: Records) -> Told:
    if person.name is None:
        return NotAvailable(why="not-recorded")
    name = records[NAME, str(person.name)]
    post = None if person.details is None else _post(records[POST, str(person.details)])
    return Identity(**name, post=post)


def _post(record: Mapping[str, str]) -> PostDetails:
    """Raises KeyError when nothing of it opens: an empty one would look like a post of which nothing is known."""
    if not record:
        raise KeyError(POST)
    return PostDetails(**record)


def _contacts(person: Known, records: Records) -> Contacts:
    """One that was taken back and then stated again has no address any more until somebody records it."""
    return Contacts(
        addresses=tuple(
            ContactAddress(contact=id, channel=channel, address=records[CONTACT, str(id)]["address"])
            for id, channel in person.contacts.items()
            if (CONTACT, str(id)) in records
        )
    )
