"""The edge of a service: bodies are bounded and unambiguous, errors are problem+json, hosts are ours. The only place with HTTP
status codes for our errors."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from shared.access import NotSignedIn
from shared.errors import Conflict, DomainError, Forbidden, NotFound, RuleBroken, Unavailable
from shared.store.database import is_transient
from shared.telemetry import log

MAX_BODY = 256 * 1024
MAX_DEPTH = 20
_STATUS: dict[type[DomainError], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, RuleBroken: 409}
_CODES = {"stale-version": 412, "if-match-required": 428, "idempotency-key-reused": 422, "body-too-large": 413}
_INVALID = {"in-the-future", "unknown-fact", "unknown-field", "invalid-content", "nothing-to-correct"}
_RETRY = {"not-known-here-yet": "1", "in-flight": "1"}
_TAKEN = {"type", "title", "status", "code", "detail", "instance", "headers", "errors"}
"""Members of a problem that a parameter of the same name must not replace."""
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?")


class BadRequest(Exception):
    """A request that is wrong before the domain is asked: status, code and the place in it."""

    def __init__(self, status: int, code: str, pointer: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.pointer = status, code, pointer


def problem(status: int, code: str, /, headers: dict[str, str] | None = None, **members: Any) -> Response:
    """RFC 9457 problem details. `members` never hold a value that the caller sent."""
    body = {"type": f"/problems/{code}", "title": code.replace("-", " ").capitalize(), "status": status, "code": code}
    return JSONResponse(
        {**body, **{name: _plain(value) for name, value in members.items()}},
        status,
        headers,
        media_type="application/problem+json",
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | bool | list | dict | None) else str(value)


async def json_body(request: Request) -> bytes:
    """The body, if it is JSON that everybody reads alike. Raises BadRequest: 415, 413, 400."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise BadRequest(415, "not-json")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise BadRequest(413, "body-too-large")
    try:
        value = json.loads(body.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadRequest(400, "malformed-json") from error
    if not isinstance(value, dict) or _depth(value) > MAX_DEPTH:
        raise BadRequest(400, "malformed-json")
    return bytes(body)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("duplicate key")
    return dict(pairs)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _depth(value: Any, level: int = 1) -> int:
    if level > MAX_DEPTH or not isinstance(value, dict | list):
        return level
    return max(
        (_depth(item, level + 1) for item in (value.values() if isinstance(value, dict) else value)), default=level
    )


def application(title: str, hosts: tuple[str, ...]) -> FastAPI:
    """An app that answers every error of ours as a problem and serves no documents by itself."""
    app = FastAPI(
        title=title,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers=_HANDLERS,
    )

    @app.middleware("http")
    async def guard(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        asked = _HOST.fullmatch(request.headers.get("host", ""))
        if asked is None or asked[1] not in hosts:
            return problem(421, "misdirected")
        try:
            response = await answer(request)
        except Exception as error:  # noqa: BLE001  (the last resort: no detail leaves)
            response = _unforeseen(error)
        response.headers.update(
            {"Cache-Control": response.headers.get("Cache-Control", "no-store"), "X-Content-Type-Options": "nosniff"}
        )
        return response

    return app


def _unforeseen(error: Exception) -> Response:
    if is_transient(error):
        return problem(503, "unavailable", {"Retry-After": "1"})
    reference = uuid4()
    log().error("unforeseen", error=type(error).__name__, request=str(reference))
    return problem(500, "internal", {"X-Request-Id": str(reference)})


def _bad_request(_: Request, error: BadRequest) -> Response:
    return problem(error.status, error.code, errors=[{"pointer": error.pointer, "rule": error.code}])


def _refused(_: Request, error: DomainError) -> Response:
    status = _CODES.get(error.code, 422 if error.code in _INVALID else _STATUS[type(error)])
    headers = {"Retry-After": _RETRY[error.code]} if error.code in _RETRY else None
    if status == 404:
        return problem(404, "not-found")
    field = error.params.get("field")
    errors = {"errors": [{"pointer": f"/{field}", "rule": error.code}]} if field else {}
    told = {f"its_{name}" if name in _TAKEN else name: value for name, value in error.params.items()}
    return problem(status, error.code, headers, **told, **errors)


def _invalid(_: Request, error: ValidationError) -> Response:
    found = [
        {"pointer": "/" + "/".join(str(part) for part in one["loc"]), "rule": one["type"], "detail": _rule(one)}
        for one in error.errors(include_url=False, include_input=False, include_context=False)[:50]
    ]
    return problem(422, "invalid", errors=found)


def _bad_parameters(_: Request, error: RequestValidationError) -> Response:
    """A parameter that FastAPI reads for us; its own answer would repeat the value."""
    found = [{"pointer": "/" + "/".join(map(str, one["loc"])), "rule": one["type"]} for one in error.errors()]
    return problem(422, "invalid", errors=found)


def _rule(one: Any) -> str:
    """The rule in words, when it is ours or fixed; pydantic's own sentences never quote the input with these types."""
    return str(one["msg"]).removeprefix("Value error, ")


def _unavailable(_: Request, error: Unavailable) -> Response:
    return problem(503, "unavailable", {"Retry-After": str(error.retry_after)}, what=error.what)


def _not_signed_in(_: Request, error: Exception) -> Response:
    return problem(401, "not-signed-in", {"WWW-Authenticate": "Bearer"})


def _http(_: Request, error: HTTPException) -> Response:
    codes = {404: "not-found", 405: "method-not-allowed"}
    return problem(error.status_code, codes.get(error.status_code, "refused"), dict(error.headers or {}) or None)


_HANDLERS: dict[int | type[Exception], Any] = {
    BadRequest: _bad_request,
    DomainError: _refused,
    ValidationError: _invalid,
    RequestValidationError: _bad_parameters,
    Unavailable: _unavailable,
    NotSignedIn: _not_signed_in,
    HTTPException: _http,
}
