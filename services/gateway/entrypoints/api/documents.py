"""The public API described: its OpenAPI document."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import APIRouter
from fastapi.responses import Response

from services.gateway.application.cursor import MOST
from services.gateway.application.questions.question import Filter, Question, number, word
from services.gateway.application.questions.table import QUESTIONS
from services.gateway.entrypoints.api.dead_letters import DRY_RUN, SETTLED
from services.gateway.entrypoints.api.people import FORM, LOG_FILTERS, Searched
from shared.operations import Discard

_DATES: Mapping[str, Mapping[str, Any]] = {
    "as_of": {"description": "True on that day (of a month or year the last one); default today.", "type": "string"},
    "known_at": {"description": "As recorded by that time (RFC 3339); default now.", "type": "string"},
    "synthetic": {"description": "Which objects count.", "type": "string", "enum": ["exclude", "include", "only"]},
}
_PAGES: Mapping[str, Mapping[str, Any]] = {
    "limit": {"description": "Items of a page.", "type": "integer", "minimum": 1, "maximum": MOST},
    "cursor": {"description": "The `next` of the page before.", "type": "string"},
}
_OF_THE_WHOLE: Mapping[str, tuple[str, tuple[Mapping[str, Any], ...]]] = {
    "health": ("Every service: up or down, how far behind, dead letters", ({"token": []},)),
    "livez": ("This process answers", ({},)),
    "readyz": ("Whether this process can do its work; 503 when it cannot", ({},)),
    "metrics": ("Metrics of this process; from another machine for operators only", ({}, {"token": []})),
}
"""What is asked about the system itself, and with which tokens (an empty one: with none)."""
_PROBLEM = {
    "description": "Refused (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}


def openapi(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The OpenAPI 3.1 document: the table of questions, and the commands of the services under their names."""
    paths: dict[str, Any] = {question.path: {"get": _read(question)} for question in QUESTIONS}
    paths |= {f"/{name}": {"get": _look(name, *told)} for name, told in _OF_THE_WHOLE.items()}
    paths |= _of_people() | _of_dead_letters(documents)
    schemas: dict[str, Any] = {}
    responses: dict[str, Any] = {}
    for service, document in sorted(documents.items()):
        moved = _moved(document, service)
        paths |= {f"/{service}{path}": operations for path, operations in moved["paths"].items()}
        schemas |= {f"{service}.{name}": schema for name, schema in moved["components"]["schemas"].items()}
        responses |= {f"{service}.{name}": one for name, one in moved["components"]["responses"].items()}
    token = {"type": "http", "scheme": "bearer", "description": "An API token: `lemkin token create`."}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lemkin", "version": "1", "description": "Facts of a network of states, at any two dates."},
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {"schemas": schemas, "responses": responses, "securitySchemes": {"token": token}},
        "security": [{"token": []}],
    }


def _moved(document: Mapping[str, Any], service: str) -> dict[str, Any]:
    """The document with its references and operations under the service's name."""
    text = orjson.dumps({"paths": document["paths"], "components": document["components"]}).decode()
    for part in ("schemas", "responses"):
        text = text.replace(f'"#/components/{part}/', f'"#/components/{part}/{service}.')
    text = text.replace('"operationId":"', f'"operationId":"{service}.')
    moved: dict[str, Any] = orjson.loads(text)
    return moved


def _read(question: Question) -> dict[str, Any]:
    given = {**{name: _DATES[name] for name in question.dates}, **(_PAGES if question.many else {})}
    items = {"items": {"type": "array"}, "next": {"type": ["string", "null"]}, "total": {"type": "integer"}}
    schema: dict[str, Any] = {"type": "object"}
    if question.many:
        schema |= {"required": list(items), "properties": items}
    return {
        "operationId": question.name,
        "summary": question.summary,
        "parameters": [
            *(_parameter(place, "path") for place in question.places),
            *(_parameter(filter, "query") for filter in question.filters),
            *({"name": name, "in": "query", "schema": rule} for name, rule in given.items()),
        ],
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": schema}}},
            "304": {"description": "The caller has it."},
            "default": _PROBLEM,
        },
    }


def _of_people() -> dict[str, Any]:
    """Name search and view log."""
    answers = {"200": {"description": "The answer."}, "default": _PROBLEM}
    schema = {"schema": Searched.model_json_schema()}
    return {
        "/people/search": {
            "post": {
                "operationId": "people-search",
                "summary": "Persons inside the caller's grant by beginnings of words of their names, or by a whole address",
                "requestBody": {"required": True, "content": {"application/json": schema, FORM: schema}},
                "responses": answers,
            }
        },
        "/view-log": {
            "get": {
                "operationId": "view-log",
                "summary": "Who looked at whose personal data, newest first; for secretariat and auditor",
                "parameters": [_parameter(filter, "query") for filter in LOG_FILTERS],
                "responses": answers,
            }
        },
    }


def _of_dead_letters(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Dead letters of all services, for operators and the secretariat."""
    service, one = word("service", *sorted(documents)), "/dead-letters/{service}/{id}"
    places = [_parameter(place, "path") for place in (service, number("id"))]
    answers = {"200": {"description": "What is there, or what became of it."}, "default": _PROBLEM}
    reason = {"required": True, "content": {"application/json": {"schema": Discard.model_json_schema()}}}

    def way(name: str, summary: str, *given: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        return {"operationId": name, "summary": summary, "parameters": [*given], "responses": answers, **more}

    dry, filters = _parameter(DRY_RUN, "query"), (_parameter(filter, "query") for filter in (service, SETTLED))
    look = way("dead-letter", "One, with how many records wait behind it; its bytes stay at the machine", *places)
    again = way("redrive", "Replay one, then what waits behind it; dry_run only tells what would happen", *places, dry)
    gone = "Give one up for a reason and go on without it; dry_run only tells what would happen"
    return {
        "/dead-letters": {"get": way("dead-letters", "Records that could not be handled, newest first", *filters)},
        one: {"get": look},
        f"{one}/redrive": {"post": again},
        f"{one}/discard": {"post": way("discard", gone, *places, dry, requestBody=reason)},
    }


def _look(name: str, summary: str, security: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    responses = {"200": {"description": "The answer."}, "default": _PROBLEM}
    return {"operationId": name, "summary": summary, "security": [*security], "responses": responses}


def _parameter(filter: Filter, where: str) -> dict[str, Any]:
    required = filter.required or where == "path"
    return {"name": filter.name, "in": where, "required": required, "description": filter.rule, "schema": filter.schema}


def router(document: Mapping[str, Any]) -> APIRouter:
    """The document below /api/v1."""
    routes = APIRouter()
    text = orjson.dumps(document)

    async def told() -> Response:
        return Response(text, media_type="application/json")

    routes.add_api_route("/openapi.json", told, methods=["GET"])
    return routes
