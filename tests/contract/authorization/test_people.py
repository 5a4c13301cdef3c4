"""sec-S1: what each role is told of people by the people store, and by which service it may be asked (G13)."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from deploy.embedded.databases import Server
from services.enrollment.main import SERVICE
from tests.contract.authorization.enrollment_scenes import agreeing
from tests.contract.authorization.expectations import rows
from tests.contract.authorization.judge import judge, outcome
from tests.contract.authorization.stage import Stage, stage
from tests.contract.authorization.world import CALLERS, NONE, OTHER, OWN, Place

ROWS = {row.operation: row for row in rows() if row.service == "people"}
OPERATIONS = {
    "names-identity": ("POST", "names"),
    "names-contact": ("POST", "names"),
    "names-search": ("POST", "names/search"),
    "view-log": ("GET", "view-log"),
}
BY_OTHERS = {"address": ("POST", "address")}
"""Asked by notifications alone: whoever signs in at the gateway is nobody there."""


@pytest.fixture
async def enrollment(postgres: Server) -> AsyncIterator[Stage]:
    """The service, with somebody named at each place."""
    async with stage(SERVICE, postgres) as staged:
        for place in (OWN, OTHER):
            await staged.give(agreeing(place))
            name = {"given_name": "Given", "family_name": place.text}
            path = f"persons/{place.id('person')}/record-name"
            assert (await staged.post(path, name, CALLERS["secretariat"], None)).status == 200
        yield staged


async def test_each_role_is_told_what_is_written_down(enrollment: Stage) -> None:
    assert set(OPERATIONS) == set(ROWS)
    findings: list[str] = []
    for name, row in ROWS.items():
        for role in CALLERS:
            for place in (one for one in (OWN, OTHER, NONE) if one.name in row.places):
                got = await _outcome(enrollment, name, role, place)
                findings += judge("people", f"{name} {role} {place.name}", got, row.outcomes[role][place.name])
        findings += judge("people", f"{name} anonymous", await _outcome(enrollment, name, None, OWN), "not signed in")
    for role in CALLERS:
        answer = await enrollment.ask("POST", "internal/address", CALLERS[role], {}, b"{}")
        findings += judge("people", f"address {role}", outcome(answer), "not signed in")
    assert not findings, "\n".join(findings)


async def _outcome(enrollment: Stage, name: str, role: str | None, place: Place) -> str:
    method, path = OPERATIONS[name]
    body = _body(name, place)
    content = json.dumps(body).encode() if body else None
    answer = await enrollment.ask(method, f"internal/{path}", CALLERS[role] if role else None, {}, content)
    told = outcome(answer)
    if body and told == "allowed":
        told = "allowed" if str(place.id("person")) in answer.told else "not-found"
        others = [other for other in (OWN, OTHER) if other is not place and str(other.id("person")) in answer.told]
        assert not others, f"{name} {role}: told of somebody else"
    return told


def _body(name: str, place: Place) -> Mapping[str, Any] | None:
    if name == "view-log":
        return None
    if name == "names-search":
        return {"text": place.text.split()[0], "purpose": "search"}
    return {"ids": [str(place.id("person"))], "groups": [name.removeprefix("names-")], "purpose": "page"}
