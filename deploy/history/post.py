"""One row, one POST: sent until the service has answered for good, whatever restarts meanwhile."""

from collections.abc import AsyncIterable, Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import uuid5

import httpx
import orjson
import stamina

from deploy.history.record import DATA_SET
from deploy.history.rows import Row
from deploy.history.tables import Fault
from shared.errors import LemkinError

AWAY = 120.0
"""Seconds for which a service may be away (restarts, migrations) before the load stops."""
BRIEFLY = 30.0
"""Seconds for which one row may fail alone: its service has not heard of something yet, or breaks on it."""
_BUSY = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_NOT_ALLOWED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_PROBLEM = {"type", "title", "status", "code", "errors", "detail", "instance"}
"""Members of every problem; the others are the parameters of the rule."""


class LoadStopped(LemkinError):
    """The load cannot go on: nobody answers, or the token is not accepted. What was loaded stays loaded."""


class Answer(StrEnum):
    """What a row met."""

    CREATED = "created"
    UNCHANGED = "unchanged"


class Later(LemkinError):
    """The service asks to come back, after so many seconds if it says so."""

    def __init__(self, code: str, after: float | None) -> None:
        super().__init__(code)
        self.code = code
        self.after = after


class Away(Later):
    """It takes no commands at all for the moment, or is still at work on this one."""


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts rows through a client whose base URL is the gateway's and which carries the token."""

    client: httpx.AsyncClient

    async def post(self, row: Row) -> Answer | tuple[Fault, ...]:
        """The answer, or why the row is refused. Raises LoadStopped."""
        try:
            async for attempt in _retry(_when_alone, BRIEFLY):
                with attempt:
                    return await self._through_outages(row)
        except Away as away:
            raise LoadStopped(f"{row.service} answered {away.code} for {AWAY:.0f} seconds") from away
        except httpx.TransportError as error:
            raise LoadStopped(f"no answer for {AWAY:.0f} seconds ({type(error).__name__})") from error
        except Later as later:
            return (Fault(row.file, row.line, "", later.code),)
        raise AssertionError("a retry ends by an answer or an error")

    async def _through_outages(self, row: Row) -> Answer | tuple[Fault, ...]:
        async for attempt in _retry(_when_away, AWAY):
            with attempt:
                return await self._once(row, first=attempt.num == 1)
        raise AssertionError("a retry ends by an answer or an error")

    async def _once(self, row: Row, *, first: bool) -> Answer | tuple[Fault, ...]:
        content = orjson.dumps(row.body)
        headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency_key(row, content)}
        response = await self.client.post(f"/api/v1/{row.service}/{row.path}", content=content, headers=headers)
        told = _json(response)
        if response.is_success:
            # a replay on the first try is an earlier load's answer; on a later try it is our own, lost on its way
            known = told.get("unchanged") or (first and response.headers.get("Idempotency-Replayed"))
            return Answer.UNCHANGED if known else Answer.CREATED
        code = str(told.get("code") or response.status_code)
        if response.status_code in _BUSY or code == "in-flight":
            raise Away(code, _seconds(response))
        if response.is_server_error or code == "not-known-here-yet":
            raise Later(code, _seconds(response))
        if response.status_code in _NOT_ALLOWED:
            raise LoadStopped(f"the token is not accepted for {row.service}/{row.path}: {code}")
        return tuple(_faults(row, told, code))


def idempotency_key(row: Row, content: bytes) -> str:
    """The same for the same row and content: an edited row is judged by the service, not refused for its key."""
    return str(uuid5(DATA_SET, f"{row.key}#{sha256(content).hexdigest()}"))


def _retry(on: Callable[[Exception], bool | float], seconds: float) -> AsyncIterable[stamina.Attempt]:
    return stamina.retry_context(on, attempts=None, timeout=seconds, wait_initial=0.1, wait_max=2.0, wait_jitter=0.2)


def _when_alone(error: Exception) -> bool | float:
    return isinstance(error, Later) and not isinstance(error, Away) and (error.after or True)


def _when_away(error: Exception) -> bool | float:
    return (isinstance(error, Away) and (error.after or True)) or isinstance(error, httpx.TransportError)


def _seconds(response: httpx.Response) -> float | None:
    given = response.headers.get("Retry-After", "")
    return min(float(given), 5.0) if given.isdecimal() else None


def _json(response: httpx.Response) -> Mapping[str, Any]:
    try:
        told = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _faults(row: Row, told: Mapping[str, Any], code: str) -> Iterator[Fault]:
    given = ", ".join(f"{name}={value}" for name, value in told.items() if name not in _PROBLEM)
    rule = f"{code} ({given})" if given else code
    for error in told.get("errors") or [{}]:
        yield Fault(row.file, row.line, _column(row, error), str(error.get("detail") or error.get("rule") or rule))


def _column(row: Row, error: Mapping[str, Any]) -> str:
    field = str(error.get("pointer", "")).strip("/")
    first = field.partition("/")[0]
    return row.columns.get(field) or row.columns.get(first, first)
