"""Sending: one command to the service that owns the object, and what its answer means for the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from services.gateway.entrypoints.console.links import address
from services.gateway.entrypoints.console.visit import Visit
from shared.errors import Unavailable

_STALE, _INVALID, _AWAY = (412, 428), 422, 503
_MADE = (200, 201)


@dataclass(frozen=True, slots=True)
class Refused:
    """`code`: why; `problem`: the answer (RFC 9457), without any value that was sent."""

    status: int
    code: str
    problem: Mapping[str, Any] = field(default_factory=dict)
    retry_after: int | None = None

    @property
    def stale(self) -> bool:
        """Whether the object has changed since the form was opened."""
        return self.status in _STALE

    @property
    def invalid(self) -> bool:
        """Whether single fields are wrong."""
        return self.status == _INVALID


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed, as `kind/id@version`."""

    kind: str
    id: str | None
    version: int

    @property
    def place(self) -> str:
        """As the next page waits for it."""
        return f"{self.kind}/{self.id}@{self.version}"


async def send(
    visit: Visit,
    service: str,
    path: str,
    body: Mapping[str, Any],
    key: str,
    version: str | None,
    kind: str,
    id: str | None,
) -> Done | Refused:
    """Send it once: the same key and body again are answered as before."""
    headers = {"content-type": "application/json", "idempotency-key": key}
    headers |= {"if-match": f'"{version}"'} if version else {}
    try:
        if service not in visit.sources.services.names:
            raise Unavailable(service)
        answered = await visit.sources.services.command(service, path, orjson.dumps(body), headers, visit.reader)
    except Unavailable as error:
        return Refused(_AWAY, "unavailable", retry_after=error.retry_after)
    told = _json(answered.body)
    if answered.status in _MADE:
        return Done(str(told.get("kind", kind)), told.get("id", id), int(told.get("version", 0)))
    wait = answered.headers.get("retry-after", "")
    return Refused(answered.status, str(told.get("code", "refused")), told, int(wait) if wait.isdigit() else None)


def _json(body: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def onward(done: Done, back: str | None) -> str:
    """Where to look at what was done: the page that the form was opened from, else the object's own."""
    if done.id is None:
        return back or "/do"
    split = urlsplit(back or _page_of(done.kind, done.id))
    query = {name: text for name, text in parse_qsl(split.query) if name != "pending"}
    return address(split.path, {**query, "pending": done.place})


def _page_of(kind: str, id: str) -> str:
    pages = {"person": f"/people/{id}", "initiative": f"/initiatives/{id}", "access-grant": "/do"}
    return pages.get(kind, f"/history/{kind}/{id}")
