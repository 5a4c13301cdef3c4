"""The real people store asked by the real client: an address for one dispatch, to notifications alone."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from deploy.embedded.databases import Server
from services.notifications.adapters.addresses import Addresses
from shared.access import Minter
from shared.errors import Unavailable
from tests.component.enrollment.hearing import enrollment
from tests.component.notifications.post_office import office
from tests.component.notifications.test_messages import activated
from tests.support.service import Called
from tests.support.signing import keys

CANARY = "canary-4711@example.org"


async def known(people: Called) -> tuple[UUID, UUID]:
    """Somebody with an address and a language: person and contact."""
    person, contact = uuid4(), uuid4()
    post = {"id": str(person), "state": "ARG", "sector": "justice", "level": "senior", "gender": "female"}
    wishes = {
        "persons/record": {**post, "occurred_on": "2008-01-01"},
        f"persons/{person}/record-address": {"contact": str(contact), "channel": "email", "address": CANARY},
        f"persons/{person}/choose-language": {"language": "es"},
    }
    for path, body in wishes.items():
        answer = await people.post(path, body)
        assert answer.status_code in {200, 201}, answer.text
    return person, contact


def asking(people: Called, caller: str = "notifications") -> Addresses:
    return Addresses(people.client, Minter(caller, keys() / f"{caller}.key"))


async def test_the_address_comes_from_the_store_goes_into_the_mail_and_rests_nowhere(
    postgres: Server, tmp_path: Path
) -> None:
    async with enrollment(postgres, ["ARG"]) as running, office(postgres, tmp_path) as post:
        people = running.service
        person, contact = await known(people)
        network = await post.network("Red")
        await post.admin(network, person)
        await post.contact(person, contact)
        await activated(post, network, "ARG")
        assert await post.send_all(post.sender(addresses=asking(people))) == 1
        mail = post.mails()[0]
        assert (mail["To"], mail["Content-Language"]) == (CANARY, "es")
        async with post.service.database.transaction() as connection:
            tables = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
            for row in tables:
                found = await connection.fetchval(
                    f"select count(*) from {row['tablename']} t where t::text like '%canary-4711%'"
                )
                assert found == 0, row["tablename"]


async def test_no_other_contact_and_no_other_service(postgres: Server) -> None:
    async with enrollment(postgres, ["ARG"]) as running:
        people = running.service
        _, contact = await known(people)
        assert await asking(people).of(uuid4(), uuid4()) is None
        with pytest.raises(Unavailable):
            await asking(people, "gateway").of(uuid4(), contact)
