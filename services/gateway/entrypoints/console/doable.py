"""Doable: what the viewer's role may do with an object as it is now, as links to the forms (console.md 2, column acts)."""

from services.gateway.application.forms.menu import Menu
from services.gateway.entrypoints.console.models import ViewModel
from services.gateway.entrypoints.console.visit import Visit


class Doable(ViewModel):
    """A command: its operation, and where its form is."""

    operation: str
    address: str


def doable(menu: Menu, visit: Visit, kind: str, id: str, status: str | None) -> tuple[Doable, ...]:
    """All commands for an object of that kind in that status; none in the past (R5). Whether this object is the viewer's, its
    service judges when it is done."""
    if visit.dates.past:
        return ()
    acts = menu.possible(kind, status, visit.reader.role)
    return tuple(Doable(operation=act.operation, address=act.address(id)) for act in acts)
