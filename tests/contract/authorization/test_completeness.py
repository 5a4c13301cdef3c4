"""sec-S3, A2, A8: every operation has its row, every row its scene, every route its place in a document.

And no code here reads the policy that it judges.
"""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from deploy.operations.openapi import document
from services.enrollment.main import SERVICE as ENROLLMENT
from services.enrollment.settings import EnrollmentSettings
from services.gateway.adapters.people import People
from services.gateway.adapters.services import Services
from services.gateway.application.questions.table import QUESTIONS
from services.gateway.entrypoints.api.documents import openapi
from services.gateway.entrypoints.serve import PREFIX, frozen, public_app
from services.gateway.main import SERVICE as GATEWAY
from services.network.main import SERVICE as NETWORK
from services.notifications.main import SERVICE as NOTIFICATIONS
from shared.access import Minter, Verifier
from shared.api import command_app, inside_of
from shared.service import Service
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import Backlog
from shared.store.wake import Wake
from tests.contract.authorization import hearsay, page_scenes, test_letters, test_pages, test_people
from tests.contract.authorization.expectations import rows
from tests.contract.authorization.read_scenes import READS
from tests.contract.authorization.test_commands import SCENES
from tests.contract.authorization.test_internal import OPERATIONS
from tests.support.signing import keys

SERVICES = (ENROLLMENT, GATEWAY, NETWORK, NOTIFICATIONS)
ROWS = {(row.service, row.operation.partition(":")[0]) for row in rows()}
OF_THE_PROCESS = {"/livez", "/readyz", "/health", "/metrics"}
NO_OPERATION = {"/", f"{PREFIX}/openapi.json", f"{PREFIX}/docs", *OF_THE_PROCESS}
"""Routes that are no operation on an object: how the process is, and the documents themselves."""
OPEN_TO_ALL = {
    *OF_THE_PROCESS,
    *("/sign-in", "/sign-in/start", "/sign-in/return", "/sign-in/invitation", "/sign-out"),
    *("/help/{topic}", "/problems/{code}", "/asyncapi", "/icon.svg", "/assets/{name}", "/{path}"),
}
"""Pages without an object, for whoever asks: the door, help, documents, files."""
POLICY = (
    "services.gateway.application.access",
    "services.network.application",
    "services.enrollment.application",
    "services.notifications.application",
)
JUDGES = {"Right", "may", "require", "role_may", "lines_of", "correctors"}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_command_and_correction_has_a_row_and_every_row_a_command(service: Service) -> None:
    operations = {
        operation["operationId"] for path in document(service)["paths"].values() for operation in path.values()
    }
    assert operations == {operation for name, operation in ROWS if name == service.name}


def test_every_question_has_a_row() -> None:
    others = {"health", "metrics", "people-search", "view-log", *test_letters.OPERATIONS}
    assert {question.name for question in QUESTIONS} | others == {
        operation for service, operation in ROWS if service == "reads"
    }


def test_every_row_is_tried() -> None:
    tried = {(service, scene.row) for service, scenes in SCENES.items() for scene in scenes}
    tried |= {("reads", read.row) for read in READS} | {("reads", "metrics"), ("reads", "people-search")}
    tried |= {("reads", operation) for operation in test_letters.OPERATIONS}
    tried |= {("page", row.operation) for row in test_pages.ROWS}
    tried |= {("internal", operation) for operation in OPERATIONS} | {
        ("people", operation) for operation in test_people.OPERATIONS
    }
    assert tried == {(row.service, row.operation) for row in rows()}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
