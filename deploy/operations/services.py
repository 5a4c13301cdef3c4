"""The services of this release, as their composition roots define them."""

from importlib import import_module

from deploy.embedded.failures import USAGE, StartFailure
from deploy.embedded.topology import LEMKIN
from shared.service import Service

NAMES = tuple(service.name for service in LEMKIN.services)


def service(name: str) -> Service:
    """One of them. Raises StartFailure for a name that is none."""
    if name not in NAMES:
        raise StartFailure(f"no service is called {name}", f"there are: {', '.join(NAMES)}", USAGE)
    found = import_module(f"services.{name}.main").SERVICE
    assert isinstance(found, Service)  # noqa: S101  (for the type checker: a module's attribute is Any)
    return found


def services() -> tuple[Service, ...]:
    """All of them, in the order in which they are started."""
    return tuple(service(name) for name in NAMES)
