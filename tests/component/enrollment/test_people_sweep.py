"""What nobody needs any more goes: keys that nothing is encrypted with, addresses whose fact was taken back (security.md K6)."""

from collections.abc import AsyncIterator
from typing import Any, NoReturn, cast
from uuid import UUID, uuid4

import pytest
import stamina

from services.enrollment.adapters import sweep
from services.enrollment.adapters.kek import Kek
from services.enrollment.adapters.keyring import Keyring
from services.enrollment.adapters.keystore import Keystore
from services.enrollment.adapters.sweep import Sweep
from services.enrollment.main import SERVICE
from services.enrollment.settings import EnrollmentSettings
from shared.access import Verifier
from shared.api import inside_of
from shared.contracts.privacy import Group
from shared.errors import Unavailable
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.people_store import ADDRESS, GIVEN, SENDER, Somebody, names, recorded
from tests.support.signing import keys

BOTH = ("contact", "identity")


@pytest.fixture
async def keyring(service: Enrollment) -> AsyncIterator[Keyring]:
    settings = cast("EnrollmentSettings", service.service.settings)
    async with Keystore(settings) as keystore:
        yield Keyring(keystore, Kek(settings.kek))


async def _groups(keyring: Keyring, person: UUID) -> tuple[str, ...]:
    return tuple(group for subject, group in await keyring.listed(None, 1000) if subject == person)


async def _contacts(service: Enrollment, somebody: Somebody) -> object:
    told = await names(service, somebody.id, groups=("contact",))
    return [one["address"] for one in told[str(somebody.id)]["contact"]["addresses"]]


async def test_a_key_of_a_last_address_goes_and_another_comes_with_the_next(
    service: Enrollment, keyring: Keyring
) -> None:
    somebody, other = await recorded(service), await recorded(service)
    swept = Sweep(service.service.database, keyring)
    assert await swept.all() == 0
    await service.do(f"persons/{somebody.id}/remove-address", contact=str(somebody.contact))
    assert await swept.all() == 1
    assert (await _groups(keyring, somebody.id), await _groups(keyring, other.id)) == (("identity",), BOTH)
    again: dict[str, Any] = {"contact": str(uuid4()), "channel": "email", "address": ADDRESS}
    await service.do(f"persons/{somebody.id}/record-address", **again)
    assert await _contacts(service, somebody) == [ADDRESS]
    assert (await names(service, somebody.id))[str(somebody.id)]["identity"]["given_name"] == GIVEN


async def test_a_key_whose_value_is_on_its_way_stays(service: Enrollment, keyring: Keyring) -> None:
    """Key first, then the row: who writes holds the person meanwhile."""
    somebody = await recorded(service)
    await service.do(f"persons/{somebody.id}/remove-address", contact=str(somebody.contact))
    swept = Sweep(service.service.database, keyring)
    async with service.service.database.transaction() as connection:
        await connection.fetchrow("select 1 from aggregates where id = $1 for update", somebody.id)
        assert await swept.all() == 0
    assert await swept.all() == 1


async def test_keys_of_persons_whom_this_database_does_not_know_stay(service: Enrollment, keyring: Keyring) -> None:
    unknown = uuid4()
    await keyring.key_for(unknown, Group.IDENTITY)
    assert await Sweep(service.service.database, keyring).all() == 0
    assert await _groups(keyring, unknown) == ("identity",)


async def test_all_pages_are_swept(service: Enrollment, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "PAGE", 1)
    people = [await recorded(service) for _ in range(3)]
    for one in people:
        await service.do(f"persons/{one.id}/remove-address", contact=str(one.contact))
    assert await Sweep(service.service.database, keyring).all() == 3


async def test_the_api_sweeps(service: Enrollment, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = await recorded(service)
    await service.do(f"persons/{somebody.id}/remove-address", contact=str(somebody.contact))
    monkeypatch.setattr(sweep, "PERIOD", 0.01)
    verifier = Verifier("enrollment", ["gateway"], keys())
    async with inside_of(SERVICE, service.service.settings, service.service.database, verifier):
        await _only_identity(keyring, somebody.id)


@stamina.retry(on=AssertionError, attempts=None, timeout=10, wait_initial=0.02, wait_max=0.1)
async def _only_identity(keyring: Keyring, person: UUID) -> None:
    assert await _groups(keyring, person) == ("identity",)


async def test_a_sweep_goes_on_after_the_keystore_was_away(
    service: Enrollment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sweep, "PERIOD", 0.0)
    tries: list[object] = []

    class Gone(Keyring):
        async def listed(self, after: object, limit: int) -> NoReturn:
            tries.append(after)
            raise Unavailable("keystore") if len(tries) < 3 else ValueError

    settings = cast("EnrollmentSettings", service.service.settings)
    with pytest.raises(ValueError, match=r"^$"):
        await Sweep(service.service.database, Gone(Keystore(settings), Kek(None))).run()
    assert len(tries) == 3
    assert capsys.readouterr().out.count("loop-failed") == 2


async def test_an_address_whose_fact_is_taken_back_is_deleted_at_once(service: Enrollment) -> None:
    somebody = await recorded(service)
    second: dict[str, Any] = {"contact": str(uuid4()), "channel": "email", "address": "second@example.org"}
    await service.do(f"persons/{somebody.id}/record-address", **second)
    fact = next(e.sequence for e in await service.journal() if getattr(e.event, "contact", None) == somebody.contact)
    assert (await service.correct("person", somebody.id, {"fact": fact, "retract": True})).status_code == 200
    async with service.service.database.transaction() as connection:
        kept = await connection.fetch("select record from people where subject = $1 and grp = 'contact'", somebody.id)
    assert [row["record"] for row in kept] == [second["contact"]]
    assert await _contacts(service, somebody) == ["second@example.org"]


async def test_one_that_was_taken_back_by_mistake_has_no_address_until_it_is_recorded(service: Enrollment) -> None:
    somebody = await recorded(service)
    fact = next(e.sequence for e in await service.journal() if getattr(e.event, "contact", None) == somebody.contact)
    await service.correct("person", somebody.id, {"fact": fact, "retract": True})
    assert (await service.correct("person", somebody.id, {"fact": fact})).status_code == 200
    assert await _contacts(service, somebody) == []
    asked = {"dispatch": str(uuid4()), "contact": str(somebody.contact)}
    answer = await service.service.ask("internal/address", asked, actor=SENDER, caller="notifications")
    assert answer.status_code == 404
    again: dict[str, Any] = {"contact": str(somebody.contact), "channel": "email", "address": ADDRESS}
    await service.do(f"persons/{somebody.id}/record-address", **again)
    assert await _contacts(service, somebody) == [ADDRESS]
