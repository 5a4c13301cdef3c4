"""Addresses: one at a time, to notifications alone, gone when they are removed (security.md D3, G13)."""

from typing import Any, cast
from uuid import UUID, uuid4

from services.enrollment.adapters.kek import Kek
from services.enrollment.adapters.keyring import Keyring
from services.enrollment.adapters.keystore import Keystore
from services.enrollment.settings import EnrollmentSettings
from shared.contracts.privacy import Group
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.making import made_person
from tests.component.enrollment.people_store import ADDRESS, SENDER, recorded


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
    settings = cast("EnrollmentSettings", service.service.settings)
    async with Keystore(settings) as keystore:
        await Keyring(keystore, Kek(settings.kek)).destroy(somebody.id, [Group.CONTACT])
    body = {"dispatch": str(uuid4()), "contact": str(somebody.contact)}
    answer = await service.service.ask("internal/address", body, actor=SENDER, caller="notifications")
    assert (answer.status_code, answer.json()["code"]) == (409, "erased")


async def test_a_contact_is_one_persons_and_removal_deletes_its_address(service: Enrollment) -> None:
    somebody, other = await recorded(service), await recorded(service)
    body = {"contact": str(somebody.contact), "channel": "email", "address": "other@example.org"}
    assert (await service.post(f"persons/{other.id}/record-address", body)).json()["code"] == "taken"
    await service.do(f"persons/{somebody.id}/remove-address", contact=str(somebody.contact))
    assert await _kept(service, somebody.id) == 0


async def test_an_address_stands_as_long_as_its_contact_in_whatever_order_the_days_come(service: Enrollment) -> None:
    person, contact = await made_person(service), str(uuid4())
    path = f"persons/{person}"
    known: dict[str, Any] = {"contact": contact, "channel": "email", "address": "new@example.org"}
    await service.do(f"{path}/record-address", **known, occurred_on="2024-01-01")
    await service.do(f"{path}/record-address", **known, occurred_on="2024-03-01")
    await service.do(f"{path}/remove-address", contact=contact, occurred_on="2024-02-01")
    assert await _kept(service, person) == 1
    await service.do(f"{path}/remove-address", contact=contact, occurred_on="2024-05-01")
    await service.do(f"{path}/record-address", **known, occurred_on="2024-04-01")
    assert await _kept(service, person) == 0


async def _kept(service: Enrollment, person: UUID) -> int:
    async with service.service.database.transaction() as connection:
        sql = "select count(*) from people where subject = $1 and grp = 'contact'"
        kept: int = await connection.fetchval(sql, person)
    return kept
