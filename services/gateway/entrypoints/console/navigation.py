"""Navigation: the areas of the console that a role has."""

from dataclasses import dataclass

from services.gateway.entrypoints.console.language.marking import marked
from shared.aggregate import SECRETARIAT

_FACTS = (SECRETARIAT, "regional_admin", "focal_point", "auditor")


@dataclass(frozen=True, slots=True)
class Entry:
    """`path`: where the area begins; `label`: its English name, a key of the catalogues; `roles`: who has it."""

    path: str
    label: str
    roles: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Whether a page belongs to this area."""
        return path == self.path or (self.path != "/" and path.startswith(f"{self.path}/"))


AREAS = (
    Entry("/", marked("Today"), (*_FACTS, "reviewer", "operator")),
    Entry("/states", marked("States"), _FACTS),
    Entry("/networks", marked("Networks"), _FACTS),
    Entry("/seminars", marked("Seminars"), (*_FACTS, "reviewer")),
    Entry("/people", marked("People"), _FACTS),
    Entry("/initiatives", marked("Initiatives"), _FACTS),
    Entry("/do", marked("Record"), (SECRETARIAT, "regional_admin", "focal_point")),
    Entry("/messages", marked("Messages"), (SECRETARIAT, "regional_admin", "auditor")),
    Entry("/operations", marked("Operations"), (SECRETARIAT, "operator")),
)


def navigation(role: str | None) -> tuple[Entry, ...]:
    """The areas of that role; none for nobody."""
    return tuple(area for area in AREAS if role in area.roles)
