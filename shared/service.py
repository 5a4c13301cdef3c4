"""Service: everything that makes one service this one. Each service's `main.py` fills it in, once."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.commands import CommandSpec
from shared.consumer import Handle
from shared.contracts.catalog import Catalog
from shared.contracts.event import FactRetracted


@dataclass(frozen=True, kw_only=True)
class Service:
    """`hears` names the services whose topics it subscribes to; `handle` applies what it hears; `handles` the event types
    that `handle` wants (None: all of them). With `isolated`, each partition is worked on by itself.

    `inside` names (`module:function`) what its api has besides the table: an async context manager over (settings, database,
    verifier) that gives a shared.routes.Inside; named, not imported, since a worker needs no web framework. `migrates` brings
    further databases of its own to this release, given the settings. `beside` names likewise what a worker runs besides: a
    coroutine function over (settings, database, committed, stopped).
    """

    name: str
    catalog: Catalog
    commands: Sequence[CommandSpec]
    retraction: type[FactRetracted]
    hears: Sequence[str]
    handle: Handle
    handles: frozenset[str] | None
    isolated: bool = False
    migrations: Path | None = None
    inside: str | None = None
    migrates: Callable[[Any], Awaitable[object]] | None = None
    beside: Sequence[str] = ()