async def test_every_route_of_a_service_is_in_its_document(service: Service) -> None:
    database, verifier = Database("", None), Verifier(service.name, ["gateway"], keys())
    settings = EnrollmentSettings(keys=keys())
    async with inside_of(service, settings, database, verifier) as inside:
        app = command_app(service, settings, database, Wake(), Backlog(database, 1), verifier, inside)
    routes = {(method, path) for method, path in _routes(app) if path not in OF_THE_PROCESS}
    internal = {(method, path) for method, path in routes if path.startswith("/internal/")}
    described = {("POST", path) for path in document(service)["paths"]}
    assert routes - internal == described
    known = {(method, path) for method, path, _ in OPERATIONS.values()}
    if service is ENROLLMENT:
        known |= {*test_people.OPERATIONS.values(), *test_people.BY_OTHERS.values()}
    assert internal == {(method, f"/internal/{path}") for method, path in known}


def test_every_route_of_the_public_face_is_in_its_document() -> None:
    app = _face()
    described = {
        (method.upper(), f"{PREFIX}{path}") for path, ways in openapi(frozen())["paths"].items() for method in ways
    }
    generic = ("POST", f"{PREFIX}/{{service}}/{{path}}")
    heads = {("HEAD", path) for method, path in described if method == "GET"}
    routes = {(method, path) for method, path in _routes(app) if path.startswith(PREFIX) and path not in NO_OPERATION}
    own = {("POST", f"{PREFIX}/people/search")} | {
        (method, f"{PREFIX}/{path}") for method, path, _ in test_letters.OPERATIONS.values()
    }
    commands = {one for one in described if one[0] == "POST"} - own
    assert routes - heads == (described - commands) | {generic}
    assert {path.removeprefix(PREFIX) for _, path in commands} == {
        f"/{service}{path}" for service, one in frozen().items() for path in one["paths"]
    }


def _face() -> FastAPI:
    minter = Minter("gateway", keys() / "gateway.key")
    return public_app(Settings(keys=keys()), Database("", None), Services({}, minter), People(None, minter), frozen())


def test_every_page_has_a_row() -> None:
    """Pages of one kind of object stand for the others: every history is the same page over one question."""
    shown = {path for method, path in _routes(_face()) if method == "GET" and not path.startswith(PREFIX)}
    judged = {operation for service, operation in ROWS if service == "page"}
    assert shown - OPEN_TO_ALL - {*page_scenes.ELSEWHERE} - {"/history/{kind}/{id}"} <= judged
    assert any(path.startswith("/history/") for path in judged)


def test_every_deadline_is_a_command_of_the_table() -> None:
    """A1: what runs late is authorised by the same line as what runs at once."""
    due = set()
    for service, scenes in SCENES.items():
        for given in [given for scene in scenes for place in scene.places for given in scene.given(place)]:
            due |= {(service, deadline.path) for deadline in given.kind.deadlines(hearsay.state_of(given))}
    lines = {(service.name, line.path) for service in SERVICES for line in service.commands}
    assert due
    assert due <= lines


@pytest.mark.parametrize("lacking", [{"who": ()}, {"makes": ()}])
def test_nothing_starts_with_a_line_that_does_not_say_who_may(lacking: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="who may"):
        replace(NETWORK.commands[0], **lacking)
    with pytest.raises(ValueError, match="policy"):
        replace(QUESTIONS[0], rights="anybody")


def _routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """As FastAPI itself describes them: it keeps included routers to itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # HEAD shares its operation id with GET
        described = app.openapi()["paths"]
    for path, ways in described.items():
        yield from ((method.upper(), path) for method in ways)


def test_nothing_here_reads_the_policy_it_judges() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        assert not [*_readings(path.read_text("utf-8"))], path.name


def _readings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module.startswith(POLICY):
                yield node.module
            yield from (alias.name for alias in node.names if alias.name in JUDGES)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith(POLICY))
        if isinstance(node, ast.Attribute) and node.attr in {"who", "rights"}:
            yield node.attr


@pytest.mark.parametrize(
    "source",
    [
        "from services.network.application.who import NETWORK_ADMIN",
        "from services.enrollment.application.commands import COMMANDS",
        "import services.gateway.application.access",
        "from shared.access import require",
        "from shared.aggregate import Right",
        "line.who",
    ],
)
def test_reading_the_policy_would_be_found(source: str) -> None:
    assert [*_readings(source)]
