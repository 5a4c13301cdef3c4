"""Every code that a page can show has a word: enums, events, kinds, statuses and refusals, walked from where they are said."""

import ast
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import shared.contracts
from deploy.embedded.layout import ROOT
from deploy.operations import services
from deploy.operations.examples import EXAMPLES
from deploy.operations.kinds import domain_of
from services.gateway.application.moment import Origin
from services.gateway.application.questions.table import QUESTIONS
from services.gateway.application.views.table import VIEWS
from services.gateway.entrypoints.console import plain
from services.gateway.entrypoints.console.language.words import WORDS, word
from shared.aggregate import Kind
from shared.contracts.event import Envelope
from shared.contracts.published import CATALOG

SOURCES = sorted(path for folder in ("services", "shared") for path in (ROOT / folder).rglob("*.py"))
REFUSALS = {"Conflict", "NotFound", "Forbidden", "RuleBroken", "Verdict"}
AT_THE_DOOR = {"BadRequest", "problem"}


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _enums() -> Iterator[type[StrEnum]]:
    for found in walk_packages(shared.contracts.__path__, "shared.contracts."):
        for value in vars(import_module(found.name)).values():
            if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == found.name:
                yield value


def _lives() -> Iterator[tuple[str, Mapping[str | None, Mapping[Any, str]]]]:
    """Each kind of aggregate with the table of its life."""
    for service in services.NAMES:
        for module in domain_of(service):
            for kind in (value for value in vars(module).values() if isinstance(value, Kind)):
                if hasattr(module, "STATES"):
                    yield kind.name, module.STATES


def _codes() -> Iterator[str]:
    """The codes of refusals, wherever one is made with a code that stands there."""
    for path in SOURCES:
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            place = 0 if name in REFUSALS else 1 if name in AT_THE_DOOR else None
            if place is not None and len(call.args) > place:
                yield from _constants(call.args[place])


def _constants(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


@pytest.mark.parametrize("enum", [*_enums(), Origin], ids=lambda enum: enum.__name__)
def test_each_member_of_an_enum_has_a_word(enum: type[StrEnum]) -> None:
    assert {member.value for member in enum} == set(WORDS[_kebab(enum.__name__)])


def test_each_event_has_a_line_for_timelines() -> None:
    assert set(WORDS["event"]) == set(CATALOG.events)


def test_each_kind_has_a_name_and_each_step_of_its_life_a_word() -> None:
    lives = dict(_lives())
    assert set(lives) - set(WORDS["object"]) == set()
    assert set(VIEWS) - set(WORDS["object"]) == set()
    for kind, states in lives.items():
        steps = {str(after) for changes in states.values() for after in changes.values()}
        assert steps - set(WORDS[f"{kind}-status"]) == set(), kind


def test_each_word_that_a_filter_takes_is_a_word_of_some_kind() -> None:
    known = {code for words in WORDS.values() for code in words}
    taken = {
        (filter.name, code)
        for question in QUESTIONS
        for filter in question.filters
        if filter.name not in {"sort", "language"}
        for code in filter.schema.get("enum", ())
    }
    assert {(name, code) for name, code in taken if code not in known} == set()


def test_each_refusal_has_a_title_and_says_what_to_do() -> None:
    said = set(_codes())
    assert {"stale-version", "not-a-member", "bad-parameter", "graduated-already"} <= said
    assert said - set(WORDS["problem"]) == set()
    assert set(WORDS["problem"]) == set(WORDS["remedy"])


def _members(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in plain._SILENT:
                yield name
                yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner)


def test_each_member_of_a_document_has_a_word() -> None:
    """As the examples of all events make them; keys that are ids, codes of states or names of rows are no words."""
    told = [CATALOG.decode(path.read_bytes()) for path in sorted((ROOT / EXAMPLES).glob("*.json"))]
    said: set[str] = set()
    for kind, view in VIEWS.items():
        document: dict[str, Any] | None = None
        for fact in sorted((one for one in told if one.kind == kind), key=_creating_first):
            document = view.fold(document, fact)
            said |= {*_members(document)}
    codes = {name for name in said if re.search("[^a-z_]", name) or name == "example"}
    assert "status" in said
    assert said - codes - set(WORDS["field"]) - set(WORDS["member"]) == set()


def _creating_first(fact: Envelope) -> tuple[bool, str]:
    name = fact.event.type.partition(".")[2]
    begins = re.search("activated|planned|opened|registered|listed|conceived|proposed|drafted|defined|announced", name)
    return begins is None, name


def test_each_kind_that_a_page_asks_for_is_one() -> None:
    console = ROOT / "services" / "gateway"
    files = [*console.glob("templates/**/*.html"), *console.glob("entrypoints/console/*.py")]
    asked = {kind for file in files for kind in re.findall(r"""\bword\(["']([^"']+)["'],""", file.read_text("utf-8"))}
    assert "sector" in asked
    assert asked - set(WORDS) == set()


def test_words_end_as_their_kind_asks() -> None:
    assert [text for text in WORDS["remedy"].values() if not text.endswith(".")] == []
    assert [text for kind in ("problem", "event") for text in WORDS[kind].values() if text.endswith(".")] == []


def test_a_code_that_this_release_does_not_know_is_shown_as_it_is() -> None:
    assert word("reason", "strike-of-airlines") == ("reason", "strike of airlines")
    assert word("event", "network.treaty-signed") == ("event", "treaty signed")
    with pytest.raises(KeyError):
        word("weather", "rain")
