"""A5, A7, R6, I7 beside the matrix: what a body says counts too, what is taken is not named, what is lost is lost at once."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import uuid4

import orjson
import pytest
import pytest_asyncio

from deploy.embedded.databases import Server
from services.enrollment.domain.cohort import COHORT
from services.enrollment.main import SERVICE as ENROLLMENT
from services.network.main import SERVICE as NETWORK
from shared.access import Actor
from shared.contracts.enrollment.cohort import SeatFilled
from shared.contracts.enrollment.words import Role
from shared.contracts.ids import membership_id
from tests.contract.authorization import enrollment_scenes as people
from tests.contract.authorization import hearsay
from tests.contract.authorization import network_objects as objects
from tests.contract.authorization.judge import leaks
from tests.contract.authorization.stage import Answer, Stage, stage
from tests.contract.authorization.world import CALLERS, NETWORK_B, OTHER, OWN, Given

ADMIN = CALLERS["regional_admin"]
ABSENT = uuid4()

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def network(postgres: Server) -> AsyncIterator[Stage]:
    async with stage(NETWORK, postgres) as staged:
        yield staged


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def enrollment(postgres: Server) -> AsyncIterator[Stage]:
    async with stage(ENROLLMENT, postgres) as staged:
        await staged.hear(hearsay.states().said)
        yield staged


def _correction(fact: int, **change: Any) -> Mapping[str, Any]:
    return {"changes": [{"fact": fact, **change}], "reason": "mistake"}


@pytest.mark.parametrize(
    ("wish", "version"),
    [
        (_correction(99, occurred_on="2012-01-02"), 1),
        (_correction(1, retract=True), 7),
        (_correction(1), 1),
        (_correction(1, content={"nonsense": 1}), 1),
    ],
    ids=["unknown fact", "stale version", "nothing to correct", "invalid content"],
)
async def test_a_wrong_correction_of_a_foreign_object_is_told_like_one_of_nothing(
    network: Stage, wish: Mapping[str, Any], version: int
) -> None:
    async with network.undone():
        await network.give(objects.member(OTHER))
        foreign = await network.post(f"memberships/{objects.membership_at(OTHER)}/correct", wish, ADMIN, version)
        absent = await network.post(f"memberships/{ABSENT}/correct", wish, ADMIN, version)
    assert foreign == absent
    assert foreign.status == 404


async def test_creating_under_a_foreign_id_is_told_as_not_found_and_changes_nothing(network: Stage) -> None:
    wish = {"id": str(OTHER.id("body")), "kind": "office", "name": "Ours", "state": "ARG", "occurred_on": "2012-01-01"}
    async with network.undone():
        await network.give(objects.body(OTHER))
        answer = await network.post("bodies", wish, ADMIN, None)
        state = await network.connection.fetchval("select state from aggregates where id = $1", OTHER.id("body"))
    assert answer.status == 404
    assert leaks(answer, [str(OTHER.id("body"))]) == []
    assert state["name"] == OTHER.text


async def test_nobody_disputes_a_foreign_object_in_the_name_of_the_own_network(network: Stage) -> None:
    id = OTHER.id("initiative")
    claim = {"about_kind": "initiative", "text": "no", "source": str(OWN.id("source")), **OWN.pair}
    async with network.undone():
        await network.give([*objects.source(OWN), *objects.initiative(OTHER)])
        foreign = await network.post("disputes", {**claim, "about_id": str(id)}, ADMIN, None)
        absent = await network.post("disputes", {**claim, "about_id": str(ABSENT)}, ADMIN, None)
    assert foreign.status >= 400
    assert foreign.status == absent.status
    assert _without(foreign, id) == _without(absent, ABSENT)


def _without(answer: Answer, id: object) -> str:
    return answer.body.decode().replace(str(id), "ID")


async def test_what_a_foreign_network_holds_is_taken_without_saying_by_whom(enrollment: Stage) -> None:
    seat: dict[str, Any] = {"person": str(OTHER.id("person")), "role": "participant", "state": "KEN"}
    async with enrollment.undone():
        await enrollment.give([*people.cohort(OWN), *_elsewhere()])
        taken = await enrollment.post(f"cohorts/{OWN.id('seminar')}/fill-seat", seat, ADMIN, None)
        whole = await enrollment.post(f"cohorts/{OWN.id('seminar')}/fill-seat", seat, CALLERS["secretariat"], None)
        slug = {"slug": OTHER.slug, "name": "E", "sectors": ["justice"], "network": str(OWN.network)}
        named = await enrollment.post("editions", slug, ADMIN, None)
    assert (taken.status, b'"taken"' in taken.body) == (409, True)
    assert str(OTHER.id("seminar")) not in taken.told
    assert str(OTHER.id("seminar")) in whole.told
    assert (named.status, b"holder" in named.body) == (409, False)
    assert str(OTHER.id("edition")) not in named.told


def _elsewhere() -> list[Given]:
    """The person of the other place sits in the cohort there, on the same days."""
    givens = [*people.seated(OTHER)]
    assert any(given.kind is COHORT and isinstance(given.events[-1], SeatFilled) for given in givens)
    return givens


async def test_a_foreign_person_is_told_like_one_who_does_not_exist(enrollment: Stage) -> None:
    seat = {"role": Role.PARTICIPANT, "state": "ARG"}
    async with enrollment.undone():
        await enrollment.give([*people.cohort(OWN), *people.person(OTHER)])
        path = f"cohorts/{OWN.id('seminar')}/fill-seat"
        foreign = await enrollment.post(path, {**seat, "person": OTHER.id("person")}, ADMIN, None)
        absent = await enrollment.post(path, {**seat, "person": ABSENT}, ADMIN, None)
    assert foreign.status == absent.status == 409
    assert _without(foreign, OTHER.id("person")) == _without(absent, ABSENT)


async def test_nobody_moves_an_object_out_of_the_own_reach(enrollment: Stage) -> None:
    posts = {"state": "KEN", "sector": "justice", "level": "middle"}
    async with enrollment.undone():
        await enrollment.give([*people.person(OWN), *people.edition(OWN), *people.seminar(OTHER)])
        moved = await enrollment.post(f"persons/{OWN.id('person')}/record-post", posts, ADMIN, None)
        content = {"slug": OWN.slug, "name": "E", "sectors": ["justice"], "network": str(NETWORK_B)}
        given_away = _correction(1, content=content)
        edition = await enrollment.post(f"editions/{OWN.id('edition')}/correct", given_away, ADMIN, 1)
        scopes = await enrollment.connection.fetchval(
            "select array_agg(distinct atom order by atom) from aggregates, unnest(scopes) atom where id = any($1)",
            [OWN.id("person"), OWN.id("edition")],
        )
    assert (moved.status, edition.status) == (404, 404)
    assert scopes == [f"network:{OWN.network}", "secretariat", "state:ARG"]


async def test_a_stored_answer_is_not_replayed_to_whom_has_lost_the_right(network: Stage) -> None:
    path, key = f"memberships/{membership_id(OWN.network or uuid4(), 'ARG')}/suspend", {"Idempotency-Key": "once"}
    without = Actor(ADMIN.id, ADMIN.role, frozenset({f"network:{NETWORK_B}"}))
    async with network.undone():
        await network.give(objects.member(OWN))
        first = await network.ask("POST", path, ADMIN, key, b"{}")
        again = await network.ask("POST", path, ADMIN, key, b"{}")
        lost = await network.ask("POST", path, without, key, b"{}")
        other_role = await network.ask("POST", path, Actor(ADMIN.id, "auditor", ADMIN.scopes), key, b"{}")
    assert (first.status, again.status, lost.status, other_role.status) == (200, 200, 404, 403)


async def test_a_correction_is_replayed_to_whoever_was_allowed_to_make_it(network: Stage) -> None:
    path = f"seats/{objects.seat_at(OWN)}/correct"
    headers = {"Idempotency-Key": "once", "If-Match": '"2"'}
    body = b'{"changes": [{"fact": 2, "occurred_on": "2012-06-12"}], "reason": "mistake"}'
    async with network.undone():
        leaving = objects.leaving(OWN)
        await network.give(objects.seat(OWN, objects.designated(OWN), leaving))
        answers = [await network.ask("POST", path, CALLERS["focal_point"], headers, body) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert orjson.loads(answers[0].body) == orjson.loads(answers[1].body)
