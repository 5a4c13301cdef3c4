"""What of a new document would break a client of the kept one."""

from copy import deepcopy
from typing import Any

import pytest

from deploy.operations.public_api import breaking

BEFORE: dict[str, Any] = {
    "paths": {
        "/states": {
            "get": {
                "parameters": [
                    {"name": "region", "in": "query", "schema": {"enum": ["africa", "asia"]}},
                    {"name": "limit", "in": "query"},
                ]
            }
        },
        "/network/networks": {"post": {}},
    },
    "components": {
        "schemas": {"Invite": {"properties": {"state": {}, "kind": {"enum": ["a", "b"]}}, "required": ["state"]}}
    },
}


def _changed(*path: Any, to: Any = None) -> dict[str, Any]:
    """The document with one place changed; without `to` it is left out."""
    after = deepcopy(BEFORE)
    place: Any = after
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return after


PARAMETERS = ("paths", "/states", "get", "parameters")
INVITE = ("components", "schemas", "Invite")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (_changed("paths", "/network/networks"), "POST /network/networks is gone"),
        (_changed(*PARAMETERS, 1), "GET /states: the parameter limit is gone"),
        (_changed(*PARAMETERS, 1, "required", to=True), "GET /states: the parameter limit is required now"),
        (_changed(*PARAMETERS, 0, "schema", "enum", to=["asia"]), "GET /states: region: 'africa' is no longer taken"),
        (_changed(*INVITE, "properties", "state"), "Invite: the field state is gone"),
        (_changed(*INVITE, "required", to=["state", "kind"]), "Invite: the field kind is required now"),
        (_changed(*INVITE, "properties", "kind", "enum", to=["a"]), "Invite: kind: 'b' is no longer taken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_breaks_a_client_is_told(after: dict[str, Any], told: str) -> None:
    assert breaking(BEFORE, after) == [told]


@pytest.mark.parametrize(
    "after",
    [
        BEFORE,
        _changed("paths", "/more", to={"get": {}}),
        _changed(*PARAMETERS, 1, to={"name": "limit", "in": "query", "description": "Items"}),
        _changed(*INVITE, "properties", "note", to={}),
        _changed(*INVITE, "properties", "kind", "enum", to=["a", "b", "c"]),
    ],
)
def test_what_is_new_and_optional_breaks_nobody(after: dict[str, Any]) -> None:
    assert breaking(BEFORE, after) == []
