"""What callers of the network service can rely on: each command once, whole, authorised, and told what was wrong."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from deploy.embedded.databases import Server
from services.network.main import SERVICE
from shared.access import Actor
from shared.contracts.ids import ActorId, membership_id
from tests.support.service import Called, called

NETWORK = uuid4()
NAMES = dict.fromkeys(("en", "es", "fr", "pt", "ar"), "Argentina")


@pytest.fixture
async def network(postgres: Server) -> AsyncIterator[Called]:
    async with called(SERVICE, postgres) as service:
        await _record(service, "states", iso3="ARG", iso2="AR", names=NAMES, region="latin-america-and-caribbean")
        await _record(
            service,
            "networks/record",
            id=str(NETWORK),
            slug="latin-america",
            name="Latin American network",
            launched="2012-03-29/2012-03-30",
            accession_rule="participation-and-promise",
            occurred_on="2012-03-29/2012-03-30",
        )
        yield service


async def _record(service: Called, path: str, **body: object) -> None:
    given = {"occurred_on": "1945-10-24", "row": path, **body}
    answer = await service.post(path, given)
    assert answer.status_code == 201, answer.text


async def _member(service: Called) -> UUID:
    await _record(
        service,
        "memberships/record",
        network=str(NETWORK),
        state="ARG",
        status="active",
        founding=True,
        occurred_on="2012-03-30",
    )
    return membership_id(NETWORK, "ARG")


async def test_a_command_is_journalled_with_its_date_source_and_actor(network: Called) -> None:
    id = await _member(network)
    event = (await network.journal())[-1]
    assert event["type"] == "network.membership-activated"
    assert event["occurredon"] == "2012-03-30"
    assert event["subject"] == f"membership/{id}"
    assert event["entry"] == "record"
    assert set(event["scopes"].split()) == {"secretariat", f"network:{NETWORK}", "state:ARG"}


async def test_the_same_key_gives_the_same_answer_and_does_it_once(network: Called) -> None:
    id = await _member(network)
    first = await network.post(f"memberships/{id}/suspend", {}, key="k1")
    again = await network.post(f"memberships/{id}/suspend", {}, key="k1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await network.post(f"memberships/{id}/suspend", {"page": "3"}, key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert sum(event["type"] == "network.membership-suspended" for event in await network.journal()) == 1


async def test_a_recorded_row_meets_its_own_object(network: Called) -> None:
    body = {"network": str(NETWORK), "state": "ARG", "status": "active", "founding": True}
    row = {**body, "row": "memberships/arg", "occurred_on": "2012-03-30"}
    assert (await network.post("memberships/record", row)).status_code == 201
    again = await network.post("memberships/record", row)
    assert (again.status_code, again.json()["unchanged"]) == (200, True)
    other = await network.post("memberships/record", {**row, "occurred_on": "2012-03-29"})
    assert (other.status_code, other.json()["code"]) == (409, "recorded-differently")


async def test_a_correction_re_dates_a_fact_and_needs_the_version_seen(network: Called) -> None:
    id = await _member(network)
    wish = {"changes": [{"fact": 1, "occurred_on": "2012-03-29"}], "reason": "late-letter"}
    assert (await network.post(f"memberships/{id}/correct", wish)).status_code == 428
    assert (await network.post(f"memberships/{id}/correct", wish, version=7)).status_code == 412
    assert (await network.post(f"memberships/{id}/correct", wish, version=1)).status_code == 200
    event = (await network.journal())[-1]
    assert (event["corrects"], event["occurredon"], event["sequence"]) == (1, "2012-03-29", 2)


async def test_a_creation_with_later_facts_cannot_be_retracted(network: Called) -> None:
    id = await _member(network)
    await network.post(f"memberships/{id}/suspend", {"occurred_on": "2013-01-01"})
    wish = {"changes": [{"fact": 1, "retract": True}], "reason": "mistake"}
    refused = await network.post(f"memberships/{id}/correct", wish, version=2)
    assert (refused.status_code, refused.json()["code"]) == (409, "later-fact-conflicts")
    assert refused.json()["fact"] == 2
    both = {"changes": [{"fact": 1, "retract": True}, {"fact": 2, "retract": True}], "reason": "mistake"}
    assert (await network.post(f"memberships/{id}/correct", both, version=2)).status_code == 200


async def test_an_admin_of_another_network_finds_nothing(network: Called) -> None:
    id = await _member(network)
    other = Actor(ActorId(uuid4()), "regional_admin", frozenset({f"network:{uuid4()}", "state:KEN"}))
    foreign = await network.post(f"memberships/{id}/suspend", {}, actor=other)
    absent = await network.post(f"memberships/{uuid4()}/suspend", {}, actor=other)
    malformed = await network.post("memberships/7/suspend", {}, actor=other)
    assert foreign.status_code == absent.status_code == malformed.status_code == 404
    assert foreign.content == absent.content == malformed.content
    never = await network.post(f"memberships/{id}/suspend", {}, actor=Actor(other.id, "auditor", other.scopes))
    assert never.status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed-json"),
        (b'{"page": "1", "page": "2"}', 400, "malformed-json"),
        (b'{"page": NaN}', 400, "malformed-json"),
        (b'{"colour": "red"}', 422, "invalid"),
        (b'{"page": "a\\u0000b"}', 422, "invalid"),
        (b'{"page": "a\\u202eb"}', 422, "invalid"),
        (b'{"occurred_on": "2999-01-01"}', 422, "in-the-future"),
        (b'{"occurred_on": "soon"}', 422, "invalid"),
        (b"[" * 30 + b"]" * 30, 400, "malformed-json"),
        (b'{"page": "' + b"x" * 300_000 + b'"}', 413, "body-too-large"),
    ],
)
async def test_nonsense_is_refused_by_name_and_changes_nothing(
    network: Called, body: bytes, status: int, code: str
) -> None:
    id = await _member(network)
    before = await network.journal()
    actor = Actor(ActorId(uuid4()), "secretariat", frozenset({"secretariat"}))
    headers = {**network.headers(actor), "Content-Type": "application/json"}
    answer = await network.send(f"memberships/{id}/suspend", body, headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert await network.journal() == before
