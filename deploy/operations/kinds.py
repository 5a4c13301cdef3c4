"""Which kind of aggregate an event is of, and which kinds a service has: read from the tables, not declared again."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from shared.aggregate import Kind
from shared.service import Service


def domain_of(service: str) -> Sequence[ModuleType]:
    """The domain files of a service by name; none for a service that owns no aggregate."""
    name = f"services.{service}.domain"
    if find_spec(name) is None:
        return []
    names = sorted(module.name for module in iter_modules(import_module(name).__path__))
    return [import_module(f"{name}.{module}") for module in names]


def kinds_of(service: str) -> dict[str, Kind[Any]]:
    """The kinds of aggregates that a service owns, by name, as its domain files define them."""
    kinds = (value for module in domain_of(service) for value in vars(module).values() if isinstance(value, Kind))
    return {kind.name: kind for kind in kinds}


def kind_by_event(services: Iterable[Service]) -> dict[str, str]:
    """The kind of aggregate by the wire name of each event that a command states."""
    lines = (line for service in services for line in service.commands)
    return {event.type: line.kind.name for line in lines for event in line.makes}
