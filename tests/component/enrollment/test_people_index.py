"""Who has an e-mail address: found by a keyed hash that goes with the address; nobody learns whether one was known (K9)."""

from uuid import uuid4

from shared.access import Actor
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.making import made_person
from tests.component.enrollment.people_store import ADDRESS, ADMIN, AUDITOR, FOCAL_POINT, FOREIGN_ADMIN, looks, recorded
from tests.support.service import SECRETARIAT

PATH = "internal/names/search"


async def _found(service: Enrollment, text: str, actor: Actor = SECRETARIAT) -> list[str]:
    answer = await service.service.ask(PATH, {"text": text, "purpose": "search"}, actor=actor)
    assert answer.status_code == 200, answer.text
    return [*answer.json()["persons"]]


async def test_a_person_is_found_by_the_whole_address_whatever_its_case(service: Enrollment) -> None:
    somebody = await recorded(service)
    for text in (ADDRESS, ADDRESS.upper()):
        assert await _found(service, text) == [str(somebody.id)]
    for text in (ADDRESS[1:], f"x{ADDRESS}", "@", ADDRESS.partition("@")[0]):
        assert await _found(service, text) == []
    seen = (await looks(service))[0]
    assert (seen["subjects"], seen["groups"]) == ([somebody.id], ["identity", "contact"])


async def test_only_who_may_see_contacts_finds_and_only_their_own(service: Enrollment) -> None:
    somebody = await recorded(service)
    assert await _found(service, ADDRESS, ADMIN) == [str(somebody.id)]
    assert await _found(service, ADDRESS, FOREIGN_ADMIN) == []
    assert [await _found(service, ADDRESS, actor) for actor in (FOCAL_POINT, AUDITOR)] == [[], []]


async def test_a_known_address_answers_like_a_new_one_and_both_are_found(service: Enrollment) -> None:
    somebody, other = await recorded(service), await made_person(service)
    answers = [
        await service.post(
            f"persons/{other}/record-address", {"contact": str(uuid4()), "channel": "email", "address": address}
        )
        for address in ("new@example.org", ADDRESS)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [sorted(answer.json()) for answer in answers] == [sorted(answers[0].json())] * 2
    assert sorted(await _found(service, ADDRESS)) == sorted([str(somebody.id), str(other)])


async def test_the_hash_goes_with_the_address_and_is_of_no_use_without_its_key(service: Enrollment) -> None:
    somebody = await recorded(service)
    async with service.service.database.transaction() as connection:
        hashes = await connection.fetch("select kind, hash from people where subject = $1", somebody.id)
    assert {row["kind"]: row["hash"] is not None for row in hashes} == {"name": False, "post": False, "contact": True}
    changed = {"contact": str(somebody.contact), "channel": "email", "address": "later@example.org"}
    assert (await service.post(f"persons/{somebody.id}/record-address", changed)).status_code == 200
    assert (await _found(service, ADDRESS), await _found(service, "later@example.org")) == ([], [str(somebody.id)])
    await service.do(f"persons/{somebody.id}/remove-address", contact=str(somebody.contact))
    async with service.service.database.transaction() as connection:
        assert await connection.fetchval("select count(*) from people where hash is not null") == 0


async def test_a_phone_number_is_in_no_index(service: Enrollment) -> None:
    person = await made_person(service)
    phone = {"contact": str(uuid4()), "channel": "phone", "address": "+254201234567"}
    assert (await service.post(f"persons/{person}/record-address", phone)).status_code == 200
    async with service.service.database.transaction() as connection:
        assert await connection.fetchval("select count(*) from people where hash is not null") == 0


async def test_without_the_key_it_is_said_that_nobody_can_be_found(service: Enrollment) -> None:
    await recorded(service)
    kek = service.service.settings.kek  # type: ignore[attr-defined]
    kek.rename(kek.with_suffix(".hidden"))
    answer = await service.service.ask(PATH, {"text": ADDRESS, "purpose": "search"})
    assert (answer.status_code, answer.json()["what"]) == (503, "kek")
