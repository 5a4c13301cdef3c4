"""The forms of the console and the tables of the services: every command has one, and what it sends is what a service takes."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import shared.contracts
from deploy.operations import services
from services.gateway.application.forms.field import Control, Field, every
from services.gateway.application.forms.menu import Act, Menu
from services.gateway.application.forms.reading import read, unknown
from services.gateway.application.forms.schema import fields_of
from services.gateway.application.forms.spreading import spread
from services.gateway.entrypoints.console.language.words import WORDS
from services.gateway.entrypoints.serve import frozen
from shared.commands import CommandSpec
from shared.contracts.published import CATALOG

MENU = Menu(frozen())
LINES = [(service.name, line) for service in services.services() for line in service.commands]
EXAMPLES = sorted((Path(shared.contracts.__path__[0]) / "examples").glob("*.json"))
ID = "0f184f7f-b463-498f-8c1b-06bd1066fed1"
_SAMPLES: Mapping[Control, str] = {
    Control.LINE: "Óscar",
    Control.LINES: "two\nlines",
    Control.CODE: "a-code",
    Control.DAY: "2012-03-29",
    Control.DATE: "spring 2012",
    Control.OWN_ID: ID,
}
_PATTERNS = {"iso2": "AR", "iso3": "ARG", "address": "+5491123456789", "row": "delegations/4"}


def sample(field: Field) -> Any:
    """A value such as a service takes."""
    made: Mapping[Control, Callable[[], Any]] = {
        Control.NUMBER: lambda: field.least or 1,
        Control.YES: lambda: True,
        Control.CHOICE: lambda: field.codes[-1],
        Control.OBJECT: lambda: "ARG" if field.iso3 else ID,
        Control.GROUP: lambda: filled(field.inner),
        Control.ROWS: lambda: [filled(field.inner), filled(field.inner)],
        Control.CHECKS: lambda: list(field.codes[:2]) or ["ARG" if field.iso3 else ID],
        Control.COUNTS: lambda: dict.fromkeys(field.codes[:2], field.least),
    }
    return made[field.control]() if field.control in made else _PATTERNS.get(field.name) or _SAMPLES[field.control]


def filled(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {field.name: sample(field) for field in fields}


def act_of(service: str, line: CommandSpec) -> Act:
    return next(act for act in MENU.acts if (act.service, act.path) == (service, f"/{line.path}"))


def test_the_menu_has_each_command_of_the_tables_and_no_other() -> None:
    there = {(act.service, act.operation) for act in MENU.acts if not act.corrects}
    assert there == {(service, line.operation) for service, line in LINES}
    assert all(act.address().startswith(f"/do/{act.service}/") for act in MENU.acts)
    addresses = [act.address() for act in MENU.acts]
    assert len(addresses) == len(set(addresses))  # an act that is chosen its object for hides no other


@pytest.mark.parametrize(("service", "line"), LINES, ids=lambda one: getattr(one, "operation", one))
def test_what_a_form_brings_back_is_what_was_filled_in_and_what_the_service_takes(
    service: str, line: CommandSpec
) -> None:
    act = act_of(service, line)
    body = filled(act.fields)
    values = spread(act.fields, body)
    assert list(unknown(act.fields, values)) == []
    assert read(act.fields, values) == (body, ())
    taken = line.command.model_json_schema()["properties"]
    assert set(taken) - {"id"} <= set(body)
    body = {name: value for name, value in body.items() if not _excluded(line, name)}
    line.command.model_validate_json(json.dumps(body))


def _excluded(line: CommandSpec, name: str) -> bool:
    """Members that exclude others, or say a kind of address: rules of the domain, not of the form."""
    return (line.operation, name) in {
        ("RecordMeeting", "counted"),
        ("RecordMechanism", "counted"),
        ("RecordDelegation", "body"),
        ("DisputeFact", "about_id"),
        ("RecordDispute", "about_id"),
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_content_of_a_fact_comes_back_from_its_form_as_it_was(path: Path) -> None:
    example = json.loads(path.read_text("utf-8"))
    event = CATALOG.events[example["type"]]
    schema = event.model_json_schema()
    fields = fields_of(schema, schema.get("$defs", {}), MENU.refs)
    data = example["data"]
    data |= (
        {"about_kind": "network"} if "about_kind" in data else {}
    )  # a kind that there is: an example says only `example`
    content, mistakes = read(fields, spread(fields, data))
    assert mistakes == ()
    assert event.model_validate(content) == event.model_validate(data)


def test_every_object_that_a_command_names_is_chosen_by_name() -> None:
    """Nobody types an id: each says of which kind it is, or that another field does."""
    fields = [field for act in MENU.acts for field in every(act.fields) if field.control is Control.OBJECT]
    assert {field.name for field in fields if not field.ref} == set()
    assert {field.name for field in fields if field.ref == "?"} == {"about_id"}


def test_each_command_and_each_field_has_its_words() -> None:
    assert {act.operation for act in MENU.acts if not act.corrects} == set(WORDS["act"])
    fields = [field for act in MENU.acts for field in every(act.fields)]
    for path in EXAMPLES:
        schema = CATALOG.events[json.loads(path.read_text("utf-8"))["type"]].model_json_schema()
        fields += every(fields_of(schema, schema.get("$defs", {}), MENU.refs, path.stem))
    assert {field.name for field in fields} - set(WORDS["field"]) == set()
    assert set(WORDS["hint"]) - set(WORDS["field"]) == set()
    commands = [field for act in MENU.acts for field in every(act.fields) if field.words]
    assert [f.name for f in commands if set(f.codes) - set(WORDS[f.words])] == []
