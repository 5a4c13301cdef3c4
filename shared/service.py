"""Service: everything that makes one service this one. Each service's `main.py` fills it in, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.commands import CommandSpec
from shared.consumer import Handle
from shared.contracts.catalog import Catalog
from shared.contracts.event import FactRetracted


@dataclass(frozen=True, kw_only=True)
class Service:
    """`hears` names the services whose topics it subscribes to; `handle` applies what it hears; `handles` the event types
    that `handle` wants (None: all of them). With `isolated`, each partition is worked on by itself.
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
