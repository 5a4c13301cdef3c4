"""The generated documents are those of the code, and what the gateway reads in them is whole."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from schemathesis.core.result import Ok

from deploy.embedded.layout import ROOT
from deploy.operations import asyncapi, generated, public_api, services
from deploy.operations.kinds import kinds_of
from deploy.operations.openapi import REFS, document
from services.gateway.application.views.table import NOT_SHOWN, VIEWS
from shared.contracts.event import Event, FactRetracted
from shared.contracts.published import CATALOG

SERVICES = [service for service in services.services() if service.commands]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_openapi_document_is_frozen(service: Any) -> None:
    path = f"shared/contracts/openapi/{service.name}.json"
    assert generated.differences({path: generated.as_json(document(service))}) == []


def test_the_public_document_is_frozen() -> None:
    assert generated.differences({public_api.KEPT: generated.as_json(public_api.public_document())}) == []


def test_the_asyncapi_document_is_frozen() -> None:
    text = generated.as_json(asyncapi.document(CATALOG, services.services()))
    assert generated.differences({"docs/asyncapi.json": text}) == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_id_in_a_command_says_what_it_points_to(service: Any) -> None:
    """A form needs to know it. `id` is the new aggregate's own, `about_id` has a kind beside it, an account is none."""
    made = document(service)
    for path, item in made["paths"].items():
        schema = made["components"]["schemas"][_name(item["post"]["requestBody"]["content"])]
        ids = {name for name, field in schema["properties"].items() if "uuid" in json.dumps(field)}
        assert ids - {"id", "about_id", "account"} <= set(item["post"]["x-lemkin"]["refs"]), path


def _name(content: Any) -> str:
    return str(content["application/json"]["schema"]["$ref"]).rpartition("/")[2]


def test_references_point_to_kinds_that_exist() -> None:
    kinds = {f"{name}.{kind}" for name in services.NAMES if name != "gateway" for kind in kinds_of(name)}
    assert set(REFS.values()) <= kinds


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_an_operation_is_named_once(service: Any) -> None:
    operations = [item["post"]["operationId"] for item in document(service)["paths"].values()]
    assert len(operations) == len(set(operations))


def test_every_event_is_shown_or_left_out_with_a_reason() -> None:
    shown = {
        value.type
        for view in VIEWS.values()
        for value in vars(sys.modules[view.fold.__module__]).values()
        if isinstance(value, type) and issubclass(value, Event) and value.type
    }
    told = {event.type for event in CATALOG.events.values() if issubclass(event, FactRetracted)} | set(NOT_SHOWN)
    assert set(CATALOG.events) - shown - told == set()
    assert shown & set(NOT_SHOWN) == set()
    assert all(reason.strip() for reason in NOT_SHOWN.values())


def test_generated_files_stand_where_they_are_said_to_stand() -> None:
    assert (ROOT / "docs" / "events.md").read_text("utf-8").count("\n| `") == len(CATALOG.events)


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


@pytest.mark.parametrize(
    "made",
    [*map(document, SERVICES), asyncapi.document(CATALOG, services.services())],
    ids=lambda made: made["info"]["title"],
)
def test_every_reference_in_a_document_leads_somewhere(made: Any) -> None:
    for ref in set(_refs(made)):
        target = made
        for part in ref.removeprefix("#/").split("/"):
            assert part in target, ref
            target = target[part]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_other_programs_can_read_the_openapi_document(service: Any) -> None:
    read = list(schemathesis.openapi.from_dict(document(service)).get_all_operations())
    found = {one.ok().definition.raw["operationId"] for one in read if isinstance(one, Ok)}
    assert len(found) == len(read)
    assert {line.operation for line in service.commands} <= found
