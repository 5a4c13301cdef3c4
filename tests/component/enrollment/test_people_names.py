"""Names: kept encrypted and off the bus, told to those who may see them, with every look written down first (D2, K1, V1)."""

from uuid import uuid4

import pytest

from deploy.embedded.databases import Server
from shared.access import Actor
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.making import made_person
from tests.component.enrollment.people_store import (
    ADDRESS,
    ADMIN,
    AUDITOR,
    BODY,
    CANARIES,
    FAMILY,
    FOCAL_POINT,
    FOREIGN_ADMIN,
    GIVEN,
    OPERATOR,
    REVIEWER,
    everything,
    looks,
    names,
    recorded,
)
from tests.support.service import SECRETARIAT

IDENTITY = {
    "given_name": GIVEN,
    "family_name": FAMILY,
    "title": "Dr",
    "post": {"body": BODY, "rank": "Fiscal", "title": None},
}


async def test_no_table_of_the_service_and_no_event_has_a_personal_value(service: Enrollment) -> None:
    somebody = await recorded(service)
    stored = await everything(service)
    assert str(somebody.id) in stored
    assert not [canary for canary in CANARIES if canary.lower() in stored.lower()]
    told = await names(service, somebody.id, groups=("identity", "contact"))
    assert told[str(somebody.id)]["identity"] == IDENTITY
    assert told[str(somebody.id)]["contact"]["addresses"] == [
        {"contact": str(somebody.contact), "channel": "email", "address": ADDRESS}
    ]


async def test_the_hash_of_a_command_does_not_cover_its_personal_values(service: Enrollment) -> None:
    id = await made_person(service)
    for given in ("Ana", "Bea"):
        await service.do(f"persons/{id}/record-name", given_name=given, family_name="X", occurred_on="2015-01-01")
    digests = [event.provenance.digest for event in (await service.journal())[-2:]]
    assert digests[0] == digests[1]


async def test_the_latest_name_is_told_and_a_retraction_brings_back_the_one_before(service: Enrollment) -> None:
    id = await made_person(service)
    await service.do(f"persons/{id}/record-name", given_name="Ana", family_name="Gil")
    await service.do(f"persons/{id}/record-name", given_name="Ana", family_name="Paz")
    assert (await names(service, id))[str(id)]["identity"]["family_name"] == "Paz"
    answer = await service.correct("person", id, {"fact": 3, "retract": True})
    assert answer.status_code == 200, answer.text
    assert (await names(service, id))[str(id)]["identity"]["family_name"] == "Gil"


async def test_a_new_post_has_no_details_of_the_one_before(service: Enrollment) -> None:
    somebody = await recorded(service)
    await service.do(f"persons/{somebody.id}/record-post", state="ARG", sector="interior", level="senior")
    assert (await names(service, somebody.id))[str(somebody.id)]["identity"]["post"] is None


async def test_who_has_no_name_on_record_is_told_so(service: Enrollment) -> None:
    id = await made_person(service)
    assert (await names(service, id))[str(id)] == {"identity": {"unavailable": True, "why": "not-recorded"}}


@pytest.mark.parametrize("actor", [SECRETARIAT, ADMIN, AUDITOR], ids=lambda actor: actor.role)
async def test_they_see_names(service: Enrollment, actor: Actor) -> None:
    somebody = await recorded(service)
    assert (await names(service, somebody.id, actor=actor))[str(somebody.id)]["identity"] == IDENTITY


async def test_a_foreign_person_is_told_like_nobody(service: Enrollment) -> None:
    somebody = await recorded(service)
    assert await names(service, somebody.id, uuid4(), actor=FOREIGN_ADMIN) == {}


async def test_a_focal_point_sees_who_agreed_and_nobody_who_no_longer_does(service: Enrollment) -> None:
    somebody = await recorded(service)
    assert await names(service, somebody.id, actor=FOCAL_POINT) == {}
    await service.do(f"persons/{somebody.id}/give-consent", purpose="directory")
    assert list(await names(service, somebody.id, actor=FOCAL_POINT)) == [str(somebody.id)]
    await service.do(f"persons/{somebody.id}/withdraw-consent", purpose="directory")
    assert await names(service, somebody.id, actor=FOCAL_POINT) == {}


@pytest.mark.parametrize(
    ("actor", "groups"),
    [
        (REVIEWER, ["identity"]),
        (OPERATOR, ["identity"]),
        (FOCAL_POINT, ["contact"]),
        (AUDITOR, ["identity", "contact"]),
        (SECRETARIAT, ["notes"]),
    ],
    ids=lambda value: getattr(value, "role", None),
)
async def test_a_role_that_never_may_is_refused_and_written_down(
    service: Enrollment, actor: Actor, groups: list[str]
) -> None:
    somebody = await recorded(service)
    body = {"ids": [str(somebody.id)], "groups": groups, "purpose": "curious"}
    assert (await service.service.ask("internal/names", body, actor=actor)).status_code == 403
    look = (await looks(service))[-1]
    assert (look["decision"], look["role"], look["subjects"], look["withheld"]) == (
        "denied",
        actor.role,
        [],
        [somebody.id],
    )


async def test_a_look_at_several_is_one_row_that_says_who_was_shown(service: Enrollment) -> None:
    somebody, stranger = await recorded(service), uuid4()
    await names(service, somebody.id, stranger, actor=ADMIN)
    look = (await looks(service))[-1]
    assert (look["actor"], look["role"], look["caller"], look["purpose"]) == (
        ADMIN.id,
        "regional_admin",
        "gateway",
        "person-page",
    )
    assert (look["subjects"], look["withheld"], look["groups"]) == ([somebody.id], [stranger], ["identity"])


async def test_more_than_fifty_are_refused(service: Enrollment) -> None:
    body = {"ids": [str(uuid4()) for _ in range(51)], "purpose": "list"}
    assert (await service.service.ask("internal/names", body)).status_code == 422


async def test_without_the_view_log_no_name_leaves(service: Enrollment, postgres: Server) -> None:
    somebody = await recorded(service)
    async with service.service.database.transaction() as connection:
        database = await connection.fetchval("select current_database()")
    postgres.run("revoke insert on view_log from enrollment_app", database)
    for path, body in (
        ("internal/names", {"ids": [str(somebody.id)], "purpose": "list"}),
        ("internal/names/search", {"text": FAMILY, "purpose": "search"}),
    ):
        answer = await service.service.ask(path, body)
        assert (answer.status_code, answer.json()["what"]) == (503, "view-log")
        assert not [canary for canary in CANARIES if canary in answer.text]
    assert (await service.post(f"persons/{somebody.id}/choose-language", {"language": "es"})).status_code == 200


async def test_the_view_log_can_be_added_to_and_nothing_else(service: Enrollment) -> None:
    async with service.service.database.transaction() as connection:
        rights = await connection.fetch(
            "select right_name from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) right_name"
            " where has_table_privilege('enrollment_app', 'view_log', right_name)"
        )
    assert {row[0] for row in rights} == {"SELECT", "INSERT"}
