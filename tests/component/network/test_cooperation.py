"""Agreements end by their day and keep others out while they stand; a meeting's number is given once. On a real database."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from deploy.embedded.databases import Server
from services.network.application.commands import COMMANDS
from services.network.main import SERVICE
from shared.contracts.published import CATALOG
from shared.timekeeper import Timekeeper
from tests.support.service import Called, called

NETWORK, MUSEUM, FIRST, SECOND = (str(uuid4()) for _ in range(4))
HOSTING = {"body": MUSEUM, "kind": "host", "scope": "seminars", "title": "Host", "occurred_on": "2012-01-01"}


async def does(service: Called, path: str, **body: Any) -> Any:
    answer = await service.post(path, body)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def refused(service: Called, path: str, **body: Any) -> Any:
    answer = await service.post(path, body)
    assert answer.status_code == 409, answer.text
    return answer.json()


@pytest.fixture
async def network(postgres: Server) -> AsyncIterator[Called]:
    async with called(SERVICE, postgres) as service:
        await does(service, "bodies", id=MUSEUM, kind="museum", name="Museum", occurred_on="2007")
        launched = {"launched": "2012-03-29", "accession_rule": "participation-and-promise"}
        await does(service, "networks/record", id=NETWORK, slug="la", name="LA", **launched, occurred_on="2012-03-29")
        yield service


async def days_pass(service: Called) -> int:
    keeper = Timekeeper(service.database, CATALOG, COMMANDS, lambda: None)
    run = 0
    while await keeper.run_one():
        run += 1
    return run


async def test_one_agreement_of_a_partner_kind_and_scope_is_in_force(network: Called) -> None:
    for id in (FIRST, SECOND):
        await does(network, "agreements", **HOSTING, id=id)
    await does(network, f"agreements/{FIRST}/sign", occurred_on="2012-02-01")
    taken = await refused(network, f"agreements/{SECOND}/sign", occurred_on="2012-03-01")
    assert (taken["code"], taken["holder"]) == ("taken", FIRST)
    await does(network, f"agreements/{FIRST}/suspend", reason="Elections", occurred_on="2012-04-01")
    assert (await refused(network, f"agreements/{SECOND}/sign", occurred_on="2012-05-01"))["code"] == "taken"
    await does(network, f"agreements/{FIRST}/terminate", reason="New one", occurred_on="2012-06-01")
    await does(network, f"agreements/{SECOND}/sign", occurred_on="2012-07-01")


async def test_an_agreement_expires_by_its_day_and_makes_room(network: Called) -> None:
    for id in (FIRST, SECOND):
        await does(network, "agreements", **HOSTING, id=id)
    await does(network, f"agreements/{FIRST}/sign", until="2014-12-31", occurred_on="2012-02-01")
    assert await days_pass(network) == 1
    event = (await network.journal())[-1]
    assert (event["type"], event["occurredon"]) == ("network.agreement-expired", "2015-01-01")
    assert event["data"]["body"] == MUSEUM
    await does(network, f"agreements/{SECOND}/sign", until="2099-12-31", occurred_on="2015-02-01")
    assert await days_pass(network) == 0


async def test_a_row_that_is_loaded_again_changes_nothing(network: Called) -> None:
    row = {**HOSTING, "id": FIRST, "until": "2014-12-31", "row": "agreements/museum"}
    assert not (await does(network, "agreements/record", **row))["unchanged"]
    assert await days_pass(network) == 0
    assert (await does(network, "agreements/record", **row))["unchanged"]
    assert (await refused(network, "agreements/record", **{**row, "until": None}))["code"] == "recorded-differently"


async def test_a_number_is_given_to_one_meeting(network: Called) -> None:
    plan = {"network": NETWORK, "name": "VII", "number": 7, "dates": "2016-11", "place": "Quito"}
    first = await does(network, "meetings", **plan, occurred_on="2016-01-01")
    assert (await refused(network, "meetings", **plan, occurred_on="2016-01-02"))["code"] == "taken"
    await does(network, f"meetings/{first['id']}/cancel", reason="Elections", occurred_on="2016-02-01")
    await does(network, "meetings", **plan, occurred_on="2016-03-01")
