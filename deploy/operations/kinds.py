"""Which kind of aggregate an event is of, and which kinds a service has: read from the tables, not declared again."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from shared.aggregate import Kind
from shared.service import Service


def kinds_of(service: str) -> dict[str, Kind[Any]]:
    """The kinds of aggregates that a service owns, by name, as its domain files define them."""
    package = import_module(f"services.{service}.domain")
    modules = (import_module(f"{package.__name__}.{found.name}") for found in iter_modules(package.__path__))
    kinds = (value for module in modules for value in vars(module).values() if isinstance(value, Kind))
    return {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.name)}


def kind_by_event(services: Iterable[Service]) -> dict[str, str]:
    """The kind of aggregate by the wire name of each event that a command states."""
    lines = (line for service in services for line in service.commands)
    return {event.type: line.kind.name for line in lines for event in line.makes}
