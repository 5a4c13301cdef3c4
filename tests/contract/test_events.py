"""The published language stays readable: golden schemas, examples that decode, and one rule for changes."""

import json
from typing import Any

import pytest

from deploy.embedded.layout import ROOT
from deploy.operations import contracts, examples, generated, language
from deploy.operations.contracts import breaks
from shared.contracts.catalog import address, encode, headers
from shared.contracts.event import Event
from shared.contracts.published import CATALOG

KEPT = sorted((ROOT / examples.EXAMPLES).glob("*.json"))


def test_golden_files_and_pages_are_those_of_the_code() -> None:
    assert generated.differences(language.files()) == []


def test_no_change_breaks_a_reader() -> None:
    assert contracts.problems(CATALOG) == []


def test_each_event_and_version_has_an_example() -> None:
    schemas = {path.name for path in (ROOT / contracts.SCHEMAS).glob("*.json")}
    assert {path.name for path in KEPT} == schemas


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_an_example_still_decodes_and_says_all_there_is_to_say(path: Any) -> None:
    wire = json.loads(path.read_text("utf-8"))
    envelope = CATALOG.decode(path.read_bytes())
    assert path.stem == f"{wire['type']}.v{wire['dataschemaversion']}"
    about = address({name: value for name, value in headers(wire) if name.startswith("ce_")})
    assert (about.kind, about.subject, about.corrects) == (envelope.kind, envelope.subject, envelope.corrects)
    if wire["dataschemaversion"] == envelope.event.version:
        assert encode(envelope) == wire
        assert set(wire["data"]) == set(type(envelope.event).model_fields)


class Said(Event, type="network.said"):
    """An event for these tests."""

    where: str
    often: int = 1


class MoreSaid(Event, type="network.said"):
    """It with one field more, that may be missing."""

    where: str
    often: int = 1
    loud: bool = False


class LessSaid(Event, type="network.said"):
    """It without one of its fields."""

    where: str


class SureSaid(Event, type="network.said"):
    """It with a field that must be there now."""

    where: str
    often: int


class OddSaid(Event, type="network.said"):
    """It with another type of a field."""

    where: int
    often: int = 1


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (Said, []),
        (MoreSaid, []),
        (LessSaid, ["the field often is gone"]),
        (SureSaid, ["the field often is now required", "the field often has another type or rule"]),
        (OddSaid, ["the field where has another type or rule"]),
    ],
)
def test_a_new_field_with_a_default_is_the_one_change_that_keeps_the_version(new: type[Event], told: list[str]) -> None:
    assert breaks(contracts.schema_of(Said), contracts.schema_of(new)) == told


def test_a_new_field_without_a_default_breaks_the_reading_of_old_events() -> None:
    assert breaks(contracts.schema_of(LessSaid), contracts.schema_of(SureSaid)) == [
        "the new field often has no default"
    ]
